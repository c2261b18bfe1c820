"""Opening a conversation without losing the one that is half done."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Column

from handlers.here import Here, getter, here
from handlers.widgets import Tr, with_nonce


class FormStates(StatesGroup):
    """The states of a conversation that collects something; mere views are plain StatesGroups.
    It is called `form-<class name>` in the texts. `saves_as_it_goes`: dropping it loses nothing. `taken_up_again`: it
    goes on from its own command, so it is half done only while `dialog_data` holds something `unsaved`."""

    saves_as_it_goes = False
    taken_up_again = False


class Resume(StatesGroup):
    ask = State()


async def open_form(
    manager: DialogManager, state: State, data: dict[str, Any] | None = None, *, show_mode: ShowMode | None = None
) -> None:
    """Starts a conversation on a clean stack; where a form is half filled in, asks first: go on or drop it.

    `data` must be JSON.
    """
    data = with_nonce(data)
    if not form_is_open(manager):
        await manager.start(state, data=data, mode=StartMode.RESET_STACK, show_mode=show_mode)
        return
    asked = {"state": state.state, "data": data, "form": _name_of_open(manager)}
    if manager.current_context().state.group is Resume:
        await manager.mark_closed()
    await manager.start(Resume.ask, data=asked, mode=StartMode.NORMAL, show_mode=show_mode)


async def open_part(manager: DialogManager, state: State, data: dict[str, Any] | None = None) -> None:
    """Starts a part of the open form (pick a client, name a time): its result comes back to the form."""
    part_of = _name_of_open(manager) if form_is_open(manager) else ""
    depth = int(_started(manager).get("within", 0))
    deeper = {"within": depth + 1} if depth else {}
    await manager.start(state, data={**with_nonce(data), "part_of": part_of, **deeper}, mode=StartMode.NORMAL)


async def open_within(manager: DialogManager, state: State, data: dict[str, Any]) -> None:
    """Starts a conversation of its own above the open one, which goes on when that is over or dropped: it is given
    `{"said": …}` where there is something to tell."""
    await manager.start(state, data={**with_nonce(data), "within": 1}, mode=StartMode.NORMAL)


def is_within(manager: DialogManager) -> bool:
    """Whether another conversation waits beneath."""
    return bool(_started(manager).get("within"))


async def come_back(manager: DialogManager, said: str = "") -> bool:
    """Ends what was opened by `open_within`, with whatever parts it has open itself; False where nothing was."""
    depth = int(_started(manager).get("within", 0))
    for level in range(depth, 0, -1):
        await manager.done({"said": said} if said and level == 1 else None)
    return depth > 0


def form_is_open(manager: DialogManager) -> bool:
    """A form is worth keeping once its person has left the first step."""
    if not manager.has_context():
        return False
    context = manager.current_context()
    if context.state.group is Resume:
        return True
    if getattr(context.state.group, "taken_up_again", False):
        return bool(context.dialog_data.get("unsaved"))
    first = context.state.group.__states__[0]
    return issubclass(context.state.group, FormStates) and (
        context.state != first or bool(context.dialog_data) or bool(_started(manager).get("part_of"))
    )


def is_asking(manager: DialogManager) -> bool:
    """A step of a form stands open, be it the first one: what comes is its answer."""
    return manager.has_context() and issubclass(manager.current_context().state.group, FormStates | Resume)


def _started(manager: DialogManager) -> dict[str, Any]:
    return manager.start_data if isinstance(manager.start_data, dict) else {}


def _name_of_open(manager: DialogManager) -> str:
    """The form's class name, also from within one of its parts or from the question itself."""
    started = _started(manager)
    return str(started.get("part_of") or started.get("form") or manager.current_context().state.group.__name__)


def state_named(name: str) -> State:
    """The State object of its full name, as it was kept in JSON."""
    groups: list[type[StatesGroup]] = [StatesGroup]
    while groups:
        group = groups.pop()
        groups.extend(group.__subclasses__())
        for state in group.__states__:
            if state.state == name:
                return state
    raise LookupError(name)


@getter
async def _half_done(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"t": {"form": it.words(f"form-{_name_of_open(manager)}")}}


async def _go_on(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await manager.done()


async def _drop(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    asked = _started(manager)
    await manager.start(state_named(str(asked["state"])), data=asked["data"], mode=StartMode.RESET_STACK)


def resume_dialog() -> Router:
    return Dialog(
        Window(
            Tr("form-half-done"),
            Column(
                Button(Tr("form-go-on"), id="on", on_click=_go_on),
                Button(Tr("form-drop"), id="drop", on_click=_drop),
            ),
            getter=_half_done,
            state=Resume.ask,
        )
    )


def is_saved_already(manager: DialogManager) -> bool:
    """Whether what the open form has been told is kept without it."""
    name = _name_of_open(manager) if form_is_open(manager) else ""
    return any(form.saves_as_it_goes for form in FormStates.__subclasses__() if form.__name__ == name)


async def close_all(manager: DialogManager) -> bool:
    """Drops whatever conversation is open; False where there was none."""
    was_open = form_is_open(manager)
    if manager.has_context():
        await manager.reset_stack(remove_keyboard=False)
    return was_open


__all__ = [
    "FormStates",
    "close_all",
    "come_back",
    "form_is_open",
    "here",
    "is_asking",
    "is_saved_already",
    "is_within",
    "open_form",
    "open_part",
    "open_within",
    "resume_dialog",
]
