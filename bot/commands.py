"""The command menu beside the input: each person's own, derived from what they may do."""

from __future__ import annotations

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeChat

from handlers.features import commands_for
from handlers.here import Here

log = structlog.get_logger(__name__)

Menu = tuple[tuple[str, str], ...]


class Menus:
    """Set with a person's first update after a start, and again when their roles have changed."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._shown: dict[int, Menu] = {}

    async def show(self, here: Here) -> None:
        """A menu is a convenience: where it can't be set, the update goes on."""
        chat_id, wanted = here.actor.telegram_id, tuple(commands_for(here))
        if self._shown.get(chat_id) == wanted:
            return
        commands = [BotCommand(command=name, description=words) for name, words in wanted]
        try:
            await self.bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=chat_id))
            self._shown[chat_id] = wanted
        except AiogramError as error:
            log.warning("a command menu could not be set", error=type(error).__name__)
