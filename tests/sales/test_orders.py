"""The rules of orders on plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales.errors import AmountNotPositive, AmountTooLarge, BadInput, DayBeforeOrder, DayTooOld, FutureDay
from sales.money import LARGEST
from sales.orders import (
    OLDEST,
    Measure,
    Order,
    check_order,
    counted,
    counted_on,
    is_renewed,
    is_same,
    renewal_day,
    renewal_last_call,
    standing,
    totals,
)
from tests.builders import NOW

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


def an_order(number: int = 1, **other: object) -> Order:
    made = Order(number, 1, 1, 1, 1, "Модуль", 100, "RUB", TODAY, TODAY, None, None, NOW)
    return replace(made, **other)  # type: ignore[arg-type]


days = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=40))
orders = st.builds(
    an_order,
    st.integers(1, 50),
    amount=st.integers(-5, 1000),
    currency=st.sampled_from(["RUB", "USD"]),
    product=st.sampled_from(["Модуль", "модуль ", "Поддержка"]),
    ordered_on=days,
    signed_on=st.none() | days,
    shipped_on=st.none() | days,
    paid_on=st.none() | days,
    cancelled_at=st.none() | st.just(NOW),
    contract_ends_on=st.none() | days,
)


@pytest.mark.parametrize("measure", Measure)
def test_an_order_counts_by_the_day_of_the_measure(measure: Measure) -> None:
    order = an_order(signed_on=TODAY, shipped_on=TODAY + DAY, paid_on=TODAY + 2 * DAY)
    assert counted_on(order, measure) == TODAY + list(Measure).index(measure) * DAY
    assert counted_on(replace(order, cancelled_at=NOW), measure) is None


@settings(max_examples=100, deadline=None)
@given(st.lists(orders, max_size=8), st.sampled_from(Measure))
def test_volume_is_what_has_the_day_and_is_not_cancelled(found: list[Order], measure: Measure) -> None:
    volume = counted(found, measure)
    assert all(one.cancelled_at is None and one.reached_on(measure) is not None for one in volume)
    left = [one for one in found if one not in volume]
    assert all(one.cancelled_at is not None or one.reached_on(measure) is None for one in left)


@settings(max_examples=100, deadline=None)
@given(st.lists(orders, max_size=8))
def test_totals_add_up_by_currency_alone(found: list[Order]) -> None:
    sums = dict(totals(found))
    for currency in {one.currency for one in found}:
        assert sums[currency] == sum(one.amount for one in found if one.currency == currency)
    assert len(sums) == len({one.currency for one in found})


@settings(max_examples=100, deadline=None)
@given(st.lists(orders, max_size=8, unique_by=lambda one: one.id))
def test_standing_orders_come_in_the_order_of_their_days(found: list[Order]) -> None:
    left = standing(found)
    assert [(one.ordered_on, one.id) for one in left] == sorted((one.ordered_on, one.id) for one in left)
    assert {one.id for one in left} == {one.id for one in found if one.cancelled_at is None}


@settings(max_examples=100, deadline=None)
@given(orders, orders)
def test_sameness_has_no_direction(one: Order, other: Order) -> None:
    assert is_same(one, other) == is_same(other, one)


def test_the_same_order_is_the_same_in_any_spelling() -> None:
    assert is_same(an_order(1), an_order(2, product=" МОДУЛЬ"))
    for other in (
        an_order(2, amount=101),
        an_order(2, client_id=2),
        an_order(2, currency="USD"),
        an_order(2, ordered_on=TODAY - DAY),
        an_order(2, product="Поддержка"),
        an_order(2, cancelled_at=NOW),
    ):
        assert not is_same(an_order(1), other)


@settings(max_examples=300, deadline=None)
@given(orders)
def test_a_checked_order_is_one_that_can_have_been(order: Order) -> None:
    marks = [day for day in (order.signed_on, order.shipped_on, order.paid_on) if day is not None]
    ends = order.contract_ends_on
    possible = (
        0 < order.amount <= LARGEST
        and all(order.ordered_on <= day <= TODAY for day in marks)
        and order.ordered_on <= TODAY
        and (ends is None or ends >= order.ordered_on)
    )
    try:
        check_order(order, TODAY)
    except BadInput:
        assert not possible
    else:
        assert possible


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({"amount": 0}, AmountNotPositive),
        ({"amount": LARGEST + 1}, AmountTooLarge),
        ({"ordered_on": TODAY + DAY}, FutureDay),
        ({"paid_on": TODAY + DAY}, FutureDay),
        ({"ordered_on": TODAY - OLDEST - DAY, "signed_on": None}, DayTooOld),
        ({"contract_ends_on": TODAY + OLDEST + DAY}, DayTooOld),
        ({"contract_ends_on": TODAY - DAY}, DayBeforeOrder),
        ({"shipped_on": TODAY - DAY}, DayBeforeOrder),
    ],
)
def test_each_mistake_has_its_own_answer(other: dict[str, object], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        check_order(an_order(**other), TODAY)


def test_the_bounds_themselves_are_possible() -> None:
    oldest = TODAY - OLDEST
    check_order(an_order(amount=LARGEST, ordered_on=oldest, contract_ends_on=oldest + OLDEST), TODAY)
    check_order(an_order(amount=1, paid_on=TODAY, contract_ends_on=TODAY), TODAY)


def test_the_head_is_told_at_half_of_the_time() -> None:
    ends = date(2026, 12, 31)
    assert (renewal_day(ends, 30), renewal_last_call(ends, 30)) == (date(2026, 12, 1), date(2026, 12, 16))
    assert (renewal_day(ends, 1), renewal_last_call(ends, 1)) == (date(2026, 12, 30), ends)


def test_a_later_contract_on_the_same_product_prolongs() -> None:
    order = an_order(1, contract_ends_on=TODAY)
    longer = an_order(2, contract_ends_on=TODAY + DAY, product="модуль")
    assert is_renewed(order, [order, longer])
    assert not is_renewed(order, [order])
    assert not is_renewed(longer, [order, longer])
    for other in ({"cancelled_at": NOW}, {"product": "Поддержка"}, {"contract_ends_on": None}):
        assert not is_renewed(order, [order, replace(longer, **other)])  # type: ignore[arg-type]
    assert not is_renewed(an_order(1), [order, longer])
