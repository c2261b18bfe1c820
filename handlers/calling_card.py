"""The card on top of a calling list: an outcome in one press, notes and times in words, the lead and the way back."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Data, DialogManager, Window
from aiogram_dialog.widgets.kbd import Column, Group, Row, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.calling_form import (
    MOVED_ON,
    Calling,
    chosen,
    current,
    draft_of,
    go_on,
    hear,
    keep,
    log,
    say,
    select,
    undone,
    undos,
)
from handlers.calling_words import card_text, on_button
from handlers.clients import ClientView
from handlers.forms import open_within
from handlers.here import Here, getter, here
from handlers.lead_form import state_of
from handlers.live import label
from handlers.next_step import plan_from
from handlers.pick_time import clock_of, explain, read_time
from handlers.refusals import refusal
from handlers.typed import on_text
from handlers.voices import on_voice, voice_from
from handlers.widgets import Tr, next_key
from sales.actions.calling import NoteCalled, PassOver, note_called, pass_over
from sales.actions.leads import lead_to_start
from sales.activities import Outcome
from sales.calling import SAVED_AT_ONCE
from sales.clients import in_quotes
from sales.errors import BadInput, UnclearTime
from sales.steps import StepKind
from sales.wording import words

#: Two a row; those that need no second press on the thumb's side.
ORDER = (
    Outcome.AGREED,
    Outcome.NO_ANSWER,
    Outcome.THINKING,
    Outcome.REFUSED,
    Outcome.CALL_BACK,
    Outcome.WRONG_NUMBER,
)


@getter
async def _card(it: Here, manager: DialogManager) -> dict[str, Any]:
    data, card = manager.dialog_data, await current(manager)
    if card is None:
        return {"text": it.words("calling-over"), "outcomes": [], "skips": [], "leads": [], "clients": [], "notes": [],
                "undos": undos(it, manager)}  # fmt: skip
    draft, mark = draft_of(manager, card.entry_id), f"{card.entry_id}.{card.round}"
    last = data.get("last", {})
    noted = last.get("call") and (draft.get("note") or draft.get("voice"))
    lead = [(card.client_id, label(it.words("calling-lead")))] if card.may_qualify else []
    return {
        "text": card_text(it, card, data.get("said", ""), draft, await clock_of(it)),
        "outcomes": [(f"{mark}.{one.value}", label(it.words(f"outcome-{one.value}"))) for one in ORDER],
        "skips": [(mark, label(it.words("skip")))],
        "leads": lead,
        "clients": [(card.client_id, label(it.words("to-card")))],
        "notes": [(card.entry_id, label(it.words("calling-note-last", client=last["client"])))] if noted else [],
        "undos": undos(it, manager),
    }


async def _outcome_picked(_: CallbackQuery, __: Any, manager: DialogManager, item: str) -> None:
    manager.dialog_data["unsaved"] = {**manager.dialog_data.get("unsaved", {}), "chosen": item}
    entry, _round, outcome = chosen(manager)
    planned = draft_of(manager, entry).get("next")
    if outcome in SAVED_AT_ONCE or planned:
        await log(manager, plan_from(planned) if planned else None)
    else:
        await manager.switch_to(Calling.step)


async def _skipped(_: CallbackQuery, __: Any, manager: DialogManager, mark: str) -> None:
    it = here(manager)
    entry, round_ = mark.split(".")
    try:
        passed = await it.do(pass_over, PassOver(int(entry), int(round_)), mark)
    except MOVED_ON as error:
        say(manager, refusal(it, error))
    else:
        last = {"mark": mark, "client": on_button(passed.client)}
        say(manager, it.words("calling-passed", client=in_quotes(passed.client)), last)
    await go_on(manager)


async def _typed_on_card(manager: DialogManager, text: str) -> None:
    """A time is the next step, to be saved with the outcome; anything else is a note to the card that is open."""
    it, card = here(manager), await current(manager)
    if card is None:
        return
    try:
        at = await read_time(it, text)
    except UnclearTime:
        keep(manager, card.entry_id, note=words(text))
    except BadInput as wrong:
        await explain(manager, text, wrong)
    else:
        planned = {"kind": StepKind.CALL.value, "at": at["at"], "exact": at["exact"]}
        keep(manager, card.entry_id, next=planned)


async def _spoken_on_card(manager: DialogManager, heard: dict[str, Any], text: str) -> None:
    card = await current(manager)
    if card is not None:
        hear(manager, card.entry_id, heard, text)


async def _note_last(_: CallbackQuery, __: Any, manager: DialogManager, entry: str) -> None:
    """What was told to this card was meant for the call before."""
    it, data = here(manager), manager.dialog_data
    draft, (last, round_) = draft_of(manager, entry), data["last"]["mark"].split(".")
    form = NoteCalled(int(last), int(round_), draft.get("note", ""), voice_from(draft.get("voice")))
    client = await it.do(note_called, form, next_key(manager))
    data["unsaved"] = {}
    data["said"] = it.words("calling-noted", client=in_quotes(client))


async def _lead(_: CallbackQuery, __: Any, manager: DialogManager, client_id: str) -> None:
    it = here(manager)
    asked = await it.ask(lead_to_start, int(client_id), it.now)
    data = {"client_id": int(client_id), "plan": list(asked.missing)}
    await open_within(manager, state_of(asked.missing), data)


async def _client(_: CallbackQuery, __: Any, manager: DialogManager, client_id: str) -> None:
    await open_within(manager, ClientView.card, {"client_id": int(client_id)})


async def _came_back(_: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(result, dict) and result.get("said"):
        manager.dialog_data["said"] = result["said"]


def card_window() -> Window:
    return Window(
        Format("{text}"),
        Group(select("o", "outcomes", _outcome_picked), width=2),
        Row(select("k", "skips", _skipped), select("l", "leads", _lead)),
        Column(select("n", "notes", _note_last), select("u", "undos", undone)),
        Row(select("c", "clients", _client), SwitchTo(Tr("calling-end"), id="end", state=Calling.over)),
        on_text(_typed_on_card, on_voice(_spoken_on_card)),
        state=Calling.card,
        getter=_card,
        on_process_result=_came_back,
    )


__all__ = ["card_window"]
