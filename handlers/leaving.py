"""Somebody leaves, from the team's list: all that the person holds is shown, goes to one or is spread by load, and
access ends with it, after a review."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, label
from handlers.typed import only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.leaving import Leave, Left, leave, leaving_plan
from sales.actions.leaving_views import Heir, Leaver, leaver
from sales.actions.people import Deactivate, deactivate
from sales.leaving import Held

PAGE = 8


class Leaving(FormStates):
    """Started with `member`: who leaves."""

    whom = State()
    several = State()
    review = State()
    alone = State()


async def open_leaving(manager: DialogManager, member_id: int) -> None:
    await open_form(manager, Leaving.whom, {"member": member_id})


async def _leaver(it: Here, manager: DialogManager) -> Leaver:
    return await it.ask(leaver, int(started(manager)["member"]), it.now)


def held_line(it: Here, held: tuple[Held, ...]) -> Html:
    """All of it in one line."""
    return Html(", ".join(it.words(f"leaving-{one.holding.value}", count=one.count) for one in held))


@getter
async def _whom(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _leaver(it, manager)
    lines = [it.words("leaving-title", name=found.name), it.words("leaving-holds", what=held_line(it, found.held))]
    lines.append(it.words("leaving-whom" if found.heirs else "leaving-nobody"))
    people = [(one.member_id, label(_person(it, one))) for one in found.heirs]
    return {"text": "\n".join(lines), "people": people, "evenly": len(people) > 1, "alone": not people}


def _person(it: Here, one: Heir) -> Html:
    load = {"clients": one.clients, "handoffs": one.handoffs, "overdue": one.overdue}
    return it.words("reassign-person", name=one.name, **load)


async def _to_one(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    await _review_of(manager, [int(member_id)])


@getter
async def _several(it: Here, manager: DialogManager) -> dict[str, Any]:
    found, on = await _leaver(it, manager), _among(manager)
    items = [
        (one.member_id, label(it.words("role-on" if one.member_id in on else "role-off", role=_person(it, one))))
        for one in found.heirs
    ]
    text = [it.words("leaving-title", name=found.name), it.words("leaving-among")]
    return {"text": "\n".join(text), "people": items, "enough": len(on) > 1}


def _among(manager: DialogManager) -> list[int]:
    return list(manager.dialog_data.get("among", []))


async def _switch(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    on = _among(manager)
    on.remove(int(member_id)) if int(member_id) in on else on.append(int(member_id))
    manager.dialog_data["among"] = on


async def _spread(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _review_of(manager, _among(manager))


async def _review_of(manager: DialogManager, to: list[int]) -> None:
    """Refused here already where one of them can't take it."""
    it = here(manager)
    await it.ask(leaving_plan, Leave(int(started(manager)["member"]), tuple(to)), it.now)
    manager.dialog_data["to"] = to
    await manager.switch_to(Leaving.review)


def _form(manager: DialogManager) -> Leave:
    return Leave(int(started(manager)["member"]), tuple(int(one) for one in manager.dialog_data["to"]))


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    plan = await it.ask(leaving_plan, _form(manager), it.now)
    return {
        "text": "\n".join([it.words("leaving-review", name=plan.name), *_lines(it, plan), it.words("leaving-then")])
    }


def _lines(it: Here, plan: Left) -> list[Html]:
    lines = [it.words("leaving-holds", what=held_line(it, plan.held))] if plan.held else []
    return lines + [
        it.words("leaving-share", who=one.name, clients=one.clients, steps=one.steps) for one in plan.shares
    ]


async def _confirm(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, form = here(manager), _form(manager)
    done = await it.do(leave, form, nonce(manager))
    await end_with(manager, "\n".join([it.words("leaving-done", name=done.name), *_lines(it, done)]))


@getter
async def _alone(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"t": {"name": (await _leaver(it, manager)).name}}


async def _leave_alone(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, member_id = here(manager), int(started(manager)["member"])
    done = await it.do(deactivate, Deactivate(member_id), nonce(manager))
    await end_with(manager, it.words("leaving-done", name=done.name))


def _paged(name: str, took: Any) -> ScrollingGroup:
    select = Select(Item(), id=name, item_id_getter=item_id, items="people", on_click=took)
    return ScrollingGroup(Column(select), id=f"{name}p", height=PAGE, hide_on_single_page=True)


def _back() -> Row:
    return Row(SwitchTo(Tr("back"), id="again", state=Leaving.whom), cancel_form())


def build() -> list[Router]:
    whom = Window(
        Format("{text}"),
        _paged("w", _to_one),
        SwitchTo(Tr("leaving-evenly"), id="evenly", state=Leaving.several, when="evenly"),
        SwitchTo(Tr("leaving-alone"), id="alone", state=Leaving.alone, when="alone"),
        cancel_form(),
        only_buttons(),
        state=Leaving.whom,
        getter=_whom,
    )
    several = Window(
        Format("{text}"),
        _paged("s", _switch),
        Button(Tr("reassign-next"), id="spread", on_click=_spread, when="enough"),
        _back(),
        only_buttons(),
        state=Leaving.several,
        getter=_several,
    )
    review = Window(
        Format("{text}"),
        Button(Tr("leaving-confirm"), id="yes", on_click=_confirm),
        _back(),
        only_buttons(),
        state=Leaving.review,
        getter=_review,
    )
    alone = Window(
        Tr("leaving-alone-ask"),
        Button(Tr("leaving-alone-yes"), id="yes", on_click=_leave_alone),
        _back(),
        only_buttons(),
        state=Leaving.alone,
        getter=_alone,
    )
    return [Dialog(whom, several, review, alone)]


FEATURE = Feature("leaving", build)
