"""Every refusal of the trade has words: two lines at most, with its facts in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers.here import Here
from handlers.refusals import refusal
from sales.actions.invite import Fault
from sales.errors import (
    AlreadyTaken,
    BadInvite,
    BadMinutes,
    LeadIncomplete,
    OfferClosed,
    PastTime,
    SalesError,
    TooLateToUndo,
)
from sales.handoff import OfferState
from sales.leads import FORM
from sales.people import Actor, Role
from tests.builders import NOW
from tests.handlers.phone import plain, strict_words

#: Facts that any error may carry; an error's own text takes what it needs.
FACTS: dict[str, Any] = {
    "permission": "manage_people",
    "who": "Тимур Каримов",
    "state": "done",
    "reason": "time",
    "what": "member",
    "missing": "budget next_at",
    "at": datetime(2026, 11, 26, 7, 30, tzinfo=UTC),
    "limit": 200,
    "low": 2,
    "high": 1440,
    "number": "123",
    "done": 1,
    "needed": 3,
    "count": 2,
    "name": "«Ромашка»",
    "day": date(2026, 11, 27),
    "ordered": date(2026, 11, 30),
    "currency": "KZT",
}
REP = Actor(1, 1, 1, 100, "Елена Орлова", "Europe/Moscow", frozenset({Role.HUNTER}), frozenset({1}))


def family(kind: type[SalesError]) -> Iterator[type[SalesError]]:
    for child in kind.__subclasses__():
        yield child
        yield from family(child)


def said(error: SalesError, who: Actor | None = REP) -> str:
    return plain(refusal(Here(who, None, strict_words(), NOW), error))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(family(SalesError)))
def test_every_error_has_words_of_its_own_in_two_lines(kind: type[SalesError]) -> None:
    assert kind.code not in {other.code for other in family(SalesError) if other is not kind}
    assert 1 <= len(said(kind(**FACTS)).splitlines()) <= 2


def test_a_moment_is_told_in_the_persons_own_zone() -> None:
    error = PastTime(at=FACTS["at"])
    assert said(error).startswith("Время «завтра, чт 26 ноября, 10:30» уже прошло.")
    omsk = Actor(1, 1, 1, 100, "Елена Орлова", "Asia/Omsk", frozenset(), frozenset())
    assert "13:30" in said(error, omsk)
    assert "10:30" in said(error, None)


def test_what_is_missing_is_named() -> None:
    assert said(LeadIncomplete(missing="pains next_at")).endswith("Не хватает: боли, следующий шаг")
    assert said(LeadIncomplete(missing=" ".join(FORM))).count(", ") == len(FORM) - 1


def test_who_comes_late_sees_who_has_it() -> None:
    assert said(AlreadyTaken(who="Анна Белова")) == "Уже принято: Анна Белова"
    assert "Анна Белова" in said(TooLateToUndo(reason="acted", who="Анна Белова"))


@pytest.mark.parametrize("state", OfferState)
def test_a_closed_offer_says_how_it_was_closed(state: OfferState) -> None:
    said_of = {other: said(OfferClosed(state=other.value, who="Анна Белова")) for other in OfferState}
    same = {other for other in OfferState if said_of[other] == said_of[state]}
    assert (
        same <= {OfferState.ACCEPTED, OfferState.LOST}
        or same <= {OfferState.EXPIRED, OfferState.OPEN}
        or same == {state}
    )


@pytest.mark.parametrize("fault", Fault)
def test_an_invite_that_does_not_let_in_says_why(fault: Fault) -> None:
    lines = {said(BadInvite(reason=other.value)) for other in Fault}
    assert len(lines) == len(Fault)
    assert len(said(BadInvite(reason=fault.value)).splitlines()) == 1


def test_limits_are_told() -> None:
    assert said(BadMinutes(low=2, high=1440)).startswith("Здесь нужно от 2 до 1 440 минут.")
