"""The second press of a call from a list: its next step."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Data, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row
from aiogram_dialog.widgets.text import Format

from handlers.calling_form import Calling, chosen, draft_of, hear, keep, log, select
from handlers.calling_words import ask_step_text
from handlers.forms import open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form
from handlers.log_form import ENDING
from handlers.next_step import NextStep, plan_from
from handlers.pick_time import PickTime, clock_of, explain, quick_label, read_time, time_of
from handlers.refusals import refusal
from handlers.typed import on_text
from handlers.voices import on_voice
from handlers.widgets import Tr
from sales.actions.calling_views import CallCard, calling_times, entry_card
from sales.activities import Outcome
from sales.errors import BadInput, SalesError, UnclearTime
from sales.steps import StepKind
from sales.wording import words


async def _chosen_card(manager: DialogManager) -> tuple[CallCard, Outcome]:
    it, (entry, _, outcome) = here(manager), chosen(manager)
    return await it.ask(entry_card, entry, it.now), outcome


@getter
async def _step(it: Here, manager: DialogManager) -> dict[str, Any]:
    try:
        card, outcome = await _chosen_card(manager)
    except SalesError as over:
        return {"text": refusal(it, over), "items": [], "optional": False}
    clock = await clock_of(it)
    times = await it.ask(calling_times, it.now)
    return {
        "text": ask_step_text(it, card, outcome, draft_of(manager, card.entry_id), clock),
        "items": [(f"{int(one.at.timestamp())}e0", quick_label(it, clock, one)) for one in times],
        "optional": outcome in ENDING or card.meets,
    }


async def _quick(_: CallbackQuery, __: Any, manager: DialogManager, item: str) -> None:
    await _log_with(manager, time_of(item, here(manager).now))


async def _log_with(manager: DialogManager, at: dict[str, Any]) -> None:
    await log(manager, plan_from({"kind": StepKind.CALL.value, **at}))


async def _no_step(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await log(manager, None)


async def _other_step(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, (card, outcome) = here(manager), await _chosen_card(manager)
    draft = draft_of(manager, card.entry_id)
    title = ask_step_text(it, card, outcome, {}, await clock_of(it)).split("\n", 1)[0]
    asked = {"part": "next", "optional": outcome in ENDING or card.meets, "short": True, "title": title}
    await open_part(manager, NextStep.kind, {**asked, "note": draft.get("note", ""), "within": 1})


async def _got_step(asked: Data, result: Any, manager: DialogManager) -> None:
    part = asked.get("part") if isinstance(asked, dict) and result else None
    if part == "time":
        await _log_with(manager, result)
    elif part == "next":
        keep(manager, chosen(manager)[0], note=result["note"])
        await log(manager, plan_from(result) if result["kind"] else None)


async def _typed_at_step(manager: DialogManager, text: str) -> None:
    try:
        await read_time(here(manager), text)
    except UnclearTime:
        keep(manager, chosen(manager)[0], note=words(text))
    except BadInput as wrong:
        await explain(manager, text, wrong)
    else:
        await open_part(manager, PickTime.confirm, {"part": "time", "purpose": "step", "typed": text, "within": 1})


async def _spoken_at_step(manager: DialogManager, heard: dict[str, Any], text: str) -> None:
    hear(manager, chosen(manager)[0], heard, text)


async def _to_card(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """Another outcome may be pressed; what was told stays."""
    unsaved = manager.dialog_data["unsaved"]
    manager.dialog_data["unsaved"] = {name: told for name, told in unsaved.items() if name != "chosen"}
    await manager.switch_to(Calling.card)


def step_window() -> Window:
    return Window(
        Format("{text}"),
        Button(Tr("next-step-none"), id="none", on_click=_no_step, when="optional"),
        Group(select("q", "items", _quick), width=3),
        Button(Tr("calling-other-step"), id="other", on_click=_other_step),
        Row(Button(Tr("back"), id="again", on_click=_to_card), cancel_form()),
        on_text(_typed_at_step, on_voice(_spoken_at_step)),
        state=Calling.step,
        getter=_step,
        on_process_result=_got_step,
    )


__all__ = ["step_window"]
