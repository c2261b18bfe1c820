"""Reminders: fired once each, together where they fall together, and only while they still matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sales.actions.clients import still_theirs
from sales.actions.steps import MoveStep, StepSet, move_step, open_step, own_step, schedule_for
from sales.leads import LeadState
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Member
from sales.ports import Work
from sales.rest import resting
from sales.steps import Step, StepKind, StepState
from sales.timers import HOLD, LATE_AFTER, PERSONAL, Timer, TimerKind, to_fire
from sales.worktime import DAY, Schedule, day_start, local_day, next_working_day, next_working_moment

#: Timers looked at in one tick; the rest wait for the next.
AT_ONCE = 500


class Snooze(StrEnum):
    """Minutes and hours are taken at their word; days mean the start of that working day."""

    MINUTES_20 = "20m"
    HOUR = "1h"
    HOURS_3 = "3h"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "week"


SNOOZE_FOR = {
    Snooze.MINUTES_20: timedelta(minutes=20),
    Snooze.HOUR: timedelta(hours=1),
    Snooze.HOURS_3: timedelta(hours=3),
}


@dataclass(frozen=True, slots=True)
class SnoozeStep:
    """`was_due`: the time that the person saw when pressing."""

    step_id: int
    was_due: datetime
    how: Snooze


@dataclass(frozen=True, slots=True)
class RemindedStep:
    """`near`: a meeting that is about to begin, told before its time. `waits_since`: when the waiting for the client
    began."""

    step_id: int
    client_id: int
    client: str
    contact: str
    phone: str | None
    kind: StepKind
    words: str
    place: str
    due_at: datetime
    near: bool
    waits_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemindedLead:
    """A parked lead whose date has come. `reason`: why it was parked."""

    lead_id: int
    client_id: int
    client: str
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a message of reminders still has to say when it leaves."""

    steps: tuple[RemindedStep, ...]
    leads: tuple[RemindedLead, ...]


def fire_reminders(work: Work, now: datetime) -> int:
    """One message per person whose time has come; gives how many."""
    due = work.timers.due(PERSONAL, now, AT_ONCE)
    people = dict.fromkeys(timer.member_id for timer in due if timer.member_id is not None)
    return sum(_remind(work, member_id, now) for member_id in people)


def reminder(work: Work, member_id: int, steps: list[int], meetings: list[int], parked: list[int]) -> Reminder:
    """A house query for the notice that leaves: what has been settled meanwhile is left out."""
    member = work.people.get(member_id)
    shown = [(work.steps.get(step_id), False) for step_id in steps]
    shown += [(work.steps.get(step_id), True) for step_id in meetings]
    return Reminder(
        steps=tuple(_reminded(work, step, near) for step, near in shown if _matters(work, member, step)),
        leads=tuple(_reminded_lead(work, lead_id) for lead_id in parked if _parked_matters(work, member, lead_id)),
    )


def step_card(work: Work, actor: Actor, step_id: int) -> RemindedStep:
    """One step with what is needed to carry it out, open or not: who pressed sees what has become of it."""
    step = own_step(work, actor, step_id)
    return _reminded(work, step, near=False)


def step_told(work: Work, step_id: int) -> tuple[RemindedStep, StepState]:
    """A house query for the notice about one step that leaves, with what has become of it."""
    step = work.steps.get(step_id)
    return _reminded(work, step, near=False), step.state


def snooze_step(work: Work, actor: Actor, form: SnoozeStep, now: datetime) -> StepSet:
    step = open_step(work, actor, form.step_id)
    if form.how in SNOOZE_FOR:
        at, exact = now + SNOOZE_FOR[form.how], True
    else:
        at, exact = _start_of(form.how, schedule_for(work, step.member_id), now), False
    return move_step(work, actor, MoveStep(form.step_id, form.was_due, at, exact), now)


def _start_of(how: Snooze, schedule: Schedule, now: datetime) -> datetime:
    today = local_day(now, schedule.zone)
    before = today if how is Snooze.TOMORROW else today + (6 - today.weekday()) * DAY
    return day_start(next_working_day(before, schedule), schedule)


def _remind(work: Work, member_id: int, now: datetime) -> bool:
    """Whether this person is told anything now."""
    member = work.people.get(member_id)
    schedule, rests = schedule_for(work, member_id), work.rests.of(member_id, now)
    free_at = next_working_moment(resting(rests, now) or now, schedule)
    leaving = to_fire(work.timers.pending(PERSONAL, member_id, now + HOLD), now)
    fired = [timer for timer in leaving if not _put_off(work, timer, free_at, now) and work.timers.fire(timer.id, now)]
    told = [timer for timer in fired if _timer_matters(work, member, timer, now)]
    if not told:
        return False
    ids = {kind: [timer.subject for timer in told if timer.kind is kind] for kind in PERSONAL}
    facts: dict[str, Fact] = {
        "steps": ids[TimerKind.STEP],
        "meetings": [step_id for step_id in ids[TimerKind.MEETING] if step_id not in ids[TimerKind.STEP]],
        "parked": ids[TimerKind.PARKED],
        "exact": any(timer.exact for timer in told),
        "late": any(_is_late(work, timer, schedule, now) for timer in told),
    }
    work.outbox.tell(member_id, Notice(NoticeKind.REMINDER, member_id, facts))
    return True


def _put_off(work: Work, timer: Timer, free_at: datetime, now: datetime) -> bool:
    """Outside the person's working hours, and while the person is busy or in a meeting, only that is told which was set
    for that very time."""
    if timer.exact or free_at <= now:
        return False
    work.timers.set(timer.kind, timer.subject, free_at, member_id=timer.member_id, occasion=timer.occasion)
    return True


def _timer_matters(work: Work, member: Member, timer: Timer, now: datetime) -> bool:
    if timer.kind is TimerKind.PARKED:
        return _parked_matters(work, member, timer.subject)
    step = work.steps.get(timer.subject)
    begun = timer.kind is TimerKind.MEETING and step.due_at <= now
    return not begun and _matters(work, member, step)


def _matters(work: Work, member: Member, step: Step) -> bool:
    """Open, still this person's, with a client that is still theirs and whose lead wasn't closed since."""
    if step.state is not StepState.OPEN or step.member_id != member.id:
        return False
    lead = work.leads.last_of_client(step.client_id)
    closed_since = lead is not None and lead.closed_at is not None and step.created_at <= lead.closed_at
    return not closed_since and still_theirs(work, member, work.clients.get(step.client_id))


def _parked_matters(work: Work, member: Member, lead_id: int) -> bool:
    lead = work.leads.get(lead_id)
    return lead.state is LeadState.PARKED and still_theirs(work, member, work.clients.get(lead.client_id))


def _is_late(work: Work, timer: Timer, schedule: Schedule, now: datetime) -> bool:
    """Later than it could have been told: nobody is late because of a night, a day off or a rest."""
    at = work.steps.get(timer.subject).due_at if timer.kind is TimerKind.STEP else timer.due_at
    rests = work.rests.of(timer.member_id or 0, at)
    could = at if timer.exact else next_working_moment(resting(rests, at) or at, schedule)
    return now - could > LATE_AFTER


def _reminded(work: Work, step: Step, near: bool) -> RemindedStep:
    client = work.clients.get(step.client_id)
    contacts = work.clients.contacts(client.id)
    first = next((one for one in contacts if one.phone), contacts[0] if contacts else None)
    return RemindedStep(
        step_id=step.id,
        client_id=client.id,
        client=client.name,
        contact=first.name if first else "",
        phone=first.phone if first else None,
        kind=step.kind,
        words=step.words,
        place=step.place,
        due_at=step.due_at,
        near=near,
        waits_since=step.created_at if step.kind is StepKind.WAIT else None,
    )


def _reminded_lead(work: Work, lead_id: int) -> RemindedLead:
    lead = work.leads.get(lead_id)
    client = work.clients.get(lead.client_id)
    return RemindedLead(lead.id, client.id, client.name, lead.reason_words, lead.parked_until)
