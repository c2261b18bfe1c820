"""A lead in words: the lines of a hand-over card, of the review before it, and who answers until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.voice_words import spoken
from locales import Html, Texts
from sales.actions.lead_views import AnswerView
from sales.leads import Lead
from sales.touches import Touches
from sales.wording import shortened

#: Characters of what was said, in a line of a card; the whole is behind «more».
ON_CARD = 110
#: More than anything that may be said holds.
IN_FULL = 10_000
#: Characters of a product before what was said about it.
PRODUCT = 60


def lead_lines(
    words: Texts, lead: Lead, answers: Sequence[AnswerView], zone: ZoneInfo, now: datetime, limit: int = ON_CARD
) -> list[Html]:
    """What is known, in the order of the form, a line each; the agreed step last."""
    said = {one.question.value: spoken(words, one.voice, shortened(one.words, limit)) for one in answers}
    told = {
        "pains": said.get("pains", ""),
        "fit": _both(words, shortened(lead.product, min(limit, PRODUCT)), said.get("fit", "")),
        "severity": said.get("severity", ""),
        "budget": _both(words, _estimate(words, lead), said.get("budget", "")),
        "decision_maker": shortened(lead.decision_maker, limit),
        "expects": shortened(lead.expects, limit),
    }
    lines = [words(f"lead-line-{name}", words=text) for name, text in told.items() if text]
    return [*lines, *agreed_line(words, lead, zone, now, limit)]


def _both(words: Texts, first: str, second: str) -> str:
    """The product with how it fits, the sum with what was said about money."""
    return words("lead-both", first=first, second=second) if first and second else first or second


def _estimate(words: Texts, lead: Lead) -> str:
    return words("lead-up-to", sum=words.money(lead.estimate, lead.currency)) if lead.estimate else ""


def agreed_line(words: Texts, lead: Lead, zone: ZoneInfo, now: datetime, limit: int = ON_CARD) -> list[Html]:
    if lead.next_kind is None or lead.next_at is None:
        return []
    line = words(f"lead-next-{lead.next_kind.value}", at=words.moment(lead.next_at, zone, now))
    about = ", ".join(part for part in (lead.next_words, lead.next_place) if part)
    return [Html(line + words("lead-next-about", words=shortened(about, limit))) if about else line]


def touches_line(words: Texts, touches: Touches, zone: ZoneInfo, now: datetime) -> Html:
    """How many attempts of how many, and by when."""
    by = until(words, touches.until, zone, now)
    return words("touches-line", done=touches.done, needed=touches.needed, until=by)


def until(words: Texts, at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The clock alone where it is today, else with the day."""
    same_day = at.astimezone(zone).date() == now.astimezone(zone).date()
    return words.time(at, zone) if same_day else words.moment(at, zone, now)


__all__ = ["IN_FULL", "ON_CARD", "agreed_line", "lead_lines", "touches_line", "until"]
