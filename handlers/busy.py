"""/busy: new work flows past until then; buttons for the usual spans, typed Russian for the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.menu import to_menu
from handlers.pick_time import clock_of
from handlers.typed import date_words, on_text
from handlers.widgets import Tr, next_key
from sales.actions.own import SetAway, my_absence, set_away
from sales.away import AwayTill, away_until
from sales.people import Permission
from sales.when import parse_when


class Busy(StatesGroup):
    choose = State()


async def open_busy(manager: DialogManager) -> None:
    await open_form(manager, Busy.choose)


@getter
async def _choose(it: Here, _: DialogManager) -> dict[str, Any]:
    until = (await it.ask(my_absence, it.now)).until
    text = it.words("busy-now", until=it.moment(until)) if until else it.words("busy-ask")
    return {"text": text, "away": until is not None}


async def _picked(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    it = here(manager)
    clock = await clock_of(it)
    await _set(manager, away_until(AwayTill(str(button.widget_id)), it.now, clock.schedule))


async def _typed(manager: DialogManager, text: str) -> None:
    it = here(manager)
    clock = await clock_of(it)
    await _set(manager, parse_when(text, it.now, clock.schedule, date_words()).at)


async def _back_again(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _set(manager, None)


async def _set(manager: DialogManager, until: datetime | None) -> None:
    """The window tells at once until when, with weekday and date."""
    await here(manager).do(set_away, SetAway(until), next_key(manager))


def build() -> list[Router]:
    spans = (Button(Tr(f"busy-{till}"), id=till.value, on_click=_picked) for till in AwayTill)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Button(Tr("busy-over"), id="over", on_click=_back_again, when="away"),
                Group(*spans, width=2),
                to_menu(),
                on_text(_typed),
                getter=_choose,
                state=Busy.choose,
            )
        )
    ]


FEATURE = Feature("busy", build, command="busy", permission=Permission.LOG_ACTS, open=open_busy)
