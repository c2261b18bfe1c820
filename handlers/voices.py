"""Voice messages: taken where a note or evidence is asked for, and played back to whoever may see the client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Router
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput

from handlers.feature import Feature
from handlers.here import Here, here
from handlers.live import Choice
from locales import Texts
from sales.actions.voices import PlayedVoice, client_voices
from sales.clients import in_quotes
from sales.voices import VoiceFile

OnVoice = Callable[[DialogManager, dict[str, Any], str], Awaitable[None]]


class VoicesPress(CallbackData, prefix="vo"):
    """Plays all voices of a client."""

    client: int


def on_voice(took: OnVoice) -> MessageInput:
    """A step that takes a voice message; `took` gets it as dialog data, and the words that came with it."""

    async def take(message: Message, _: MessageInput, manager: DialogManager) -> None:
        heard = heard_in(message)
        if heard is not None:
            await took(manager, heard, message.caption or "")

    return MessageInput(take, content_types=ContentType.VOICE)


def heard_in(message: Message) -> dict[str, Any] | None:
    """The voice of a message as dialog data."""
    voice = message.voice
    if voice is None:
        return None
    return {"file_id": voice.file_id, "unique_id": voice.file_unique_id, "seconds": int(voice.duration)}


def voice_from(kept: dict[str, Any] | None) -> VoiceFile | None:
    return VoiceFile(**kept) if kept else None


def voices_key(words: Texts, client_id: int, count: int) -> list[Choice]:
    """The button that plays them; no button where there is nothing to hear."""
    return [(words("voices-play", count=count), VoicesPress(client=client_id))] if count else []


async def _play(callback: CallbackQuery, callback_data: VoicesPress, dialog_manager: DialogManager) -> None:
    if callback.bot is None:
        return
    await play(here(dialog_manager), callback.bot, callback_data.client)
    await callback.answer()


async def play(it: Here, bot: Bot, client_id: int) -> None:
    """To the person's own chat, wherever the button stood. What can't be played is told once."""
    listed = await it.ask(client_voices, client_id)
    chat_id, client = it.actor.telegram_id, in_quotes(listed.client)
    if not listed.voices:
        await bot.send_message(chat_id, it.words("voices-none", client=client))
    if listed.left_out:
        await bot.send_message(chat_id, it.words("voices-older", count=listed.left_out))
    lost = 0
    for voice in listed.voices:
        try:
            await bot.send_voice(chat_id, voice.file_id, caption=_caption(it, client, voice))
        except TelegramBadRequest:
            lost += 1
    if lost:
        await bot.send_message(chat_id, it.words("voices-lost", count=lost))


def _caption(it: Here, client: str, voice: PlayedVoice) -> str:
    what = it.words(f"question-{voice.question.value}") if voice.question else it.words("voice-note")
    return it.words("voice-caption", client=client, what=what, who=voice.member, at=it.moment(voice.at))


def build() -> list[Router]:
    presses = Router(name="voices-presses")
    presses.callback_query.register(_play, VoicesPress.filter())
    return [presses]


FEATURE = Feature("voices", build)

__all__ = ["FEATURE", "VoicesPress", "heard_in", "on_voice", "play", "voice_from", "voices_key"]
