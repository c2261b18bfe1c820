"""The team's products and territories: typed in, renamed, retired; who answers for a territory, and is asked first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.menu import leading_to, to_menu
from handlers.typed import on_text, only_buttons
from handlers.widgets import Item, Tr, item_id, next_key
from sales.actions.catalogue import (
    NewEntry,
    PlaceTerritory,
    RenameEntry,
    RetireEntry,
    TerritoryView,
    add_product,
    add_territory,
    catalogue,
    place_territory,
    rename_product,
    rename_territory,
    retire_product,
    retire_territory,
    who_may_be,
)
from sales.catalogue import Product
from sales.errors import NotFound
from sales.people import short_name

PAGE = 6
#: Whom a territory names.
MANAGER, RECEIVER = "manager", "receiver"


class Catalogues(StatesGroup):
    products = State()
    product = State()
    product_name = State()
    territories = State()
    territory = State()
    territory_name = State()
    person = State()


async def open_products(manager: DialogManager, then: State | None = None) -> None:
    await open_form(manager, Catalogues.products, leading_to(then))


async def open_territories(manager: DialogManager, then: State | None = None) -> None:
    await open_form(manager, Catalogues.territories, leading_to(then))


def _id(manager: DialogManager) -> int:
    return int(manager.dialog_data["id"])


@getter
async def _products(it: Here, _: DialogManager) -> dict[str, Any]:
    found = (await it.ask(catalogue)).products
    return {"t": {"count": len(found)}, "items": [(one.id, label(one.name)) for one in found]}


@getter
async def _territories(it: Here, _: DialogManager) -> dict[str, Any]:
    found = (await it.ask(catalogue)).territories
    return {"t": {"count": len(found)}, "items": [(one.id, label(_shown(one))) for one in found]}


def _shown(territory: TerritoryView) -> str:
    return " · ".join(part for part in (territory.name, short_name(territory.receiver)) if part)


async def _product_of(it: Here, manager: DialogManager) -> Product:
    for one in (await it.ask(catalogue)).products:
        if one.id == _id(manager):
            return one
    raise NotFound(what="product")


async def _territory_of(it: Here, manager: DialogManager) -> TerritoryView:
    for one in (await it.ask(catalogue)).territories:
        if one.id == _id(manager):
            return one
    raise NotFound(what="territory")


@getter
async def _product(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"t": {"name": (await _product_of(it, manager)).name}}


@getter
async def _territory(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _territory_of(it, manager)
    nobody = it.words("catalogue-nobody")
    return {"t": {"name": found.name, "manager": found.manager or nobody, "receiver": found.receiver or nobody}}


def _open(state: State) -> Callable[..., Any]:
    async def chosen(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
        manager.dialog_data["id"] = int(number)
        await manager.switch_to(state)

    return chosen


async def _add_product(manager: DialogManager, text: str) -> None:
    await here(manager).do(add_product, NewEntry(text), next_key(manager))


async def _add_territory(manager: DialogManager, text: str) -> None:
    await here(manager).do(add_territory, NewEntry(text), next_key(manager))


async def _name_product(manager: DialogManager, text: str) -> None:
    await here(manager).do(rename_product, RenameEntry(_id(manager), text), next_key(manager))
    await manager.switch_to(Catalogues.product)


async def _name_territory(manager: DialogManager, text: str) -> None:
    await here(manager).do(rename_territory, RenameEntry(_id(manager), text), next_key(manager))
    await manager.switch_to(Catalogues.territory)


async def _retire_product(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await here(manager).do(retire_product, RetireEntry(_id(manager)), next_key(manager))
    await manager.switch_to(Catalogues.products)


async def _retire_territory(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await here(manager).do(retire_territory, RetireEntry(_id(manager)), next_key(manager))
    await manager.switch_to(Catalogues.territories)


async def _name_person(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data["role"] = button.widget_id
    await manager.switch_to(Catalogues.person)


@getter
async def _people(it: Here, manager: DialogManager) -> dict[str, Any]:
    territory = await _territory_of(it, manager)
    receives = manager.dialog_data["role"] == RECEIVER
    items = [(member_id, label(name)) for member_id, name in await it.ask(who_may_be, receives)]
    asked = it.words("territory-receiver-ask" if receives else "territory-manager-ask", name=territory.name)
    return {"text": asked, "items": [*items, (0, label(it.words("catalogue-nobody")))]}


async def _named(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    form = PlaceTerritory(_id(manager), manager_id=int(member_id))
    if manager.dialog_data["role"] == RECEIVER:
        form = PlaceTerritory(_id(manager), receiver_id=int(member_id))
    await here(manager).do(place_territory, form, next_key(manager))
    await manager.switch_to(Catalogues.territory)


def _to(state: State) -> Row:
    return Row(SwitchTo(Tr("back"), id="back", state=state), cancel_form())


def _list_window(ask: str, state: State, one: State, add: Callable[..., Any], getter_: Any) -> Window:
    items = Column(Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_open(one)))
    return Window(
        Tr(ask),
        ScrollingGroup(items, id="pages", height=PAGE, hide_on_single_page=True),
        to_menu(),
        on_text(add),
        getter=getter_,
        state=state,
    )


def _territory_window() -> Window:
    return Window(
        Tr("territory-one"),
        Row(
            Button(Tr("territory-receiver"), id=RECEIVER, on_click=_name_person),
            Button(Tr("territory-manager"), id=MANAGER, on_click=_name_person),
        ),
        Row(
            SwitchTo(Tr("catalogue-rename"), id="name", state=Catalogues.territory_name),
            Button(Tr("catalogue-retire"), id="retire", on_click=_retire_territory),
        ),
        _to(Catalogues.territories),
        only_buttons(),
        getter=_territory,
        state=Catalogues.territory,
    )


def _product_window() -> Window:
    return Window(
        Tr("product-one"),
        Row(
            SwitchTo(Tr("catalogue-rename"), id="name", state=Catalogues.product_name),
            Button(Tr("catalogue-retire"), id="retire", on_click=_retire_product),
        ),
        _to(Catalogues.products),
        only_buttons(),
        getter=_product,
        state=Catalogues.product,
    )


def build() -> list[Router]:
    people = Column(Select(Item(), id="m", item_id_getter=item_id, items="items", on_click=_named))
    return [
        Dialog(
            _list_window("products-ask", Catalogues.products, Catalogues.product, _add_product, _products),
            _product_window(),
            Window(
                Tr("catalogue-name-ask"),
                _to(Catalogues.product),
                on_text(_name_product),
                getter=_product,
                state=Catalogues.product_name,
            ),
            _list_window("territories-ask", Catalogues.territories, Catalogues.territory, _add_territory, _territories),
            _territory_window(),
            Window(
                Tr("catalogue-name-ask"),
                _to(Catalogues.territory),
                on_text(_name_territory),
                getter=_territory,
                state=Catalogues.territory_name,
            ),
            Window(
                Format("{text}"),
                ScrollingGroup(people, id="pages", height=PAGE, hide_on_single_page=True),
                _to(Catalogues.territory),
                only_buttons(),
                getter=_people,
                state=Catalogues.person,
            ),
        )
    ]


FEATURE = Feature("catalogue", build)

__all__ = ["FEATURE", "open_products", "open_territories"]
