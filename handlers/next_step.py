"""A part of many conversations: what is the next step, and when? For a call one press is enough."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label, part_row
from handlers.pick_client import step_line
from handlers.pick_time import PickTime, clock_of, explain, quick_items, read_time, time_of
from handlers.typed import on_text, started
from handlers.widgets import Item, Tr, item_id
from locales import Html
from sales.errors import BadInput, UnclearTime
from sales.steps import StepKind, StepPlan
from sales.wording import LINE, a_line, shortened, words

#: Waiting has its own button: it asks until when.
KINDS = (StepKind.CALL, StepKind.MEETING, StepKind.SEND, StepKind.OTHER)
#: These say little by themselves, so their words are asked first.
NEEDS_WORDS = frozenset({StepKind.SEND, StepKind.OTHER})
SHOWN = 200


class NextStep(FormStates):
    """Started by `open_part` with `step`, `of`; `optional`: may be left without a step; `short`: typed text that is
    no time becomes the act's note; `title`: what stands above the question.
    Its result is `{"kind", "at", "exact", "words", "place", "note"}` (an empty kind: no step), or None."""

    kind = State()
    words = State()
    place = State()


def plan_from(result: dict[str, Any]) -> StepPlan:
    """The result as a plan; it must have a kind."""
    return StepPlan(
        kind=StepKind(result["kind"]),
        due_at=datetime.fromisoformat(result["at"]),
        exact=bool(result["exact"]),
        words=str(result.get("words", "")),
        place=str(result.get("place", "")),
    )


def _kind(manager: DialogManager) -> StepKind:
    return StepKind(manager.dialog_data.get("kind", StepKind.CALL))


def _note(manager: DialogManager) -> str:
    return str(manager.dialog_data.get("note", started(manager).get("note", "")))


async def _finish(manager: DialogManager, kind: StepKind | None, time: dict[str, Any] | None = None) -> None:
    data = manager.dialog_data
    said = {"words": data.get("words", ""), "place": data.get("place", ""), "note": _note(manager)}
    await manager.done({"kind": kind.value if kind else "", "at": "", "exact": False, **said, **(time or {})})


@getter
async def _ask(it: Here, manager: DialogManager) -> dict[str, Any]:
    data, kind = manager.dialog_data, _kind(manager)
    lines: list[str] = [*step_line(it, manager)]
    title = started(manager).get("title", "")
    lines += [Html(title)] if title else []
    note = _note(manager)
    lines += [it.words("note-line", note=shortened(note, SHOWN))] if note else []
    lines += [Html(), it.words("next-step-ask")]
    lines += [it.words("next-step-words", words=shortened(data["words"], SHOWN))] if data.get("words") else []
    lines += [it.words("next-step-place", place=shortened(data["place"], SHOWN))] if data.get("place") else []
    lines.append(it.words("next-step-hint-note" if started(manager).get("short") else "time-hint"))
    names = {one: it.words(f"step-kind-{one.value}") for one in KINDS}
    names[kind] = it.words("chosen", text=names[kind])
    return {
        "text": "\n".join(lines),
        "kinds": [(one.value, label(name)) for one, name in names.items()],
        "items": quick_items(it, await clock_of(it), "meeting" if kind is StepKind.MEETING else "step"),
        "optional": bool(started(manager).get("optional")),
    }


async def _kind_picked(_: CallbackQuery, __: Any, manager: DialogManager, kind: str) -> None:
    manager.dialog_data["kind"] = kind
    if StepKind(kind) in NEEDS_WORDS:
        await manager.switch_to(NextStep.words)
    elif StepKind(kind) is StepKind.MEETING:
        await manager.switch_to(NextStep.place)


async def _quick(_: CallbackQuery, __: Any, manager: DialogManager, item: str) -> None:
    await _finish(manager, _kind(manager), time_of(item, here(manager).now))


async def _none(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _finish(manager, None)


async def _typed(manager: DialogManager, text: str) -> None:
    """A time; in a short way anything else is the note of the act."""
    try:
        await read_time(here(manager), text)
    except UnclearTime as unclear:
        if not started(manager).get("short"):
            await explain(manager, text, unclear)
            return
        manager.dialog_data["note"] = words(text)
        return
    except BadInput as wrong:
        await explain(manager, text, wrong)
        return
    await _ask_time(manager, PickTime.confirm, "step", typed=text)


async def _wait(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["waits"] = True
    await _ask_time(manager, PickTime.choose, "wait")


async def _calendar(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_time(manager, PickTime.day, "step")


async def _ask_time(manager: DialogManager, state: State, purpose: str, **more: str) -> None:
    asked = "meeting" if purpose == "step" and _kind(manager) is StepKind.MEETING else purpose
    counted: dict[str, Any] = {name: started(manager)[name] for name in ("step", "of") if name in started(manager)}
    await open_part(manager, state, {"part": "time", "purpose": asked, **counted, **more})


async def _got_time(asked: Data, result: Any, manager: DialogManager) -> None:
    waits = manager.dialog_data.pop("waits", False)
    if isinstance(asked, dict) and asked.get("part") == "time" and result:
        await _finish(manager, StepKind.WAIT if waits else _kind(manager), result)


async def _said(manager: DialogManager, text: str) -> None:
    manager.dialog_data["words"] = words(text)
    await manager.switch_to(NextStep.kind)


async def _placed(manager: DialogManager, text: str) -> None:
    """Whoever names the time here is a question ahead, and has no place to tell."""
    place = a_line(text, LINE)
    await manager.switch_to(NextStep.kind)
    try:
        await read_time(here(manager), text)
    except BadInput:
        manager.dialog_data["place"] = place
    else:
        await _ask_time(manager, PickTime.confirm, "step", typed=text)


def _skip() -> SwitchTo:
    return SwitchTo(Tr("skip"), id="skip", state=NextStep.kind)


def _back() -> Row:
    return Row(SwitchTo(Tr("back"), id="again", state=NextStep.kind), cancel_form())


def build() -> list[Router]:
    kinds = Select(Item(), id="k", item_id_getter=item_id, items="kinds", on_click=_kind_picked)
    quick = Select(Item(), id="q", item_id_getter=item_id, items="items", on_click=_quick)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(quick, width=3),
                Row(
                    Button(Tr("next-step-wait"), id="wait", on_click=_wait),
                    Button(Tr("time-calendar"), id="calendar", on_click=_calendar),
                ),
                Group(kinds, width=2),
                Button(Tr("next-step-none"), id="none", on_click=_none, when="optional"),
                part_row(),
                on_text(_typed),
                state=NextStep.kind,
                getter=_ask,
                on_process_result=_got_time,
            ),
            Window(Tr("next-step-say"), _skip(), _back(), on_text(_said), state=NextStep.words),
            Window(Tr("next-step-where"), _skip(), _back(), on_text(_placed), state=NextStep.place),
        )
    ]


FEATURE = Feature("next-step", build)

__all__ = ["FEATURE", "NextStep", "plan_from"]
