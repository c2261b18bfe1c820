"""One message on its way to Telegram: sent, edited or, where the old one can't be edited any more, posted anew."""

from __future__ import annotations

import html
import re

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

from handlers.notices import Outgoing
from storage.deliveries import Posted

log = structlog.get_logger(__name__)

#: Telegram counts UTF-16 units of the text without its markup; with it, we are on the safe side.
LONGEST = 4096
#: Longer than a send ever takes; then nobody knows whether it arrived.
PATIENCE = 30
_TAG = re.compile(r"<[^>]*>")


def length_of(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def plain(text: str) -> str:
    """Without markup: for alerts, and for a text whose markup Telegram refuses."""
    return html.unescape(_TAG.sub("", text))


def pages(text: str, longest: int = LONGEST) -> list[str]:
    """Split between lines, so that no tag that a line opens is torn; a line that is too long by itself loses its
    markup and is cut."""
    found: list[str] = []
    page = ""
    for line in _short_lines(text, longest):
        longer = f"{page}\n{line}" if page else line
        if length_of(longer) > longest:
            found.append(page)
            longer = line
        page = longer
    return [*found, page] if page else found


def _short_lines(text: str, longest: int) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        if length_of(line) <= longest:
            lines.append(line)
            continue
        bare, step = plain(line), longest // 8  # a sign is at most two units, or five as an entity
        lines.extend(html.escape(bare[at : at + step], quote=False) for at in range(0, len(bare), step))
    return lines


async def post(
    bot: Bot, chat_id: int, thread_id: int | None, outgoing: Outgoing, *, silent: bool, markup: bool = True
) -> Posted:
    message = await bot.send_message(
        chat_id,
        outgoing.text if markup else plain(outgoing.text),
        message_thread_id=thread_id,
        reply_markup=outgoing.keyboard,
        disable_notification=silent,
        request_timeout=PATIENCE,
        **({} if markup else {"parse_mode": None}),
    )
    if outgoing.is_pinned:
        await _pin(bot, message)
    return Posted(message.chat.id, message.message_id)


async def _pin(bot: Bot, message: Message) -> None:
    """It stands in the chat already: where it may not be pinned, or the call fails, it is read unpinned."""
    try:
        await bot.pin_chat_message(
            message.chat.id, message.message_id, disable_notification=True, request_timeout=PATIENCE
        )
    except TelegramAPIError as error:
        log.warning("a message can't be pinned", chat=message.chat.id, why=type(error).__name__)


async def edit(bot: Bot, old: Posted, outgoing: Outgoing, *, markup: bool = True) -> Posted:
    edited = await bot.edit_message_text(
        outgoing.text if markup else plain(outgoing.text),
        chat_id=old.chat_id,
        message_id=old.message_id,
        reply_markup=outgoing.keyboard,
        request_timeout=PATIENCE,
        **({} if markup else {"parse_mode": None}),
    )
    return Posted(old.chat_id, edited.message_id if isinstance(edited, Message) else old.message_id)
