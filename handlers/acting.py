"""An acting head for a period: named from the team's list, seen there, ended early."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, label
from handlers.notices import Envelope, Outgoing, Sender
from handlers.pick_time import clock_of
from handlers.typed import date_words, on_text, only_buttons
from handlers.widgets import Item, Tr, item_id, next_key, nonce
from locales import Html, Texts
from sales.acting import ActingState
from sales.actions.acting import (
    ActingView,
    EndActing,
    NameActing,
    acting_choice,
    acting_view,
    end_acting,
    name_acting,
)
from sales.errors import PastTime
from sales.notices import NoticeKind
from sales.when import parse_when
from sales.worktime import DAY, day_start, local_day, next_working_day

PAGE = 8
#: Days that are offered; anything else is typed.
SPANS = {"week": 7, "two-weeks": 14}


class NameActingHead(FormStates):
    whom = State()
    since = State()
    until = State()
    review = State()


async def open_acting(manager: DialogManager) -> None:
    await open_form(manager, NameActingHead.whom)


def period(words: Texts, acting: ActingView, zone: ZoneInfo, now: datetime) -> Html:
    """Who, from when to when."""
    since, until = words.moment(acting.since, zone, now), words.moment(acting.until, zone, now)
    if acting.state is ActingState.PLANNED:
        return words("acting-planned", name=acting.name, since=since, until=until)
    return words("acting-current", name=acting.name, until=until)


@getter
async def _whom(it: Here, _: DialogManager) -> dict[str, Any]:
    choice = await it.ask(acting_choice, it.now)
    lines = [it.words("acting-title"), *(period(it.words, one, it.zone, it.now) for one in choice.ahead)]
    lines.append(it.words("acting-whom" if choice.candidates else "acting-nobody"))
    ends = [(one.acting_id, label(it.words("acting-end", name=one.name))) for one in choice.ahead]
    return {"text": "\n".join(lines), "people": [(key, label(name)) for key, name in choice.candidates], "ends": ends}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    manager.dialog_data["member"] = int(member_id)
    await manager.switch_to(NameActingHead.since)


async def _ended(callback: CallbackQuery, __: Any, manager: DialogManager, acting_id: str) -> None:
    it = here(manager)
    done = await it.do(end_acting, EndActing(int(acting_id)), next_key(manager))
    await callback.answer(label(it.words("acting-ended", name=done.name)))


async def _name(it: Here, manager: DialogManager) -> str:
    choice = await it.ask(acting_choice, it.now)
    return next((name for key, name in choice.candidates if key == manager.dialog_data["member"]), "")


@getter
async def _since(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": it.words("acting-since", name=await _name(it, manager))}


async def _now(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["since"] = None
    await manager.switch_to(NameActingHead.until)


async def _next_day(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    schedule = (await clock_of(it)).schedule
    day = next_working_day(local_day(it.now, schedule.zone), schedule)
    manager.dialog_data["since"] = day_start(day, schedule).isoformat()
    await manager.switch_to(NameActingHead.until)


async def _since_typed(manager: DialogManager, text: str) -> None:
    at = await _read(here(manager), text)
    if at <= here(manager).now:
        raise PastTime(at=at)
    manager.dialog_data["since"] = at.isoformat()
    await manager.switch_to(NameActingHead.until)


async def _read(it: Here, text: str) -> datetime:
    """A day alone means its opening."""
    schedule = (await clock_of(it)).schedule
    moment = parse_when(text, it.now, schedule, date_words())
    return moment.at if moment.time_given else day_start(local_day(moment.at, schedule.zone), schedule)


def _begins(it: Here, manager: DialogManager) -> datetime:
    since = manager.dialog_data.get("since")
    return datetime.fromisoformat(since) if since else it.now


@getter
async def _until(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": it.words("acting-until", name=await _name(it, manager), since=it.moment(_begins(it, manager)))}


async def _span(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Whole weeks end with the opening of a working day, so that nobody is without a head in the morning."""
    it = here(manager)
    schedule = (await clock_of(it)).schedule
    day = local_day(_begins(it, manager), schedule.zone) + timedelta(
        days=SPANS[str(button.widget_id).replace("_", "-")]
    )
    manager.dialog_data["until"] = day_start(next_working_day(day - DAY, schedule), schedule).isoformat()
    await manager.switch_to(NameActingHead.review)


async def _until_typed(manager: DialogManager, text: str) -> None:
    it = here(manager)
    at = await _read(it, text)
    if at <= _begins(it, manager):
        raise PastTime(at=at)
    manager.dialog_data["until"] = at.isoformat()
    await manager.switch_to(NameActingHead.review)


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    until = datetime.fromisoformat(manager.dialog_data["until"])
    said = {"name": await _name(it, manager), "since": it.moment(_begins(it, manager)), "until": it.moment(until)}
    return {"text": it.words("acting-review", **said)}


async def _confirm(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, data = here(manager), manager.dialog_data
    since = datetime.fromisoformat(data["since"]) if data["since"] else None
    form = NameActing(int(data["member"]), since, datetime.fromisoformat(data["until"]))
    done = await it.do(name_acting, form, nonce(manager))
    await end_with(manager, "\n".join([it.words("acting-named"), period(it.words, done, it.zone, it.now)]))


async def told(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """As it stands when it leaves: named, in force, over."""
    if envelope.reader is None:
        return None
    seen, words = await sender.desk.look(acting_view, envelope.subject), sender.words
    if seen.state is ActingState.OVER:
        return Outgoing(words("acting-over", name=seen.name))
    lines = [period(words, seen, ZoneInfo(envelope.reader.zone), sender.now)]
    if seen.state is ActingState.CURRENT:
        lines.append(words("acting-means"))
    return Outgoing("\n".join(lines))


def build() -> list[Router]:
    people = Select(Item(), id="p", item_id_getter=item_id, items="people", on_click=_picked)
    ends = Select(Item(), id="e", item_id_getter=item_id, items="ends", on_click=_ended)
    whom = Window(
        Format("{text}"),
        Column(ends),
        ScrollingGroup(Column(people), id="pages", height=PAGE, hide_on_single_page=True),
        cancel_form(),
        only_buttons(),
        state=NameActingHead.whom,
        getter=_whom,
    )
    since = Window(
        Format("{text}"),
        Group(
            Button(Tr("acting-from-now"), id="now", on_click=_now),
            Button(Tr("acting-from-next"), id="next", on_click=_next_day),
            width=2,
        ),
        Row(SwitchTo(Tr("back"), id="again", state=NameActingHead.whom), cancel_form()),
        on_text(_since_typed),
        state=NameActingHead.since,
        getter=_since,
    )
    spans = (Button(Tr(f"acting-span-{name}"), id=name.replace("-", "_"), on_click=_span) for name in SPANS)
    until = Window(
        Format("{text}"),
        Group(*spans, width=2),
        Row(SwitchTo(Tr("back"), id="again", state=NameActingHead.since), cancel_form()),
        on_text(_until_typed),
        state=NameActingHead.until,
        getter=_until,
    )
    return [Dialog(whom, since, until, _review_window())]


def _review_window() -> Window:
    return Window(
        Format("{text}"),
        Button(Tr("acting-confirm"), id="yes", on_click=_confirm),
        Row(SwitchTo(Tr("back"), id="again", state=NameActingHead.until), cancel_form()),
        only_buttons(),
        state=NameActingHead.review,
        getter=_review,
    )


FEATURE = Feature("acting", build, notices={NoticeKind.ACTING: told})
