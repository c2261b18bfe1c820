"""Typed times of day, working hours and minutes: strict, since a mistyped setting holds for everybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

from sales.errors import BadHours, BadInput

_CLOCK = r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?"
_ONE = re.compile(rf"\s*{_CLOCK}\s*")
#: Whatever words stand around the two.
_TWO = re.compile(rf"\D*?{_CLOCK}[^\d:.]+{_CLOCK}\D*")
_COUNT = re.compile(r"\s*([0-9]{1,5})\s*")
_AMOUNT = re.compile(r"([0-9]{1,5})\s*([^\W\d_]*)\.?")


def parse_clock(text: str) -> time:
    """9, 18:00 or 18.30; BadHours for anything else."""
    found = _ONE.fullmatch(text)
    if found is None:
        raise BadHours
    return _time(*found.groups())


def parse_hours(text: str) -> tuple[time, time]:
    """9:00-18:00, 9-18 and the like; BadHours where it isn't two times in their order."""
    found = _TWO.fullmatch(text)
    if found is None:
        raise BadHours
    hour, minutes, last_hour, last_minutes = found.groups()
    opens, closes = _time(hour, minutes), _time(last_hour, last_minutes)
    if opens >= closes:
        raise BadHours
    return opens, closes


def parse_minutes(text: str, units: Mapping[str, int]) -> int:
    """30, or 2 with a unit's word; `units`: minutes by word (small letters). BadInput for anything else."""
    found = _AMOUNT.fullmatch(text.strip().casefold())
    if found is None:
        raise BadInput
    number, word = found.groups()
    if word and word not in units:
        raise BadInput
    return int(number) * (units[word] if word else 1)


def parse_count(text: str) -> int:
    """A whole number; BadInput for anything else."""
    found = _COUNT.fullmatch(text)
    if found is None:
        raise BadInput
    return int(found[1])


def _time(hour: str, minutes: str | None) -> time:
    return time(int(hour), int(minutes or 0))
