"""Working time: which moments count when a deadline runs, and when a day begins.

The calendar is Russia's: holidays, days off that were transferred, working Saturdays. A company lays its own
exceptions on top. Every moment that leaves here is aware UTC; the zone only tells which wall clock is meant.
A naive moment is a programming error and raises ValueError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from holidays import country_holidays

DAY = timedelta(days=1)
MORNING = time(10)
LONGEST_BREAK = 366
"""Days to look for a working day; a calendar that has none for longer is a mistake, not a holiday."""
LONGEST_TERM = 3660
"""Working days that one term may take, about fourteen years: keeps a mistyped deadline from looping."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a team works: wall clock of `zone`, from `opens` up to and without `closes`.

    `exceptions` are the company's own days: True works, False is off, whatever the calendar says.
    """

    zone: ZoneInfo
    opens: time
    closes: time
    exceptions: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("a working day opens before it closes, within one date")


def has_transfer_table(year: int) -> bool:
    """Whether the transferred days off of that year are known; where not, someone should be warned."""
    return year in country_holidays("RU").special_public_holidays


def is_working_day(day: date, schedule: Schedule) -> bool:
    exception = schedule.exceptions.get(day)
    if exception is not None:
        return exception
    days_off, working_weekends = _russian_calendar(day.year)
    return day in working_weekends or (day.weekday() < 5 and day not in days_off)


def is_working(moment: datetime, schedule: Schedule) -> bool:
    """Closing itself is no working moment any more."""
    day = local_day(moment, schedule.zone)
    return is_working_day(day, schedule) and day_start(day, schedule) <= moment < day_end(day, schedule)


def local_moment(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC moment of a wall clock time.

    Where the clock is put forward, a time that doesn't exist moves on by the gap (02:30 becomes 03:30); where it
    is put back, the first of the two is meant.
    """
    return datetime.combine(day, wall.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the wall calendar of `zone` at that moment."""
    return _aware(moment).astimezone(zone).date()


def day_start(day: date, schedule: Schedule) -> datetime:
    """The opening on that date, be it a working day or not."""
    return local_moment(day, schedule.opens, schedule.zone)


def day_end(day: date, schedule: Schedule) -> datetime:
    """The closing on that date: the first moment that is no working time."""
    return local_moment(day, schedule.closes, schedule.zone)


def morning_of(day: date, schedule: Schedule) -> datetime:
    """When a call is offered for that date: at ten, unless people work at other hours then."""
    at = local_moment(day, MORNING, schedule.zone)
    return at if day_start(day, schedule) <= at < day_end(day, schedule) else day_start(day, schedule)


def next_working_day(day: date, schedule: Schedule) -> date:
    """The first working day after `day`. LookupError where there is none within a year."""
    return _seek(day, DAY, schedule)


def previous_working_day(day: date, schedule: Schedule) -> date:
    """The last working day before `day`. LookupError where there is none within a year."""
    return _seek(day, -DAY, schedule)


def working_days(before: date, count: int, schedule: Schedule) -> tuple[date, ...]:
    """The last `count` working days before that date (itself left out), the oldest first."""
    days: list[date] = []
    for _ in range(count):
        before = previous_working_day(before, schedule)
        days.append(before)
    return tuple(reversed(days))


def count_working_days(first: date, last: date, schedule: Schedule) -> int:
    """How many working days there are from `first` to `last`, both included."""
    return sum(is_working_day(first + DAY * n, schedule) for n in range((last - first).days + 1))


def next_working_moment(moment: datetime, schedule: Schedule) -> datetime:
    """The moment itself while people work, else the next opening."""
    day = local_day(moment, schedule.zone)
    if is_working_day(day, schedule) and moment < day_end(day, schedule):
        return max(moment.astimezone(UTC), day_start(day, schedule))
    return day_start(next_working_day(day, schedule), schedule)


def add_working(moment: datetime, amount: timedelta, schedule: Schedule) -> datetime:
    """The earliest moment by which `amount` of working time has run since `moment`.

    A term that ends with the day ends at its closing, not at the next opening; no time at all gives the next working
    moment. ValueError for a negative amount, OverflowError for one beyond any sensible deadline.
    """
    if amount < timedelta(0):
        raise ValueError("working time runs forward only")
    at = next_working_moment(moment, schedule)
    for _ in range(LONGEST_TERM):
        closing = day_end(local_day(at, schedule.zone), schedule)
        if at + amount <= closing:
            return at + amount
        amount -= closing - at
        at = next_working_moment(closing, schedule)
    raise OverflowError("a term longer than any deadline")


def working_between(start: datetime, end: datetime, schedule: Schedule) -> timedelta:
    """Working time from `start` to `end`; nothing where the end comes first."""
    start, end = _aware(start).astimezone(UTC), _aware(end).astimezone(UTC)
    day, last = local_day(start, schedule.zone), local_day(end, schedule.zone)
    total = timedelta(0)
    while day <= last:
        if is_working_day(day, schedule):
            worked = min(end, day_end(day, schedule)) - max(start, day_start(day, schedule))
            total += max(worked, timedelta(0))
        day += DAY
    return total


def _seek(day: date, step: timedelta, schedule: Schedule) -> date:
    for _ in range(LONGEST_BREAK):
        day += step
        if is_working_day(day, schedule):
            return day
    raise LookupError("no working day within a year")


@lru_cache(maxsize=128)
def _russian_calendar(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and working weekends of a year, kept because building them takes milliseconds."""
    known = country_holidays("RU", years=year)
    return frozenset(known), frozenset(known.weekend_workdays)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment
