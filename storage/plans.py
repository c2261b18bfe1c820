"""What a team has planned for a month, and what it has decided about its launch."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from sales.launch import Mark
from sales.plan import Goal, Plan
from storage.schema import Id, Word, metadata

plan = sa.Table(
    "plan",
    metadata,
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), primary_key=True, autoincrement=False),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("figure", Word(Goal), primary_key=True),
    sa.Column("target", sa.Integer, nullable=False),
)

launch_mark = sa.Table(
    "launch_mark",
    metadata,
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), primary_key=True, autoincrement=False),
    sa.Column("mark", Word(Mark), primary_key=True),
)


class PlansShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def get(self, team_id: int, month: date, figure: Goal) -> Plan | None:
        row = self.conn.execute(sa.select(plan).where(*_of(team_id, month, figure))).first()
        return None if row is None else Plan(**row._mapping)

    def has_any(self, team_id: int) -> bool:
        query = sa.select(plan.c.month).where(plan.c.team_id == team_id).limit(1)
        return self.conn.execute(query).first() is not None

    def put(self, entity: Plan) -> None:
        insert = (sqlite if self.conn.dialect.name == "sqlite" else postgresql).insert(plan)
        made = insert.values(**asdict(entity))
        keys = [column.name for column in plan.primary_key]
        self.conn.execute(made.on_conflict_do_update(index_elements=keys, set_={"target": entity.target}))

    def drop(self, team_id: int, month: date, figure: Goal) -> None:
        self.conn.execute(sa.delete(plan).where(*_of(team_id, month, figure)))


def _of(team_id: int, month: date, figure: Goal) -> tuple[sa.ColumnElement[bool], ...]:
    return plan.c.team_id == team_id, plan.c.month == month, plan.c.figure == figure


class LaunchesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def marks(self, team_id: int) -> frozenset[Mark]:
        return frozenset(self.conn.scalars(sa.select(launch_mark.c.mark).where(launch_mark.c.team_id == team_id)))

    def put(self, team_id: int, mark: Mark) -> bool:
        insert = (sqlite if self.conn.dialect.name == "sqlite" else postgresql).insert(launch_mark)
        made = insert.values(team_id=team_id, mark=mark).on_conflict_do_nothing()
        return bool(self.conn.execute(made).rowcount)
