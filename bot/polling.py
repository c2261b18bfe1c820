"""The polling loop: raw updates, confirmed only after the inbox has them."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from sqlalchemy.exc import SQLAlchemyError

from bot.intake import Intake

log = structlog.get_logger(__name__)

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
LONG_POLL = 25
#: Seconds beyond the long poll before a silent connection is given up.
PATIENCE = 15
LONGEST_PAUSE = 30.0


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates that keeps what Telegram sent as it is: the inbox outlives the models of this version."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


async def poll(bot: Bot, intake: Intake) -> None:
    """For ever. Asking with the next offset is what confirms; a failure of any kind only delays it.

    An empty answer has confirmed everything, so the next question has no offset: after a quiet week Telegram may
    number anew from anywhere, and an old offset would hide what comes.
    """
    offset: int | None = None
    pause = 0.0
    while True:
        await intake.room()
        try:
            updates = await _ask(bot, offset)
            if updates:
                await intake.accept(updates)
            offset = updates[-1]["update_id"] + 1 if updates else None
            pause = 0.0
        except TelegramUnauthorizedError:
            raise
        except (AiogramError, SQLAlchemyError, OSError) as error:
            pause = _pause_after(error, pause)
            await asyncio.sleep(pause)


async def _ask(bot: Bot, offset: int | None) -> list[dict[str, Any]]:
    request = RawUpdates(offset=offset, limit=100, timeout=LONG_POLL, allowed_updates=WANTED)
    return await bot(request, request_timeout=LONG_POLL + PATIENCE)


def _pause_after(error: Exception, last: float) -> float:
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    if isinstance(error, TelegramConflictError):
        log.error("ANOTHER PROCESS polls with this token (409): stop it, or people get no answers from this one")
    else:
        log.warning("updates could not be fetched", error=type(error).__name__, why=getattr(error, "message", ""))
    return min(max(1.0, last * 2), LONGEST_PAUSE)
