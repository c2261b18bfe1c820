"""What givers have written into their clients' context cards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.passport import Point, PointAnswer
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

#: One answer a point: a newer one replaces it, the audit keeps who wrote when.
passport_point = sa.Table(
    "passport_point",
    metadata,
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), primary_key=True),
    sa.Column("point", Word(Point), primary_key=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("at", Moment, nullable=False),
)


def move_client(conn: Connection, gone: int, into: int) -> None:
    """Of the same point the newer answer holds; the older one stays behind."""
    other, mine = passport_point.alias(), passport_point.c.client_id == gone
    same = sa.and_(other.c.client_id == into, other.c.point == passport_point.c.point)
    newer = sa.select(passport_point.c.point).where(
        mine, sa.select(other.c.point).where(same, other.c.at < passport_point.c.at).exists()
    )
    points = list(conn.scalars(newer))
    conn.execute(
        sa.delete(passport_point).where(passport_point.c.client_id == into, passport_point.c.point.in_(points))
    )
    there = sa.select(other.c.point).where(same).exists()
    conn.execute(sa.update(passport_point).where(mine, ~there).values(client_id=into))


class PassportsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, passport_point, PointAnswer)

    def answers(self, client_id: int) -> list[PointAnswer]:
        return self.shelf.all(passport_point.c.client_id == client_id, order=passport_point.c.at)

    def put(self, answer: PointAnswer) -> None:
        same = (passport_point.c.client_id == answer.client_id, passport_point.c.point == answer.point)
        self.conn.execute(sa.delete(passport_point).where(*same))
        row = {name: getattr(answer, name) for name in PointAnswer.__slots__}
        self.conn.execute(sa.insert(passport_point).values(row))
