"""The company, its teams, and what a team has settled for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sales.errors import BadCount, BadHours, BadInput, BadMinutes

#: Russia's zones from west to east, as people are offered them.
RUSSIAN_ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
#: Minutes that make sense; the warning has to come before the deadline itself.
ACCEPT_MINUTES = (2, 1440)
RETRY_MINUTES = (10, 1440)
NOTICE_MINUTES = (5, 1440)
#: The touch standard: attempts, and working hours for them.
TOUCH_ATTEMPTS = (1, 10)
TOUCH_HOURS = (1, 200)
#: Messages with a sound that one person may get in a day.
LOUD_A_DAY = (1, 50)


class Routing(StrEnum):
    """How a lead finds its receiver: to one person in turn, or to all at once where the first wins."""

    TURN = "turn"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """Times are wall time in `zone`; minutes of `accept` and `warn` are working minutes."""

    zone: str = "Europe/Moscow"
    opens: time = time(9)
    closes: time = time(18)
    digest_at: time = time(18)
    routing: Routing = Routing.TURN
    accept_minutes: int = 30
    warn_minutes: int = 10
    retry_minutes: int = 120
    meeting_notice_minutes: int = 60
    loud_a_day: int = 8
    touch_attempts: int = 3
    touch_hours: int = 24
    products: tuple[str, ...] = field(default=())

    @property
    def accept_within(self) -> timedelta:
        return timedelta(minutes=self.accept_minutes)


def check_settings(settings: TeamSettings) -> None:
    """Raises BadHours or BadMinutes for what nobody could work with."""
    if settings.opens >= settings.closes:
        raise BadHours
    _within(settings.accept_minutes, ACCEPT_MINUTES)
    _within(settings.warn_minutes, (1, settings.accept_minutes - 1))
    _within(settings.retry_minutes, RETRY_MINUTES)
    _within(settings.meeting_notice_minutes, NOTICE_MINUTES)
    check_count(settings.loud_a_day, LOUD_A_DAY)
    check_count(settings.touch_attempts, TOUCH_ATTEMPTS)
    check_count(settings.touch_hours, TOUCH_HOURS)
    check_zone(settings.zone)


def check_count(number: int, span: tuple[int, int]) -> None:
    low, high = span
    if not low <= number <= high:
        raise BadCount(low=low, high=high)


def check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise BadInput from None


def _within(minutes: int, span: tuple[int, int]) -> None:
    low, high = span
    if not low <= minutes <= high:
        raise BadMinutes(low=low, high=high)


@dataclass(frozen=True, slots=True)
class Company:
    id: int
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """`parent_id`: the team above, where a department has several levels."""

    id: int
    company_id: int
    parent_id: int | None
    name: str
    settings: TeamSettings


class News(StrEnum):
    """Kinds of news of a team: each place takes those that the head has chosen for it."""

    HANDOVERS = "handovers"  # the one line of each hand-over
    REQUESTS = "requests"  # a request from outside, and who has taken it
    WINS = "wins"  # what somebody is proud of


#: What a newly bound place takes. Wins are posted only where somebody asked for them.
FIRST_NEWS = frozenset({News.HANDOVERS, News.REQUESTS})


@dataclass(frozen=True, slots=True)
class Place:
    """A group, a channel, or one topic of a group, where some of a team's news go. `chat_id` is Telegram's;
    `thread_id` is None outside topics."""

    id: int
    team_id: int
    chat_id: int
    thread_id: int | None
    title: str
    bound_by: int
    bound_at: datetime
    unreachable: str | None = None
    news: frozenset[News] = FIRST_NEWS


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use way in. Only the token's SHA-256 is kept. `company_id` is None for the very first owner's."""

    id: int
    company_id: int | None
    team_id: int | None
    roles: frozenset[str]
    token_hash: str
    created_by: int | None
    created_at: datetime
    expires_at: datetime
    used_by: int | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None
