"""Something more offered to a client: an act with an outcome."""

from __future__ import annotations

import pytest

from sales.actions.activities import UndoAct, undo_act
from sales.actions.merging import MergeClients, merge_clients
from sales.actions.orders import LogOrder, log_order
from sales.actions.upsells import LogUpsell, log_upsell, upsell_basis
from sales.activities import UPSELL_OUTCOMES, ActKind, Outcome
from sales.catalogue import Product, key_of
from sales.clients import Client
from sales.errors import NotYours, TooLong, WrongState
from sales.people import Actor, Role
from sales.ports import NEW
from tests.builders import NOW, Firm
from tests.sales.actions.test_orders import TODAY


@pytest.fixture
def farmer(firm: Firm) -> Actor:
    return firm.actor(Role.FARMER)


@pytest.fixture
def client(firm: Firm, farmer: Actor) -> Client:
    return firm.client(farmer)


@pytest.mark.parametrize("outcome", UPSELL_OUTCOMES)
def test_an_upsell_is_an_act_with_its_outcome(firm: Firm, farmer: Actor, client: Client, outcome: Outcome) -> None:
    logged = log_upsell(firm.work, farmer, LogUpsell(client.id, outcome, " Поддержка "), NOW)
    act = firm.work.activities.get(logged.activity_id)
    assert (act.kind, act.outcome, act.note, act.member_id) == (ActKind.UPSELL, outcome, "Поддержка", farmer.member_id)


def test_it_counts_as_no_call_and_no_attempt(firm: Firm, farmer: Actor, client: Client) -> None:
    log_upsell(firm.work, farmer, LogUpsell(client.id, Outcome.REFUSED), NOW)
    assert firm.work.activities.count_since(farmer.member_id, client.id, NOW) == 0


def test_it_can_be_taken_back(firm: Firm, farmer: Actor, client: Client) -> None:
    logged = log_upsell(firm.work, farmer, LogUpsell(client.id, Outcome.LATER), NOW)
    undo_act(firm.work, farmer, UndoAct(logged.activity_id), NOW)
    assert firm.work.activities.of_client(client.id, 5) == []


def test_what_is_not_bought_yet_is_offered_first(firm: Firm, farmer: Actor, client: Client) -> None:
    for name in ("Модуль", "Поддержка"):
        firm.work.catalogue.add_product(Product(NEW, firm.team.id, name, key_of(name)))
    log_order(firm.work, farmer, LogOrder(client.id, 100, "модуль", TODAY), NOW)
    assert upsell_basis(firm.work, farmer, client.id).products == ("Поддержка", "Модуль")


def test_only_who_may_log_with_the_client(firm: Firm, client: Client) -> None:
    other = firm.actor(Role.FARMER)
    with pytest.raises(NotYours):
        log_upsell(firm.work, other, LogUpsell(client.id, Outcome.BOUGHT), NOW)
    with pytest.raises(NotYours):
        upsell_basis(firm.work, other, client.id)


def test_an_outcome_of_something_else_is_refused(firm: Firm, farmer: Actor, client: Client) -> None:
    with pytest.raises(WrongState):
        log_upsell(firm.work, farmer, LogUpsell(client.id, Outcome.AGREED), NOW)
    with pytest.raises(TooLong):
        log_upsell(firm.work, farmer, LogUpsell(client.id, Outcome.BOUGHT, "п" * 61), NOW)


def test_an_old_button_knows_what_the_survivor_has_bought(firm: Firm, farmer: Actor, client: Client) -> None:
    firm.products("Модуль", "Поддержка")
    other = firm.client(farmer, "Лютик", "лютик")
    log_order(firm.work, farmer, LogOrder(client.id, 100, "Модуль", TODAY), NOW)
    merge_clients(firm.work, firm.actor(Role.HEAD), MergeClients(client.id, other.id), NOW)
    assert upsell_basis(firm.work, farmer, other.id).products == ("Поддержка", "Модуль")
