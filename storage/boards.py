"""What the board of each place showed last."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.board import Shown
from sales.company import News
from storage.places import place
from storage.schema import Id, Moment, metadata
from storage.shelf import Shelf

board = sa.Table(
    "board",
    metadata,
    sa.Column("place_id", Id, sa.ForeignKey("place.id"), primary_key=True),
    sa.Column("looked_at", Moment, nullable=False),
    sa.Column("shown", sa.String(16), nullable=False),
)

#: The list of news is a text of JSON.
TAKES = sa.cast(place.c.news, sa.Text).contains(f'"{News.BOARD.value}"')
WANTED = sa.and_(TAKES, ~place.c.unbound)


class BoardsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, board, Shown)

    def get(self, place_id: int) -> Shown | None:
        return self.shelf.first(board.c.place_id == place_id)

    def put(self, entity: Shown) -> None:
        self.drop(entity.place_id)
        row = {name: getattr(entity, name) for name in Shown.__slots__}
        self.conn.execute(sa.insert(board).values(row))

    def drop(self, place_id: int) -> None:
        self.conn.execute(sa.delete(board).where(board.c.place_id == place_id))

    def due(self, before: datetime) -> list[int]:
        known = place.outerjoin(board, board.c.place_id == place.c.id)
        old = sa.or_(board.c.place_id.is_(None), board.c.looked_at <= before)
        query = sa.select(place.c.id).select_from(known).where(WANTED, place.c.unreachable.is_(None), old)
        return list(self.conn.scalars(query.order_by(place.c.id)))

    def unwanted(self) -> list[int]:
        query = sa.select(board.c.place_id).join(place, place.c.id == board.c.place_id).where(~WANTED)
        return list(self.conn.scalars(query.order_by(board.c.place_id)))
