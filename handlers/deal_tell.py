"""What is told about a deal on its way: amount, product, day, and what was learnt. Each is saved when it is said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Group, Select
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_part
from handlers.here import Here, getter, here
from handlers.live import part_row
from handlers.pick_time import PickTime
from handlers.refusals import refusal
from handlers.typed import on_text, only_buttons, read_amount, started
from handlers.widgets import Item, item_id, nonce
from locales import Html
from sales.actions.deal_facts import AddDealNote, ChangeDeal, change_deal, note_deal
from sales.actions.deal_views import deal_card
from sales.clients import in_quotes
from sales.deals import NoteKind
from sales.errors import SalesError

#: What may be told, in the order of the buttons.
TOLD = ("amount", "product", "day", *(kind.value for kind in NoteKind))


class TellDeal(FormStates):
    """A part of the deal's card, started by `open_part` with `deal_id` and `what`. Its result says nothing: whatever
    was told is saved."""

    words = State()
    day = State()


async def open_tell(manager: DialogManager, deal_id: int, what: str) -> None:
    asked = {"part": "tell", "deal_id": deal_id, "what": what}
    await open_part(manager, TellDeal.day if what == "day" else TellDeal.words, asked)


def _what(manager: DialogManager) -> str:
    return str(started(manager)["what"])


def _deal_id(manager: DialogManager) -> int:
    return int(started(manager)["deal_id"])


async def _on_start(_: Any, manager: DialogManager) -> None:
    if _what(manager) == "day":
        await open_part(manager, PickTime.choose, {"part": "time", "purpose": "deal"})


@getter
async def _ask(it: Here, manager: DialogManager) -> dict[str, Any]:
    """What is written on a button is what its press takes, whatever is sold by then."""
    card, what = await it.ask(deal_card, _deal_id(manager), it.now), _what(manager)
    head = it.words("deal-title", client=in_quotes(card.client))
    offered = card.products if what == "product" else ()
    manager.dialog_data["offered"] = list(offered)
    return {
        "text": "\n".join([head, it.words(f"deal-ask-{what}")]),
        "items": [(str(number), name) for number, name in enumerate(offered)],
    }


async def _typed(manager: DialogManager, text: str) -> None:
    what = _what(manager)
    if what == "amount":
        card = await here(manager).ask(deal_card, _deal_id(manager), here(manager).now)
        await _change(manager, amount=read_amount(text, card.currency))
    elif what == "product":
        await _change(manager, product=text)
    else:
        form = AddDealNote(_deal_id(manager), NoteKind(what), text)
        await here(manager).do(note_deal, form, nonce(manager))
        await manager.done()


async def _change(manager: DialogManager, **said: Any) -> None:
    await here(manager).do(change_deal, ChangeDeal(_deal_id(manager), **said), nonce(manager))
    await manager.done()


async def _offered(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    await _change(manager, product=manager.dialog_data["offered"][int(number)])


async def _got_day(asked: Data, result: Any, manager: DialogManager) -> None:
    """«Back» from the day leads to the deal's card."""
    if not isinstance(asked, dict) or asked.get("part") != "time":
        return
    if not result:
        await manager.done()
        return
    it = here(manager)
    day = datetime.fromisoformat(result["at"]).astimezone(it.zone).date()
    try:
        await _change(manager, expected_on=day)
    except SalesError as error:
        manager.dialog_data["fault"] = refusal(it, error)


@getter
async def _fault(_: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": Html(manager.dialog_data.get("fault", ""))}


def build() -> list[Router]:
    offered = Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_offered)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(offered, width=2),
                part_row(),
                on_text(_typed),
                state=TellDeal.words,
                getter=_ask,
            ),
            Window(
                Format("{text}"),
                part_row(),
                only_buttons(),
                state=TellDeal.day,
                getter=_fault,
                on_process_result=_got_day,
            ),
            on_start=_on_start,
        )
    ]


FEATURE = Feature("deal-tell", build)

__all__ = ["FEATURE", "TOLD", "TellDeal", "open_tell"]
