"""Signs of logging for show: what is seen, and what has a good reason and isn't."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sales.signs import Entry, Sign, SignKind, signs
from tests.builders import NOW

MOSCOW = ZoneInfo("Europe/Moscow")


def entries(count: int, apart: timedelta, note: str = "", start: datetime = NOW, who: int = 1) -> list[Entry]:
    return [Entry(who, start + apart * number, note) for number in range(count)]


def test_ten_acts_in_three_minutes_are_a_sign_and_nine_are_not() -> None:
    assert signs(entries(10, timedelta(seconds=20)), MOSCOW) == [Sign(1, SignKind.BURST, 10)]
    assert signs(entries(9, timedelta(seconds=20)), MOSCOW) == []
    assert signs(entries(60, timedelta(seconds=21)), MOSCOW) == [], "a quick list through the day"


def test_calls_of_a_list_that_nobody_picks_up_are_quick_by_nature() -> None:
    rings = [replace(one, unanswered=True) for one in entries(19, timedelta(seconds=9))]
    assert signs(rings, MOSCOW) == [], "a ring and one press"
    assert signs([*rings, replace(rings[-1])], MOSCOW) == [Sign(1, SignKind.BURST, 20)]
    talks = entries(5, timedelta(seconds=9))
    assert signs([*rings[:9], *talks], MOSCOW) == []
    assert signs([*rings[:10], *talks], MOSCOW) == [Sign(1, SignKind.BURST, 15)]


def test_the_most_in_any_three_minutes_counts() -> None:
    early, burst = entries(3, timedelta(minutes=30)), entries(12, timedelta(seconds=10), start=NOW + timedelta(hours=3))
    assert signs([*burst, *early], MOSCOW) == [Sign(1, SignKind.BURST, 12)]


def test_the_same_words_again_and_again_are_a_sign_whatever_the_case() -> None:
    notes = ["Обсудили цену", " обсудили  ЦЕНУ "] * 3
    said = [Entry(1, NOW + timedelta(minutes=10 * number), note) for number, note in enumerate(notes)]
    assert signs(said, MOSCOW) == [Sign(1, SignKind.SAME_NOTE, 6)]
    assert signs(said[:4], MOSCOW) == []
    assert signs(entries(9, timedelta(minutes=10), "нд"), MOSCOW) == [], "short notes repeat by themselves"
    assert signs(entries(9, timedelta(minutes=10)), MOSCOW) == [], "no note is no note"


def test_entries_of_the_night_count_by_the_teams_clock() -> None:
    late = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
    assert signs(entries(3, timedelta(hours=1), start=late), MOSCOW) == [Sign(1, SignKind.NIGHT, 3)]
    assert signs(entries(3, timedelta(hours=1), start=late), ZoneInfo("Asia/Kamchatka")) == []
    early = datetime(2026, 11, 25, 2, 58, tzinfo=UTC)
    assert signs(entries(3, timedelta(minutes=2), start=early), MOSCOW) == [], "six o'clock is morning"


def test_each_person_is_looked_at_alone_and_the_most_telling_comes_first() -> None:
    night = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
    found = signs(
        [*entries(4, timedelta(hours=1), start=night, who=2), *entries(11, timedelta(seconds=5), who=3)], MOSCOW
    )
    assert found == [Sign(3, SignKind.BURST, 11), Sign(2, SignKind.NIGHT, 4)]
    together = entries(5, timedelta(seconds=5), who=1) + entries(5, timedelta(seconds=5), who=2)
    assert signs(together, MOSCOW) == []
