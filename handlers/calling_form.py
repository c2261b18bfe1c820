"""What a conversation that calls through a list holds: the list, what was settled last, what isn't saved yet."""

from __future__ import annotations

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Select

from handlers.calling_words import called_text, on_button
from handlers.forms import FormStates
from handlers.here import Here, here
from handlers.live import label
from handlers.refusals import refusal
from handlers.voices import voice_from
from handlers.widgets import Item, item_id
from sales.actions.calling import LogCalled, TakeBack, log_called, take_back
from sales.actions.calling_views import CallCard, calling_card
from sales.activities import Outcome
from sales.clients import in_quotes
from sales.errors import NotAllowed, NotFound, Overtaken, PastTime
from sales.steps import StepPlan
from sales.wording import words

#: The entry isn't this person's to call any more: the list goes on without it.
MOVED_ON = (NotAllowed, NotFound, Overtaken)


class Calling(FormStates):
    """`dialog_data`: `list`; `last`: the entry settled last; `said`: what was said of it; `unsaved`: by entry, what was
    told before its outcome, and under `chosen` the outcome that waits for its next step."""

    saves_as_it_goes = True
    taken_up_again = True

    sources = State()
    resume = State()
    card = State()
    step = State()
    over = State()


async def current(manager: DialogManager) -> CallCard | None:
    it = here(manager)
    return await it.ask(calling_card, int(manager.dialog_data["list"]), it.now)


async def go_on(manager: DialogManager) -> None:
    await manager.switch_to(Calling.card if await current(manager) else Calling.over)


def say(manager: DialogManager, said: str, last: dict[str, Any] | None = None) -> None:
    """The first line of the card that comes, and what its «undo» means."""
    manager.dialog_data.update({"said": said, "last": last or {}})


def draft_of(manager: DialogManager, entry: int | str) -> dict[str, Any]:
    return dict(manager.dialog_data.get("unsaved", {}).get(str(entry), {}))


def keep(manager: DialogManager, entry: int | str, **told: Any) -> None:
    unsaved = manager.dialog_data.get("unsaved", {})
    manager.dialog_data["unsaved"] = {**unsaved, str(entry): {**draft_of(manager, entry), **told}}


def chosen(manager: DialogManager) -> tuple[int, int, Outcome]:
    """Entry, round, outcome."""
    entry, round_, outcome = manager.dialog_data["unsaved"]["chosen"].split(".")
    return int(entry), int(round_), Outcome(outcome)


def hear(manager: DialogManager, entry: int, heard: dict[str, Any], text: str) -> None:
    keep(manager, entry, voice=heard, **({"note": words(text)} if text else {}))


async def log(manager: DialogManager, plan: StepPlan | None) -> None:
    """The outcome that was pressed, with all that was told before it; a time that has passed meanwhile is dropped."""
    it, (entry, round_, outcome) = here(manager), chosen(manager)
    draft = draft_of(manager, entry)
    form = LogCalled(entry, round_, outcome, draft.get("note", ""), plan, voice_from(draft.get("voice")))
    try:
        called = await it.do(log_called, form, f"{entry}.{round_}")
    except PastTime as late:
        keep(manager, entry, next=None)
        say(manager, refusal(it, late))
        await manager.switch_to(Calling.card)
        return
    except MOVED_ON as error:
        say(manager, refusal(it, error))
    else:
        last = {"mark": f"{entry}.{round_}", "client": on_button(called.act.client), "call": True}
        say(manager, called_text(it, called.act), last)
    manager.dialog_data["unsaved"] = {}
    await go_on(manager)


def undos(it: Here, manager: DialogManager) -> list[tuple[str, str]]:
    last = manager.dialog_data.get("last")
    return [(last["mark"], label(it.words("calling-undo", client=last["client"])))] if last else []


async def undone(_: CallbackQuery, __: Any, manager: DialogManager, mark: str) -> None:
    it = here(manager)
    entry, round_ = mark.split(".")
    back = await it.do(take_back, TakeBack(int(entry), int(round_)), mark)
    say(manager, it.words("calling-undone", client=in_quotes(back.client)))
    await go_on(manager)


def select(name: str, items: str, click: Any) -> Select[Any]:
    return Select(Item(), id=name, item_id_getter=item_id, items=items, on_click=click)


__all__ = [
    "MOVED_ON",
    "Calling",
    "chosen",
    "current",
    "draft_of",
    "go_on",
    "hear",
    "keep",
    "log",
    "say",
    "select",
    "undone",
    "undos",
]
