"""How the team is structured: which legs its clients run, what is settled for them, and what a switch does to live work
before it is done."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form
from handlers.menu import leading_to, to_menu
from handlers.setting_values import LEG_SETTINGS, Setting, options
from handlers.typed import on_text, only_buttons
from handlers.widgets import Item, Tr, item_id, next_key
from locales import Html
from sales.actions.company import change_settings, settled
from sales.actions.structure import Switching, SwitchStructure, structure_preview, switch_structure
from sales.company import TeamSettings
from sales.legs import LEGS, Leg, Structure


class TeamStructure(FormStates):
    """Each press is settled at once: nothing is ever half done."""

    taken_up_again = True

    main = State()
    check = State()
    value = State()


async def open_structure(manager: DialogManager, then: State) -> None:
    await open_form(manager, TeamStructure.main, leading_to(then))


@getter
async def _main(it: Here, _: DialogManager) -> dict[str, Any]:
    settings: TeamSettings = (await it.ask(settled)).settings
    shown = _relevant(settings)
    lines = [
        it.words("structure-title", structure=it.words(f"structure-{settings.structure.value}")),
        it.words(f"structure-{settings.structure.value}-what"),
        *(
            it.words(f"structure-now-{name}", value=Html(one.show(it, one.current(settings))))
            for name, one in shown.items()
        ),
    ]
    return {
        "text": "\n".join(lines),
        "structures": [
            (one.value, it.words(f"structure-{one.value}")) for one in Structure if one is not settings.structure
        ],
        "items": [(name, it.words(f"setting-{name}")) for name in shown],
    }


def _relevant(settings: TeamSettings) -> dict[str, Setting]:
    """Of legs that the team doesn't run nothing has to be settled."""
    if not any(LEGS[leg].proposed and settings.runs(leg) for leg in Leg):
        return {}
    closing = () if settings.runs(Leg.CLOSE) else ("stalled_days", "closer_keeps")
    return {name: one for name, one in LEG_SETTINGS.items() if name not in closing}


async def _chosen(_: CallbackQuery, __: Any, manager: DialogManager, structure: str) -> None:
    manager.dialog_data["structure"] = structure
    await manager.switch_to(TeamStructure.check)


def _asked(manager: DialogManager) -> Structure:
    return Structure(manager.dialog_data["structure"])


@getter
async def _check(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await it.ask(structure_preview, _asked(manager), it.now)
    lines = [
        it.words("structure-check", structure=it.words(f"structure-{found.new.value}")),
        it.words(f"structure-{found.new.value}-what"),
        *_changes(it, found),
    ]
    return {"text": "\n".join(lines)}


def _changes(it: Here, found: Switching) -> list[Html]:
    """What becomes of the legs, and of the hand-overs that are open on them now."""
    lines = []
    for name, legs in (("lost", found.lost), ("gained", found.gained)):
        if legs:
            told = ", ".join(it.words(f"leg-{leg.value}") for leg in legs)
            lines.append(it.words(f"structure-legs-{name}", legs=Html(told)))
    counts = {"dropped": found.dropped, "withdrawn": found.withdrawn, "go-on": found.go_on, "passed": found.passed}
    lines += [it.words(f"structure-open-{name}", count=count) for name, count in counts.items() if count]
    return lines if any(counts.values()) else [*lines, it.words("structure-nothing-open")]


async def _switch(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await here(manager).do(switch_structure, SwitchStructure(_asked(manager)), next_key(manager))
    await manager.switch_to(TeamStructure.main)


async def _open_value(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    manager.dialog_data["setting"] = name
    await manager.switch_to(TeamStructure.value)


def _setting(manager: DialogManager) -> Setting:
    return LEG_SETTINGS[str(manager.dialog_data["setting"])]


@getter
async def _value(it: Here, manager: DialogManager) -> dict[str, Any]:
    setting, settings = _setting(manager), (await it.ask(settled)).settings
    current = Html(setting.show(it, setting.current(settings)))
    lines = [it.words(f"setting-{setting.name}-ask"), it.words("setting-current", value=current)]
    return {"text": "\n".join(lines), "items": options(it, setting)}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, value: str) -> None:
    await _take(manager, value)


async def _typed(manager: DialogManager, text: str) -> None:
    await _take(manager, _setting(manager).read(here(manager), text))


async def _take(manager: DialogManager, value: str) -> None:
    await here(manager).do(change_settings, _setting(manager).form(value), next_key(manager))
    await manager.switch_to(TeamStructure.main)


def _back() -> Row:
    return Row(SwitchTo(Tr("back"), id="back", state=TeamStructure.main), cancel_form())


def build() -> list[Router]:
    structures = Group(Select(Item(), id="t", item_id_getter=item_id, items="structures", on_click=_chosen), width=2)
    settings = Group(Select(Item(), id="s", item_id_getter=item_id, items="items", on_click=_open_value), width=2)
    values = Group(Select(Item(), id="v", item_id_getter=item_id, items="items", on_click=_picked), width=2)
    return [
        Dialog(
            Window(
                Format("{text}"),
                structures,
                settings,
                to_menu(),
                only_buttons(),
                getter=_main,
                state=TeamStructure.main,
            ),
            Window(
                Format("{text}"),
                Button(Tr("structure-switch"), id="switch", on_click=_switch),
                _back(),
                only_buttons(),
                getter=_check,
                state=TeamStructure.check,
            ),
            Window(Format("{text}"), values, _back(), on_text(_typed), getter=_value, state=TeamStructure.value),
        )
    ]


FEATURE = Feature("structure", build)
