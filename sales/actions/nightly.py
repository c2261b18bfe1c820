"""What is looked through for each team by itself, mostly once a working day: at its opening, so that what the night has
changed is there when people come, and rings nobody awake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sales.actions.steps import schedule_of
from sales.company import Team
from sales.ports import Work
from sales.timers import Timer, TimerKind
from sales.worktime import DAY, day_start, local_day, next_working_day


def next_opening(team: Team, now: datetime) -> datetime:
    """The first opening of a working day after this moment."""
    schedule = schedule_of(team)
    today = local_day(now, schedule.zone)
    before = today - DAY if day_start(today, schedule) > now else today
    return day_start(next_working_day(before, schedule), schedule)


def fire_nightly(
    work: Work,
    kind: TimerKind,
    look: Callable[[Team], object],
    now: datetime,
    then: Callable[[Team, datetime], datetime] = next_opening,
) -> int:
    """One timer a team, which lets `look` at it and then waits until `then`; gives how many were due. A team without
    one gets it, and waits for its first turn."""
    company = work.companies.only()
    pending = {timer.subject: timer for timer in work.timers.pending_kind(kind)}
    served = 0
    for team in work.companies.teams(company.id) if company else ():
        timer = pending.get(team.id)
        if timer is not None and timer.due_at > now:
            continue
        if _fires(work, timer, now):
            look(team)
            served += 1
        work.timers.set(kind, team.id, then(team, now), exact=True)
    return served


def _fires(work: Work, timer: Timer | None, now: datetime) -> bool:
    return timer is not None and work.timers.fire(timer.id, now)
