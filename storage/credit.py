"""Who keeps credit for a client after a hand-over. `ended_by` remembers which hand-over has put an end to an open one,
so that taking that back takes the end away too."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.credit import Credit
from sales.legs import Leg
from storage.schema import Id, Word, metadata
from storage.shelf import Shelf

credit = sa.Table(
    "credit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False, index=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False, index=True),
    sa.Column("leg", Word(Leg), nullable=False),
    sa.Column("handoff_id", Id, sa.ForeignKey("handoff.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("ended_by", Id, sa.ForeignKey("handoff.id"), index=True),
)


class CreditsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, credit, Credit)

    def of_member(self, member_id: int) -> list[Credit]:
        return self.shelf.all(credit.c.member_id == member_id)

    def add(self, entity: Credit) -> Credit:
        return self.shelf.add(entity)

    def end(self, client_id: int, until: date, ended_by: int) -> None:
        running = sa.update(credit).where(credit.c.client_id == client_id, credit.c.until.is_(None))
        self.conn.execute(running.values(until=until, ended_by=ended_by))

    def forget(self, handoff_id: int) -> None:
        self.conn.execute(sa.delete(credit).where(credit.c.handoff_id == handoff_id))
        ended = sa.update(credit).where(credit.c.ended_by == handoff_id)
        self.conn.execute(ended.values(until=None, ended_by=None))
