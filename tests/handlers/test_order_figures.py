"""Orders in the figures: how many, first and repeated, and the volume with its measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sales.actions.handoff import Accept, accept_offer
from sales.actions.kpi import TEAM, figures_of
from sales.actions.orders import CancelOrder, LogOrder, cancel_order, log_order
from sales.actions.proposals import Confirm, confirm_proposal, propose
from sales.digest import Period
from sales.legs import Leg
from sales.orders import Measure
from sales.people import Actor, Role
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep

TODAY = date(2026, 11, 25)
PAID = (Measure.SIGNED, Measure.PAID)


def logged(
    firm: Firm, who: Actor, amount: int, ago: int = 0, reached: tuple[Measure, ...] = PAID, key: str = "a"
) -> int:
    known = firm.work.clients.search({firm.team.id}, key=key, phone=None, inn=None, limit=1)
    client = known[0] if known else firm.client(who, key.title(), key)
    form = LogOrder(client.id, amount * 100, f"Модуль {amount}", TODAY - timedelta(days=ago), reached)
    return log_order(firm.work, who, form, NOW).order_id


async def test_a_rep_sees_orders_and_volume_with_its_measure(firm: Firm) -> None:
    rep = Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))
    logged(firm, rep.actor, 1_000_000, ago=1)
    logged(firm, rep.actor, 200_000)
    logged(firm, rep.actor, 300_000, key="b")
    logged(firm, rep.actor, 7, reached=(Measure.SIGNED,), key="c")
    await rep.write("/kpi")
    assert rep.text.splitlines()[-2:] == [
        "🏁 2 заказа: первых 1, повторных 1",
        "Объём, оплачено: <b>500 000 ₽</b>",
    ]
    await rep.tap("Месяц")
    assert "🏁 3 заказа: первых 2, повторных 1" in rep.text
    firm.settle(volume_by=Measure.SIGNED)
    await rep.tap("Сегодня")
    assert "🏁 3 заказа: первых 2, повторных 1" in rep.text
    assert "Объём, подписано: <b>500 007 ₽</b>" in rep.text


async def test_the_team_is_the_sum_of_its_people_and_currencies_stand_apart(firm: Firm) -> None:
    head, one, other = firm.actor(Role.HEAD), firm.actor(Role.HUNTER), firm.actor(Role.FARMER)
    logged(firm, one, 100)
    abroad = firm.client(other, "Вега", "вега")
    firm.work.clients.save(replace(abroad, currency="USD"))
    logged(firm, other, 7, key="вега")
    until = NOW + timedelta(hours=1)
    team = figures_of(firm.work, head, TEAM, Period.DAY, until).volume
    assert team is not None
    assert (team.orders, team.first, team.repeated, team.sums) == (2, 2, 0, (("RUB", 10000), ("USD", 700)))
    alone = figures_of(firm.work, head, other.member_id, Period.DAY, until).volume
    assert alone is not None
    assert alone.sums == (("USD", 700),)


async def test_a_cancelled_order_leaves_the_figures(firm: Firm) -> None:
    rep = firm.actor(Role.HUNTER)
    order_id = logged(firm, rep, 100)
    cancel_order(firm.work, rep, CancelOrder(order_id, 1, "Ошибка"), NOW)
    assert figures_of(firm.work, rep, rep.member_id, Period.MONTH, NOW + timedelta(hours=1)).volume is None


async def test_who_handed_a_client_over_sees_what_is_still_credited_and_the_team_counts_it_once(firm: Firm) -> None:
    hunter, farmer, head = firm.actor(Role.HUNTER), firm.actor(Role.FARMER), firm.actor(Role.HEAD)
    handed_over(firm, hunter, farmer)
    logged(firm, farmer, 200_000, key="вега")
    logged(firm, farmer, 5, key="another")
    giver = Rep(firm, hunter)
    await giver.write("/kpi")
    assert giver.text.splitlines()[-1] == "Зачёт с переданных клиентов, оплачено: 200 000 ₽"
    until = NOW + timedelta(hours=1)
    team, own = (figures_of(firm.work, head, who, Period.DAY, until).volume for who in (TEAM, farmer.member_id))
    assert team is not None
    assert own is not None
    assert (team.orders, team.sums, team.shared) == (2, (("RUB", 20_000_500),), 0)
    assert (own.orders, own.sums, own.shared) == (2, (("RUB", 20_000_500),), 0)


def handed_over(firm: Firm, hunter: Actor, farmer: Actor) -> None:
    client = firm.client(hunter, "Вега", "вега")
    standing = propose(firm.work, client.id, Leg.REGULAR, why="regular", by=None, now=NOW)
    assert standing is not None
    head = firm.actor(Role.HEAD)
    confirm_proposal(firm.work, head, Confirm(standing.id, as_it_is=True), NOW)
    (offer,) = firm.work.handoffs.offers(standing.id)
    accept_offer(firm.work, farmer, Accept(offer.id), NOW)


@pytest.mark.parametrize(("days", "counts"), [(29, True), (31, False)])
async def test_credit_ends_with_its_months(firm: Firm, days: int, counts: bool) -> None:
    """From the 25th of November for one month."""
    firm.settle(credit_months=1)
    hunter, farmer = firm.actor(Role.HUNTER), firm.actor(Role.FARMER)
    handed_over(firm, hunter, farmer)
    later, day = NOW + timedelta(days=days), TODAY + timedelta(days=days)
    (client,) = firm.work.clients.search({firm.team.id}, key="вега", phone=None, inn=None, limit=1)
    log_order(firm.work, farmer, LogOrder(client.id, 100, "Модуль", day, PAID), later)
    volume = figures_of(firm.work, hunter, hunter.member_id, Period.DAY, later + timedelta(hours=1)).volume
    assert (volume is not None) is counts


async def test_a_client_that_has_bought_is_not_called_new(firm: Firm) -> None:
    rep = Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))
    order_id = logged(firm, rep.actor, 100)
    await rep.write("/find A")
    assert "Ведёт Тимур Каримов · есть заказы" in rep.text
    cancel_order(firm.work, rep.actor, CancelOrder(order_id, 1, "Ошибка"), NOW)
    await rep.write("/find A")
    assert "Ведёт Тимур Каримов · новый" in rep.text
