"""FEATURES: every conversation, in the order of the menu. Routers, commands, menus and notices are derived from it."""

from __future__ import annotations

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message
from aiogram_dialog import DialogManager

from handlers import stale
from handlers.feature import Feature
from handlers.forms import resume_dialog
from handlers.here import Here, here
from handlers.menu import allowed, menu_feature
from handlers.notices import Renderer
from sales.notices import NoticeKind

CONVERSATIONS: tuple[Feature, ...] = ()

FEATURES: tuple[Feature, ...] = (menu_feature(CONVERSATIONS), *CONVERSATIONS)

RENDERERS: Mapping[NoticeKind, Renderer] = {
    kind: renderer for feature in FEATURES for kind, renderer in feature.notices.items()
}


def build_routers() -> list[Router]:
    """Commands first, so that no open step swallows them; then the conversations; then what nobody understood."""
    built = [router for feature in FEATURES for router in feature.build()]
    return [_commands(), *built, resume_dialog(), stale.build()]


def commands_for(it: Here) -> list[tuple[str, str]]:
    """(command, description) of the person's own menu."""
    names = [str(feature.command) for feature in allowed(FEATURES, it)] + ["help", "cancel"]
    return [(name, str(it.words(f"command-{name}"))) for name in names]


def _commands() -> Router:
    router = Router(name="commands")
    router.message.filter(F.chat.type == "private")
    for feature in FEATURES:
        if feature.command and feature.open:
            router.message.register(_opener(feature), Command(feature.command))
    return router


def _opener(feature: Feature):  # type: ignore[no-untyped-def]
    async def open_it(message: Message, dialog_manager: DialogManager) -> None:
        it = here(dialog_manager)
        if feature.open is None or (feature.permission and not it.may(feature.permission)):
            await message.answer(it.words("error-not-allowed"))
            return
        await feature.open(dialog_manager)

    return open_it
