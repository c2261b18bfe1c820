"""What a head's live picture needs to remember, and what heads ask people."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.inquiry import Inquiry, Reply
from sales.situation import Watch
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

#: One live picture a person.
watch = sa.Table(
    "watch",
    metadata,
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), primary_key=True),
    sa.Column("until", Moment, nullable=False),
    sa.Column("looked_at", Moment, nullable=False),
    sa.Column("shown", sa.String(16), nullable=False),
)

inquiry = sa.Table(
    "inquiry",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("asker_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id")),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("reply", Word(Reply)),
    sa.Column("busy_until", Moment),
    sa.Column("replied_at", Moment),
)


class WatchesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, watch, Watch)

    def get(self, member_id: int) -> Watch | None:
        return self.shelf.first(watch.c.member_id == member_id)

    def put(self, entity: Watch) -> None:
        self.drop(entity.member_id)
        row = {name: getattr(entity, name) for name in Watch.__slots__}
        self.conn.execute(sa.insert(watch).values(row))

    def drop(self, member_id: int) -> None:
        self.conn.execute(sa.delete(watch).where(watch.c.member_id == member_id))

    def looked_at_before(self, moment: datetime) -> list[Watch]:
        return self.shelf.all(watch.c.looked_at <= moment, order=watch.c.member_id)


class InquiriesShelf:
    def __init__(self, conn: Connection) -> None:
        self.shelf = Shelf(conn, inquiry, Inquiry)

    def get(self, inquiry_id: int) -> Inquiry:
        return self.shelf.get(inquiry_id)

    def add(self, entity: Inquiry) -> Inquiry:
        return self.shelf.add(entity)

    def reply(self, entity: Inquiry) -> bool:
        """Only once."""
        return self.shelf.save(entity, inquiry.c.reply.is_(None))
