from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sales.actions.order_views import client_orders, order_basis, order_card, twin_of
from sales.actions.orders import (
    CancelOrder,
    CorrectOrder,
    LogOrder,
    MarkOrder,
    cancel_order,
    correct_order,
    log_order,
    mark_order,
)
from sales.errors import (
    AmountNotPositive,
    AmountTooLarge,
    DayBeforeOrder,
    Empty,
    FutureDay,
    NotAllowed,
    NotYours,
    OrderCancelled,
    Overtaken,
    SameOrder,
)
from sales.money import LARGEST
from sales.orders import Measure, Order
from sales.people import Actor, Role
from sales.ports import Work
from tests.builders import NOW, Firm

TODAY = date(2026, 11, 25)
MILLION = 1_000_000_00


def a_form(client_id: int, **other: object) -> LogOrder:
    return replace(LogOrder(client_id, MILLION, "Модуль «Заявки»", TODAY), **other)  # type: ignore[arg-type]


def as_it_is(order: Order) -> CorrectOrder:
    names = [name for name in CorrectOrder.__slots__ if name not in ("order_id", "version")]
    return CorrectOrder(order.id, order.version, **{name: getattr(order, name) for name in names})


@pytest.fixture
def hunter(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


@pytest.fixture
def client_id(firm: Firm, hunter: Actor) -> int:
    return firm.client(hunter).id


def test_an_order_is_logged_with_what_has_happened_already(work: Work, hunter: Actor, client_id: int) -> None:
    reached = (Measure.SIGNED, Measure.PAID)
    saved = log_order(work, hunter, a_form(client_id, reached=reached), NOW)
    order = work.orders.get(saved.order_id)
    assert (order.signed_on, order.shipped_on, order.paid_on) == (TODAY, None, TODAY)
    assert (order.member_id, order.currency, order.version) == (hunter.member_id, "RUB", 1)
    assert (saved.client, saved.number, saved.amount) == ("ООО «Ромашка»", 1, MILLION)


def test_the_first_and_the_repeated_ones_are_counted_by_their_days(work: Work, hunter: Actor, client_id: int) -> None:
    second = log_order(work, hunter, a_form(client_id), NOW)
    first = log_order(work, hunter, a_form(client_id, ordered_on=TODAY - timedelta(days=40)), NOW)
    assert (second.number, first.number) == (1, 1)
    lines = client_orders(work, hunter, client_id).lines
    assert [(line.order_id, line.number) for line in lines] == [(second.order_id, 2), (first.order_id, 1)]


def test_the_sale_is_the_owners_even_if_the_head_logs_it(work: Work, firm: Firm, hunter: Actor, client_id: int) -> None:
    head = firm.actor(Role.HEAD)
    saved = log_order(work, head, a_form(client_id), NOW)
    assert work.orders.get(saved.order_id).member_id == hunter.member_id
    assert order_card(work, head, saved.order_id, NOW).trace[0].who == head.name


def test_nobody_logs_orders_of_anothers_client(work: Work, firm: Firm, client_id: int) -> None:
    with pytest.raises(NotYours):
        log_order(work, firm.actor(Role.HUNTER), a_form(client_id), NOW)
    with pytest.raises(NotAllowed):
        log_order(work, firm.actor(Role.ANALYST), a_form(client_id), NOW)
    with pytest.raises(NotYours):
        client_orders(work, firm.actor(Role.HUNTER), client_id)


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({"amount": 0}, AmountNotPositive),
        ({"amount": -1}, AmountNotPositive),
        ({"amount": LARGEST + 1}, AmountTooLarge),
        ({"ordered_on": TODAY + timedelta(days=1)}, FutureDay),
        ({"product": "  "}, Empty),
        ({"contract_ends_on": TODAY - timedelta(days=1)}, DayBeforeOrder),
    ],
)
def test_what_nobody_can_have_ordered_is_refused(
    work: Work, hunter: Actor, client_id: int, other: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        log_order(work, hunter, a_form(client_id, **other), NOW)
    assert work.orders.of_client(client_id) == []


def test_today_is_the_teams_day(work: Work, firm: Firm, hunter: Actor, client_id: int) -> None:
    """Ten in the morning in Moscow is still the day before in no zone of ours, but late in Kamchatka."""
    firm.settle(zone="Asia/Kamchatka")
    evening = NOW + timedelta(hours=6)  # 13:00 UTC is 01:00 of the next day there
    log_order(work, hunter, a_form(client_id, ordered_on=TODAY + timedelta(days=1)), evening)


def test_the_same_order_twice_is_asked_about(work: Work, hunter: Actor, client_id: int) -> None:
    first = log_order(work, hunter, a_form(client_id), NOW)
    told_twice = a_form(client_id, product="модуль  «ЗАЯВКИ»")
    with pytest.raises(SameOrder) as refused:
        log_order(work, hunter, told_twice, NOW)
    assert refused.value.facts["who"] == hunter.name
    twin = twin_of(work, hunter, told_twice)
    assert twin is not None
    assert twin.order_id == first.order_id
    assert log_order(work, hunter, replace(told_twice, again=True), NOW).number == 2


def test_another_day_amount_or_product_is_another_order(work: Work, hunter: Actor, client_id: int) -> None:
    log_order(work, hunter, a_form(client_id), NOW)
    for other in ({"ordered_on": TODAY - timedelta(days=1)}, {"amount": MILLION + 1}, {"product": "Поддержка"}):
        assert twin_of(work, hunter, a_form(client_id, **other)) is None
        log_order(work, hunter, a_form(client_id, **other), NOW)


def test_a_cancelled_order_is_nobodys_twin(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    cancel_order(work, hunter, CancelOrder(saved.order_id, 1, "Ошибка"), NOW)
    assert log_order(work, hunter, a_form(client_id), NOW).number == 1


def test_an_order_is_marked_as_it_comes_along(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id, ordered_on=TODAY - timedelta(days=9)), NOW)
    mark_order(work, hunter, MarkOrder(saved.order_id, 1, Measure.SHIPPED, TODAY - timedelta(days=2)), NOW)
    mark_order(work, hunter, MarkOrder(saved.order_id, 2, Measure.PAID, TODAY), NOW)
    order = work.orders.get(saved.order_id)
    assert (order.shipped_on, order.paid_on, order.version) == (TODAY - timedelta(days=2), TODAY, 3)
    trace = order_card(work, hunter, saved.order_id, NOW).trace
    assert [(one.verb, [(c.field, c.old, c.new) for c in one.changes]) for one in trace] == [
        ("log_order", []),
        ("mark_order", [("shipped_on", "", "2026-11-23")]),
        ("mark_order", [("paid_on", "", "2026-11-25")]),
    ]


def test_a_mark_neither_comes_before_its_order_nor_lies_ahead(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    for day, refused in ((TODAY + timedelta(days=1), FutureDay), (TODAY - timedelta(days=1), DayBeforeOrder)):
        with pytest.raises(refused):
            mark_order(work, hunter, MarkOrder(saved.order_id, 1, Measure.PAID, day), NOW)


def test_a_correction_leaves_what_was_told_before(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    order = work.orders.get(saved.order_id)
    correct_order(work, hunter, replace(as_it_is(order), amount=5, product=" Поддержка "), NOW)
    card = order_card(work, hunter, saved.order_id, NOW)
    assert (card.order.amount, card.order.product) == (5, "Поддержка")
    assert [(one.field, one.old, one.new) for one in card.trace[-1].changes] == [
        ("amount", str(MILLION), "5"),
        ("product", "Модуль «Заявки»", "Поддержка"),
    ]


def test_a_correction_that_changes_nothing_leaves_no_trace(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    correct_order(work, hunter, as_it_is(work.orders.get(saved.order_id)), NOW)
    card = order_card(work, hunter, saved.order_id, NOW)
    assert (card.order.version, len(card.trace)) == (1, 1)


def test_who_looked_at_an_older_order_changes_nothing(work: Work, firm: Firm, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    shown = work.orders.get(saved.order_id)
    mark_order(work, hunter, MarkOrder(saved.order_id, 1, Measure.PAID, TODAY), NOW)
    with pytest.raises(Overtaken):
        correct_order(work, firm.actor(Role.HEAD), as_it_is(shown), NOW)


def test_a_race_at_the_very_row_is_lost_by_the_second(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    shown = work.orders.get(saved.order_id)
    assert work.orders.save(shown)
    assert not work.orders.save(shown)


def test_a_cancelled_order_counts_nowhere_and_tells_why(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id, reached=tuple(Measure)), NOW)
    done = cancel_order(work, hunter, CancelOrder(saved.order_id, 1, "Клиент передумал"), NOW)
    seen = client_orders(work, hunter, client_id)
    assert (done.number, seen.sums, [line.cancelled for line in seen.lines]) == (0, (), [True])
    card = order_card(work, hunter, saved.order_id, NOW)
    assert (card.trace[-1].verb, card.trace[-1].words) == ("cancel_order", "Клиент передумал")
    assert not card.may_change


def test_nothing_more_happens_to_a_cancelled_order(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    cancel_order(work, hunter, CancelOrder(saved.order_id, 1, "Ошибка"), NOW)
    with pytest.raises(OrderCancelled):
        mark_order(work, hunter, MarkOrder(saved.order_id, 2, Measure.PAID, TODAY), NOW)


def test_a_cancellation_says_why(work: Work, hunter: Actor, client_id: int) -> None:
    saved = log_order(work, hunter, a_form(client_id), NOW)
    with pytest.raises(Empty):
        cancel_order(work, hunter, CancelOrder(saved.order_id, 1, " "), NOW)


def test_a_clients_volume_counts_by_the_teams_measure(work: Work, firm: Firm, hunter: Actor, client_id: int) -> None:
    log_order(work, hunter, a_form(client_id, reached=tuple(Measure)), NOW)
    log_order(work, hunter, a_form(client_id, amount=5), NOW)
    assert client_orders(work, hunter, client_id).sums == (("RUB", MILLION),)
    firm.settle(volume_by=Measure.SIGNED)
    assert client_orders(work, hunter, client_id).sums == (("RUB", MILLION + 5),)


def test_a_form_begins_with_what_is_likely(work: Work, hunter: Actor, client_id: int) -> None:
    log_order(work, hunter, a_form(client_id, ordered_on=TODAY - timedelta(days=9)), NOW)
    log_order(work, hunter, a_form(client_id, amount=5, product="Поддержка"), NOW)
    basis = order_basis(work, hunter, client_id, NOW)
    assert (basis.products, basis.amounts) == (("Поддержка", "Модуль «Заявки»"), (5, MILLION))
    assert (basis.number, basis.today, basis.currency) == (3, TODAY, "RUB")
