"""Kept voice messages."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.leads import Question
from sales.voices import Voice
from storage.activities import activity
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

voice = sa.Table(
    "voice",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False, index=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("file_id", sa.Text, nullable=False),
    sa.Column("unique_id", sa.Text, nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),
    sa.Column("activity_id", Id, sa.ForeignKey("activity.id"), index=True),
    sa.Column("lead_id", Id, sa.ForeignKey("lead.id"), index=True),
    sa.Column("question", Word(Question)),
)


class VoicesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, voice, Voice)

    def get(self, voice_id: int) -> Voice:
        return self.shelf.get(voice_id)

    def add(self, entity: Voice) -> Voice:
        return self.shelf.add(entity)

    def of_client(self, client_id: int) -> list[Voice]:
        undone = sa.select(activity.c.id).where(activity.c.client_id == client_id, activity.c.undone_at.is_not(None))
        stands = sa.or_(voice.c.activity_id.is_(None), voice.c.activity_id.not_in(undone))
        return self.shelf.all(voice.c.client_id == client_id, stands)

    def of_acts(self, activity_ids: Collection[int]) -> list[Voice]:
        return self.shelf.all(voice.c.activity_id.in_(activity_ids))

    def of_lead(self, lead_id: int) -> list[Voice]:
        return self.shelf.all(voice.c.lead_id == lead_id)

    def forget_answer(self, lead_id: int, question: Question) -> None:
        self.conn.execute(sa.delete(voice).where(voice.c.lead_id == lead_id, voice.c.question == question))
