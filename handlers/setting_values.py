"""The team's settings as people choose them: for each its usual values, how a typed one is read, and its words.

A value travels through buttons and dialog data as text; `form` makes of it what the action takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from handlers.here import Here
from locales import data
from sales.actions.company import ChangeSettings
from sales.company import RUSSIAN_ZONES, Routing, TeamSettings
from sales.errors import BadInput
from sales.hours import parse_clock, parse_count, parse_hours, parse_minutes
from sales.orders import Measure


@dataclass(frozen=True, slots=True)
class Setting:
    """Texts: `setting-<name>` (button), `setting-<name>-ask`. `read` raises BadInput where it can't."""

    name: str
    usual: tuple[str, ...]
    show: Callable[[Here, str], str]
    read: Callable[[Here, str], str]
    form: Callable[[str], ChangeSettings]
    current: Callable[[TeamSettings], str]


def clock_text(at: time) -> str:
    return f"{at:%H:%M}"


def hours_text(opens: time, closes: time) -> str:
    return f"{opens:%H:%M}-{closes:%H:%M}"


def show_plain(_: Here, value: str) -> str:
    return value


def show_hours(_: Here, value: str) -> str:
    return value.replace("-", "–")


def show_minutes(it: Here, value: str) -> str:
    return it.words.span(timedelta(minutes=int(value)))


def show_zone(it: Here, value: str) -> str:
    return it.words.zone(ZoneInfo(value), it.now)


def _show_routing(it: Here, value: str) -> str:
    return it.words(f"routing-{value}")


def _read_clock(_: Here, text: str) -> str:
    return clock_text(parse_clock(text))


def _read_hours(_: Here, text: str) -> str:
    return hours_text(*parse_hours(text))


def _read_minutes(_: Here, text: str) -> str:
    return str(parse_minutes(text, _units()))


@cache
def _units() -> dict[str, int]:
    """Minutes by the words that people measure them in."""
    words = data("dates")["units"]
    return {**dict.fromkeys(words["minute"], 1), **dict.fromkeys(words["hour"], 60)}


def _read_zone(it: Here, text: str) -> str:
    """By the city's name."""
    for zone in RUSSIAN_ZONES:
        if it.words.zone(ZoneInfo(zone), it.now).split(",")[0].casefold() == text.strip().casefold():
            return zone
    raise BadInput


def _only_buttons(_: Here, __: str) -> str:
    raise BadInput


def _hours_form(value: str) -> ChangeSettings:
    opens, closes = parse_hours(value)
    return ChangeSettings(opens=opens, closes=closes)


def _minutes(name: str, *usual: int) -> Setting:
    return Setting(
        name,
        tuple(str(minutes) for minutes in usual),
        show_minutes,
        _read_minutes,
        lambda value: ChangeSettings(**{name: int(value)}),  # type: ignore[arg-type]
        lambda settings: str(getattr(settings, name)),
    )


def _read_count(_: Here, text: str) -> str:
    return str(parse_count(text))


def _count(name: str, *usual: int) -> Setting:
    return Setting(
        name,
        tuple(str(number) for number in usual),
        show_plain,
        _read_count,
        lambda value: ChangeSettings(**{name: int(value)}),  # type: ignore[arg-type]
        lambda settings: str(getattr(settings, name)),
    )


ZONE = Setting(
    "zone",
    RUSSIAN_ZONES,
    show_zone,
    _read_zone,
    lambda value: ChangeSettings(zone=value),
    lambda settings: settings.zone,
)
HOURS = Setting(
    "hours",
    ("09:00-18:00", "10:00-19:00", "08:00-17:00", "09:00-17:00"),
    show_hours,
    _read_hours,
    _hours_form,
    lambda settings: hours_text(settings.opens, settings.closes),
)
DIGEST = Setting(
    "digest_at",
    ("17:30", "18:00", "18:30", "19:00"),
    show_plain,
    _read_clock,
    lambda value: ChangeSettings(digest_at=parse_clock(value)),
    lambda settings: clock_text(settings.digest_at),
)
VOLUME_BY = Setting(
    "volume_by",
    tuple(Measure),
    lambda it, value: it.words(f"volume_by-{value}"),
    _only_buttons,
    lambda value: ChangeSettings(volume_by=Measure(value)),
    lambda settings: settings.volume_by.value,
)
ROUTING = Setting(
    "routing",
    tuple(Routing),
    _show_routing,
    _only_buttons,
    lambda value: ChangeSettings(routing=Routing(value)),
    lambda settings: settings.routing.value,
)

SETTINGS = {
    setting.name: setting
    for setting in (
        ROUTING,
        _minutes("accept_minutes", 15, 30, 60, 120),
        _minutes("warn_minutes", 5, 10, 15, 30),
        _minutes("retry_minutes", 30, 60, 120, 240),
        _minutes("meeting_notice_minutes", 15, 30, 60, 120),
        _count("loud_a_day", 4, 8, 12, 20),
        _count("touch_attempts", 2, 3, 4, 5),
        _count("touch_hours", 8, 16, 24, 40),
        VOLUME_BY,
        _count("renewal_days", 14, 30, 60, 90),
        DIGEST,
        HOURS,
        ZONE,
    )
}


CLOSER_KEEPS = Setting(
    "closer_keeps",
    ("yes", "no"),
    lambda it, value: it.words(f"closer_keeps-{value}"),
    _only_buttons,
    lambda value: ChangeSettings(closer_keeps=value == "yes"),
    lambda settings: "yes" if settings.closer_keeps else "no",
)
#: What is settled for the later legs, beside the structure itself.
LEG_SETTINGS = {
    setting.name: setting
    for setting in (
        _count("proposal_hours", 8, 16, 24, 40),
        _minutes("passing_minutes", 60, 120, 240, 480),
        _count("stalled_days", 7, 14, 21, 30),
        CLOSER_KEEPS,
        _count("credit_months", 3, 6, 9, 12),
    )
}


def options(it: Here, setting: Setting) -> list[tuple[str, str]]:
    """The items of a Select."""
    return [(value, setting.show(it, value)) for value in setting.usual]


__all__ = ["DIGEST", "HOURS", "LEG_SETTINGS", "SETTINGS", "ZONE", "Setting", "options"]
