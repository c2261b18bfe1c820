"""What the giver hears of a hand-over: accepted, returned, decided, completed, released."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import DialogManager

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.here import here
from handlers.lead import LeadPress
from handlers.lead_words import until
from handlers.live import Choice, keyboard, label
from handlers.notices import Envelope, Outgoing, Sender
from handlers.offer_card import return_stands, returned_line, took, whereabouts
from handlers.passport import PassportPress
from locales import Html, Texts
from sales.actions.arbitration import Disagree, dispute_return
from sales.actions.handoff_views import HandoffView, handoff_view
from sales.clients import in_quotes
from sales.handoff import Dispute, HandoffState
from sales.leads import LeadState
from sales.notices import NoticeKind
from sales.people import short_name


class ReturnPress(CallbackData, prefix="rt"):
    """The giver disagrees with a return."""

    handoff: int


async def _seen(sender: Sender, envelope: Envelope) -> HandoffView:
    return await sender.desk.look(handoff_view, envelope.subject)


def _card(words: Texts, handoff: HandoffView) -> tuple[Html, CardPress]:
    return words("to-card"), CardPress(client=handoff.client_id)


async def accepted(sender: Sender, envelope: Envelope) -> Outgoing | None:
    handoff, words = await _seen(sender, envelope), sender.words
    if not handoff.receiver:
        return None
    client, who = in_quotes(handoff.client), short_name(handoff.receiver)
    text = words("notice-accepted", client=client, who=who, took=took(words, handoff))
    return Outgoing(text, keyboard([_card(words, handoff)]))


async def returned(sender: Sender, envelope: Envelope) -> Outgoing | None:
    handoff, words = await _seen(sender, envelope), sender.words
    title = words("notice-returned", client=in_quotes(handoff.client), who=short_name(handoff.returner))
    lines = [title, returned_line(words, handoff), *_after_return(words, handoff)]
    return Outgoing("\n".join(lines), _return_keys(words, handoff))


def _after_return(words: Texts, handoff: HandoffView) -> list[Html]:
    """What has come of it since."""
    if handoff.state is not HandoffState.RETURNED:
        return [words("return-overruled"), whereabouts(words, handoff)]
    if handoff.dispute is Dispute.RAISED:
        return [words("return-disputed", who=", ".join(short_name(name) for name in handoff.arbiters))]
    if handoff.dispute is Dispute.UPHELD:
        return [words("return-upheld")]
    is_lead = handoff.lead_id is not None
    if not return_stands(handoff):
        return [words("return-moved-on" if is_lead else "relay-return-moved-on")]
    return [] if is_lead else [words("relay-return-next")]


def _return_keys(words: Texts, handoff: HandoffView) -> InlineKeyboardMarkup | None:
    if not return_stands(handoff):
        return None
    clarify = _clarify(words, handoff)
    if handoff.dispute is not Dispute.NONE:
        return keyboard([clarify])
    return keyboard([clarify, (words("return-disagree"), ReturnPress(handoff=handoff.id))])


def _clarify(words: Texts, handoff: HandoffView) -> Choice:
    """Where the giver mends what did not hold: the lead, or the client's own card."""
    is_lead = handoff.lead_id is not None
    press = LeadPress(client=handoff.client_id) if is_lead else PassportPress(client=handoff.client_id)
    return words("return-clarify"), press


async def decided(sender: Sender, envelope: Envelope) -> Outgoing | None:
    handoff, words = await _seen(sender, envelope), sender.words
    client = in_quotes(handoff.client)
    if handoff.dispute is Dispute.OVERRULED:
        good = "notice-decided-good" if handoff.lead_id is not None else "relay-decided-good"
        return Outgoing("\n".join([words(good, client=client), whereabouts(words, handoff)]))
    if handoff.dispute is not Dispute.UPHELD:
        return None
    text = "\n".join([words("notice-decided-valid", client=client), returned_line(words, handoff)])
    is_giver = envelope.reader is not None and envelope.reader.member_id == handoff.giver_id
    return Outgoing(text, keyboard([_clarify(words, handoff)]) if is_giver and _return_keys(words, handoff) else None)


async def complete(sender: Sender, envelope: Envelope) -> Outgoing | None:
    handoff, words = await _seen(sender, envelope), sender.words
    if handoff.state is not HandoffState.COMPLETE:
        return None
    text = words("notice-complete", client=in_quotes(handoff.client), who=short_name(handoff.receiver))
    return Outgoing(text, keyboard([_card(words, handoff)]))


async def released(sender: Sender, envelope: Envelope) -> Outgoing | None:
    handoff, words = await _seen(sender, envelope), sender.words
    by = short_name(str(envelope.facts.get("by", "")))
    freed = "notice-released" if handoff.lead_id is not None else "relay-released"
    lines = [words(freed, client=in_quotes(handoff.client), who=by)]
    because = str(envelope.facts.get("words", ""))
    lines += [words("words-line", words=because)] if because else []
    lines.append(_from_now_on(sender, envelope, handoff))
    is_giver = envelope.reader is not None and envelope.reader.member_id == handoff.giver_id
    mine_again = is_giver and handoff.state is HandoffState.WITHDRAWN and handoff.lead_state is LeadState.DRAFT
    go_on = (words("lead-go-on"), LeadPress(client=handoff.client_id))
    return Outgoing("\n".join(lines), keyboard([go_on]) if mine_again else None)


def _from_now_on(sender: Sender, envelope: Envelope, handoff: HandoffView) -> Html:
    words = sender.words
    if handoff.asked and handoff.deadline_at and envelope.reader:
        by = until(words, handoff.deadline_at, ZoneInfo(envelope.reader.zone), sender.now)
        return words("now-asked-until", who=short_name(handoff.asked[0]), until=by)
    return whereabouts(words, handoff)


async def _disagree(callback: CallbackQuery, callback_data: ReturnPress, dialog_manager: DialogManager) -> None:
    """The card itself is edited as soon as the dispute is written."""
    it = here(dialog_manager)
    raised = await it.do(dispute_return, Disagree(callback_data.handoff), str(callback_data.handoff))
    who = ", ".join(short_name(name) for name in raised.arbiters)
    await callback.answer(label(it.words("disagree-toast", who=who)))


def build() -> list[Router]:
    presses = Router(name="return-presses")
    presses.callback_query.register(_disagree, ReturnPress.filter())
    return [presses]


FEATURE = Feature(
    "handoff-notices",
    build,
    notices={
        NoticeKind.ACCEPTED: accepted,
        NoticeKind.RETURNED: returned,
        NoticeKind.DECIDED: decided,
        NoticeKind.COMPLETE: complete,
        NoticeKind.RELEASED: released,
    },
)
