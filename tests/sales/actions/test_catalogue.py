"""Products and territories: added once, renamed everywhere, retired without a loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from sales.actions.catalogue import (
    NewEntry,
    PlaceTerritory,
    RenameEntry,
    RetireEntry,
    add_product,
    add_territory,
    catalogue,
    place_territory,
    product_names,
    rename_product,
    rename_territory,
    retire_product,
    retire_territory,
    who_may_be,
)
from sales.actions.rules import SwitchCriterion, switch_criterion
from sales.catalogue import LENGTH
from sales.company import Team, TeamSettings
from sales.errors import AlreadyListed, Empty, ListFull, NotAllowed, NotFound, TooLong
from sales.people import Actor, Role
from sales.ports import NEW, Work
from sales.regular import ClientStatus, Criterion, Mode, Part, PartKind
from storage.audit import audit
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


def territories(work: Work, head: Actor) -> list[tuple[str, str, str]]:
    return [(one.name, one.manager, one.receiver) for one in catalogue(work, head).territories]


def test_products_are_added_once_in_whatever_case(work: Work, firm: Firm, head: Actor) -> None:
    for name in ("Модуль  «Заявки»", "Внедрение", "модуль «заявки»"):
        add_product(work, head, NewEntry(name), NOW)
    assert product_names(work, firm.team.id) == ("Модуль «Заявки»", "Внедрение")


def test_a_retired_product_is_offered_no_more_and_comes_back_by_its_name(work: Work, firm: Firm, head: Actor) -> None:
    product_id = add_product(work, head, NewEntry("Склад"), NOW)
    retire_product(work, head, RetireEntry(product_id), NOW)
    assert product_names(work, firm.team.id) == ()
    assert add_product(work, head, NewEntry("СКЛАД"), NOW) == product_id
    assert product_names(work, firm.team.id) == ("Склад",)


def test_a_renamed_product_is_the_same_product_wherever_it_is_named(relay: Relay, conn: sa.Connection) -> None:
    work = relay.work
    product_id = add_product(work, relay.head, NewEntry("модуль «Заявки»"), NOW)
    lead_id = relay.ready()
    work.clients.save(replace(relay.client, product="модуль «Заявки»"))
    rename_product(work, relay.head, RenameEntry(product_id, "Заявки 2.0"), NOW)
    assert work.leads.get(lead_id).product == "Заявки 2.0"
    assert work.clients.get(relay.client.id).product == "Заявки 2.0"
    assert product_names(work, relay.firm.team.id) == ("Заявки 2.0",)
    facts = conn.scalars(sa.select(audit.c.facts).where(audit.c.verb == "rename_product")).one()
    assert facts == {"old": "модуль «Заявки»", "new": "Заявки 2.0"}


def test_a_product_written_by_hand_in_another_case_is_renamed_too(relay: Relay) -> None:
    work = relay.work
    product_id = add_product(work, relay.head, NewEntry("Модуль А"), NOW)
    work.clients.save(replace(relay.client, product="модуль а"))
    rename_product(work, relay.head, RenameEntry(product_id, "Модуль Б"), NOW)
    assert work.clients.get(relay.client.id).product == "Модуль Б"


def test_a_rule_goes_on_naming_a_renamed_product_in_all_its_versions(firm: Firm, work: Work, head: Actor) -> None:
    product_id = add_product(work, head, NewEntry("Модуль А"), NOW)
    volume = Part(PartKind.VOLUME, amount=100_00)
    for parts in ((Part(PartKind.PRODUCT, product="модуль а"), volume), (Part(PartKind.PRODUCT, product="Склад"),)):
        form = SwitchCriterion(ClientStatus.REGULAR, Criterion(Mode.ANY, parts))
        switch_criterion(work, head, form, NOW)
    rename_product(work, head, RenameEntry(product_id, "Модуль Б"), NOW)
    newest = work.rules.newest(firm.team.id, ClientStatus.REGULAR)
    assert newest is not None
    assert newest.criterion.parts == (Part(PartKind.PRODUCT, product="Склад"),)
    older = work.rules.get(newest.id - 1)
    assert older.criterion.parts == (Part(PartKind.PRODUCT, product="Модуль Б"), volume)


def test_two_products_never_share_a_name(work: Work, firm: Firm, head: Actor) -> None:
    product_id = add_product(work, head, NewEntry("Склад"), NOW)
    add_product(work, head, NewEntry("Заявки"), NOW)
    with pytest.raises(AlreadyListed) as refused:
        rename_product(work, head, RenameEntry(product_id, "ЗАЯВКИ"), NOW)
    assert refused.value.facts["name"] == "Заявки"
    rename_product(work, head, RenameEntry(product_id, "склад"), NOW)
    assert product_names(work, firm.team.id) == ("склад", "Заявки")


def test_the_lists_stay_lists_to_choose_from(work: Work, firm: Firm, head: Actor) -> None:
    for number in range(LENGTH):
        add_product(work, head, NewEntry(f"Продукт {number}"), NOW)
        add_territory(work, head, NewEntry(f"Территория {number}"), NOW)
    for add in (add_product, add_territory):
        with pytest.raises(ListFull):
            add(work, head, NewEntry("Ещё один"), NOW)
        with pytest.raises(TooLong):
            add(work, head, NewEntry("Я" * 61), NOW)
        with pytest.raises(Empty):
            add(work, head, NewEntry(" "), NOW)


def test_a_territory_names_its_manager_and_who_is_asked_first(work: Work, firm: Firm, head: Actor) -> None:
    manager, hunter = firm.member(Role.TERRITORY_MANAGER), firm.member(Role.HUNTER)
    north = add_territory(work, head, NewEntry("Север"), NOW)
    place_territory(work, head, PlaceTerritory(north, manager_id=manager.id), NOW)
    place_territory(work, head, PlaceTerritory(north, receiver_id=hunter.id), NOW)
    assert territories(work, head) == [("Север", manager.name, hunter.name)]
    place_territory(work, head, PlaceTerritory(north, manager_id=0, receiver_id=0), NOW)
    assert territories(work, head) == [("Север", "", "")]


def test_who_receives_no_leads_is_no_territorys_receiver(work: Work, firm: Firm, head: Actor) -> None:
    farmer, hunter = firm.member(Role.FARMER), firm.member(Role.HUNTER)
    north = add_territory(work, head, NewEntry("Север"), NOW)
    with pytest.raises(NotAllowed):
        place_territory(work, head, PlaceTerritory(north, receiver_id=farmer.id), NOW)
    assert [member_id for member_id, _ in who_may_be(work, head, receives=True)] == [hunter.id]
    assert len(who_may_be(work, head, receives=False)) == 3


def test_who_has_left_is_named_nowhere(work: Work, firm: Firm, head: Actor) -> None:
    gone = firm.member(Role.HUNTER, active=False)
    north = add_territory(work, head, NewEntry("Север"), NOW)
    with pytest.raises(NotFound):
        place_territory(work, head, PlaceTerritory(north, manager_id=gone.id), NOW)


def test_territories_are_renamed_and_retired(work: Work, head: Actor) -> None:
    north, south = (add_territory(work, head, NewEntry(name), NOW) for name in ("Север", "Юг"))
    rename_territory(work, head, RenameEntry(north, "Северо-Запад"), NOW)
    with pytest.raises(AlreadyListed):
        rename_territory(work, head, RenameEntry(north, "юг"), NOW)
    retire_territory(work, head, RetireEntry(south), NOW)
    assert [name for name, *_ in territories(work, head)] == ["Северо-Запад"]
    assert add_territory(work, head, NewEntry("юг"), NOW) == south


def test_the_lists_are_not_everybodys_and_nobody_elses(work: Work, firm: Firm, head: Actor) -> None:
    product_id = add_product(work, head, NewEntry("Склад"), NOW)
    territory_id = add_territory(work, head, NewEntry("Север"), NOW)
    beside = work.companies.add_team(Team(NEW, firm.team.company_id, None, "Соседи", TeamSettings()))
    stranger = firm.actor(Role.HEAD, team_id=beside.id)
    hunter = firm.actor(Role.HUNTER)
    with pytest.raises(NotAllowed):
        add_product(work, hunter, NewEntry("Внедрение"), NOW)
    with pytest.raises(NotAllowed):
        who_may_be(work, hunter, receives=False)
    with pytest.raises(NotFound):
        retire_product(work, stranger, RetireEntry(product_id), NOW)
    with pytest.raises(NotFound):
        retire_territory(work, stranger, RetireEntry(territory_id), NOW)
    assert catalogue(work, stranger).products == ()
