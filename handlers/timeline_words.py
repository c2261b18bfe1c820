"""One event of a client's history in one line."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.act_words import SHOWN
from handlers.here import Here
from handlers.voice_words import spoken
from locales import Html
from sales.actions.clients import ActLine
from sales.activities import ActKind
from sales.people import short_name
from sales.timeline import Event, EventKind
from sales.wording import shortened

#: Characters of what was passed on: it is read in the history and nowhere else.
PASSED_ON = 1500
#: What the code of an event is called, where it has one.
_CODES = {
    EventKind.LEAD_CLOSED: "close-reason-{}",
    EventKind.DEAL: "deal-stage-{}",
    EventKind.STATUS: "event-became-{}",
}
_HANDED = frozenset(
    {
        EventKind.PROPOSED,
        EventKind.OFFERED,
        EventKind.ACCEPTED,
        EventKind.RETURNED,
        EventKind.COMPLETE,
        EventKind.WITHDRAWN,
    }
)


def act_line(it: Here, act: ActLine, limit: int) -> Html:
    said = it.words(
        f"act-line-{act.kind.value}",
        day=it.words.moment(act.at, it.zone, it.now),
        outcome=it.words(f"outcome-said-{act.outcome.value}"),
        who=short_name(act.member),
    )
    note = spoken(it.words, act.voice, shortened(act.note, limit))
    return Html(said + it.words("act-line-said", note=note)) if note else said


def event_line(it: Here, event: Event, acts: Mapping[int, ActLine]) -> Html:
    if event.kind is EventKind.ACT:
        act = acts[event.subject]
        return act_line(it, act, PASSED_ON if act.kind is ActKind.NOTE else SHOWN)
    said = it.words(
        f"event-{event.kind.value}",
        day=it.words.moment(event.at, it.zone, it.now),
        who=short_name(event.who),
        to=short_name(event.to),
        what=_what(it, event),
        sum=it.words.money(event.amount, event.currency) if event.amount else "",
        words=shortened(event.words, SHOWN),
    )
    if not event.words or event.kind in (EventKind.MERGED, EventKind.ORDER):
        return said
    return Html(said + it.words("act-line-said", note=shortened(event.words, SHOWN)))


def _what(it: Here, event: Event) -> str:
    if event.kind in _HANDED:
        return it.words(f"leg-{event.what}")
    return it.words(_CODES[event.kind].format(event.what)) if event.kind in _CODES else ""


__all__ = ["act_line", "event_line"]
