"""Regular clients cost a lot to win: what service each status gets, and by which signs one of them is leaving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from sales.orders import Measure, Order, counted_on
from sales.regular import ClientStatus, stretches
from sales.worktime import Schedule, working_between

#: Days with orders that it takes to know a client's rhythm: two gaps.
RHYTHM_FROM = 3
#: Nobody is silent before that, however often they bought.
SHORTEST = timedelta(days=7)
#: Working days that an owner has before the heads are told too.
HEAD_AFTER = 2
#: Days that a warning may be put off for.
SNOOZE_DAYS = (1, 180)


class Sign(StrEnum):
    SILENCE = "silence"  # no order for longer than the client's own rhythm lets expect
    FALL = "fall"  # three months' volume against that of the three before
    CONTACT = "contact"  # nobody was in touch for longer than the service level says
    ANSWER = "answer"  # the client has written or rung, and nobody has answered in time


@dataclass(frozen=True, slots=True)
class Level:
    """What a status is promised: a contact every so many days, an answer within so many working hours."""

    contact_days: int
    answer_hours: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reason to warn. `key` is the same for as long as it is the same occasion. `facts`, by the sign:

    SILENCE: days, usual (days between orders); FALL: before, after (minor units), percent, currency;
    CONTACT: days, level (days); ANSWER: level (hours).
    """

    sign: Sign
    key: str
    facts: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WatchWarning:
    """Said once for each occasion: to the owner, then to the heads. `snoozed_until`: put off by somebody, with a
    reason; `over_at`: the sign is gone."""

    id: int
    team_id: int
    client_id: int
    sign: Sign
    occasion: str
    facts: Mapping[str, int | str]
    member_id: int
    told_at: datetime
    heads_at: datetime | None = None
    snoozed_until: date | None = None
    snoozed_by: int | None = None
    snooze_words: str = ""
    over_at: datetime | None = None


def usual_gap(days: Iterable[date]) -> float | None:
    """The median of days between two orders; None where the rhythm isn't known yet. Orders of one day are one."""
    known = sorted(set(days))
    if len(known) < RHYTHM_FROM:
        return None
    return median((later - earlier).days for earlier, later in pairwise(known))


def silence(orders: Iterable[Order], factor: int, today: date) -> Occasion | None:
    """`factor`: per cent of the usual gap, from which on it is silence. By the days of ordering: a client who orders is
    heard of, whenever the money comes."""
    days = sorted({one.ordered_on for one in orders if one.cancelled_at is None and one.ordered_on <= today})
    gap = usual_gap(days)
    if gap is None:
        return None
    quiet = today - days[-1]
    if quiet.days * 100 <= gap * factor or quiet < SHORTEST:
        return None
    return Occasion(Sign.SILENCE, days[-1].isoformat(), {"days": quiet.days, "usual": round(gap)})


def fall(orders: Iterable[Order], measure: Measure, percent: int, today: date) -> Occasion | None:
    """The last three whole months against the three before: less by so many per cent or more. In the currency of the
    greater part of what there was before."""
    last = stretches(today)[0]
    before = stretches(last[0])[0]
    was, now = _volumes(orders, measure, before), _volumes(orders, measure, last)
    if not was:
        return None
    currency = max(was, key=lambda one: (was[one], one))
    lost = was[currency] - now.get(currency, 0)
    if lost * 100 < was[currency] * percent:
        return None
    facts: dict[str, int | str] = {"before": was[currency], "after": now.get(currency, 0), "currency": currency}
    return Occasion(Sign.FALL, f"{last[-1]:%Y-%m}", {**facts, "percent": lost * 100 // was[currency]})


def _volumes(orders: Iterable[Order], measure: Measure, months: Sequence[date]) -> dict[str, int]:
    volumes: dict[str, int] = {}
    for one in orders:
        day = counted_on(one, measure)
        if day is not None and day.replace(day=1) in months:
            volumes[one.currency] = volumes.get(one.currency, 0) + one.amount
    return volumes


def out_of_touch(last: date | None, since: date, level: Level, today: date) -> Occasion | None:
    """`last`: when the client was last spoken to; `since`: from when on it is ours to call, for who never was."""
    days = (today - (last or since)).days
    if days <= level.contact_days:
        return None
    return Occasion(Sign.CONTACT, (last or since).isoformat(), {"days": days, "level": level.contact_days})


def unanswered(asked_at: datetime, level: Level, now: datetime, schedule: Schedule) -> Occasion | None:
    """The client has written or rung at that moment, and nobody has done anything with the client since."""
    if working_between(asked_at, now, schedule) < timedelta(hours=level.answer_hours):
        return None
    return Occasion(Sign.ANSWER, asked_at.isoformat(), {"level": level.answer_hours})


def watches_orders(status: ClientStatus) -> bool:
    """A client without a status has no rhythm that anybody could have counted on."""
    return status is not ClientStatus.NEW
