"""What is shown of orders: one client's, one with its trace, and what the form of a new one begins with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sales.actions.clients import client_in_reach, require_full
from sales.actions.orders import LogOrder, team_day
from sales.catalogue import offered
from sales.clients import Client
from sales.notices import Fact
from sales.orders import Measure, Order, counted, is_same, standing, totals
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.ports.telling import Record

#: How the trace of an order begins that came with a file.
IMPORTED = "import_order"
VERBS = ("log_order", "mark_order", "correct_order", "cancel_order")
#: Fields of an order that can change, in the order in which a correction names them.
CHANGEABLE = ("amount", "product", "ordered_on", "signed_on", "shipped_on", "paid_on", "contract_ends_on")
#: What a form offers as buttons.
PRODUCTS_OFFERED = 6
AMOUNTS_OFFERED = 3


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`number`: which of the client's orders it is; 0: it is cancelled."""

    order_id: int
    number: int
    product: str
    amount: int
    currency: str
    ordered_on: date
    reached: tuple[Measure, ...]
    cancelled: bool


@dataclass(frozen=True, slots=True)
class ClientOrders:
    """The newest first. `sums`: what counts by the team's `measure`, in each currency."""

    client_id: int
    client: str
    may_log: bool
    measure: Measure
    sums: tuple[tuple[str, int], ...]
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """As the record keeps it: an amount in minor units, a day in ISO, empty where nothing was known."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that was done to the order."""

    at: datetime
    who: str
    verb: str
    changes: tuple[Change, ...]
    words: str


@dataclass(frozen=True, slots=True)
class OrderCard:
    """`seller`: whose sale it is. `trace`: the oldest first."""

    order: Order
    client: str
    seller: str
    number: int
    may_change: bool
    today: date
    trace: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class OrderBasis:
    """What a new order's form starts from. `amounts` and `products`: the likeliest first. `number`: which order of the
    client it would be."""

    client_id: int
    client: str
    currency: str
    today: date
    amounts: tuple[int, ...]
    products: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Twin:
    """An order that looks the same as the one about to be logged."""

    order_id: int
    seller: str


def client_orders(work: Work, actor: Actor, client_id: int) -> ClientOrders:
    client = _seen(work, actor, client_id)
    orders = work.orders.of_client(client.id)
    measure = work.companies.team(client.team_id).settings.volume_by
    return ClientOrders(
        client_id=client.id,
        client=client.name,
        may_log=actor.may(Permission.LOG_ACTS),
        measure=measure,
        sums=totals(counted(orders, measure)),
        lines=tuple(reversed([_line(one, orders) for one in orders])),
    )


def order_card(work: Work, actor: Actor, order_id: int, now: datetime) -> OrderCard:
    order = work.orders.get(order_id)
    client = _seen(work, actor, order.client_id)
    return OrderCard(
        order=order,
        client=client.name,
        seller=work.people.get(order.member_id).name,
        number=_number(order, work.orders.of_client(client.id)),
        may_change=actor.may(Permission.LOG_ACTS) and order.cancelled_at is None,
        today=team_day(work, client.team_id, now),
        trace=(*_origin(work, order_id), *(_trace(work, record) for record in work.audit.trace(VERBS, order_id))),
    )


def order_basis(work: Work, actor: Actor, client_id: int, now: datetime) -> OrderBasis:
    """Raises NotYours for whoever may not log with the client."""
    require(actor, Permission.LOG_ACTS)
    client = _seen(work, actor, client_id)
    orders = standing(work.orders.of_client(client.id))
    deal = work.deals.open_of_client(client.id) or work.deals.last_of_client(client.id)
    before = [one for one in reversed(orders) if one.currency == client.currency]
    asked = [deal.amount] if deal and deal.amount and deal.currency == client.currency else []
    known = [deal.product] if deal else []
    return OrderBasis(
        client_id=client.id,
        client=client.name,
        currency=client.currency,
        today=team_day(work, client.team_id, now),
        amounts=_likeliest([*asked, *(one.amount for one in before)], AMOUNTS_OFFERED),
        products=_products(work, client, [*known, *(one.product for one in reversed(orders)), client.product]),
        number=len(orders) + 1,
    )


def _products(work: Work, client: Client, known: Iterable[str]) -> tuple[str, ...]:
    listed = [one.name for one in offered(work.catalogue.products(client.team_id))]
    return _likeliest([one for one in (*known, *listed) if one], PRODUCTS_OFFERED)


def _likeliest(found: list[int] | list[str], limit: int) -> tuple:  # type: ignore[type-arg]
    return tuple(dict.fromkeys(found))[:limit]


def twin_of(work: Work, actor: Actor, form: LogOrder) -> Twin | None:
    """The order that this one may be told twice of."""
    client = _seen(work, actor, form.client_id)
    meant = Order(
        *(NEW, client.company_id, client.team_id, client.id, client.owner_id, form.product, form.amount),
        *(client.currency, form.ordered_on, None, None, None, client.created_at),
    )
    same = next((one for one in work.orders.of_client(client.id) if is_same(meant, one)), None)
    return Twin(same.id, work.people.get(same.member_id).name) if same else None


def _seen(work: Work, actor: Actor, client_id: int) -> Client:
    """Money is part of what only those see who see the client whole."""
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    return client


def _line(order: Order, orders: Iterable[Order]) -> OrderLine:
    reached = tuple(measure for measure in Measure if order.reached_on(measure) is not None)
    return OrderLine(
        *(order.id, _number(order, orders), order.product, order.amount, order.currency, order.ordered_on),
        *(reached, order.cancelled_at is not None),
    )


def _number(order: Order, orders: Iterable[Order]) -> int:
    ids = [one.id for one in standing(orders)]
    return ids.index(order.id) + 1 if order.id in ids else 0


def _origin(work: Work, order_id: int) -> tuple[Trace, ...]:
    """What came with a file wasn't logged by hand: its trace begins with the file."""
    import_id = work.orders.origin(order_id)
    if import_id is None:
        return ()
    file = work.imports.get(import_id)
    who = work.people.get(file.member_id).name
    return (Trace(file.done_at or file.created_at, who, IMPORTED, (), file.file_name),)


def _trace(work: Work, record: Record) -> Trace:
    who = work.people.get(record.member_id).name if record.member_id is not None else ""
    said = record.facts.get("words", "")
    changes = tuple(Change(name, *_pair(record.facts[name])) for name in CHANGEABLE if _is_pair(record.facts.get(name)))
    return Trace(record.at, who, record.verb, changes, str(said))


def _is_pair(fact: Fact) -> bool:
    return isinstance(fact, list)


def _pair(fact: Fact) -> tuple[str, str]:
    old, new = fact if isinstance(fact, list) else ("", "")
    return str(old), str(new)
