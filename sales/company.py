"""The company, its teams, and what a team has settled for itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sales.errors import BadCount, BadHours, BadInput, BadMinutes
from sales.legs import Deadline, Leg, Structure, policy
from sales.orders import Measure

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
#: Working hours in which a giver answers a proposal; days after which a deal counts as stalled; months of credit.
PROPOSAL_HOURS = (1, 200)
STALLED_DAYS = (1, 365)
CREDIT_MONTHS = (0, 60)
#: Messages with a sound that one person may get in a day.
LOUD_A_DAY = (1, 50)
#: Days before a contract's end at which its client's owner is reminded.
RENEWAL_DAYS = (1, 180)
#: The service levels, and from when on a regular client is warned of: see `sales.watch`.
CONTACT_DAYS = (1, 365)
ANSWER_HOURS = (1, 100)
SILENCE_PERCENT = (110, 1000)
FALL_PERCENT = (1, 100)
SERVICE = {
    **{f"contact_days_{status}": CONTACT_DAYS for status in ("new", "regular", "key")},
    **{f"answer_hours_{status}": ANSWER_HOURS for status in ("new", "regular", "key")},
    "silence_percent": SILENCE_PERCENT,
    "fall_percent": FALL_PERCENT,
}


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
    structure: Structure = Structure.FULL_RELAY
    passing_minutes: int = 240
    proposal_hours: int = 16
    stalled_days: int = 14
    closer_keeps: bool = True
    credit_months: int = 6
    volume_by: Measure = Measure.PAID
    renewal_days: int = 30
    contact_days_new: int = 60
    contact_days_regular: int = 30
    contact_days_key: int = 14
    answer_hours_new: int = 8
    answer_hours_regular: int = 4
    answer_hours_key: int = 2
    silence_percent: int = 200
    fall_percent: int = 30

    @property
    def accept_within(self) -> timedelta:
        return timedelta(minutes=self.accept_minutes)

    def answer_within(self, deadline: Deadline) -> timedelta:
        """Working time to answer an offer."""
        minutes = self.accept_minutes if deadline is Deadline.ACCEPT else self.passing_minutes
        return timedelta(minutes=minutes)

    def runs(self, leg: Leg) -> bool:
        """Closers give clients back only where the team has said so."""
        return policy(leg, self.structure) is not None and not (leg is Leg.BACK and self.closer_keeps)


def check_settings(settings: TeamSettings) -> None:
    """Raises BadHours or BadMinutes for what nobody could work with."""
    if settings.opens >= settings.closes:
        raise BadHours
    _within(settings.accept_minutes, ACCEPT_MINUTES)
    _within(settings.warn_minutes, (1, settings.accept_minutes - 1))
    _within(settings.retry_minutes, RETRY_MINUTES)
    _within(settings.meeting_notice_minutes, NOTICE_MINUTES)
    _within(settings.passing_minutes, ACCEPT_MINUTES)
    check_count(settings.proposal_hours, PROPOSAL_HOURS)
    check_count(settings.stalled_days, STALLED_DAYS)
    check_count(settings.credit_months, CREDIT_MONTHS)
    check_count(settings.loud_a_day, LOUD_A_DAY)
    check_count(settings.touch_attempts, TOUCH_ATTEMPTS)
    check_count(settings.touch_hours, TOUCH_HOURS)
    check_count(settings.renewal_days, RENEWAL_DAYS)
    for name, span in SERVICE.items():
        check_count(getattr(settings, name), span)
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
    BOARD = "board"  # who carries what: one pinned message, kept true


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
