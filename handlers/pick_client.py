"""A part of many conversations: which client? Recent ones, a search, a shared contact, or a new one."""

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
from handlers.forms import FormStates
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label, part_row
from handlers.typed import key_of, on_text, only_buttons, query_in, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.client_search import (
    FindClients,
    FoundClient,
    alike_clients,
    check_workable,
    find_clients,
    recent_clients,
)
from sales.actions.clients import NewClient, add_client
from sales.clients import odd_number
from sales.errors import BadNumber
from sales.identify import format_phone, normal_phone
from sales.people import Permission, short_name
from sales.wording import a_line, shortened

NAME_ON_BUTTON = 34


class PickClient(FormStates):
    """Started by `open_part` with `full` (False: any client of the team may be picked), `step` and `of`; `asked`: what
    is sought already.
    Its result is `{"client_id": int}`, or None where it was cancelled."""

    search = State()
    alike = State()
    number = State()
    name = State()


def step_line(it: Here, manager: DialogManager) -> list[Html]:
    """Which step of how many, where the form that asked has counted its steps."""
    data = started(manager)
    return [it.words("form-step", step=data["step"], of=data["of"])] if "of" in data else []


def client_label(it: Here, found: FoundClient) -> str:
    return label(f"{shortened(found.name, NAME_ON_BUTTON)} · {short_name(found.owner)}")


def _asked(manager: DialogManager) -> dict[str, Any]:
    """What was typed or shared last: name, phone, inn, doubtful, contact."""
    found: dict[str, Any] = _kept(manager).get("asked") or started(manager).get("asked", {})
    return found


def _kept(manager: DialogManager) -> dict[str, Any]:
    """A search for its own sake is no half-done form: it is kept where nobody asks whether to go on with it."""
    data = started(manager)
    return manager.dialog_data if data.get("full", True) else data


def asked_for(text: str) -> dict[str, Any]:
    """A typed line as what is sought; BadNumber where its digits are neither a phone nor an INN."""
    query = query_in(a_line(text))
    odd = odd_number(query.name)
    if odd:
        raise BadNumber(number=odd)
    return {"name": query.name, "phone": query.phone, "inn": query.inn, "doubtful": query.doubtful, "contact": ""}


def sought(asked: dict[str, Any]) -> FindClients:
    return FindClients(key_of(asked["name"]) if asked["name"] else "", asked["phone"], asked["inn"])


def _described(asked: dict[str, Any]) -> str:
    phone = format_phone(asked["phone"]) if asked["phone"] and not asked["doubtful"] else ""
    return ", ".join(part for part in (asked["name"] or asked["contact"], phone, asked["inn"]) if part)


@getter
async def _search(it: Here, manager: DialogManager) -> dict[str, Any]:
    asked = _asked(manager)
    found = await it.ask(find_clients, sought(asked)) if asked else await it.ask(recent_clients)
    alike = await it.ask(alike_clients, sought(asked)) if asked and not found else ()
    lines = [*step_line(it, manager), it.words("pick-client-ask")]
    if asked:
        lines += [Html(), it.words("pick-client-found", count=len(found), query=_described(asked))]
    lines += [it.words("pick-client-near")] if alike else []
    return {
        "text": "\n".join(lines),
        "items": [(one.client_id, client_label(it, one)) for one in found or alike],
        "can_make": bool(asked) and it.may(Permission.LOG_ACTS),
        "new": label(it.words("pick-client-new", client=Html(shortened(_described(asked), 40)))) if asked else "",
    }


async def _typed(manager: DialogManager, text: str) -> None:
    asked = asked_for(text)
    known = _asked(manager) if manager.current_context().state == PickClient.name else {}
    _kept(manager)["asked"] = {
        **asked,
        "phone": asked["phone"] or known.get("phone"),
        "inn": asked["inn"] or known.get("inn"),
        "contact": known.get("contact", ""),
    }


async def _shared(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """A contact card: its phone finds the client, its name becomes the contact of a new one."""
    card = message.contact
    if card is None:
        return
    _kept(manager)["asked"] = {
        "name": "",
        "phone": normal_phone("+" + card.phone_number.lstrip("+")),
        "inn": None,
        "doubtful": False,
        "contact": a_line(f"{card.first_name} {card.last_name or ''}"),
    }


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, client_id: str) -> None:
    if started(manager).get("full", True):
        await here(manager).ask(check_workable, int(client_id))
    await manager.done({"client_id": int(client_id)})


async def _new(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _go_on(manager)


async def _go_on(manager: DialogManager) -> None:
    """Asks what is still open, and makes the client once nothing is."""
    asked = _asked(manager)
    if asked["doubtful"]:
        await manager.switch_to(PickClient.number)
    elif not asked["name"]:
        await manager.switch_to(PickClient.name)
    elif await here(manager).ask(alike_clients, sought(asked)):
        await manager.switch_to(PickClient.alike)
    else:
        await _make(manager)


async def _make(manager: DialogManager) -> None:
    asked = _asked(manager)
    form = NewClient(asked["name"], key_of(asked["name"]), asked["phone"], asked["inn"], asked["contact"])
    made = await here(manager).do(add_client, form, nonce(manager))
    await manager.done({"client_id": made.client_id})


async def _make_anyway(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _make(manager)


@getter
async def _alike(it: Here, manager: DialogManager) -> dict[str, Any]:
    asked = _asked(manager)
    found = await it.ask(alike_clients, sought(asked))
    return {
        "t": {"client": _described(asked), "count": len(found)},
        "items": [
            (one.client_id, label(it.words("pick-client-same", client=Html(client_label(it, one))))) for one in found
        ],
    }


@getter
async def _number(_: Here, manager: DialogManager) -> dict[str, Any]:
    return {"t": {"number": _asked(manager)["inn"]}}


async def _is_phone(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    _kept(manager)["asked"] = {**_asked(manager), "inn": None, "doubtful": False}
    await _go_on(manager)


async def _is_inn(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    _kept(manager)["asked"] = {**_asked(manager), "phone": None, "doubtful": False}
    await _go_on(manager)


@getter
async def _name(_: Here, manager: DialogManager) -> dict[str, Any]:
    asked = _asked(manager)
    return {"t": {"client": _described(asked)}, "contact": asked["contact"]}


async def _named(manager: DialogManager, text: str) -> None:
    """The name of the company whose phone or INN is known already."""
    await _typed(manager, text)
    if _asked(manager)["name"]:
        await _go_on(manager)


async def _by_contact(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """A client that is one person: the company is called like the contact."""
    asked = _asked(manager)
    _kept(manager)["asked"] = {**asked, "name": asked["contact"]}
    await _go_on(manager)


def _again() -> Row:
    return Row(SwitchTo(Tr("back"), id="again", state=PickClient.search), cancel_form())


def _number_window() -> Window:
    return Window(
        Tr("pick-client-number"),
        Row(
            Button(Tr("pick-client-phone"), id="phone", on_click=_is_phone),
            Button(Tr("pick-client-inn"), id="inn", on_click=_is_inn),
        ),
        _again(),
        only_buttons(),
        state=PickClient.number,
        getter=_number,
    )


def _name_window() -> Window:
    return Window(
        Tr("pick-client-name"),
        Button(Format("{contact}"), id="contact", on_click=_by_contact, when="contact"),
        _again(),
        on_text(_named),
        state=PickClient.name,
        getter=_name,
    )


def build() -> list[Router]:
    items = Select(Item(), id="c", item_id_getter=item_id, items="items", on_click=_picked)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Column(items),
                Button(Format("{new}"), id="new", on_click=_new, when="can_make"),
                part_row(),
                on_text(_typed, MessageInput(_shared, content_types=ContentType.CONTACT)),
                state=PickClient.search,
                getter=_search,
            ),
            Window(
                Tr("pick-client-alike"),
                Column(items),
                Button(Tr("pick-client-make"), id="make", on_click=_make_anyway),
                _again(),
                only_buttons(),
                state=PickClient.alike,
                getter=_alike,
            ),
            _number_window(),
            _name_window(),
        )
    ]


FEATURE = Feature("pick-client", build)

__all__ = ["FEATURE", "PickClient", "asked_for", "client_label", "sought", "step_line"]
