"""Calling lists: the snapshots, and whom each source offers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.activities import ActKind, Outcome
from sales.calling import CallEntry, CallingList, CallSource, Candidate, EntryState
from sales.leads import LeadState
from sales.steps import StepKind, StepState
from storage.activities import activity
from storage.clients import STANDS, client, contact
from storage.leads import lead
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf
from storage.steps import step

calling_list = sa.Table(
    "calling_list",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("source", Word(CallSource), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)
NOT_ENDED = sa.text("ended_at IS NULL")
#: One list of a source at a time, whatever two presses do at once.
sa.Index(
    "uq_calling_list_open",
    calling_list.c.member_id,
    calling_list.c.source,
    unique=True,
    sqlite_where=NOT_ENDED,
    postgresql_where=NOT_ENDED,
)

#: `client_id` is no foreign key: being on a list is no work with a client, and keeps nobody when an import is taken
#: back.
calling_entry = sa.Table(
    "calling_entry",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("list_id", Id, sa.ForeignKey("calling_list.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("client_id", Id, nullable=False),
    sa.Column("state", Word(EntryState), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("act_id", Id, sa.ForeignKey("activity.id"), index=True),
    sa.UniqueConstraint("list_id", "number"),
)


#: In so many words, so that the partial index serves it.
OPEN_STEP = step.c.state == sa.literal_column(f"'{StepState.OPEN.value}'")


def move_client(conn: Connection, gone: int, into: int) -> None:
    """On one list a client waits once."""
    other = calling_entry.alias()
    waits = calling_entry.c.state == EntryState.WAITING
    same = sa.and_(other.c.list_id == calling_entry.c.list_id, other.c.client_id == into)
    twice = sa.select(other.c.id).where(same, other.c.state == EntryState.WAITING).exists()
    theirs = sa.update(calling_entry).where(calling_entry.c.client_id == gone)
    conn.execute(theirs.where(waits, twice).values(state=EntryState.GONE))
    conn.execute(theirs.values(client_id=into))


class CallingsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, calling_list, CallingList)
        self.entries = Shelf(conn, calling_entry, CallEntry)

    def get(self, list_id: int) -> CallingList:
        return self.shelf.get(list_id)

    def add(self, entity: CallingList, clients: Sequence[int]) -> CallingList:
        made = self.shelf.add(entity)
        same: dict[str, Any] = {"list_id": made.id, "state": EntryState.WAITING, "round": 0}
        rows = [{**same, "number": number, "client_id": one} for number, one in enumerate(clients, 1)]
        self.conn.execute(sa.insert(calling_entry), rows)
        return made

    def save(self, entity: CallingList) -> None:
        self.shelf.save(entity)

    def open_of(self, member_id: int) -> list[CallingList]:
        return self.shelf.all(calling_list.c.member_id == member_id, calling_list.c.ended_at.is_(None))

    def entry(self, entry_id: int) -> CallEntry:
        return self.entries.get(entry_id)

    def waiting(self, list_id: int) -> list[CallEntry]:
        still = (calling_entry.c.list_id == list_id, calling_entry.c.state == EntryState.WAITING)
        return self.entries.all(*still, order=calling_entry.c.number)

    def move(self, entry: CallEntry, expected: EntryState, round_: int) -> bool:
        return self.entries.save(entry, calling_entry.c.state == expected, calling_entry.c.round == round_)

    def states(self, list_id: int) -> Mapping[EntryState, int]:
        query = sa.select(calling_entry.c.state, sa.func.count()).where(calling_entry.c.list_id == list_id)
        return {row[0]: row[1] for row in self.conn.execute(query.group_by(calling_entry.c.state))}

    def outcomes(self, list_id: int) -> Mapping[Outcome, int]:
        query = sa.select(activity.c.outcome, sa.func.count()).join(
            calling_entry, calling_entry.c.act_id == activity.c.id
        )
        logged = (calling_entry.c.list_id == list_id, activity.c.undone_at.is_(None))
        return {row[0]: row[1] for row in self.conn.execute(query.where(*logged).group_by(activity.c.outcome))}

    def candidates(
        self, source: CallSource, member_id: int, teams: Collection[int], until: datetime
    ) -> list[Candidate]:
        """In the order of calling; a client may come several times."""
        found, where, order = _QUERIES[source](member_id, until)
        phone = sa.exists().where(contact.c.client_id == client.c.id, contact.c.phone.is_not(None))
        query = sa.select(client.c.id, phone).select_from(found).where(STANDS, client.c.team_id.in_(teams), *where)
        return [Candidate(row[0], bool(row[1])) for row in self.conn.execute(query.order_by(*order, client.c.id))]


Found = tuple[sa.FromClause, list[sa.ColumnElement[bool]], list[sa.ColumnElement[Any]]]


def _due(member_id: int, until: datetime) -> Found:
    """Also of a client that somebody else carries: the step alone may have been moved to this person."""
    planned = [OPEN_STEP, step.c.member_id == member_id, step.c.kind == StepKind.CALL, step.c.due_at < until]
    return client.join(step, step.c.client_id == client.c.id), planned, [step.c.due_at]


def _parked(member_id: int, _: datetime) -> Found:
    put_off = [lead.c.giver_id == member_id, lead.c.state == LeadState.PARKED, client.c.owner_id == member_id]
    return client.join(lead, lead.c.client_id == client.c.id), put_off, [lead.c.parked_until]


def _imported(member_id: int, _: datetime) -> Found:
    untouched = ~sa.exists().where(*_acts()) & ~sa.exists().where(_theirs(lead), lead.c.state == LeadState.CLOSED)
    mine = [client.c.owner_id == member_id, client.c.import_id.is_not(None), untouched]
    return client, mine, [client.c.import_number]


def _cold(member_id: int, _: datetime) -> Found:
    planned = sa.exists().where(_theirs(step), OPEN_STEP)
    in_work = sa.exists().where(_theirs(lead), lead.c.state != LeadState.CLOSED)
    last = sa.select(sa.func.max(activity.c.at)).where(*_acts()).correlate(client).scalar_subquery()
    return client, [client.c.owner_id == member_id, ~planned, ~in_work], [last.asc().nulls_first()]


def _theirs(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.client_id == client.c.id


def _acts() -> tuple[sa.ColumnElement[bool], ...]:
    """Calls and meetings that stand."""
    return (_theirs(activity), activity.c.undone_at.is_(None), activity.c.kind != ActKind.NOTE)


_QUERIES = {
    CallSource.DUE: _due,
    CallSource.PARKED: _parked,
    CallSource.IMPORTED: _imported,
    CallSource.COLD: _cold,
}
