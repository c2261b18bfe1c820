"""«Undo» under a saved act: for a few minutes, and while nobody else has acted on the client."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import DialogManager

from handlers.act_words import act_title
from handlers.calendar_file import calendar_key
from handlers.cards import CardPress
from handlers.deal_words import act_deal_keys
from handlers.feature import Feature
from handlers.here import Here, here
from handlers.live import edit_live, keyboard
from sales.actions.activities import LoggedAct, UndoAct, undo_act


class UndoPress(CallbackData, prefix="ua"):
    act: int


def undo_keys(it: Here, logged: LoggedAct) -> InlineKeyboardMarkup:
    """The buttons under a saved act."""
    undo = (it.words("act-undo"), UndoPress(act=logged.activity_id))
    calendar = calendar_key(it.words, logged.step_kind, logged.step_id)
    deal = act_deal_keys(it, logged.deal, logged.activity_id)
    return keyboard(deal, [undo, (it.words("to-card"), CardPress(client=logged.client_id))], calendar)


async def _undo(callback: CallbackQuery, callback_data: UndoPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    undone = await it.do(undo_act, UndoAct(callback_data.act), str(callback_data.act))
    card = (it.words("to-card"), CardPress(client=undone.client_id))
    await edit_live(callback, it.words("act-undone", act=act_title(it, undone.kind, undone.client)), keyboard([card]))
    await callback.answer()


def build() -> list[Router]:
    router = Router(name="undo-act")
    router.callback_query.register(_undo, UndoPress.filter())
    return [router]


FEATURE = Feature("undo-act", build)

__all__ = ["FEATURE", "undo_keys"]
