"""Groups, channels and topics where a team's news go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.types import TypeDecorator

from sales.company import News, Place
from storage.schema import Id, Json, Moment, metadata
from storage.shelf import Shelf


class Thread(TypeDecorator[int]):
    """None, the chat itself, is stored as 0: only so does the database see two of the same."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int:
        return value or 0

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return value or None


def _news(words: Iterable[str]) -> frozenset[News]:
    return frozenset(News(word) for word in words)


place = sa.Table(
    "place",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("thread_id", Thread, nullable=False, server_default="0"),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("bound_by", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("bound_at", Moment, nullable=False),
    sa.Column("unbound", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("unreachable", sa.String(200)),
    sa.Column("news", Json(_news), nullable=False, server_default='["handovers", "requests"]'),
    sa.UniqueConstraint("chat_id", "thread_id"),
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

    def of_chat(self, chat_id: int) -> list[Place]:
        return self.shelf.all(place.c.chat_id == chat_id, ~place.c.unbound)

    def add(self, entity: Place) -> Place:
        """A spot that was bound before gets its old row again."""
        known = next((one for one in self.shelf.all(place.c.chat_id == entity.chat_id) if _same(one, entity)), None)
        if known is None:
            return self.shelf.add(entity)
        again = Place(**{name: getattr(entity, name) for name in self.shelf.names if name != "id"}, id=known.id)
        self.shelf.save(again, unbound=False)
        return again

    def save(self, entity: Place) -> None:
        self.shelf.save(entity)

    def remove(self, place_id: int) -> None:
        self.conn.execute(sa.update(place).where(place.c.id == place_id).values(unbound=True))


def _same(one: Place, other: Place) -> bool:
    return one.thread_id == other.thread_id
