"""A month's plan: this month's or the next one's, by a button or a typed number."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Select
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import label
from handlers.menu import back_to_menu, leading_to, to_menu
from handlers.typed import on_text, started
from handlers.widgets import Item, Tr, item_id, next_key
from sales.actions.plan import Planned, SetPlan, plans_ahead, set_plan
from sales.hours import parse_count

USUAL = (20, 40, 60, 100)
#: In place of a number: no plan.
NONE = "none"


class PlanMonth(FormStates):
    """Started with `months`: this one and the next, as they were when the question was asked."""

    ask = State()


async def open_plan(manager: DialogManager, then: State) -> None:
    it = here(manager)
    months = [one.month.isoformat() for one in await it.ask(plans_ahead, it.now)]
    await open_form(manager, PlanMonth.ask, {"months": months, **leading_to(then)})


def _asked(manager: DialogManager) -> str:
    return str(started(manager)["months"][int(manager.dialog_data.get("next", False))])


@getter
async def _ask(it: Here, manager: DialogManager) -> dict[str, Any]:
    months, asked = started(manager)["months"], _asked(manager)
    known = {one.month.isoformat(): one for one in await it.ask(plans_ahead, it.now)}
    plan = known.get(asked, Planned(date.fromisoformat(asked), None))
    items = [(str(number), it.words.number(number)) for number in USUAL]
    none = [(NONE, label(it.words("plan-none")))] if plan.target else []
    other = next(month for month in months if month != asked)
    lines = [it.words("plan-ask", month=it.words.month(plan.month))]
    lines += [it.words("plan-now", count=plan.target)] if plan.target else []
    lines.append(it.words("plan-hint"))
    return {
        "text": "\n".join(lines),
        "items": [*items, *none],
        "t": {"month": it.words.month(date.fromisoformat(other))},
    }


async def _other(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["next"] = not manager.dialog_data.get("next", False)


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, value: str) -> None:
    await _save(manager, None if value == NONE else int(value))


async def _typed(manager: DialogManager, text: str) -> None:
    await _save(manager, parse_count(text))


async def _save(manager: DialogManager, target: int | None) -> None:
    await here(manager).do(set_plan, SetPlan(date.fromisoformat(_asked(manager)), target), next_key(manager))
    await back_to_menu(manager)


def build() -> list[Router]:
    numbers = Group(Select(Item(), id="n", item_id_getter=item_id, items="items", on_click=_picked), width=4)
    window = Window(
        Format("{text}"),
        numbers,
        Button(Tr("plan-other"), id="other", on_click=_other),
        to_menu(),
        on_text(_typed),
        getter=_ask,
        state=PlanMonth.ask,
    )
    return [Dialog(window)]


FEATURE = Feature("plan", build)
