"""Groups and topics where a team's announcements go."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.company import Place
from storage.schema import Id, Moment, metadata
from storage.shelf import Shelf

place = sa.Table(
    "place",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("thread_id", sa.BigInteger),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("bound_by", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("bound_at", Moment, nullable=False),
    sa.Column("unbound", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("unreachable", sa.String(200)),
)


class PlacesShelf:
    """An unbound place keeps its row: what was posted there still points to it."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, place, Place)

    def get(self, place_id: int) -> Place:
        return self.shelf.get(place_id)

    def of_team(self, team_id: int) -> list[Place]:
        return self.shelf.all(place.c.team_id == team_id, ~place.c.unbound)

    def by_chat(self, chat_id: int) -> Place | None:
        return self.shelf.first(place.c.chat_id == chat_id, ~place.c.unbound)

    def add(self, entity: Place) -> Place:
        """A chat that was bound before gets its old row again."""
        known = self.shelf.first(place.c.chat_id == entity.chat_id)
        if known is None:
            return self.shelf.add(entity)
        again = Place(**{name: getattr(entity, name) for name in self.shelf.names if name != "id"}, id=known.id)
        self.shelf.save(again, unbound=False)
        return again

    def save(self, entity: Place) -> None:
        self.shelf.save(entity)

    def remove(self, place_id: int) -> None:
        self.conn.execute(sa.update(place).where(place.c.id == place_id).values(unbound=True))
