"""What the bot tells a person by itself: the morning's plan, the evening's summary, the lines that were held back; and
the screen where each person chooses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Group, Select
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.kpi import card_lines
from handlers.live import keyboard, label
from handlers.menu import to_menu
from handlers.notices import Envelope, Outgoing, Sender
from handlers.step_words import item_keys
from handlers.typed import only_buttons
from handlers.widgets import Item, item_id, next_key
from locales import Html
from sales.actions.budget import heard_today
from sales.actions.day_messages import (
    ChooseMessages,
    Plan,
    choose_messages,
    evening_summary,
    morning_plan,
    my_messages,
)
from sales.actions.reminders import RemindedStep, step_told
from sales.clients import in_quotes
from sales.notices import NoticeKind
from sales.people import short_name
from sales.steps import StepState
from sales.wording import shortened

#: Lines and buttons of a plan; the rest is in the day's view.
LINES = 8
#: Characters of the reason that a parked lead is told with.
REASON = 100


class OwnMessages(StatesGroup):
    main = State()


async def morning(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Nothing planned and nothing left over: nothing is sent."""
    if envelope.reader is None:
        return None
    day = date.fromisoformat(str(envelope.facts["day"]))
    plan = await sender.desk.look(morning_plan, envelope.reader.member_id, day, envelope.ids("parked"), sender.now)
    if not plan.steps and not plan.leads:
        return None
    late = [sender.words("reminder-late")] if envelope.facts.get("late") else []
    return _plan(sender, plan, ZoneInfo(envelope.reader.zone), late)


def _plan(sender: Sender, plan: Plan, zone: ZoneInfo, late: list[Html]) -> Outgoing:
    words, steps = sender.words, plan.steps[:LINES]
    leads = plan.leads[: LINES - len(steps)]
    lines = [*late, words("morning-title", day=words.date(plan.day, plan.day))]
    lines += [words("today-overdue", count=plan.late)] if plan.late else []
    lines += [_step_line(sender, plan, step, zone) for step in steps]
    for lead in leads:
        lines.append(words("reminder-parked", client=in_quotes(lead.client), reason=shortened(lead.reason, REASON)))
    left_out = len(plan.steps) + len(plan.leads) - len(steps) - len(leads)
    lines += [words("reminder-more", count=left_out)] if left_out else []
    rows = item_keys(words, zone, sender.now, steps)
    rows += [[(Html(in_quotes(lead.client)), CardPress(client=lead.client_id))] for lead in leads]
    return Outgoing("\n".join(lines), keyboard(*rows))


def _step_line(sender: Sender, plan: Plan, step: RemindedStep, zone: ZoneInfo) -> Html:
    """The hour where it is that day's, else the date that has passed."""
    words, on = sender.words, step.due_at.astimezone(zone).date()
    at = words.time(step.due_at, zone) if on == plan.day else words.date(on, plan.day)
    kind = words(f"step-said-{step.kind.value}")
    text = "today-step" if on == plan.day else "today-late-step"
    return words(text, at=at, kind=kind, client=in_quotes(step.client))


async def evening(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    words, reader = sender.words, envelope.reader
    day, until = date.fromisoformat(str(envelope.facts["day"])), datetime.fromisoformat(str(envelope.facts["until"]))
    found = await sender.desk.look(evening_summary, reader.member_id, day, until)
    lines: list[str] = [words("evening-title", day=words.date(day, day))]
    lines += card_lines(words, found.card, {}) or [words("kpi-nothing")]
    quiet = found.quiet
    if quiet.silenced or quiet.merged:
        lines.append(words("evening-quiet", silenced=quiet.silenced, merged=quiet.merged))
    if found.first is not None:
        at = words.moment(found.first.due_at, ZoneInfo(reader.zone), sender.now)
        kind = words(f"step-said-{found.first.kind.value}")
        lines.append(words("evening-first", at=at, kind=kind, client=in_quotes(found.first.client)))
    return Outgoing("\n".join(lines))


async def leftover(sender: Sender, _: Envelope) -> Outgoing | None:
    """The heading; the lines themselves are added on the way out."""
    return Outgoing(sender.words("and-more"))


async def client_acted(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Nothing, where it was taken back meanwhile."""
    step, state = await sender.desk.look(step_told, envelope.subject)
    if state is not StepState.DONE:
        return None
    who = short_name(str(envelope.facts["who"]))
    text = sender.words("notice-client-acted", client=in_quotes(step.client), who=who)
    return Outgoing(text, keyboard([(sender.words("to-card"), CardPress(client=step.client_id))]))


async def open_own_messages(manager: DialogManager) -> None:
    await open_form(manager, OwnMessages.main)


@getter
async def _main(it: Here, _: DialogManager) -> dict[str, Any]:
    mine, heard = await it.ask(my_messages), await it.ask(heard_today, it.now)
    lines = [it.words("messages-title"), it.words("messages-heard", loud=heard.loud, limit=heard.limit)]
    ways = (("morning", mine.chosen.morning, mine.opens), ("evening", mine.chosen.evening, mine.closes))
    for name, on, at in ways:
        lines.append(it.words(f"messages-{name}", on="on" if on else "off", at=f"{at:%H:%M}"))
    lines.append(it.words("messages-ask"))
    return {"text": "\n".join(lines), "items": [(_way(name, on), _label(it, name, on)) for name, on, _ in ways]}


def _way(name: str, on: bool) -> str:
    """What a press asks for: the opposite of what was shown, whatever is so when it comes."""
    return f"{name}-{'off' if on else 'on'}"


def _label(it: Here, name: str, on: bool) -> str:
    text = it.words(f"messages-choose-{name}")
    return label(it.words("chosen", text=text) if on else text)


async def _chosen(_: CallbackQuery, __: Any, manager: DialogManager, way: str) -> None:
    name, on = way.split("-")
    form = ChooseMessages(**{name: on == "on"})
    await here(manager).do(choose_messages, form, next_key(manager))


def build() -> list[Router]:
    ways = Group(Select(Item(), id="m", item_id_getter=item_id, items="items", on_click=_chosen), width=2)
    window = Window(Format("{text}"), ways, to_menu(), only_buttons(), getter=_main, state=OwnMessages.main)
    return [Dialog(window)]


FEATURE = Feature(
    "own-messages",
    build,
    notices={
        NoticeKind.MORNING: morning,
        NoticeKind.EVENING: evening,
        NoticeKind.LEFTOVER: leftover,
        NoticeKind.CLIENT_ACTED: client_acted,
    },
)

__all__ = ["FEATURE", "OwnMessages", "open_own_messages"]
