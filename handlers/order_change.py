"""What becomes of an order: signed, shipped or paid on a day; a field corrected; the whole of it cancelled with a word
why. Each saves at once and shows the order's card again, where it stands on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import label
from handlers.order_words import Orders, card_text, read_amount, read_day, read_end, title
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce, with_nonce
from sales.actions.order_views import CHANGEABLE, OrderCard, order_card
from sales.actions.orders import (
    PRODUCT,
    CancelOrder,
    CorrectOrder,
    MarkOrder,
    cancel_order,
    correct_order,
    mark_order,
)
from sales.orders import Measure, Order
from sales.wording import a_line

#: In place of a day: it hasn't come after all.
NOT_YET = "none"
DAYS_BACK = 2
#: Fields whose value may be taken away again, and those that lie ahead.
MAY_BE_EMPTY = frozenset({"signed_on", "shipped_on", "paid_on", "contract_ends_on"})


class ChangeOrder(FormStates):
    """Started with `order_id` and the `version` that was shown, to mark also with `measure`."""

    field = State()
    mark = State()
    value = State()
    words = State()


async def open_change(manager: DialogManager, state: State, order_id: int, more: dict[str, Any] | None = None) -> None:
    it = here(manager)
    version = (await it.ask(order_card, order_id, it.now)).order.version
    await open_form(manager, state, {"order_id": order_id, "version": version, **(more or {})})


async def _seen(it: Here, manager: DialogManager) -> OrderCard:
    return await it.ask(order_card, int(started(manager)["order_id"]), it.now)


def _ids(manager: DialogManager) -> tuple[int, int]:
    return int(started(manager)["order_id"]), int(started(manager)["version"])


async def _to_order(manager: DialogManager) -> None:
    """Its card takes the message; what was typed gets a new one."""
    data = with_nonce({"order_id": started(manager)["order_id"]})
    show = ShowMode.SEND if isinstance(manager.event, Message) else None
    await manager.start(Orders.card, data=data, mode=StartMode.RESET_STACK, show_mode=show)


async def _leave(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _to_order(manager)


def _days(it: Here, today: date) -> list[tuple[str, str]]:
    days = [today - timedelta(days=back) for back in range(DAYS_BACK)]
    texts = [str(it.words.day(day, it.zone, it.now)) for day in days]
    return [(day.isoformat(), label(text[:1].upper() + text[1:])) for day, text in zip(days, texts, strict=True)]


@getter
async def _mark(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen, measure = await _seen(it, manager), started(manager)["measure"]
    asked = it.words("order-ask-mark", state=it.words(f"order-is-{measure}"))
    return {"text": f"{title(it.words, seen.client, seen.number)}\n{asked}", "items": _days(it, seen.today)}


async def _marked(_: CallbackQuery, __: Any, manager: DialogManager, day: str) -> None:
    await _save_mark(manager, date.fromisoformat(day))


async def _mark_typed(manager: DialogManager, text: str) -> None:
    await _save_mark(manager, await read_day(here(manager), text))


async def _save_mark(manager: DialogManager, day: date) -> None:
    form = MarkOrder(*_ids(manager), Measure(started(manager)["measure"]), day)
    await here(manager).do(mark_order, form, nonce(manager))
    await _to_order(manager)


@getter
async def _field(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(it, manager)
    items = [(name, label(it.words(f"order-field-{name}")).capitalize()) for name in CHANGEABLE]
    return {"text": f"{card_text(it, seen)}\n\n{it.words('order-ask-field')}", "items": items}


async def _field_picked(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    manager.dialog_data["field"] = name
    await manager.switch_to(ChangeOrder.value)


@getter
async def _value(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen, name = await _seen(it, manager), str(manager.dialog_data["field"])
    days = name.endswith("_on") and name != "contract_ends_on"
    known = getattr(seen.order, name) is not None
    none = [(NOT_YET, label(it.words("order-take-away")))] if name in MAY_BE_EMPTY and known else []
    kind = name if name in ("amount", "product", "contract_ends_on") else "day"
    asked = it.words(f"order-ask-new-{kind}", field=it.words(f"order-field-{name}"))
    return {
        "text": f"{title(it.words, seen.client, seen.number)}\n{asked}",
        "items": [*(_days(it, seen.today) if days else []), *none],
    }


async def _value_picked(_: CallbackQuery, __: Any, manager: DialogManager, value: str) -> None:
    await _save_value(manager, None if value == NOT_YET else date.fromisoformat(value))


async def _value_typed(manager: DialogManager, text: str) -> None:
    await _save_value(manager, await _read(here(manager), manager, text))


async def _read(it: Here, manager: DialogManager, text: str) -> int | str | date:
    name = str(manager.dialog_data["field"])
    if name == "amount":
        return read_amount(text, (await _seen(it, manager)).order.currency)
    if name == "product":
        return a_line(text, PRODUCT)
    return await (read_end if name == "contract_ends_on" else read_day)(it, text)


async def _save_value(manager: DialogManager, value: int | str | date | None) -> None:
    """All of the order travels with the correction, as it was shown; one field is another now."""
    it = here(manager)
    order = (await _seen(it, manager)).order
    form = _corrected(order, _ids(manager)[1], str(manager.dialog_data["field"]), value)
    await it.do(correct_order, form, nonce(manager))
    await _to_order(manager)


def _corrected(order: Order, version: int, name: str, value: int | str | date | None) -> CorrectOrder:
    told: dict[str, Any] = {field: getattr(order, field) for field in CHANGEABLE}
    return CorrectOrder(order.id, version, **{**told, name: value})


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(it, manager)
    what = it.words(
        "order-what", sum=it.words.money(seen.order.amount, seen.order.currency), product=seen.order.product
    )
    return {"text": "\n".join([title(it.words, seen.client, seen.number), what, it.words("order-ask-why")])}


async def _said(manager: DialogManager, text: str) -> None:
    await here(manager).do(cancel_order, CancelOrder(*_ids(manager), text), nonce(manager))
    await _to_order(manager)


def _leaving() -> Row:
    """The order's card lies behind every first window."""
    return Row(Button(Tr("back"), id="leave", on_click=_leave))


def build() -> list[Router]:
    fields = Select(Item(), id="f", item_id_getter=item_id, items="items", on_click=_field_picked)
    days = Select(Item(), id="d", item_id_getter=item_id, items="items", on_click=_marked)
    values = Select(Item(), id="v", item_id_getter=item_id, items="items", on_click=_value_picked)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(fields, width=2),
                _leaving(),
                only_buttons(),
                state=ChangeOrder.field,
                getter=_field,
            ),
            Window(
                Format("{text}"),
                Group(days, width=2),
                _leaving(),
                on_text(_mark_typed),
                state=ChangeOrder.mark,
                getter=_mark,
            ),
            Window(
                Format("{text}"),
                Group(values, width=2),
                Row(
                    SwitchTo(Tr("back"), id="again", state=ChangeOrder.field),
                    Button(Tr("cancel"), id="leave_value", on_click=_leave),
                ),
                on_text(_value_typed),
                state=ChangeOrder.value,
                getter=_value,
            ),
            Window(Format("{text}"), _leaving(), on_text(_said), state=ChangeOrder.words, getter=_words),
        )
    ]


FEATURE = Feature("order-change", build)

__all__ = ["FEATURE", "ChangeOrder", "open_change"]
