"""The group's one line about a hand-over, an absence or somebody's leaving, edited as it moves. Never a phone number,
never what the client said."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Router

from handlers.feature import Feature
from handlers.lead_words import until
from handlers.notices import Envelope, Outgoing, Sender
from handlers.offer_card import took
from locales import Html, Texts
from sales.absence import AbsenceState
from sales.actions.absence import absence_view
from sales.actions.handoff_views import HandoffView, handoff_view
from sales.actions.leaving_views import left_line
from sales.clients import in_quotes
from sales.handoff import HandoffState
from sales.notices import NoticeKind
from sales.people import short_name

TAKEN = (HandoffState.ACCEPTED, HandoffState.INTRODUCED, HandoffState.COMPLETE)


async def announcement(sender: Sender, envelope: Envelope) -> Outgoing | None:
    return Outgoing(line(sender, await sender.desk.look(handoff_view, envelope.subject)))


def line(sender: Sender, handoff: HandoffView) -> Html:
    """Of a lead, or of a later leg, which is named."""
    said = _line(sender, handoff)
    if handoff.lead_id is not None:
        return said
    return sender.words("group-leg", line=said, leg=sender.words(f"leg-{handoff.leg.value}"))


def _line(sender: Sender, handoff: HandoffView) -> Html:
    words = sender.words
    pair = {"client": in_quotes(handoff.client), "giver": short_name(handoff.giver)}
    if handoff.state in TAKEN:
        receiver = short_name(handoff.receiver)
        return words(f"group-{handoff.state.value}", **pair, receiver=receiver, took=took(words, handoff))
    if handoff.state is HandoffState.RETURNED:
        return words("group-returned", **pair, receiver=short_name(handoff.returner))
    if not handoff.asked or handoff.deadline_at is None:
        return _unasked(words, handoff, pair)
    by = until(words, handoff.deadline_at, ZoneInfo(handoff.zone), sender.now)
    if len(handoff.asked) == 1:
        return words("group-asked", **pair, receiver=short_name(handoff.asked[0]), until=by)
    return words("group-pool", **pair, until=by)


def _unasked(words: Texts, handoff: HandoffView, pair: dict[str, str]) -> Html:
    if handoff.state is not HandoffState.WITHDRAWN:
        return words("group-escalated", **pair)
    return words("group-withdrawn" if handoff.lead_id is not None else "group-stays", **pair)


async def away(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Who isn't here, until when, and who stands in; edited when it is over."""
    seen, words = await sender.desk.look(absence_view, envelope.subject), sender.words
    name = short_name(seen.name)
    if seen.state is AbsenceState.OVER:
        return Outgoing(words("group-back", name=name))
    last = words.date(seen.last, sender.now.date())
    if seen.substitute:
        return Outgoing(words("group-away", name=name, last=last, substitute=short_name(seen.substitute)))
    return Outgoing(words("group-away-alone", name=name, last=last))


async def left(sender: Sender, envelope: Envelope) -> Outgoing | None:
    words = sender.words
    found = await sender.desk.look(left_line, envelope.subject, envelope.ids("to"), envelope.ids("clients"))
    heirs = [words("group-heir", name=short_name(name), count=count) for name, count in found.heirs]
    return Outgoing(words("group-left", giver=short_name(found.name), heirs=Html(", ".join(heirs))))


def build() -> list[Router]:
    """Nothing is asked here."""
    return []


FEATURE = Feature(
    "announcement",
    build,
    notices={NoticeKind.ANNOUNCEMENT: announcement, NoticeKind.AWAY: away, NoticeKind.LEFT: left},
)
