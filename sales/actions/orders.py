"""Orders: logged, marked as they come along, corrected or cancelled, each with what it was before on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sales.actions.clients import client_in_reach, require_full
from sales.actions.regular import order_changed
from sales.actions.renewals import watch_end
from sales.clients import Client
from sales.errors import OrderCancelled, Overtaken, SameOrder
from sales.notices import Fact
from sales.orders import Measure, Order, check_order, is_same, standing
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.wording import a_line, words
from sales.worktime import local_day

#: Characters of a product's name on an order.
PRODUCT = 60
#: Clients whose status is looked at together with their orders' coming or going.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class LogOrder:
    """`amount`: minor units of the client's currency. `reached`: what has happened by `ordered_on` already. `again`: it
    really is a second one of the same kind on the same day."""

    client_id: int
    amount: int
    product: str
    ordered_on: date
    reached: tuple[Measure, ...] = (Measure.SIGNED,)
    contract_ends_on: date | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class MarkOrder:
    """`version`: of the order as it was shown."""

    order_id: int
    version: int
    measure: Measure
    on: date


@dataclass(frozen=True, slots=True)
class CorrectOrder:
    """The order as it should have been told. `version`: as it was shown."""

    order_id: int
    version: int
    amount: int
    product: str
    ordered_on: date
    signed_on: date | None
    shipped_on: date | None
    paid_on: date | None
    contract_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """`words`: why; it stays readable on the order's card."""

    order_id: int
    version: int
    words: str


@dataclass(frozen=True, slots=True)
class SavedOrder:
    """`number`: which of the client's orders it is, 1: the first; 0: it is cancelled."""

    order_id: int
    client_id: int
    client: str
    product: str
    amount: int
    currency: str
    number: int


def log_order(work: Work, actor: Actor, form: LogOrder, now: datetime) -> SavedOrder:
    """By whoever may log with the client; the sale is its owner's. Raises SameOrder where it looks like one told twice,
    unless the form says that it isn't."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    require_full(work, actor, client)
    order = _order_of(work, client, form, now)
    check_order(order, team_day(work, client.team_id, now))
    if not form.again:
        _refuse_same(work, order)
    made = work.orders.add(order)
    watch_end(work, made, now)
    facts: dict[str, Fact] = {"amount": made.amount, "product": made.product, "on": made.ordered_on.isoformat()}
    work.audit.note(actor.member_id, "log_order", made.id, now, client_id=client.id, facts=facts)
    order_changed(work, client.id, now)
    return _saved(work, made)


def mark_order(work: Work, actor: Actor, form: MarkOrder, now: datetime) -> SavedOrder:
    """Signed, shipped or paid on a day that has come."""
    order = _changeable(work, actor, form.order_id, form.version)
    day = {Measure.SIGNED: "signed_on", Measure.SHIPPED: "shipped_on", Measure.PAID: "paid_on"}[form.measure]
    return _change(work, actor, "mark_order", order, {day: form.on}, now)


def correct_order(work: Work, actor: Actor, form: CorrectOrder, now: datetime) -> SavedOrder:
    order = _changeable(work, actor, form.order_id, form.version)
    told = {name: getattr(form, name) for name in form.__slots__ if name not in ("order_id", "version")}
    return _change(work, actor, "correct_order", order, told | {"product": a_line(form.product, PRODUCT)}, now)


def cancel_order(work: Work, actor: Actor, form: CancelOrder, now: datetime) -> SavedOrder:
    """From then on it counts nowhere, and reminds nobody."""
    order = _changeable(work, actor, form.order_id, form.version)
    why = words(form.words)
    cancelled = replace(order, cancelled_at=now, cancel_words=why)
    return _save(work, actor, "cancel_order", cancelled, {"words": why}, now)


def orders_changed(work: Work, clients: Collection[int], now: datetime) -> None:
    """What the coming or going of many orders makes of their clients; of a large file the nightly look finds it."""
    if len(clients) <= AT_ONCE:
        for client_id in clients:
            order_changed(work, client_id, now)


def team_day(work: Work, team_id: int, now: datetime) -> date:
    """Today, by the calendar of the team: orders have days, not hours."""
    return local_day(now, ZoneInfo(work.companies.team(team_id).settings.zone))


def _order_of(work: Work, client: Client, form: LogOrder, now: datetime) -> Order:
    reached = dict.fromkeys(form.reached, form.ordered_on)
    deal = work.deals.open_of_client(client.id) or work.deals.last_of_client(client.id)
    return Order(
        id=NEW,
        company_id=client.company_id,
        team_id=client.team_id,
        client_id=client.id,
        member_id=client.owner_id,
        product=a_line(form.product, PRODUCT),
        amount=form.amount,
        currency=client.currency,
        ordered_on=form.ordered_on,
        signed_on=reached.get(Measure.SIGNED),
        shipped_on=reached.get(Measure.SHIPPED),
        paid_on=reached.get(Measure.PAID),
        created_at=now,
        contract_ends_on=form.contract_ends_on,
        deal_id=deal.id if deal else None,
    )


def _refuse_same(work: Work, order: Order) -> None:
    for other in work.orders.of_client(order.client_id):
        if is_same(order, other):
            raise SameOrder(who=work.people.get(other.member_id).name)


def _changeable(work: Work, actor: Actor, order_id: int, version: int) -> Order:
    """As it was shown: an order that has another version by now can't be saved."""
    require(actor, Permission.LOG_ACTS)
    order = work.orders.get(order_id)
    require_full(work, actor, client_in_reach(work, actor, order.client_id))
    if order.cancelled_at is not None:
        raise OrderCancelled
    return replace(order, version=version)


def _change(work: Work, actor: Actor, verb: str, order: Order, told: Mapping[str, object], now: datetime) -> SavedOrder:
    """Nothing where all of it stands there already."""
    changes = {name: new for name, new in told.items() if getattr(order, name) != new}
    if not changes:
        return _saved(work, order)
    changed = replace(order, **changes)  # type: ignore[arg-type]
    check_order(changed, team_day(work, order.team_id, now))
    facts: dict[str, Fact] = {name: [_plain(getattr(order, name)), _plain(new)] for name, new in changes.items()}
    return _save(work, actor, verb, changed, facts, now)


def _save(work: Work, actor: Actor, verb: str, order: Order, facts: Mapping[str, Fact], now: datetime) -> SavedOrder:
    if not work.orders.save(order):
        raise Overtaken
    if order.cancelled_at is not None or "contract_ends_on" in facts:
        watch_end(work, order, now)
    work.audit.note(actor.member_id, verb, order.id, now, client_id=order.client_id, facts=facts)
    order_changed(work, order.client_id, now)
    return _saved(work, order)


def _plain(value: object) -> str:
    """As the record keeps it; a day that isn't known is empty."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _saved(work: Work, order: Order) -> SavedOrder:
    ids = [one.id for one in standing(work.orders.of_client(order.client_id))]
    number = ids.index(order.id) + 1 if order.id in ids else 0
    client = work.clients.get(order.client_id)
    return SavedOrder(order.id, order.client_id, client.name, order.product, order.amount, order.currency, number)
