"""Roles in words, and choosing several of them with buttons that switch on and off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Group, Select

from handlers.here import Here
from handlers.widgets import Item, item_id
from locales import Texts
from sales.people import HIGH_ROLES, SELLING_ROLES, Role

#: Who carries clients first, who runs the house last.
ORDER = (*SELLING_ROLES, *(role for role in Role if role not in HIGH_ROLES | set(SELLING_ROLES)), *sorted(HIGH_ROLES))


def role_names(words: Texts, roles: Iterable[Role]) -> str:
    return ", ".join(words(f"role-{role}") for role in roles)


def chosen_roles(manager: DialogManager) -> tuple[Role, ...]:
    """Those switched on in the open conversation."""
    on = manager.dialog_data.get("roles", [])
    return tuple(role for role in Role if role.value in on)


def role_items(it: Here, manager: DialogManager, offered: Iterable[Role]) -> list[tuple[str, str]]:
    """The items of `role_switches`: what may be chosen here, the chosen ones marked."""
    may, on = frozenset(offered), chosen_roles(manager)
    return [
        (role.value, it.words("role-on" if role in on else "role-off", role=it.words(f"role-{role}")))
        for role in ORDER
        if role in may
    ]


async def _switch(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    on = list(manager.dialog_data.get("roles", []))
    on.remove(name) if name in on else on.append(name)
    manager.dialog_data["roles"] = on


def role_switches() -> Group:
    """The window's getter gives `roles` by `role_items`."""
    return Group(Select(Item(), id="r", item_id_getter=item_id, items="roles", on_click=_switch), width=2)


__all__ = ["chosen_roles", "role_items", "role_names", "role_switches"]
