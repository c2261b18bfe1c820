"""Logging a call or a held meeting: outcome, note, next step, review. From a card or a reminder three presses do."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.act_words import SHOWN, act_title, saved_act, step_words
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, label, over_or_below
from handlers.next_step import NextStep, plan_from
from handlers.pick_client import PickClient
from handlers.refusals import refusal
from handlers.typed import on_text, only_buttons, started
from handlers.undo_act import undo_keys
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions import activities
from sales.actions.activities import ActBasis, act_basis, log_act
from sales.actions.clients import ClientCard, check_workable
from sales.activities import ActKind, Direction, Outcome
from sales.errors import NotAllowed, SalesError
from sales.identify import format_phone
from sales.people import Permission
from sales.wording import shortened, words

STEPS = 5
#: After these a client need not have a next step.
ENDING = frozenset({Outcome.REFUSED, Outcome.WRONG_NUMBER})


class LogAct(FormStates):
    """Started with `kind`, and from a card or a reminder with `client_id` and `short`."""

    outcome = State()
    note = State()
    review = State()


async def open_log(manager: DialogManager, kind: ActKind) -> None:
    await open_form(manager, LogAct.outcome, {"kind": kind.value})


async def open_short(manager: DialogManager, kind: ActKind, client_id: int, show_mode: ShowMode | None = None) -> None:
    """Refused at once where the client isn't this person's to work with (any more)."""
    await here(manager).ask(check_workable, client_id)
    data = {"kind": kind.value, "client_id": client_id, "short": True}
    await open_form(manager, LogAct.outcome, data, show_mode=show_mode or over_or_below(manager))


def _kind(manager: DialogManager) -> ActKind:
    return ActKind(started(manager)["kind"])


def _client_id(manager: DialogManager) -> int:
    return int(manager.dialog_data.get("client_id") or started(manager)["client_id"])


def _is_short(manager: DialogManager) -> bool:
    return bool(started(manager).get("short"))


async def _basis(it: Here, manager: DialogManager) -> ActBasis:
    return await it.ask(act_basis, _client_id(manager), _kind(manager), it.now)


async def _on_start(_: Any, manager: DialogManager) -> None:
    if "client_id" not in started(manager):
        await _ask_client(manager, first=True)


async def _ask_client(manager: DialogManager, *, first: bool = False) -> None:
    asked = {"part": "client", "form": "LogAct", "first": first, "step": 1, "of": STEPS}
    await open_part(manager, PickClient.search, asked)


def _step(it: Here, manager: DialogManager, step: int) -> list[Html]:
    return [] if _is_short(manager) else [it.words("form-step", step=step, of=STEPS)]


def _note_line(it: Here, manager: DialogManager) -> list[Html]:
    note = manager.dialog_data.get("note", "")
    return [it.words("note-line", note=shortened(note, SHOWN))] if note else []


@getter
async def _outcome(it: Here, manager: DialogManager) -> dict[str, Any]:
    data, kind, basis = manager.dialog_data, _kind(manager), await _basis(it, manager)
    direction = data.get("direction", basis.direction.value)
    reach = ", ".join(part for part in (basis.contact, format_phone(basis.phone) if basis.phone else "") if part)
    lines = [Html(data["fault"])] if "fault" in data else []
    lines += [*_step(it, manager, 2), act_title(it, kind, basis.client)]
    lines += [it.words("contact-line", contact=reach)] if reach else []
    lines += [*_note_line(it, manager), Html(), it.words(f"log-ask-{kind.value}"), it.words("log-note-hint")]
    return {
        "text": "\n".join(lines),
        "items": [(one.value, label(it.words(f"outcome-{one.value}"))) for one in basis.outcomes],
        "is_call": kind is ActKind.CALL,
        "direction": label(it.words("log-direction", direction=it.words(f"direction-{direction}"))),
    }


async def _turn(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    now = Direction(manager.dialog_data.get("direction") or (await _basis(it, manager)).direction)
    order = list(Direction)
    manager.dialog_data["direction"] = order[(order.index(now) + 1) % len(order)].value


async def _outcome_picked(_: CallbackQuery, __: Any, manager: DialogManager, outcome: str) -> None:
    data = manager.dialog_data
    data.pop("fault", None)
    data["outcome"] = outcome
    planned = data.get("next")
    if Outcome(outcome) is Outcome.NO_ANSWER:
        data.pop("next", None)
        await _save(manager)
    elif planned and (planned["kind"] or Outcome(outcome) in ENDING):
        await manager.switch_to(LogAct.review)
    elif planned or _is_short(manager):
        data.pop("next", None)
        await _ask_step(manager)
    else:
        await manager.switch_to(LogAct.note)


async def _noted_at_outcome(manager: DialogManager, text: str) -> None:
    manager.dialog_data["note"] = words(text)


@getter
async def _ask_note(it: Here, manager: DialogManager) -> dict[str, Any]:
    head = act_title(it, _kind(manager), (await _basis(it, manager)).client)
    lines = [*_step(it, manager, 3), head, *_note_line(it, manager), Html(), it.words("log-ask-note")]
    return {"text": "\n".join(lines)}


async def _noted(manager: DialogManager, text: str) -> None:
    manager.dialog_data["note"] = words(text)
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
    basis, outcome = await _basis(it, manager), Outcome(data["outcome"])
    counted = {} if _is_short(manager) else {"step": 4, "of": STEPS}
    asked = {
        "part": "next",
        "optional": outcome in ENDING or basis.meets,
        "short": _is_short(manager),
        "note": data.get("note", ""),
        "title": act_title(it, _kind(manager), basis.client, outcome),
    }
    await open_part(manager, NextStep.kind, {**asked, **counted})


async def _got_part(asked: Data, result: Any, manager: DialogManager) -> None:
    """A part comes back with None by its «back», and so does the question about a half-done form."""
    part = asked.get("part") if isinstance(asked, dict) and result else None
    data = manager.dialog_data
    if part == "client":
        data["client_id"] = result["client_id"]
    elif part == "next":
        data["next"], data["note"] = result, result["note"]
        await _after_step(manager)


async def _after_step(manager: DialogManager) -> None:
    """The last press of a short way saves. Where that is refused, the form says why and stays, or ends with it where
    the client isn't this person's any more."""
    if not _is_short(manager):
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
    data, kind, basis = manager.dialog_data, _kind(manager), await _basis(it, manager)
    lines = [*_step(it, manager, STEPS), act_title(it, kind, basis.client, Outcome(data["outcome"]))]
    if kind is ActKind.CALL:
        direction = it.words(f"direction-{data.get('direction', basis.direction.value)}")
        lines.append(it.words("log-direction", direction=direction))
    lines += _note_line(it, manager)
    plan = plan_from(data["next"]) if data["next"]["kind"] else None
    lines.append(step_words(it, plan.kind, plan.due_at, plan.words, plan.place) if plan else it.words("step-none"))
    return {"text": "\n".join(lines)}


async def _save_pressed(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _save(manager)


async def _save(manager: DialogManager) -> None:
    it, data = here(manager), manager.dialog_data
    following = data.get("next")
    form = activities.LogAct(
        client_id=_client_id(manager),
        kind=_kind(manager),
        direction=Direction(data.get("direction") or (await _basis(it, manager)).direction),
        outcome=Outcome(data["outcome"]),
        note=data.get("note", ""),
        plan=plan_from(following) if following and following["kind"] else None,
    )
    logged = await it.do(log_act, form, nonce(manager))
    await end_with(manager, saved_act(it, logged), undo_keys(it, logged))


async def _edit_step(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_step(manager)


async def _edit_client(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_client(manager)


def _review_window() -> Window:
    return Window(
        Format("{text}"),
        Button(Tr("save"), id="save", on_click=_save_pressed),
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
                on_text(_noted_at_outcome),
                state=LogAct.outcome,
                getter=_outcome,
                on_process_result=_got_part,
            ),
            Window(
                Format("{text}"),
                Button(Tr("skip"), id="skip", on_click=_no_note),
                Row(SwitchTo(Tr("back"), id="again", state=LogAct.outcome), cancel_form()),
                on_text(_noted),
                state=LogAct.note,
                getter=_ask_note,
                on_process_result=_got_part,
            ),
            _review_window(),
            on_start=_on_start,
        ),
    ]


async def open_call(manager: DialogManager) -> None:
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

__all__ = ["FEATURE", "LogAct", "open_log", "open_short"]
