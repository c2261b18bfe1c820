"""The people at a client's: added by a line or a shared card, put right, taken away."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form, state_named
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.pick_client import asked_for, client_label
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, next_key
from locales import Html
from sales.actions.client_data import (
    ChangeContact,
    ClientData,
    ContactData,
    RemoveContact,
    change_contact,
    client_data,
    remove_contact,
)
from sales.actions.client_search import FindClients, FoundClient, alike_clients
from sales.clients import in_quotes
from sales.errors import NotFound
from sales.identify import format_phone, normal_phone
from sales.wording import a_line

#: What of a contact is asked for by itself.
PARTS = ("name", "position", "phone")


class Contacts(FormStates):
    """Started with `client_id`, and `from`: where it leads back to. `contact`: which one is looked at, 0: a new one;
    `typed`: a phone that waits for a second look, `contact_name`: whose it is."""

    saves_as_it_goes = True
    taken_up_again = True

    list = State()
    add = State()
    one = State()
    part = State()
    alike = State()


def _client_id(manager: DialogManager) -> int:
    return int(started(manager)["client_id"])


async def _seen(it: Here, manager: DialogManager) -> ClientData:
    return await it.ask(client_data, _client_id(manager))


def _shown(one: ContactData) -> str:
    phone = format_phone(one.phone) if one.phone else ""
    return ", ".join(part for part in (one.name, one.position, phone) if part)


@getter
async def _list(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _seen(it, manager)
    return {
        "t": {"client": in_quotes(found.name), "count": len(found.contacts)},
        "items": [(one.id, label(_shown(one))) for one in found.contacts],
    }


async def _open(_: CallbackQuery, __: Any, manager: DialogManager, contact_id: str) -> None:
    manager.dialog_data["contact"] = int(contact_id)
    await manager.switch_to(Contacts.one)


async def _new(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["contact"] = 0
    await manager.switch_to(Contacts.add)


@getter
async def _one(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _seen(it, manager)
    one = next((each for each in found.contacts if each.id == manager.dialog_data["contact"]), None)
    if one is None:
        raise NotFound(what="contact")
    return {"t": {"contact": _shown(one), "client": in_quotes(found.name)}}


async def _ask_part(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    manager.dialog_data["part"] = button.widget_id
    await manager.switch_to(Contacts.part)


@getter
async def _part(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": it.words(f"contact-ask-{manager.dialog_data['part']}")}


async def _typed_part(manager: DialogManager, text: str) -> None:
    part = str(manager.dialog_data["part"])
    if part == "phone":
        await _look_at_phone(manager, normal_phone(text), "")
    else:
        form = ChangeContact(_client_id(manager), manager.dialog_data["contact"], **{part: text})
        await _keep(manager, form)


async def _added(manager: DialogManager, text: str) -> None:
    """«Name, phone» in any order, or one of the two."""
    asked = asked_for(text)
    await _look_at_phone(manager, asked["phone"] or "", asked["name"])


async def _shared(message: Message, _: MessageInput, manager: DialogManager) -> None:
    if (card := message.contact) is not None:
        name = a_line(f"{card.first_name} {card.last_name or ''}")
        await _look_at_phone(manager, normal_phone("+" + card.phone_number.lstrip("+")), name)


async def _look_at_phone(manager: DialogManager, phone: str, name: str) -> None:
    """A number that another client has is shown with that client first."""
    manager.dialog_data.update(typed=phone, contact_name=name)
    if phone and await _others(here(manager), manager):
        await manager.switch_to(Contacts.alike)
    else:
        await _keep_phone(manager)


async def _others(it: Here, manager: DialogManager) -> list[FoundClient]:
    own = (await _seen(it, manager)).client_id
    asked = FindClients("", str(manager.dialog_data["typed"]))
    return [one for one in await it.ask(alike_clients, asked) if one.client_id != own]


@getter
async def _alike(it: Here, manager: DialogManager) -> dict[str, Any]:
    lines = [it.words("client-data-alike", value=format_phone(str(manager.dialog_data["typed"])))]
    found = await _others(it, manager)
    lines += [Html(it.words("client-data-other", client=client_label(it, one))) for one in found]
    lines.append(it.words("client-data-merge"))
    return {"text": "\n".join(lines)}


async def _anyway(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _keep_phone(manager)


async def _keep_phone(manager: DialogManager) -> None:
    data = manager.dialog_data
    name = data["contact_name"] or None
    await _keep(manager, ChangeContact(_client_id(manager), data["contact"], name, phone=data["typed"] or None))


async def _keep(manager: DialogManager, form: ChangeContact) -> None:
    manager.dialog_data["contact"] = await here(manager).do(change_contact, form, next_key(manager))
    await manager.switch_to(Contacts.one)


async def _remove(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    form = RemoveContact(_client_id(manager), manager.dialog_data["contact"])
    await here(manager).do(remove_contact, form, next_key(manager))
    await manager.switch_to(Contacts.list)


async def _to_data(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_form(manager, state_named(str(started(manager)["from"])), {"client_id": _client_id(manager)})


def _to(state: State) -> Row:
    return Row(SwitchTo(Tr("back"), id="back", state=state), cancel_form())


def _one_window() -> Window:
    return Window(
        Tr("contact-one"),
        Row(*(Button(Tr(f"contact-{part}"), id=part, on_click=_ask_part) for part in PARTS)),
        Button(Tr("contact-remove"), id="remove", on_click=_remove),
        _to(Contacts.list),
        only_buttons(),
        getter=_one,
        state=Contacts.one,
    )


def build() -> list[Router]:
    people = Column(Select(Item(), id="c", item_id_getter=item_id, items="items", on_click=_open))
    return [
        Dialog(
            Window(
                Tr("contacts-of"),
                people,
                Button(Tr("contact-new"), id="new", on_click=_new),
                Row(Button(Tr("back"), id="data", on_click=_to_data), cancel_form()),
                only_buttons(),
                getter=_list,
                state=Contacts.list,
            ),
            Window(
                Tr("contact-add"),
                _to(Contacts.list),
                on_text(_added, MessageInput(_shared, content_types=ContentType.CONTACT)),
                state=Contacts.add,
            ),
            _one_window(),
            Window(Format("{text}"), _to(Contacts.one), on_text(_typed_part), getter=_part, state=Contacts.part),
            Window(
                Format("{text}"),
                Button(Tr("client-data-anyway"), id="anyway", on_click=_anyway),
                _to(Contacts.list),
                only_buttons(),
                getter=_alike,
                state=Contacts.alike,
            ),
        )
    ]


FEATURE = Feature("client-contacts", build)

__all__ = ["FEATURE", "Contacts"]
