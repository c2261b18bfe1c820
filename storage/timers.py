"""Timers as rows. Whether one already fired is its row, never a scheduler's memory."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from sales.timers import Timer, TimerKind
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

timer = sa.Table(
    "timer",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", Word(TimerKind), nullable=False),
    sa.Column("subject", Id, nullable=False),
    sa.Column("occasion", sa.String(40), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id")),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("exact", sa.Boolean, nullable=False),
    sa.Column("pending", sa.Boolean, nullable=False),
    sa.Column("fired_at", Moment),
    sa.UniqueConstraint("kind", "subject", "occasion"),
)
PENDING = sa.text("pending")
#: The same words beside the table's name: `pending = 1` would not find the partial indexes.
STILL_PENDING = sa.text("timer.pending")
sa.Index("ix_timer_due", timer.c.due_at, sqlite_where=PENDING, postgresql_where=PENDING)
sa.Index("ix_timer_person", timer.c.member_id, timer.c.due_at, sqlite_where=PENDING, postgresql_where=PENDING)


class TimersShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, timer, Timer)

    def set(
        self,
        kind: TimerKind,
        subject: int,
        due_at: datetime,
        *,
        member_id: int | None = None,
        exact: bool = False,
        occasion: str = "",
    ) -> None:
        row = {"due_at": due_at, "member_id": member_id, "exact": exact, "pending": True, "fired_at": None}
        key = {"kind": kind, "subject": subject, "occasion": occasion}
        made = self._insert().values(**key, **row)
        self.conn.execute(made.on_conflict_do_update(index_elements=list(key), set_=row))

    def plan(self, kind: TimerKind, subject: int, due_at: datetime, *, member_id: int | None, occasion: str) -> bool:
        made = self._insert().values(
            kind=kind, subject=subject, occasion=occasion, due_at=due_at, member_id=member_id, exact=True, pending=True
        )
        return bool(self.conn.execute(made.on_conflict_do_nothing()).rowcount)

    def cancel(self, kind: TimerKind, subject: int) -> None:
        still = sa.update(timer).where(timer.c.kind == kind, timer.c.subject == subject, timer.c.pending)
        self.conn.execute(still.values(pending=False))

    def due(self, kinds: Collection[TimerKind], now: datetime, limit: int) -> list[Timer]:
        return self._pending(kinds, timer.c.due_at <= now, limit=limit)

    def pending(self, kinds: Collection[TimerKind], member_id: int, until: datetime) -> list[Timer]:
        return self._pending(kinds, timer.c.member_id == member_id, timer.c.due_at <= until)

    def pending_kind(self, kind: TimerKind) -> list[Timer]:
        return self._pending([kind])

    def fire(self, timer_id: int, now: datetime) -> bool:
        still = sa.update(timer).where(timer.c.id == timer_id, timer.c.pending)
        return bool(self.conn.execute(still.values(pending=False, fired_at=now)).rowcount)

    def _pending(
        self, kinds: Collection[TimerKind], *where: sa.ColumnElement[bool], limit: int | None = None
    ) -> list[Timer]:
        chosen = timer.c.kind.in_(list(kinds))
        order = (timer.c.due_at, timer.c.id)
        return self.shelf.all(STILL_PENDING, chosen, *where, order=order, limit=limit)  # type: ignore[arg-type]

    def _insert(self) -> Any:
        """Both dialects know «on conflict», each by its own statement."""
        return (sqlite if self.conn.dialect.name == "sqlite" else postgresql).insert(timer)
