"""The group's one line about a hand-over, edited as it moves. Never a phone number, never what the client said."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Router

from handlers.feature import Feature
from handlers.lead_words import until
from handlers.notices import Envelope, Outgoing, Sender
from handlers.offer_card import took
from locales import Html, Texts
from sales.actions.handoff_views import HandoffView, handoff_view
from sales.clients import in_quotes
from sales.handoff import HandoffState
from sales.legs import Leg
from sales.notices import NoticeKind
from sales.people import short_name

TAKEN = (HandoffState.ACCEPTED, HandoffState.INTRODUCED, HandoffState.COMPLETE)
#: Nobody is asked on these: the client is simply with somebody else from now on.
AT_ONCE = (Leg.ABSENCE, Leg.LEAVING)


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
    if handoff.receiver and handoff.leg in AT_ONCE:
        return words("group-given", **pair, receiver=short_name(handoff.receiver))
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


def build() -> list[Router]:
    """Nothing is asked here."""
    return []


FEATURE = Feature("announcement", build, notices={NoticeKind.ANNOUNCEMENT: announcement})
