"""Logged calls and meetings."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.activities import TOUCHES, Activity, ActKind, Direction, Outcome
from storage.schema import Id, Json, Moment, Word, metadata
from storage.shelf import Shelf

activity = sa.Table(
    "activity",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("kind", Word(ActKind), nullable=False),
    sa.Column("direction", Word(Direction), nullable=False),
    sa.Column("outcome", Word(Outcome), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("reopens", Json(tuple), nullable=False),
    sa.Column("made_step", Id),
    sa.Column("completed", Id),
    sa.Column("undone_at", Moment),
    sa.Column("import_id", Id),
    # The figures of a day read this index alone.
    sa.Index("ix_activity_figures", "team_id", "at", "member_id", "kind", "outcome", "direction", "undone_at"),
    sa.Index(None, "client_id", "at"),
    sa.Index(None, "member_id", "client_id", "at"),
)


class ActivitiesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, activity, Activity)

    def get(self, activity_id: int) -> Activity:
        return self.shelf.get(activity_id)

    def add(self, entity: Activity) -> Activity:
        return self.shelf.add(entity)

    def save(self, entity: Activity) -> None:
        self.shelf.save(entity)

    def of_client(self, client_id: int, limit: int) -> list[Activity]:
        newest = (activity.c.at.desc(), activity.c.id.desc())
        return self.shelf.all(
            activity.c.client_id == client_id, activity.c.undone_at.is_(None), order=newest, limit=limit
        )

    def count_since(self, member_id: int, client_id: int, since: datetime) -> int:
        own = (activity.c.member_id == member_id, activity.c.client_id == client_id)
        query = sa.select(sa.func.count()).select_from(activity)
        done = (activity.c.undone_at.is_(None), activity.c.kind.in_(list(TOUCHES)))
        return self.conn.scalar(query.where(*own, activity.c.at >= since, *done)) or 0
