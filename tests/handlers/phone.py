"""A phone in somebody's hand: what the bot sends is seen, buttons are pressed by their words. Telegram is a session
that remembers messages, and the desk works straight on the open transaction."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import AsyncGenerator
from datetime import datetime
from functools import cache
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import Chat, InlineKeyboardMarkup, Message, Update
from aiogram_dialog import setup_dialogs

from handlers.features import build_routers
from handlers.here import KEY, Here
from locales import Texts, load
from sales.people import Actor
from sales.ports import Work

#: Characters of a message, bytes of a button's data, buttons of a message.
LONGEST, LONGEST_DATA, MOST_BUTTONS = 4096, 64, 100
_TAGS = re.compile("<[^>]*>")
_SPACES = re.compile("[\u00a0\u202f\u2009]")


class DirectDesk:
    def __init__(self, work: Work) -> None:
        self.work = work

    async def run(self, action: Any, actor: Actor, form: Any, *, key: str, now: datetime) -> Any:
        return action(self.work, actor, form, now)

    async def admit(self, action: Any, form: Any, *, key: str, now: datetime) -> Any:
        return action(self.work, form, now)

    async def tick(self, action: Any, *args: Any, **kwargs: Any) -> Any:
        return action(self.work, *args, **kwargs)

    async def ask(self, query: Any, actor: Actor, *args: Any, **kwargs: Any) -> Any:
        return query(self.work, actor, *args, **kwargs)

    async def look(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return query(self.work, *args, **kwargs)


class Screen(BaseSession):
    """What stands in the chat, by message id; and every call in order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = itertools.count(100)
        self.shown: dict[int, SendMessage | EditMessageText] = {}
        self.calls: list[TelegramMethod[Any]] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:
        self.calls.append(method)
        if isinstance(method, SendMessage):
            return self._show(next(self.ids), method)
        if isinstance(method, EditMessageText):
            return self._show(method.message_id or 0, method)
        return True

    def _show(self, number: int, method: SendMessage | EditMessageText) -> Message:
        check_limits(method)
        self.shown[number] = method
        return Message(message_id=number, date=datetime.now().astimezone(), chat=Chat(id=1, type="private"))

    async def close(self) -> None: ...

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        raise AssertionError("no files here")
        yield b""


@cache
def everything() -> Dispatcher:
    """All that can be said and pressed, put together once for all phones: each is a bot of its own to it."""
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.update.outer_middleware(_here)  # type: ignore[arg-type]
    dispatcher.include_routers(*build_routers())
    setup_dialogs(dispatcher)
    return dispatcher


async def _here(handler: Any, event: Any, data: dict[str, Any]) -> Any:
    phone: Phone = data["phone"]
    data[KEY] = Here(phone.actor, phone.desk, phone.words, phone.now)  # type: ignore[arg-type]
    return await handler(event, data)


class Phone:
    """`actor` and `now` may be changed between two acts."""

    numbers = itertools.count(42)

    def __init__(self, work: Work, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.desk, self.words = DirectDesk(work), load(strict=True)
        self.screen = Screen()
        default = DefaultBotProperties(parse_mode=ParseMode.HTML)
        self.bot = Bot(f"{next(self.numbers)}:not-a-real-token", session=self.screen, default=default)
        self.updates = itertools.count(1)

    async def write(self, text: str) -> None:
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[0] == "/" else []
        await self._feed(message={**self._message(next(self.screen.ids)), "text": text, "entities": entities})

    async def press(self, words: str) -> None:
        """On the latest message."""
        number, shown = list(self.screen.shown.items())[-1]
        await self.press_data(self.buttons(shown)[words], number)

    async def press_data(self, data: str, number: int) -> None:
        await self._feed(
            callback_query={
                "id": "1", "chat_instance": "1", "data": data,
                "from": self._message(number)["from"], "message": {**self._message(number), "text": "…"},
            }
        )  # fmt: skip

    async def _feed(self, **update: Any) -> None:
        await everything().feed_update(self.bot, Update(update_id=next(self.updates), **update), phone=self)

    def _message(self, number: int) -> dict[str, Any]:
        person = {"id": self.actor.telegram_id, "is_bot": False, "first_name": "Ольга"}
        chat = {"id": self.actor.telegram_id, "type": "private"}
        return {"message_id": number, "date": int(self.now.timestamp()), "chat": chat, "from": person}

    @property
    def text(self) -> str:
        """The latest message, its no-break spaces plain."""
        return plain(next(reversed(self.screen.shown.values())).text)

    def buttons(self, shown: SendMessage | EditMessageText | None = None) -> dict[str, str]:
        """Words and callback data of the latest message's buttons."""
        markup = (shown or next(reversed(self.screen.shown.values()))).reply_markup
        return buttons_of(markup if isinstance(markup, InlineKeyboardMarkup) else None)

    @property
    def messages(self) -> int:
        return len(self.screen.shown)

    @property
    def answers(self) -> list[str | None]:
        return [call.text for call in self.screen.calls if isinstance(call, AnswerCallbackQuery)]


def check_limits(method: SendMessage | EditMessageText) -> None:
    """What Telegram refuses (its documentation: sendMessage, InlineKeyboardButton; a keyboard of more than a hundred
    buttons is one that it doesn't take)."""
    visible = html.unescape(_TAGS.sub("", method.text))
    assert len(visible) <= LONGEST, f"a message of {len(visible)} characters"
    markup = method.reply_markup
    rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
    buttons = [button for row in rows for button in row]
    assert len(buttons) <= MOST_BUTTONS, f"{len(buttons)} buttons"
    for button in buttons:
        assert len((button.callback_data or "").encode()) <= LONGEST_DATA, f"too much data under «{button.text}»"


def buttons_of(markup: InlineKeyboardMarkup | None) -> dict[str, str]:
    rows = markup.inline_keyboard if markup else []
    return {plain(button.text): button.callback_data or "" for row in rows for button in row}


def plain(text: str) -> str:
    return _SPACES.sub(" ", text)


def strict_words() -> Texts:
    return load(strict=True)
