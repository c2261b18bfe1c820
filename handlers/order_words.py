"""Orders in words: the line of a list, the card with its trace, and what is read of what people type about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from handlers.here import Here
from handlers.pick_time import clock_of
from handlers.typed import date_words, read_amount
from locales import Html, Texts
from sales.actions.order_views import Change, ClientOrders, OrderCard, OrderLine, Trace
from sales.clients import in_quotes
from sales.orders import Measure
from sales.past_day import parse_past_day
from sales.people import short_name
from sales.when import parse_when
from sales.wording import shortened
from sales.worktime import Schedule, local_day

#: Lines of a trace on the card, and characters of a product in a line.
TRACES, PRODUCT = 4, 24


class OrderPress(CallbackData, prefix="od"):
    """Shows an order's card from under any message."""

    order: int


class Orders(StatesGroup):
    """Started with `client_id` or `order_id`; with neither it asks which client."""

    list = State()
    card = State()


async def read_day(it: Here, text: str) -> date:
    """A day on which something has happened."""
    return parse_past_day(text, it.now, await _schedule(it), date_words())


async def read_end(it: Here, text: str) -> date:
    """A day that lies ahead."""
    schedule = await _schedule(it)
    return local_day(parse_when(text, it.now, schedule, date_words()).at, schedule.zone)


async def _schedule(it: Here) -> Schedule:
    return (await clock_of(it)).schedule


def sums_text(words: Texts, sums: Sequence[tuple[str, int]]) -> str:
    """One currency after the other."""
    return ", ".join(words.money(amount, currency) for currency, amount in sums)


def reached_text(words: Texts, reached: Sequence[Measure]) -> str:
    return ", ".join(words(f"order-is-{measure.value}") for measure in reached) or words("order-is-open")


def order_line(it: Here, line: OrderLine, today: date) -> Html:
    state = it.words("order-is-cancelled") if line.cancelled else reached_text(it.words, line.reached)
    facts = {"sum": it.words.money(line.amount, line.currency), "product": shortened(line.product, PRODUCT)}
    return it.words("order-line", day=it.words.date(line.ordered_on, today), state=state, **facts)


def list_text(it: Here, seen: ClientOrders) -> Html:
    lines = [it.words("orders-title", client=in_quotes(seen.client))]
    if seen.sums:
        sums = sums_text(it.words, seen.sums)
        lines.append(it.words("orders-volume", sums=sums, measure=it.words(f"volume-{seen.measure.value}")))
    lines.append(it.words("orders-pick" if seen.lines else "orders-none"))
    return Html("\n".join(lines))


def card_text(it: Here, seen: OrderCard) -> Html:
    """At most twelve lines: the order, how far it has come, and what was done to it last."""
    order, words = seen.order, it.words
    lines = [title(words, seen.client, seen.number)]
    facts = {"sum": words.money(order.amount, order.currency), "product": order.product}
    lines.append(words("order-what", **facts))
    lines.append(words("order-day", day=words.date(order.ordered_on, seen.today)))
    for measure in Measure:
        day = order.reached_on(measure)
        told = words.date(day, seen.today) if day else words("order-not-yet")
        lines.append(words(f"order-{measure.value}", day=told))
    if order.contract_ends_on:
        lines.append(words("order-ends", day=words.date(order.contract_ends_on, seen.today)))
    lines.append(words("order-seller", who=seen.seller))
    room = 12 - len(lines)
    lines += [trace_line(it, one, seen) for one in seen.trace[-min(TRACES, room) :]]
    return Html("\n".join(lines))


def title(words: Texts, client: str, number: int) -> Html:
    return words("order-title", client=in_quotes(client), number=number)


def trace_line(it: Here, trace: Trace, seen: OrderCard) -> Html:
    """When, who, what it was before and what it is."""
    words = it.words
    at = words.moment(trace.at, it.zone, it.now)
    told = [words(f"order-did-{trace.verb}")] if not trace.changes else []
    told += [_changed(words, change, seen) for change in trace.changes]
    told += [words("words-line", words=shortened(trace.words, 120))] if trace.words else []
    return words("order-trace", at=at, who=short_name(trace.who), what=Html(", ".join(told)))


def _changed(words: Texts, change: Change, seen: OrderCard) -> Html:
    shown = {"old": _shown(words, change.field, change.old, seen), "new": _shown(words, change.field, change.new, seen)}
    if not change.old:
        return words("order-set", field=words(f"order-field-{change.field}"), new=shown["new"])
    return words("order-changed", field=words(f"order-field-{change.field}"), **shown)


def _shown(words: Texts, field: str, value: str, seen: OrderCard) -> str:
    if not value:
        return words("order-not-yet")
    if field == "amount":
        return words.money(int(value), seen.order.currency)
    return value if field == "product" else words.date(date.fromisoformat(value), seen.today)


__all__ = [
    "OrderPress",
    "Orders",
    "card_text",
    "list_text",
    "order_line",
    "reached_text",
    "read_amount",
    "read_day",
    "read_end",
    "sums_text",
    "title",
]
