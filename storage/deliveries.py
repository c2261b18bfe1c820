"""The delivery's side of the outbox: which rows may leave, and what became of them.

Every change asks for the state it expects, so that a note about a row that was dropped meanwhile changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.notices import NoticeKind
from storage.budget import let_off
from storage.outbox import OPEN, PARCEL, OutboxState, Parcel, outbox, parcels

#: A message without an answer is sent again at most so many times.
DOUBTS = 1
#: Tries after which a row lets others of its line pass.
STUBBORN = 2


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands."""

    chat_id: int
    message_id: int


def due(conn: Connection, now: datetime, busy: Collection[int], limit: int) -> Sequence[Parcel]:
    """The head of each line that isn't busy and whose time has come."""
    oldest_first = sa.func.coalesce(outbox.c.turn, outbox.c.id)  # an expression, lest SQLite walk the whole table by id
    query = sa.select(*PARCEL).where(_is_head(now), outbox.c.line.not_in(busy))
    return parcels(conn.execute(query.order_by(oldest_first).limit(limit)))


def pending(conn: Connection, now: datetime) -> int:
    """How many may leave now or are on their way."""
    ready = sa.or_(_is_head(now), outbox.c.state == OutboxState.SENDING)
    count = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state.in_(OPEN), ready)
    return conn.scalar(count) or 0


def last_posted(conn: Connection, parcel: Parcel) -> Posted | None:
    """The recipient's latest message of this kind about this subject."""
    same = (outbox.c.line == parcel.line, outbox.c.kind == parcel.kind, outbox.c.subject == parcel.subject)
    query = sa.select(outbox.c.chat_id, outbox.c.message_id).where(*same, outbox.c.message_id.is_not(None))
    row = conn.execute(query.order_by(outbox.c.id.desc()).limit(1)).first()
    return None if row is None else Posted(row.chat_id, row.message_id)


def claim(conn: Connection, parcel: Parcel, loud_at: datetime | None = None) -> bool:
    """False: it was dropped meanwhile, or somebody else has it. `loud_at`: it makes a sound, now."""
    sound = {} if loud_at is None else {"loud_at": loud_at}
    return _move(conn, parcel, OPEN[:1], state=OutboxState.SENDING, **sound)


def sent(conn: Connection, parcel: Parcel, posted: Posted, now: datetime) -> None:
    here = {"chat_id": posted.chat_id, "message_id": posted.message_id}
    _move(conn, parcel, OPEN, state=OutboxState.SENT, sent_at=now, **here)


def dropped(conn: Connection, parcel: Parcel, reason: str) -> None:
    let_off(conn, parcel)
    _move(conn, parcel, OPEN, state=OutboxState.DROPPED, reason=reason)


def failed(conn: Connection, parcel: Parcel, reason: str) -> bool:
    """False where that was noted before: the heads are told once."""
    let_off(conn, parcel)
    return _move(conn, parcel, OPEN, state=OutboxState.FAILED, reason=reason[:300])


def put_off(conn: Connection, parcel: Parcel, until: datetime, reason: str, *, counts: bool) -> None:
    """It surely wasn't sent: again then. `counts`: as one of its tries."""
    let_off(conn, parcel)
    tries = parcel.tries + (1 if counts else 0)
    _move(conn, parcel, OPEN, state=OutboxState.PENDING, tries=tries, not_before=until, reason=reason[:300])


def doubt(conn: Connection, parcel: Parcel, until: datetime, reason: str) -> bool:
    """Nobody knows whether the message was sent: again, DOUBTS times; True where it is given up instead."""
    if parcel.doubtful < DOUBTS:
        let_off(conn, parcel)
        again = {"doubtful": parcel.doubtful + 1, "not_before": until}
        _move(conn, parcel, OPEN, state=OutboxState.PENDING, reason=reason[:300], **again)
        return False
    return _move(conn, parcel, OPEN, state=OutboxState.AMBIGUOUS, reason=reason[:300])


def stranded(conn: Connection, busy: Collection[int]) -> Sequence[Parcel]:
    """On their way, but nobody is carrying them: the process died, or its note was lost."""
    sending = sa.and_(outbox.c.state.in_(OPEN), outbox.c.state == OutboxState.SENDING)
    alone = sa.and_(sending, outbox.c.line.not_in(busy))
    return parcels(conn.execute(sa.select(*PARCEL).where(alone).order_by(outbox.c.id)))


def split(conn: Connection, parcel: Parcel, parts: Sequence[str]) -> None:
    """Too long for one message: the parts take its place in the line, as they are worded now. One sound is enough."""
    if not _move(conn, parcel, OPEN, state=OutboxState.DROPPED, reason="split"):
        return
    for number, part in enumerate(parts):
        row = {"kind": NoticeKind.TEXT, "subject": parcel.subject, "facts": {"html": part}, "turn": parcel.id}
        same = {"member_id": parcel.member_id, "place_id": parcel.place_id, "line": parcel.line}
        fresh = {"edit": False, "silent": parcel.silent or number > 0, "state": OutboxState.PENDING}
        conn.execute(sa.insert(outbox).values(**row, **same, **fresh))


def prune(conn: Connection, before: datetime) -> int:
    """Parts of long messages hold text; nobody edits them, so they needn't be kept."""
    old = sa.and_(outbox.c.kind == NoticeKind.TEXT, outbox.c.sent_at < before)
    return conn.execute(sa.delete(outbox).where(old)).rowcount


def _is_head(now: datetime) -> sa.ColumnElement[bool]:
    """Its time has come, and nothing of its line is before it. A head that has to wait keeps its line waiting, until
    it has been refused so often that the fault is its own."""
    earlier = outbox.alias()
    its_time = sa.or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    turn, ahead = sa.func.coalesce(outbox.c.turn, outbox.c.id), sa.func.coalesce(earlier.c.turn, earlier.c.id)
    stays = sa.or_(earlier.c.tries < STUBBORN, earlier.c.not_before <= now, earlier.c.state == OutboxState.SENDING)
    before = sa.and_(ahead < turn, stays)
    part_before = sa.and_(ahead == turn, earlier.c.id < outbox.c.id)
    holds = (earlier.c.line == outbox.c.line, earlier.c.state.in_(OPEN), sa.or_(before, part_before))
    pending = sa.and_(outbox.c.state.in_(OPEN), outbox.c.state == OutboxState.PENDING)
    return sa.and_(pending, its_time, ~sa.exists().where(*holds))


def _move(conn: Connection, parcel: Parcel, expected: Sequence[sa.ColumnElement[str]], **values: Any) -> bool:
    still = sa.and_(outbox.c.id == parcel.id, outbox.c.state.in_(expected))
    return bool(conn.execute(sa.update(outbox).where(still).values(values)).rowcount)
