"""Steps on the calendar that typed dates take: real dates, periods and their edges, so many units later."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from sales.errors import ImpossibleDate, UnclearTime
from sales.worktime import DAY, Schedule, next_working_day, previous_working_day

WEEK = timedelta(days=7)
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def real_date(year: int, month: int, day: int) -> date:
    """ImpossibleDate where the calendar has no such date, or the year is nobody's lifetime."""
    if not 1900 <= year <= 2999:
        raise ImpossibleDate
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise ImpossibleDate from wrong


def period_start(unit: str, day: date) -> date:
    """The first date of the week, month, quarter or year around `day`. UnclearTime for shorter units."""
    if unit == "week":
        return day - day.weekday() * DAY
    if unit not in MONTHS_IN:
        raise UnclearTime
    return day.replace(month=day.month - (day.month - 1) % MONTHS_IN[unit], day=1)


def later(day: date, unit: str, count: int) -> date:
    """So many days, weeks, months, quarters or years later; where a month is too short, its last day."""
    if unit in ("day", "week"):
        return day + count * (DAY if unit == "day" else WEEK)
    year, month = divmod(day.year * 12 + day.month - 1 + count * MONTHS_IN[unit], 12)
    return real_date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def edge_day(edge: str, start: date, unit: str, schedule: Schedule) -> date:
    """The first or the last working day of the period that begins at `start`. UnclearTime where all of it is off."""
    end = later(start, unit, 1)
    day = next_working_day(start - DAY, schedule) if edge == "start" else previous_working_day(end, schedule)
    if not start <= day < end:
        raise UnclearTime
    return day
