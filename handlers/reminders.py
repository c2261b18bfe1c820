"""Reminders: what leaves when its time has come, and what one press does with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.widgets.text import Format

from handlers.calendar_file import calendar_key
from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.forms import FormStates, open_form, open_part
from handlers.here import Here, getter, here
from handlers.lead import LeadPress
from handlers.live import cancel_form, edit_live, end_with, keyboard, over_or_below
from handlers.log_act import open_short
from handlers.notices import Envelope, Outgoing, Sender
from handlers.pick_time import PickTime
from handlers.plan_step import open_step_with
from handlers.refusals import refusal
from handlers.step_words import (
    SnoozePress,
    StepPress,
    item_keys,
    later_keys,
    log_kind,
    step_keys,
    step_text,
    step_title,
)
from handlers.typed import only_buttons, started
from handlers.widgets import Tr, next_key
from locales import Html
from sales.actions.reminders import RemindedLead, RemindedStep, SnoozeStep, reminder, snooze_step, step_card
from sales.actions.steps import FinishStep, MoveStep, UndoStep, finish_step, move_step, undo_finish
from sales.clients import in_quotes
from sales.errors import SalesError
from sales.notices import NoticeKind
from sales.wording import shortened

#: Lines and buttons of one message; the rest is in the day's view.
AT_MOST = 10


class MoveTo(FormStates):
    """Started with `step_id` and `was_due`."""

    ask = State()


async def remind(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """One step: its card. Several: a list whose buttons open the cards. Nothing left: nothing is sent."""
    if envelope.reader is None:
        return None
    facts, words, now = envelope.facts, sender.words, sender.now
    ids = [envelope.ids(name) for name in ("steps", "meetings", "parked")]
    told = await sender.desk.look(reminder, envelope.reader.member_id, *ids)
    zone = ZoneInfo(envelope.reader.zone)
    late = [words("reminder-late")] if facts.get("late") else []
    if not told.steps and not told.leads:
        return None
    if len(told.steps) == 1 and not told.leads:
        step = told.steps[0]
        return Outgoing("\n".join([*late, step_text(words, zone, now, step)]), step_keys(words, now, step))
    if len(told.leads) == 1 and not told.steps:
        lead = told.leads[0]
        row = [
            (words("reminder-lead"), LeadPress(client=lead.client_id)),
            (words("to-card"), CardPress(client=lead.client_id)),
        ]
        return Outgoing("\n".join([*late, _lead_text(sender, lead)]), keyboard(row))
    return _list(sender, zone, late, told.steps, told.leads)


def _list(
    sender: Sender, zone: ZoneInfo, late: list[Html], steps: tuple[RemindedStep, ...], leads: tuple[RemindedLead, ...]
) -> Outgoing:
    words, now = sender.words, sender.now
    lines = [*late, words("reminder-list", count=len(steps) + len(leads))]
    lines += [step_title(words, zone, now, step) for step in steps[:AT_MOST]]
    lines += [_lead_text(sender, lead) for lead in leads[: AT_MOST - len(steps[:AT_MOST])]]
    left_out = len(steps) + len(leads) - AT_MOST
    lines += [words("reminder-more", count=left_out)] if left_out > 0 else []
    rows = item_keys(words, zone, now, steps[:AT_MOST])
    rows += [[(Html(in_quotes(lead.client)), CardPress(client=lead.client_id))] for lead in leads[:AT_MOST]]
    return Outgoing("\n".join(lines), keyboard(*rows))


def _lead_text(sender: Sender, lead: RemindedLead) -> Html:
    reason = shortened(lead.reason, 100)
    return sender.words("reminder-parked", client=in_quotes(lead.client), reason=reason)


async def _show(callback: CallbackQuery, it: Here, step: RemindedStep) -> None:
    await edit_live(callback, step_text(it.words, it.zone, it.now, step), step_keys(it.words, it.now, step))


async def _log(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    step = await here(dialog_manager).ask(step_card, callback_data.step)
    await open_short(dialog_manager, log_kind(step.kind), step.client_id)
    await callback.answer()


async def _done(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    await it.do(finish_step, FinishStep(callback_data.step), f"{callback_data.step}.{callback_data.mark}")
    step = await it.ask(step_card, callback_data.step)
    mark = int(it.now.timestamp())
    keys = keyboard(
        [(it.words("step-next"), StepPress(act="next", step=step.step_id, mark=mark))],
        [
            (it.words("step-undo-done"), StepPress(act="undo", step=step.step_id, mark=mark)),
            (it.words("to-card"), CardPress(client=step.client_id)),
        ],
    )
    kind = it.words(f"step-said-{step.kind.value}")
    await edit_live(callback, it.words("step-done", kind=kind, client=in_quotes(step.client)), keys)
    await callback.answer()


async def _undo(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    await it.do(undo_finish, UndoStep(callback_data.step), f"{callback_data.step}.{callback_data.mark}")
    await _show(callback, it, await it.ask(step_card, callback_data.step))
    await callback.answer()


async def _later(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    step = await it.ask(step_card, callback_data.step)
    await edit_live(callback, step_text(it.words, it.zone, it.now, step), later_keys(it.words, it.now, step))
    await callback.answer()


async def _keep(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    await _show(callback, it, await it.ask(step_card, callback_data.step))
    await callback.answer()


async def _item(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    """Below the list, which stays."""
    it = here(dialog_manager)
    step = await it.ask(step_card, callback_data.step)
    if callback.message is not None:
        text = step_text(it.words, it.zone, it.now, step)
        await callback.message.answer(text, reply_markup=step_keys(it.words, it.now, step))
    await callback.answer()


async def _next(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    step = await here(dialog_manager).ask(step_card, callback_data.step)
    await open_step_with(dialog_manager, step.client_id)
    await callback.answer()


async def _snooze(callback: CallbackQuery, callback_data: SnoozePress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    form = SnoozeStep(callback_data.step, datetime.fromtimestamp(callback_data.due, UTC), callback_data.how)
    moved = await it.do(snooze_step, form, f"{form.step_id}.{callback_data.due}.{form.how.value}")
    step = await it.ask(step_card, form.step_id)
    await edit_live(callback, _moved(it, step, moved.due_at), _moved_keys(it, step))
    await callback.answer()


def _moved(it: Here, step: RemindedStep, at: datetime) -> str:
    kind = it.words(f"step-said-{step.kind.value}")
    return it.words("step-moved", kind=kind, client=in_quotes(step.client), at=it.moment(at))


def _moved_keys(it: Here, step: RemindedStep) -> Any:
    log = StepPress(act="log", step=step.step_id, mark=int(it.now.timestamp()))
    card = (it.words("to-card"), CardPress(client=step.client_id))
    calendar = calendar_key(it.words, step.kind, step.step_id)
    return keyboard([(it.words(f"log-now-{log_kind(step.kind).value}"), log), card], calendar)


async def _move(callback: CallbackQuery, callback_data: StepPress, dialog_manager: DialogManager) -> None:
    await open_move(dialog_manager, callback_data.step)
    await callback.answer()


async def open_move(manager: DialogManager, step_id: int) -> None:
    step = await here(manager).ask(step_card, step_id)
    data = {"step_id": step_id, "was_due": step.due_at.isoformat()}
    await open_form(manager, MoveTo.ask, data, show_mode=over_or_below(manager))


async def _ask_time(_: Any, manager: DialogManager) -> None:
    await open_part(manager, PickTime.choose, {"part": "time", "form": "MoveTo", "first": True, "purpose": "move"})


async def _ask_again(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_time(None, manager)


async def _got_time(asked: Data, result: Any, manager: DialogManager) -> None:
    if not isinstance(asked, dict) or asked.get("part") != "time" or not result:
        return
    it, data = here(manager), started(manager)
    was_due, at = datetime.fromisoformat(data["was_due"]), datetime.fromisoformat(result["at"])
    form = MoveStep(int(data["step_id"]), was_due, at, bool(result["exact"]))
    try:
        moved = await it.do(move_step, form, next_key(manager))
        step = await it.ask(step_card, form.step_id)
    except SalesError as error:
        manager.dialog_data["fault"] = refusal(it, error)
        return
    await end_with(manager, _moved(it, step, moved.due_at), _moved_keys(it, step))


@getter
async def _fault(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": Html(manager.dialog_data.get("fault", it.words("time-ask-move")))}


def build() -> list[Router]:
    presses = Router(name="reminder-presses")
    acts = {
        "log": _log,
        "done": _done,
        "undo": _undo,
        "later": _later,
        "keep": _keep,
        "item": _item,
        "next": _next,
        "move": _move,
    }
    for act, handle in acts.items():
        presses.callback_query.register(handle, StepPress.filter(F.act == act))
    presses.callback_query.register(_snooze, SnoozePress.filter())
    window = Window(
        Format("{text}"),
        Button(Tr("step-choose-again"), id="again", on_click=_ask_again),
        cancel_form(),
        only_buttons(),
        state=MoveTo.ask,
        getter=_fault,
        on_process_result=_got_time,
    )
    return [presses, Dialog(window, on_start=_ask_time)]


FEATURE = Feature("reminders", build, notices={NoticeKind.REMINDER: remind})

__all__ = ["FEATURE", "open_move", "remind"]
