"""Calling one after the other: a list is made, its calls are logged, passed over and taken back, and it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sales.actions.activities import LogAct, LoggedAct, UndoAct, act_basis, log_act, undo_act
from sales.actions.clients import client_in_reach, parties_of
from sales.actions.steps import check_plan, schedule_of
from sales.actions.voices import keep_voice
from sales.activities import ActKind, Outcome
from sales.calling import CallEntry, CallingList, CallSource, EntryState, pick
from sales.errors import NoPhones, NotFound, NotYours, Overtaken
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.steps import StepPlan
from sales.voices import VoiceFile
from sales.wording import words
from sales.worktime import DAY, local_day, local_moment

#: A call made at the very moment of the list isn't one made since.
MOMENT = timedelta(microseconds=1)
#: What can be taken back.
UNDONE = frozenset({EntryState.DONE, EntryState.SKIPPED})


@dataclass(frozen=True, slots=True)
class StartCalling:
    """An earlier list of that source, if one is open, is put away for it."""

    source: CallSource


@dataclass(frozen=True, slots=True)
class Started:
    """`phoneless`: left out for want of a phone; `more`: did not fit."""

    list_id: int
    size: int
    phoneless: int
    more: int


@dataclass(frozen=True, slots=True)
class LogCalled:
    """`entry_id` and `round`: the card that was pressed. `plan` None: no next step, except after «no answer»."""

    entry_id: int
    round: int
    outcome: Outcome
    note: str = ""
    plan: StepPlan | None = None
    voice: VoiceFile | None = None


@dataclass(frozen=True, slots=True)
class Called:
    entry_id: int
    round: int
    act: LoggedAct


@dataclass(frozen=True, slots=True)
class PassOver:
    entry_id: int
    round: int


@dataclass(frozen=True, slots=True)
class PassedOver:
    entry_id: int
    round: int
    client: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The entry waits again; what was logged for it is undone."""

    entry_id: int
    round: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    entry_id: int
    client: str


@dataclass(frozen=True, slots=True)
class NoteCalled:
    """Said after the call was saved: it joins the call's note."""

    entry_id: int
    round: int
    note: str = ""
    voice: VoiceFile | None = None


def start_calling(work: Work, actor: Actor, form: StartCalling, now: datetime) -> Started:
    """Raises NoPhones where nobody could be dialled."""
    require(actor, Permission.LOG_ACTS)
    found = pick(work.callings.candidates(form.source, actor.member_id, actor.reach, end_of_day(work, actor, now)))
    if not found.chosen:
        raise NoPhones(count=found.phoneless)
    for one in work.callings.open_of(actor.member_id):
        if one.source is form.source:
            work.callings.save(replace(one, ended_at=now))
    size = len(found.chosen)
    made = work.callings.add(CallingList(NEW, actor.member_id, form.source, size, now), found.chosen)
    facts = {"source": form.source.value, "size": size}
    work.audit.note(actor.member_id, "start_calling", made.id, now, facts=facts)
    return Started(made.id, size, found.phoneless, found.more)


def end_of_day(work: Work, actor: Actor, now: datetime) -> datetime:
    """Midnight by the person's own clock."""
    schedule = schedule_of(work.companies.team(actor.team_id), actor.zone)
    return local_moment(local_day(now, schedule.zone) + DAY, time(0), schedule.zone)


def log_called(work: Work, actor: Actor, form: LogCalled, now: datetime) -> Called:
    """The call as any other is logged, and the entry is done. Overtaken where it was settled meanwhile."""
    listed, entry = own_entry(work, actor, form.entry_id)
    basis = act_basis(work, actor, entry.client_id, ActKind.CALL, now)
    if form.plan:
        check_plan(form.plan, now)
    entry = _settle(work, entry, form.round, EntryState.DONE)
    said = LogAct(
        client_id=entry.client_id,
        kind=ActKind.CALL,
        direction=basis.direction,
        outcome=form.outcome,
        note=form.note,
        plan=form.plan,
        voice=form.voice,
    )
    logged = log_act(work, actor, said, now)
    work.callings.move(replace(entry, act_id=logged.activity_id), EntryState.DONE, entry.round)
    _go_on(work, actor, listed, now)
    return Called(entry.id, entry.round, logged)


def pass_over(work: Work, actor: Actor, form: PassOver, now: datetime) -> PassedOver:
    """Not now: the client stays where the list was made from."""
    listed, entry = own_entry(work, actor, form.entry_id)
    client = client_in_reach(work, actor, entry.client_id)
    _settle(work, entry, form.round, EntryState.SKIPPED)
    _go_on(work, actor, listed, now)
    work.audit.note(actor.member_id, "pass_over", entry.id, now)
    return PassedOver(entry.id, entry.round, client.name)


def take_back(work: Work, actor: Actor, form: TakeBack, now: datetime) -> TakenBack:
    """Undoes the call or the passing over; its card stands open again, in another round."""
    listed, entry = own_entry(work, actor, form.entry_id)
    client = client_in_reach(work, actor, entry.client_id)
    again = replace(entry, state=EntryState.WAITING, round=form.round + 1, act_id=None)
    if entry.state not in UNDONE or not work.callings.move(again, entry.state, form.round):
        raise Overtaken
    if entry.act_id is not None:
        undo_act(work, actor, UndoAct(entry.act_id), now)
    others = [one for one in work.callings.open_of(actor.member_id) if one.source is listed.source]
    if not others:
        work.callings.save(replace(listed, ended_at=None))
    work.audit.note(actor.member_id, "take_back", entry.id, now)
    return TakenBack(entry.id, client.name)


def note_called(work: Work, actor: Actor, form: NoteCalled, now: datetime) -> str:
    """Gives the client's name."""
    _, entry = own_entry(work, actor, form.entry_id)
    if entry.act_id is None or entry.round != form.round:
        raise Overtaken
    act = work.activities.get(entry.act_id)
    client = client_in_reach(work, actor, act.client_id)
    together = "\n".join(part for part in (act.note, form.note) if part)
    work.activities.save(replace(act, note=words(together) if together else ""))
    if form.voice is not None:
        keep_voice(work, actor, client.id, form.voice, now, activity_id=act.id)
    work.audit.note(actor.member_id, "note_called", act.id, now, client_id=client.id)
    return client.name


def own_list(work: Work, actor: Actor, list_id: int) -> CallingList:
    require(actor, Permission.LOG_ACTS)
    listed = work.callings.get(list_id)
    if listed.member_id != actor.member_id:
        raise NotYours(who=work.people.get(listed.member_id).name)
    return listed


def own_entry(work: Work, actor: Actor, entry_id: int) -> tuple[CallingList, CallEntry]:
    entry = work.callings.entry(entry_id)
    return own_list(work, actor, entry.list_id), entry


def _settle(work: Work, entry: CallEntry, round_: int, state: EntryState) -> CallEntry:
    """Only the card that was pressed, and only once. Raises Overtaken."""
    settled = replace(entry, state=state, round=round_)
    if not work.callings.move(settled, EntryState.WAITING, round_):
        raise Overtaken
    return settled


def _go_on(work: Work, actor: Actor, listed: CallingList, now: datetime) -> None:
    """Whoever can't be called any more is passed on the way to the next card; after the last one the list is over."""
    for entry in work.callings.waiting(listed.id):
        if stands(work, actor, listed, entry):
            return
        work.callings.move(replace(entry, state=EntryState.GONE), EntryState.WAITING, entry.round)
    work.callings.save(replace(listed, ended_at=now))


def stands(work: Work, actor: Actor, listed: CallingList, entry: CallEntry) -> bool:
    """Whether the client is still this person's to call: not in other hands, not closed, not called from elsewhere
    since the list was made."""
    try:
        client = client_in_reach(work, actor, entry.client_id)
    except NotFound:
        return False
    if client.owner_id != actor.member_id and actor.member_id not in parties_of(work, client.id):
        return False
    lead = work.leads.last_of_client(client.id)
    if lead is not None and lead.closed_at is not None and lead.closed_at > listed.created_at:
        return False
    return not work.activities.count_since(actor.member_id, client.id, listed.created_at + MOMENT)
