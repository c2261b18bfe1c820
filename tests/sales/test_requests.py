"""Rules of inbound requests on plain values: who qualifies, what a typed line says, what a group may read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import data
from sales.leads import Source
from sales.people import Member, Role
from sales.requests import on_duty, qualifiers, read_request, sources_by_words, without_numbers
from tests.builders import NOW

SOURCES = sources_by_words(data("requests")["sources"])
LABELS = frozenset({"тел", "инн"})


def member(number: int, *roles: Role, unreachable: str | None = None) -> Member:
    return Member(number, 1, 1, number, "Елена Орлова", None, True, None, unreachable, NOW, frozenset(roles))


def test_lead_generators_qualify_and_without_them_whoever_makes_leads() -> None:
    generator, hunter, farmer = member(1, Role.LEAD_GENERATOR), member(2, Role.HUNTER), member(3, Role.FARMER)
    lost = member(4, Role.LEAD_GENERATOR, unreachable="blocked")
    assert qualifiers([generator, hunter, farmer, lost]) == [generator]
    assert qualifiers([hunter, farmer, lost]) == [hunter]
    assert qualifiers([farmer]) == []


def test_only_who_makes_leads_can_be_on_duty() -> None:
    hunter, farmer = member(2, Role.HUNTER), member(3, Role.FARMER)
    assert on_duty([hunter, farmer], {2, 3}) == [hunter]
    assert on_duty([hunter, farmer], set()) == []


@pytest.mark.parametrize(
    ("line", "words", "contact", "phone", "source"),
    [
        ("Иван, +7 900 000-00-12, нужен склад, с сайта", "нужен склад", "Иван", "+79000000012", Source.SITE),
        ("нужен склад", "нужен склад", "", None, None),
        ("нужен склад, большой, Партнёр", "нужен склад, большой", "", None, Source.PARTNER),
        ("Иван +7 900 000-00-12, склад", "склад", "Иван", "+79000000012", None),
        ("тел. 8 900 000 00 12, склад", "склад", "", "+79000000012", None),
        ("нужен очень большой склад, 8 900 000 00 12", "нужен очень большой склад", "", "+79000000012", None),
        ("выставка, Анна Белова, 8 900 000 00 12", "", "Анна Белова", "+79000000012", Source.EXHIBITION),
        ("склад на 20 человек, 12-34-56", "склад на 20 человек, 12-34-56", "", None, None),
        ("", "", "", None, None),
    ],
)
def test_a_typed_line_is_taken_apart(
    line: str, words: str, contact: str, phone: str | None, source: Source | None
) -> None:
    read = read_request(line, SOURCES, LABELS)
    assert (read.words, read.contact, read.phone, read.source) == (words, contact, phone, source)


def test_an_inn_is_found_and_a_number_that_may_be_a_phone_isnt_taken_for_one() -> None:
    assert read_request("ООО Вектор 7707083893, склад", SOURCES, LABELS).inn == "7707083893"
    assert read_request("+7 900 000-00-12, склад", SOURCES, LABELS).inn is None


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("позвоните +7 (900) 000-00-12 завтра", "позвоните … завтра"),
        ("8_900_000_00_12", "…"),
        ("234-56-78 или ８９００００００１２３", "…"),
        ("нужен склад на 20 человек, 300 000 ₽", "нужен склад на 20 человек, 300 000 ₽"),
    ],
)
def test_a_group_reads_no_numbers_to_call(said: str, shown: str) -> None:
    assert without_numbers(said).replace(" или …", "") == shown


@given(st.text(alphabet=st.sampled_from("0123456789 ()+-._/абв"), max_size=60))
def test_whatever_is_said_no_seven_digits_in_a_row_are_left(said: str) -> None:
    bare = re.sub(r"[\W_]", "", re.sub(r"[\W_]{4,}|…", "|x|", without_numbers(said)))
    assert not re.search(r"\d{7}", bare)
