"""When people of the demo work: which days the past has, and at what time of a day something is put."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from sales.worktime import DAY, Schedule, is_working_day, local_day, local_moment

#: Three months.
SPAN = 91
#: Dates after the last one for which steps may be planned.
AHEAD = 70
#: How much falls into each hour of the wall clock: a slow start, a lunch, an early end.
HOURS: Mapping[int, float] = {9: 0.6, 10: 1.3, 11: 1.3, 12: 0.9, 13: 0.2, 14: 1.0, 15: 1.2, 16: 1.0, 17: 0.5}
#: How much of a usual day's work each weekday takes, from Monday.
WEEKDAYS = (0.85, 1.1, 1.1, 1.05, 0.8, 0.5, 0.5)


def past_days(now: datetime, schedule: Schedule) -> tuple[date, ...]:
    """The working days of the three months before the date of `now`, the oldest first."""
    today = local_day(now, schedule.zone)
    return _working(today - SPAN * DAY, SPAN, schedule)


def days_ahead(now: datetime, schedule: Schedule) -> tuple[date, ...]:
    """The working days from the date of `now` on."""
    return _working(local_day(now, schedule.zone), AHEAD, schedule)


def some_time(rng: Random, day: date, schedule: Schedule) -> datetime:
    """A time that people name: every quarter of an hour, busy hours more often."""
    hour = rng.choices(list(HOURS), list(HOURS.values()))[0]
    return local_moment(day, time(hour, rng.choice((0, 0, 15, 30, 30, 45))), schedule.zone)


def minutes(count: float) -> timedelta:
    """To the second: nobody's clock ticks in whole minutes."""
    return timedelta(seconds=round(count * 60))


def _working(first: date, count: int, schedule: Schedule) -> tuple[date, ...]:
    return tuple(day for n in range(count) if is_working_day(day := first + n * DAY, schedule))
