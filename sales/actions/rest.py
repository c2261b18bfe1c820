"""A person's rests and what they do: open offers are given the rested working time back, reminders wait for the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sales.actions.request_routing import pass_requests, settle_requests
from sales.actions.routing import pass_on, refresh_parties, set_deadline
from sales.actions.steps import schedule_for, schedule_of
from sales.handoff import Escalation
from sales.ports import NEW, Work
from sales.reassign import is_absent
from sales.rest import LONGEST_MEETING, MEETING, Rest, active_between, add_active
from sales.steps import Step, StepKind, StepState
from sales.timers import PERSONAL, Timer, TimerKind
from sales.worktime import day_start, next_working_moment

AT_ONCE = 200


def rest_until(work: Work, member_id: int, until: datetime | None, now: datetime) -> None:
    """The person, saved so already, is busy until then or here again (None). What an absent one was asked goes on to
    the next at once, so that no client waits for a holiday to end."""
    before = _known(work, member_id, now)
    busy = [rest for rest in before if rest.step_id is None and rest.until > now]
    for rest in busy:
        work.rests.save(replace(rest, until=now))
    if until is not None:
        work.rests.add(Rest(NEW, member_id, now, until))
    if is_absent(work.people.get(member_id), now, schedule_for(work, member_id)):
        _pass_offers(work, member_id, now)
        pass_requests(work, member_id, now)
    _settle(work, member_id, before, now)
    for rest in busy:
        _wake(work, member_id, rest.until, max(until or now, now))


def fire_rests(work: Work, now: datetime) -> int:
    """Planned meetings that have begun; gives how many timers were looked at."""
    due = work.timers.due([TimerKind.REST], now, AT_ONCE)
    for step in [work.steps.get(timer.subject) for timer in due if work.timers.fire(timer.id, now)]:
        if step.state is StepState.OPEN:
            before = _known(work, step.member_id, now)
            work.rests.add(Rest(NEW, step.member_id, step.due_at, step.due_at + MEETING, step.id))
            _settle(work, step.member_id, before, now)
    return len(due)


def rest_for_meeting(work: Work, member_id: int, closed: Sequence[Step], now: datetime, *, held: bool) -> None:
    """A meeting is being logged. Held: its time was rest, from its planned beginning, or for as long as a meeting
    usually takes. Not held: the rest that was planned for it is over. Logged long afterwards: nothing changes."""
    planned = next((step for step in closed if step.kind is StepKind.MEETING and step.due_at <= now), None)
    if planned is not None and now - planned.due_at > LONGEST_MEETING:
        return
    before = _known(work, member_id, now - LONGEST_MEETING)
    known = next((rest for rest in before if planned is not None and rest.step_id == planned.id), None)
    if known is not None:
        work.rests.save(replace(known, until=now if held else min(known.until, now)))
    elif held:
        since = now - MEETING if planned is None else planned.due_at
        work.rests.add(Rest(NEW, member_id, since, now))
    _settle(work, member_id, before, now)


def _known(work: Work, member_id: int, since: datetime) -> list[Rest]:
    """Every rest that may count for what is open now."""
    asked = [offer.offered_at for offer in work.handoffs.open_offers_of(member_id)]
    return work.rests.of(member_id, min([since, *asked]))


def _settle(work: Work, member_id: int, before: Sequence[Rest], now: datetime) -> None:
    """The term of each open offer is the working time outside the rests as they were; it ends by those that are now."""
    after = _known(work, member_id, now)
    for offer in work.handoffs.open_offers_of(member_id):
        handoff = work.handoffs.get(offer.handoff_id)
        schedule = schedule_of(work.companies.team(handoff.team_id))
        term = active_between(offer.offered_at, offer.deadline_at, before, schedule)
        deadline = add_active(offer.offered_at, term, after, schedule)
        if deadline != offer.deadline_at and work.handoffs.put_off(offer.id, deadline):
            refresh_parties(work, set_deadline(work, handoff, now))
    settle_requests(work, member_id, now)


def _pass_offers(work: Work, member_id: int, now: datetime) -> None:
    """What must be accepted after an overruled return stays and rests."""
    for offer in work.handoffs.open_offers_of(member_id):
        handoff = work.handoffs.get(offer.handoff_id)
        if not handoff.binding:
            pass_on(work, handoff, member_id, Escalation.BUSY, now)


def _wake(work: Work, member_id: int, old_end: datetime, now: datetime) -> None:
    """A rest has ended before its time: reminders that were put off to its end are due again, none of them early."""
    schedule = schedule_for(work, member_id)
    for timer in work.timers.pending(PERSONAL, member_id, next_working_moment(old_end, schedule)):
        due = _meant(work, timer)
        at = next_working_moment(max(due, now), schedule) if due is not None else timer.due_at
        if at < timer.due_at:
            work.timers.set(timer.kind, timer.subject, at, member_id=member_id, occasion=timer.occasion)


def _meant(work: Work, timer: Timer) -> datetime | None:
    """When the reminder was to come; None where it is never put off."""
    if timer.exact:
        return None
    if timer.kind is TimerKind.STEP:
        return work.steps.get(timer.subject).due_at
    day = work.leads.get(timer.subject).parked_until
    return day_start(day, schedule_for(work, timer.member_id or 0)) if day is not None else None
