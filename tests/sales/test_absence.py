"""Which days can be meant, and who can stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.absence import (
    Absence,
    AbsenceState,
    able_to_stand_in,
    by_likeness,
    check_substitute,
    days_of,
    overlapping,
    refuse_overlap,
    spans,
)
from sales.errors import Absent, BadInput, OverlappingAbsence, OwnSubstitute, PastTime
from sales.people import Member, Role
from sales.reassign import Burden
from sales.worktime import Schedule
from tests.builders import NOW

MOSCOW = ZoneInfo("Europe/Moscow")
SCHEDULE = Schedule(MOSCOW, time(9), time(18))
MONDAY = date(2026, 11, 30)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), MOSCOW)


def member(number: int, *roles: Role, **fields: object) -> Member:
    values: dict[str, object] = {
        "id": number,
        "company_id": 1,
        "team_id": 1,
        "telegram_id": number,
        "name": f"Имя {number}",
        "zone": None,
        "active": True,
        "away_until": None,
        "unreachable": None,
        "joined_at": NOW,
        "roles": frozenset(roles or {Role.HUNTER}),
    }
    return Member(**{**values, **fields})  # type: ignore[arg-type]


def absence(first: date, last: date, state: AbsenceState = AbsenceState.PLANNED) -> Absence:
    days = days_of(first, last, NOW, SCHEDULE)
    return Absence(1, 1, 7, None, first, last, days.since, days.until, state, 7, NOW)


def test_it_lasts_from_the_first_opening_to_the_opening_after_the_last_day() -> None:
    days = days_of(MONDAY, date(2026, 12, 11), NOW, SCHEDULE)
    assert (days.since, days.until) == (at(MONDAY), at(date(2026, 12, 14))), "Friday to Monday"


def test_one_that_begins_today_begins_at_once() -> None:
    assert days_of(NOW.date(), NOW.date(), NOW, SCHEDULE).since == NOW
    early = NOW.replace(hour=3)
    assert days_of(NOW.date(), NOW.date(), early, SCHEDULE).since == at(NOW.date()), (
        "before the opening: at the opening"
    )


def test_new_years_days_off_are_no_return() -> None:
    assert days_of(date(2026, 12, 28), date(2026, 12, 31), NOW, SCHEDULE).until == at(date(2027, 1, 11))


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (date(2026, 11, 24), date(2026, 11, 30), PastTime),
        (date(2026, 12, 2), date(2026, 12, 1), PastTime),
        (MONDAY, MONDAY + timedelta(days=366), BadInput),
        (date(2029, 11, 30), date(2029, 12, 1), BadInput),
    ],
)
def test_days_that_cannot_be_meant_are_refused(first: date, last: date, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        days_of(first, last, NOW, SCHEDULE)


@given(st.integers(0, 400), st.integers(0, 365))
def test_every_absence_is_a_span_ahead_that_holds_its_days(ahead: int, length: int) -> None:
    first = NOW.date() + timedelta(days=ahead)
    last = first + timedelta(days=length)
    days = days_of(first, last, NOW, SCHEDULE)
    assert NOW <= days.since < days.until
    assert days.until.astimezone(MOSCOW).date() > last


def test_who_is_absent_on_the_next_working_day_again_has_two_absences_that_do_not_meet() -> None:
    first = absence(MONDAY, date(2026, 12, 4))
    after = days_of(date(2026, 12, 7), date(2026, 12, 8), NOW, SCHEDULE)
    refuse_overlap([first], after.since, after.until)
    meets = days_of(date(2026, 12, 4), date(2026, 12, 8), NOW, SCHEDULE)
    with pytest.raises(OverlappingAbsence):
        refuse_overlap([first], meets.since, meets.until)
    over = replace(first, state=AbsenceState.OVER)
    assert overlapping([over], meets.since, meets.until) is None


def test_a_substitute_is_here_on_those_days_and_somebody_else() -> None:
    days = days_of(MONDAY, date(2026, 12, 4), NOW, SCHEDULE)
    absent = member(1)
    check_substitute(absent, member(2), [], days)
    with pytest.raises(OwnSubstitute):
        check_substitute(absent, absent, [], days)
    with pytest.raises(Absent) as refused:
        check_substitute(absent, member(2), [absence(date(2026, 12, 4), date(2026, 12, 4))], days)
    assert refused.value.facts["at"] == at(date(2026, 12, 7)), "absent too"
    with pytest.raises(Absent):
        check_substitute(absent, member(2, away_until=days.since + timedelta(hours=1)), [], days)
    check_substitute(absent, member(2, away_until=days.since), [], days)
    with pytest.raises(Absent) as lost:
        check_substitute(absent, member(2, unreachable="blocked"), [], days)
    assert lost.value.facts["at"] == "never"


def test_who_works_with_clients_and_gets_messages_can_stand_in() -> None:
    assert able_to_stand_in(member(1, Role.FARMER))
    assert not able_to_stand_in(member(1, Role.ANALYST))
    assert not able_to_stand_in(member(1, unreachable="blocked"))


def test_the_same_roles_come_first_then_the_least_burdened() -> None:
    others = [member(2, Role.FARMER), member(3), member(4), member(5)]
    burdens = {3: Burden(10, 1, 0), 4: Burden(2, 1, 0), 5: Burden(0, 0, 3)}
    assert [one.id for one in by_likeness(member(1), others, burdens)] == [4, 3, 5, 2]


def test_a_week_that_begins_on_monday_ends_on_sunday() -> None:
    assert spans(MONDAY)["week"] == date(2026, 12, 6)
    assert spans(MONDAY)["day"] == MONDAY
