"""A context card in words: the same for its giver, its receiver and the head."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from locales import Html, Texts
from sales.passport import ACTS, Event, EventKind, Passport, Point
from sales.people import short_name
from sales.wording import shortened

#: Characters of what was said, in a line of a card; the whole is behind «more».
ON_CARD = 110
#: More than anything that may be said holds.
IN_FULL = 10_000
#: Promises on a card; the others are among the client's steps.
PROMISES = 2
#: Characters of what was said, in a line of the way so far.
IN_WAY = 70


def passport_lines(words: Texts, passport: Passport, zone: ZoneInfo, now: datetime, limit: int = ON_CARD) -> list[Html]:
    """A line for each point that is known, in reading order, then the deal and the promises with their days."""
    lines = [words(f"passport-line-{point.value}", words=shortened(said, limit)) for point, said in passport.said]
    lines += _deal(words, passport)
    for promise in passport.promises[: PROMISES if limit == ON_CARD else None]:
        line = words(f"passport-promise-{promise.kind}", at=words.moment(promise.at, zone, now))
        about = words("lead-next-about", words=shortened(promise.words, limit)) if promise.words else Html()
        lines.append(Html(line + about))
    return lines


def _deal(words: Texts, passport: Passport) -> list[Html]:
    deal = passport.deal
    if deal is None:
        return []
    stage = words(f"deal-stage-{deal.stage}")
    if deal.amount is None:
        return [words("passport-deal", stage=stage)]
    return [words("passport-deal-amount", stage=stage, sum=words.money(deal.amount, deal.currency))]


def points_named(words: Texts, points: Iterable[Point]) -> Html:
    return Html(", ".join(words(f"passport-point-{point.value}") for point in points))


def way_lines(words: Texts, passport: Passport, zone: ZoneInfo, now: datetime) -> list[Html]:
    """The way so far, oldest first, a line each."""
    return [_event(words, event, zone, now) for event in passport.history]


def _event(words: Texts, event: Event, zone: ZoneInfo, now: datetime) -> Html:
    line = _happened(words, event, words.day(event.at, zone, now))
    said = words("act-line-said", note=shortened(event.words, IN_WAY)) if event.words else Html()
    return Html(line + said)


def _happened(words: Texts, event: Event, day: str) -> Html:
    who = short_name(event.who)
    if event.kind in ACTS:
        return words(f"act-line-{event.kind.value}", day=day, outcome=words(f"outcome-said-{event.what}"), who=who)
    if event.kind is EventKind.HANDED:
        return words("passport-event-handed", day=day, leg=words(f"leg-{event.what}"), who=who)
    if event.kind is EventKind.DEAL:
        return words("passport-event-deal", day=day, stage=words(f"deal-stage-{event.what}"), who=who)
    if event.kind is EventKind.ORDER:
        return words("passport-event-order", day=day, sum=words.money(event.amount or 0, event.currency), who=who)
    if event.kind is EventKind.STATUS:
        return words(f"passport-event-{event.what}", day=day)
    return words("passport-event-lead" if event.kind is EventKind.LEAD else "passport-event-made", day=day, who=who)


__all__ = ["IN_FULL", "ON_CARD", "passport_lines", "points_named", "way_lines"]
