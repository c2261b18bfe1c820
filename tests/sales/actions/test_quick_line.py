"""Whom a typed line is about, among the clients there are."""

from __future__ import annotations

import pytest

from sales.actions.client_search import FindClients
from sales.actions.quick_line import NamedClient, named_client
from sales.errors import NotAllowed
from sales.people import Actor, Role
from tests.builders import Firm


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


def named(firm: Firm, rep: Actor, *keys: str) -> NamedClient:
    return named_client(firm.work, rep, tuple(FindClients(key) for key in keys))


def test_the_first_way_that_finds_anybody_counts(firm: Firm, rep: Actor) -> None:
    client = firm.client(rep)
    assert named(firm, rep, "ромашка отказ", "ромашка", "ром") == NamedClient(1, client.id)
    assert named(firm, rep, "лютик") == NamedClient(None, None)
    assert named(firm, rep) == NamedClient(None, None)


def test_the_very_name_is_meant_though_others_begin_with_it(firm: Firm, rep: Actor) -> None:
    client = firm.client(rep)
    firm.client(rep, "Ромашка Плюс", "ромашка плюс")
    assert named(firm, rep, "ромашка") == NamedClient(0, client.id)
    assert named(firm, rep, "ромаш") == NamedClient(0, None), "to be chosen"


def test_of_several_the_only_one_that_is_theirs_is_meant(firm: Firm, rep: Actor) -> None:
    firm.client(firm.actor(Role.HUNTER), "Ромашка Юг", "ромашка юг")
    mine = firm.client(rep, "Ромашка Север", "ромашка север")
    assert named(firm, rep, "ромашка") == NamedClient(0, mine.id)


def test_a_word_of_two_letters_is_a_name_only_as_a_whole(firm: Firm, rep: Actor) -> None:
    firm.client(rep, "Ромашка не болит", "ромашка не болит")
    assert named(firm, rep, "не") == NamedClient(None, None)
    short = firm.client(rep, "ИП Ли", "ли")
    assert named(firm, rep, "ли") == NamedClient(0, short.id)


def test_a_phone_names_its_client(firm: Firm, rep: Actor) -> None:
    client = firm.client(rep, phone="+79000000012")
    assert named_client(firm.work, rep, (FindClients("", "+79000000012"),)) == NamedClient(0, client.id)


def test_who_logs_nothing_may_not_ask(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        named(firm, firm.actor(Role.ANALYST), "ромашка")
