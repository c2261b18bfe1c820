"""Planning with a client: a meeting with its place, or any next step, without logging an act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.act_words import act_title, step_words
from handlers.calendar_file import calendar_key
from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, edit_live, end_with, keyboard, over_or_below
from handlers.log_act import open_log, open_read, open_short
from handlers.next_step import NextStep, plan_from
from handlers.pick_client import PickClient
from handlers.pick_time import PickTime, clock_of
from handlers.quick_line import read_typed, typed_behind
from handlers.refusals import refusal
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Tr, next_key
from locales import Html
from sales.actions.activities import act_basis
from sales.actions.client_search import check_workable
from sales.actions.clients import ClientCard
from sales.actions.steps import PlanNext, UndoStep, plan_next, undo_plan
from sales.activities import ActKind
from sales.clients import in_quotes
from sales.errors import SalesError
from sales.people import Permission
from sales.steps import StepKind, StepPlan
from sales.wording import a_line

STEPS = 4


class Meeting(StatesGroup):
    """Held already, or still ahead? May be started with `client_id`."""

    what = State()


class PlanMeeting(FormStates):
    """May be started with `client_id`, or with what was read in a typed line: `time`, `place`, and `asked` where the
    client has to be chosen."""

    place = State()
    review = State()


class AddStep(FormStates):
    """Started with `client_id`."""

    ask = State()


class UndoPlanPress(CallbackData, prefix="up"):
    step: int


async def open_meeting(manager: DialogManager) -> None:
    """Alone it asks; a line behind the command is read: a time without an outcome is a meeting ahead."""
    line = typed_behind(manager)
    if not line:
        await open_form(manager, Meeting.what)
        return
    start = await read_typed(manager, ActKind.MEETING, line)
    read = start["read"]
    if read["outcome"] or (read["next"] or {}).get("kind") != StepKind.MEETING:
        await open_read(manager, start)
    else:
        place = a_line(read["note"]) if read["note"] else ""
        await open_form(manager, PlanMeeting.review, {**start, "time": read["next"], "place": place})


async def _meeting_with(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, Meeting.what, {"client_id": client_id})


async def open_step_with(manager: DialogManager, client_id: int) -> None:
    """Any next step; refused at once where the client isn't this person's to work with (any more)."""
    await here(manager).ask(check_workable, client_id)
    await open_form(manager, AddStep.ask, {"client_id": client_id}, show_mode=over_or_below(manager))


@getter
async def _what(it: Here, manager: DialogManager) -> dict[str, Any]:
    client_id = started(manager).get("client_id")
    if client_id is None:
        return {"text": it.words("meeting-what")}
    basis = await it.ask(act_basis, client_id, ActKind.MEETING, it.now)
    return {"text": "\n".join([act_title(it, ActKind.MEETING, basis.client), it.words("meeting-what")])}


async def _held(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    client_id = started(manager).get("client_id")
    if client_id is None:
        await open_log(manager, ActKind.MEETING)
    else:
        await open_short(manager, ActKind.MEETING, client_id)


async def _ahead(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    client_id = started(manager).get("client_id")
    await open_form(manager, PlanMeeting.place, {"client_id": client_id} if client_id else None)


def _client_id(manager: DialogManager) -> int:
    return int(manager.dialog_data.get("client_id") or started(manager)["client_id"])


async def _start_meeting(_: Any, manager: DialogManager) -> None:
    told = started(manager)
    manager.dialog_data.update({name: told[name] for name in ("time", "place") if name in told})
    if "client_id" not in told:
        await _ask_client(manager)
    elif "time" not in told:
        await _ask_time(manager)


async def _ask_client(manager: DialogManager) -> None:
    told, data = started(manager), manager.dialog_data
    first = "time" not in data or ("asked" in told and "client_id" not in data)
    asked: dict[str, Any] = {"part": "client", "form": "PlanMeeting", "first": first}
    asked |= {"asked": told["asked"]} if "asked" in told and first else {"step": 1, "of": STEPS}
    await open_part(manager, PickClient.search, asked)


async def _ask_time(manager: DialogManager) -> None:
    first = "client_id" in started(manager) and "time" not in manager.dialog_data
    asked = {"part": "time", "form": "PlanMeeting", "first": first, "purpose": "meeting", "step": 2, "of": STEPS}
    await open_part(manager, PickTime.choose, asked)


async def _got_part(asked: Data, result: Any, manager: DialogManager) -> None:
    """Back from the very first time leads to the client again."""
    part = asked.get("part") if isinstance(asked, dict) else None
    data = manager.dialog_data
    if part == "client" and result:
        data["client_id"] = result["client_id"]
    elif part == "time" and result:
        data["time"] = result
    if part in ("client", "time") and "time" not in data:
        await (_ask_client(manager) if part == "time" else _ask_time(manager))


async def _place_typed(manager: DialogManager, text: str) -> None:
    manager.dialog_data["place"] = a_line(text)
    await manager.switch_to(PlanMeeting.review)


def _meeting_plan(manager: DialogManager) -> StepPlan:
    data = manager.dialog_data
    at = datetime.fromisoformat(data["time"]["at"])
    about = str(data["time"].get("words", ""))
    return StepPlan(StepKind.MEETING, at, bool(data["time"]["exact"]), words=about, place=data.get("place", ""))


@getter
async def _place(it: Here, _: DialogManager) -> dict[str, Any]:
    return {"t": {"step": 3, "of": STEPS}}


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    basis = await it.ask(act_basis, _client_id(manager), ActKind.MEETING, it.now)
    plan = _meeting_plan(manager)
    head = [act_title(it, ActKind.MEETING, basis.client)]
    lines = [*head, step_words(it, plan.kind, plan.due_at, plan.words, plan.place)]
    if "read" not in started(manager):
        counted = it.words("form-step", step=STEPS, of=STEPS)
        return {"text": "\n".join([counted, *lines]), "told": True, "read": False}
    zone = (await clock_of(it)).schedule.zone
    taken = "quick-hour-taken" if started(manager)["read"]["hour_taken"] else "quick-zone"
    lines += [it.words(taken, zone=it.words.zone(zone, it.now)), Html(), it.words("quick-ask")]
    return {"text": "\n".join(lines), "told": False, "read": True}


async def _save_meeting(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _plan(manager, _meeting_plan(manager))


async def _edit_time(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_time(manager)


async def _edit_client(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_client(manager)


async def _ask_step(manager: DialogManager) -> None:
    it = here(manager)
    basis = await it.ask(act_basis, _client_id(manager), ActKind.CALL, it.now)
    title = it.words("step-with", client=in_quotes(basis.client))
    await open_part(manager, NextStep.kind, {"part": "next", "form": "AddStep", "first": True, "title": title})


async def _start_step(_: Any, manager: DialogManager) -> None:
    await _ask_step(manager)


async def _got_step(asked: Data, result: Any, manager: DialogManager) -> None:
    if not isinstance(asked, dict) or asked.get("part") != "next" or not result:
        return
    try:
        await _plan(manager, plan_from(result))
    except SalesError as error:
        manager.dialog_data["fault"] = refusal(here(manager), error)


@getter
async def _fault(_: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": Html(manager.dialog_data.get("fault", ""))}


async def _again(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_step(manager)


async def _plan(manager: DialogManager, plan: StepPlan) -> None:
    it = here(manager)
    client_id = _client_id(manager)
    client = (await it.ask(check_workable, client_id)).name
    planned = await it.do(plan_next, PlanNext(client_id, plan), next_key(manager))
    step = step_words(it, planned.kind, planned.due_at, plan.words, plan.place)
    text = "\n".join([it.words("step-planned", client=in_quotes(client)), step])
    undo = (it.words("step-undo-plan"), UndoPlanPress(step=planned.step_id))
    calendar = calendar_key(it.words, planned.kind, planned.step_id)
    await end_with(manager, text, keyboard([undo, (it.words("to-card"), CardPress(client=client_id))], calendar))


async def _undo(callback: CallbackQuery, callback_data: UndoPlanPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    undone = await it.do(undo_plan, UndoStep(callback_data.step), str(callback_data.step))
    text = it.words("step-unplanned", kind=it.words(f"step-said-{undone.kind.value}"), at=it.moment(undone.due_at))
    await edit_live(callback, text, keyboard([(it.words("to-card"), CardPress(client=undone.client_id))]))
    await callback.answer()


def _planning() -> Dialog:
    return Dialog(
        Window(
            Tr("meeting-place"),
            SwitchTo(Tr("skip"), id="skip", state=PlanMeeting.review),
            Row(Button(Tr("back"), id="again", on_click=_edit_time), cancel_form()),
            on_text(_place_typed),
            state=PlanMeeting.place,
            getter=_place,
            on_process_result=_got_part,
        ),
        Window(
            Format("{text}"),
            Button(Tr("save"), id="save", on_click=_save_meeting, when="told"),
            Button(Tr("quick-save"), id="write", on_click=_save_meeting, when="read"),
            Row(
                Button(Tr("step-edit-time"), id="time", on_click=_edit_time),
                SwitchTo(Tr("step-edit-place"), id="place", state=PlanMeeting.place),
                Button(Tr("log-edit-client"), id="client", on_click=_edit_client),
            ),
            Row(SwitchTo(Tr("back"), id="again", state=PlanMeeting.place), cancel_form()),
            only_buttons(),
            state=PlanMeeting.review,
            getter=_review,
            on_process_result=_got_part,
        ),
        on_start=_start_meeting,
    )


def build() -> list[Router]:
    presses = Router(name="plan-step-presses")
    presses.callback_query.register(_undo, UndoPlanPress.filter())
    what = Window(
        Format("{text}"),
        Row(
            Button(Tr("meeting-ahead"), id="ahead", on_click=_ahead),
            Button(Tr("meeting-held"), id="held", on_click=_held),
        ),
        cancel_form(),
        only_buttons(),
        state=Meeting.what,
        getter=_what,
    )
    step = Window(
        Format("{text}"),
        Button(Tr("step-choose-again"), id="again", on_click=_again),
        cancel_form(),
        only_buttons(),
        state=AddStep.ask,
        getter=_fault,
        on_process_result=_got_step,
    )
    return [presses, Dialog(what), _planning(), Dialog(step, on_start=_start_step)]


def _loggable(_: Here, card: ClientCard) -> bool:
    return card.may_log


FEATURE = Feature(
    "meeting",
    build,
    command="meeting",
    permission=Permission.LOG_ACTS,
    open=open_meeting,
    card=(
        CardButton("meeting", "card-meeting", _loggable, _meeting_with),
        CardButton("step", "card-step", _loggable, open_step_with),
    ),
)

__all__ = ["FEATURE", "AddStep", "PlanMeeting", "open_step_with"]
