"""The outbox: what has to be told, in the order of each recipient's line, until it was sent or given up with a reason.

An act adds rows in its own transaction. The delivery takes the head of each line: pending → sending (committed before
the call leaves) → sent, failed, dropped or, where nobody knows whether it arrived, once more and then ambiguous. Beyond
somebody's budget a minor message is held, and ends as merged: told in another one.
An edit is a row too: it changes the recipient's last message of the same kind about the same subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.notices import Fact, Notice, NoticeKind
from storage.schema import Id, Json, Moment, Word, metadata


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"  # the call may have left
    SENT = "sent"
    AMBIGUOUS = "ambiguous"  # twice without an answer: it may have arrived
    FAILED = "failed"  # `reason` says why
    DROPPED = "dropped"  # no longer mattered to anybody, or a later edit has overtaken it
    HELD = "held"  # waits for the next message to this person, beside the line
    MERGED = "merged"  # told in another message: `told_in`


def as_literal(state: StrEnum) -> sa.ColumnElement[str]:
    """A state within the SQL itself: only so does SQLite see that a partial index covers the question."""
    return sa.literal_column(f"'{state.value}'", sa.String)


#: These keep the later rows of their line waiting.
OPEN = (as_literal(OutboxState.PENDING), as_literal(OutboxState.SENDING))

#: `turn`: whose place in the line a part of a split message has. `created_at` is the database's own clock, for
#: operators only. `chat_id`, `message_id`: where the message came to stand. `loud_at`: when it took one of its reader's
#: loud messages of that day. `told_in`: the row of the message that told it.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", Word(NoticeKind), nullable=False),
    sa.Column("subject", sa.BigInteger, nullable=False),
    sa.Column("facts", Json(), nullable=False),
    sa.Column("member_id", Id),
    sa.Column("place_id", Id),
    sa.Column("line", sa.BigInteger, nullable=False),
    sa.Column("turn", sa.BigInteger),
    sa.Column("edit", sa.Boolean, nullable=False),
    sa.Column("silent", sa.Boolean, nullable=False),
    sa.Column("state", Word(OutboxState), nullable=False),
    sa.Column("doubtful", sa.Integer, nullable=False, server_default="0"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("not_before", Moment),
    sa.Column("created_at", Moment, nullable=False, server_default=sa.func.now()),
    sa.Column("sent_at", Moment, index=True),
    sa.Column("loud_at", Moment),
    sa.Column("told_in", Id),
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("reason", sa.String(300)),
)
STILL_OPEN = sa.text("state IN ('pending', 'sending')")
sa.Index("ix_outbox_open", outbox.c.line, outbox.c.id, sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN)
sa.Index("ix_outbox_subject", outbox.c.subject, outbox.c.kind)
WAS_LOUD = sa.text("loud_at IS NOT NULL")
sa.Index("ix_outbox_loud", outbox.c.member_id, outbox.c.loud_at, sqlite_where=WAS_LOUD, postgresql_where=WAS_LOUD)
RIDES = sa.text("told_in IS NOT NULL")
sa.Index("ix_outbox_told_in", outbox.c.told_in, sqlite_where=RIDES, postgresql_where=RIDES)
WAITS = sa.text("state IN ('pending', 'held')")
sa.Index("ix_outbox_waits", outbox.c.line, outbox.c.id, sqlite_where=WAITS, postgresql_where=WAITS)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row as the delivery sees it. `line`: whose; one at a time leaves from each."""

    id: int
    kind: NoticeKind
    subject: int
    facts: dict[str, Fact]
    member_id: int | None
    place_id: int | None
    line: int
    edit: bool
    silent: bool
    doubtful: int
    tries: int


PARCEL = [outbox.c[name] for name in Parcel.__slots__]


class OutboxShelf:
    """The trade's side. A text is made when its row leaves, so a row that waits needs no change."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def tell(self, member_id: int, notice: Notice) -> None:
        self._add({"member_id": member_id, "line": member_id}, notice)

    def announce(self, place_id: int, notice: Notice) -> None:
        self._add({"place_id": place_id, "line": -place_id}, notice)

    def refresh(self, kind: NoticeKind, subject: int) -> None:
        """One edit for each recipient of such a message, in place of edits that still wait. A group's message whose
        fate is unknown counts: where it can't be found it is posted anew."""
        about = sa.and_(outbox.c.kind == kind, outbox.c.subject == subject)
        overtaken = sa.and_(about, outbox.c.edit, outbox.c.state == OutboxState.PENDING)
        gone = {"state": OutboxState.DROPPED, "reason": "overtaken"}
        self.conn.execute(sa.update(outbox).where(overtaken).values(gone))
        edits = [{**row._mapping, "edit": True} for row in self.conn.execute(_originals(about))]
        if edits:
            self.conn.execute(sa.insert(outbox), edits)

    def _add(self, recipient: dict[str, int], notice: Notice) -> None:
        content = {"kind": notice.kind, "subject": notice.subject, "facts": dict(notice.facts)}
        row = {**recipient, **content, "edit": False, "silent": notice.silent, "state": OutboxState.PENDING}
        self.conn.execute(sa.insert(outbox).values(row))


def _originals(about: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The latest message of each line, as the row of its edit."""
    left = outbox.c.state.in_([OutboxState.SENT, OutboxState.SENDING])
    unknown = sa.and_(outbox.c.state == OutboxState.AMBIGUOUS, outbox.c.place_id.is_not(None))
    latest = sa.select(sa.func.max(outbox.c.id)).where(about, ~outbox.c.edit, sa.or_(left, unknown))
    names = ("kind", "subject", "facts", "member_id", "place_id", "line", "silent")
    pending = sa.literal(OutboxState.PENDING, Word(OutboxState)).label("state")
    return sa.select(*(outbox.c[name] for name in names), pending).where(
        outbox.c.id.in_(latest.group_by(outbox.c.line))
    )


def parcels(rows: sa.Result[Any]) -> Sequence[Parcel]:
    return [Parcel(**row._mapping) for row in rows]
