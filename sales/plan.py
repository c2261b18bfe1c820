"""A month's plan of a team, and how far the month has come by its working days.

A plan is a number of a figure that is measured anyway, so what is done is what the figures show. It is spread evenly
over the working days of the calendar's month: that share is what the schedule asks for by a date.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sales.worktime import DAY, Schedule, count_working_days

#: Numbers that a month can be planned in.
TARGETS = (1, 100_000)


class Goal(StrEnum):
    """The figures of `sales.kpi` that a month is planned in, by their names."""

    TAKEN = "taken"  # leads accepted


@dataclass(frozen=True, slots=True)
class Plan:
    """`month`: its first date."""

    team_id: int
    month: date
    figure: Goal
    target: int


@dataclass(frozen=True, slots=True)
class Pace:
    """`passed` of the month's `days`, working ones; `done` of `target`."""

    month: date
    target: int
    done: int
    passed: int
    days: int

    @property
    def percent(self) -> int:
        """Rounded down: a hundred is a plan that is met."""
        return 100 * self.done // self.target

    @property
    def due(self) -> int:
        """What the schedule asks for, in per cent."""
        return 100 * self.passed // self.days if self.days else 100


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_after(month: date) -> date:
    return month_of(_last_date(month) + DAY)


def pace(month: date, target: int, done: int, last: date, schedule: Schedule) -> Pace:
    """`last`: the latest working date that is over; earlier than the month where none of it is."""
    end = _last_date(month)
    passed = count_working_days(month, min(last, end), schedule)
    return Pace(month, target, done, passed, count_working_days(month, end, schedule))


def _last_date(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
