"""An error of the trade in words: what happened, and what to do."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.here import Here
from locales import Html
from sales.errors import SalesError


def refusal(it: Here, error: SalesError) -> Html:
    """`error-<code>` with the error's facts; moments are told in the person's own zone."""
    return it.words(f"error-{error.code}", **{name: _word(it, name, fact) for name, fact in error.facts.items()})


def _word(it: Here, name: str, fact: object) -> object:
    if isinstance(fact, datetime):
        zone = it.zone if it.someone is not None else ZoneInfo(it.default_zone)
        return it.words.moment(fact, zone, it.now)
    if isinstance(fact, date):
        return it.words.date(fact, it.now.date())
    if name == "missing":
        return ", ".join(it.words(f"missing-{field}") for field in str(fact).split())
    return fact
