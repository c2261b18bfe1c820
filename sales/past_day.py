"""A typed day on which something has happened: the same words as for `sales.when`, read backwards.

Where a day is named without its year or month, the last such day is meant; one that lies ahead by less than `SOON` is a
slip, which the caller will find in the future, and not last year's.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sales.date_grammar import Said, understand
from sales.date_steps import later
from sales.date_words import DateWords, Token, tokens
from sales.errors import UnclearTime
from sales.worktime import DAY, Schedule, local_day

SOON = timedelta(days=31)
#: Years between two leap days, at the turn of a century.
LEAP = 8


def parse_past_day(text: str, now: datetime, schedule: Schedule, words: DateWords) -> date:
    """The day that `text` means for somebody who writes it at `now`, by the calendar of `schedule.zone`; it may still
    lie in the future where the text says so. Raises UnclearTime, and ImpossibleDate for what no calendar has."""
    left = [token for token in tokens(text, words) if "filler" not in token.senses]
    pieces = tuple(left)
    said = Said(now.astimezone(UTC), local_day(now, schedule.zone), schedule)
    while left:
        del left[: understand(left, said)]
    if (said.exact, said.clock, said.part, said.week) != (None, None, None, None):
        raise UnclearTime
    return _agreed(_day(said, pieces), said)


def _day(said: Said, pieces: Sequence[Token]) -> date:
    if said.day is None:
        if said.weekday is None:
            raise UnclearTime
        return said.today - (said.today.weekday() - said.weekday) % 7 * DAY
    if _has(pieces, "date", "full_year", "day", "through", "edge"):
        return said.day
    if _has(pieces, "month", "dotted"):
        return _latest(said.day, said.today)
    return said.day if said.day <= said.today else later(said.day, "month", -1)


def _has(pieces: Sequence[Token], *kinds: str) -> bool:
    return any(kind in token.senses for token in pieces for kind in kinds)


def _latest(day: date, today: date) -> date:
    """A day of which the month is known, in the last year that fits: a leap day in the last year that has one."""
    years = range(today.year - LEAP, today.year + 2)
    found = [day.replace(year=year) for year in years if (day.month, day.day) != (2, 29) or isleap(year)]
    return max(one for one in found if one <= today + SOON)


def _agreed(day: date, said: Said) -> date:
    """A weekday beside a date is a check on it."""
    if said.weekday not in (None, day.weekday()):
        raise UnclearTime
    return day


__all__ = ["SOON", "parse_past_day"]
