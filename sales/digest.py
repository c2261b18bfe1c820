"""Which day is told of, and when. Two kinds of days are meant, and never mixed in one message:

- The day of a digest is a working date up to the digest's time. What comes later, and what is done on days off,
  belongs to the next digest, so that every act is told in exactly one. Comparisons use whole such days.
- On demand a person's today, week and month are the calendar's, in the team's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sales.worktime import (
    DAY,
    Schedule,
    is_working_day,
    local_day,
    local_moment,
    next_working_day,
    previous_working_day,
    working_days,
)

#: Working days whose average is the usual.
USUAL_DAYS = 10


class Span(NamedTuple):
    """Half-open: after `since`, up to and including `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A team's digests: due at the wall clock `at` on the working days of `schedule`, whatever the clocks do.

    The present time of day is taken for all days: once it is changed, earlier days are cut at the new time too, so
    that days which are compared are equally long.
    """

    at: time
    schedule: Schedule

    def moment(self, day: date) -> datetime:
        return local_moment(day, self.at, self.schedule.zone)

    def last_day(self, now: datetime) -> date:
        """The latest date whose digest is due by `now`."""
        today = local_day(now, self.schedule.zone)
        due = is_working_day(today, self.schedule) and self.moment(today) <= now
        return today if due else previous_working_day(today, self.schedule)

    def day_of(self, moment: datetime) -> date:
        """The date whose digest tells of that moment."""
        last = self.last_day(moment)
        return last if self.moment(last) == moment else self.day_after(last)

    def day_before(self, day: date) -> date:
        return previous_working_day(day, self.schedule)

    def day_after(self, day: date) -> date:
        return next_working_day(day, self.schedule)

    def span(self, day: date) -> Span:
        """From the digest before to that of `day`, a working date."""
        return Span(self.moment(self.day_before(day)), self.moment(day))

    def spans_before(self, day: date, since: datetime | None) -> list[Span]:
        """The whole days that `day` is compared with, the oldest first: ten, or as many as there are since the
        records began. A young team's average is that of its own days, never of zeros from before it existed."""
        spans = [self.span(one) for one in working_days(day, USUAL_DAYS, self.schedule)]
        return [span for span in spans if since is not None and span.until >= since]


class Period(StrEnum):
    """What figures are asked for on demand."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def first_date(period: Period, until: datetime, zone: ZoneInfo) -> date:
    """Of the calendar's day, week (from Monday) or month that `until` lies in."""
    day = local_day(until, zone)
    return {Period.DAY: day, Period.WEEK: day - day.weekday() * DAY, Period.MONTH: day.replace(day=1)}[period]


def period_span(period: Period, until: datetime, zone: ZoneInfo) -> Span:
    """That day, week or month so far. The midnight it begins with is inside."""
    midnight = local_moment(first_date(period, until, zone), time(0), zone)
    return Span(midnight - timedelta.resolution, until)
