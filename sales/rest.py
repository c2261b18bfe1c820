"""Rest: while a person is busy or sits in a meeting, the deadlines of what the person is asked stand still, and the
working time that was left runs on afterwards.

Spans are half-open [since, until) and may overlap; working time is that of `sales.worktime`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sales.worktime import Schedule, add_working, working_between

#: How long a planned meeting is taken to last, and one whose beginning nobody has told to have lasted.
MEETING = timedelta(hours=1)
#: A meeting that is logged later than this after its beginning has ended long before.
LONGEST_MEETING = timedelta(hours=4)
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Rest:
    """`step_id`: the planned meeting that it is for; None: the person said so, or a meeting was logged."""

    id: int
    member_id: int
    since: datetime
    until: datetime
    step_id: int | None = None


def active_between(start: datetime, end: datetime, rests: Iterable[Rest], schedule: Schedule) -> timedelta:
    """Working time from `start` to `end` outside the rests."""
    active, at = NOTHING, start
    for since, until in _spans(rests):
        if since >= end:
            break
        active += working_between(at, since, schedule)
        at = max(at, until)
    return active + working_between(at, end, schedule)


def add_active(start: datetime, amount: timedelta, rests: Iterable[Rest], schedule: Schedule) -> datetime:
    """The earliest moment by which `amount` (more than nothing) of working time outside the rests has run."""
    at = start
    for since, until in _spans(rests):
        stretch = working_between(at, since, schedule)
        if amount <= stretch:
            break
        amount -= stretch
        at = max(at, until)
    return add_working(at, amount, schedule)


def resting(rests: Iterable[Rest], now: datetime) -> datetime | None:
    """Until when the person rests, overlapping spans taken together; None: not now."""
    end = None
    for since, until in _spans(rests):
        if since <= (end or now) and until > (end or now):
            end = until
    return end


def _spans(rests: Iterable[Rest]) -> list[tuple[datetime, datetime]]:
    return sorted((rest.since, rest.until) for rest in rests)
