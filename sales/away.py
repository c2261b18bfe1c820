"""Busy or absent until a moment: the spans that are offered as buttons."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sales.worktime import DAY, Schedule, day_end, day_start, is_working_day, local_day, next_working_day


class AwayTill(StrEnum):
    HOUR = "hour"
    DAY_END = "day_end"
    TOMORROW = "tomorrow"
    MONDAY = "monday"


def away_until(till: AwayTill, now: datetime, schedule: Schedule) -> datetime:
    """When the person is back: the closing of today, the opening of the next working day, or of the next week's first.
    After today's closing its end means the next opening."""
    today = local_day(now, schedule.zone)
    if till is AwayTill.HOUR:
        return now + timedelta(hours=1)
    if till is AwayTill.MONDAY:
        sunday = today + DAY * (6 - today.weekday())
        return day_start(next_working_day(sunday, schedule), schedule)
    closing = day_end(today, schedule)
    if till is AwayTill.DAY_END and is_working_day(today, schedule) and now < closing:
        return closing
    return day_start(next_working_day(today, schedule), schedule)
