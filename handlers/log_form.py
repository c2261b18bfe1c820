"""What the form of a call or a held meeting has been told so far, and how that reads."""

from __future__ import annotations

from typing import Any

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from handlers.act_words import SHOWN, act_title, step_words
from handlers.forms import FormStates
from handlers.here import Here
from handlers.next_step import plan_from
from handlers.pick_time import clock_of
from handlers.typed import started
from handlers.voice_words import spoken
from handlers.voices import voice_from
from locales import Html
from sales.actions import activities
from sales.actions.activities import ActBasis, act_basis
from sales.activities import ActKind, Direction, Outcome
from sales.wording import shortened

STEPS = 5
#: After these a client need not have a next step.
ENDING = frozenset({Outcome.REFUSED, Outcome.WRONG_NUMBER})
#: What a next step looks like where there is none.
NO_STEP = {"kind": "", "at": "", "exact": False, "words": "", "place": "", "note": ""}


class LogAct(FormStates):
    """Started with `kind`, and from a card or a reminder with `client_id` and `short`; from a typed line with `read`,
    as `handlers.quick_line` gives it: then only what it lacks is asked, and its card is confirmed."""

    outcome = State()
    note = State()
    review = State()


def kind_of(manager: DialogManager) -> ActKind:
    return ActKind(started(manager)["kind"])


def client_of(manager: DialogManager) -> int:
    return int(manager.dialog_data.get("client_id") or started(manager)["client_id"])


def is_short(manager: DialogManager) -> bool:
    return bool(started(manager).get("short"))


def is_read(manager: DialogManager) -> bool:
    return "read" in started(manager)


def take_read(manager: DialogManager) -> None:
    """What was understood of the typed line stands in the form as if it had been told step by step."""
    read, data = started(manager)["read"], manager.dialog_data
    data.update({name: read[name] for name in ("outcome", "note", "next", "fault") if read[name]})
    if "next" not in data and not needs_step(data):
        data["next"] = NO_STEP


def needs_step(data: dict[str, Any]) -> bool:
    """Whether the next step still has to be asked for, as far as that is known."""
    outcome = data.get("outcome")
    return not data.get("next") and outcome not in ENDING and outcome != Outcome.NO_ANSWER


async def basis_of(it: Here, manager: DialogManager) -> ActBasis:
    return await it.ask(act_basis, client_of(manager), kind_of(manager), it.now)


def step_line(it: Here, manager: DialogManager, step: int) -> list[Html]:
    return [] if is_short(manager) or is_read(manager) else [it.words("form-step", step=step, of=STEPS)]


def note_line(it: Here, manager: DialogManager) -> list[Html]:
    data = manager.dialog_data
    seconds = data["voice"]["seconds"] if data.get("voice") else 0
    said = spoken(it.words, seconds, shortened(data.get("note", ""), SHOWN))
    return [it.words("note-line", note=said)] if said else []


async def review_text(it: Here, manager: DialogManager) -> str:
    data, kind, basis = manager.dialog_data, kind_of(manager), await basis_of(it, manager)
    lines = [*step_line(it, manager, STEPS), act_title(it, kind, basis.client, Outcome(data["outcome"]))]
    if kind is ActKind.CALL:
        direction = it.words(f"direction-{data.get('direction', basis.direction.value)}")
        lines.append(it.words("log-direction", direction=direction))
    lines += [*note_line(it, manager), *await _next_lines(it, manager)]
    lines += [Html(), it.words("quick-ask")] if is_read(manager) else []
    return "\n".join(lines)


async def _next_lines(it: Here, manager: DialogManager) -> list[Html]:
    """A typed time is read by a program: it is told with its zone, and whether the hour was said at all."""
    data = manager.dialog_data
    if not data["next"]["kind"]:
        return [it.words("quick-retry" if data["outcome"] == Outcome.NO_ANSWER else "step-none")]
    plan = plan_from(data["next"])
    lines = [step_words(it, plan.kind, plan.due_at, plan.words, plan.place)]
    read = started(manager).get("read", {})
    if is_read(manager) and data["next"] == read["next"]:
        zone = (await clock_of(it)).schedule.zone
        taken = it.words("quick-hour-taken" if read["hour_taken"] else "quick-zone", zone=it.words.zone(zone, it.now))
        lines.append(taken)
    return lines


async def act_form(it: Here, manager: DialogManager) -> activities.LogAct:
    data = manager.dialog_data
    following = data.get("next")
    return activities.LogAct(
        client_id=client_of(manager),
        kind=kind_of(manager),
        direction=Direction(data.get("direction") or (await basis_of(it, manager)).direction),
        outcome=Outcome(data["outcome"]),
        note=data.get("note", ""),
        plan=plan_from(following) if following and following["kind"] else None,
        voice=voice_from(data.get("voice")),
    )


__all__ = [
    "ENDING",
    "NO_STEP",
    "STEPS",
    "LogAct",
    "act_form",
    "basis_of",
    "client_of",
    "is_read",
    "is_short",
    "kind_of",
    "needs_step",
    "note_line",
    "review_text",
    "step_line",
    "take_read",
]
