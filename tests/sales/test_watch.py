"""By which signs a regular client is leaving."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.orders import Measure, Order
from sales.regular import ClientStatus
from sales.watch import Level, Sign, fall, out_of_touch, silence, unanswered, usual_gap, watches_orders
from sales.worktime import Schedule
from tests.builders import NOW
from tests.sales.test_regular import paid

DAY = timedelta(days=1)
FIRST = date(2026, 9, 1)
SCHEDULE = Schedule(ZoneInfo("Europe/Moscow"), time(9), time(18))


def every(days: int, times: int = 4, **more: object) -> list[Order]:
    return [paid(FIRST + number * days * DAY, **more) for number in range(times)]  # type: ignore[arg-type]


def quiet_for(orders: list[Order], days: int, factor: int = 200) -> bool:
    last = max(one.ordered_on for one in orders)
    return silence(orders, factor, last + days * DAY) is not None


@pytest.mark.parametrize(
    ("gaps", "usual"), [((10, 10), 10), ((5, 30), 17.5), ((7, 7, 60), 7), ((10, 20, 30), 20), ((0, 10, 10), 10)]
)
def test_the_usual_gap_is_the_median_so_that_one_long_pause_is_not_a_habit(gaps: tuple[int, ...], usual: float) -> None:
    days = [FIRST]
    for gap in gaps:
        days.append(days[-1] + gap * DAY)
    assert usual_gap(days) == usual


def test_two_orders_are_no_rhythm() -> None:
    assert usual_gap([]) is usual_gap([FIRST, FIRST, FIRST]) is usual_gap([FIRST, FIRST + DAY]) is None
    assert silence(every(10, times=2), 200, FIRST + 400 * DAY) is None


def test_silence_begins_beyond_the_rhythm_times_the_factor() -> None:
    assert [quiet_for(every(10), days) for days in (0, 20, 21)] == [False, False, True]
    assert [quiet_for(every(10), days, factor=150) for days in (15, 16)] == [False, True]
    assert [quiet_for(every(1), days) for days in (3, 6, 7)] == [False, False, True], "a week at least"


def test_silence_says_how_long_and_what_was_usual_and_is_one_occasion_until_the_next_order() -> None:
    orders = every(10)
    last = orders[-1].ordered_on
    occasions = [silence(orders, 200, last + days * DAY) for days in (25, 60)]
    assert occasions[0] is not None and occasions[1] is not None
    assert dict(occasions[0].facts) == {"days": 25, "usual": 10}
    assert occasions[0].key == occasions[1].key == last.isoformat()
    assert silence([*orders, paid(last + 50 * DAY)], 200, last + 60 * DAY) is None


def test_a_cancelled_order_and_one_of_the_future_are_no_signs_of_life() -> None:
    orders = every(10)
    last = orders[-1].ordered_on
    today = last + 30 * DAY
    assert silence([*orders, paid(last + 20 * DAY, cancelled_at=NOW)], 200, today) is not None
    assert silence([*orders, paid(today + DAY)], 200, today) is not None
    assert silence([*orders, paid(last + 20 * DAY, paid_on=None)], 200, today) is None, "ordered is heard of"


TODAY = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("before", "after", "percent", "warned"),
    [(1000, 700, 30, True), (1000, 701, 30, False), (1000, 0, 100, True), (1000, 1000, 1, False), (0, 0, 30, False)],
)
def test_a_fall_is_three_whole_months_against_the_three_before(
    before: int, after: int, percent: int, warned: bool
) -> None:
    orders = [paid("2026-06-01", before)] * bool(before) + [paid("2026-11-30", after)] * bool(after)
    assert (fall(orders, Measure.PAID, percent, TODAY) is not None) is warned


def test_the_running_month_and_older_ones_are_outside_both_spans() -> None:
    orders = [paid("2026-05-31", 9000), paid("2026-08-31", 1000), paid("2026-09-01", 500), paid("2026-12-01", 9000)]
    occasion = fall(orders, Measure.PAID, 30, TODAY)
    assert occasion is not None and occasion.key == "2026-11"
    assert dict(occasion.facts) == {"before": 1000, "after": 500, "currency": "RUB", "percent": 50}


def test_a_fall_is_counted_in_the_currency_that_weighed_most() -> None:
    dollars = paid("2026-06-02", 500, currency="USD")
    assert fall([paid("2026-06-01", 100), dollars, paid("2026-10-01", 100)], Measure.PAID, 30, TODAY) is not None
    assert fall([paid("2026-06-01", 900), dollars, paid("2026-10-01", 900)], Measure.PAID, 30, TODAY) is None


def test_cancelled_orders_are_in_neither_span() -> None:
    cancelled = paid("2026-06-02", 5000, cancelled_at=NOW)
    assert fall([paid("2026-06-01", 100), cancelled, paid("2026-10-01", 100)], Measure.PAID, 30, TODAY) is None


@given(st.lists(st.integers(1, 500), max_size=4), st.integers(1, 500), st.integers(1, 100))
def test_more_volume_never_makes_a_fall(later: list[int], more: int, percent: int) -> None:
    orders = [paid("2026-07-01", 800), *(paid("2026-10-01", amount) for amount in later)]
    if fall(orders, Measure.PAID, percent, TODAY) is None:
        assert fall([*orders, paid("2026-10-02", more)], Measure.PAID, percent, TODAY) is None


def test_a_contact_is_due_after_the_levels_days() -> None:
    level = Level(contact_days=30, answer_hours=4)
    assert out_of_touch(FIRST, FIRST, level, FIRST + 30 * DAY) is None
    occasion = out_of_touch(FIRST, FIRST - 90 * DAY, level, FIRST + 31 * DAY)
    assert occasion is not None
    assert (occasion.sign, occasion.key, dict(occasion.facts)) == (
        Sign.CONTACT,
        "2026-09-01",
        {"days": 31, "level": 30},
    )
    assert out_of_touch(None, FIRST, level, FIRST + 31 * DAY) is not None, "never spoken to since the first order"


def test_an_answer_is_due_after_the_levels_working_hours() -> None:
    level = Level(contact_days=30, answer_hours=4)
    asked = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)  # Friday, an hour before closing
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert unanswered(asked, level, monday - timedelta(seconds=1), SCHEDULE) is None
    occasion = unanswered(asked, level, monday, SCHEDULE)
    assert occasion is not None and occasion.key == asked.isoformat() and dict(occasion.facts) == {"level": 4}


def test_only_who_has_a_status_has_a_rhythm_that_was_counted_on() -> None:
    assert [watches_orders(status) for status in ClientStatus] == [False, True, True]
