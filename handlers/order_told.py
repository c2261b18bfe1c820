"""What the form of an order has been told so far, and how that reads."""

from __future__ import annotations

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from handlers.forms import FormStates
from handlers.here import Here
from handlers.order_words import reached_text
from handlers.typed import started
from locales import Html
from sales.actions import orders
from sales.actions.order_views import OrderBasis, order_basis
from sales.clients import in_quotes
from sales.orders import Measure

STEPS = 3


class NewOrderPress(CallbackData, prefix="no"):
    """Begins an order of that client, under a message."""

    client: int


class LogOrder(FormStates):
    """Started with `client_id`, or without: then it asks which client first."""

    amount = State()
    product = State()
    day = State()
    review = State()
    ends = State()
    twin = State()


def client_of(manager: DialogManager) -> int:
    return int(manager.dialog_data.get("client_id") or started(manager)["client_id"])


async def basis_of(it: Here, manager: DialogManager) -> OrderBasis:
    return await it.ask(order_basis, client_of(manager), it.now)


def head(it: Here, basis: OrderBasis, step: int) -> list[Html]:
    title = it.words("order-new", client=in_quotes(basis.client), number=basis.number)
    return [it.words("form-step", step=step, of=STEPS), title]


def reached_of(manager: DialogManager) -> list[Measure]:
    return [Measure(name) for name in manager.dialog_data.get("reached", [Measure.SIGNED.value])]


def form_of(manager: DialogManager) -> orders.LogOrder:
    data = manager.dialog_data
    return orders.LogOrder(
        client_id=client_of(manager),
        amount=int(data["amount"]),
        product=str(data["product"]),
        ordered_on=date.fromisoformat(data["day"]),
        reached=tuple(reached_of(manager)),
        contract_ends_on=date.fromisoformat(data["ends"]) if data.get("ends") else None,
        again=bool(data.get("again")),
    )


def review_lines(it: Here, basis: OrderBasis, form: orders.LogOrder) -> list[Html]:
    words = it.words
    lines = [words("order-new", client=in_quotes(basis.client), number=basis.number)]
    lines.append(words("order-what", sum=words.money(form.amount, basis.currency), product=form.product))
    lines.append(words("order-day", day=words.date(form.ordered_on, basis.today)))
    lines.append(words("order-state", state=reached_text(words, form.reached)))
    if form.contract_ends_on:
        lines.append(words("order-ends", day=words.date(form.contract_ends_on, basis.today)))
    return lines


__all__ = ["LogOrder", "NewOrderPress", "basis_of", "client_of", "form_of", "head", "reached_of", "review_lines"]
