"""The inbox: an update is committed here before Telegram may forget it, and is done only together with what the
dialog remembered of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import dialogs
from storage.schema import Id, Moment, Word, metadata

Update = Mapping[str, Any]


class InboxState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"  # the process died on it again and again


inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("update_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("person", sa.BigInteger, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("taken_at", Moment, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state", Word(InboxState), nullable=False),
    sa.Column("done_at", Moment, index=True),
)
_TAKEN = (inbox.c.update_id, inbox.c.person, inbox.c.raw, inbox.c.taken_at, inbox.c.tries)
STILL_WAITING = sa.text("state = 'waiting'")
#: A literal in the SQL: only so does SQLite see that the partial index covers the question.
_WAITING = inbox.c.state == sa.literal_column("'waiting'", sa.String)
sa.Index("ix_inbox_waiting", inbox.c.id, sqlite_where=STILL_WAITING, postgresql_where=STILL_WAITING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update nobody has finished with. `person`: whose; each person's are handled in order. `tries`: how often
    it was begun anew after a stop."""

    update_id: int
    person: int
    raw: Update
    taken_at: datetime
    tries: int = 0


def take_in(conn: Connection, updates: Sequence[Update], now: datetime) -> list[Waiting]:
    """Commits what is new, and returns what of the batch is still to be done: also what was committed before by
    somebody who never learned of it. Known by equality: Telegram may renumber after a quiet week."""
    fresh = {int(update["update_id"]): update for update in updates}
    rows = conn.execute(sa.select(*_TAKEN, inbox.c.state).where(inbox.c.update_id.in_(fresh)).order_by(inbox.c.id))
    known = {row.update_id: row for row in rows}
    taken = [_fresh(number, update, now) for number, update in fresh.items() if number not in known]
    if taken:
        conn.execute(sa.insert(inbox), [_row(each) for each in taken])
    return [_waiting(row) for row in known.values() if row.state is InboxState.WAITING] + taken


def waiting(conn: Connection) -> list[Waiting]:
    """In the order of their arrival."""
    return [_waiting(row) for row in conn.execute(sa.select(*_TAKEN).where(_WAITING).order_by(inbox.c.id))]


def pending(conn: Connection) -> int:
    return conn.scalar(sa.select(sa.func.count()).select_from(inbox).where(_WAITING)) or 0


def begin_again(conn: Connection, update_id: int) -> None:
    """Committed before the update is handled, so that one which kills the process is found out."""
    conn.execute(sa.update(inbox).where(inbox.c.update_id == update_id).values(tries=inbox.c.tries + 1))


def finish(conn: Connection, update_id: int, memory: Mapping[str, str | None], now: datetime) -> None:
    """What the dialogs remember and the end of the update, in one transaction. Its words aren't kept."""
    if memory:
        dialogs.remember(conn, memory)
    done = {"state": InboxState.DONE, "done_at": now, "raw": ""}
    conn.execute(sa.update(inbox).where(inbox.c.update_id == update_id).values(done))


def set_aside(conn: Connection, update_id: int) -> None:
    conn.execute(sa.update(inbox).where(inbox.c.update_id == update_id).values(state=InboxState.SET_ASIDE))


def prune(conn: Connection, before: datetime) -> int:
    """Numbers are remembered for as long as Telegram may repeat them; later they only grow the file."""
    return conn.execute(sa.delete(inbox).where(inbox.c.done_at < before)).rowcount


def person_of(update: Update) -> int:
    """Whose update it is: the sender's id, else the chat's, 0 where there is neither."""
    for event in update.values():
        if isinstance(event, Mapping):
            found = event.get("from") or event.get("chat") or event.get("user") or {}
            return int(found.get("id", 0))
    return 0


def _fresh(number: int, update: Update, now: datetime) -> Waiting:
    return Waiting(number, person_of(update), update, now)


def _waiting(row: Any) -> Waiting:
    return Waiting(row.update_id, row.person, json.loads(row.raw), row.taken_at, row.tries)


def _row(waiting: Waiting) -> dict[str, Any]:
    return {
        "update_id": waiting.update_id,
        "person": waiting.person,
        "raw": json.dumps(waiting.raw),
        "taken_at": waiting.taken_at,
        "state": InboxState.WAITING,
    }
