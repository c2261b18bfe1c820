"""Next steps: what is agreed with a client, by whom and when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.steps import Step, StepKind, StepState
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

step = sa.Table(
    "step",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("kind", Word(StepKind), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("exact", sa.Boolean, nullable=False),
    sa.Column("state", Word(StepState), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    sa.Column("import_id", Id),
    sa.Index(None, "client_id"),
)
OPEN = sa.text("state = 'open'")
sa.Index("ix_step_open_member", step.c.member_id, step.c.due_at, sqlite_where=OPEN, postgresql_where=OPEN)
sa.Index("ix_step_open_team", step.c.team_id, step.c.due_at, sqlite_where=OPEN, postgresql_where=OPEN)
sa.Index("ix_step_closed_team", step.c.team_id, step.c.closed_at)


class StepsShelf:
    def __init__(self, conn: Connection) -> None:
        self.shelf = Shelf(conn, step, Step)

    def get(self, step_id: int) -> Step:
        return self.shelf.get(step_id)

    def add(self, entity: Step) -> Step:
        return self.shelf.add(entity)

    def save(self, entity: Step) -> None:
        self.shelf.save(entity)

    def open_of_client(self, client_id: int) -> list[Step]:
        return self.shelf.all(OPEN, step.c.client_id == client_id, order=(step.c.due_at, step.c.id))  # type: ignore[arg-type]

    def open_of_member(self, member_id: int, until: datetime, limit: int) -> list[Step]:
        return self.shelf.all(
            OPEN,  # type: ignore[arg-type]
            step.c.member_id == member_id,
            step.c.due_at < until,
            order=(step.c.due_at, step.c.id),
            limit=limit,
        )
