"""Logging a call or a held meeting: outcome, note, next step, review. From a card or a reminder three presses do."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.act_words import act_title, saved_act
from handlers.feature import CardButton, Feature
from handlers.forms import open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, label, over_or_below
from handlers.log_form import (
    ENDING,
    STEPS,
    LogAct,
    act_form,
    basis_of,
    is_read,
    is_short,
    kind_of,
    needs_step,
    note_line,
    review_text,
    step_line,
    take_read,
)
from handlers.next_step import NextStep
from handlers.pick_client import PickClient
from handlers.quick_line import read_typed, typed_behind
from handlers.refusals import refusal
from handlers.typed import on_text, only_buttons, started
from handlers.undo_act import undo_keys
from handlers.voices import on_voice
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.activities import log_act
from sales.actions.client_search import check_workable
from sales.actions.clients import ClientCard
from sales.activities import ActKind, Direction, Outcome
from sales.errors import NotAllowed, SalesError
from sales.identify import format_phone
from sales.people import Permission
from sales.wording import words


async def open_log(manager: DialogManager, kind: ActKind) -> None:
    await open_form(manager, LogAct.outcome, {"kind": kind.value})


async def open_read(manager: DialogManager, start: dict[str, Any]) -> None:
    """`start`: of a line typed behind the command, as `handlers.quick_line` gives it."""
    state = LogAct.review if start["read"]["outcome"] else LogAct.outcome
    await open_form(manager, state, start)


async def open_short(manager: DialogManager, kind: ActKind, client_id: int, show_mode: ShowMode | None = None) -> None:
    """Refused at once where the client isn't this person's to work with (any more)."""
    await here(manager).ask(check_workable, client_id)
    data = {"kind": kind.value, "client_id": client_id, "short": True}
    await open_form(manager, LogAct.outcome, data, show_mode=show_mode or over_or_below(manager))


async def _on_start(_: Any, manager: DialogManager) -> None:
    if is_read(manager):
        take_read(manager)
    if "client_id" not in started(manager):
        await _ask_client(manager, first=True)
    else:
        await _ask_missing(manager)


async def _ask_missing(manager: DialogManager) -> None:
    """The card of a typed line lacks its next step."""
    if manager.current_context().state == LogAct.review and needs_step(manager.dialog_data):
        await _ask_step(manager)


async def _ask_client(manager: DialogManager, *, first: bool = False) -> None:
    asked: dict[str, Any] = {"part": "client", "form": "LogAct", "first": first}
    asked |= {"asked": started(manager)["asked"]} if first and is_read(manager) else {"step": 1, "of": STEPS}
    await open_part(manager, PickClient.search, asked)


@getter
async def _outcome(it: Here, manager: DialogManager) -> dict[str, Any]:
    data, kind, basis = manager.dialog_data, kind_of(manager), await basis_of(it, manager)
    direction = data.get("direction", basis.direction.value)
    reach = ", ".join(part for part in (basis.contact, format_phone(basis.phone) if basis.phone else "") if part)
    lines = [Html(data["fault"])] if "fault" in data else []
    lines += [*step_line(it, manager, 2), act_title(it, kind, basis.client)]
    lines += [it.words("contact-line", contact=reach)] if reach else []
    lines += [*note_line(it, manager), Html(), it.words(f"log-ask-{kind.value}"), it.words("log-note-hint")]
    return {
        "text": "\n".join(lines),
        "items": [(one.value, label(it.words(f"outcome-{one.value}"))) for one in basis.outcomes],
        "is_call": kind is ActKind.CALL,
        "direction": label(it.words("log-direction", direction=it.words(f"direction-{direction}"))),
    }


async def _turn(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    now = Direction(manager.dialog_data.get("direction") or (await basis_of(it, manager)).direction)
    order = list(Direction)
    manager.dialog_data["direction"] = order[(order.index(now) + 1) % len(order)].value


async def _outcome_picked(_: CallbackQuery, __: Any, manager: DialogManager, outcome: str) -> None:
    data = manager.dialog_data
    data.pop("fault", None)
    data["outcome"] = outcome
    planned = data.get("next")
    if Outcome(outcome) is Outcome.NO_ANSWER:
        data["next"] = planned if is_read(manager) else None
        await _save(manager)
    elif planned and (planned["kind"] or Outcome(outcome) in ENDING):
        await manager.switch_to(LogAct.review)
    elif planned or is_short(manager) or is_read(manager):
        data.pop("next", None)
        await _ask_step(manager)
    else:
        await manager.switch_to(LogAct.note)


async def _noted_at_outcome(manager: DialogManager, text: str) -> None:
    manager.dialog_data["note"] = words(text)


async def _spoken_at_outcome(manager: DialogManager, heard: dict[str, Any], text: str) -> None:
    manager.dialog_data["voice"] = heard
    if text:
        manager.dialog_data["note"] = words(text)


@getter
async def _ask_note(it: Here, manager: DialogManager) -> dict[str, Any]:
    head = act_title(it, kind_of(manager), (await basis_of(it, manager)).client)
    lines = [*step_line(it, manager, 3), head, *note_line(it, manager), Html(), it.words("log-ask-note")]
    return {"text": "\n".join(lines)}


async def _noted(manager: DialogManager, text: str) -> None:
    manager.dialog_data["note"] = words(text)
    await _after_note(manager)


async def _spoken(manager: DialogManager, heard: dict[str, Any], text: str) -> None:
    await _spoken_at_outcome(manager, heard, text)
    await _after_note(manager)


async def _no_note(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _after_note(manager)


async def _after_note(manager: DialogManager) -> None:
    if manager.dialog_data.get("next"):
        await manager.switch_to(LogAct.review)
    else:
        await _ask_step(manager)


async def _ask_step(manager: DialogManager) -> None:
    it, data = here(manager), manager.dialog_data
    basis, outcome = await basis_of(it, manager), Outcome(data["outcome"])
    counted = {} if is_short(manager) or is_read(manager) else {"step": 4, "of": STEPS}
    fault = [Html(data.pop("fault"))] if "fault" in data else []
    asked = {
        "part": "next",
        "optional": outcome in ENDING or basis.meets,
        "short": is_short(manager),
        "note": data.get("note", ""),
        "title": "\n".join([*fault, act_title(it, kind_of(manager), basis.client, outcome)]),
    }
    await open_part(manager, NextStep.kind, {**asked, **counted})


async def _got_part(asked: Data, result: Any, manager: DialogManager) -> None:
    """A part comes back with None by its «back», and so does the question about a half-done form."""
    part = asked.get("part") if isinstance(asked, dict) and result else None
    data = manager.dialog_data
    if part == "client":
        data["client_id"] = result["client_id"]
        await _ask_missing(manager)
    elif part == "next":
        data["next"], data["note"] = result, result["note"]
        await _after_step(manager)


async def _after_step(manager: DialogManager) -> None:
    """The last press of a short way saves. Where that is refused, the form says why and stays, or ends with it where
    the client isn't this person's any more."""
    if not is_short(manager):
        await manager.switch_to(LogAct.review)
        return
    try:
        await _save(manager)
    except NotAllowed as error:
        await end_with(manager, refusal(here(manager), error))
    except SalesError as error:
        manager.dialog_data["fault"] = refusal(here(manager), error)
        manager.dialog_data.pop("next")


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": await review_text(it, manager), "read": is_read(manager), "told": not is_read(manager)}


async def _save_pressed(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _save(manager)


async def _save(manager: DialogManager) -> None:
    it = here(manager)
    logged = await it.do(log_act, await act_form(it, manager), nonce(manager))
    await end_with(manager, saved_act(it, logged), undo_keys(it, logged))


async def _edit_step(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_step(manager)


async def _edit_client(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_client(manager)


def _review_window() -> Window:
    return Window(
        Format("{text}"),
        Button(Tr("save"), id="save", on_click=_save_pressed, when="told"),
        Button(Tr("quick-save"), id="write", on_click=_save_pressed, when="read"),
        Row(
            SwitchTo(Tr("log-edit-outcome"), id="outcome", state=LogAct.outcome),
            SwitchTo(Tr("log-edit-note"), id="note", state=LogAct.note),
        ),
        Row(
            Button(Tr("log-edit-step"), id="step", on_click=_edit_step),
            Button(Tr("log-edit-client"), id="client", on_click=_edit_client),
        ),
        Row(SwitchTo(Tr("back"), id="again", state=LogAct.note), cancel_form()),
        only_buttons(),
        state=LogAct.review,
        getter=_review,
        on_process_result=_got_part,
    )


def build() -> list[Router]:
    outcomes = Select(Item(), id="o", item_id_getter=item_id, items="items", on_click=_outcome_picked)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(outcomes, width=2),
                Button(Format("{direction}"), id="turn", on_click=_turn, when="is_call"),
                cancel_form(),
                on_text(_noted_at_outcome, on_voice(_spoken_at_outcome)),
                state=LogAct.outcome,
                getter=_outcome,
                on_process_result=_got_part,
            ),
            Window(
                Format("{text}"),
                Button(Tr("skip"), id="skip", on_click=_no_note),
                Row(SwitchTo(Tr("back"), id="again", state=LogAct.outcome), cancel_form()),
                on_text(_noted, on_voice(_spoken)),
                state=LogAct.note,
                getter=_ask_note,
                on_process_result=_got_part,
            ),
            _review_window(),
            on_start=_on_start,
        ),
    ]


async def open_call(manager: DialogManager) -> None:
    """Alone it asks step by step; a line behind the command is read first."""
    line = typed_behind(manager)
    if line:
        await open_read(manager, await read_typed(manager, ActKind.CALL, line))
    else:
        await open_log(manager, ActKind.CALL)


async def _call_client(manager: DialogManager, client_id: int) -> None:
    await open_short(manager, ActKind.CALL, client_id)


def _loggable(_: Here, card: ClientCard) -> bool:
    return card.may_log


FEATURE = Feature(
    "call",
    build,
    command="call",
    permission=Permission.LOG_ACTS,
    open=open_call,
    card=(CardButton("call", "card-call", _loggable, _call_client),),
)

__all__ = ["FEATURE", "LogAct", "open_log", "open_read", "open_short"]
