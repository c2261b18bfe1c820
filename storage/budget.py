"""What a person has heard of a day, and which messages travel with others. Their rows say in which one they were told.

A slot is taken in the transaction that marks the row as on its way, before the call leaves: a crash right after it
makes the day quieter, never louder.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.budget import MINOR
from sales.daily import Quiet
from sales.notices import NoticeKind
from storage.outbox import PARCEL, OutboxState, Parcel, as_literal, outbox, parcels

_UNHEARD = (OutboxState.FAILED, OutboxState.DROPPED)
_WAITING = (as_literal(OutboxState.PENDING), as_literal(OutboxState.HELD))


def heard(conn: Connection, member_id: int, since: datetime, parcel_id: int = 0) -> int:
    """Loud messages since then, all tries of a doubtful one; of that parcel only its tries before."""
    before = sa.or_(outbox.c.id == parcel_id, outbox.c.state.in_(_UNHEARD))
    times = sa.case((before, outbox.c.doubtful), else_=outbox.c.doubtful + 1)
    query = sa.select(sa.func.sum(times)).where(outbox.c.member_id == member_id, outbox.c.loud_at >= since)
    return int(conn.scalar(query) or 0)


def quiet(conn: Connection, member_id: int, since: datetime, until: datetime) -> Quiet:
    """How many arrived without the sound that they were meant to have, and how many within other messages."""
    mine = (outbox.c.member_id == member_id, outbox.c.sent_at >= since, outbox.c.sent_at <= until)
    silenced = sa.and_(outbox.c.state == OutboxState.SENT, ~outbox.c.silent, ~outbox.c.edit, outbox.c.loud_at.is_(None))
    counts = (sa.func.count().filter(silenced), sa.func.count().filter(outbox.c.state == OutboxState.MERGED))
    return Quiet(*conn.execute(sa.select(*counts).where(*mine)).one())


def hold(conn: Connection, parcel: Parcel) -> None:
    """It lets the others of its line pass, and goes with one of them."""
    still = sa.update(outbox).where(outbox.c.id == parcel.id, outbox.c.state == OutboxState.PENDING)
    conn.execute(still.values(state=OutboxState.HELD))


def riders(conn: Connection, parcel: Parcel, limit: int) -> Sequence[Parcel]:
    """Minor messages to the same person that wait, the oldest first."""
    waits = sa.and_(outbox.c.line == parcel.line, outbox.c.state.in_(_WAITING), outbox.c.kind.in_(list(MINOR)))
    query = sa.select(*PARCEL).where(waits, outbox.c.doubtful == 0, outbox.c.id != parcel.id)
    return parcels(conn.execute(query.order_by(outbox.c.id).limit(limit)))


def holds_any(conn: Connection, member_id: int) -> bool:
    return _any(conn, member_id, outbox.c.state == OutboxState.HELD)


def waits(conn: Connection, member_id: int, kind: NoticeKind) -> bool:
    return _any(conn, member_id, sa.and_(outbox.c.kind == kind, outbox.c.state == OutboxState.PENDING))


def _any(conn: Connection, member_id: int, such: sa.ColumnElement[bool]) -> bool:
    query = sa.select(outbox.c.id).where(outbox.c.line == member_id, outbox.c.state.in_(_WAITING), such)
    return conn.scalar(query.limit(1)) is not None


def board(conn: Connection, parcel: Parcel, ids: Collection[int], now: datetime) -> None:
    """These are told in that parcel."""
    waits = sa.and_(outbox.c.id.in_(list(ids)), outbox.c.state.in_(_WAITING))
    conn.execute(sa.update(outbox).where(waits).values(state=OutboxState.MERGED, told_in=parcel.id, sent_at=now))


def let_off(conn: Connection, parcel: Parcel) -> None:
    """It did not leave after all: what it carried stands in the line by itself again."""
    aboard = sa.and_(outbox.c.told_in == parcel.id, outbox.c.state == OutboxState.MERGED)
    conn.execute(sa.update(outbox).where(aboard).values(state=OutboxState.PENDING, told_in=None, sent_at=None))


class BudgetShelf:
    """The trade's side: questions only."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def heard(self, member_id: int, since: datetime) -> int:
        return heard(self.conn, member_id, since)

    def quiet(self, member_id: int, since: datetime, until: datetime) -> Quiet:
        return quiet(self.conn, member_id, since, until)

    def holds_any(self, member_id: int) -> bool:
        return holds_any(self.conn, member_id)

    def waits(self, member_id: int, kind: NoticeKind) -> bool:
        return waits(self.conn, member_id, kind)
