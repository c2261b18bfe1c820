from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.activities import CONTACT_MADE, ActKind, Outcome
from sales.kpi import (
    FIGURES,
    TEAM_DUTIES,
    Compared,
    Duty,
    Record,
    card,
    duties_of,
    figures,
    idle,
    record,
    share,
)
from sales.people import Member, Role
from sales.ports import ActFact, HandoffFact, Overdue

NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
ORLOVA, KARIMOV, BELOVA = 1, 2, 3
EMPTY = record([], [])


def call(member: int, outcome: Outcome = Outcome.THINKING, times: int = 1) -> ActFact:
    return ActFact(member, ActKind.CALL, outcome, times)


def meeting(member: int, outcome: Outcome = Outcome.AGREED) -> ActFact:
    return ActFact(member, ActKind.MEETING, outcome)


def fact(what: str, handoff: int, member: int, giver: int = ORLOVA, took: int = 0) -> HandoffFact:
    return HandoffFact(member, giver, what, NOW, took, handoff)


def values(found: Record, days: Iterable[Record] = ()) -> dict[str, float | None]:
    return {name: compared.value for name, compared in figures(found, list(days)).items()}


def a_day() -> Record:
    """Orlova has submitted three leads, one more was waiting since yesterday; Karimov and Belova have answered."""
    acts = [
        call(ORLOVA, Outcome.AGREED, 6),
        call(ORLOVA, Outcome.NO_ANSWER, 6),
        meeting(KARIMOV),
        meeting(KARIMOV, Outcome.NOT_HELD),
        call(KARIMOV, Outcome.CALL_BACK),
    ]
    handoffs = [
        fact("submitted", 1, ORLOVA),
        fact("submitted", 2, ORLOVA),
        fact("submitted", 3, ORLOVA),
        fact("accepted", 1, KARIMOV, took=420),
        fact("missed", 2, KARIMOV),
        fact("untouched", 3, KARIMOV),
        fact("accepted", 2, BELOVA, took=60),
        fact("returned", 9, BELOVA),
        fact("complete", 1, KARIMOV),
    ]
    return record(acts, handoffs, {3: ORLOVA}, {BELOVA: Overdue(2, NOW), KARIMOV: Overdue(1, NOW)})


def test_a_days_figures() -> None:
    assert values(a_day()) == {
        "calls": 13,
        "talks": 6,
        "meetings": 1,
        "submitted": 3,
        "carried": 1,
        "accepted": 2,
        "returned": 1,
        "withdrawn": 0,
        "waiting": 1,
        "taken": 2,
        "sent-back": 1,
        "speed": 240,
        "missed": 1,
        "untouched": 1,
        "overdue": 3,
    }


def test_a_persons_part_holds_what_the_person_did_and_what_became_of_the_persons_leads() -> None:
    giver, receiver = values(a_day().of(ORLOVA)), values(a_day().of(BELOVA))

    assert (giver["submitted"], giver["accepted"], giver["returned"], giver["waiting"]) == (3, 2, 1, 1)
    assert (giver["taken"], giver["sent-back"], giver["missed"], giver["speed"]) == (0, 0, 0, None)
    assert (receiver["taken"], receiver["sent-back"], receiver["speed"], receiver["overdue"]) == (1, 1, 60, 2)
    assert (receiver["submitted"], receiver["accepted"], receiver["carried"]) == (0, 0, 0)


def test_everyone_with_any_part_is_known() -> None:
    assert a_day().people() == {ORLOVA, KARIMOV, BELOVA}
    assert EMPTY.people() == frozenset()
    assert record([], [], {5: ORLOVA}).people() == {ORLOVA}


@pytest.mark.parametrize("outcome", Outcome)
def test_a_talk_is_a_call_by_the_rule_that_completes_a_hand_over(outcome: Outcome) -> None:
    assert values(record([call(ORLOVA, outcome)], []))["talks"] == (outcome in CONTACT_MADE)


def test_a_withdrawn_lead_is_nobodys_answer() -> None:
    found = record([], [fact("submitted", 1, ORLOVA), fact("withdrawn", 1, ORLOVA)])

    assert (values(found)["withdrawn"], values(found)["sent-back"], values(found)["waiting"]) == (1, 0, 0)


def test_the_speed_is_the_median_of_the_acceptances() -> None:
    found = record([], [fact("accepted", n, KARIMOV, took=took) for n, took in enumerate([60, 120, 6000])])

    assert values(found)["speed"] == 120
    assert values(EMPTY)["speed"] is None


def test_earlier_days_are_averaged_and_the_last_of_them_stands_beside() -> None:
    days = [record([call(ORLOVA, times=n)], []) for n in (10, 30, 35)]

    assert figures(record([call(ORLOVA)], []), days)["calls"] == Compared(1, 35, 25)


def test_the_usual_speed_is_that_of_all_the_days_acceptances_together() -> None:
    busy = record([], [fact("accepted", n, KARIMOV, took=60) for n in range(9)])
    slow = record([], [fact("accepted", 99, KARIMOV, took=6000)])

    assert figures(EMPTY, [busy, slow])["speed"] == Compared(None, 6000, 60)
    assert figures(EMPTY, [EMPTY])["speed"] == Compared(None, None, None)


def test_a_young_team_has_nothing_to_compare_with() -> None:
    assert figures(a_day())["calls"] == Compared(13, None, None)


def test_how_things_stand_at_a_moment_is_not_compared() -> None:
    compared = figures(a_day(), [a_day()])

    assert all(compared[name].usual is None for name in ("waiting", "overdue", "carried"))


def test_a_card_tells_a_zero_only_to_those_whose_work_it_is() -> None:
    def shown(duties: Iterable[Duty], found: Record = EMPTY, *, team: bool = False) -> list[list[str]]:
        return [[figure.name for figure in line] for line in card(figures(found), list(duties), team=team)]

    assert shown([]) == []
    assert shown([Duty.SELLING, Duty.TAKING]) == [["calls"], ["meetings"], ["taken"]]
    assert shown(TEAM_DUTIES, team=True) == [["calls"], ["meetings"], ["submitted"]]
    assert shown([Duty.SELLING], record([], [fact("accepted", 1, KARIMOV)]).of(ORLOVA)) == [
        ["calls"],
        ["meetings"],
        ["carried", "accepted"],
    ]
    assert shown(TEAM_DUTIES, a_day(), team=True) == [
        ["calls", "talks"],
        ["meetings"],
        ["submitted", "carried", "accepted", "returned", "waiting"],
        ["speed"],
        ["missed"],
        ["untouched"],
        ["overdue"],
    ]


def member(number: int, *roles: Role, **fields: object) -> Member:
    values: dict[str, object] = {
        "id": number,
        "company_id": 1,
        "team_id": 1,
        "telegram_id": number,
        "name": "Елена Орлова",
        "zone": None,
        "active": True,
        "away_until": None,
        "unreachable": None,
        "joined_at": NOW - timedelta(days=30),
        "roles": frozenset(roles),
    }
    return Member(**{**values, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("roles", "duties"),
    [
        ({Role.LEAD_GENERATOR}, {Duty.SELLING, Duty.GIVING}),
        ({Role.HUNTER}, {Duty.SELLING, Duty.TAKING}),
        ({Role.LEAD_GENERATOR, Role.HUNTER}, {Duty.SELLING, Duty.TAKING}),
        ({Role.FARMER}, {Duty.SELLING}),
        ({Role.HEAD}, set()),
        ({Role.HEAD, Role.HUNTER}, {Duty.SELLING, Duty.TAKING}),
        ({Role.TEAM_LEAD, Role.ANALYST}, set()),
        ({Role.ASSISTANT}, set()),
    ],
)
def test_duties_come_from_selling_roles(roles: set[Role], duties: set[Duty]) -> None:
    assert duties_of(member(1, *roles)) == duties
    assert duties_of(member(1, *roles, active=False)) == set()


def test_who_logged_nothing_is_asked_of_sellers_who_are_here() -> None:
    silent = member(10, Role.HUNTER)
    others = [
        member(ORLOVA, Role.LEAD_GENERATOR),  # has calls
        member(4, Role.LEAD_GENERATOR),  # has submitted a lead
        member(11, Role.HEAD),
        member(12, Role.HUNTER, active=False),
        member(13, Role.HUNTER, away_until=NOW + timedelta(minutes=1)),
        member(14, Role.HUNTER, joined_at=NOW + timedelta(minutes=1)),
    ]
    found = record([call(ORLOVA)], [fact("submitted", 1, 4, giver=4)])

    assert idle([*others, silent], found, NOW) == [silent]


def test_accepting_a_lead_is_no_entry() -> None:
    hunter = member(KARIMOV, Role.HUNTER)

    assert idle([hunter], record([], [fact("accepted", 1, KARIMOV)]), NOW) == [hunter]


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(9, 10, 90), (1, 3, None), (0, 0, None), (None, 20, None), (5, None, None), (0, 40, 0)],
)
def test_a_share_is_told_where_the_whole_is_big_enough(part: float, whole: float, percent: int | None) -> None:
    assert share(part, whole) == percent


PEOPLE = st.integers(1, 4)
ACTS = st.lists(
    st.builds(ActFact, PEOPLE, st.sampled_from(ActKind), st.sampled_from(Outcome), st.integers(1, 9)), max_size=8
)


@st.composite
def days(draw: st.DrawFn) -> Record:
    """Any day that can happen: every lead has one giver and at most one answer; some are from before."""
    handoffs, waiting = [], {}
    for number in range(draw(st.integers(0, 6))):
        giver, receiver = draw(PEOPLE), draw(PEOPLE)
        if draw(st.booleans()):
            handoffs.append(fact("submitted", number, giver, giver))
        handoffs += [fact("untouched", number, draw(PEOPLE), giver) for _ in range(draw(st.integers(0, 1)))]
        handoffs += [fact("missed", number, draw(PEOPLE), giver) for _ in range(draw(st.integers(0, 2)))]
        answer = draw(st.sampled_from(["accepted", "returned", "withdrawn", ""]))
        if answer:
            handoffs.append(fact(answer, number, giver if answer == "withdrawn" else receiver, giver, draw(PEOPLE)))
        else:
            waiting[number] = giver
    late = draw(st.dictionaries(PEOPLE, st.builds(Overdue, st.integers(1, 9), st.just(NOW))))
    return record(draw(ACTS), handoffs, waiting, late)


@given(days())
def test_what_the_people_did_adds_up_to_what_the_team_did(day: Record) -> None:
    parts = [values(day.of(who)) for who in day.people()]

    for figure in FIGURES:
        if not figure.is_time:
            assert sum(part[figure.name] or 0 for part in parts) == values(day)[figure.name], figure.name


@given(days())
def test_leads_in_and_leads_answered_agree(day: Record) -> None:
    found = values(day)

    answers = ("accepted", "returned", "withdrawn", "waiting")
    assert (found["submitted"] or 0) + (found["carried"] or 0) == sum(found[name] or 0 for name in answers)
    assert (found["accepted"], found["returned"]) == (found["taken"], found["sent-back"])
    assert (found["speed"] is None) == (found["accepted"] == 0)


@given(days())
def test_whoever_has_no_part_has_only_zeros(day: Record) -> None:
    assert not any(values(day.of(77)).values())
