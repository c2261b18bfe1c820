"""The group's one line about a hand-over, edited as it moves. Never a phone number, never what the client said."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Router

from handlers.feature import Feature
from handlers.lead_words import until
from handlers.notices import Envelope, Outgoing, Sender
from handlers.offer_card import took
from locales import Html
from sales.actions.handoff_views import HandoffView, handoff_view
from sales.clients import in_quotes
from sales.handoff import HandoffState
from sales.notices import NoticeKind
from sales.people import short_name


async def announcement(sender: Sender, envelope: Envelope) -> Outgoing | None:
    return Outgoing(line(sender, await sender.desk.look(handoff_view, envelope.subject)))


def line(sender: Sender, handoff: HandoffView) -> Html:
    words = sender.words
    pair = {"client": in_quotes(handoff.client), "giver": short_name(handoff.giver)}
    if handoff.state in (HandoffState.ACCEPTED, HandoffState.COMPLETE):
        receiver = short_name(handoff.receiver)
        return words(f"group-{handoff.state.value}", **pair, receiver=receiver, took=took(words, handoff))
    if handoff.state is HandoffState.RETURNED:
        return words("group-returned", **pair, receiver=short_name(handoff.returner))
    if not handoff.asked or handoff.deadline_at is None:
        ended = handoff.state is HandoffState.WITHDRAWN
        return words("group-withdrawn" if ended else "group-escalated", **pair)
    by = until(words, handoff.deadline_at, ZoneInfo(handoff.zone), sender.now)
    if len(handoff.asked) == 1:
        return words("group-asked", **pair, receiver=short_name(handoff.asked[0]), until=by)
    return words("group-pool", **pair, until=by)


def build() -> list[Router]:
    """Nothing is asked here."""
    return []


FEATURE = Feature("announcement", build, notices={NoticeKind.ANNOUNCEMENT: announcement})
