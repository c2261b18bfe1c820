"""What typed dates and times say: the grammar as a table of patterns, and what each adds to the understanding.

The table at the end is read from top to bottom; the first pattern that fits the next tokens wins. Choosing the moment
out of everything that was said is the work of `sales.when`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sales.date_steps import WEEK, edge_day, later, period_start, real_date
from sales.date_words import Sense, Token
from sales.errors import ImpossibleDate, UnclearTime
from sales.worktime import DAY, Schedule, local_moment, next_working_day

LATELY = timedelta(days=183)
"""A date without a year that passed within this time is a mistake; one further back means next year's."""
HORIZON = timedelta(days=3660)
"""Nothing is planned more than ten years ahead."""
QUALIFIER_OF = {"morning": "morning", "noon": "day", "lunch": "day", "afternoon": "day", "evening": "evening"}
"""By which words an hour is told in that part of the day."""


@dataclass(slots=True)
class Said:
    """What has been understood so far; what is said twice must agree.

    `now` is UTC, `today` the date at the schedule's zone, `week` a Monday. `exact` is a moment that needs no more.
    `spoken` marks a clock time without a leading zero, which may be meant by the twelve-hour clock.
    """

    now: datetime
    today: date
    schedule: Schedule
    exact: datetime | None = None
    day: date | None = None
    weekday: int | None = None
    week: date | None = None
    clock: time | None = None
    spoken: bool = False
    part: str | None = None
    qualifier: str | None = None
    year_open: bool = False

    def say(self, name: str, value: object) -> None:
        if getattr(self, name) not in (None, value):
            raise UnclearTime
        setattr(self, name, value)

    def say_day(self, day: date) -> None:
        self.say("day", self.in_reach(day))

    def in_reach(self, day: date) -> date:
        if day > self.today + HORIZON:
            raise ImpossibleDate
        return day

    @property
    def knows_day(self) -> bool:
        return (self.day, self.weekday, self.week) != (None, None, None)

    def moment(self, day: date, wall: time) -> datetime:
        return local_moment(day, wall, self.schedule.zone)


def understand(left: list[Token], said: Said) -> int:
    """Applies the first rule that fits the tokens; how many of them it took, at least one. UnclearTime if none fits."""
    for pattern, rule in GRAMMAR:
        values = _match(pattern, left)
        if values is not None:
            rule(said, *values)
            return sum(value is not None for value in values)
    raise UnclearTime


def _match(pattern: str, left: list[Token]) -> list[Sense | None] | None:
    """One value for each element: a kind of sense, or `kind?` (None where absent). `!kind` must not follow."""
    values: list[Sense | None] = []
    for element in pattern.split():
        kind = element.strip("!?")
        at = sum(value is not None for value in values)
        senses = left[at].senses if at < len(left) else {}
        if element.startswith("!"):
            if kind in senses:
                return None
        elif kind in senses or element.endswith("?"):
            values.append(senses.get(kind))
        else:
            return None
    return values


# Distances from now.


def _span(said: Said, through: str, span: str) -> None:
    amount, unit = {"half_hour": (30, "minute"), "half_year": (6, "month")}[span]
    _distance(said, through, amount, unit)


def _distance(said: Said, _through: str, amount: float | None, unit: str) -> None:
    if amount == 0 or (amount is None and unit == "day"):
        raise UnclearTime
    count = 1 if amount is None else amount
    if unit in ("minute", "hour"):
        return said.say("exact", said.now + timedelta(**{f"{unit}s": count}))
    if count != int(count):
        raise UnclearTime
    return said.say_day(_ahead(said, int(count), unit))


def _hours_and_minutes(said: Said, _through: str, hours: float, _hour: str, minutes: float, _minute: str) -> None:
    if not hours + minutes:
        raise UnclearTime
    said.say("exact", said.now + timedelta(hours=hours, minutes=minutes))


def _ahead(said: Said, count: int, unit: str) -> date:
    """Days and weeks are counted out, longer distances are rough and end on a working day."""
    day = said.in_reach(later(said.today, unit, count))
    return day if unit in ("day", "week") else next_working_day(day - DAY, said.schedule)


# Days.


def _relative(said: Said, _before: str | None, offset: int) -> None:
    said.say_day(said.today + offset * DAY)


def _weekday(said: Said, _before: str | None, next_: str | None, weekday: int) -> None:
    said.say("weekday", weekday)
    if next_:
        said.say("week", period_start("week", said.today) + WEEK)


def _weekday_of_this_week(said: Said, _before: str | None, _this: str, weekday: int) -> None:
    said.say("weekday", weekday)
    said.say("week", period_start("week", said.today))


def _next_period(said: Said, _before: str | None, _next: str, unit: str) -> None:
    """Next week may still get its weekday; of a next month only the first working day can be meant."""
    start = later(period_start(unit, said.today), unit, 1)
    if unit == "week":
        said.say("week", start)
    else:
        said.say_day(edge_day("start", start, unit, said.schedule))


def _edge(said: Said, _before: str | None, edge: str, next_: str | None, unit: str) -> None:
    if unit == "day" and not next_:
        return _part(said, None, {"start": "morning", "end": "evening"}[edge])
    start = period_start(unit, said.today)
    if next_ or edge == "start":
        start = later(start, unit, 1)
    return said.say_day(edge_day(edge, start, unit, said.schedule))


def _edge_of_month(said: Said, _before: str | None, edge: str, month: int) -> None:
    start = date(said.today.year + (month < said.today.month), month, 1)
    said.say_day(edge_day(edge, start, "month", said.schedule))


def _full_date(said: Said, _before: str | None, text: str) -> None:
    """Day first, or year first where that has four figures; two figures are a year of this century."""
    parts = re.split(r"\D", text)
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    said.say_day(real_date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)))


def _day_and_month(said: Said, before: str | None, text: str) -> None:
    """Two figures with a dot (or a slash): after "at", or where the day is known, hour and minutes."""
    if before == "at" or said.day is not None:
        return _dotted_clock(said, text, None)
    day, month = map(int, re.split(r"\D", text))
    return said.say_day(_without_year(said, month, day))


def _named_date(
    said: Said, _before: str | None, day: int, _ordinal: str | None, month: int, year: int | None, mark: str | None
) -> None:
    said.say_day(real_date(year, month, day) if year else _without_year(said, month, day))
    said.year_open = not year and not mark


def _day_of_month(said: Said, _before: str | None, day: int, _ordinal: str) -> None:
    start = said.today.replace(day=1)
    if day < said.today.day:
        start = later(start, "month", 1)
    said.say_day(real_date(start.year, start.month, day))


def _without_year(said: Said, month: int, day: int) -> date:
    """This year's, unless it was so long ago (or doesn't exist) that next year's must be meant."""
    real_date(2000, month, day)  # a leap year: what is impossible there is impossible in all
    try:
        this_year = real_date(said.today.year, month, day)
    except ImpossibleDate:
        return real_date(said.today.year + 1, month, day)
    return this_year if this_year >= said.today - LATELY else real_date(said.today.year + 1, month, day)


# Times of day.


def _part(said: Said, _before: str | None, part: str) -> None:
    said.say("part", part)
    said.say("qualifier", QUALIFIER_OF[part])


def _clock(said: Said, _before: str | None, text: str, qualifier: str | None) -> None:
    hour, minute = text.split(":")
    _say_clock(said, hour, minute, qualifier)


def _dotted_clock(said: Said, text: str, qualifier: str | None) -> None:
    hour, mark, minute = re.split(r"(\D)", text)
    if mark != "." or len(minute) != 2:
        raise UnclearTime
    _say_clock(said, hour, minute, qualifier)


def _at_dotted(said: Said, _at: str, text: str, qualifier: str) -> None:
    _dotted_clock(said, text, qualifier)


def _at_one(said: Said, _at: str, _unit: str, qualifier: str | None) -> None:
    """The bare word for an hour after "at" is one o'clock."""
    _say_clock(said, "1", "0", qualifier)


def _stretch(said: Said, _onto: str, amount: float, unit: str) -> None:
    """ "Put off for two hours" isn't two o'clock; only where the day is known an hour can be meant."""
    if unit != "hour" or not said.knows_day or amount != int(amount):
        raise UnclearTime
    _say_clock(said, str(int(amount)), "0", None)


def _hour(said: Said, before: str | None, hour: str, unit: str | None, qualifier: str | None) -> None:
    _hour_and_minutes(said, before, hour, unit, "0", None, qualifier)


def _hour_and_minutes(
    said: Said, before: str | None, hour: str, unit: str | None, minutes: str, _unit: str | None, qualifier: str | None
) -> None:
    """A number is an hour after a preposition, with its part of the day, or where the day is known.

    Not so by itself: three hours, or three "of the day" may be a distance; and after a month's name it may be a year.
    """
    unmistakable = qualifier is not None and (unit is not None or qualifier != "day")
    expected = said.knows_day and (unit is not None or not said.year_open)
    if not (before or unmistakable or expected):
        raise UnclearTime
    _say_clock(said, hour, minutes, qualifier)


def _say_clock(said: Said, hour: str, minutes: str, qualifier: str | None) -> None:
    if int(hour) > 23 or int(minutes) > 59:
        raise ImpossibleDate
    said.say("clock", time(int(hour), int(minutes)))
    said.spoken = not hour.startswith("0")
    if qualifier:
        said.say("qualifier", qualifier)


GRAMMAR: tuple[tuple[str, Callable[..., None]], ...] = (
    ("through span", _span),
    ("through amount hour_unit amount minute_unit", _hours_and_minutes),
    ("through amount? unit", _distance),
    ("before? day", _relative),
    ("before? edge next? unit", _edge),
    ("before? edge month", _edge_of_month),
    ("before? next? weekday", _weekday),
    ("before? this weekday", _weekday_of_this_week),
    ("before? next unit", _next_period),
    ("before? date", _full_date),
    ("at dotted qualifier", _at_dotted),
    ("before? dotted", _day_and_month),
    ("before? number ordinal? month full_year? year_mark?", _named_date),
    ("before? number ordinal", _day_of_month),
    ("before? part", _part),
    ("before? clock qualifier?", _clock),
    ("onto amount unit !qualifier", _stretch),
    ("before? hour hour_unit? minutes minute_unit? !month !ordinal qualifier?", _hour_and_minutes),
    ("before? hour hour_unit? qualifier?", _hour),
    ("at hour_unit qualifier?", _at_one),
)
"""Kinds of sense as `sales.date_words` gives them: `before` is a preposition, `day` counts from today, `dotted` are two
figures with a dot. Each rule takes the values in the pattern's order."""
