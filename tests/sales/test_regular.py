"""The criterion of a regular client, part by part at its boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.errors import BadAmount, BadCount, Empty, NoParts
from sales.orders import Measure, Order
from sales.regular import (
    ClientStatus,
    Criterion,
    Evaluation,
    Mode,
    Part,
    PartKind,
    Rule,
    StatusChange,
    StatusWhy,
    by_hand,
    check_criterion,
    due_status,
    evaluate,
    standing,
    stretches,
    with_part,
)
from tests.builders import NOW

TODAY = date(2026, 11, 25)


def paid(on: date | str, amount: int = 100, product: str = "CRM", **more: object) -> Order:
    """Ordered and paid on one day. `amount` in minor units."""
    day = date.fromisoformat(on) if isinstance(on, str) else on
    values: dict[str, object] = {"signed_on": None, "shipped_on": None, "paid_on": day, "currency": "RUB", **more}
    return Order(1, 1, 1, 1, 1, product, amount, ordered_on=day, created_at=NOW, **values)  # type: ignore[arg-type]


def asks(kind: PartKind, **facts: object) -> Part:
    return Part(kind, **facts)  # type: ignore[arg-type]


def found(part: Part, *orders: Order, today: date = TODAY, measure: Measure = Measure.PAID) -> Evaluation:
    return evaluate(Criterion(Mode.ALL, (part,)), orders, measure, today)


THIRD = asks(PartKind.ORDERS, number=3)
MILLION = asks(PartKind.VOLUME, amount=1000)
CRM = asks(PartKind.PRODUCT, product="CRM")
LOTS = asks(PartKind.LOTS, amount=100)
MONTHS = asks(PartKind.MONTHS, amount=100)
CANCELLED = {"cancelled_at": NOW}

TABLE: list[tuple[str, Part, list[Order], bool]] = [
    ("two of three orders", THIRD, [paid("2026-11-01"), paid("2026-11-02")], False),
    ("the third order", THIRD, [paid("2026-11-01"), paid("2026-11-02"), paid("2026-11-25")], True),
    ("the third is paid tomorrow", THIRD, [paid("2026-11-01"), paid("2026-11-02"), paid("2026-11-26")], False),
    ("the third is not paid", THIRD, [paid("2026-11-01"), paid("2026-11-02"), paid("2026-11-03", paid_on=None)], False),
    ("the third is cancelled", THIRD, [paid("2026-11-01"), paid("2026-11-02"), paid("2026-11-03", **CANCELLED)], False),
    ("one short of the volume", MILLION, [paid("2020-01-01", 500), paid("2026-11-02", 499)], False),
    ("the volume to the kopeck", MILLION, [paid("2020-01-01", 500), paid("2026-11-02", 500)], True),
    ("a part of it cancelled", MILLION, [paid("2020-01-01", 500), paid("2026-11-02", 500, **CANCELLED)], False),
    ("a part of it in dollars", MILLION, [paid("2020-01-01", 500), paid("2026-11-02", 500, currency="USD")], False),
    ("the product", CRM, [paid("2026-11-02", product="  crm ")], True),
    ("another product", CRM, [paid("2026-11-02", product="CRM Pro")], False),
    ("the product, cancelled", CRM, [paid("2026-11-02", **CANCELLED)], False),
    ("three whole months", LOTS, [paid("2026-08-31"), paid("2026-09-01"), paid("2026-10-31")], True),
    ("two whole months and this one", LOTS, [paid("2026-09-30"), paid("2026-10-01"), paid("2026-11-25")], True),
    ("a month without a purchase", LOTS, [paid("2026-08-31"), paid("2026-08-31"), paid("2026-10-31")], False),
    ("the third was bought a day early", LOTS, [paid("2026-07-31"), paid("2026-09-01"), paid("2026-10-31")], False),
    (
        "one purchase below",
        LOTS,
        [paid("2026-08-31"), paid("2026-09-01"), paid("2026-09-30", 99), paid("2026-10-31")],
        False,
    ),
    (
        "the one below is cancelled",
        LOTS,
        [paid("2026-08-31"), paid("2026-09-01"), paid("2026-09-30", 99, **CANCELLED), paid("2026-10-31")],
        True,
    ),
    (
        "this month's smaller one leaves the whole months alone",
        LOTS,
        [paid("2026-08-31"), paid("2026-09-01"), paid("2026-10-31"), paid("2026-11-01", 1)],
        True,
    ),
    (
        "a month's volume in two purchases",
        MONTHS,
        [paid("2026-08-31"), paid("2026-09-01", 50), paid("2026-09-30", 50), paid("2026-10-31")],
        True,
    ),
    (
        "a month's volume one short",
        MONTHS,
        [paid("2026-08-31"), paid("2026-09-01", 50), paid("2026-09-30", 49), paid("2026-10-31")],
        False,
    ),
    (
        "the second purchase falls into the next month",
        MONTHS,
        [paid("2026-08-31"), paid("2026-09-01", 50), paid("2026-10-01", 50), paid("2026-10-31")],
        False,
    ),
    (
        "this month's volume is there before it is over",
        MONTHS,
        [paid("2026-09-01"), paid("2026-10-01"), paid("2026-11-01", 60), paid("2026-11-25", 40)],
        True,
    ),
    (
        "the rest of this month's is still to come",
        MONTHS,
        [paid("2026-09-01"), paid("2026-10-01"), paid("2026-11-01", 60), paid("2026-11-26", 40)],
        False,
    ),
]


@pytest.mark.parametrize(("part", "orders", "met"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_part_holds_from_its_boundary_on(part: Part, orders: list[Order], met: bool) -> None:
    assert found(part, *orders).met is met


@pytest.mark.parametrize(
    ("today", "whole", "running"),
    [
        ("2026-11-30", "08 09 10", "09 10 11"),
        ("2026-12-01", "09 10 11", "10 11 12"),
        ("2027-01-01", "10 11 12", "11 12 01"),
        ("2028-02-29", "11 12 01", "12 01 02"),
        ("2027-03-31", "12 01 02", "01 02 03"),
    ],
)
def test_three_months_in_a_row_are_the_last_whole_ones_or_those_up_to_now(today: str, whole: str, running: str) -> None:
    months = [" ".join(f"{month:%m}" for month in stretch) for stretch in stretches(date.fromisoformat(today))]
    assert months == [whole, running]


def test_what_held_with_the_running_month_holds_when_it_is_over_and_not_a_month_later() -> None:
    orders = [paid("2026-09-30"), paid("2026-10-01"), paid("2026-11-25")]
    days = {day: found(MONTHS, *orders, today=date.fromisoformat(day)).met for day in DAYS}
    assert days == dict(zip(DAYS, [False, True, True, True, False], strict=True))


DAYS = ("2026-11-24", "2026-11-25", "2026-11-30", "2026-12-31", "2027-01-01")


@pytest.mark.parametrize("measure", Measure)
def test_the_day_of_the_measure_counts_and_no_other(measure: Measure) -> None:
    dated = {f"{measure.value}_on": date(2026, 11, 1)}
    one = paid("2026-10-31", **{"paid_on": None, **dated})
    first = asks(PartKind.ORDERS, number=1)
    assert [other for other in Measure if found(first, one, measure=other).met] == [measure]


def test_it_says_why_with_figures() -> None:
    orders = [paid("2026-09-30", 150), paid("2026-10-01", 120), paid("2026-11-25", 130)]
    criterion = Criterion(Mode.ANY, (asks(PartKind.ORDERS, number=4), asks(PartKind.VOLUME, amount=400), CRM, LOTS))
    because = evaluate(criterion, orders, Measure.PAID, TODAY).because
    assert [(one.part.kind, one.number, one.amount) for one in because] == [
        (PartKind.VOLUME, 3, 400),
        (PartKind.PRODUCT, 3, 0),
        (PartKind.LOTS, 0, 120),
    ]
    assert because[1].on == date(2026, 9, 30)
    assert [month.month for month in because[2].months] == [9, 10, 11]
    (lacking,) = evaluate(criterion, orders, Measure.PAID, TODAY).lacking
    assert lacking.number == 3


def test_what_is_lacking_says_which_months_hold() -> None:
    (lacking,) = found(MONTHS, paid("2026-08-31"), paid("2026-10-31", 99), paid("2026-10-31", 2)).lacking
    assert [month.month for month in lacking.months] == [8, 10]


def test_without_a_part_nobody_meets_it() -> None:
    for mode in Mode:
        assert not evaluate(Criterion(mode, ()), [paid(TODAY)], Measure.PAID, TODAY).met


parts = st.one_of(
    st.builds(Part, st.just(PartKind.ORDERS), number=st.integers(1, 5)),
    st.builds(Part, st.just(PartKind.VOLUME), amount=st.integers(1, 600)),
    st.builds(Part, st.just(PartKind.PRODUCT), product=st.sampled_from(["CRM", "ERP"])),
    st.builds(Part, st.just(PartKind.MONTHS), amount=st.integers(1, 200)),
    st.builds(Part, st.just(PartKind.LOTS), amount=st.integers(1, 200)),
)
modes = st.sampled_from(Mode)
bought = st.builds(
    paid,
    st.dates(date(2026, 7, 1), date(2026, 12, 31)),
    st.integers(1, 300),
    st.sampled_from(["CRM", "ERP"]),
    cancelled_at=st.sampled_from([None, None, NOW]),
)
lists = st.lists(bought, max_size=8)


@given(lists, bought, st.lists(parts, min_size=1, max_size=4), modes)
def test_another_order_never_takes_a_status_away_unless_it_is_a_smaller_lot(
    orders: list[Order], one: Order, asked: list[Part], mode: Mode
) -> None:
    smaller = any(part.kind is PartKind.LOTS and one.amount < part.amount for part in asked)
    criterion = Criterion(mode, tuple(asked))
    before, after = (evaluate(criterion, known, Measure.PAID, TODAY).met for known in (orders, [*orders, one]))
    assert after or not before or smaller


@given(lists, st.lists(parts, min_size=1, max_size=4))
def test_any_and_all_are_what_they_say(orders: list[Order], asked: list[Part]) -> None:
    alone = [evaluate(Criterion(Mode.ALL, (part,)), orders, Measure.PAID, TODAY).met for part in asked]
    assert evaluate(Criterion(Mode.ANY, tuple(asked)), orders, Measure.PAID, TODAY).met is any(alone)
    assert evaluate(Criterion(Mode.ALL, tuple(asked)), orders, Measure.PAID, TODAY).met is all(alone)


@given(lists, st.lists(parts, min_size=1, max_size=4), modes)
def test_a_cancelled_order_counts_as_if_it_had_never_been(orders: list[Order], asked: list[Part], mode: Mode) -> None:
    criterion = Criterion(mode, tuple(asked))
    kept = [one for one in orders if one.cancelled_at is None]
    assert evaluate(criterion, orders, Measure.PAID, TODAY) == evaluate(criterion, kept, Measure.PAID, TODAY)


@pytest.mark.parametrize(
    ("part", "refusal"),
    [
        (asks(PartKind.ORDERS, number=0), BadCount),
        (asks(PartKind.ORDERS, number=101), BadCount),
        (asks(PartKind.VOLUME), BadAmount),
        (asks(PartKind.LOTS, amount=-1), BadAmount),
        (asks(PartKind.MONTHS, amount=10**15), BadAmount),
        (asks(PartKind.PRODUCT, product=" "), Empty),
    ],
)
def test_a_part_that_makes_no_sense_is_refused(part: Part, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_criterion(Criterion(Mode.ANY, (part,)))


def test_a_criterion_with_no_part_is_refused_and_a_sensible_one_is_not() -> None:
    with pytest.raises(NoParts):
        check_criterion(Criterion(Mode.ALL, ()))
    check_criterion(Criterion(Mode.ALL, (THIRD, MILLION, CRM, LOTS, MONTHS)))


def test_a_part_takes_the_place_of_its_kind_and_products_stand_side_by_side() -> None:
    criterion = Criterion(Mode.ANY, (THIRD, CRM))
    for part in (asks(PartKind.ORDERS, number=2), asks(PartKind.PRODUCT, product="ERP"), CRM):
        criterion = with_part(criterion, part)
    assert [(part.number, part.product) for part in criterion.parts] == [(2, ""), (0, "ERP"), (0, "CRM")]


def rule(aim: ClientStatus, *asked: Part) -> Rule:
    return Rule(1, 1, aim, Criterion(Mode.ANY, asked), Measure.PAID, 1, NOW)


def test_the_highest_status_that_a_rule_gives_is_due() -> None:
    rules = [rule(ClientStatus.KEY, MILLION), rule(ClientStatus.REGULAR, asks(PartKind.ORDERS, number=1))]
    assert due_status([], rules, TODAY)[:2] == (ClientStatus.NEW, None)
    assert due_status([paid(TODAY)], rules, TODAY)[0] is ClientStatus.REGULAR
    assert due_status([paid(TODAY, 1000)], reversed(rules), TODAY)[:2] == (ClientStatus.KEY, rules[0])


def change(status: ClientStatus, why: StatusWhy, at: datetime = NOW) -> StatusChange:
    return StatusChange(1, 1, 1, status, why, at, at.date())


def test_a_heads_word_is_the_least_and_a_lowering_one_holds_against_every_rule() -> None:
    key, regular = change(ClientStatus.KEY, StatusWhy.RULE), change(ClientStatus.REGULAR, StatusWhy.HAND)
    assert standing([]) is ClientStatus.NEW
    assert by_hand([]) == (ClientStatus.NEW, False)
    assert by_hand([key]) == (ClientStatus.NEW, False)
    assert by_hand([key, regular]) == (ClientStatus.REGULAR, False)
    assert by_hand([regular, key]) == (ClientStatus.REGULAR, True)
    assert by_hand([replace(regular, at=NOW + timedelta(days=1)), regular]) == (ClientStatus.REGULAR, False)
