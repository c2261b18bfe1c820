"""Typed days on which something has happened; today is Wednesday, the 25th of November 2026."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales import data
from sales.date_words import DateWords
from sales.errors import BadInput, ImpossibleDate, UnclearTime
from sales.past_day import parse_past_day
from sales.worktime import Schedule
from tests.builders import NOW

WORDS = DateWords.from_data(data("dates"))
SCHEDULE = Schedule(ZoneInfo("Europe/Moscow"), time(9), time(18))
TODAY = date(2026, 11, 25)


def parse(text: str) -> date:
    return parse_past_day(text, NOW, SCHEDULE, WORDS)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("сегодня", TODAY),
        ("вчера", date(2026, 11, 24)),
        ("позавчера", date(2026, 11, 23)),
        ("12 ноября", date(2026, 11, 12)),
        ("12.11", date(2026, 11, 12)),
        ("12.11.2024", date(2024, 11, 12)),
        ("2024-11-12", date(2024, 11, 12)),
        ("12 ноября 2024 года", date(2024, 11, 12)),
        ("5 марта", date(2026, 3, 5)),  # further back than half a year, and still this year's
        ("31 декабря", date(2025, 12, 31)),
        ("5-го", date(2026, 11, 5)),
        ("28 числа", date(2026, 10, 28)),
        ("в пятницу", date(2026, 11, 20)),
        ("ср", TODAY),
        ("чт 12 ноября", date(2026, 11, 12)),
    ],
)
def test_a_day_without_its_year_is_the_last_such_day(text: str, day: date) -> None:
    assert parse(text) == day


@pytest.mark.parametrize(
    ("text", "day"), [("завтра", date(2026, 11, 26)), ("30.11", date(2026, 11, 30)), ("1.1.2027", date(2027, 1, 1))]
)
def test_what_is_said_to_lie_ahead_stays_ahead(text: str, day: date) -> None:
    """For the caller to refuse: nobody means last year's thirtieth of November five days before this one."""
    assert parse(text) == day


@pytest.mark.parametrize(
    "text", ["", "давно", "в 10", "вчера в 10", "вчера утром", "через час", "на следующей неделе", "пт 12 ноября"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnclearTime):
        parse(text)


@pytest.mark.parametrize("text", ["31.02", "30 февраля", "31.11.2026", "1.1.1800"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleDate):
        parse(text)


def test_a_leap_day_is_the_last_one_that_there_was() -> None:
    assert parse("29.02.2024") == date(2024, 2, 29)
    before_the_next = datetime(2027, 12, 1, 9, tzinfo=UTC)
    assert parse_past_day("29 февраля", before_the_next, SCHEDULE, WORDS) == date(2024, 2, 29)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 330))
def test_a_printed_day_of_the_last_months_reads_back(ago: int) -> None:
    day = TODAY - timedelta(days=ago)
    assert parse(f"{day:%d.%m}") == parse(f"{day:%d.%m.%Y}") == day


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 .-чисалодвктбрямунйпгвче", max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with suppress(BadInput):
        parse(text)
