"""Work that changes hands, in words: what is moved, who gets how much, and what the receiver is told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.cards import CardPress
from handlers.here import Here
from handlers.lead_words import until
from handlers.live import keyboard
from handlers.notices import Envelope, Outgoing, Sender
from locales import Html, Texts
from sales.actions.reassign import Given, Reassigned
from sales.actions.reassign_views import BasketLine, moved_clients, moved_steps
from sales.clients import in_quotes
from sales.people import short_name
from sales.wording import shortened

#: Lines of a list in one message, and buttons under it.
LISTED, CARDS = 8, 4
NAME = 30


def named(words: Texts, zone: ZoneInfo, now: datetime, line: BasketLine) -> Html:
    """A client, or a step with its client and time."""
    client = shortened(in_quotes(line.client), NAME)
    if line.kind is None or line.due_at is None:
        return words("reassign-client", client=client)
    kind = words(f"step-said-{line.kind.value}")
    return words("reassign-step", kind=kind, client=client, at=until(words, line.due_at, zone, now))


def result_lines(it: Here, done: Reassigned) -> list[Html]:
    """Who gets how much, who answers later, and what stays."""
    lines = [_given(it, one) for one in done.given]
    lines += [
        it.words("reassign-later", who=one.name, until=until(it.words, one.busy_until, it.zone, it.now))
        for one in done.given
        if one.busy_until
    ]
    return lines + [it.words(f"reassign-stays-{one.why}", count=one.count) for one in done.stays]


def _given(it: Here, one: Given) -> Html:
    counts = (("clients", one.clients), ("offers", one.offers), ("steps", one.steps))
    parts = [it.words(f"reassign-count-{name}", count=count) for name, count in counts if count]
    return it.words("reassign-given", who=one.name, what=Html(", ".join(parts)))


async def taken_over(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """One message however much it is; the rest of a long list is counted."""
    facts, words = envelope.facts, sender.words
    if envelope.reader is None:
        return None
    zone = ZoneInfo(envelope.reader.zone)
    lines = await sender.desk.look(moved_clients, envelope.ids("clients"))
    lines += await sender.desk.look(moved_steps, envelope.ids("steps"))
    title = words("reassigned-from" if facts.get("taken") else "reassigned-to", by=short_name(str(facts["by"])))
    text = [title, *(named(words, zone, sender.now, line) for line in lines[:LISTED])]
    text += [words("reassigned-more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    if facts.get("taken"):
        return Outgoing("\n".join(text))
    text.append(words("reassigned-next"))
    once = {line.piece.client_id: line.client for line in reversed(lines[:CARDS])}
    cards = [[(in_quotes(client), CardPress(client=number))] for number, client in reversed(once.items())]
    return Outgoing("\n".join(text), keyboard(*cards))
