"""The giver takes a lead or a client back, as long as nobody has accepted it. One question before: others look at it
already."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard
from handlers.typed import only_buttons, started
from handlers.widgets import Tr, nonce
from sales.actions.clients import ClientCard
from sales.actions.handoff import Withdraw, withdraw_lead
from sales.actions.handoff_views import may_withdraw, own_handoff
from sales.clients import in_quotes
from sales.people import short_name


class WithdrawLead(StatesGroup):
    """Started with `handoff_id`."""

    ask = State()


class WithdrawPress(CallbackData, prefix="wd"):
    handoff: int


async def _open(manager: DialogManager, client_id: int) -> None:
    mine = await here(manager).ask(own_handoff, client_id=client_id)
    await open_form(manager, WithdrawLead.ask, {"handoff_id": mine.handoff_id})


@getter
async def _ask(it: Here, manager: DialogManager) -> dict[str, Any]:
    mine = await it.ask(own_handoff, handoff_id=int(started(manager)["handoff_id"]))
    asked = ", ".join(short_name(name) for name in mine.asked)
    question = it.words("withdraw-ask", client=in_quotes(mine.client))
    return {"text": "\n".join([question, it.words("withdraw-asked", who=asked)] if asked else [question])}


async def _yes(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    done = await it.do(withdraw_lead, Withdraw(int(started(manager)["handoff_id"])), nonce(manager))
    card = (it.words("to-card"), CardPress(client=done.client_id))
    text = it.words(
        "withdraw-done" if done.lead_id is not None else "relay-withdraw-done", client=in_quotes(done.client)
    )
    await end_with(manager, text, keyboard([card]))


async def _pressed(callback: CallbackQuery, callback_data: WithdrawPress, dialog_manager: DialogManager) -> None:
    await here(dialog_manager).ask(own_handoff, handoff_id=callback_data.handoff)
    data = {"handoff_id": callback_data.handoff}
    await open_form(dialog_manager, WithdrawLead.ask, data, show_mode=ShowMode.SEND)
    await callback.answer()


def _is_on_its_way(_: Here, card: ClientCard) -> bool:
    return card.handoff is not None and not card.handoff.receiver


async def _withdrawable(it: Here, card: ClientCard) -> bool:
    return bool(await it.ask(may_withdraw, card.client_id))


def build() -> list[Router]:
    presses = Router(name="withdraw-presses")
    presses.callback_query.register(_pressed, WithdrawPress.filter())
    window = Window(
        Format("{text}"),
        Button(Tr("withdraw-yes"), id="yes", on_click=_yes),
        cancel_form(),
        only_buttons(),
        state=WithdrawLead.ask,
        getter=_ask,
    )
    return [presses, Dialog(window)]


FEATURE = Feature(
    "withdraw", build, card=(CardButton("withdraw", "handoff-withdraw", _is_on_its_way, _open, asked=_withdrawable),)
)

__all__ = ["FEATURE", "WithdrawPress"]
