"""A deal ends: won, with what can be done about it at once; or lost with a reason, for good or until a day to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.deal_words import DealPress, DealUndoPress
from handlers.feature import Feature
from handlers.forms import FormStates, open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import Choice, cancel_form, end_with, keyboard, label
from handlers.order_form import NewOrderPress
from handlers.pick_time import PickTime
from handlers.refusals import refusal
from handlers.typed import on_text, only_buttons, read_amount, started
from handlers.widgets import Item, Tr, item_id, next_key, nonce
from handlers.wins import PostWin
from locales import Html
from sales.actions import deals
from sales.actions.deal_moves import DealSet
from sales.actions.deal_views import DealCard, deal_card
from sales.actions.deals import end_deal
from sales.actions.wins import win_places
from sales.clients import in_quotes
from sales.deals import LostReason
from sales.errors import SalesError
from sales.wording import words


class EndDeal(FormStates):
    """Started with `deal_id`, `after`, `client` and `currency`; at `amount` to win it, at `reason` to lose it."""

    reason = State()
    words = State()
    then = State()
    amount = State()


class SharePress(CallbackData, prefix="ds"):
    """The win is told to those who want to hear of wins."""

    deal: int


async def open_win(manager: DialogManager, card: DealCard) -> None:
    """In one press where it is known how much."""
    if card.deal.amount is None:
        await open_form(manager, EndDeal.amount, _told(card))
        return
    it = here(manager)
    won = await it.do(end_deal, deals.EndDeal(card.deal.id, card.after), next_key(manager))
    await _tell_won(manager, won)


async def open_loss(manager: DialogManager, card: DealCard) -> None:
    await open_form(manager, EndDeal.reason, _told(card))


def _told(card: DealCard) -> dict[str, Any]:
    return {"deal_id": card.deal.id, "after": card.after, "client": card.client, "currency": card.currency}


def _form(manager: DialogManager, **said: Any) -> deals.EndDeal:
    told = started(manager)
    return deals.EndDeal(int(told["deal_id"]), int(told["after"]), **said)


async def _amount_typed(manager: DialogManager, text: str) -> None:
    await _win(manager, read_amount(text, str(started(manager)["currency"])))


async def _no_amount(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _win(manager, None)


async def _win(manager: DialogManager, amount: int | None) -> None:
    won = await here(manager).do(end_deal, _form(manager, amount=amount), nonce(manager))
    await _tell_won(manager, won)


async def _tell_won(manager: DialogManager, won: DealSet) -> None:
    it, client = here(manager), in_quotes(won.client)
    if won.amount:
        told = it.words("deal-won-sum", client=client, sum=it.words.money(won.amount, won.currency))
    else:
        told = it.words("deal-won", client=client)
    then: list[Choice] = [(it.words("card-order"), NewOrderPress(client=won.client_id))]
    then += [(it.words("deal-share"), SharePress(deal=won.deal_id))] if await it.ask(win_places) else []
    await end_with(manager, f"{told}\n{it.words('deal-won-next')}", _ended_keys(it, won, then))


def _ended_keys(it: Here, ended: DealSet, first: list[Choice]) -> InlineKeyboardMarkup:
    undo = (it.words("deal-undo-end"), DealUndoPress(move=ended.move_id))
    deal, card = (
        (it.words("to-deal"), DealPress(deal=ended.deal_id)),
        (it.words("to-card"), CardPress(client=ended.client_id)),
    )
    return keyboard(first, [undo], [deal, card])


@getter
async def _ask_reason(it: Here, manager: DialogManager) -> dict[str, Any]:
    lines = [_head(it, manager), it.words("deal-lost-ask")]
    return {
        "text": "\n".join(lines),
        "items": [(one.value, label(it.words(f"close-reason-{one.value}"))) for one in LostReason],
    }


def _head(it: Here, manager: DialogManager) -> Html:
    return it.words("deal-title", client=in_quotes(started(manager)["client"]))


async def _reason_picked(_: CallbackQuery, __: Any, manager: DialogManager, reason: str) -> None:
    manager.dialog_data["reason"] = reason
    await manager.switch_to(EndDeal.words)


def _reason(manager: DialogManager) -> LostReason:
    return LostReason(manager.dialog_data["reason"])


@getter
async def _ask_words(it: Here, manager: DialogManager) -> dict[str, Any]:
    reason = _reason(manager)
    because = it.words("deal-line-reason", reason=it.words(f"close-reason-{reason.value}"))
    lines = [_head(it, manager), because, it.words("deal-lost-words")]
    return {"text": "\n".join(lines), "silent": reason is not LostReason.OTHER}


async def _said(manager: DialogManager, text: str) -> None:
    manager.dialog_data["words"] = words(text)
    await manager.switch_to(EndDeal.then)


async def _silent(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["words"] = ""
    await manager.switch_to(EndDeal.then)


@getter
async def _ask_then(it: Here, manager: DialogManager) -> dict[str, Any]:
    fault = Html(manager.dialog_data.pop("fault", ""))
    lines = [*([fault] if fault else []), _head(it, manager), it.words("deal-lost-then")]
    return {"text": "\n".join(lines)}


async def _close(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, data = here(manager), manager.dialog_data
    lost = await it.do(end_deal, _form(manager, reason=_reason(manager), words=data["words"]), next_key(manager))
    reason = it.words(f"close-reason-{_reason(manager).value}")
    text = it.words("deal-lost", client=in_quotes(lost.client), reason=reason)
    await end_with(manager, text, _ended_keys(it, lost, []))


async def _later(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_part(manager, PickTime.choose, {"part": "time", "purpose": "park"})


async def _got_time(asked: Data, result: Any, manager: DialogManager) -> None:
    if not isinstance(asked, dict) or asked.get("part") != "time" or not result:
        return
    it, data = here(manager), manager.dialog_data
    until = datetime.fromisoformat(result["at"]).astimezone(it.zone).date()
    form = _form(manager, reason=_reason(manager), words=data["words"], until=until)
    try:
        parked = await it.do(end_deal, form, next_key(manager))
    except SalesError as error:
        data["fault"] = refusal(it, error)
        return
    text = it.words("deal-parked", client=in_quotes(parked.client), day=it.words.day(until, it.zone, it.now))
    await end_with(manager, text, _ended_keys(it, parked, []))


async def _share(callback: CallbackQuery, callback_data: SharePress, dialog_manager: DialogManager) -> None:
    """The words stand ready, and may be written anew before anybody sees them."""
    it = here(dialog_manager)
    card = await it.ask(deal_card, callback_data.deal, it.now)
    said = label(it.words("deal-share-words", client=Html(in_quotes(card.client))))
    await open_form(dialog_manager, PostWin.review, {"words": said})
    await callback.answer()


def _back(state: State) -> Row:
    return Row(SwitchTo(Tr("back"), id="again", state=state), cancel_form())


def _loss_windows() -> tuple[Window, ...]:
    reasons = Select(Item(), id="r", item_id_getter=item_id, items="items", on_click=_reason_picked)
    return (
        Window(
            Format("{text}"),
            Group(reasons, width=2),
            cancel_form(),
            only_buttons(),
            state=EndDeal.reason,
            getter=_ask_reason,
        ),
        Window(
            Format("{text}"),
            Button(Tr("deal-lost-silently"), id="silent", on_click=_silent, when="silent"),
            _back(EndDeal.reason),
            on_text(_said),
            state=EndDeal.words,
            getter=_ask_words,
        ),
        Window(
            Format("{text}"),
            Row(
                Button(Tr("deal-lost-close"), id="close", on_click=_close),
                Button(Tr("deal-lost-later"), id="later", on_click=_later),
            ),
            _back(EndDeal.words),
            only_buttons(),
            state=EndDeal.then,
            getter=_ask_then,
            on_process_result=_got_time,
        ),
    )


def build() -> list[Router]:
    presses = Router(name="deal-end-presses")
    presses.callback_query.register(_share, SharePress.filter())
    amount = Window(
        Tr("deal-won-ask"),
        Button(Tr("deal-won-silently"), id="silent", on_click=_no_amount),
        cancel_form(),
        on_text(_amount_typed),
        state=EndDeal.amount,
    )
    return [presses, Dialog(*_loss_windows(), amount)]


FEATURE = Feature("deal-end", build)

__all__ = ["FEATURE", "EndDeal", "open_loss", "open_win"]
