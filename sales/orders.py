"""Orders: what a client has bought, for how much, and how far it has come; by which of its dates volume counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sales.errors import AmountNotPositive, AmountTooLarge, DayBeforeOrder, DayTooOld, FutureDay
from sales.money import LARGEST

#: An order from before is a slip of the finger.
OLDEST = timedelta(days=30 * 366)


class Measure(StrEnum):
    """What makes an order count as volume (domain: words with a money meaning); a company chooses one."""

    SIGNED = "signed"
    SHIPPED = "shipped"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Order:
    """`amount`: minor units of `currency`. `member_id`: whose sale it is, the client's owner when it was logged.

    `ordered_on`, `signed_on`, `shipped_on`, `paid_on`: days of the team's calendar; None: not yet. `contract_ends_on`:
    the last day of what was agreed, where it ends at all. `cancelled_at`: from then on it counts nowhere.
    """

    id: int
    company_id: int
    team_id: int
    client_id: int
    member_id: int
    product: str
    amount: int
    currency: str
    ordered_on: date
    signed_on: date | None
    shipped_on: date | None
    paid_on: date | None
    created_at: datetime
    contract_ends_on: date | None = None
    deal_id: int | None = None
    cancelled_at: datetime | None = None
    cancel_words: str = ""
    version: int = 1

    def reached_on(self, measure: Measure) -> date | None:
        """The day on which it was signed, shipped or paid; None: not yet."""
        return {Measure.SIGNED: self.signed_on, Measure.SHIPPED: self.shipped_on, Measure.PAID: self.paid_on}[measure]


def counted_on(order: Order, measure: Measure) -> date | None:
    """The day on which the order became volume; None: it doesn't count (yet, or any more)."""
    return None if order.cancelled_at is not None else order.reached_on(measure)


def counted(orders: Iterable[Order], measure: Measure) -> tuple[Order, ...]:
    """Those that are volume: neither cancelled nor without that date."""
    return tuple(order for order in orders if counted_on(order, measure) is not None)


def standing(orders: Iterable[Order]) -> tuple[Order, ...]:
    """Those that aren't cancelled, in the order in which the client made them: the first one, then repeated ones."""
    return tuple(sorted((one for one in orders if one.cancelled_at is None), key=_when))


def _when(order: Order) -> tuple[date, int]:
    return order.ordered_on, order.id


class Sum(Protocol):
    """Something with a price."""

    @property
    def amount(self) -> int: ...
    @property
    def currency(self) -> str: ...


def totals(orders: Iterable[Sum]) -> tuple[tuple[str, int], ...]:
    """What they are worth together in each currency, the largest sum first: currencies are never added up."""
    sums: dict[str, int] = {}
    for order in orders:
        sums[order.currency] = sums.get(order.currency, 0) + order.amount
    return tuple(sorted(sums.items(), key=lambda one: (-one[1], one[0])))


#: What two tellings of one order have in common: client, amount, currency, product as it is compared, day.
Sign = tuple[int, int, str, str, date]


def sign(client_id: int, amount: int, currency: str, product: str, on: date) -> Sign:
    return client_id, amount, currency, _product(product), on


def sign_of(order: Order) -> Sign:
    return sign(order.client_id, order.amount, order.currency, order.product, order.ordered_on)


def is_same(one: Order, other: Order) -> bool:
    """An order that may have been logged twice: the same client, amount, product and day, and neither is cancelled."""
    if one.cancelled_at is not None or other.cancelled_at is not None:
        return False
    return sign_of(one) == sign_of(other)


def _product(name: str) -> str:
    return " ".join(name.casefold().split())


def check_order(order: Order, today: date) -> None:
    """Raises AmountNotPositive or AmountTooLarge, FutureDay, DayTooOld or DayBeforeOrder for what nobody can have
    ordered. `today`: of the team's calendar."""
    check_amount(order.amount)
    for day in (order.ordered_on, order.signed_on, order.shipped_on, order.paid_on):
        if day is not None and day > today:
            raise FutureDay(day=day)
    if order.ordered_on < today - OLDEST:
        raise DayTooOld(day=order.ordered_on)
    for later in (order.signed_on, order.shipped_on, order.paid_on, order.contract_ends_on):
        if later is not None and later < order.ordered_on:
            raise DayBeforeOrder(day=later, ordered=order.ordered_on)
    if order.contract_ends_on is not None and order.contract_ends_on > order.ordered_on + OLDEST:
        raise DayTooOld(day=order.contract_ends_on)


def check_amount(amount: int) -> None:
    """Minor units."""
    if amount <= 0:
        raise AmountNotPositive
    if amount > LARGEST:
        raise AmountTooLarge


def renewal_day(ends_on: date, days_before: int) -> date:
    """When a contract's end is first spoken of."""
    return ends_on - timedelta(days=days_before)


def renewal_last_call(ends_on: date, days_before: int) -> date:
    """Half of that time later the head is told, if nothing has happened."""
    return ends_on - timedelta(days=days_before // 2)


def is_renewed(order: Order, orders: Iterable[Order]) -> bool:
    """Whether another order of the client has prolonged what this one's contract agrees on."""
    ends_on = order.contract_ends_on
    others = [
        one for one in standing(orders) if one.id != order.id and _product(one.product) == _product(order.product)
    ]
    return ends_on is not None and any(
        one.contract_ends_on is not None and one.contract_ends_on > ends_on for one in others
    )
