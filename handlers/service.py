"""What each status is promised, and from when on a regular client is warned of: changed from /rules."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.menu import leading_to, to_menu
from handlers.regular_words import level_line
from handlers.typed import on_text, only_buttons
from handlers.widgets import Item, Tr, item_id, next_key
from sales.actions.company import ChangeSettings, change_settings, settled
from sales.actions.watch import level_of
from sales.company import SERVICE
from sales.hours import parse_count
from sales.regular import ClientStatus

#: By the beginning of the setting's name.
USUAL = {
    "contact_days": (7, 14, 30, 60),
    "answer_hours": (1, 2, 4, 8),
    "silence_percent": (150, 200, 300),
    "fall_percent": (20, 30, 50),
}


class Service(StatesGroup):
    main = State()
    value = State()


async def open_service(manager: DialogManager, then: State) -> None:
    await open_form(manager, Service.main, leading_to(then))


@getter
async def _main(it: Here, _: DialogManager) -> dict[str, Any]:
    settings, words = (await it.ask(settled)).settings, it.words
    lines = [words("service-title")]
    lines += [level_line(words, status, level_of(settings, status)) for status in ClientStatus]
    lines.append(words("service-watch", silence=settings.silence_percent, fall=settings.fall_percent))
    lines.append(words("service-ask"))
    return {"text": "\n".join(lines), "items": [(name, label(words(f"service-{name}"))) for name in SERVICE]}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    manager.dialog_data["name"] = name
    await manager.switch_to(Service.value)


def _kind(name: str) -> str:
    return next(kind for kind in USUAL if name.startswith(kind))


@getter
async def _value(it: Here, manager: DialogManager) -> dict[str, Any]:
    name = str(manager.dialog_data["name"])
    now = getattr((await it.ask(settled)).settings, name)
    lines = [it.words(f"service-{name}"), it.words(f"service-ask-{_kind(name)}", now=now)]
    items = [(str(number), it.words.number(number)) for number in USUAL[_kind(name)]]
    return {"text": "\n".join(lines), "items": items}


async def _taken(_: CallbackQuery, __: Any, manager: DialogManager, value: str) -> None:
    await _save(manager, int(value))


async def _typed(manager: DialogManager, text: str) -> None:
    await _save(manager, parse_count(text.removesuffix("%")))


async def _save(manager: DialogManager, number: int) -> None:
    form = ChangeSettings(**{str(manager.dialog_data["name"]): number})  # type: ignore[arg-type]
    await here(manager).do(change_settings, form, next_key(manager))
    await manager.switch_to(Service.main)


def build() -> list[Router]:
    names = Select(Item(), id="n", item_id_getter=item_id, items="items", on_click=_picked)
    values = Select(Item(), id="v", item_id_getter=item_id, items="items", on_click=_taken)
    main = Window(Format("{text}"), Group(names, width=2), to_menu(), only_buttons(), state=Service.main, getter=_main)
    value = Window(
        Format("{text}"),
        Group(values, width=4),
        Row(SwitchTo(Tr("back"), id="back", state=Service.main), cancel_form()),
        on_text(_typed),
        state=Service.value,
        getter=_value,
    )
    return [Dialog(main, value)]


FEATURE = Feature("service", build)
