"""/start, /menu, /help and /cancel: the way in and the way out of everything."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Select
from aiogram_dialog.widgets.text import Text

from handlers.feature import Feature
from handlers.forms import close_all, is_saved_already, open_form, state_named
from handlers.here import Here, getter, here
from handlers.typed import started
from handlers.widgets import Item, Tr, item_id


class Menu(StatesGroup):
    main = State()


def allowed(features: tuple[Feature, ...], it: Here) -> list[Feature]:
    """What this person may open, in the order of the menu."""
    return [
        feature
        for feature in features
        if feature.command and feature.open and (feature.permission is None or it.may(feature.permission))
    ]


def menu_feature(features: tuple[Feature, ...]) -> Feature:
    """`features`: everything else, in the order of the menu."""

    @getter
    async def main(it: Here, _: DialogManager) -> dict[str, Any]:
        shown = [one for one in allowed(features, it) if one.in_menu and (one.wanted is None or await one.wanted(it))]
        items = [(feature.name, it.words(f"menu-{feature.command}")) for feature in shown]
        return {"t": {"name": it.actor.name}, "items": items}

    async def picked(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
        for feature in allowed(features, here(manager)):
            if feature.name == name and feature.open:
                await feature.open(manager)

    async def help_(message: Message, dialog_manager: DialogManager) -> None:
        it = here(dialog_manager)
        lines = [f"/{feature.command} · {it.words(f'command-{feature.command}')}" for feature in allowed(features, it)]
        await message.answer(it.words("help") + "\n" + "\n".join(lines))

    def build() -> list[Router]:
        commands = Router(name="menu-commands")
        commands.message.register(help_, Command("help"))
        commands.message.register(cancel, Command("cancel"))
        select = Select(Item(), id="m", item_id_getter=item_id, items="items", on_click=picked)
        return [commands, Dialog(Window(Tr("menu"), Group(select, width=2), getter=main, state=Menu.main))]

    return Feature("menu", build, command="menu", open=open_menu, in_menu=False)


async def open_menu(manager: DialogManager) -> None:
    await open_form(manager, Menu.main)


async def back_to_menu(manager: DialogManager, show_mode: ShowMode | None = None) -> None:
    """After a conversation's end: the menu takes its message, or the view that it was opened from."""
    then = way_back(manager).get("then")
    state = state_named(str(then)) if then else Menu.main
    await manager.start(state, mode=StartMode.RESET_STACK, show_mode=show_mode)


def leading_to(then: State | None) -> dict[str, Any]:
    """What a conversation is started with so that it leads to that view in place of the menu."""
    return {"then": then.state} if then else {}


def way_back(manager: DialogManager) -> dict[str, Any]:
    """The same for a conversation that carries the open one on; empty where it leads to the menu."""
    then = started(manager).get("then") if manager.has_context() else None
    return {"then": then} if then else {}


class _Where(Text):
    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        return here(manager).words("back" if way_back(manager) else "to-menu")


def to_menu() -> Button:
    """In place of «back» where a view was opened from the menu; the very «back» where it leads elsewhere."""

    async def go(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
        await back_to_menu(manager)

    return Button(_Where(), id="menu", on_click=go)


async def cancel(message: Message, dialog_manager: DialogManager) -> None:
    dropped = "cancelled-saved" if is_saved_already(dialog_manager) else "cancelled"
    was_open = await close_all(dialog_manager)
    await message.answer(here(dialog_manager).words(dropped if was_open else "nothing-to-cancel"))
    await dialog_manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
