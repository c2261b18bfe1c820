"""A question answered with a no: the lead waits, with the reason and a date to come back to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.forms import FormStates, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard, part_row
from handlers.pick_time import PickTime
from handlers.refusals import refusal
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Tr, next_key
from locales import Html
from sales.actions.parking import Park, park_lead
from sales.clients import in_quotes
from sales.errors import SalesError
from sales.leads import Question
from sales.wording import words


class ParkLead(FormStates):
    """Started by `open_part` with `lead_id`, `client` and `question`; ends the whole conversation once it is saved."""

    why = State()
    when = State()


@getter
async def _why(it: Here, manager: DialogManager) -> dict[str, Any]:
    asked = started(manager)
    head = it.words("park-title", client=in_quotes(asked["client"]))
    return {"text": "\n".join([head, Html(), it.words(f"park-why-{asked['question']}")])}


async def _said(manager: DialogManager, text: str) -> None:
    manager.dialog_data["words"] = words(text)
    await manager.switch_to(ParkLead.when)
    await _ask_time(manager)


async def _ask_time(manager: DialogManager) -> None:
    await open_part(manager, PickTime.choose, {"part": "time", "purpose": "park"})


async def _got_time(asked: Data, result: Any, manager: DialogManager) -> None:
    if not isinstance(asked, dict) or asked.get("part") != "time" or not result:
        return
    it, about = here(manager), started(manager)
    until = datetime.fromisoformat(result["at"]).astimezone(it.zone).date()
    form = Park(int(about["lead_id"]), Question(about["question"]), manager.dialog_data["words"], until)
    try:
        parked = await it.do(park_lead, form, next_key(manager))
    except SalesError as error:
        manager.dialog_data["fault"] = refusal(it, error)
        return
    text = it.words("park-done", client=in_quotes(parked.client), day=it.words.day(parked.until, it.zone, it.now))
    await end_with(manager, text, keyboard([(it.words("to-card"), CardPress(client=parked.client_id))]))


@getter
async def _when(it: Here, manager: DialogManager) -> dict[str, Any]:
    head = it.words("park-title", client=in_quotes(started(manager)["client"]))
    fault = Html(manager.dialog_data.pop("fault", ""))
    return {"text": "\n".join([*([fault] if fault else []), head, it.words("park-when")])}


async def _choose(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_time(manager)


def build() -> list[Router]:
    return [
        Dialog(
            Window(Format("{text}"), part_row(), on_text(_said), state=ParkLead.why, getter=_why),
            Window(
                Format("{text}"),
                Button(Tr("park-choose"), id="choose", on_click=_choose),
                Row(SwitchTo(Tr("back"), id="again", state=ParkLead.why), cancel_form()),
                only_buttons(),
                state=ParkLead.when,
                getter=_when,
                on_process_result=_got_time,
            ),
        )
    ]


FEATURE = Feature("park", build)

__all__ = ["FEATURE", "ParkLead"]
