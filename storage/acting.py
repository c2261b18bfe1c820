"""Acting heads: who decides in a head's place, and for which period."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.acting import Acting, ActingState
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

acting_head = sa.Table(
    "acting_head",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("head_id", Id, sa.ForeignKey("member.id")),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False, index=True),
    sa.Column("since", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Column("state", Word(ActingState), nullable=False),
    sa.Column("named_by", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("ended_at", Moment),
)
IS_CURRENT = sa.text("state = 'current'")
#: At most one at a time, whatever two people do at once.
sa.Index(
    "uq_acting_head_current", acting_head.c.team_id, unique=True, sqlite_where=IS_CURRENT, postgresql_where=IS_CURRENT
)


class ActingShelf:
    def __init__(self, conn: Connection) -> None:
        self.shelf = Shelf(conn, acting_head, Acting)

    def get(self, acting_id: int) -> Acting:
        return self.shelf.get(acting_id)

    def add(self, entity: Acting) -> Acting:
        return self.shelf.add(entity)

    def save(self, entity: Acting) -> None:
        self.shelf.save(entity)

    def current(self, team_id: int) -> Acting | None:
        return self.shelf.first(acting_head.c.team_id == team_id, acting_head.c.state == ActingState.CURRENT)

    def current_of(self, member_id: int) -> Acting | None:
        return self.shelf.first(acting_head.c.member_id == member_id, acting_head.c.state == ActingState.CURRENT)

    def ahead(self, team_id: int) -> list[Acting]:
        order = (acting_head.c.since, acting_head.c.id)
        return self.shelf.all(acting_head.c.team_id == team_id, acting_head.c.state != ActingState.OVER, order=order)
