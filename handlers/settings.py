"""/settings: a rep's own name and zone; for those who run the team, everything it has settled."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.catalogue import open_products, open_territories
from handlers.company import open_set_up
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here, look_again
from handlers.live import cancel_form
from handlers.menu import to_menu
from handlers.own_messages import open_own_messages
from handlers.places import open_places
from handlers.plan import open_plan
from handlers.setting_values import SETTINGS, ZONE, Setting, options
from handlers.structure import open_structure
from handlers.typed import on_text, only_buttons
from handlers.widgets import Item, Tr, item_id, next_key
from locales import Html
from sales.actions.catalogue import catalogue
from sales.actions.company import Settled, change_settings, settled
from sales.actions.own import ChooseZone, Rename, choose_zone, rename
from sales.actions.people import actor_of
from sales.actions.plan import Planned, plans_ahead
from sales.clients import in_quotes
from sales.company import TeamSettings
from sales.people import Permission

#: The person's own zone is asked for like the team's, and kept elsewhere.
OWN_ZONE = "own_zone"
TEAM_ZONE = "team"


class Settings(StatesGroup):
    main = State()
    value = State()
    name = State()


async def open_settings(manager: DialogManager) -> None:
    await open_form(manager, Settings.main)


@getter
async def _main(it: Here, _: DialogManager) -> dict[str, Any]:
    found = await it.ask(settled)
    may_change = it.may(Permission.CHANGE_SETTINGS)
    lines = [it.words("settings-title")]
    if may_change:
        lines += _team_lines(it, found, (await it.ask(plans_ahead, it.now))[0], len((await it.ask(catalogue)).products))
    lines.append(it.words("settings-own", name=found.name, zone=ZONE.show(it, it.actor.zone)))
    return {
        "text": "\n".join(lines),
        "may_change": may_change,
        "may_set_up": it.may(Permission.SET_UP_COMPANY),
        "items": [(name, it.words(f"setting-{name}")) for name in SETTINGS] if may_change else [],
    }


def _team_lines(it: Here, found: Settled, plan: Planned, products: int) -> list[Html]:
    settings = found.settings
    shown = {name: Html(one.show(it, one.current(settings))) for name, one in SETTINGS.items()}
    places = ", ".join(in_quotes(title) for title in found.places)
    return [
        it.words("settings-team", team=found.team, routing=shown["routing"]),
        it.words("settings-accept", accept=shown["accept_minutes"], warn=shown["warn_minutes"]),
        it.words("settings-retry", retry=shown["retry_minutes"]),
        it.words("settings-touches", attempts=shown["touch_attempts"], hours=shown["touch_hours"]),
        it.words("settings-notice", notice=shown["meeting_notice_minutes"]),
        it.words("settings-budget", limit=shown["loud_a_day"]),
        it.words("settings-day", hours=shown["hours"], zone=shown["zone"], digest=shown["digest_at"]),
        it.words(
            "settings-products",
            count=products,
            month=it.words.month(plan.month),
            plan=plan.target or 0,
        ),
        it.words("settings-place", title=places) if places else it.words("settings-no-place"),
    ]


async def _open_value(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    manager.dialog_data["setting"] = name
    await manager.switch_to(Settings.value)


async def _open_own_zone(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["setting"] = OWN_ZONE
    await manager.switch_to(Settings.value)


async def _open_messages(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_own_messages(manager)


def _asked(manager: DialogManager) -> tuple[Setting, bool]:
    """The setting in question, and whether it is the person's own."""
    name = str(manager.dialog_data["setting"])
    return (ZONE, True) if name == OWN_ZONE else (SETTINGS[name], False)


@getter
async def _value(it: Here, manager: DialogManager) -> dict[str, Any]:
    setting, own = _asked(manager)
    items = options(it, setting)
    if own:
        items = [(TEAM_ZONE, it.words("setting-own_zone-team")), *items]
        return {"text": it.words("setting-own_zone-ask"), "items": items}
    settings: TeamSettings = (await it.ask(settled)).settings
    current = Html(setting.show(it, setting.current(settings)))
    lines = [it.words(f"setting-{setting.name}-ask"), it.words("setting-current", value=current)]
    return {"text": "\n".join(lines), "items": items}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, value: str) -> None:
    await _take(manager, value)


async def _typed(manager: DialogManager, text: str) -> None:
    await _take(manager, _asked(manager)[0].read(here(manager), text))


async def _take(manager: DialogManager, value: str) -> None:
    it, (setting, own) = here(manager), _asked(manager)
    if own:
        await it.do(choose_zone, ChooseZone(None if value == TEAM_ZONE else value), next_key(manager))
    else:
        await it.do(change_settings, setting.form(value), next_key(manager))
    await _saved(manager)


async def _saved(manager: DialogManager) -> None:
    it = here(manager)
    look_again(manager, await it.desk.look(actor_of, it.actor.telegram_id))
    await manager.switch_to(Settings.main)


async def _renamed(manager: DialogManager, text: str) -> None:
    await here(manager).do(rename, Rename(text), next_key(manager))
    await _saved(manager)


async def _to_places(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_places(manager)


async def _to_plan(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_plan(manager, then=Settings.main)


async def _set_up(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_set_up(manager)


async def _to_products(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_products(manager, then=Settings.main)


async def _to_territories(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_territories(manager, then=Settings.main)


async def _to_structure(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_structure(manager, then=Settings.main)


def _to(state: State) -> Row:
    return Row(SwitchTo(Tr("back"), id="back", state=state), cancel_form())


def _main_window() -> Window:
    every = Group(Select(Item(), id="s", item_id_getter=item_id, items="items", on_click=_open_value), width=2)
    return Window(
        Format("{text}"),
        every,
        Row(
            Button(Tr("menu-places"), id="places", on_click=_to_places, when="may_change"),
            Button(Tr("setting-plan"), id="plan", on_click=_to_plan, when="may_change"),
        ),
        Row(
            Button(Tr("setting-products"), id="products", on_click=_to_products, when="may_change"),
            Button(Tr("setting-territories"), id="territories", on_click=_to_territories, when="may_change"),
        ),
        Button(Tr("setting-structure"), id="structure", on_click=_to_structure, when="may_change"),
        Row(
            SwitchTo(Tr("setting-name"), id="name", state=Settings.name),
            Button(Tr("setting-own_zone"), id="own", on_click=_open_own_zone),
        ),
        Row(
            Button(Tr("setting-messages"), id="messages", on_click=_open_messages),
            Button(Tr("setting-company"), id="company", on_click=_set_up, when="may_set_up"),
        ),
        to_menu(),
        only_buttons(),
        getter=_main,
        state=Settings.main,
    )


def build() -> list[Router]:
    values = Group(Select(Item(), id="v", item_id_getter=item_id, items="items", on_click=_picked), width=2)
    return [
        Dialog(
            _main_window(),
            Window(Format("{text}"), values, _to(Settings.main), on_text(_typed), getter=_value, state=Settings.value),
            Window(Tr("setting-name-ask"), _to(Settings.main), on_text(_renamed), state=Settings.name),
        )
    ]


FEATURE = Feature("settings", build, command="settings", open=open_settings)
