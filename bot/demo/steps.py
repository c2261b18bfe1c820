"""Next steps of the past: planned where the diary has room, closed, passed on. As `sales.actions.steps` keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.demo.past import Event, Past, Story
from bot.demo.people import Colleague
from bot.demo.rhythm import WEEKDAYS, minutes, some_time
from sales.steps import Step, StepKind, StepState
from sales.worktime import day_end, local_day, next_working_moment

#: Working days that a step may be put off to find room.
ROOM = 4
#: Share of steps that are agreed for their very time; meetings always are.
EXACT = 0.3


def plan(past: Past, story: Story, who: Colleague, kind: StepKind, days: int, at: datetime, about: str = "") -> Step:
    """Into the diary, in so many working days from `at`; none: later today, where the day lasts. It is kept when its
    time comes, unless it is put off. `about`: the kind of its words."""
    step = Step(
        id=past.rows.steps.next,
        team_id=past.team.id,
        client_id=story.client_id,
        member_id=who.id,
        kind=kind,
        words=past.one_of("steps", about or kind.value),
        place=past.one_of("steps", "places") if kind is StepKind.MEETING else "",
        due_at=_later_today(past, at) if days == 0 else _some_day(past, who, days, at),
        exact=kind is StepKind.MEETING or past.chance(EXACT),
        state=StepState.OPEN,
        created_at=at,
    )
    story.steps.append(step.id)
    who.planned[local_day(step.due_at, past.schedule.zone)] += 1
    past.expect(step.due_at + past.some(0, 9), Event.STEP, step.id)
    return past.rows.steps.save(step)


def close(past: Past, story: Story, step_id: int, state: StepState, at: datetime) -> None:
    past.rows.steps.save(replace(past.rows.steps[step_id], state=state, closed_at=at))
    story.steps.remove(step_id)


def drop_all(past: Past, story: Story, at: datetime) -> None:
    for step_id in list(story.steps):
        close(past, story, step_id, StepState.DROPPED, at)


def hand_on(past: Past, story: Story, to: Colleague) -> None:
    for step_id in story.steps:
        step = past.rows.steps.save(replace(past.rows.steps[step_id], member_id=to.id))
        to.planned[local_day(step.due_at, past.schedule.zone)] += 1


def open_ones(past: Past, story: Story, member_id: int) -> list[Step]:
    """One person's with the client, the earliest first."""
    mine = [past.rows.steps[one] for one in story.steps if past.rows.steps[one].member_id == member_id]
    return sorted(mine, key=lambda step: (step.due_at, step.id))


def when_free(past: Past, who: Colleague, at: datetime, takes: float) -> datetime:
    """Not before the last thing is done; `takes`: minutes that this one will."""
    begins = max(at, who.free_at)
    who.free_at = begins + minutes(takes)
    return begins


def _later_today(past: Past, at: datetime) -> datetime:
    """In about two hours, or tomorrow where the day is over."""
    due_at = at.replace(second=0, microsecond=0) + timedelta(hours=2)
    return next_working_moment(due_at, past.schedule)


def _some_day(past: Past, who: Colleague, days: int, at: datetime) -> datetime:
    return some_time(past.rng, _roomy(past, who, days, at), past.schedule)


def _roomy(past: Past, who: Colleague, days: int, at: datetime) -> date:
    """The first day with room in the diary from the wished one on, else the emptiest."""
    wished, pace = [past.day(at, days + n) for n in range(ROOM + 1)], who.trade.pace * past.skill(who, at)
    room = [pace * WEEKDAYS[day.weekday()] - who.planned[day] for day in wished]
    return next((day for day, left in zip(wished, room, strict=True) if left >= 1), wished[room.index(max(room))])


def is_over(past: Past, at: datetime) -> bool:
    """Whether the working day of `at` is: nothing ends later."""
    return at >= day_end(local_day(at, past.schedule.zone), past.schedule)
