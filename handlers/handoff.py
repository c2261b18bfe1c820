"""Answers to a hand-over card: one press accepts; a return, an absence and the details are asked below the card."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager, ShowMode

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.give_back import GiveBackLead, PassLead, dialogs
from handlers.here import Here, here
from handlers.live import keyboard, label
from handlers.log_act import open_short
from handlers.notices import Sender
from handlers.offer_card import OfferPress, full_text, offer_card, offer_warning
from handlers.voices import voices_key
from sales.actions.handoff import Accept, Accepted, accept_offer
from sales.actions.handoff_views import my_offer
from sales.activities import ActKind
from sales.clients import in_quotes
from sales.notices import NoticeKind


async def _take(callback: CallbackQuery, callback_data: OfferPress, dialog_manager: DialogManager) -> None:
    """The card itself is edited as soon as the acceptance is written: the toast only says what comes next."""
    it = here(dialog_manager)
    accepted = await it.do(accept_offer, Accept(callback_data.offer), str(callback_data.offer))
    await callback.answer(label(_next(it, accepted)))


def _next(it: Here, accepted: Accepted) -> str:
    client = in_quotes(accepted.client)
    if accepted.next_kind is None or accepted.next_at is None or accepted.next_at <= it.now:
        return it.words("taken-toast", client=client)
    step = it.words(f"step-said-{accepted.next_kind.value}")
    return it.words("taken-toast-step", client=client, step=step, at=it.moment(accepted.next_at))


async def _ask_below(callback: CallbackQuery, callback_data: OfferPress, dialog_manager: DialogManager) -> None:
    """Only for the asked one, and only while the answer is still open."""
    offer = await here(dialog_manager).ask(my_offer, callback_data.offer, open_only=True)
    state = GiveBackLead.question if callback_data.act == "back" else PassLead.till
    data = {"offer_id": callback_data.offer, "lead": offer.handoff.lead_id is not None}
    await open_form(dialog_manager, state, data, show_mode=ShowMode.SEND)
    await callback.answer()


async def _more(callback: CallbackQuery, callback_data: OfferPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    offer = await it.ask(my_offer, callback_data.offer)
    sender = Sender(it.desk, it.words, it.now, it.bot_name)
    await callback.answer()
    if callback.message is None:
        return
    *before, last = await full_text(sender, offer, it.zone)
    for text in before:
        await callback.message.answer(text)
    card = (it.words("to-card"), CardPress(client=offer.handoff.client_id))
    voices = voices_key(it.words, offer.handoff.client_id, offer.voices)
    await callback.message.answer(last, reply_markup=keyboard([card], voices))


async def _call(callback: CallbackQuery, callback_data: OfferPress, dialog_manager: DialogManager) -> None:
    offer = await here(dialog_manager).ask(my_offer, callback_data.offer)
    await open_short(dialog_manager, ActKind.CALL, offer.handoff.client_id, ShowMode.SEND)
    await callback.answer()


def build() -> list[Router]:
    presses = Router(name="offer-presses")
    presses.callback_query.register(_take, OfferPress.filter(F.act == "take"))
    presses.callback_query.register(_ask_below, OfferPress.filter(F.act.in_({"back", "busy"})))
    presses.callback_query.register(_more, OfferPress.filter(F.act == "more"))
    presses.callback_query.register(_call, OfferPress.filter(F.act == "call"))
    return [presses, *dialogs()]


FEATURE = Feature(
    "handoff",
    build,
    notices={NoticeKind.OFFER: offer_card, NoticeKind.OFFER_WARN: offer_warning},
)
