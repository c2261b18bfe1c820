"""Named points of an update's way, for tests that let the process die at each of them. In production nobody listens:
the ports are wrapped at the composition root only where somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from sqlalchemy.engine import Connection

from storage.engine import Storage

P = ParamSpec("P")
T = TypeVar("T")


class Point(StrEnum):
    INBOX_COMMITTED = "inbox committed"
    EFFECT_COMMITTED = "effect committed"
    UPDATE_DONE = "update done"
    MESSAGE_CLAIMED = "message claimed"
    MESSAGE_SENT = "message sent"
    MESSAGE_MARKED = "message marked"


Listener = Callable[[Point], None]

_BY_JOB = {
    "take_in": Point.INBOX_COMMITTED,
    "finish": Point.UPDATE_DONE,
    "claim": Point.MESSAGE_CLAIMED,
    "sent": Point.MESSAGE_MARKED,
}


class PointedStorage:
    """Tells when a write has been committed; every job that isn't the house's own is an act of the trade."""

    def __init__(self, storage: Storage, reached: Listener) -> None:
        self.storage = storage
        self.reached = reached

    @property
    def dialect(self) -> str:
        return self.storage.dialect

    async def write(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        done = await self.storage.write(job, *args, **kwargs)
        self.reached(_BY_JOB.get(job.__name__, Point.EFFECT_COMMITTED))
        return done

    async def read(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.storage.read(job, *args, **kwargs)

    async def close(self) -> None:
        await self.storage.close()


class PointedRequests(BaseRequestMiddleware):
    """Tells when Telegram has taken a message."""

    def __init__(self, reached: Listener) -> None:
        self.reached = reached

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Response[Any]:
        reply = await make_request(bot, method)
        if method.__api_method__.startswith(("send", "edit")):
            self.reached(Point.MESSAGE_SENT)
        return reply
