"""/vacation: days on which somebody isn't here and who stands in; begun and ended by the clock, or by one tap. The same
from the team's list for anybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.absence_words import BackPress, span, told
from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, edit_live, end_with, label
from handlers.month import month_data, month_keys
from handlers.pick_time import clock_of
from handlers.typed import date_words, on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, next_key, nonce
from locales import Html
from sales.absence import AbsenceState, spans
from sales.actions.absence import AbsenceView, EndAbsence, EnterAbsence, end_absence, enter_absence
from sales.actions.absence_views import Absences, StandIn, absence_plan, absences_of, stand_ins
from sales.notices import NoticeKind
from sales.people import Permission, short_name
from sales.when import parse_when
from sales.worktime import DAY, day_end, is_working_day, local_day

PAGE = 8
#: First days that are offered.
SOON = ("today", "tomorrow", "monday")


class EnterVacation(FormStates):
    """Started with `member`: whose. Looking at it leaves nothing half done."""

    taken_up_again = True

    first = State()
    last = State()
    substitute = State()
    review = State()


async def open_vacation(manager: DialogManager) -> None:
    await open_absence(manager, here(manager).actor.member_id)


async def open_absence(manager: DialogManager, member_id: int, show_mode: ShowMode | None = None) -> None:
    await open_form(manager, EnterVacation.first, {"member": member_id}, show_mode=show_mode)


async def _known(it: Here, manager: DialogManager) -> Absences:
    return await it.ask(absences_of, int(started(manager)["member"]))


async def _today(it: Here) -> date:
    return local_day(it.now, (await clock_of(it)).schedule.zone)


def _line(it: Here, one: AbsenceView, today: date) -> Html:
    key = "absence-current" if one.state is AbsenceState.CURRENT else "absence-planned"
    substitute = one.substitute or it.words("absence-no-substitute")
    return it.words(key, days=span(it.words, one.first, one.last, today), substitute=substitute)


@getter
async def _first(it: Here, manager: DialogManager) -> dict[str, Any]:
    known, today = await _known(it, manager), await _today(it)
    lines = [it.words("absence-title", name=known.name), *(_line(it, one, today) for one in known.ahead)]
    month = month_data(it, manager, today)
    ends = [
        (one.absence_id, label(it.words(_way_out(one), days=span(it.words, one.first, one.last, today))))
        for one in known.ahead
    ]
    days = [(day.isoformat(), label(it.words(f"absence-from-{name}"))) for name, day in (await _soon(it)).items()]
    text = "\n".join([*lines, it.words("absence-first")])
    return {"text": text, "ends": ends, "days": days, **month, "t": {"month": month["month"]}}


def _way_out(one: AbsenceView) -> str:
    return "absence-back" if one.state is AbsenceState.CURRENT else "absence-call-off"


async def _soon(it: Here) -> dict[str, date]:
    """Today only while it lasts."""
    schedule = (await clock_of(it)).schedule
    today = local_day(it.now, schedule.zone)
    days = {"today": today, "tomorrow": today + DAY, "monday": today + (7 - today.weekday()) * DAY}
    over = not is_working_day(today, schedule) or day_end(today, schedule) <= it.now
    return {name: days[name] for name in SOON if not (name == "today" and over)}


async def _began(_: CallbackQuery, __: Any, manager: DialogManager, day: str) -> None:
    await _begin_on(manager, date.fromisoformat(day))


async def _begin_on(manager: DialogManager, day: date) -> None:
    manager.dialog_data.update(first=day.isoformat(), unsaved=True)
    await manager.switch_to(EnterVacation.last)


async def _typed_first(manager: DialogManager, text: str) -> None:
    await _begin_on(manager, await _day_in(here(manager), text))


async def _day_in(it: Here, text: str) -> date:
    schedule = (await clock_of(it)).schedule
    return local_day(parse_when(text, it.now, schedule, date_words()).at, schedule.zone)


async def _ended(callback: CallbackQuery, __: Any, manager: DialogManager, absence_id: str) -> None:
    it = here(manager)
    await it.do(end_absence, EndAbsence(int(absence_id)), next_key(manager))
    await callback.answer(label(it.words("absence-ended")))


def _first_day(manager: DialogManager) -> date:
    return date.fromisoformat(manager.dialog_data["first"])


@getter
async def _last(it: Here, manager: DialogManager) -> dict[str, Any]:
    first, today = _first_day(manager), await _today(it)
    month = month_data(it, manager, max(first, today))
    days = [(day.isoformat(), label(it.words(f"absence-span-{name}"))) for name, day in spans(first).items()]
    text = it.words("absence-last", first=it.words.date(first, today))
    return {"text": text, "days": days, **month, "t": {"month": month["month"]}}


async def _lasts(_: CallbackQuery, __: Any, manager: DialogManager, day: str) -> None:
    await _last_on(manager, date.fromisoformat(day))


async def _last_on(manager: DialogManager, day: date) -> None:
    """Refused here already where the days can't be meant, or somebody is absent then anyway."""
    await _able(here(manager), manager, day)
    manager.dialog_data["last"] = day.isoformat()
    await manager.switch_to(EnterVacation.substitute)


async def _typed_last(manager: DialogManager, text: str) -> None:
    await _last_on(manager, await _day_in(here(manager), text))


async def _able(it: Here, manager: DialogManager, last: date) -> tuple[StandIn, ...]:
    return await it.ask(stand_ins, int(started(manager)["member"]), _first_day(manager), last, it.now)


@getter
async def _substitute(it: Here, manager: DialogManager) -> dict[str, Any]:
    able = await _able(it, manager, date.fromisoformat(manager.dialog_data["last"]))
    people = [(one.member_id, label(_person(it, one))) for one in able]
    return {"text": it.words("absence-whom" if able else "absence-nobody"), "people": people, "alone": not able}


def _person(it: Here, one: StandIn) -> Html:
    """The name and what is on the person's hands, as where work is moved."""
    load = {"clients": one.clients, "handoffs": one.handoffs, "overdue": one.overdue}
    return it.words("reassign-person", name=one.name, **load)


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    await _stands_in(manager, int(member_id))


async def _nobody(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _stands_in(manager, None)


async def _stands_in(manager: DialogManager, member_id: int | None) -> None:
    manager.dialog_data["substitute"] = member_id
    await manager.switch_to(EnterVacation.review)


def _form(manager: DialogManager) -> EnterAbsence:
    data = manager.dialog_data
    last = date.fromisoformat(data["last"])
    return EnterAbsence(int(started(manager)["member"]), _first_day(manager), last, data["substitute"])


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    plan, today = await it.ask(absence_plan, _form(manager), it.now), await _today(it)
    days = span(it.words, plan.first, plan.last, today)
    lines = [it.words("absence-review", name=plan.name, days=days, count=plan.working_days)]
    lines.append(it.words("absence-until", until=it.moment(plan.until)))
    if plan.substitute:
        lines.append(it.words("absence-substitute", substitute=plan.substitute, steps=plan.steps))
        lines += [it.words("absence-stands-for", names=", ".join(plan.stands_for))] if plan.stands_for else []
        lines.append(it.words("absence-means"))
    else:
        lines.append(it.words("absence-waits"))
    return {"text": "\n".join(lines)}


async def _confirm(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, today = here(manager), await _today(here(manager))
    done = await it.do(enter_absence, _form(manager), nonce(manager))
    lines = [it.words("absence-entered", name=done.name), _line(it, done, today)]
    await end_with(manager, "\n".join(lines))


async def _back(callback: CallbackQuery, callback_data: BackPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    done = await it.do(end_absence, EndAbsence(callback_data.absence), f"back.{callback_data.absence}")
    substitute = short_name(done.substitute)
    text = it.words("absence-is-back", substitute=substitute) if substitute else it.words("absence-is-back-alone")
    await edit_live(callback, text)
    await callback.answer()


def _paged(name: str, items: str, took: Any) -> ScrollingGroup:
    select = Select(Item(), id=name, item_id_getter=item_id, items=items, on_click=took)
    return ScrollingGroup(Column(select), id=f"{name}p", height=PAGE, hide_on_single_page=True)


def _quick(took: Any) -> Group:
    return Group(Select(Item(), id="q", item_id_getter=item_id, items="days", on_click=took), width=2)


def _days_window() -> tuple[Window, Window]:
    ends = Column(Select(Item(), id="e", item_id_getter=item_id, items="ends", on_click=_ended))
    days, leaf = month_keys(_begin_on)
    first = Window(
        Format("{text}"),
        ends,
        _quick(_began),
        days,
        leaf,
        cancel_form(),
        on_text(_typed_first),
        state=EnterVacation.first,
        getter=_first,
    )
    days, leaf = month_keys(_last_on)
    last = Window(
        Format("{text}"),
        _quick(_lasts),
        days,
        leaf,
        Row(SwitchTo(Tr("back"), id="again", state=EnterVacation.first), cancel_form()),
        on_text(_typed_last),
        state=EnterVacation.last,
        getter=_last,
    )
    return first, last


def build() -> list[Router]:
    router = Router(name="absence")
    router.callback_query.register(_back, BackPress.filter())
    substitute = Window(
        Format("{text}"),
        _paged("p", "people", _picked),
        Button(Tr("absence-alone"), id="alone", on_click=_nobody, when="alone"),
        Row(SwitchTo(Tr("back"), id="again", state=EnterVacation.last), cancel_form()),
        only_buttons(),
        state=EnterVacation.substitute,
        getter=_substitute,
    )
    review = Window(
        Format("{text}"),
        Button(Tr("absence-confirm"), id="yes", on_click=_confirm),
        Row(SwitchTo(Tr("back"), id="again", state=EnterVacation.substitute), cancel_form()),
        only_buttons(),
        state=EnterVacation.review,
        getter=_review,
    )
    return [router, Dialog(*_days_window(), substitute, review)]


FEATURE = Feature(
    "absence",
    build,
    command="vacation",
    permission=Permission.LOG_ACTS,
    open=open_vacation,
    notices={NoticeKind.ABSENCE: told},
)
