"""/today: what is due, what is overdue, and the hand-overs that wait. One view that is acted on in place."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.clients import open_card
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.lead_words import until
from handlers.live import label
from handlers.log_act import open_short
from handlers.menu import to_menu
from handlers.reminders import open_move
from handlers.step_words import ON_BUTTON, done_label, log_kind, step_text
from handlers.widgets import Item, Tr, item_id, next_key, noted, refresh
from locales import Html
from sales.actions.reminders import RemindedStep, Snooze, SnoozeStep, snooze_step, step_card
from sales.actions.steps import FinishStep, finish_step
from sales.actions.today import DayHandoff, DayStep, my_day
from sales.clients import in_quotes
from sales.people import Permission, short_name
from sales.wording import shortened

#: Lines of each kind; the buttons know the rest.
LINES = 8


class Today(StatesGroup):
    list = State()
    step = State()
    later = State()


async def open_today(manager: DialogManager) -> None:
    await open_form(manager, Today.list)


@getter
async def _list(it: Here, _: DialogManager) -> dict[str, Any]:
    day = await it.ask(my_day, it.now)
    late = sum(step.overdue for step in day.steps)
    lines: list[str] = [it.words("today-title", day=it.words.day(it.now, it.zone, it.now))]
    lines += [it.words("today-overdue", count=late)] if late else []
    lines += [_step_line(it, step) for step in day.steps[:LINES]]
    lines += [it.words("today-more", count=len(day.steps) - LINES)] if len(day.steps) > LINES else []
    lines += [_handoff_line(it, handoff) for handoff in day.handoffs[:LINES]]
    lines += [] if day.steps or day.handoffs else [it.words("today-empty")]
    return {
        "text": "\n".join(lines),
        "steps": [(step.step_id, _step_label(it, step)) for step in day.steps],
        "handoffs": [
            (one.client_id, label(it.words("today-handoff", client=Html(_short(one.client))))) for one in day.handoffs
        ],
    }


def _short(client: str) -> str:
    return shortened(in_quotes(client), ON_BUTTON)


def _time(it: Here, step: DayStep) -> str:
    """The hour where it is today's, else the date."""
    today, day = it.now.astimezone(it.zone).date(), step.due_at.astimezone(it.zone).date()
    return it.words.time(step.due_at, it.zone) if day == today else it.words.date(day, today)


def _step_line(it: Here, step: DayStep) -> str:
    kind = it.words(f"step-said-{step.kind.value}")
    text = "today-late-step" if step.overdue else "today-step"
    return it.words(text, at=_time(it, step), kind=kind, client=in_quotes(step.client))


def _step_label(it: Here, step: DayStep) -> str:
    return label(f"{_time(it, step)} {_short(step.client)}")


def _handoff_line(it: Here, handoff: DayHandoff) -> str:
    client = in_quotes(handoff.client)
    if handoff.who:
        text = f"today-{handoff.waiting.value.replace('_', '-')}"
        line = it.words(text, client=client, who=short_name(handoff.who))
    else:
        line = it.words("today-unanswered", client=client)
    if handoff.until is None:
        return line
    return line + it.words("today-until", until=until(it.words, handoff.until, it.zone, it.now))


async def _step_picked(_: CallbackQuery, __: Any, manager: DialogManager, step_id: str) -> None:
    manager.dialog_data["step_id"] = int(step_id)
    await manager.switch_to(Today.step)


async def _handoff_picked(_: CallbackQuery, __: Any, manager: DialogManager, client_id: str) -> None:
    await open_card(manager, int(client_id))


async def _seen(it: Here, manager: DialogManager) -> RemindedStep:
    return await it.ask(step_card, int(manager.dialog_data["step_id"]))


@getter
async def _step(it: Here, manager: DialogManager) -> dict[str, Any]:
    step = await _seen(it, manager)
    return {
        "text": step_text(it.words, it.zone, it.now, step),
        "done": label(it.words(done_label(step))),
        "log": label(it.words(f"log-now-{log_kind(step.kind).value}")),
        "ways": [(how.value, label(it.words(f"snooze-{how.value}"))) for how in Snooze],
    }


async def _log(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    step = await _seen(here(manager), manager)
    await open_short(manager, log_kind(step.kind), step.client_id)


async def _done(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await here(manager).do(finish_step, FinishStep(int(manager.dialog_data["step_id"])), next_key(manager))
    await manager.switch_to(Today.list)


async def _snoozed(_: CallbackQuery, __: Any, manager: DialogManager, how: str) -> None:
    it = here(manager)
    step = await _seen(it, manager)
    await it.do(snooze_step, SnoozeStep(step.step_id, step.due_at, Snooze(how)), next_key(manager))
    await manager.switch_to(Today.list)


async def _move(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_move(manager, int(manager.dialog_data["step_id"]))


async def _card(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_card(manager, (await _seen(here(manager), manager)).client_id)


def _back(state: State) -> SwitchTo:
    return SwitchTo(Tr("back"), id="again", state=state)


def build() -> list[Router]:
    steps = Select(Item(), id="s", item_id_getter=item_id, items="steps", on_click=_step_picked)
    handoffs = Select(Item(), id="h", item_id_getter=item_id, items="handoffs", on_click=_handoff_picked)
    ways = Select(Item(), id="w", item_id_getter=item_id, items="ways", on_click=_snoozed)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(steps, width=2),
                Group(handoffs, width=2),
                Row(refresh(_list), to_menu()),
                state=Today.list,
                getter=noted(_list),
            ),
            Window(
                Format("{text}"),
                Row(
                    Button(Format("{log}"), id="log", on_click=_log),
                    Button(Format("{done}"), id="done", on_click=_done),
                ),
                Row(
                    SwitchTo(Tr("reminder-later"), id="later", state=Today.later),
                    Button(Tr("to-card"), id="card", on_click=_card),
                ),
                _back(Today.list),
                state=Today.step,
                getter=_step,
            ),
            Window(
                Format("{text}"),
                Group(ways, width=3),
                Button(Tr("reminder-move"), id="move", on_click=_move),
                _back(Today.step),
                state=Today.later,
                getter=_step,
            ),
        )
    ]


FEATURE = Feature("today", build, command="today", permission=Permission.LOG_ACTS, open=open_today)

__all__ = ["FEATURE", "Today"]
