"""A month's plan against its working days."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.plan import Pace, month_after, month_of, pace
from sales.worktime import Schedule, count_working_days

SCHEDULE = Schedule(ZoneInfo("Europe/Moscow"), time(9), time(18))
DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def on(last: date, month: date = date(2026, 11, 1), done: int = 23) -> Pace:
    return pace(month, 40, done, last, SCHEDULE)


def test_the_schedule_goes_by_working_days_and_holidays_are_none() -> None:
    found = on(date(2026, 11, 27))
    assert (found.passed, found.days, found.due, found.percent) == (19, 20, 95, 57)


@pytest.mark.parametrize(
    ("last", "due"), [(date(2026, 10, 30), 0), (date(2026, 11, 30), 100), (date(2026, 12, 2), 100)]
)
def test_before_the_month_nothing_is_due_and_after_it_all(last: date, due: int) -> None:
    assert on(last).due == due


@pytest.mark.parametrize(("done", "percent"), [(0, 0), (39, 97), (40, 100), (60, 150)])
def test_a_hundred_is_a_plan_that_is_met(done: int, percent: int) -> None:
    assert on(date(2026, 11, 27), done=done).percent == percent


def test_a_month_in_which_nobody_works_asks_for_all_of_it() -> None:
    off = {date(2026, 11, 1) + DAY * number: False for number in range(30)}
    closed = Schedule(SCHEDULE.zone, SCHEDULE.opens, SCHEDULE.closes, off)
    assert pace(date(2026, 11, 1), 40, 0, date(2026, 11, 10), closed).due == 100


@given(days)
def test_every_working_day_asks_for_its_share_and_a_day_off_for_none(day: date) -> None:
    month = month_of(day)
    before, after = on(day - DAY, month), on(day, month)
    assert after.passed - before.passed == count_working_days(day, day, SCHEDULE)
    assert 0 <= before.due <= after.due <= 100


@given(days)
def test_months_follow_each_other(day: date) -> None:
    following = month_after(month_of(day))
    assert following.day == 1 and month_of(following - DAY) == month_of(day)
    assert on(following - DAY, month_of(day)).due == 100
