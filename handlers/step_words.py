"""A step that is due, in words and buttons: the same under a reminder, in its list, and after a press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.act_words import SHOWN
from handlers.calendar_file import calendar_key
from handlers.cards import CardPress
from handlers.lead_words import until
from handlers.live import Choice, keyboard
from locales import Html, Texts
from sales.actions.reminders import RemindedStep, Snooze
from sales.activities import ActKind
from sales.clients import in_quotes
from sales.identify import format_phone
from sales.steps import StepKind
from sales.wording import shortened

#: Characters of a client's name on a button.
ON_BUTTON = 24
#: No call carries these out, so being done comes first.
JUST_DONE = frozenset({StepKind.SEND, StepKind.OTHER})


class StepPress(CallbackData, prefix="st"):
    """`act`: log, done, later, keep, undo, move, next or item. `mark`: when the button was made, so that each
    rendering's press is an act of its own."""

    act: str
    step: int
    mark: int


class SnoozePress(CallbackData, prefix="sz"):
    """`due`: the step's time when the button was made."""

    step: int
    due: int
    how: Snooze


def log_kind(kind: StepKind) -> ActKind:
    return ActKind.MEETING if kind is StepKind.MEETING else ActKind.CALL


def step_title(words: Texts, zone: ZoneInfo, now: datetime, step: RemindedStep) -> Html:
    """The time, the kind and the client, with the day where it isn't today."""
    kind = words(f"step-said-{step.kind.value}")
    at = until(words, step.due_at, zone, now)
    return words("reminder-title", at=at, kind=kind, client=in_quotes(step.client))


def step_text(words: Texts, zone: ZoneInfo, now: datetime, step: RemindedStep) -> Html:
    lines = [step_title(words, zone, now, step)]
    if step.near:
        lines.append(words("reminder-near", span=words.span(step.due_at - now)))
    if step.waits_since is not None and step.due_at <= now:
        lines.append(words("reminder-client-silent", span=words.span(now - step.waits_since)))
    reach = ", ".join(part for part in (step.contact, format_phone(step.phone) if step.phone else "") if part)
    lines += [words("contact-line", contact=reach)] if reach else []
    lines += [words("words-line", words=shortened(step.words, SHOWN))] if step.words else []
    lines += [words("place-line", place=shortened(step.place, SHOWN))] if step.place else []
    return Html("\n".join(lines))


def done_label(step: RemindedStep) -> str:
    """Waiting is over when the client has answered; anything else is done by the person."""
    return "reminder-done" if step.waits_since is None else "reminder-answered"


def step_keys(words: Texts, now: datetime, step: RemindedStep) -> InlineKeyboardMarkup:
    mark = int(now.timestamp())
    log = words(f"log-now-{log_kind(step.kind).value}")
    card = (words("to-card"), CardPress(client=step.client_id))
    calendar = calendar_key(words, step.kind if step.due_at > now else None, step.step_id)
    if step.near:
        move = (words("reminder-move"), StepPress(act="move", step=step.step_id, mark=mark))
        return keyboard([move, card], calendar)
    settling = [
        (log, StepPress(act="log", step=step.step_id, mark=mark)),
        (words(done_label(step)), StepPress(act="done", step=step.step_id, mark=mark)),
    ]
    return keyboard(
        settling[::-1] if step.kind in JUST_DONE else settling,
        [(words("reminder-later"), StepPress(act="later", step=step.step_id, mark=mark)), card],
        calendar,
    )


def later_keys(words: Texts, now: datetime, step: RemindedStep) -> InlineKeyboardMarkup:
    """Spans in one row, days in the next, then another time and the way back."""
    mark, due = int(now.timestamp()), int(step.due_at.timestamp())

    def choices(*ways: Snooze) -> list[Choice]:
        return [(words(f"snooze-{how.value}"), SnoozePress(step=step.step_id, due=due, how=how)) for how in ways]

    return keyboard(
        choices(Snooze.MINUTES_20, Snooze.HOUR, Snooze.HOURS_3),
        choices(Snooze.TOMORROW, Snooze.NEXT_WEEK),
        [(words("reminder-move"), StepPress(act="move", step=step.step_id, mark=mark))],
        [(words("back"), StepPress(act="keep", step=step.step_id, mark=mark))],
    )


def item_keys(words: Texts, zone: ZoneInfo, now: datetime, steps: Sequence[RemindedStep]) -> list[list[Choice]]:
    """A button per step of a list; each opens the step's own message."""
    mark = int(now.timestamp())
    made = [
        (
            Html(f"{words.time(step.due_at, zone)} {shortened(in_quotes(step.client), ON_BUTTON)}"),
            StepPress(act="item", step=step.step_id, mark=mark),
        )
        for step in steps
    ]
    return [list(made[at : at + 2]) for at in range(0, len(made), 2)]


__all__ = [
    "ON_BUTTON",
    "SnoozePress",
    "StepPress",
    "done_label",
    "item_keys",
    "later_keys",
    "log_kind",
    "step_keys",
    "step_text",
    "step_title",
]
