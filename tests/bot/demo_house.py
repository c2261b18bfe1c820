"""The demo's database, made as the demo makes it, at a moment of one's choice; and its tables as lists of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

from bot.demo.firm import Room, extra
from bot.demo.stage import live_until
from locales import data
from sales.actions.people import actor_of_member
from sales.actions.steps import schedule_of
from sales.company import Team
from sales.people import Actor, Member, Role
from sales.ports import Work
from sales.worktime import Schedule
from storage.tables import metadata
from storage.work import open_work

ZONE = "Europe/Moscow"
CHAT, THREAD = -1000000000001, 5


@dataclass(frozen=True, slots=True)
class House:
    """`statements`: how many the database was asked to carry out while the past was made."""

    conn: Connection
    work: Work
    now: datetime
    statements: int

    @property
    def team(self) -> Team:
        company = self.work.companies.only()
        assert company is not None
        return self.work.companies.teams(company.id)[0]

    @property
    def schedule(self) -> Schedule:
        return schedule_of(self.team)

    @property
    def people(self) -> list[Member]:
        return self.work.people.of_team(self.team.id)

    def actor(self, role: Role) -> Actor:
        return self.as_actor(next(one for one in self.people if role in one.roles))

    def as_actor(self, member: Member) -> Actor:
        found = actor_of_member(self.work, member.id)
        assert found is not None
        return found

    def rows(self, table: sa.Table) -> list[Any]:
        return list(self.conn.execute(sa.select(table)))

    def everything(self) -> dict[str, list[Any]]:
        """Every row of every table, but for what the database stamps by itself."""
        return {
            table.name: [tuple(row) for row in self.conn.execute(sa.select(*_columns(table)))]
            for table in metadata.sorted_tables
        }


def _columns(table: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in table.c if (table.name, column.name) != ("outbox", "created_at")]


def raise_house(now: datetime) -> tuple[House, Engine]:
    """In memory; the caller disposes of the engine."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    asked: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda _conn, _cursor, statement, *_: asked.append(statement))
    words, conn = data("demo"), engine.connect()
    people = [extra(1001 + number, person) for number, person in enumerate(words["people"])]
    live_until(conn, words, people, Room(CHAT, THREAD, words["group"]), ZONE, now)
    return House(conn, open_work(conn), now, len(asked)), engine


__all__ = ["CHAT", "THREAD", "ZONE", "House", "raise_house"]
