"""Small parts of windows: text by message id, and the buttons that are the same everywhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.kbd import Back, Button, Cancel, Row
from aiogram_dialog.widgets.text import Text

from handlers.here import here


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


__all__ = ["Button", "Item", "Tr", "back_and_cancel", "cancel", "item_id", "next_key", "nonce", "with_nonce"]
