from __future__ import annotations

from datetime import time

import pytest

from sales.errors import BadHours, BadInput
from sales.hours import parse_clock, parse_hours, parse_minutes


@pytest.mark.parametrize(
    ("text", "clock"),
    [("18:00", time(18)), ("9", time(9)), (" 17.30 ", time(17, 30)), ("09:05", time(9, 5)), ("0:00", time(0))],
)
def test_a_time_of_day_is_read(text: str, clock: time) -> None:
    assert parse_clock(text) == clock


@pytest.mark.parametrize("text", ["", "25:00", "9:60", "вечером", "9 утра", "18:00:00", "-9", "١٨"])
def test_anything_else_is_no_time_of_day(text: str) -> None:
    with pytest.raises(BadHours):
        parse_clock(text)


@pytest.mark.parametrize("text", ["9:00-18:00", "9-18", "09.00 – 18.00", "с 9 до 18", "9:00—18", "9 18"])
def test_working_hours_are_read(text: str) -> None:
    assert parse_hours(text) == (time(9), time(18))


@pytest.mark.parametrize("text", ["", "9", "18-9", "9-9", "9-25", "9-18-20", "9:00 - 18:60", "с утра до вечера"])
def test_anything_else_is_no_working_day(text: str) -> None:
    with pytest.raises(BadHours):
        parse_hours(text)


UNITS = {"мин": 1, "ч": 60}


@pytest.mark.parametrize(
    ("text", "minutes"), [("30", 30), (" 5 ", 5), ("0120", 120), ("30 мин.", 30), ("2 ч", 120), ("2Ч", 120)]
)
def test_minutes_are_digits_with_a_unit_or_without(text: str, minutes: int) -> None:
    assert parse_minutes(text, UNITS) == minutes


@pytest.mark.parametrize("text", ["", "2 дня", "-5", "1.5", "123456", "²", "ч", "1 ч 30 мин"])
def test_anything_else_is_no_minutes(text: str) -> None:
    with pytest.raises(BadInput):
        parse_minutes(text, UNITS)
