"""When a client counts as a regular one, or as a key one: the team's criterion, read off the client's orders.

Months are whole calendar months in the TEAM's zone, and an order belongs to the day of the rule's measure (signed,
shipped or paid). What was cancelled, has no such day yet, or has one that is still to come counts nowhere. Amounts of
another currency than a part names don't count for it: nothing is converted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sales.errors import BadAmount, BadCount, Empty, NoParts
from sales.money import LARGEST
from sales.orders import Measure, Order, counted_on

#: Months that the two monthly parts look at (domain: for 3 months in a row).
MONTHS = 3
#: Orders that a part may ask for.
ORDERS = (1, 100)


class ClientStatus(StrEnum):
    """From the least to the most: what a client is to us, and so which service it gets."""

    NEW = "new"
    REGULAR = "regular"
    KEY = "key"


#: What a rule can make of a client.
AIMS = (ClientStatus.REGULAR, ClientStatus.KEY)


def rank(status: ClientStatus) -> int:
    return list(ClientStatus).index(status)


class Mode(StrEnum):
    ANY = "any"
    ALL = "all"


class PartKind(StrEnum):
    """Domain: hand-overs, hunter → farmer."""

    ORDERS = "orders"  # the N-th order
    VOLUME = "volume"  # all orders together
    PRODUCT = "product"  # a certain product bought
    LOTS = "lots"  # three months in a row, the smallest purchase of each not below
    MONTHS = "months"  # three months in a row, the volume of each not below


@dataclass(frozen=True, slots=True)
class Part:
    """`number` for ORDERS, `amount` (minor units of `currency`) for VOLUME, LOTS and MONTHS, `product` for PRODUCT."""

    kind: PartKind
    number: int = 0
    amount: int = 0
    currency: str = "RUB"
    product: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Without parts nobody ever meets it."""

    mode: Mode
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """How a client stands to one part: `number` of its orders count, `amount` is their volume, the smallest purchase
    or the smallest month. `months`: those that hold, by their first dates. `on`: when the product was first bought."""

    part: Part
    holds: bool
    number: int = 0
    amount: int = 0
    months: tuple[date, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`because`: the parts that hold; `lacking`: the others."""

    met: bool
    because: tuple[Finding, ...]
    lacking: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a team's criterion for one status; the newest is in force. A criterion without parts: from then on
    there is none. The measure is part of what was announced, whatever the team's figures are counted by later."""

    id: int
    team_id: int
    aim: ClientStatus
    criterion: Criterion
    measure: Measure
    made_by: int
    made_at: datetime


class StatusWhy(StrEnum):
    RULE = "rule"  # the criterion is met
    HAND = "hand"  # a head says so
    ORDERS = "orders"  # the orders that it was won with are gone


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A line of a client's history. `on`: the team's date, as of which `because` was found. `rule_id`: by which
    version; `member_id`: who, by hand, with which `words`. `handoff_id`: the hand-over that it has led to."""

    id: int
    team_id: int
    client_id: int
    status: ClientStatus
    why: StatusWhy
    at: datetime
    on: date
    rule_id: int | None = None
    member_id: int | None = None
    because: tuple[Finding, ...] = ()
    words: str = ""
    handoff_id: int | None = None


def check_criterion(criterion: Criterion) -> None:
    """Raises NoParts where nothing is asked for, and BadCount, BadAmount or Empty for a part that makes no sense."""
    if not criterion.parts:
        raise NoParts
    for part in criterion.parts:
        _check_part(part)


def _check_part(part: Part) -> None:
    low, high = ORDERS
    if part.kind is PartKind.ORDERS:
        if not low <= part.number <= high:
            raise BadCount(low=low, high=high)
    elif part.kind is PartKind.PRODUCT:
        if not part.product.strip():
            raise Empty
    elif not 0 < part.amount <= LARGEST:
        raise BadAmount


def with_part(criterion: Criterion, part: Part) -> Criterion:
    """In place of the part of that kind; of products several may be asked for, each once, and of sums one in each
    currency."""
    kept = tuple(one for one in criterion.parts if _slot(one) != _slot(part))
    return Criterion(criterion.mode, (*kept, part))


def _slot(part: Part) -> tuple[PartKind, str]:
    return part.kind, _plain(part.product) if part.kind is PartKind.PRODUCT else part.currency


def evaluate(criterion: Criterion, orders: Iterable[Order], measure: Measure, today: date) -> Evaluation:
    """`orders`: all of one client; `today`: the team's date."""
    bought = sorted(
        ((day, order) for order in orders if (day := counted_on(order, measure)) and day <= today),
        key=lambda one: (one[0], one[1].id),
    )
    found = [_find(part, bought, today) for part in criterion.parts]
    because = tuple(one for one in found if one.holds)
    lacking = tuple(one for one in found if not one.holds)
    met = not lacking if criterion.mode is Mode.ALL else bool(because)
    return Evaluation(bool(found) and met, because, lacking)


Bought = Sequence[tuple[date, Order]]


def _find(part: Part, bought: Bought, today: date) -> Finding:
    if part.kind is PartKind.ORDERS:
        return Finding(part, len(bought) >= part.number, number=len(bought))
    if part.kind is PartKind.PRODUCT:
        days = [day for day, order in bought if _plain(order.product) == _plain(part.product)]
        return Finding(part, bool(days), number=len(days), on=days[0] if days else None)
    own = [(day, order.amount) for day, order in bought if order.currency == part.currency]
    if part.kind is PartKind.VOLUME:
        volume = sum(amount for _, amount in own)
        return Finding(part, volume >= part.amount, number=len(own), amount=volume)
    return _find_months(part, own, today)


def _find_months(part: Part, own: list[tuple[date, int]], today: date) -> Finding:
    """The later of the two stretches that holds; where neither does, what is there of the last whole months."""
    by_month: dict[date, list[int]] = {}
    for day, amount in own:
        by_month.setdefault(day.replace(day=1), []).append(amount)
    weigh = min if part.kind is PartKind.LOTS else sum
    weights = {month: weigh(amounts) for month, amounts in by_month.items()}
    for months in reversed(stretches(today)):
        if all(weights.get(month, 0) >= part.amount for month in months):
            return Finding(part, holds=True, amount=min(weights[month] for month in months), months=months)
    held = tuple(month for month in stretches(today)[0] if weights.get(month, 0) >= part.amount)
    return Finding(part, holds=False, number=len(held), months=held)


def stretches(today: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The three whole months before this one; and the two before it with this one, which may hold before it is over:
    nobody waits for a month's end to become a regular client."""
    first = today.replace(day=1)
    back = [first]
    for _ in range(MONTHS):
        back.append((back[-1] - timedelta(days=1)).replace(day=1))
    whole = tuple(reversed(back[1:]))
    return whole, (*whole[1:], first)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def due_status(
    orders: Iterable[Order], rules: Iterable[Rule], today: date
) -> tuple[ClientStatus, Rule | None, Evaluation]:
    """The highest status that one of the rules gives, and by which."""
    known = tuple(orders)
    best: tuple[ClientStatus, Rule | None, Evaluation] = (ClientStatus.NEW, None, Evaluation(met=False, because=()))
    for rule in rules:
        found = evaluate(rule.criterion, known, rule.measure, today)
        if found.met and rank(rule.aim) > rank(best[0]):
            best = (rule.aim, rule, found)
    return best


def standing(history: Sequence[StatusChange]) -> ClientStatus:
    """`history`: newest first."""
    return history[0].status if history else ClientStatus.NEW


def by_hand(history: Sequence[StatusChange]) -> tuple[ClientStatus, bool]:
    """The status that the latest word of a head leaves the client at least, and whether that word has lowered it: then
    no rule lifts it again, for the head has seen more than the orders."""
    for number, change in enumerate(history):
        if change.why is StatusWhy.HAND:
            return change.status, rank(change.status) < rank(standing(history[number + 1 :]))
    return ClientStatus.NEW, False


def rests_on_orders(change: StatusChange) -> bool:
    """Whether it was won with orders, so that it goes with them; what a head gave stays."""
    return change.rule_id is not None
