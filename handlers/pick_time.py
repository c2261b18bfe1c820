"""A part of many conversations: when? Quick times, a calendar, or typed Russian, echoed before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label, part_row
from handlers.month import month_data, month_keys
from handlers.pick_client import step_line
from handlers.typed import answer, date_words, on_text, started
from handlers.widgets import Item, Tr, item_id
from sales.actions.steps import QuickTime, QuickTimes, quick_times
from sales.errors import BadInput, ImpossibleDate, PastTime, UnclearTime
from sales.when import Moment, parse_when
from sales.wording import shortened
from sales.worktime import Schedule, day_start, is_working, local_day, local_moment, next_working_moment

TYPED_SHOWN = 40

#: What is offered: texts that are read as if typed, where a purpose counts in days; else the quick times.
DAYS_OF = {
    "wait": ("time-tomorrow", "time-in-days", "time-in-week"),
    "deal": ("time-in-week", "time-in-month", "time-in-quarter"),
    "park": ("time-in-month", "time-in-quarter", "time-in-half-year"),
}
QUICK_OF = {"step": ("hour", "next", "later"), "move": ("hour", "next", "later"), "meeting": ("next", "later")}


class PickTime(FormStates):
    """Started by `open_part` with `purpose` (`step`, `wait`, `meeting`, `move`, `deal` or `park`), `step`, `of`;
    `typed`: what the person has typed already (then `confirm` is the state to start with).
    Its result is `{"at": iso, "exact": bool}`, or None where it was cancelled."""

    choose = State()
    day = State()
    hour = State()
    confirm = State()


@dataclass(frozen=True, slots=True)
class Clock:
    """By whose clock the person means what is typed."""

    schedule: Schedule
    quick: QuickTimes


async def clock_of(it: Here) -> Clock:
    quick = await it.ask(quick_times, it.now)
    return Clock(Schedule(ZoneInfo(quick.zone), quick.opens, quick.closes), quick)


def quick_label(it: Here, clock: Clock, choice: QuickTime) -> str:
    """In an hour; tomorrow or a weekday with the hour; the date too where the weekday alone would mislead."""
    if choice.name == "hour":
        return label(it.words("time-in-hour"))
    zone = clock.schedule.zone
    today, day = local_day(it.now, zone), local_day(choice.at, zone)
    wall = it.words.time(choice.at, zone)
    if day - today == timedelta(days=1):
        return label(it.words("time-tomorrow-at", time=wall))
    return f"{it.words.weekday(day) if day - today < timedelta(days=8) else it.words.date(day, today)} {wall}"


def quick_items(it: Here, clock: Clock, purpose: str) -> list[tuple[str, str]]:
    """What is written on a button is what its press takes: the moment itself is the item's id."""
    if purpose in DAYS_OF:
        texts = [label(it.words(text)) for text in DAYS_OF[purpose]]
        return [(_id(parse_when(text, it.now, clock.schedule, date_words()).at, exact=False), text) for text in texts]
    chosen = [one for one in clock.quick.times if one.name in QUICK_OF[purpose]]
    return [(_id(one.at, one.exact), quick_label(it, clock, one)) for one in chosen]


def time_of(item: str, now: datetime) -> dict[str, Any]:
    """The result of a pressed quick time; an old button's may have passed."""
    seconds, exact = item.split("e")
    at = datetime.fromtimestamp(int(seconds), UTC)
    if at <= now:
        raise PastTime(at=at)
    return {"at": at.isoformat(), "exact": exact == "1"}


def _id(at: datetime, exact: bool) -> str:
    return f"{int(at.timestamp())}e{int(exact)}"


async def read_time(it: Here, text: str, before: str = "") -> dict[str, Any]:
    """A typed time as dialog data. `before`: a day typed a moment ago, which a bare time may belong to."""
    schedule = (await clock_of(it)).schedule
    moment = _with_day(it, text, before, schedule) or parse_when(text, it.now, schedule, date_words())
    at = moment.at if moment.time_given else next_working_moment(moment.at, schedule)
    return {"typed": text, "at": at.isoformat(), "exact": moment.time_given}


def _with_day(it: Here, text: str, before: str, schedule: Schedule) -> Moment | None:
    if not before:
        return None
    try:
        return parse_when(f"{before} {text}", it.now, schedule, date_words())
    except BadInput:
        return None


async def explain(manager: DialogManager, text: str, wrong: BadInput) -> None:
    """What is wrong with a typed time, naming it. Raises on what isn't about time."""
    it, typed = here(manager), shortened(text, TYPED_SHOWN)
    at = wrong.facts.get("at")
    if isinstance(wrong, PastTime) and isinstance(at, datetime):
        await answer(manager, it.words("time-past", typed=typed, at=it.moment(at)))
    elif isinstance(wrong, ImpossibleDate):
        await answer(manager, it.words("time-impossible", typed=typed))
    elif isinstance(wrong, UnclearTime):
        await answer(manager, it.words("time-unclear", typed=typed))
    else:
        raise wrong


def _purpose(manager: DialogManager) -> str:
    return str(started(manager)["purpose"])


@getter
async def _choose(it: Here, manager: DialogManager) -> dict[str, Any]:
    clock = await clock_of(it)
    purpose = _purpose(manager)
    lines = [*step_line(it, manager), it.words(f"time-ask-{purpose}"), it.words("time-hint")]
    return {"text": "\n".join(lines), "items": quick_items(it, clock, purpose)}


async def _quick(_: CallbackQuery, __: Any, manager: DialogManager, item: str) -> None:
    await manager.done(time_of(item, here(manager).now))


async def _typed(manager: DialogManager, text: str) -> None:
    it = here(manager)
    data = manager.dialog_data
    before = str(data.get("typed", "")) if data.get("at") and not data.get("exact") else ""
    try:
        data.update(await read_time(it, text, before))
    except BadInput as wrong:
        await explain(manager, text, wrong)
        return
    await manager.switch_to(PickTime.confirm)


@getter
async def _day(it: Here, manager: DialogManager) -> dict[str, Any]:
    clock = await clock_of(it)
    month = month_data(it, manager, local_day(it.now, clock.schedule.zone))
    return {**month, "t": {"month": month["month"]}}


async def _picked_day(manager: DialogManager, day: date) -> None:
    it = here(manager)
    if _purpose(manager) not in DAYS_OF:
        manager.dialog_data["day"] = day.isoformat()
        await manager.switch_to(PickTime.hour)
        return
    schedule = (await clock_of(it)).schedule
    at = day_start(day, schedule)
    if at <= it.now:
        raise PastTime(at=at)
    await manager.done({"at": at.isoformat(), "exact": False})


@getter
async def _hour(it: Here, manager: DialogManager) -> dict[str, Any]:
    schedule = (await clock_of(it)).schedule
    day = date.fromisoformat(manager.dialog_data["day"])
    hours = [local_moment(day, time(hour), schedule.zone) for hour in range(24)]
    within = [at for at in hours if _in_hours(at, schedule) and at > it.now]
    return {
        "t": {"day": it.words.day(day, schedule.zone, it.now)},
        "items": [(_id(at, exact=True), it.words.time(at, schedule.zone)) for at in within],
        "whole": day_start(day, schedule) > it.now and _purpose(manager) != "meeting",
    }


def _in_hours(at: datetime, schedule: Schedule) -> bool:
    """On any day: somebody may well mean a Saturday."""
    wall = at.astimezone(schedule.zone).time()
    return schedule.opens <= wall < schedule.closes


async def _whole_day(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    schedule = (await clock_of(here(manager))).schedule
    at = day_start(date.fromisoformat(manager.dialog_data["day"]), schedule)
    await manager.done({"at": next_working_moment(at, schedule).isoformat(), "exact": False})


async def _typed_hour(manager: DialogManager, text: str) -> None:
    """A time of the chosen day."""
    day = date.fromisoformat(manager.dialog_data["day"])
    manager.dialog_data.update({"typed": f"{day:%d.%m.%Y}", "at": "", "exact": False})
    await _typed(manager, f"{day:%d.%m.%Y} {text}")


@getter
async def _confirm(it: Here, manager: DialogManager) -> dict[str, Any]:
    if "at" not in manager.dialog_data:
        manager.dialog_data.update(await read_time(it, str(started(manager)["typed"])))
    data = manager.dialog_data
    at, schedule = datetime.fromisoformat(data["at"]), (await clock_of(it)).schedule
    lines = [
        it.words("time-echo", at=it.moment(at), zone=it.words.zone(schedule.zone, it.now)),
    ]
    if not data["exact"] and _purpose(manager) not in DAYS_OF:
        lines.append(it.words("time-not-given", time=it.words.time(at, schedule.zone)))
    if data["exact"] and not is_working(at, schedule):
        lines.append(it.words("time-off-hours"))
    return {"text": "\n".join([*step_line(it, manager), *lines])}


async def _right(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    at = datetime.fromisoformat(manager.dialog_data["at"])
    if at <= here(manager).now:
        raise PastTime(at=at)
    await manager.done({"at": manager.dialog_data["at"], "exact": manager.dialog_data["exact"]})


def _again() -> Row:
    return Row(SwitchTo(Tr("back"), id="again", state=PickTime.choose), cancel_form())


def build() -> list[Router]:
    quick = Select(Item(), id="q", item_id_getter=item_id, items="items", on_click=_quick)
    days, leaf = month_keys(_picked_day)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(quick, width=3),
                SwitchTo(Tr("time-calendar"), id="calendar", state=PickTime.day),
                part_row(),
                on_text(_typed),
                state=PickTime.choose,
                getter=_choose,
            ),
            Window(Tr("time-day"), days, leaf, _again(), on_text(_typed), state=PickTime.day, getter=_day),
            Window(
                Tr("time-hour"),
                Group(quick, width=4),
                Column(Button(Tr("time-whole-day"), id="whole", on_click=_whole_day, when="whole")),
                Row(SwitchTo(Tr("back"), id="again", state=PickTime.day), cancel_form()),
                on_text(_typed_hour),
                state=PickTime.hour,
                getter=_hour,
            ),
            Window(
                Format("{text}"),
                Button(Tr("time-right"), id="right", on_click=_right),
                _again(),
                on_text(_typed),
                state=PickTime.confirm,
                getter=_confirm,
            ),
        )
    ]


FEATURE = Feature("pick-time", build)

__all__ = ["FEATURE", "Clock", "PickTime", "clock_of", "explain", "quick_items", "read_time", "time_of"]
