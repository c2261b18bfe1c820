"""Typed dates and times: a small strict grammar.

What isn't understood to the last word is refused, for a promise kept at the wrong hour is worse than a question.
The patterns are a table in `sales.date_grammar`, the words come as an argument. Readings that were chosen:

- A spoken hour from 1 to 7 without a part of the day is an afternoon hour (3 means 15:00, 3:30 means 15:30), since
  people at work mean working hours. Hours from 8 on are literal, and so is anything with a leading zero (03:00).
- Two figures with a dot are day and month; after "at", or where the day is already said, they are hour and minutes.
- A bare weekday is the first one after today, or today with a time still ahead; the next Friday is the one of the next
  calendar week. A weekday beside a date must agree with it.
- Days and weeks ahead are counted out, working or not; longer distances, next periods, and the edges of weeks, months,
  quarters and years fall on working days. "In a day" without a number is refused: half of the people mean tomorrow.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sales.date_grammar import Said, understand
from sales.date_steps import WEEK, edge_day
from sales.date_words import DateWords, tokens
from sales.errors import PastTime, UnclearTime
from sales.worktime import DAY, Schedule, local_day

__all__ = ["DateWords", "Moment", "parse_when"]

HOURS_OF: dict[str, Container[int]] = {
    "morning": range(1, 12),
    "day": range(12, 19),
    "evening": range(16, 24),
    "night": (22, 23, 0, 1, 2, 3, 4),
}
"""Which hours may be called so."""
CLOCK_OF = {"noon": time(12), "lunch": time(13), "afternoon": time(14)}


@dataclass(frozen=True, slots=True)
class Moment:
    """What was meant: `at` is aware UTC and lies ahead. `time_given` is False where only a day or a part of the day
    was said and the hour was taken from the schedule."""

    at: datetime
    time_given: bool


def parse_when(text: str, now: datetime, schedule: Schedule, words: DateWords) -> Moment:
    """The moment that `text` means for somebody who writes it at `now`, by the wall clock of `schedule.zone`.

    A day without a time means its opening, the evening is one hour before closing, a time without a day is today's or,
    once that has passed, tomorrow's. Raises UnclearTime (not understood, or today without a time after the opening),
    ImpossibleDate (no such date or hour, or more than ten years ahead), PastTime (fact `at`, aware UTC).
    """
    left = [token for token in tokens(text, words) if "filler" not in token.senses]
    said = Said(now.astimezone(UTC), local_day(now, schedule.zone), schedule)
    while left:
        del left[: understand(left, said)]
    return Moment(_moment(said), said.clock is not None or said.exact is not None)


def _moment(said: Said) -> datetime:
    wall = _wall(said)
    if said.exact is not None:
        if said.knows_day or wall is not None:
            raise UnclearTime
        return said.exact
    day = _day(said, wall)
    at = said.moment(day, wall or said.schedule.opens)
    if at > said.now:
        return at
    if wall is None and day == said.today:
        raise UnclearTime
    raise PastTime(at=at)


def _day(said: Said, wall: time | None) -> date:
    if said.day is not None:
        return _agreeing(said.day, said)
    if said.week is not None:
        return _day_of_week(said.week, said)
    if said.weekday is not None:
        return _coming_weekday(said.weekday, said, wall)
    if wall is None:
        raise UnclearTime
    return said.today if said.moment(said.today, wall) > said.now else said.today + DAY


def _agreeing(day: date, said: Said) -> date:
    """A weekday or a week said beside a date is a check on it."""
    monday = day - day.weekday() * DAY
    if said.weekday not in (None, day.weekday()) or said.week not in (None, monday):
        raise UnclearTime
    return day


def _day_of_week(monday: date, said: Said) -> date:
    if said.weekday is None:
        return edge_day("start", monday, "week", said.schedule)
    return monday + said.weekday * DAY


def _coming_weekday(weekday: int, said: Said, wall: time | None) -> date:
    day = said.today + (weekday - said.today.weekday()) % 7 * DAY
    still_today = wall is not None and said.moment(day, wall) > said.now
    return day if day > said.today or still_today else day + WEEK


def _wall(said: Said) -> time | None:
    """The time of day that was said, as an hour, as a part of the day, or as both; None where neither was."""
    if said.clock is None:
        return _part_clock(said.part, said.schedule) if said.part else None
    if said.qualifier:
        return _qualified(said.clock, HOURS_OF[said.qualifier])
    afternoon = said.spoken and 1 <= said.clock.hour <= 7
    return said.clock.replace(hour=said.clock.hour + 12) if afternoon else said.clock


def _qualified(clock: time, hours: Container[int]) -> time:
    """The hour, or the one twelve hours later, whichever belongs to that part of the day."""
    fitting = [hour for hour in (clock.hour, clock.hour + 12) if hour in hours]
    if not fitting:
        raise UnclearTime
    return clock.replace(hour=fitting[0])


def _part_clock(part: str, schedule: Schedule) -> time:
    if part == "morning":
        return schedule.opens
    if part == "evening":
        return max(schedule.opens, schedule.closes.replace(hour=max(schedule.closes.hour - 1, 0)))
    return CLOCK_OF[part]
