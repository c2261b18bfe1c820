"""The demo's words: enough of them, fit for their places, and nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.demo.leads import LOST
from bot.demo.people import MANNERS
from locales import data
from sales.activities import CALL_OUTCOMES, CONTACT_MADE, MEETING_OUTCOMES, Outcome
from sales.deals import NoteKind
from sales.leads import CloseReason, Question
from sales.people import Permission, Role, permissions_of
from sales.steps import StepKind
from sales.wording import a_line, words

TEAM, CLIENTS, TALK = data("demo"), data("demo_clients"), data("demo_talk")
CASES = [case for sphere in CLIENTS["spheres"] for case in sphere["cases"]]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def test_there_are_enough_of_each_kind_not_to_meet_them_twice_a_day() -> None:
    names = [name for sphere in CLIENTS["spheres"] for name in sphere["names"]]

    assert len(set(names)) == len(names) >= 240
    for kind in ("pain", "fit", "severity"):
        assert len({case[kind] for case in CASES}) >= 40
    assert len({one["words"] for one in TALK["budgets"]}) >= 40
    assert min(len(set(TALK["calls"][kind])) for kind in ("agreed", "thinking")) >= 40
    assert len(set(TALK["lead"]["expects"])) >= 40
    assert len({one for kind in TALK["steps"].values() for one in kind}) >= 80


def test_every_outcome_question_and_reason_has_its_words() -> None:
    assert set(TALK["calls"]) == {one.value for one in (*CALL_OUTCOMES, Outcome.NO_ANSWER)}
    assert set(TALK["meetings"]) == {one.value for one in MEETING_OUTCOMES}
    assert {Outcome(one) for one in TALK["regular"]} == CONTACT_MADE
    assert set(TALK["steps"]) >= {one.value for one in StepKind}
    assert set(TALK["lead"]["remarks"]) == set(TALK["lead"]["parked"]) == {one.value for one in Question}
    assert set(TALK["lead"]["closed"]) == {one.value for one in (CloseReason.WON, CloseReason.UNREACHABLE, *LOST)}


def test_what_is_learnt_on_a_deals_way_has_its_words() -> None:
    assert set(TALK["deals"]) == {one.value for one in NoteKind}
    assert not set(TEAM["services"]) & set(TEAM["products"])


def test_a_case_is_helped_by_a_product_of_the_team() -> None:
    assert {case["product"] for case in CASES} == set(TEAM["products"])


def test_whoever_carries_clients_has_a_manner() -> None:
    for person in TEAM["people"]:
        carries = Permission.LOG_ACTS in permissions_of(Role(role) for role in person["roles"])
        assert (person.get("manner") in MANNERS) is carries, person["name"]


def test_they_could_have_been_typed() -> None:
    for text in texts([CLIENTS, TALK]):
        assert not text or words(text) == text
    assert all(a_line(name, 60) == name for sphere in CLIENTS["spheres"] for name in sphere["names"])
