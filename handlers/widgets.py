"""Small parts of windows: text by message id, and the buttons that are the same everywhere."""

from __future__ import annotations

import html
import secrets
import zlib
from collections.abc import Mapping
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.kbd import Back, Button, Cancel, Row
from aiogram_dialog.widgets.text import Text

from handlers.here import Getter, here


class Tr(Text):
    """A message by its id. Its arguments are what the getter put under `t`; `key` may itself be `{name}`,
    then the id is taken from the getter's `name`."""

    def __init__(self, key: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.key = key

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        args: Mapping[str, object] = data.get("t", {})
        key = str(data[self.key[1:-1]]) if self.key.startswith("{") else self.key
        return here(manager).words(key, **args)


class Item(Text):
    """The words of one item of a list: items are (id, text) pairs whose text is ready."""

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        return str(data["item"][1])


def refresh(getter: Getter) -> Button:
    """Looks again; where the window would say the same, a toast says so. The window's `getter` may ask nothing that a
    press changes."""

    async def again(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
        shown = zlib.crc32(repr(await getter(dialog_manager=manager)).encode())
        if manager.dialog_data.get("shown") == shown:
            await callback.answer(html.unescape(here(manager).words("refresh-same")))

    return Button(Tr("refresh"), id="refresh", on_click=again)


def noted(getter: Getter) -> Getter:
    """The same getter, which remembers what it has shown."""

    async def call(dialog_manager: DialogManager, **more: object) -> dict[str, Any]:
        found = await getter(dialog_manager=dialog_manager, **more)
        dialog_manager.dialog_data["shown"] = zlib.crc32(repr(found).encode())
        return found

    return call


def item_id(item: tuple[Any, str]) -> Any:
    return item[0]


def back_and_cancel() -> Row:
    """The same two in the same place of every step but the first."""
    return Row(Back(Tr("back")), Cancel(Tr("cancel")))


def cancel() -> Cancel:
    return Cancel(Tr("cancel"))


def with_nonce(data: dict[str, Any] | None) -> dict[str, Any]:
    """What a form is started with, and its own key: made in the very update that opens it, so that a press which is
    handled again after a crash finds the same."""
    return {"nonce": secrets.token_urlsafe(9), **(data or {})}


def nonce(manager: DialogManager) -> str:
    """The open form's own key: an act sent twice from one form is one act."""
    started = manager.start_data
    data = started if isinstance(started, dict) and "nonce" in started else manager.dialog_data
    if "nonce" not in data:
        data["nonce"] = secrets.token_urlsafe(9)
    return str(data["nonce"])


def next_key(manager: DialogManager) -> str:
    """For a form that saves step by step: the nonce and the number of the save."""
    key = f"{nonce(manager)}.{manager.dialog_data.get('saves', 0)}"
    manager.dialog_data["saves"] = manager.dialog_data.get("saves", 0) + 1
    return key


__all__ = ["Button", "Item", "Tr", "back_and_cancel", "cancel", "item_id", "next_key", "nonce", "noted"]
__all__ += ["refresh", "with_nonce"]
