"""The owner's first minutes: the company's name and who runs the sales; everything else has a usual value to correct
on the review card. Asked again later, it renames and resettles."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here, look_again
from handlers.home import first_view
from handlers.live import cancel_form, label
from handlers.menu import Menu, leading_to
from handlers.setting_values import DIGEST, HOURS, ZONE, Setting, options
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, back_and_cancel, item_id, nonce
from sales.actions.company import SetUpCompany, set_up_company, settled
from sales.actions.people import actor_of
from sales.hours import parse_clock, parse_hours
from sales.people import Permission, Role
from sales.wording import a_line

VALUES = {"zone": ZONE, "hours": HOURS, "digest_at": DIGEST}


class SetUp(FormStates):
    company = State()
    head = State()
    review = State()
    team = State()
    value = State()


async def go_home(manager: DialogManager, *, first: bool = False) -> None:
    """The menu or, as long as the company has no name, its owner's wizard. Who has just come (`first`) and runs the
    team is taken to what is left of its launch."""
    it = here(manager)
    if it.may(Permission.SET_UP_COMPANY) and not (await it.ask(settled)).company:
        await open_set_up(manager)
    else:
        await open_form(manager, await first_view(it) if first else Menu.main)


async def open_set_up(manager: DialogManager, then: State | None = None) -> None:
    """From the start for a company without a name, from the review card afterwards."""
    it = here(manager)
    known = await it.ask(settled)
    data = {
        "company": known.company,
        "team": known.team or it.words("setup-usual-team"),
        "zone": known.settings.zone if known.company else it.default_zone,
        "hours": HOURS.current(known.settings),
        "digest_at": DIGEST.current(known.settings),
        "head": Role.HEAD in it.actor.roles,
        "again": bool(known.company),
        **leading_to(then),
    }
    await open_form(manager, SetUp.review if known.company else SetUp.company, data)


def _values(manager: DialogManager) -> dict[str, Any]:
    return {**started(manager), **manager.dialog_data}


def _setting(manager: DialogManager) -> Setting:
    return VALUES[str(manager.dialog_data["asked"])]


async def _named(manager: DialogManager, text: str) -> None:
    manager.dialog_data["company"] = a_line(text)
    await manager.switch_to(SetUp.review if "head" in manager.dialog_data else SetUp.head)


async def _team_named(manager: DialogManager, text: str) -> None:
    manager.dialog_data["team"] = a_line(text)
    await manager.switch_to(SetUp.review)


async def _i_am_head(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data["head"] = button.widget_id == "me"
    await manager.switch_to(SetUp.review)


async def _ask_value(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data["asked"] = button.widget_id
    await manager.switch_to(SetUp.value)


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, value: str) -> None:
    await _take(manager, value)


async def _typed(manager: DialogManager, text: str) -> None:
    await _take(manager, _setting(manager).read(here(manager), text))


async def _take(manager: DialogManager, value: str) -> None:
    manager.dialog_data[_setting(manager).name] = value
    await manager.switch_to(SetUp.review)


async def _save(callback: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, values = here(manager), _values(manager)
    opens, closes = parse_hours(values["hours"])
    form = SetUpCompany(
        company=values["company"],
        team=values["team"],
        zone=values["zone"],
        opens=opens,
        closes=closes,
        digest_at=parse_clock(values["digest_at"]),
        also_head=values["head"],
    )
    await it.do(set_up_company, form, nonce(manager))
    it = look_again(manager, await it.desk.look(actor_of, it.actor.telegram_id))
    await callback.answer(label(it.words("setup-saved")))
    await manager.start(await first_view(it), mode=StartMode.RESET_STACK)


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    values = _values(manager)
    lines = [
        *([] if values["again"] else [it.words("form-step", step=3, of=3)]),
        it.words("setup-review", company=values["company"]),
        it.words("setup-team", team=values["team"]),
        *(it.words(f"setup-{name}", value=one.show(it, values[name])) for name, one in VALUES.items()),
        it.words("setup-head-me" if values["head"] else "setup-head-other"),
    ]
    return {"text": "\n".join(lines)}


@getter
async def _value(it: Here, manager: DialogManager) -> dict[str, Any]:
    setting = _setting(manager)
    return {"ask": f"setting-{setting.name}-ask", "items": options(it, setting)}


def _to_review() -> Row:
    return Row(SwitchTo(Tr("back"), id="back", state=SetUp.review), cancel_form())


def _edits() -> Group:
    return Group(
        SwitchTo(Tr("setup-edit-company"), id="company", state=SetUp.company),
        SwitchTo(Tr("setup-edit-team"), id="team", state=SetUp.team),
        *(Button(Tr(f"setting-{name}"), id=name, on_click=_ask_value) for name in VALUES),
        SwitchTo(Tr("setup-edit-head"), id="head", state=SetUp.head),
        width=2,
    )


def build() -> list[Router]:
    me = Button(Tr("setup-me"), id="me", on_click=_i_am_head)
    other = Button(Tr("setup-other"), id="other", on_click=_i_am_head)
    values = Group(Select(Item(), id="v", item_id_getter=item_id, items="items", on_click=_picked), width=2)
    save = Button(Tr("setup-save"), id="save", on_click=_save)
    return [
        Dialog(
            Window(Tr("setup-company-ask"), cancel_form(), on_text(_named), state=SetUp.company),
            Window(Tr("setup-head-ask"), Row(me, other), back_and_cancel(), only_buttons(), state=SetUp.head),
            Window(
                Format("{text}"), save, _edits(), back_and_cancel(), only_buttons(), getter=_review, state=SetUp.review
            ),
            Window(Tr("setup-team-ask"), _to_review(), on_text(_team_named), state=SetUp.team),
            Window(Tr("{ask}"), values, _to_review(), on_text(_typed), getter=_value, state=SetUp.value),
        ),
    ]


FEATURE = Feature("company", build)
