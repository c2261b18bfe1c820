"""An old button, and what nobody understood: say what it was and offer a way on; never silence."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message, TelegramObject
from aiogram_dialog import DialogManager
from aiogram_dialog.api.internal import CONTEXT_KEY, STACK_KEY

from handlers.clients import find_typed
from handlers.here import Here, here, here_in

PRIVATE = F.chat.type == ChatType.PRIVATE
#: What Telegram takes for a command: Latin letters, digits and underscores.
COMMAND = r"^/[A-Za-z0-9_]{1,32}(@\w+)?(\s|$)"
#: No button of ours carries a number that no id can be; a hand-made press may.
NO_ID = re.compile(r"\d{19}")


class NoForgedNumbers(BaseMiddleware):
    """Inner middleware of callback queries: a number too long for any id names nothing that we have ever shown."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if isinstance(event, CallbackQuery) and NO_ID.search(event.data or ""):
            await event.answer(here_in(data).words("stale-button"), show_alert=True)
            return None
        return await handler(event, data)


class OnlyTheLiveMessage(BaseMiddleware):
    """Back ids repeat in every window: a press on an old copy would move the live conversation, so it is answered
    here. Inner middleware of callback queries: the dialog's stack is known by then."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        stack, context = data.get(STACK_KEY), data.get(CONTEXT_KEY)
        if isinstance(event, CallbackQuery) and context is not None and stack is not None and event.message:
            belongs = "\x1d" in (event.data or "")
            if belongs and event.message.message_id != stack.last_message_id:
                await event.answer(here_in(data).words("stale-button"), show_alert=True)
                return None
        return await handler(event, data)


async def stale_press(callback: CallbackQuery, dialog_manager: DialogManager) -> None:
    await callback.answer(here(dialog_manager).words("stale-button"), show_alert=True)


async def not_understood(message: Message, dialog_manager: DialogManager) -> None:
    """With a conversation open its step repeats the question; without one a name finds its client, and for anything
    else the menu is offered."""
    it = here(dialog_manager)
    if dialog_manager.has_context():
        await message.answer(it.words("not-here"))
        await dialog_manager.show()
    elif not await find_typed(dialog_manager, message.text or ""):
        await message.answer(it.words("not-understood"))


async def no_such_command(message: Message, dialog_manager: DialogManager) -> None:
    """Never taken for an answer to the open step, which stays."""
    await message.answer(here(dialog_manager).words("no-such-command"))


async def edited(message: Message, here: Here) -> None:
    """What was sent first has been read already."""
    await message.answer(here.words("edited"))


def unknown_commands() -> Router:
    """Between the known commands and the conversations."""
    router = Router(name="unknown-commands")
    router.message.register(no_such_command, PRIVATE, F.text.regexp(COMMAND))
    return router


def build() -> Router:
    router = Router(name="stale")
    router.callback_query.register(stale_press)
    router.message.register(not_understood, PRIVATE)
    router.edited_message.register(edited, PRIVATE)
    return router
