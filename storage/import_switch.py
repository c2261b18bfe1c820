"""The short moment in which staged rows become the base's own, and the one that takes them back: a few statements over
sets, each found by its index, so that nobody else waits longer than for any other act."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.activities import ActKind, Direction, Outcome
from sales.importing import LEAD_OF, Changed, Fate, Import, Settled, Stage
from sales.leads import CloseReason, LeadState
from sales.steps import StepKind, StepState
from sales.timers import TimerKind
from storage.activities import activity
from storage.audit import audit
from storage.clients import client, contact
from storage.import_tables import TAKEN, import_contact, import_row
from storage.leads import lead
from storage.schema import Moment, metadata
from storage.steps import OPEN, step
from storage.timers import timer

#: A row's lead, where its stage means one.
_STATE: sa.ColumnElement[str] = sa.case(
    *((import_row.c.stage == stage, sa.literal(state.value)) for stage, state in LEAD_OF.items())
)
_WORKED, _PARKED, _CLOSED = (import_row.c.stage == stage for stage in (Stage.WORKING, Stage.PARKED, Stage.CLOSED))
#: These carry an import's number themselves; whoever else points at a client holds it in the base.
_OWN = (activity, step, lead, contact)
STEP_TIMERS = (TimerKind.STEP, TimerKind.MEETING, TimerKind.REST)


def go_live(conn: Connection, entity: Import, settled: Settled) -> Changed:
    """Everything of the import at once, in the caller's transaction."""
    mine = import_row.c.import_id == entity.id
    _forget_lost(conn, mine)
    made = _make_clients(conn, entity, mine, settled.at)
    filled = _fill_known(conn, entity, mine)
    _add_contacts(conn, entity, mine)
    _make_leads(conn, entity, mine, settled)
    _make_steps(conn, entity, mine, settled)
    _make_notes(conn, entity, mine, settled.at)
    _set_timers(conn, entity, settled)
    return Changed(made, filled)


def _forget_lost(conn: Connection, mine: sa.ColumnElement[bool]) -> None:
    """A known client that is gone (its own import was taken back) is made anew."""
    there = sa.select(client.c.id).where(client.c.id == import_row.c.client_id).exists()
    lost = (mine, import_row.c.fate == Fate.MATCHED, import_row.c.owner_id.is_not(None), ~there)
    conn.execute(sa.update(import_row).where(*lost).values(fate=Fate.MADE, client_id=None))


def _make_clients(conn: Connection, entity: Import, mine: sa.ColumnElement[bool], at: datetime) -> int:
    columns = {
        "company_id": _number(entity.company_id),
        "team_id": import_row.c.team_id,
        "name": import_row.c.name,
        "name_key": import_row.c.name_key,
        "inn": import_row.c.inn,
        "source": import_row.c.source,
        "owner_id": import_row.c.owner_id,
        "created_by": _number(entity.member_id),
        "created_at": _moment(at),
        "import_id": _number(entity.id),
        "import_number": import_row.c.number,
    }
    made = _insert(conn, client, columns, sa.select(*columns.values()).where(mine, import_row.c.fate == Fate.MADE))
    here = sa.select(client.c.id).where(client.c.import_id == entity.id, client.c.import_number == import_row.c.number)
    became = sa.update(import_row).where(mine, import_row.c.fate == Fate.MADE)
    conn.execute(became.values(client_id=here.scalar_subquery()))
    first = import_row.alias("first")
    theirs = sa.select(first.c.client_id).where(
        first.c.import_id == import_row.c.import_id, first.c.number == import_row.c.repeats
    )
    again = sa.update(import_row).where(mine, import_row.c.fate == Fate.REPEAT)
    conn.execute(again.values(client_id=theirs.scalar_subquery()))
    return made


def _fill_known(conn: Connection, entity: Import, mine: sa.ColumnElement[bool]) -> int:
    """An INN where there was none; how many known clients the file has something about."""
    known = sa.select(client.c.id).where(client.c.id == import_row.c.client_id, client.c.inn.is_(None)).exists()
    gives = sa.update(import_row).where(mine, import_row.c.fate == Fate.MATCHED, import_row.c.inn.is_not(None), known)
    if conn.execute(gives.values(gave_inn=True)).rowcount:
        given = sa.select(sa.func.min(import_row.c.inn)).where(
            mine, import_row.c.client_id == client.c.id, import_row.c.gave_inn
        )
        those = sa.select(import_row.c.client_id).where(mine, import_row.c.gave_inn)
        conn.execute(sa.update(client).where(client.c.id.in_(those)).values(inn=given.scalar_subquery()))
    counted = sa.select(sa.func.count(import_row.c.client_id.distinct())).where(mine, import_row.c.fate == Fate.MATCHED)
    return conn.scalar(counted) or 0


def _add_contacts(conn: Connection, entity: Import, mine: sa.ColumnElement[bool]) -> None:
    """Of made clients all; of known and repeated ones what isn't there yet. One number stands once with a client."""
    staged = import_contact.join(
        import_row,
        sa.and_(import_contact.c.import_id == import_row.c.import_id, import_contact.c.number == import_row.c.number),
    )
    columns = {
        "client_id": import_row.c.client_id,
        "name": import_contact.c.name,
        "position": import_contact.c.position,
        "phone": import_contact.c.phone,
        "import_id": _number(entity.id),
    }
    every = sa.select(*columns.values()).select_from(staged).where(mine, import_row.c.client_id.is_not(None))
    order = (import_contact.c.number, import_contact.c.place)
    _insert(conn, contact, columns, every.where(import_row.c.fate == Fate.MADE).order_by(*order))
    there = contact.alias("there")
    same = sa.select(there.c.id).where(
        there.c.client_id == import_row.c.client_id,
        sa.or_(
            there.c.phone == import_contact.c.phone,
            sa.and_(import_contact.c.phone.is_(None), there.c.name == import_contact.c.name),
        ),
    )
    new = every.where(import_row.c.fate.in_([Fate.MATCHED, Fate.REPEAT]), ~same.exists())
    _insert(conn, contact, columns, new.distinct())


def _make_leads(conn: Connection, entity: Import, mine: sa.ColumnElement[bool], settled: Settled) -> None:
    at, empty = _moment(settled.at), sa.literal("")
    worked = sa.case((_WORKED, at))
    columns = {
        "company_id": _number(entity.company_id),
        "team_id": import_row.c.team_id,
        "client_id": import_row.c.client_id,
        "giver_id": import_row.c.owner_id,
        "state": _STATE,
        "created_at": at,
        "product": empty,
        "currency": sa.literal("RUB"),
        "decision_maker": empty,
        "expects": empty,
        "source": import_row.c.source,
        "next_exact": sa.false(),
        "next_words": empty,
        "next_place": empty,
        "submitted_at": worked,
        "accepted_at": worked,
        "contacted_at": worked,
        "parked_until": sa.case((_PARKED, import_row.c.parked_until)),
        "closed_at": sa.case((_CLOSED, at)),
        "close_reason": sa.case((_CLOSED, sa.literal(CloseReason.OTHER.value))),
        "reason_words": sa.case((_CLOSED, import_row.c.stage_words), (_PARKED, import_row.c.step_words), else_=""),
        "version": sa.literal(1),
        "import_id": _number(entity.id),
    }
    fitting = (mine, import_row.c.fate == Fate.MADE, _has_lead(settled))
    _insert(conn, lead, columns, sa.select(*columns.values()).where(*fitting))


def _has_lead(settled: Settled) -> sa.ColumnElement[bool]:
    """What is put off needs its day, and what isn't at work yet somebody who may carry it on."""
    carried = import_row.c.owner_id.in_(sorted(settled.givers))
    parked = sa.and_(import_row.c.stage == Stage.PARKED, import_row.c.parked_until.is_not(None), carried)
    draft = sa.and_(import_row.c.stage == Stage.DRAFT, carried)
    return sa.or_(parked, draft, import_row.c.stage.in_([Stage.WORKING, Stage.CLOSED]))


def _make_steps(conn: Connection, entity: Import, mine: sa.ColumnElement[bool], settled: Settled) -> None:
    """With whoever carries the client. A known one that has a step keeps it, a lead put off comes back by itself, and
    with a closed one nothing is agreed."""
    columns = {
        "team_id": client.c.team_id,
        "client_id": client.c.id,
        "member_id": client.c.owner_id,
        "kind": import_row.c.step_kind,
        "words": import_row.c.step_words,
        "place": sa.literal(""),
        "due_at": import_row.c.step_at,
        "exact": import_row.c.step_exact,
        "state": sa.literal(StepState.OPEN.value),
        "created_at": _moment(settled.at),
        "import_id": _number(entity.id),
    }
    first = sa.select(sa.func.min(import_row.c.number)).where(
        mine, import_row.c.fate.in_(TAKEN), import_row.c.step_at.is_not(None)
    )
    own = lead.alias("own")
    silent = sa.select(own.c.id).where(
        own.c.client_id == client.c.id, own.c.state.in_([LeadState.PARKED, LeadState.CLOSED])
    )
    has_one = sa.select(step.c.id).where(step.c.client_id == client.c.id, OPEN)
    steps = (
        sa.select(*columns.values())
        .select_from(import_row.join(client, client.c.id == import_row.c.client_id))
        .where(mine, import_row.c.number.in_(first.group_by(import_row.c.client_id)))
        .where(~silent.exists(), ~has_one.exists())
    )
    _insert(conn, step, columns, steps)


def _make_notes(conn: Connection, entity: Import, mine: sa.ColumnElement[bool], at: datetime) -> None:
    columns = {
        "company_id": _number(entity.company_id),
        "team_id": client.c.team_id,
        "client_id": client.c.id,
        "member_id": _number(entity.member_id),
        "kind": sa.literal(ActKind.NOTE.value),
        "direction": sa.literal(Direction.EXISTING.value),
        "outcome": sa.literal(Outcome.NOTED.value),
        "note": import_row.c.note,
        "at": _moment(at),
        "reopens": sa.literal("[]"),
        "import_id": _number(entity.id),
    }
    joined = import_row.join(client, client.c.id == import_row.c.client_id)
    notes = sa.select(*columns.values()).select_from(joined).where(mine, import_row.c.note != "")
    _insert(conn, activity, columns, notes)


def _set_timers(conn: Connection, entity: Import, settled: Settled) -> None:
    """For what is ahead alone: what has passed stands in the day as overdue and rings nobody."""
    ahead = (step.c.import_id == entity.id, step.c.due_at > settled.at)
    meeting = step.c.kind == StepKind.MEETING
    every = {"member_id": step.c.member_id, "due_at": step.c.due_at, "exact": sa.or_(step.c.exact, meeting)}
    _ring(conn, TimerKind.STEP, step.c.id, every, sa.select(step.c.id).where(*ahead))
    rest = {"member_id": sa.null(), "due_at": step.c.due_at, "exact": sa.false()}
    _ring(conn, TimerKind.REST, step.c.id, rest, sa.select(step.c.id).where(*ahead, meeting))
    meetings = sa.select(step.c.id, step.c.member_id, step.c.team_id, step.c.due_at)
    _ring_before(conn, meetings.where(*ahead, meeting), settled)
    parked = (lead.c.import_id == entity.id, lead.c.state == LeadState.PARKED)
    rows = sa.select(lead.c.id).join(import_row, import_row.c.client_id == lead.c.client_id)
    mine = (import_row.c.import_id == entity.id, import_row.c.fate == Fate.MADE)
    back = {"member_id": lead.c.giver_id, "due_at": import_row.c.step_at, "exact": sa.false()}
    _ring(conn, TimerKind.PARKED, lead.c.id, back, rows.where(*parked, *mine))


def _ring(
    conn: Connection, kind: TimerKind, subject: sa.ColumnElement[int], columns: dict[str, Any], rows: sa.Select[Any]
) -> None:
    """A timer for each of the rows."""
    common = {"kind": sa.literal(kind.value), "occasion": sa.literal(""), "pending": sa.true()}
    chosen = {"subject": subject, **columns, **common}
    _insert(conn, timer, chosen, rows.with_only_columns(*chosen.values(), maintain_column_froms=True))


def _ring_before(conn: Connection, meetings: sa.Select[Any], settled: Settled) -> None:
    before = {team_id: timedelta(minutes=minutes) for team_id, minutes in settled.notice}
    same = {"kind": TimerKind.MEETING, "occasion": "", "exact": True, "pending": True}
    rows = [
        {"subject": row.id, "member_id": row.member_id, "due_at": row.due_at - before[row.team_id], **same}
        for row in conn.execute(meetings)
    ]
    if ahead := [row for row in rows if row["due_at"] > settled.at]:
        conn.execute(sa.insert(timer), ahead)


def take_back(conn: Connection, entity: Import) -> Changed:
    """What nobody has touched since. Who has been worked with stays, with all that came along."""
    kept = conn.execute(sa.update(client).where(_made_by(entity), touched(entity)).values(import_id=None)).rowcount
    made = sa.select(client.c.id).where(_made_by(entity))
    _clear(conn, entity, made)
    gone = conn.execute(sa.delete(client).where(_made_by(entity))).rowcount
    known = sa.select(import_row.c.client_id).where(
        import_row.c.import_id == entity.id, import_row.c.fate == Fate.MATCHED, ~_worked_since(entity)
    )
    given = known.where(import_row.c.gave_inn)
    conn.execute(sa.update(client).where(client.c.id.in_(given)).values(inn=None))
    _clear(conn, entity, known)
    return Changed(gone, kept)


def count_kept(conn: Connection, entity: Import) -> int:
    """How many of the made clients would stay."""
    return conn.scalar(sa.select(sa.func.count()).where(_made_by(entity), touched(entity))) or 0


def _made_by(entity: Import) -> sa.ColumnElement[bool]:
    return client.c.import_id == entity.id


def touched(entity: Import) -> sa.ColumnElement[bool]:
    """Something else in the base points at the client: an act, its record, a voice, a hand-over, another import."""
    ways = []
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is client.c.id:
                there = table.alias()
                other = there.c[key.parent.name] == client.c.id
                foreign = other if table not in _OWN else sa.and_(other, there.c.import_id.is_distinct_from(entity.id))
                ways.append(sa.select(sa.literal(1)).select_from(there).where(foreign).exists())
    return sa.or_(*ways)


def _worked_since(entity: Import) -> sa.ColumnElement[bool]:
    """Of a client that was known before the import only what came after it counts."""
    later = sa.and_(audit.c.client_id == import_row.c.client_id, audit.c.at > entity.done_at)
    return sa.select(audit.c.id).where(later).exists()


def _clear(conn: Connection, entity: Import, clients: sa.Select[Any]) -> None:
    """What the import has put beside these clients."""
    for table, kinds in ((step, STEP_TIMERS), (lead, (TimerKind.PARKED,))):
        subjects = sa.select(table.c.id).where(table.c.client_id.in_(clients), table.c.import_id == entity.id)
        conn.execute(sa.delete(timer).where(timer.c.kind.in_(kinds), timer.c.subject.in_(subjects)))
    for table in _OWN:
        conn.execute(sa.delete(table).where(table.c.client_id.in_(clients), table.c.import_id == entity.id))


def _insert(conn: Connection, table: sa.Table, columns: dict[str, Any], rows: sa.Select[Any]) -> int:
    return conn.execute(sa.insert(table).from_select(list(columns), rows)).rowcount


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.BigInteger)


def _moment(at: datetime) -> sa.ColumnElement[datetime]:
    return sa.literal(at, Moment)
