"""Errors at the edge: what the trade refuses becomes its words, anything else an apology with a reference number."""

from __future__ import annotations

import structlog
from aiogram import Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import CallbackQuery, ErrorEvent, Message
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from bot.faults import Faults
from bot.posting import plain
from handlers.here import Here
from handlers.refusals import refusal
from locales import Texts
from sales.errors import SalesError

log = structlog.get_logger(__name__)

#: Telegram shows so much of an alert.
ALERT = 200
_OLD = (UnknownIntent, OutdatedIntent, UnknownState)
_HARMLESS = ("query is too old", "message is not modified")


def errors_router(faults: Faults, words: Texts) -> Router:
    """The first router of the dispatcher. Every branch ends quietly: the update is done, the process lives on.
    `here` is missing where the failure came before anybody knew who writes."""
    router = Router(name="errors")

    async def on_error(event: ErrorEvent, here: Here | None = None) -> bool:
        error = event.exception
        if _is_harmless(error):
            return True
        if isinstance(error, SalesError) and here is not None:
            await _say(event, refusal(here, error))
        elif isinstance(error, _OLD):
            await _say(event, words("stale-button"))
        else:
            reference = await faults.report(error, event.update.update_id)
            await _say(event, words("error-unexpected", reference=reference), to_keep=True)
        return True

    router.errors.register(on_error)
    return router


def _is_harmless(error: Exception) -> bool:
    """The press had expired before we could answer, the window says already what it should, or the person has just
    blocked us (which another update tells)."""
    if isinstance(error, TelegramForbiddenError):
        return True
    return isinstance(error, TelegramBadRequest) and any(words in error.message for words in _HARMLESS)


async def _say(event: ErrorEvent, words: str, *, to_keep: bool = False) -> None:
    """A press is answered by an alert; a message by a message. The dialog stays as it was. `to_keep`: a number that
    the person will want to quote, and a press that fell through may have been answered already: a message too."""
    cause = event.update.event
    try:
        if isinstance(cause, CallbackQuery):
            if to_keep and cause.message is not None and cause.message.chat.type == ChatType.PRIVATE:
                await cause.message.answer(words)
            await cause.answer(plain(words)[:ALERT], show_alert=True)
        elif isinstance(cause, Message):
            await cause.answer(words)
    except TelegramAPIError as error:
        log.warning("an error could not be told", error=type(error).__name__)
