"""How the bot speaks to Telegram: the base URL, and manners for the answers that handlers send by themselves."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import Response, TelegramMethod

from bot.pacing import Pacer, in_the_queue

#: A longer silence isn't sat out by somebody who waits for an answer.
LONGEST_WAIT = 10
ATTEMPTS = 3
#: Seconds between a failed edit and the next try.
PAUSE = 0.3
_MESSAGES = ("send", "edit", "copy", "forward")


def open_bot(token: str, api_url: str | None, pacer: Pacer, session: BaseSession | None = None) -> Bot:
    server = PRODUCTION if api_url is None else TelegramAPIServer.from_base(api_url)
    session = session or AiohttpSession(api=server)
    session.middleware(DirectAnswers(pacer))
    manners = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
    return Bot(token, session=session, default=manners)


async def check_token(token: str, api_url: str | None) -> str:
    """The bot's name."""
    bot = open_bot(token, api_url, Pacer())
    try:
        return (await bot.me()).username or ""
    finally:
        await bot.session.close()


class DirectAnswers(BaseRequestMiddleware):
    """Counts what handlers send, and waits out a short 429; an edit, which may be made twice, is tried again after a
    hitch as well. What the delivery sends has had its turn before."""

    def __init__(self, pacer: Pacer) -> None:
        self.pacer = pacer

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Response[Any]:
        chat_id = _chat_of(method)
        if chat_id is None or in_the_queue.get():
            return await make_request(bot, method)
        for _ in range(ATTEMPTS - 1):
            await self.pacer.direct_answer(chat_id)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self.pacer.silence(chat_id, error.retry_after)
                if error.retry_after > LONGEST_WAIT:
                    raise
            except (TelegramServerError, TelegramNetworkError):
                if not method.__api_method__.startswith("edit"):
                    raise
                await asyncio.sleep(PAUSE)
        await self.pacer.direct_answer(chat_id)
        return await make_request(bot, method)


def _chat_of(method: TelegramMethod[Any]) -> int | None:
    """Whom a message goes to; None for calls that Telegram doesn't count."""
    chat_id = getattr(method, "chat_id", None)
    return chat_id if isinstance(chat_id, int) and method.__api_method__.startswith(_MESSAGES) else None
