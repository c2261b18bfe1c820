"""A deal moves: a stage is chosen, the next step follows, and that is all; under a logged act one press does."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.widgets.text import Format

from handlers.act_words import step_words
from handlers.calendar_file import calendar_key
from handlers.cards import CardPress
from handlers.deal_words import DealMovePress, DealPress, DealUndoPress, stage_name
from handlers.feature import Feature
from handlers.forms import FormStates, open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import Choice, cancel_form, edit_live, end_with, keyboard
from handlers.next_step import NextStep, plan_from
from handlers.refusals import refusal
from handlers.typed import only_buttons, started
from handlers.undo_act import UndoPress
from handlers.widgets import Tr, nonce
from locales import Html
from sales.actions import deals
from sales.actions.deal_moves import DealSet
from sales.actions.deal_views import DealCard
from sales.actions.deals import UndoMove, move_deal, undo_move
from sales.clients import in_quotes
from sales.deals import DealStage
from sales.errors import SalesError


class MoveDeal(FormStates):
    """Started with `deal_id`, `after` and `stage`, and with the `title` of its question."""

    step = State()


async def open_move(manager: DialogManager, card: DealCard, stage: DealStage) -> None:
    it = here(manager)
    names = {"from": stage_name(it, card.deal.stage), "to": stage_name(it, stage)}
    title: str = it.words("deal-move-title", client=in_quotes(card.client), **names)
    if card.planned and card.step is not None:
        planned = it.words("deal-planned", step=step_words(it, card.step.kind, card.step.due_at))
        title = f"{title}\n{planned}"
    told = {"deal_id": card.deal.id, "after": card.after, "stage": stage.value, "planned": card.planned}
    await open_form(manager, MoveDeal.step, {**told, "title": title})


async def _on_start(_: Any, manager: DialogManager) -> None:
    await _ask_step(manager)


async def _ask_step(manager: DialogManager) -> None:
    """Typed text that is no time is kept with the move: whom we are compared with, or why it goes back."""
    told = started(manager)
    asked = {"part": "next", "form": MoveDeal.__name__, "first": True, "title": told["title"]}
    await open_part(manager, NextStep.kind, {**asked, "optional": told["planned"], "short": True})


async def _got_step(asked: Data, result: Any, manager: DialogManager) -> None:
    if not isinstance(asked, dict) or asked.get("part") != "next" or not result:
        return
    it, told = here(manager), started(manager)
    plan = plan_from(result) if result["kind"] else None
    form = deals.MoveDeal(int(told["deal_id"]), int(told["after"]), DealStage(told["stage"]), plan, result["note"])
    try:
        moved = await it.do(move_deal, form, nonce(manager))
    except SalesError as error:
        manager.dialog_data["fault"] = refusal(it, error)
        return
    await end_with(manager, moved_text(it, moved), moved_keys(it, moved))


def moved_text(it: Here, moved: DealSet) -> Html:
    start = moved.start or moved.stage
    names = {"from": stage_name(it, start), "to": stage_name(it, moved.stage)}
    lines = [it.words("deal-moved", client=in_quotes(moved.client), **names)]
    if moved.step_kind is not None and moved.due_at is not None:
        lines.append(step_words(it, moved.step_kind, moved.due_at))
    return Html("\n".join(lines))


def moved_keys(it: Here, moved: DealSet, act_id: int = 0) -> InlineKeyboardMarkup:
    """`act_id`: the act under which it was moved may still be taken back as well."""
    undo: list[Choice] = [(it.words("deal-undo"), DealUndoPress(move=moved.move_id))]
    undo += [(it.words("act-undo"), UndoPress(act=act_id))] if act_id else []
    calendar = calendar_key(it.words, moved.step_kind, moved.step_id)
    return keyboard(undo, _ways_on(it, moved), calendar)


def _ways_on(it: Here, moved: DealSet) -> list[Choice]:
    deal: Choice = (it.words("to-deal"), DealPress(deal=moved.deal_id))
    return [deal, (it.words("to-card"), CardPress(client=moved.client_id))]


async def _pressed(callback: CallbackQuery, callback_data: DealMovePress, dialog_manager: DialogManager) -> None:
    """The step that the act has set is the next one."""
    it, press = here(dialog_manager), callback_data
    form = deals.MoveDeal(press.deal, press.after, press.stage)
    moved = await it.do(move_deal, form, f"{press.deal}-{press.after}-{press.stage.value}-{press.act}")
    await edit_live(callback, moved_text(it, moved), moved_keys(it, moved, press.act))
    await callback.answer()


async def _undo(callback: CallbackQuery, callback_data: DealUndoPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    undone = await it.do(undo_move, UndoMove(callback_data.move), str(callback_data.move))
    text = it.words("deal-undone", client=in_quotes(undone.client), stage=stage_name(it, undone.stage))
    await edit_live(callback, text, keyboard(_ways_on(it, undone)))
    await callback.answer()


@getter
async def _fault(_: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": Html(manager.dialog_data.get("fault", ""))}


async def _again(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_step(manager)


def build() -> list[Router]:
    presses = Router(name="deal-presses")
    presses.callback_query.register(_pressed, DealMovePress.filter())
    presses.callback_query.register(_undo, DealUndoPress.filter())
    window = Window(
        Format("{text}"),
        Button(Tr("deal-move-again"), id="again", on_click=_again),
        cancel_form(),
        only_buttons(),
        state=MoveDeal.step,
        getter=_fault,
        on_process_result=_got_step,
    )
    return [presses, Dialog(window, on_start=_on_start)]


FEATURE = Feature("deal-move", build)

__all__ = ["FEATURE", "MoveDeal", "open_move"]
