"""/orders: a client's orders, the newest first, and the card of one with everything that was done to it."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, Select
from aiogram_dialog.widgets.text import Format

from handlers.clients import open_card
from handlers.feature import CardButton, Feature
from handlers.forms import open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import label
from handlers.menu import to_menu
from handlers.order_change import ChangeOrder, open_change
from handlers.order_form import open_order_of
from handlers.order_words import OrderPress, Orders, card_text, list_text, order_line
from handlers.pick_client import PickClient
from handlers.typed import started
from handlers.widgets import Item, Tr, item_id
from sales.actions.clients import ClientCard
from sales.actions.order_views import client_orders, order_card
from sales.orders import Measure
from sales.people import Permission

#: Orders on one page of the list.
PAGE = 8


async def open_orders(manager: DialogManager) -> None:
    await open_form(manager, Orders.list)


async def open_orders_of(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, Orders.list, {"client_id": client_id})


async def _on_start(_: Any, manager: DialogManager) -> None:
    if not {"client_id", "order_id"} & started(manager).keys():
        await open_part(manager, PickClient.search, {"part": "client", "form": "FindClient", "first": True})


async def _got_part(asked: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(asked, dict) and asked.get("part") == "client" and result:
        manager.dialog_data["client_id"] = result["client_id"]


async def _client_id(it: Here, manager: DialogManager) -> int:
    known = manager.dialog_data.get("client_id") or started(manager).get("client_id")
    if known is not None:
        return int(known)
    return (await it.ask(order_card, _order_id(manager), it.now)).order.client_id


def _order_id(manager: DialogManager) -> int:
    return int(manager.dialog_data.get("order_id") or started(manager)["order_id"])


@getter
async def _list(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await it.ask(client_orders, await _client_id(it, manager))
    today = it.now.astimezone(it.zone).date()
    pages = max(1, -(-len(seen.lines) // PAGE))
    page = int(manager.dialog_data.get("page", 0)) % pages
    shown = seen.lines[page * PAGE : (page + 1) * PAGE]
    return {
        "text": list_text(it, seen),
        "items": [(line.order_id, label(order_line(it, line, today))) for line in shown],
        "may_log": seen.may_log,
        "more": pages > 1,
    }


async def _turn(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["page"] = int(manager.dialog_data.get("page", 0)) + 1


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, order_id: str) -> None:
    manager.dialog_data["order_id"] = int(order_id)
    await manager.switch_to(Orders.card)


async def _new(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_order_of(manager, await _client_id(here(manager), manager))


async def _client(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_card(manager, await _client_id(here(manager), manager))


@getter
async def _card(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await it.ask(order_card, _order_id(manager), it.now)
    ahead = [one for one in Measure if seen.may_change and seen.order.reached_on(one) is None]
    return {
        "text": card_text(it, seen),
        "marks": [(one.value, label(it.words(f"order-mark-{one.value}"))) for one in ahead],
        "may_change": seen.may_change,
    }


async def _mark(_: CallbackQuery, __: Any, manager: DialogManager, measure: str) -> None:
    await open_change(manager, ChangeOrder.mark, _order_id(manager), {"measure": measure})


async def _correct(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_change(manager, ChangeOrder.field, _order_id(manager))


async def _cancel(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_change(manager, ChangeOrder.words, _order_id(manager))


async def _back(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["client_id"] = await _client_id(here(manager), manager)
    await manager.switch_to(Orders.list)


async def _show(callback: CallbackQuery, callback_data: OrderPress, dialog_manager: DialogManager) -> None:
    """Below the message that was pressed: its buttons stay."""
    it = here(dialog_manager)
    await it.ask(order_card, callback_data.order, it.now)
    await open_form(dialog_manager, Orders.card, {"order_id": callback_data.order}, show_mode=ShowMode.SEND)
    await callback.answer()


def build() -> list[Router]:
    presses = Router(name="order-presses")
    presses.callback_query.register(_show, OrderPress.filter())
    lines = Select(Item(), id="o", item_id_getter=item_id, items="items", on_click=_picked)
    marks = Select(Item(), id="m", item_id_getter=item_id, items="marks", on_click=_mark)
    return [
        presses,
        Dialog(
            Window(
                Format("{text}"),
                Column(lines),
                Button(Tr("orders-more"), id="more", on_click=_turn, when="more"),
                Row(
                    Button(Tr("orders-new"), id="new", on_click=_new, when="may_log"),
                    Button(Tr("to-card"), id="client", on_click=_client),
                ),
                to_menu(),
                state=Orders.list,
                getter=_list,
                on_process_result=_got_part,
            ),
            Window(
                Format("{text}"),
                Group(marks, width=2),
                Row(
                    Button(Tr("order-correct"), id="correct", on_click=_correct, when="may_change"),
                    Button(Tr("order-cancel"), id="drop", on_click=_cancel, when="may_change"),
                ),
                Row(Button(Tr("back"), id="back", on_click=_back), to_menu()),
                state=Orders.card,
                getter=_card,
            ),
            on_start=_on_start,
        ),
    ]


def _has_orders(_: Here, card: ClientCard) -> bool:
    return card.may_see_all and card.orders > 0


FEATURE = Feature(
    "orders",
    build,
    command="orders",
    permission=Permission.FIND_CLIENTS,
    open=open_orders,
    in_menu=False,
    card=(CardButton("orders", "card-orders", _has_orders, open_orders_of),),
)

__all__ = ["FEATURE", "Orders"]
