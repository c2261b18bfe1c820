"""Groups: where a team's announcements go. No dialogs here, only commands; everything else is for the private chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, F, Router
from aiogram.enums import ChatType
from aiogram.filters import JOIN_TRANSITION, ChatMemberUpdatedFilter, Command
from aiogram.types import ChatMemberUpdated, Message, TelegramObject
from aiogram_dialog import DialogManager

from handlers.feature import Feature
from handlers.here import Here, here, here_in
from handlers.places import news_words
from locales import Html
from sales.actions.places import BindPlace, UnbindPlace, bind_place, is_bound, unbind_place
from sales.people import Permission
from sales.wording import shortened

IN_GROUPS = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})
COMMANDS = ("/bind", "/unbind")
TITLE = 100


class Faceless(BaseMiddleware):
    """Outer middleware of messages, in front of the dialogs': who writes as a group or a channel is nobody in
    particular, so there is no dialog and no right. Whoever wanted to bind is told how."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if not isinstance(event, Message) or (event.from_user is not None and event.sender_chat is None):
            return await handler(event, data)
        if (event.text or "").startswith(COMMANDS):
            await event.answer(here_in(data).words("place-anonymous"))
        return None


async def bind(message: Message, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    if not it.may(Permission.BIND_GROUP):
        await _refuse(message, it)
        return
    form = BindPlace(message.chat.id, _topic(message), _title(message))
    bound = await it.do(bind_place, form, _key(message))
    said = it.words("place-bound", news=news_words(it, bound.news)) if bound.news else it.words("place-bound-quiet")
    await message.answer(said)


async def unbind(message: Message, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    if not it.may(Permission.BIND_GROUP):
        await _refuse(message, it)
        return
    was_bound = await it.do(unbind_place, UnbindPlace(message.chat.id, _topic(message)), _key(message))
    await message.answer(it.words("place-unbound" if was_bound else "place-not-bound"))


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _title(message: Message) -> str:
    """The group's, and the topic's: Telegram sends along the message that began it."""
    began = message.reply_to_message.forum_topic_created if message.reply_to_message else None
    names = (message.chat.title or "", began.name if began and message.is_topic_message else "")
    return shortened(" · ".join(name for name in names if name), TITLE)


async def _refuse(message: Message, it: Here) -> None:
    await message.answer(it.words("error-stranger" if it.someone is None else "place-not-allowed"))


def _key(message: Message) -> str:
    return f"{message.chat.id}.{message.message_id}"


async def hello(event: ChatMemberUpdated, here: Here) -> None:
    """The bot was added; where it is bound already it knows its place."""
    if event.bot is not None and not await here.desk.look(is_bound, event.chat.id):
        await event.bot.send_message(event.chat.id, here.words("place-hello"))


async def here_privately(message: Message, dialog_manager: DialogManager) -> None:
    """Any other command in a group: one line, and the way. Strangers' commands are none of our business."""
    it = here(dialog_manager)
    if it.someone is None:
        return
    await message.answer(it.words("place-private", link=Html(f"https://t.me/{it.bot_name}")))


def build() -> list[Router]:
    router = Router(name="bind")
    router.message.register(bind, IN_GROUPS, Command("bind"))
    router.message.register(unbind, IN_GROUPS, Command("unbind"))
    router.my_chat_member.register(hello, IN_GROUPS, ChatMemberUpdatedFilter(JOIN_TRANSITION))
    return [router]


FEATURE = Feature("bind", build)
