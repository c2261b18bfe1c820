"""Messages that outlive their conversation: what was saved, with buttons that carry ids and need no dialog."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.common import Whenable
from aiogram_dialog.widgets.kbd import Button, Cancel, Row

from handlers.forms import come_back, form_is_open, is_saved_already
from handlers.here import here
from handlers.menu import back_to_menu
from handlers.widgets import Tr

Choice = tuple[str, CallbackData]
#: What Telegram says to an edit that is already there, and to one that can't be made any more.
SAME, GONE = "message is not modified", ("message to edit not found", "message can't be edited")


def label(text: str) -> str:
    """Words for a button or a toast, which know no markup."""
    return html.unescape(text)


def keyboard(*rows: Sequence[Choice]) -> InlineKeyboardMarkup:
    """Rows of (words, callback data); empty rows are left out."""
    made = [[InlineKeyboardButton(text=label(text), callback_data=data.pack()) for text, data in row] for row in rows]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in made if row])


async def edit_live(callback: CallbackQuery, text: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    """The pressed message shows what has become of it; where it can't be edited any more, a new one does."""
    if callback.message is None:
        return
    if isinstance(callback.message, Message):
        try:
            await callback.message.edit_text(text, reply_markup=buttons)
            return
        except TelegramBadRequest as refused:
            if SAME in refused.message:
                return
            if not any(gone in refused.message for gone in GONE):
                raise
    await callback.message.answer(text, reply_markup=buttons)


async def end_with(manager: DialogManager, text: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    """The conversation is over; its message becomes a plain one that any later conversation leaves alone. Where
    another one waits beneath, it tells the text and goes on."""
    if await come_back(manager, text):
        return
    event = manager.event
    if isinstance(event, CallbackQuery):
        await edit_live(event, text, buttons)
    elif isinstance(event, Message):
        await event.answer(text, reply_markup=buttons)
    await manager.reset_stack(remove_keyboard=False)


def cancel_form(dropped: Callable[[DialogManager], Awaitable[None]] | None = None) -> Button:
    """The cancel of any window, its parts' too: the whole conversation is over, the menu takes its message. What was
    saved on the way stays, and that is said. Where another conversation waits beneath, that goes on. `dropped`: what
    is done first."""

    async def leave(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
        if dropped is not None:
            await dropped(manager)
        if await come_back(manager):
            return
        if is_saved_already(manager):
            await callback.answer(label(here(manager).words("cancelled-saved")))
        await back_to_menu(manager)

    return Button(Tr("cancel"), id="cancel", on_click=leave)


def part_row() -> Row:
    """The first window of a part: back to the form that asked (unless this is its very first step, told by `first` in
    the start data), and out of the whole form."""
    return Row(Cancel(Tr("back"), id="back", when=_has_before), cancel_form())


def _has_before(_: dict[str, Any], __: Whenable, manager: DialogManager) -> bool:
    return not (isinstance(manager.start_data, dict) and manager.start_data.get("first"))


def over_or_below(manager: DialogManager) -> ShowMode:
    """A notice's press turns the notice into the conversation; with a form half done the question comes below it."""
    return ShowMode.SEND if form_is_open(manager) else ShowMode.EDIT


__all__ = ["Choice", "cancel_form", "edit_live", "end_with", "keyboard", "label", "over_or_below", "part_row"]
