"""Who may take work, and how it is shared out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sales.company import TeamSettings
from sales.people import Member, Role
from sales.reassign import Burden, Piece, What, is_absent, share_out, takes_work
from sales.worktime import Schedule
from tests.builders import NOW

SETTINGS = TeamSettings()
SCHEDULE = Schedule(ZoneInfo(SETTINGS.zone), SETTINGS.opens, SETTINGS.closes)
REP = Member(1, 1, 1, 1, "Тимур Каримов", None, True, None, None, NOW, frozenset({Role.HUNTER}))


def test_busy_today_is_here_and_away_beyond_tomorrows_opening_is_absent() -> None:
    assert not is_absent(REP, NOW, SCHEDULE)
    assert not is_absent(replace(REP, away_until=NOW + timedelta(hours=23)), NOW, SCHEDULE), "until 9:00 tomorrow"
    assert is_absent(replace(REP, away_until=NOW + timedelta(hours=23, minutes=1)), NOW, SCHEDULE)


def test_who_is_inactive_unreachable_absent_or_sells_nothing_takes_no_work() -> None:
    assert takes_work(REP, NOW, SCHEDULE)
    for other in (
        replace(REP, active=False),
        replace(REP, unreachable="blocked"),
        replace(REP, away_until=NOW + timedelta(days=7)),
        replace(REP, roles=frozenset({Role.ANALYST})),
    ):
        assert not takes_work(other, NOW, SCHEDULE)


def clients(count: int) -> list[Piece]:
    return [Piece(What.CLIENT, number, number) for number in range(1, count + 1)]


def test_the_least_burdened_gets_more() -> None:
    pieces = clients(4)
    shared = share_out(pieces, dict.fromkeys(range(1, 5), (7, 8)), {7: Burden(0, 1, 1), 8: Burden(40)})
    assert [shared[piece] for piece in pieces] == [8, 8, 7, 8], (
        "two urgent things weigh as two pieces; equals by fewer clients"
    )


def test_what_belongs_to_one_client_goes_to_one_person() -> None:
    pieces = [Piece(What.STEP, 1, 5), Piece(What.STEP, 2, 6), Piece(What.STEP, 3, 5)]
    shared = share_out(pieces, {5: (7, 8), 6: (7, 8)}, {})
    assert shared[pieces[0]] == shared[pieces[2]] != shared[pieces[1]]


def test_what_nobody_may_take_stays() -> None:
    pieces = clients(2)
    assert share_out(pieces, {1: (7,), 2: ()}, {}) == {pieces[0]: 7}


@given(st.integers(0, 40), st.integers(1, 6), st.data())
def test_sharing_loses_nothing_and_evens_out(count: int, people: int, data: st.DataObject) -> None:
    members = list(range(1, people + 1))
    burdens = {one: Burden(0, data.draw(st.integers(0, 9)), 0) for one in members}
    pieces = clients(count)
    shared = share_out(pieces, dict.fromkeys(range(1, count + 1), members), burdens)
    assert set(shared) == set(pieces)
    after = {one: burdens[one].urgent + list(shared.values()).count(one) for one in members}
    for one, weight in after.items():
        got = list(shared.values()).count(one)
        assert not got or weight - 1 <= min(after.values()), "nobody gets another piece while somebody has less"
