"""/requests: what is open, with its cards; and for heads, who is on duty."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import end_with, label
from handlers.menu import to_menu
from handlers.request_answers import opened
from handlers.requests import open_request
from handlers.typed import only_buttons
from handlers.widgets import Item, Tr, item_id, next_key
from sales.actions.request_views import RequestView, TurnDuty, duty_list, open_requests, turn_duty
from sales.people import Permission, short_name
from sales.wording import shortened

#: Characters of what was said on a button.
ON_BUTTON = 34


class RequestList(StatesGroup):
    open = State()
    duty = State()


async def open_list(manager: DialogManager) -> None:
    await open_form(manager, RequestList.open)


@getter
async def _open(it: Here, _: DialogManager) -> dict[str, Any]:
    found = await it.ask(open_requests)
    return {
        "text": it.words("requests-title" if found else "requests-none"),
        "items": [(view.request.id, _line(it, view)) for view in found],
        "directs": it.may(Permission.DIRECT_HANDOVERS),
    }


def _line(it: Here, view: RequestView) -> str:
    state, said = view.request.state.value, shortened(view.request.words, ON_BUTTON)
    return label(it.words("requests-line", state=state, said=said, who=short_name(view.holder)))


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, request_id: str) -> None:
    """The list's message becomes the card."""
    out = await opened(here(manager), int(request_id))
    await end_with(manager, out.text, out.keyboard)


async def _new(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_request(manager)


@getter
async def _duty(it: Here, _: DialogManager) -> dict[str, Any]:
    lines = await it.ask(duty_list)
    items = [
        (
            f"{one.member_id}.{'off' if one.on else 'on'}",
            label(it.words("chosen", text=one.name) if one.on else one.name),
        )
        for one in lines
    ]
    return {"text": it.words("duty-title" if any(one.on for one in lines) else "duty-all"), "items": items}


async def _turn(_: CallbackQuery, __: Any, manager: DialogManager, wish: str) -> None:
    """Its id says what a press means, so that a press handled twice means it once."""
    member, on = wish.split(".")
    await here(manager).do(turn_duty, TurnDuty(int(member), on == "on"), next_key(manager))


def build() -> list[Router]:
    items = Column(Select(Item(), id="r", item_id_getter=item_id, items="items", on_click=_picked))
    people = Column(Select(Item(), id="d", item_id_getter=item_id, items="items", on_click=_turn))
    return [
        Dialog(
            Window(
                Format("{text}"),
                items,
                Row(
                    Button(Tr("requests-new"), id="new", on_click=_new),
                    SwitchTo(Tr("requests-duty"), id="duty", state=RequestList.duty, when="directs"),
                ),
                to_menu(),
                only_buttons(),
                getter=_open,
                state=RequestList.open,
            ),
            Window(
                Format("{text}"),
                people,
                Row(SwitchTo(Tr("back"), id="back", state=RequestList.open), to_menu()),
                only_buttons(),
                getter=_duty,
                state=RequestList.duty,
            ),
        )
    ]


FEATURE = Feature("request-list", build, command="requests", open=open_list)
