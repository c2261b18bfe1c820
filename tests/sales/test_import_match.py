from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.import_match import Likeness, Match, Repeats, compare, match, named
from sales.importing import Identity, ImportedContact, ImportRow, Known, Problem, Refusal

PHONE, OTHER_PHONE = "+79000000012", "+79000000013"
INN, OTHER_INN = "7700000016", "7700000023"

identities = st.builds(
    Identity,
    st.sampled_from(["ромашка", "ромашка трейд", "астра", "пион"]),
    st.sampled_from([None, INN, OTHER_INN]),
    st.frozensets(st.sampled_from([PHONE, OTHER_PHONE])),
)


def known(number: int, key: str, inn: str | None = None, *phones: str) -> Known:
    return Known(number, key, Identity(key, inn, frozenset(phones)))


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (Identity("ромашка", INN), Identity("астра", INN), Likeness.SAME),
        (Identity("ромашка", INN), Identity("ромашка", OTHER_INN), Likeness.OTHER),
        (Identity("ромашка", INN), Identity("ромашка"), Likeness.SAME),
        (Identity("ромашка"), Identity("астра"), Likeness.OTHER),
        (Identity("ромашка", None, frozenset({PHONE})), Identity("астра", None, frozenset({PHONE})), Likeness.DOUBT),
        (
            Identity("ромашка", None, frozenset({PHONE})),
            Identity("ромашка трейд", INN, frozenset({PHONE})),
            Likeness.SAME,
        ),
        (
            Identity("ромашка", INN, frozenset({PHONE})),
            Identity("ромашка", OTHER_INN, frozenset({PHONE})),
            Likeness.OTHER,
        ),
    ],
)
def test_the_inn_decides_then_the_name_then_a_phone_under_a_name_alike(
    one: Identity, other: Identity, verdict: Likeness
) -> None:
    assert compare(one, other) is verdict


@given(identities, identities)
def test_likeness_has_no_direction_and_everybody_is_like_themselves(one: Identity, other: Identity) -> None:
    assert compare(one, other) is compare(other, one)
    assert compare(one, one) is Likeness.SAME


@given(identities, st.lists(identities, max_size=4))
def test_a_match_is_one_of_the_same_and_the_order_does_not_matter(one: Identity, others: list[Identity]) -> None:
    candidates = [Known(number, other.key, other) for number, other in enumerate(others, 1)]
    found = match(one, candidates)
    assert {match(one, order) for order in permutations(candidates)} == {found}
    same = {each.id for each in candidates if compare(one, each.identity) is Likeness.SAME}
    if found.id is not None:
        assert found.id in same and found.problem is None
    elif found.problem is None:
        assert not same


def test_of_namesakes_the_one_with_the_inn_or_the_phone_is_meant() -> None:
    namesakes = [known(1, "ромашка", INN), known(2, "ромашка", None, PHONE), known(3, "ромашка")]
    assert match(Identity("ромашка", INN), namesakes) == Match(id=1)
    assert match(Identity("ромашка", None, frozenset({PHONE})), namesakes) == Match(id=2)
    assert match(Identity("ромашка"), namesakes) == Match(problem=Problem(Refusal.AMBIGUOUS, "ромашка"))


def row(number: int, name: str, inn: str | None = None, *phones: str) -> ImportRow:
    return ImportRow(number, name, name, inn, contacts=tuple(ImportedContact("", "", phone) for phone in phones))


def test_a_repeated_row_leads_to_its_first_and_lends_it_its_signs() -> None:
    repeats = Repeats()
    assert repeats.look(row(2, "ромашка")) == Match()
    assert repeats.look(row(3, "ромашка", INN, PHONE)) == Match(id=2)
    assert repeats.look(row(4, "ромашка трейд", None, PHONE)) == Match(id=2)
    assert repeats.look(row(5, "астра", None, PHONE)).problem == Problem(Refusal.SAME_PHONE, "ромашка")
    assert repeats.look(row(6, "ромашка", OTHER_INN)) == Match()


@given(st.lists(st.tuples(identities), max_size=12))
def test_a_repeat_never_leads_to_another_repeat(rows: list[tuple[Identity]]) -> None:
    repeats, firsts = Repeats(), set()
    for number, (one,) in enumerate(rows, 1):
        found = repeats.look(row(number, one.key, one.inn, *sorted(one.phones)))
        assert found.id is None or found.id in firsts
        if found == Match():
            firsts.add(number)


PEOPLE = [(1, "Елена Орлова"), (2, "Тимур Каримов"), (3, "Артём Каримов"), (4, "Робот")]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Орлова", 1),
        ("орлова елена", 1),
        ("Елена Викторовна Орлова", 1),
        ("Орлова Е.В.", 1),
        ("Е. Орлова", 1),
        ("Каримов", None),
        ("Каримов Т.", 2),
        ("Артем Каримов", 3),
        ("Орлова Анна", None),
        ("Елена", None),
        ("Робот", 4),
        ("Робот Вертер", None),
        ("Иванов", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_cell_names_a_person_as_people_are_named_in_tables(said: str, who: int | None) -> None:
    assert named(said, PEOPLE) == who


def test_a_person_without_a_name_is_nobody() -> None:
    assert named("Орлова", [(1, " ")]) is None
