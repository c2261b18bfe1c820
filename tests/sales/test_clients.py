"""A client's name in a line, numbers with a slip of the pen, and who sees everything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sales.clients import in_quotes, odd_number, sees_all_of
from sales.people import Role
from tests.builders import Firm


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ООО «Ромашка»", "«Ромашка»"),
        ('АО "Заря"', "«Заря»"),
        ("Василёк", "«Василёк»"),
        ("ООО Ромашка", "«ООО Ромашка»"),
    ],
)
def test_what_stands_in_quotes_is_the_name(name: str, shown: str) -> None:
    assert in_quotes(name) == shown


@pytest.mark.parametrize(
    ("name", "number"),
    [("Ромашка 7701234567", "7701234567"), ("Ромашка +7 900 000", "7 900 000"), ("Завод 12", None), ("Дом 2024", None)],
)
def test_digits_too_many_for_a_name_are_noticed(name: str, number: str | None) -> None:
    assert odd_number(name) == number


def test_the_owner_a_party_and_whoever_reads_everything_see_all(firm: Firm) -> None:
    owner, other = firm.actor(Role.LEAD_GENERATOR), firm.actor(Role.HUNTER)
    client = firm.client(owner)
    assert sees_all_of(owner, client, frozenset())
    assert not sees_all_of(other, client, frozenset())
    assert sees_all_of(other, client, frozenset({other.member_id}))
    assert sees_all_of(firm.actor(Role.ANALYST), client, frozenset())


def test_nobody_sees_all_of_another_teams_client(firm: Firm) -> None:
    owner = firm.actor(Role.HEAD)
    assert not sees_all_of(replace(owner, reach=frozenset({owner.team_id + 1})), firm.client(owner), frozenset())
