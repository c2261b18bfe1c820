"""The hand-over card of one receiver: a question with a deadline, then what has become of it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.cards import CardPress
from handlers.lead_words import IN_FULL, ON_CARD, lead_lines, until
from handlers.live import keyboard
from handlers.notices import Envelope, Outgoing, Sender
from handlers.passport_words import passport_lines, way_lines
from handlers.voices import voices_key
from locales import Html, Texts
from sales.actions.handoff_views import HandoffView, OfferView, offer_view
from sales.actions.passport import passport_of
from sales.clients import in_quotes
from sales.handoff import HandoffState, OfferState
from sales.identify import format_phone
from sales.leads import LeadState
from sales.people import short_name

#: Characters that one message holds for certain.
ONE_MESSAGE = 3800
#: Lines of a card that a phone shows without scrolling.
LINES = 12


class OfferPress(CallbackData, prefix="of"):
    """`act`: take, back, busy, more or call."""

    act: str
    offer: int


async def offer_card(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    offer = await sender.desk.look(offer_view, envelope.subject)
    zone = ZoneInfo(envelope.reader.zone)
    if offer.state is OfferState.OPEN:
        return Outgoing(await asked_text(sender, offer, zone), _answers(sender.words, offer))
    if offer.mine:
        return Outgoing(await _taken_text(sender, offer, zone), _ways_on(sender.words, offer))
    return Outgoing(_past_text(sender.words, offer))


async def _told(sender: Sender, offer: OfferView, zone: ZoneInfo, limit: int = ON_CARD) -> list[Html]:
    """What the next runner has to know: of a lead its answers, on a later leg the client's own card."""
    if offer.lead is not None:
        return lead_lines(sender.words, offer.lead, offer.answers, zone, sender.now, limit)
    passport = await sender.desk.look(passport_of, offer.handoff.client_id, sender.now)
    return passport_lines(sender.words, passport, zone, sender.now, limit)


def _head(words: Texts, handoff: HandoffView, *, taken: bool) -> list[Html]:
    """A lead's or a client's: who gives it, and on which leg."""
    if handoff.lead_id is not None:
        title = words("offer-taken" if taken else "offer-title", client=handoff.client)
        return [title, words("offer-giver", giver=handoff.giver)]
    title = words("relay-offer-taken" if taken else "relay-offer-title", client=handoff.client)
    leg = words(f"leg-{handoff.leg.value}")
    return [title, words("relay-offer-giver", giver=handoff.giver, leg=leg)]


async def offer_warning(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Told only while the answer is due; once told, it follows the card."""
    offer, words = await sender.desk.look(offer_view, envelope.subject), sender.words
    if envelope.reader is None or (offer.state is not OfferState.OPEN and not envelope.is_edit):
        return None
    if offer.mine:
        return Outgoing(_head(words, offer.handoff, taken=True)[0])
    if offer.state is not OfferState.OPEN:
        return Outgoing(_past_text(words, offer))
    by = until(words, offer.deadline_at, ZoneInfo(envelope.reader.zone), sender.now)
    client, giver = in_quotes(offer.handoff.client), short_name(offer.handoff.giver)
    take = (words("offer-take"), OfferPress(act="take", offer=offer.id))
    return Outgoing(words("offer-warn", client=client, until=by, giver=giver), keyboard([take]))


async def asked_text(sender: Sender, offer: OfferView, zone: ZoneInfo) -> Html:
    words, handoff = sender.words, offer.handoff
    head = _head(words, handoff, taken=False)
    if handoff.binding:
        head.append(words("offer-binding" if handoff.lead_id is not None else "relay-offer-binding"))
    lines = await _told(sender, offer, zone)
    foot = words("offer-until", until=until(words, offer.deadline_at, zone, sender.now))
    return _card(head, lines, [foot])


def _answers(words: Texts, offer: OfferView) -> InlineKeyboardMarkup:
    """After an overruled return there is one answer left."""
    take = (words("offer-take"), OfferPress(act="take", offer=offer.id))
    more = (words("more"), OfferPress(act="more", offer=offer.id))
    voices = voices_key(words, offer.handoff.client_id, offer.voices)
    if offer.handoff.binding:
        return keyboard([take], [more], voices)
    back = (words("offer-back"), OfferPress(act="back", offer=offer.id))
    return keyboard([take, back], [more, (words("offer-busy"), OfferPress(act="busy", offer=offer.id))], voices)


async def _taken_text(sender: Sender, offer: OfferView, zone: ZoneInfo) -> Html:
    words, handoff = sender.words, offer.handoff
    head = _head(words, handoff, taken=True)
    lines = await _told(sender, offer, zone)
    reach = ", ".join(part for part in (offer.contact, format_phone(offer.phone) if offer.phone else "") if part)
    foot = [words("contact-line", contact=reach)] if reach else []
    foot += [words("relay-offer-introduced")] if handoff.state is HandoffState.INTRODUCED else []
    foot.append(_contact(sender, offer, zone))
    return _card(head, lines, foot)


def _contact(sender: Sender, offer: OfferView, zone: ZoneInfo) -> Html:
    """What completes the hand-over, and by when; the attempts themselves are counted on the client's card."""
    if offer.touches is None:
        return sender.words("offer-contacted")
    by = until(sender.words, offer.touches.until, zone, sender.now)
    return sender.words("offer-contact-next", needed=offer.touches.needed, until=by)


def _card(head: list[Html], lines: list[Html], foot: list[Html]) -> Html:
    """Three parts; the head moves up to the lines where the card would grow too long, and the last of the lines are
    left to «more»."""
    room = LINES - len(head) - len(foot) - 1
    gap = [Html()] if len(lines) < room else []
    return Html("\n".join([*head, *gap, *lines[:room], Html(), *foot]))


def _ways_on(words: Texts, offer: OfferView) -> InlineKeyboardMarkup:
    call = (words("card-call"), OfferPress(act="call", offer=offer.id))
    voices = voices_key(words, offer.handoff.client_id, offer.voices)
    return keyboard([call, (words("to-card"), CardPress(client=offer.handoff.client_id))], voices)


def _past_text(words: Texts, offer: OfferView) -> Html:
    """What happened and with whom it is now; no details any more, for the client may be somebody else's."""
    handoff = offer.handoff
    state = "released" if offer.state is OfferState.ACCEPTED else offer.state.value
    client = in_quotes(handoff.client)
    is_lead = handoff.lead_id is not None
    lines = [words(f"offer-{state}", client=client) if is_lead else words(f"relay-offer-{state}", client=client)]
    if offer.state is OfferState.RETURNED:
        lines.append(returned_line(words, handoff))
    lines.append(whereabouts(words, handoff))
    return Html("\n".join(lines))


def returned_line(words: Texts, handoff: HandoffView) -> Html:
    """The question that did not hold, and why."""
    named = f"question-{handoff.question.value}" if handoff.question else f"passport-field-{handoff.fact}"
    return words("return-line", question=words(named) if handoff.question or handoff.fact else "", words=handoff.remark)


def return_stands(handoff: HandoffView) -> bool:
    """Nothing has been done about it since: a lead is the draft that it came back as."""
    untouched = handoff.lead_id is None or handoff.lead_state is LeadState.DRAFT
    return handoff.state is HandoffState.RETURNED and handoff.newest and untouched


def whereabouts(words: Texts, handoff: HandoffView) -> Html:
    """With whom the lead is now."""
    if handoff.receiver:
        return words("now-with", who=handoff.receiver)
    if handoff.state is HandoffState.ESCALATED:
        return words("now-with-head")
    if handoff.asked:
        return words("now-asked", who=", ".join(short_name(name) for name in handoff.asked))
    return words("now-with", who=handoff.giver)


async def full_text(sender: Sender, offer: OfferView, zone: ZoneInfo) -> list[str]:
    """Everything that was said, uncut, in as many messages as that takes; on a later leg the client's way too."""
    words, handoff = sender.words, offer.handoff
    lines = [*_head(words, handoff, taken=False), *await _told(sender, offer, zone, IN_FULL)]
    if offer.lead is None:
        passport = await sender.desk.look(passport_of, handoff.client_id, sender.now)
        lines += [Html(), *way_lines(words, passport, zone, sender.now)]
    elif offer.lead.source:
        lines.append(words("lead-line-source", source=words(f"source-{offer.lead.source.value}")))
    return _messages(lines)


def _messages(lines: list[Html]) -> list[str]:
    """Whole lines together, as long as Telegram takes them for one message."""
    found = [""]
    for line in lines:
        if found[-1] and len(found[-1]) + len(line) > ONE_MESSAGE:
            found.append("")
        found[-1] += f"{line}\n"
    return found


def took(words: Texts, handoff: HandoffView) -> str:
    """Working time until the acceptance, a minute at least."""
    return words.span(max(timedelta(seconds=handoff.took), timedelta(minutes=1)))


__all__ = [
    "OfferPress",
    "asked_text",
    "full_text",
    "offer_card",
    "offer_warning",
    "return_stands",
    "returned_line",
    "took",
    "whereabouts",
]
