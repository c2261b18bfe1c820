"""The picture's rules: what presses most, and whose silence is longer than usual."""

from __future__ import annotations

from datetime import datetime, timedelta

from sales.situation import Line, Section, fingerprint, is_silent, most_pressing
from tests.builders import NOW


def line(section: Section, subject: int, *, late: bool, at: datetime | None = NOW) -> Line:
    return Line(section, subject, True, 1, "Каримов", 1, "Ромашка", at, 1, 3, late)


def test_what_is_late_comes_first_then_by_section_then_the_earliest() -> None:
    waits = line(Section.ANSWER, 1, late=False)
    lines = [
        line(Section.SILENT, 2, late=False, at=None),
        waits,
        line(Section.LATE, 3, late=True),
        line(Section.NOBODY, 4, late=True, at=None),
        line(Section.NOBODY, 5, late=True),
    ]
    assert [one.subject for one in most_pressing(lines, 9)] == [5, 4, 3, 1, 2]
    assert len(most_pressing(lines, 2)) == 2


def test_pictures_that_say_the_same_are_alike() -> None:
    one = line(Section.ANSWER, 1, late=False)
    assert fingerprint([one]) == fingerprint([line(Section.ANSWER, 1, late=False)])
    assert fingerprint([one]) != fingerprint([line(Section.ANSWER, 1, late=True)]) != fingerprint([])


def test_a_silence_is_told_only_where_it_is_longer_than_usual() -> None:
    two, three = timedelta(hours=2), timedelta(hours=3)
    assert is_silent(two, busy_days=5, days=10)
    assert not is_silent(two, busy_days=4, days=10), "at these hours there is often nothing"
    assert not is_silent(two - timedelta(seconds=1), busy_days=10, days=10)
    assert not is_silent(two, busy_days=2, days=2), "whose habits aren't known yet has longer"
    assert is_silent(three, busy_days=0, days=0)
