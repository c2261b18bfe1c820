"""The cards of a proposal: what its giver is asked, and what has become of it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.cards import CardPress
from handlers.lead_words import until
from handlers.live import keyboard
from handlers.notices import Envelope, Outgoing, Sender
from handlers.offer_card import whereabouts
from handlers.passport_words import points_named
from handlers.regular_words import why_words
from locales import Html, Texts
from sales.actions.proposal_views import ProposalView, proposal_view
from sales.actions.regular import became
from sales.clients import in_quotes
from sales.handoff import Escalation, HandoffState
from sales.people import Actor
from sales.regular import ClientStatus
from sales.wording import shortened

#: Characters of an objection on a card.
SHOWN = 300


class ProposalPress(CallbackData, prefix="pr"):
    """`act`: fill or object."""

    act: str
    handoff: int


async def proposed(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    seen = await sender.desk.look(proposal_view, envelope.subject, sender.now)
    if seen.handoff.state is not HandoffState.PROPOSED or not _is_asked(envelope, seen):
        return Outgoing(settled(sender.words, seen, is_giver=_is_asked(envelope, seen)))
    lines = [sender.words("proposal-title", client=seen.handoff.client), *proposal_lines(sender.words, seen)]
    lines += await _reasons(sender, envelope.reader, seen)
    if seen.handoff.deadline_at:
        by = until(sender.words, seen.handoff.deadline_at, ZoneInfo(envelope.reader.zone), sender.now)
        lines += [Html(), sender.words("proposal-until", until=by)]
    return Outgoing("\n".join(lines), _answers(sender.words, seen))


async def _reasons(sender: Sender, reader: Actor, seen: ProposalView) -> list[Html]:
    """By which orders the client has come to its status, where that is what it is about."""
    line = await sender.desk.look(became, seen.handoff.client_id)
    if line is None or seen.handoff.why not in tuple(ClientStatus):
        return []
    today = sender.now.astimezone(ZoneInfo(reader.zone)).date()
    return [sender.words("proposal-because", because=why_words(sender.words, line, today))]


async def proposal_warning(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Told only while the answer is due; once told, it follows the card."""
    seen, words = await sender.desk.look(proposal_view, envelope.subject, sender.now), sender.words
    handoff = seen.handoff
    if handoff.state is not HandoffState.PROPOSED or not _is_asked(envelope, seen):
        return Outgoing(settled(words, seen, is_giver=_is_asked(envelope, seen))) if envelope.is_edit else None
    if envelope.reader is None or handoff.deadline_at is None:
        return None
    by = until(words, handoff.deadline_at, ZoneInfo(envelope.reader.zone), sender.now)
    client = in_quotes(handoff.client)
    return Outgoing(words("proposal-warn", client=client, until=by), _answers(words, seen))


def proposal_lines(words: Texts, seen: ProposalView) -> list[Html]:
    """Which leg it is, why, and what the client's card lacks."""
    lines = [words("proposal-leg", leg=words(f"leg-{seen.handoff.leg.value}"))]
    lines += [words(f"proposal-why-{seen.handoff.why}")] if words.has(f"proposal-why-{seen.handoff.why}") else []
    lacks = points_named(words, seen.missing)
    lines.append(words("proposal-lacks", points=lacks) if lacks else words("proposal-whole"))
    return lines


def _answers(words: Texts, seen: ProposalView) -> InlineKeyboardMarkup:
    handoff = seen.handoff
    fill = (words("proposal-fill" if seen.missing else "proposal-send"), ProposalPress(act="fill", handoff=handoff.id))
    no = (words("proposal-object"), ProposalPress(act="object", handoff=handoff.id))
    return keyboard([fill, no], [(words("to-card"), CardPress(client=handoff.client_id))])


def _is_asked(envelope: Envelope, seen: ProposalView) -> bool:
    """The client may have another owner by now: then that one is asked instead."""
    return envelope.reader is not None and envelope.reader.member_id == seen.handoff.giver_id


def settled(words: Texts, seen: ProposalView, *, is_giver: bool) -> Html:
    """What has become of the proposal, for whoever was asked."""
    handoff, client = seen.handoff, in_quotes(seen.handoff.client)
    if not is_giver:
        return Html("\n".join([words("proposal-elsewhere", client=client), whereabouts(words, handoff)]))
    if handoff.state is HandoffState.WITHDRAWN:
        return words("proposal-stays", client=client)
    if handoff.state is HandoffState.ESCALATED and handoff.waiting:
        objected = handoff.escalation is Escalation.OBJECTION
        head = words("proposal-objected" if objected else "proposal-ignored", client=client)
        said = [words("words-line", words=shortened(handoff.objection, SHOWN))] if objected else []
        return Html("\n".join([head, *said, words("proposal-head-decides")]))
    return Html("\n".join([words("proposal-sent", client=client), whereabouts(words, handoff)]))


__all__ = ["ProposalPress", "proposal_warning", "proposed"]
