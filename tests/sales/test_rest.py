"""While somebody rests the working time of what is asked of them stands still."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.rest import Rest, active_between, add_active, resting
from sales.worktime import Schedule, add_working, working_between

SCHEDULE = Schedule(ZoneInfo("Europe/Moscow"), time(9), time(18))
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)

moments = st.integers(0, 14 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
amounts = st.integers(1, 20 * 60).map(lambda minutes: timedelta(minutes=minutes))
spans = st.tuples(moments, st.integers(0, 3 * 24 * 60)).map(
    lambda span: Rest(1, 1, span[0], span[0] + timedelta(minutes=span[1]))
)
rests = st.lists(spans, max_size=6)


def at(hour: int, minute: int = 0, day: int = 25) -> datetime:
    """In Moscow, on a day of November 2026; the 25th is a Wednesday."""
    return datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC)


def rest(since: datetime, until: datetime) -> Rest:
    return Rest(1, 1, since, until)


@pytest.mark.parametrize(
    ("spans", "ends"),
    [
        ([], at(10, 30)),
        ([rest(at(10, 10), at(11, 10))], at(11, 30)),
        ([rest(at(9), at(9, 50))], at(10, 30)),
        ([rest(at(9, 30), at(10, 20))], at(10, 50)),
        ([rest(at(10, 30), at(11, 30))], at(10, 30)),
        ([rest(at(10, 10), at(11)), rest(at(10, 40), at(11, 10))], at(11, 30)),
        ([rest(at(10, 10), at(11)), rest(at(11, 5), at(12))], at(12, 15)),
        ([rest(at(10, 10), at(18))], at(9, 20, day=26)),
        ([rest(at(10, 10), at(9, day=26))], at(9, 20, day=26)),
    ],
)
def test_half_an_hour_from_ten(spans: list[Rest], ends: datetime) -> None:
    assert add_active(at(10), timedelta(minutes=30), spans, SCHEDULE) == ends


@given(moments, amounts)
def test_without_a_rest_it_is_working_time(start: datetime, amount: timedelta) -> None:
    assert add_active(start, amount, [], SCHEDULE) == add_working(start, amount, SCHEDULE)
    end = start + amount
    assert active_between(start, end, [], SCHEDULE) == working_between(start, end, SCHEDULE)


@given(moments, amounts, rests)
def test_the_term_is_the_time_outside_the_rests(start: datetime, amount: timedelta, known: list[Rest]) -> None:
    assert active_between(start, add_active(start, amount, known, SCHEDULE), known, SCHEDULE) == amount


@given(moments, amounts, rests, spans)
def test_a_rest_makes_nothing_earlier(start: datetime, amount: timedelta, known: list[Rest], more: Rest) -> None:
    assert add_active(start, amount, [*known, more], SCHEDULE) >= add_active(start, amount, known, SCHEDULE)


@given(moments, amounts, rests)
def test_a_term_never_ends_within_a_rest(start: datetime, amount: timedelta, known: list[Rest]) -> None:
    end = add_active(start, amount, known, SCHEDULE)
    assert not any(span.since < end < span.until for span in known if span.until > start)


def test_rests_that_touch_are_one() -> None:
    spans = [rest(at(10), at(11)), rest(at(11), at(12)), rest(at(13), at(14))]
    assert resting(spans, at(10, 30)) == at(12)
    assert resting(spans, at(12)) is None
    assert resting(spans, at(9)) is None
    assert resting([], at(9)) is None
