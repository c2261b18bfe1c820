"""Who is writing? An Actor, read anew for each update, or a polite refusal.

Identity is the sender's numeric id and nothing else: no username, no forwarded contact, no chat that speaks as itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from bot.commands import Menus
from bot.dialog_memory import DialogMemory
from bot.posting import plain
from bot.reach import Reach
from handlers.here import KEY, Here
from locales import Texts
from sales.actions.people import actor_of
from sales.people import Actor
from storage.desk import Desk

#: What an anonymous admin of a group writes as.
GROUP_ANONYMOUS_BOT = 1087968824
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class House:
    """What stays the same for every update."""

    desk: Desk
    words: Texts
    bot_name: str
    owner_id: int | None
    default_zone: str

    def here(self, someone: Actor | None, now: datetime) -> Here:
        return Here(someone, self.desk, self.words, now, self.bot_name, self.owner_id, self.default_zone)


class Identity(BaseMiddleware):
    """Outer middleware of updates: puts `here` into the data. `received_at` comes with the update from the inbox,
    so that a replay decides alike."""

    def __init__(self, house: House, reach: Reach, menus: Menus) -> None:
        self.house = house
        self.reach = reach
        self.menus = menus

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Update):
            raise TypeError("identity belongs to updates")
        telegram_id = person_of(event)
        actor = None if telegram_id is None else await self.house.desk.look(actor_of, telegram_id)
        here = data[KEY] = self.house.here(actor, data["received_at"])
        if actor is None and not self._may_pass(event, telegram_id):
            return await _refuse(event, here)
        handled = await handler(event, data)
        if telegram_id is not None and _is_heard_in_private(event):
            await self._greet(here, telegram_id)
        return handled

    async def _greet(self, here: Here, telegram_id: int) -> None:
        """Whoever has just joined is somebody by now."""
        if here.someone is None:
            here = self.house.here(await self.house.desk.look(actor_of, telegram_id), here.now)
        if here.someone is not None:
            await self.reach.sign_of_life(telegram_id)
            await self.menus.show(here)

    def _may_pass(self, update: Update, telegram_id: int | None) -> bool:
        """A stranger may bring an invitation; in groups everybody is around, and each act asks for an actor."""
        message = update.message
        if _chat_type(update) != "private":
            return True
        if message is None or not (message.text or "").startswith("/start"):
            return False
        return " " in (message.text or "").strip() or telegram_id == self.house.owner_id


class CleanSlate(BaseMiddleware):
    """A failure half-way leaves the conversation where the person saw it. Sits inside the dispatcher's own error
    handling, so that whoever answers the error meets the memory as it was."""

    def __init__(self, memory: DialogMemory) -> None:
        self.memory = memory

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(event, data)
        except Exception:
            self.memory.forget_this_update()
            raise


def person_of(update: Update) -> int | None:
    """None where nobody in person is behind it: a channel, an anonymous admin, another bot."""
    event = update.event
    if isinstance(event, Message) and event.sender_chat is not None:
        return None
    sender: User | None = getattr(event, "from_user", None)
    if sender is None or sender.is_bot or sender.id == GROUP_ANONYMOUS_BOT:
        return None
    return sender.id


def _is_heard_in_private(update: Update) -> bool:
    """What arrives there shows that our messages arrive, too; to block us arrives there as well."""
    return update.my_chat_member is None and _chat_type(update) == "private"


def _chat_type(update: Update) -> str | None:
    event = update.event
    message = event.message if isinstance(event, CallbackQuery) else event
    chat = getattr(message, "chat", None)
    return None if chat is None else str(chat.type)


async def _refuse(update: Update, here: Here) -> None:
    """The same few words whatever was asked: a stranger learns nothing about who and what is here."""
    words = here.words("error-stranger")
    if update.callback_query is not None:
        await update.callback_query.answer(plain(words), show_alert=True)
    elif update.message is not None:
        await update.message.answer(words)
