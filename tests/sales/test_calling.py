from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sales.activities import Outcome
from sales.calling import LONGEST, Candidate, EntryState, Pick, next_call_times, pick, tally
from sales.worktime import Schedule, is_working, local_day
from tests.builders import NOW

MOSCOW = Schedule(ZoneInfo("Europe/Moscow"), time(9), time(18))
CANDIDATES = st.lists(st.builds(Candidate, st.integers(1, 400), st.booleans()), max_size=500).map(
    lambda found: [Candidate(one.client_id, one.client_id % 3 > 0) for one in found]
)


def test_a_client_is_called_once_at_its_first_place() -> None:
    found = [Candidate(3, True), Candidate(1, True), Candidate(3, True), Candidate(2, False), Candidate(2, False)]
    assert pick(found) == Pick((3, 1), 0, 1)


def test_a_list_has_an_end_and_the_rest_is_told() -> None:
    found = pick(Candidate(number, True) for number in range(LONGEST + 7))
    assert (len(found.chosen), found.more, found.found) == (LONGEST, 7, LONGEST + 7)


@given(CANDIDATES)
def test_nobody_is_lost_and_nobody_stands_twice(candidates: list[Candidate]) -> None:
    found = pick(candidates)
    assert len(set(found.chosen)) == len(found.chosen)
    assert found.found + found.phoneless == len({one.client_id for one in candidates})
    assert set(found.chosen) <= {one.client_id for one in candidates if one.has_phone}


def test_what_a_list_has_come_to() -> None:
    states = {EntryState.DONE: 4, EntryState.SKIPPED: 1, EntryState.GONE: 2, EntryState.WAITING: 3}
    outcomes = {Outcome.AGREED: 1, Outcome.NO_ANSWER: 2, Outcome.THINKING: 1}
    found = tally(states, outcomes)
    assert (found.calls, found.agreed, found.refused, found.unanswered) == (4, 1, 0, 2)
    assert (found.skipped, found.gone, found.left) == (1, 2, 3)


def test_the_next_call_is_offered_for_tomorrow_two_days_and_a_week_ahead() -> None:
    days = [at.astimezone(MOSCOW.zone).strftime("%a %d %H:%M") for at in next_call_times(NOW, MOSCOW)]
    assert days == ["Thu 26 10:00", "Fri 27 10:00", "Wed 02 10:00"]


def test_a_weekend_moves_them_on_and_they_stay_three() -> None:
    friday = NOW + timedelta(days=2)
    days = [at.astimezone(MOSCOW.zone).strftime("%a %d %H:%M") for at in next_call_times(friday, MOSCOW)]
    assert days == ["Mon 30 10:00", "Tue 01 10:00", "Fri 04 10:00"]


def test_who_works_at_other_hours_is_offered_the_opening() -> None:
    late = Schedule(MOSCOW.zone, time(12), time(20))
    assert next_call_times(NOW, late)[0].astimezone(MOSCOW.zone).hour == 12


@given(st.timedeltas(timedelta(0), timedelta(days=365)))
def test_they_are_working_moments_ahead_on_different_days(later: timedelta) -> None:
    now = NOW + later
    times = next_call_times(now, MOSCOW)
    assert all(at > now and is_working(at, MOSCOW) for at in times)
    days = [local_day(at, MOSCOW.zone) for at in times]
    assert days == sorted(set(days))
