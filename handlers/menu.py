"""/start, /menu, /help and /cancel: the way in and the way out of everything."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Select

from handlers.feature import Feature
from handlers.forms import close_all, is_saved_already, open_form
from handlers.here import Here, getter, here
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
        shown = [feature for feature in allowed(features, it) if feature.in_menu]
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


async def back_to_menu(manager: DialogManager) -> None:
    """After a conversation's end: the menu takes its message."""
    await manager.start(Menu.main, mode=StartMode.RESET_STACK)


def to_menu() -> Button:
    """In place of «back» where a view was opened from the menu."""

    async def go(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
        await back_to_menu(manager)

    return Button(Tr("to-menu"), id="menu", on_click=go)


async def cancel(message: Message, dialog_manager: DialogManager) -> None:
    dropped = "cancelled-saved" if is_saved_already(dialog_manager) else "cancelled"
    was_open = await close_all(dialog_manager)
    await message.answer(here(dialog_manager).words(dropped if was_open else "nothing-to-cancel"))
    await dialog_manager.start(Menu.main, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
