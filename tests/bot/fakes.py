"""Stand-ins for what lies outside the house: Telegram, the clock, the words."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message, User
from aiohttp import ClientConnectorError, ServerDisconnectedError

from locales import Html
from tests.builders import NOW

TOKEN = "42:a-made-up-token"
Outcome = Callable[[TelegramMethod[Any]], Exception] | list[dict[str, Any]] | bool


class FakeTelegram(BaseSession):
    """Takes every call, writes it down, and fails where it was told to. `lose_reply` is carried out all the same."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.delivered: list[tuple[int, str]] = []
        self.outcomes: dict[str, deque[Outcome]] = defaultdict(deque)
        self.on_call: Callable[[TelegramMethod[Any]], None] = lambda method: None
        self._number = 100

    def next(self, method: str, *outcomes: Outcome) -> None:
        """What the next calls of the method meet."""
        self.outcomes[method].extend(outcomes)

    def named(self, method: str) -> list[Any]:
        return [call for call in self.calls if call.__api_method__ == method]

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        self.calls.append(method)
        self.on_call(method)
        planned = self.outcomes[method.__api_method__]
        outcome = planned.popleft() if planned else True
        if callable(outcome):
            error = outcome(method)
            if getattr(outcome, "carried_out", False):
                self._carry_out(method)
            raise error
        return self._carry_out(method) if outcome is True else outcome

    def _carry_out(self, method: Any) -> Any:
        name = method.__api_method__
        if name == "getMe":
            return User(id=42, is_bot=True, first_name="Relay", username="relay_bot")
        if name not in ("sendMessage", "editMessageText"):
            return True
        self.delivered.append((method.chat_id, method.text))
        self._number += 1
        number = getattr(method, "message_id", None) or self._number
        chat = Chat(id=method.chat_id, type="private" if method.chat_id > 0 else "group")
        return Message(message_id=number, date=NOW, chat=chat, text=method.text)

    async def close(self) -> None:
        return

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def bad_request(words: str) -> Outcome:
    return lambda method: TelegramBadRequest(method, f"Bad Request: {words}")


def forbidden(words: str = "bot was blocked by the user") -> Outcome:
    return lambda method: TelegramForbiddenError(method, f"Forbidden: {words}")


def too_many(seconds: int) -> Outcome:
    return lambda method: TelegramRetryAfter(method, "Too Many Requests", seconds)


def moved(chat_id: int) -> Outcome:
    return lambda method: TelegramMigrateToChat(method, "group chat was upgraded", chat_id)


def server_error(method: TelegramMethod[Any]) -> Exception:
    return TelegramServerError(method, "Bad Gateway")


def no_connection(method: TelegramMethod[Any]) -> Exception:
    return _caused(TelegramNetworkError(method, "no route"), ClientConnectorError(None, OSError()))  # type: ignore[arg-type]


def lost_reply(method: TelegramMethod[Any]) -> Exception:
    return _caused(TelegramNetworkError(method, "disconnected"), ServerDisconnectedError())


lost_reply.carried_out = True  # type: ignore[attr-defined]


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


async def eventually(condition: Callable[[], bool]) -> None:
    """For what other tasks bring about."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def pass_(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class FakeWords:
    """Says the id and its arguments."""

    def __call__(self, key: str, /, **args: object) -> Html:
        return Html(" ".join([key, *(f"{name}={value}" for name, value in args.items())]))
