"""/order: an order in three steps, amount, product, day and state, each with the likeliest answer as a button; then the
review. Where the very same order is there already, it asks before a second one is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.order_told import LogOrder, NewOrderPress, basis_of, form_of, head, reached_of, review_lines
from handlers.order_words import OrderPress, read_amount, read_day, read_end
from handlers.pick_client import PickClient
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.clients import ClientCard
from sales.actions.order_views import order_basis, twin_of
from sales.actions.orders import PRODUCT, log_order
from sales.clients import in_quotes
from sales.date_steps import later
from sales.errors import FutureDay, SameOrder
from sales.orders import Measure, check_amount
from sales.people import Permission
from sales.wording import a_line, shortened

#: Characters of a product on a button, months that contracts usually run for, and days offered as buttons.
ON_BUTTON = 34
TERMS = (6, 12, 24)
DAYS_BACK = 2


async def open_order(manager: DialogManager) -> None:
    await open_form(manager, LogOrder.amount)


async def open_order_of(manager: DialogManager, client_id: int, show_mode: ShowMode | None = None) -> None:
    """Refused at once where the client isn't this person's to work with."""
    it = here(manager)
    await it.ask(order_basis, client_id, it.now)
    await open_form(manager, LogOrder.amount, {"client_id": client_id}, show_mode=show_mode)


async def _pressed(callback: CallbackQuery, callback_data: NewOrderPress, dialog_manager: DialogManager) -> None:
    """Below the message that was pressed: its buttons stay."""
    await open_order_of(dialog_manager, callback_data.client, ShowMode.SEND)
    await callback.answer()


async def _on_start(_: Any, manager: DialogManager) -> None:
    if "client_id" not in started(manager):
        await open_part(manager, PickClient.search, {"part": "client", "form": "LogOrder", "first": True})


async def _got_part(asked: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(asked, dict) and asked.get("part") == "client" and result:
        manager.dialog_data["client_id"] = result["client_id"]


async def _on(manager: DialogManager, state: State) -> None:
    """To the next step; back to the review, where the form has been there."""
    await manager.switch_to(LogOrder.review if manager.dialog_data.get("reviewed") else state)


@getter
async def _amount(it: Here, manager: DialogManager) -> dict[str, Any]:
    basis = await basis_of(it, manager)
    items = [(str(amount), label(it.words.money(amount, basis.currency))) for amount in basis.amounts]
    return {"text": "\n".join([*head(it, basis, 1), it.words("order-ask-amount")]), "items": items}


async def _amount_picked(_: CallbackQuery, __: Any, manager: DialogManager, amount: str) -> None:
    await _take_amount(manager, int(amount))


async def _amount_typed(manager: DialogManager, text: str) -> None:
    basis = await basis_of(here(manager), manager)
    await _take_amount(manager, read_amount(text, basis.currency))


async def _take_amount(manager: DialogManager, amount: int) -> None:
    check_amount(amount)
    manager.dialog_data["amount"] = amount
    await _on(manager, LogOrder.product)


@getter
async def _product(it: Here, manager: DialogManager) -> dict[str, Any]:
    """What is written on a button is what its press takes, whatever is offered by then."""
    basis = await basis_of(it, manager)
    manager.dialog_data["offered"] = list(basis.products)
    items = [(number, label(Html(shortened(name, ON_BUTTON)))) for number, name in enumerate(basis.products)]
    return {"text": "\n".join([*head(it, basis, 2), it.words("order-ask-product")]), "items": items}


async def _product_picked(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    await _product_typed(manager, manager.dialog_data["offered"][int(number)])


async def _product_typed(manager: DialogManager, text: str) -> None:
    manager.dialog_data["product"] = a_line(text, PRODUCT)
    await _on(manager, LogOrder.day)


@getter
async def _day(it: Here, manager: DialogManager) -> dict[str, Any]:
    """Several things may have happened by then: each is a mark that is put or taken away."""
    basis, reached = await basis_of(it, manager), reached_of(manager)
    texts = {measure: _capital(it.words(f"order-is-{measure.value}")) for measure in Measure}
    marks = [(one.value, it.words("chosen", text=text) if one in reached else text) for one, text in texts.items()]
    days = [basis.today - timedelta(days=back) for back in range(DAYS_BACK)]
    return {
        "text": "\n".join([*head(it, basis, 3), it.words("order-ask-day"), it.words("order-day-hint")]),
        "marks": [(name, label(text)) for name, text in marks],
        "items": [(day.isoformat(), label(_capital(it.words.day(day, it.zone, it.now)))) for day in days],
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


async def _turned(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    now = [one.value for one in reached_of(manager)]
    turned = [one for one in now if one != name] if name in now else [*now, name]
    manager.dialog_data["reached"] = [one.value for one in Measure if one.value in turned]


async def _day_picked(_: CallbackQuery, __: Any, manager: DialogManager, day: str) -> None:
    await _take_day(manager, date.fromisoformat(day))


async def _day_typed(manager: DialogManager, text: str) -> None:
    await _take_day(manager, await read_day(here(manager), text))


async def _take_day(manager: DialogManager, day: date) -> None:
    it = here(manager)
    if day > (await basis_of(it, manager)).today:
        raise FutureDay(day=day)
    manager.dialog_data["day"] = day.isoformat()
    await _on(manager, LogOrder.review)


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    manager.dialog_data["reviewed"] = True
    basis, form = await basis_of(it, manager), form_of(manager)
    return {"text": "\n".join(review_lines(it, basis, form))}


async def _save_pressed(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """What looks like the same order told twice is asked about; the press itself decides nothing."""
    try:
        await _save(manager)
    except SameOrder:
        await manager.switch_to(LogOrder.twin)


@getter
async def _twin(it: Here, manager: DialogManager) -> dict[str, Any]:
    basis, form = await basis_of(it, manager), form_of(manager)
    twin = await it.ask(twin_of, form)
    asked = it.words("order-twin", who=twin.seller if twin else "")
    return {"text": "\n".join([*review_lines(it, basis, form), Html(), asked])}


async def _save_again(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["again"] = True
    await _save(manager)


async def _save(manager: DialogManager) -> None:
    it = here(manager)
    saved = await it.do(log_order, form_of(manager), nonce(manager))
    money = it.words.money(saved.amount, saved.currency)
    lines = [
        it.words("order-saved", client=in_quotes(saved.client), number=saved.number),
        it.words("order-what", sum=money, product=saved.product),
    ]
    card = (it.words("to-card"), CardPress(client=saved.client_id))
    await end_with(
        manager, "\n".join(lines), keyboard([(it.words("to-order"), OrderPress(order=saved.order_id)), card])
    )


@getter
async def _ends(it: Here, manager: DialogManager) -> dict[str, Any]:
    day = date.fromisoformat(manager.dialog_data["day"])
    items = [(str(months), label(it.words("order-term", months=months))) for months in TERMS]
    return {
        "items": items,
        "t": {"day": it.words.date(day, it.now.date())},
        "has": bool(manager.dialog_data.get("ends")),
    }


async def _term_picked(_: CallbackQuery, __: Any, manager: DialogManager, months: str) -> None:
    """The last day of so many months from the order's own."""
    begins = date.fromisoformat(manager.dialog_data["day"])
    await _take_end(manager, later(begins, "month", int(months)) - timedelta(days=1))


async def _end_typed(manager: DialogManager, text: str) -> None:
    await _take_end(manager, await read_end(here(manager), text))


async def _no_end(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data.pop("ends", None)
    await manager.switch_to(LogOrder.review)


async def _take_end(manager: DialogManager, day: date) -> None:
    manager.dialog_data["ends"] = day.isoformat()
    await manager.switch_to(LogOrder.review)


def _back(state: State) -> Row:
    return Row(SwitchTo(Tr("back"), id="again", state=state), cancel_form())


def _steps() -> list[Window]:
    choices = Select(Item(), id="o", item_id_getter=item_id, items="items", on_click=_amount_picked)
    products = Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_product_picked)
    marks = Select(Item(), id="m", item_id_getter=item_id, items="marks", on_click=_turned)
    days = Select(Item(), id="d", item_id_getter=item_id, items="items", on_click=_day_picked)
    return [
        Window(
            Format("{text}"),
            Column(choices),
            cancel_form(),
            on_text(_amount_typed),
            state=LogOrder.amount,
            getter=_amount,
            on_process_result=_got_part,
        ),
        Window(
            Format("{text}"),
            Column(products),
            _back(LogOrder.amount),
            on_text(_product_typed),
            state=LogOrder.product,
            getter=_product,
        ),
        Window(
            Format("{text}"),
            Group(marks, width=3),
            Group(days, width=2),
            _back(LogOrder.product),
            on_text(_day_typed),
            state=LogOrder.day,
            getter=_day,
        ),
    ]


def _review_window() -> Window:
    return Window(
        Format("{text}"),
        Button(Tr("save"), id="save", on_click=_save_pressed),
        Row(
            SwitchTo(Tr("order-edit-amount"), id="amount", state=LogOrder.amount),
            SwitchTo(Tr("order-edit-product"), id="product", state=LogOrder.product),
        ),
        Row(
            SwitchTo(Tr("order-edit-day"), id="day", state=LogOrder.day),
            SwitchTo(Tr("order-edit-ends"), id="ends", state=LogOrder.ends),
        ),
        _back(LogOrder.day),
        only_buttons(),
        state=LogOrder.review,
        getter=_review,
    )


def build() -> list[Router]:
    presses = Router(name="new-order-presses")
    presses.callback_query.register(_pressed, NewOrderPress.filter())
    terms = Select(Item(), id="t", item_id_getter=item_id, items="items", on_click=_term_picked)
    return [
        presses,
        Dialog(
            *_steps(),
            _review_window(),
            Window(
                Tr("order-ask-ends"),
                Group(terms, width=3),
                Button(Tr("order-no-end"), id="none", on_click=_no_end, when="has"),
                _back(LogOrder.review),
                on_text(_end_typed),
                state=LogOrder.ends,
                getter=_ends,
            ),
            Window(
                Format("{text}"),
                Button(Tr("order-second"), id="second", on_click=_save_again),
                _back(LogOrder.review),
                only_buttons(),
                state=LogOrder.twin,
                getter=_twin,
            ),
            on_start=_on_start,
        ),
    ]


def _loggable(_: Here, card: ClientCard) -> bool:
    return card.may_log


FEATURE = Feature(
    "order",
    build,
    command="order",
    permission=Permission.LOG_ACTS,
    open=open_order,
    card=(CardButton("order", "card-order", _loggable, open_order_of),),
)

__all__ = ["FEATURE", "LogOrder", "NewOrderPress", "open_order_of"]
