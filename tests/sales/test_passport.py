"""What a context card lacks, and the way so far in ten lines."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sales.passport import (
    ACTS,
    ASKED_AT_MOST,
    HISTORY_LINES,
    SPINE,
    Event,
    EventKind,
    Passport,
    Point,
    Promise,
    lacks,
    ten_lines,
)
from tests.builders import NOW

ALL = tuple(Point)
events = st.lists(
    st.builds(
        Event, kind=st.sampled_from(EventKind), at=st.integers(0, 400).map(lambda day: NOW + timedelta(days=day))
    ),
    max_size=40,
)


def test_what_is_known_is_not_asked_and_three_questions_are_the_most() -> None:
    assert lacks(Passport(1), ALL) == (Point.PAINS, Point.FIT, Point.AGREEMENTS)
    known = Passport(1, said=((Point.PAINS, "теряются заявки"), (Point.AGREEMENTS, "цена до марта")))
    assert lacks(known, ALL) == (Point.FIT, Point.DECISION_MAKER, Point.EXPECTS)
    assert lacks(known, (Point.PAINS, Point.EXPECTS)) == (Point.EXPECTS,)
    assert lacks(known, ()) == ()


def test_an_open_promise_is_a_known_promise_and_so_is_a_word_about_it() -> None:
    asked = (Point.PROMISES,)
    assert lacks(Passport(1), asked) == asked
    assert lacks(Passport(1, promises=(Promise("call", "", NOW),)), asked) == ()
    assert lacks(Passport(1, said=((Point.PROMISES, "ничего"),)), asked) == ()


@given(st.sets(st.sampled_from(Point)), st.sets(st.sampled_from(Point)))
def test_whoever_answers_what_is_asked_is_not_asked_the_same_again(known: set[Point], wanted: set[Point]) -> None:
    passport = Passport(1, said=tuple((point, "слова") for point in known))
    asked = lacks(passport, wanted)
    answered = Passport(1, said=tuple((point, "слова") for point in known | set(asked)))
    assert len(asked) <= ASKED_AT_MOST
    assert set(asked) <= wanted - known
    assert not set(lacks(answered, wanted)) & set(asked)


@given(events)
def test_the_way_is_ten_lines_at_most_in_order_with_its_beginning_and_its_end(way: list[Event]) -> None:
    shown = ten_lines(way)
    assert len(shown) == min(len(way), HISTORY_LINES)
    assert [one.at for one in shown] == sorted(one.at for one in shown)
    times = [one.at for one in shown]
    for kinds in (ACTS, SPINE):
        of_kind = [one.at for one in way if one.kind in kinds]
        assert not of_kind or max(of_kind) in times
    handed = [one.at for one in way if one.kind in SPINE]
    assert not handed or min(handed) in times


def test_many_milestones_leave_room_for_what_was_done_last() -> None:
    milestones = [Event(EventKind.ORDER, NOW + timedelta(days=day)) for day in range(20)]
    acts = [Event(EventKind.CALL, NOW + timedelta(days=30 + day)) for day in range(20)]
    shown = ten_lines([*acts, *milestones])
    assert [one.kind for one in shown] == [EventKind.ORDER] * 6 + [EventKind.CALL] * 4
    assert shown[:6] == tuple(milestones[-6:])
    assert shown[6:] == tuple(acts[-4:])


def test_whose_hands_the_client_has_gone_through_comes_before_its_orders() -> None:
    handed = [Event(EventKind.HANDED, NOW + timedelta(days=day)) for day in range(0, 80, 10)]
    orders = [Event(EventKind.ORDER, NOW + timedelta(days=day)) for day in range(100)]
    acts = [Event(EventKind.CALL, NOW + timedelta(days=200 + day)) for day in range(20)]
    shown = ten_lines([*orders, *acts, *handed])
    assert shown[:6] == (handed[0], *handed[-5:])
    few = ten_lines([*orders, *acts, *handed[:4]])
    assert [one.kind for one in few[:6]] == [EventKind.HANDED] * 4 + [EventKind.ORDER] * 2
