"""A call or a meeting typed in one line behind its command: what of it was understood, as the data that its form starts
with. Nothing is saved before the card is confirmed."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram.types import Message
from aiogram_dialog import DialogManager

from handlers.here import Here, here
from handlers.pick_client import asked_for, sought
from handlers.pick_time import clock_of
from handlers.typed import date_words
from locales import data
from sales.actions.activities import OUTCOMES
from sales.actions.client_search import check_workable
from sales.actions.quick_line import named_client
from sales.activities import ActKind
from sales.clients import odd_number
from sales.quick_line import Reading, read_line
from sales.quick_words import QuickWords, name_before_words, named_by_colon, names_in
from sales.steps import StepPlan
from sales.wording import words


@cache
def _quick_words() -> QuickWords:
    return QuickWords.from_data(data("quick_line"))


def typed_behind(manager: DialogManager) -> str:
    """What the person wrote behind the command, if it was one."""
    event = manager.event
    text = (event.text or "") if isinstance(event, Message) else ""
    _, *line = text.split(maxsplit=1)[:2] if text.startswith("/") else ("",)
    return line[0].strip() if line else ""


async def read_typed(manager: DialogManager, kind: ActKind, line: str) -> dict[str, Any]:
    """The start data of a form: `client_id`, or `asked` where the client has to be chosen or made; `read`: what was
    understood of the rest (`outcome`, `note`, `next`, `fault`, empty where nothing was). NotYours before any question.
    """
    it = here(manager)
    colon = named_by_colon(line)
    ways = [colon] if colon else [way for way in names_in(line) if way.client and not odd_number(way.client)]
    named = await it.ask(named_client, tuple(sought(asked_for(way.client)) for way in ways))
    said = ways[named.at] if named.at is not None else colon or name_before_words(line, _quick_words())
    schedule = (await clock_of(it)).schedule
    reading = read_line(said.rest, kind, OUTCOMES[kind], it.now, schedule, _quick_words(), date_words())
    start = {"kind": kind.value, "read": _as_data(it, reading)}
    if named.client_id is None:
        return {**start, "asked": asked_for(said.client) if said.client else {}}
    await it.ask(check_workable, named.client_id)
    return {**start, "client_id": named.client_id}


def _as_data(it: Here, reading: Reading) -> dict[str, Any]:
    note = words(reading.note) if reading.note else ""
    fault = it.words(f"quick-{reading.refused[0]}", typed=reading.refused[1]) if reading.refused else ""
    return {
        "outcome": reading.outcome.value if reading.outcome else "",
        "note": note,
        "next": _next(reading.plan, note) if reading.plan else None,
        "hour_taken": not reading.hour_given,
        "fault": fault,
    }


def _next(plan: StepPlan, note: str) -> dict[str, Any]:
    """As the part that asks for a next step would have given it."""
    about = words(plan.words) if plan.words else ""
    at = plan.due_at.isoformat()
    return {"kind": plan.kind.value, "at": at, "exact": plan.exact, "words": about, "place": plan.place, "note": note}


__all__ = ["read_typed", "typed_behind"]
