"""/lead: the leads in preparation, and the way into the form of one."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Select
from aiogram_dialog.widgets.text import Format

from handlers.feature import CardButton, Feature
from handlers.forms import open_form, open_part
from handlers.here import Here, getter, here
from handlers.lead_form import FillLead, on_start, question_windows, state_of
from handlers.lead_review import review_window
from handlers.live import label
from handlers.menu import back_to_menu, to_menu
from handlers.pick_client import PickClient
from handlers.refusals import refusal
from handlers.widgets import Item, Tr, item_id
from locales import Html
from sales.actions.clients import ClientCard
from sales.actions.lead_views import LeadLine, my_leads
from sales.actions.leads import lead_to_start
from sales.errors import SalesError
from sales.leads import LeadState
from sales.people import Permission
from sales.wording import shortened

NAME_ON_BUTTON = 34


class Leads(StatesGroup):
    mine = State()


class LeadPress(CallbackData, prefix="ld"):
    """Opens the lead of a client: begins, goes on, or takes up what was parked."""

    client: int


async def open_leads(manager: DialogManager) -> None:
    await open_form(manager, Leads.mine)


async def open_lead(manager: DialogManager, client_id: int, show_mode: ShowMode | None = None) -> None:
    """The form, at the first thing that is still open; refused before anything is changed."""
    it = here(manager)
    asked = await it.ask(lead_to_start, client_id, it.now)
    data = {"client_id": client_id, "plan": list(asked.missing)}
    await open_form(manager, state_of(asked.missing), data, show_mode=show_mode)


async def _on_start(_: Any, manager: DialogManager) -> None:
    """Without anything in preparation there is nothing to choose from."""
    if not await here(manager).ask(my_leads):
        await _ask_client(manager, first=True)


async def _ask_client(manager: DialogManager, *, first: bool = False) -> None:
    """`first`: there is nothing to go back to."""
    await open_part(manager, PickClient.search, {"part": "client", "form": FillLead.__name__, "first": first})


async def _got_client(asked: Data, result: Any, manager: DialogManager) -> None:
    if not isinstance(asked, dict) or asked.get("part") != "client":
        return
    it = here(manager)
    if result:
        try:
            await open_lead(manager, int(result["client_id"]))
        except SalesError as error:
            manager.dialog_data["fault"] = refusal(it, error)
    elif not await it.ask(my_leads):
        await back_to_menu(manager)


@getter
async def _mine(it: Here, manager: DialogManager) -> dict[str, Any]:
    lines = await it.ask(my_leads)
    fault = manager.dialog_data.pop("fault", "")
    text = [Html(fault)] if fault else []
    text.append(it.words("leads-title" if lines else "leads-none"))
    return {"text": "\n".join(text), "items": [(line.client_id, _line(it, line)) for line in lines]}


def _line(it: Here, line: LeadLine) -> str:
    client = shortened(line.client, NAME_ON_BUTTON)
    if line.state is LeadState.PARKED and line.parked_until:
        day = it.words.date(line.parked_until, it.now.astimezone(it.zone).date())
        return label(it.words("leads-parked", client=client, day=day))
    return label(it.words("leads-draft", client=client, answered=line.answered))


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, client_id: str) -> None:
    await open_lead(manager, int(client_id))


async def _new(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_client(manager)


async def _pressed(callback: CallbackQuery, callback_data: LeadPress, dialog_manager: DialogManager) -> None:
    """Below the message that was pressed: it stays as it is."""
    await open_lead(dialog_manager, callback_data.client, ShowMode.SEND)
    await callback.answer()


def build() -> list[Router]:
    presses = Router(name="lead-presses")
    presses.callback_query.register(_pressed, LeadPress.filter())
    leads = Select(Item(), id="l", item_id_getter=item_id, items="items", on_click=_picked)
    mine = Window(
        Format("{text}"),
        Column(leads),
        Button(Tr("leads-new"), id="new", on_click=_new),
        to_menu(),
        state=Leads.mine,
        getter=_mine,
        on_process_result=_got_client,
    )
    form = Dialog(*question_windows(), review_window(), on_start=on_start)
    return [presses, Dialog(mine, on_start=_on_start), form]


def _in_preparation(it: Here, card: ClientCard) -> bool:
    """Nothing begun, or begun by this very person."""
    mine = card.lead is None or card.lead.state is LeadState.CLOSED or card.lead.giver_id == it.actor.member_id
    return card.may_submit and mine


def _is_full(card: ClientCard) -> bool:
    return card.lead is not None and card.lead.state is LeadState.DRAFT and not card.lead.missing


def _may_fill(it: Here, card: ClientCard) -> bool:
    return _in_preparation(it, card) and not _is_full(card)


def _may_hand_over(it: Here, card: ClientCard) -> bool:
    return _in_preparation(it, card) and _is_full(card)


FEATURE = Feature(
    "lead",
    build,
    command="lead",
    permission=Permission.SUBMIT_LEADS,
    open=open_leads,
    card=(
        CardButton("lead", "card-lead", _may_fill, open_lead),
        CardButton("submit", "card-submit", _may_hand_over, open_lead),
    ),
)

__all__ = ["FEATURE", "LeadPress", "open_lead", "open_leads"]
