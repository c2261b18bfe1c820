"""Where those who run a team are taken first: the launch checklist, as long as something is open."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager

from handlers.forms import open_form
from handlers.here import Here
from handlers.menu import Menu
from sales.actions.launch import wants_launch


class Launch(StatesGroup):
    list = State()


async def open_launch(manager: DialogManager) -> None:
    await open_form(manager, Launch.list)


async def is_wanted(it: Here) -> bool:
    return it.someone is not None and await it.ask(wants_launch, it.now)


async def first_view(it: Here) -> State:
    """Where somebody begins who has just come, or has just set the company up."""
    return Launch.list if await is_wanted(it) else Menu.main
