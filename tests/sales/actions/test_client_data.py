"""What is known of a client: put right by who carries it, from lists that others choose from too."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from sales.actions.catalogue import NewEntry, RetireEntry, add_product, add_territory, retire_territory
from sales.actions.client_data import (
    ChangeClient,
    ChangeContact,
    RemoveContact,
    change_client,
    change_contact,
    client_data,
    remove_contact,
)
from sales.actions.clients import client_card
from sales.actions.merging import MergeClients, merge_clients
from sales.clients import Client
from sales.company import Team, TeamSettings
from sales.countries import COUNTRIES
from sales.errors import BadInn, BadInput, BadPhone, Empty, NotAllowed, NotFound, NotYours, SameClient, TooLong
from sales.people import Actor, Role
from sales.ports import NEW, Work
from storage.audit import audit
from tests.builders import NOW, Firm


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER, name="Тимур Каримов")


@pytest.fixture
def client(firm: Firm, rep: Actor) -> Client:
    return firm.client(rep, phone="+79000000012")


def change(work: Work, rep: Actor, client: Client, **fields: object) -> Client:
    change_client(work, rep, ChangeClient(client.id, **fields), NOW)  # type: ignore[arg-type]
    return work.clients.get(client.id)


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"name": "Василёк", "key": "василек"}, "name_key", "василек"),
        ({"name": "Лютик"}, "name_key", "лютик"),
        ({"inn": "7707083893"}, "inn", "7707083893"),
        ({"inn": ""}, "inn", None),
        ({"segment": "Крупный"}, "segment", "Крупный"),
        ({"segment": ""}, "segment", ""),
        ({"product": "Склад"}, "product", "Склад"),
        ({"product": ""}, "product", ""),
        ({"source": "site"}, "source", "site"),
        ({"source": ""}, "source", None),
        ({"currency": "USD"}, "currency", "USD"),
        ({"zone": "Asia/Omsk"}, "zone", "Asia/Omsk"),
        ({"zone": ""}, "zone", None),
        ({"territory_id": 0}, "territory_id", None),
        ({"partner_id": 0}, "partner_id", None),
    ],
)
def test_each_field_is_put_right_and_taken_away(
    work: Work, rep: Actor, client: Client, fields: dict[str, object], name: str, value: object
) -> None:
    work.clients.save(
        replace(client, inn="500100732259", segment="Малый", product="Другое", source="other", zone="Asia/Omsk")
    )
    assert getattr(change(work, rep, client, **fields), name) == value


def test_a_country_brings_its_currency_and_its_only_zone(work: Work, rep: Actor, client: Client) -> None:
    there = change(work, rep, client, country="KZ")
    assert (there.country, there.currency, there.zone) == ("KZ", "KZT", "Asia/Almaty")
    back = change(work, rep, client, country="RU")
    assert (back.currency, back.zone) == ("RUB", None), "Russia has several"
    with pytest.raises(BadInput):
        change(work, rep, client, country="XX")
    with pytest.raises(BadInput):
        change(work, rep, client, currency="KZT")


@pytest.mark.parametrize("code", list(COUNTRIES))
def test_every_country_is_one(work: Work, rep: Actor, client: Client, code: str) -> None:
    assert change(work, rep, client, country=code, currency="USD").currency == "USD"


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"name": " "}, Empty),
        ({"name": "ы" * 201}, TooLong),
        ({"inn": "7701234567"}, BadInn),
        ({"segment": "ы" * 61}, TooLong),
        ({"source": "moon"}, BadInput),
        ({"zone": "Mars/Base"}, BadInput),
        ({"territory_id": 999}, NotFound),
        ({"partner_id": 999}, NotFound),
    ],
)
def test_what_cannot_be_is_refused(
    work: Work, rep: Actor, client: Client, fields: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        change(work, rep, client, **fields)


def test_a_territory_and_a_partner_are_of_the_same_team(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    head = firm.actor(Role.HEAD)
    north = add_territory(work, head, NewEntry("Север"), NOW)
    partner = firm.client(rep, "Партнёр", "партнер")
    changed = change(work, rep, client, territory_id=north, partner_id=partner.id)
    assert (changed.territory_id, changed.partner_id) == (north, partner.id)
    team = work.companies.add_team(Team(NEW, firm.team.company_id, None, "Юг", TeamSettings()))
    elsewhere = add_territory(work, replace(head, team_id=team.id), NewEntry("Юг"), NOW)
    foreign = work.clients.add(replace(partner, id=NEW, team_id=team.id))
    for fields in ({"territory_id": elsewhere}, {"partner_id": foreign.id}):
        with pytest.raises(NotFound):
            change(work, rep, client, **fields)
    with pytest.raises(SameClient):
        change(work, rep, client, partner_id=client.id)
    data = client_data(work, rep, client.id)
    assert (data.territory, data.partner) == ("Север", "Партнёр")
    retire_territory(work, head, RetireEntry(north), NOW)
    assert client_data(work, rep, client.id).territories == ()
    assert client_card(work, rep, client.id, NOW).territory == "Север", "where it lies it stays"


def test_the_lists_to_choose_from_stand_beside_it(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    add_product(work, firm.actor(Role.HEAD), NewEntry("Склад"), NOW)
    for number, segment in enumerate(("Малый", "Крупный", "Крупный")):
        other = firm.client(rep, f"Клиент {number}", f"клиент {number}")
        change(work, rep, other, segment=segment)
    data = client_data(work, rep, client.id)
    assert data.segments == ("Крупный", "Малый"), "the most frequent first"
    assert [one.name for one in data.products] == ["Склад"]
    assert (data.team_zone, data.zone, data.country) == ("Europe/Moscow", None, "RU")


def test_its_former_names_are_told(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    twin = firm.client(rep, "Ромашка-2", "ромашка 2")
    merge_clients(work, firm.actor(Role.HEAD), MergeClients(client.id, twin.id), NOW)
    assert client_data(work, rep, twin.id).also == ("Ромашка-2",)


def test_every_change_is_on_record_old_beside_new(work: Work, rep: Actor, client: Client, conn: sa.Connection) -> None:
    change(work, rep, client, segment="Крупный")
    change(work, rep, client, segment="Крупный")
    facts = conn.scalars(sa.select(audit.c.facts).where(audit.c.verb == "change_client")).all()
    assert facts == [{"name": "segment", "old": "", "new": "Крупный"}]


def test_only_who_carries_it_and_the_head_put_it_right(work: Work, firm: Firm, client: Client) -> None:
    for role, refused in ((Role.HUNTER, NotYours), (Role.ANALYST, NotAllowed), (Role.ASSISTANT, NotAllowed)):
        other = firm.actor(role)
        with pytest.raises(refused):
            change(work, other, client, segment="Крупный")
        with pytest.raises(refused):
            client_data(work, other, client.id)
        with pytest.raises(refused):
            change_contact(work, other, ChangeContact(client.id, name="Анна"), NOW)
        with pytest.raises(refused):
            remove_contact(work, other, RemoveContact(client.id, 1), NOW)
    assert change(work, firm.actor(Role.HEAD), client, segment="Крупный").segment == "Крупный"


class TestContacts:
    def test_are_added_put_right_and_taken_away(
        self, work: Work, rep: Actor, client: Client, conn: sa.Connection
    ) -> None:
        added = change_contact(work, rep, ChangeContact(client.id, name="Анна Ли", phone="8 900 000-00-77"), NOW)
        change_contact(work, rep, ChangeContact(client.id, added, position="закупки"), NOW)
        people = [(one.name, one.position, one.phone) for one in client_data(work, rep, client.id).contacts]
        assert people[1] == ("Анна Ли", "закупки", "+79000000077")
        change_contact(work, rep, ChangeContact(client.id, added, phone=""), NOW)
        assert client_data(work, rep, client.id).contacts[1].phone is None
        remove_contact(work, rep, RemoveContact(client.id, added), NOW)
        assert [one.name for one in work.clients.contacts(client.id)] == ["Пётр Ильин"]
        facts = conn.scalars(sa.select(audit.c.facts).where(audit.c.verb == "remove_contact")).one()
        assert facts == {"name": "Анна Ли", "phone": None}

    def test_a_number_that_stands_there_already_is_that_person(self, work: Work, rep: Actor, client: Client) -> None:
        (known,) = work.clients.contacts(client.id)
        assert change_contact(work, rep, ChangeContact(client.id, name="Пётр И.", phone="89000000012"), NOW) == known.id
        assert [one.name for one in work.clients.contacts(client.id)] == ["Пётр И."]

    def test_are_somebody(self, work: Work, rep: Actor, client: Client) -> None:
        (known,) = work.clients.contacts(client.id)
        with pytest.raises(BadInput):
            change_contact(work, rep, ChangeContact(client.id, position="закупки"), NOW)
        with pytest.raises(BadPhone):
            change_contact(work, rep, ChangeContact(client.id, phone="12"), NOW)
        with pytest.raises(NotFound):
            change_contact(work, rep, ChangeContact(client.id, 999, name="Анна"), NOW)
        with pytest.raises(NotFound):
            remove_contact(work, rep, RemoveContact(client.id, 999), NOW)
        assert work.clients.contacts(client.id) == [known]
