"""A client's own data: each field in a tap or two, choices before typing; look-alikes are shown before a number or a
name that another client has is kept."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.client_contacts import Contacts
from handlers.client_fields import FIELDS, NOTHING, Field
from handlers.clients import open_card
from handlers.feature import CardButton, Feature
from handlers.forms import open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.pick_client import PickClient, client_label
from handlers.typed import key_of, on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, next_key
from locales import Html
from sales.actions.client_data import ClientData, change_client, client_data
from sales.actions.client_search import FindClients, FoundClient, alike_clients
from sales.actions.clients import ClientCard
from sales.clients import in_quotes
from sales.errors import BadInput
from sales.identify import normal_inn

#: Fields by which one client is taken for another.
TELLING = ("name", "inn")
#: What is shown on one line.
ROWS = (
    ("name",),
    ("inn",),
    ("segment", "territory"),
    ("product",),
    ("source", "partner"),
    ("country", "currency", "zone"),
)


class ClientDataView(StatesGroup):
    """Started with `client_id`. `field`: which one is asked for; `typed`: what waits for a second look."""

    main = State()
    value = State()
    alike = State()


async def open_data(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, ClientDataView.main, {"client_id": client_id})


def _client_id(manager: DialogManager) -> int:
    return int(started(manager)["client_id"])


async def _seen(it: Here, manager: DialogManager) -> ClientData:
    return await it.ask(client_data, _client_id(manager))


def _field(manager: DialogManager) -> Field:
    return FIELDS[str(manager.dialog_data["field"])]


@getter
async def _main(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _seen(it, manager)
    lines = [it.words("client-data-title", client=in_quotes(found.name))]
    lines += _lines(it, found)
    lines.append(it.words("client-data-people", count=len(found.contacts)))
    lines += [it.words("client-data-also", names=", ".join(found.also))] if found.also else []
    return {
        "text": "\n".join(lines),
        "items": [(name, label(it.words(f"client-field-{name}"))) for name in FIELDS],
        "people": label(it.words("client-contacts", count=len(found.contacts))),
    }


def _lines(it: Here, found: ClientData) -> list[Html]:
    """What is known, two and two where they belong together."""
    said = {name: field.shown(it, found) for name, field in FIELDS.items()}
    lines = []
    for row in ROWS:
        parts = [it.words(f"client-says-{name}", value=said[name]) for name in row if said[name]]
        lines += [Html(" · ".join(parts))] if parts else []
    return lines


async def _open_field(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    manager.dialog_data["field"] = name
    if name == "partner":
        part = {"part": "client", "form": "ClientDataView", "full": False}
        await open_part(manager, PickClient.search, part)
    else:
        await manager.switch_to(ClientDataView.value)


async def _picked_partner(asked: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(asked, dict) and asked.get("part") == "client" and result:
        await _keep(manager, str(result["client_id"]))


@getter
async def _value(it: Here, manager: DialogManager) -> dict[str, Any]:
    """A button carries the number of its choice: names would be too long for it."""
    field, found = _field(manager), await _seen(it, manager)
    now = field.shown(it, found)
    lines = [it.words(f"client-ask-{field.name}")]
    lines += [it.words("setting-current", value=now)] if now else []
    items = field.options(it, found)
    if field.clears and now:
        items = [*items, (NOTHING, label(it.words("client-field-clear")))]
    manager.dialog_data["offered"] = [value for value, _ in items]
    return {"text": "\n".join(lines), "items": [(number, text) for number, (_, text) in enumerate(items)]}


async def _chosen(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    await _keep(manager, manager.dialog_data["offered"][int(number)])


async def _typed(manager: DialogManager, text: str) -> None:
    field = _field(manager)
    if not field.typed:
        raise BadInput
    value = normal_inn(text) if field.name == "inn" else text
    manager.dialog_data["typed"] = value
    if field.name in TELLING and await _others(here(manager), manager):
        await manager.switch_to(ClientDataView.alike)
    else:
        await _keep(manager, value)


async def _others(it: Here, manager: DialogManager) -> list[FoundClient]:
    """Who else may be called so, or have that number."""
    typed, field = str(manager.dialog_data["typed"]), _field(manager)
    asked = FindClients("", None, typed) if field.name == "inn" else FindClients(key_of(typed))
    own = (await _seen(it, manager)).client_id
    return [one for one in await it.ask(alike_clients, asked) if one.client_id != own]


@getter
async def _alike(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _others(it, manager)
    lines = [it.words("client-data-alike", value=str(manager.dialog_data["typed"]))]
    lines += [Html(it.words("client-data-other", client=client_label(it, one))) for one in found]
    lines.append(it.words("client-data-merge"))
    return {"text": "\n".join(lines)}


async def _anyway(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _keep(manager, str(manager.dialog_data["typed"]))


async def _keep(manager: DialogManager, value: str) -> None:
    await here(manager).do(change_client, _field(manager).form(_client_id(manager), value), next_key(manager))
    await manager.switch_to(ClientDataView.main)


async def _to_contacts(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    back = {"from": ClientDataView.main.state}
    await open_form(manager, Contacts.list, {"client_id": _client_id(manager), **back})


async def _to_card(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_card(manager, _client_id(manager))


def _main_window() -> Window:
    fields = Group(Select(Item(), id="f", item_id_getter=item_id, items="items", on_click=_open_field), width=3)
    return Window(
        Format("{text}"),
        fields,
        Button(Format("{people}"), id="people", on_click=_to_contacts),
        Row(Button(Tr("back"), id="card", on_click=_to_card), cancel_form()),
        only_buttons(),
        getter=_main,
        state=ClientDataView.main,
        on_process_result=_picked_partner,
    )


def build() -> list[Router]:
    values = Group(Select(Item(), id="v", item_id_getter=item_id, items="items", on_click=_chosen), width=2)
    back = SwitchTo(Tr("back"), id="back", state=ClientDataView.main)
    again = SwitchTo(Tr("back"), id="again", state=ClientDataView.value)
    return [
        Dialog(
            _main_window(),
            Window(
                Format("{text}"),
                values,
                Row(back, cancel_form()),
                on_text(_typed),
                getter=_value,
                state=ClientDataView.value,
            ),
            Window(
                Format("{text}"),
                Column(Button(Tr("client-data-anyway"), id="anyway", on_click=_anyway)),
                Row(again, cancel_form()),
                only_buttons(),
                getter=_alike,
                state=ClientDataView.alike,
            ),
        )
    ]


def _changeable(_: Here, card: ClientCard) -> bool:
    return card.may_see_all and card.may_change


FEATURE = Feature("client-data", build, card=(CardButton("data", "card-data", _changeable, open_data),))
