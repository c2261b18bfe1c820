"""When a person's deadlines rested, and rest."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.rest import Rest
from storage.schema import Id, Moment, metadata
from storage.shelf import Shelf

rest = sa.Table(
    "rest",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Column("step_id", Id, sa.ForeignKey("step.id")),
    sa.Index(None, "member_id", "until"),
)


class RestsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, rest, Rest)

    def of(self, member_id: int, since: datetime) -> list[Rest]:
        return self.shelf.all(rest.c.member_id == member_id, rest.c.until > since, order=(rest.c.since, rest.c.id))

    def add(self, entity: Rest) -> Rest:
        return self.shelf.add(entity)

    def save(self, entity: Rest) -> None:
        self.shelf.save(entity)
