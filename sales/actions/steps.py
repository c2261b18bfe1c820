"""Next steps: planned, moved, done, handed on. Every step has its timer; a meeting is also announced before its time,
and its person's deadlines rest from its beginning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sales.actions.clients import client_in_reach, require_full
from sales.activities import UNDO_FOR
from sales.company import Team
from sales.errors import PastTime, StepClosed, StepMoved, StepPassed, TooLateToUndo, TooLong
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.steps import Step, StepKind, StepPlan, StepState
from sales.timers import TimerKind
from sales.wording import LINE, WORDS
from sales.worktime import (
    DAY,
    Schedule,
    local_day,
    morning_of,
    next_working_day,
    next_working_moment,
)


@dataclass(frozen=True, slots=True)
class QuickTime:
    """`name`: `hour` (in an hour), `next` (the next working day's morning) or `later`."""

    name: str
    at: datetime
    exact: bool


@dataclass(frozen=True, slots=True)
class QuickTimes:
    """What is offered as buttons, earliest first, and by whose clock."""

    zone: str
    opens: time
    closes: time
    times: tuple[QuickTime, ...]


def schedule_of(team: Team, zone: str | None = None) -> Schedule:
    """The team's hours by the wall clock of `zone`: a person's own, where the person has one."""
    settings = team.settings
    return Schedule(ZoneInfo(zone or settings.zone), settings.opens, settings.closes)


def schedule_for(work: Work, member_id: int) -> Schedule:
    """The working hours of one person."""
    member = work.people.get(member_id)
    return schedule_of(work.companies.team(member.team_id), member.zone)


def plan_step(work: Work, team: Team, client_id: int, member_id: int, plan: StepPlan, now: datetime) -> Step:
    """Writes the step down and sets its timers. What isn't exact is moved into the person's working hours."""
    due_at = plan.due_at
    if not plan.exact:
        due_at = next_working_moment(due_at, schedule_of(team, work.people.get(member_id).zone))
    made = Step(
        id=NEW,
        team_id=team.id,
        client_id=client_id,
        member_id=member_id,
        kind=plan.kind,
        words=plan.words,
        place=plan.place,
        due_at=due_at,
        exact=plan.exact,
        state=StepState.OPEN,
        created_at=now,
    )
    step = work.steps.add(made)
    set_timers(work, step, now)
    return step


def set_timers(work: Work, step: Step, now: datetime) -> None:
    """A step whose time has passed is told at the next tick. A meeting is never held back to travel with others."""
    is_meeting = step.kind is StepKind.MEETING
    work.timers.set(TimerKind.STEP, step.id, step.due_at, member_id=step.member_id, exact=step.exact or is_meeting)
    if not is_meeting:
        return
    if step.due_at > now:
        work.timers.set(TimerKind.REST, step.id, step.due_at)
    before = timedelta(minutes=work.companies.team(step.team_id).settings.meeting_notice_minutes)
    if step.due_at - before > now:
        work.timers.set(TimerKind.MEETING, step.id, step.due_at - before, member_id=step.member_id, exact=True)
    else:
        work.timers.cancel(TimerKind.MEETING, step.id)


def close_step(work: Work, step: Step, state: StepState, now: datetime) -> None:
    """`state`: DONE or DROPPED. Its timers are silent from now on."""
    work.steps.save(replace(step, state=state, closed_at=now))
    work.timers.cancel(TimerKind.STEP, step.id)
    work.timers.cancel(TimerKind.MEETING, step.id)
    work.timers.cancel(TimerKind.REST, step.id)


def reopen_step(work: Work, step: Step, now: datetime) -> None:
    """Reminds again only where the step was closed before its time: what was told once isn't told twice."""
    reopened = replace(step, state=StepState.OPEN, closed_at=None)
    work.steps.save(reopened)
    if step.closed_at is None or step.due_at > step.closed_at:
        set_timers(work, reopened, now)


def pass_steps(work: Work, client_id: int, to_member_id: int, now: datetime) -> None:
    """The client's open steps and their timers change hands: nothing that was promised is dropped."""
    for step in work.steps.open_of_client(client_id):
        if step.member_id != to_member_id:
            passed = replace(step, member_id=to_member_id)
            work.steps.save(passed)
            set_timers(work, passed, now)


def pass_step(work: Work, step: Step, to_member_id: int, now: datetime) -> None:
    """What is overdue stands in the list that the receiver gets; it isn't reminded of once more."""
    if step.member_id == to_member_id:
        return
    passed = replace(step, member_id=to_member_id)
    work.steps.save(passed)
    if step.due_at > now:
        set_timers(work, passed, now)
    else:
        work.timers.cancel(TimerKind.STEP, step.id)
        work.timers.cancel(TimerKind.MEETING, step.id)


def drop_steps(work: Work, client_id: int, now: datetime) -> None:
    """The client is out of work: nobody is reminded any more."""
    for step in work.steps.open_of_client(client_id):
        close_step(work, step, StepState.DROPPED, now)


@dataclass(frozen=True, slots=True)
class PlanNext:
    client_id: int
    plan: StepPlan


@dataclass(frozen=True, slots=True)
class FinishStep:
    step_id: int


@dataclass(frozen=True, slots=True)
class UndoStep:
    step_id: int


@dataclass(frozen=True, slots=True)
class MoveStep:
    """`was_due`: the time that the person saw when pressing, to the second."""

    step_id: int
    was_due: datetime
    at: datetime
    exact: bool


@dataclass(frozen=True, slots=True)
class StepSet:
    """A step as an act has left it."""

    step_id: int
    client_id: int
    kind: StepKind
    due_at: datetime


def plan_next(work: Work, actor: Actor, form: PlanNext, now: datetime) -> StepSet:
    """A step beside those that are open already: a meeting above all."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    require_full(work, actor, client)
    check_plan(form.plan, now)
    step = plan_step(work, work.companies.team(client.team_id), client.id, actor.member_id, form.plan, now)
    work.audit.note(actor.member_id, "plan_step", step.id, now, client_id=client.id)
    return _set(step)


def undo_plan(work: Work, actor: Actor, form: UndoStep, now: datetime) -> StepSet:
    """Takes a step back that was planned a moment ago."""
    step = open_step(work, actor, form.step_id)
    _refuse_late(step.created_at, now)
    close_step(work, step, StepState.DROPPED, now)
    work.audit.note(actor.member_id, "undo_plan", step.id, now, client_id=step.client_id)
    return _set(step)


def finish_step(work: Work, actor: Actor, form: FinishStep, now: datetime) -> StepSet:
    """Done, without an act to be logged."""
    step = open_step(work, actor, form.step_id)
    close_step(work, step, StepState.DONE, now)
    work.audit.note(actor.member_id, "finish_step", step.id, now, client_id=step.client_id)
    return _set(step)


def undo_finish(work: Work, actor: Actor, form: UndoStep, now: datetime) -> StepSet:
    """The step is open again, unless the time for it is over or somebody else has acted on the client."""
    step = own_step(work, actor, form.step_id)
    if step.state is not StepState.DONE or step.closed_at is None:
        raise StepClosed(state=step.state.value)
    refuse_overtaken(work, actor, step.client_id, step.closed_at, now)
    reopen_step(work, step, now)
    work.audit.note(actor.member_id, "undo_finish", step.id, now, client_id=step.client_id)
    return _set(step)


def move_step(work: Work, actor: Actor, form: MoveStep, now: datetime) -> StepSet:
    """Another time. StepMoved where it has one already that the person hasn't seen."""
    step = open_step(work, actor, form.step_id)
    if int(step.due_at.timestamp()) != int(form.was_due.timestamp()):
        raise StepMoved(at=step.due_at)
    if form.at <= now:
        raise PastTime(at=form.at)
    at = form.at if form.exact else next_working_moment(form.at, schedule_for(work, step.member_id))
    moved = replace(step, due_at=at, exact=form.exact)
    work.steps.save(moved)
    set_timers(work, moved, now)
    work.audit.note(
        actor.member_id, "move_step", step.id, now, client_id=step.client_id, facts={"was": step.due_at.isoformat()}
    )
    return _set(moved)


def own_step(work: Work, actor: Actor, step_id: int) -> Step:
    """The actor's own step with a client that is still theirs to work with."""
    require(actor, Permission.LOG_ACTS)
    step = work.steps.get(step_id)
    client = client_in_reach(work, actor, step.client_id)
    if step.member_id != actor.member_id:
        raise StepPassed(who=work.people.get(step.member_id).name)
    require_full(work, actor, client)
    return step


def open_step(work: Work, actor: Actor, step_id: int) -> Step:
    step = own_step(work, actor, step_id)
    if step.state is not StepState.OPEN:
        raise StepClosed(state=step.state.value)
    return step


def refuse_overtaken(work: Work, actor: Actor, client_id: int, since: datetime, now: datetime) -> None:
    """Undo reaches back a few minutes, and never over somebody else's act."""
    _refuse_late(since, now)
    other = work.audit.acted_since(client_id, actor.member_id, since)
    if other is not None:
        raise TooLateToUndo(reason="acted", who=work.people.get(other).name)


def _refuse_late(since: datetime, now: datetime) -> None:
    if now - since > UNDO_FOR:
        raise TooLateToUndo(reason="time", who="")


def _set(step: Step) -> StepSet:
    return StepSet(step.id, step.client_id, step.kind, step.due_at)


def check_plan(plan: StepPlan, now: datetime) -> None:
    """A step is ahead, and its words fit."""
    if plan.due_at <= now:
        raise PastTime(at=plan.due_at)
    if len(plan.words) > WORDS:
        raise TooLong(limit=WORDS)
    if len(plan.place) > LINE:
        raise TooLong(limit=LINE)


def quick_times(work: Work, actor: Actor, now: datetime) -> QuickTimes:
    """In an hour (taken at its word), and two mornings of working days: the next one and the first of next week."""
    team = work.companies.team(actor.team_id)
    schedule = schedule_of(team, actor.zone)
    today = local_day(now, schedule.zone)
    tomorrow = next_working_day(today, schedule)
    monday = next_working_day(today + (6 - today.weekday()) * DAY, schedule)
    later = monday if monday > tomorrow else next_working_day(tomorrow, schedule)
    hour = now.replace(second=0, microsecond=0) + timedelta(hours=1)
    times = (
        QuickTime("hour", hour, exact=True),
        QuickTime("next", morning_of(tomorrow, schedule), exact=False),
        QuickTime("later", morning_of(later, schedule), exact=False),
    )
    return QuickTimes(schedule.zone.key, schedule.opens, schedule.closes, times)
