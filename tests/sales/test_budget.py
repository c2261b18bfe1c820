from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.budget import MINOR, Voice, Weight, carries, share, voice_of, weight_of
from sales.notices import LIVE, NoticeKind


@pytest.mark.parametrize(
    ("kind", "facts", "weight"),
    [
        (NoticeKind.OFFER, {}, Weight.URGENT),
        (NoticeKind.REMINDER, {"exact": True}, Weight.URGENT),
        (NoticeKind.REMINDER, {"exact": False}, Weight.ORDINARY),
        (NoticeKind.REMINDER, {}, Weight.ORDINARY),
        (NoticeKind.RETURNED, {"exact": True}, Weight.ORDINARY),
        (NoticeKind.ACCEPTED, {}, Weight.MINOR),
    ],
)
def test_what_can_not_wait_is_known_by_its_kind(kind: NoticeKind, facts: dict[str, bool], weight: Weight) -> None:
    assert weight_of(kind, facts) is weight


def test_a_quarter_is_kept_for_the_urgent() -> None:
    assert [share(weight, 8) for weight in Weight] == [8, 6, 6]


@given(st.lists(st.sampled_from(Weight), max_size=60), st.integers(1, 50))
def test_no_day_is_louder_than_its_budget(day: list[Weight], limit: int) -> None:
    heard = 0
    for weight in day:
        heard += voice_of(weight, heard, limit) is Voice.LOUD
    assert heard <= limit


@given(st.integers(0, 60), st.integers(1, 50))
def test_the_more_urgent_is_never_the_quieter(heard: int, limit: int) -> None:
    loud = [voice_of(weight, heard, limit) is Voice.LOUD for weight in Weight]
    assert loud == sorted(loud, reverse=True)


@given(st.sampled_from(Weight), st.integers(0, 60), st.integers(1, 50))
def test_only_what_one_line_tells_is_held(weight: Weight, heard: int, limit: int) -> None:
    assert voice_of(weight, heard, limit) is not Voice.HELD or weight is Weight.MINOR


def test_a_line_in_another_message_could_not_be_edited() -> None:
    assert not MINOR & LIVE
    assert carries(NoticeKind.MORNING)
    assert not any(carries(kind) for kind in (*LIVE, NoticeKind.TEXT, NoticeKind.REMINDER))
