"""How customers buy: every month or every quarter, once or twice, less and less, or no more. A history is drawn until
the product's own rules find in it what the habit is meant to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from random import Random

from bot.demo.people import Colleague
from bot.demo.rules import KEY, REGULAR, VOLUME_OF_KEY
from sales.company import TeamSettings
from sales.credit import months_after
from sales.orders import Order
from sales.people import Role
from sales.regular import ClientStatus, evaluate, stretches
from sales.watch import Sign, fall, silence
from sales.worktime import DAY, Schedule, next_working_day, previous_working_day

#: Histories drawn before one is taken as it is.
DRAWN = 60
THOUSAND = 1000 * 100
#: Days after which what is signed is shipped, and then paid: within the month, so that each month has its own.
SHIPPED, PAID = (2, 6), (3, 9)
#: Days of a month on which somebody orders; days between the orders of who falls silent.
EARLY_IN_MONTH, GAP = (3, 10), (29, 33)
#: How much more each order is worth than the one before, where a month without any must not show as a fall.
GROWTH = 1.07


class Habit(Enum):
    ONCE = auto()
    TWICE = auto()
    THIRD = auto()  # two paid orders; with the third, which is shipped, the client is a regular one
    MONTHLY = auto()
    QUARTERLY = auto()
    KEY = auto()  # every month, and much
    NEARLY_KEY = auto()  # the last order, which is shipped, will make it one
    FALLING = auto()  # a key client that has begun to buy less
    SILENT = auto()  # for a week or more longer than its rhythm lets expect
    SILENT_NOW = auto()  # since today


#: Each person's clients: the first ones, then the others again and again.
DECKS: Mapping[Role, tuple[Sequence[Habit], Sequence[Habit]]] = {
    Role.FARMER: (
        (Habit.SILENT, Habit.SILENT_NOW, Habit.NEARLY_KEY),
        (Habit.QUARTERLY, Habit.MONTHLY, Habit.QUARTERLY, Habit.TWICE, Habit.QUARTERLY, Habit.MONTHLY, Habit.ONCE),
    ),
    Role.KAM: ((Habit.FALLING,), (Habit.KEY, Habit.KEY, Habit.QUARTERLY, Habit.KEY)),
    Role.HUNTER: ((Habit.THIRD,), (Habit.ONCE, Habit.TWICE)),
    Role.CLOSER: ((), (Habit.TWICE, Habit.ONCE, Habit.TWICE)),
    Role.HEAD: ((), (Habit.TWICE, Habit.ONCE)),
}

#: What an order is worth, in thousands of roubles.
WORTH: Mapping[Habit, tuple[int, int]] = {
    Habit.ONCE: (180, 900),
    Habit.TWICE: (160, 700),
    Habit.THIRD: (210, 320),
    Habit.MONTHLY: (70, 210),
    Habit.QUARTERLY: (140, 520),
    Habit.KEY: (340, 560),
    Habit.NEARLY_KEY: (250, 290),
    Habit.FALLING: (420, 600),
    Habit.SILENT: (90, 160),
    Habit.SILENT_NOW: (90, 160),
}

_NONE: frozenset[Sign] = frozenset()
SHOWS: Mapping[Habit, tuple[ClientStatus, frozenset[Sign]]] = {
    Habit.MONTHLY: (ClientStatus.REGULAR, _NONE),
    Habit.QUARTERLY: (ClientStatus.REGULAR, _NONE),
    Habit.KEY: (ClientStatus.KEY, _NONE),
    Habit.NEARLY_KEY: (ClientStatus.REGULAR, _NONE),
    Habit.FALLING: (ClientStatus.KEY, frozenset({Sign.FALL})),
    Habit.SILENT: (ClientStatus.REGULAR, frozenset({Sign.SILENCE})),
    Habit.SILENT_NOW: (ClientStatus.REGULAR, frozenset({Sign.SILENCE})),
}


@dataclass(frozen=True, slots=True)
class Market:
    """`last`: the last day that the past knows. `services`: what is bought again and again."""

    today: date
    last: date
    schedule: Schedule
    settings: TeamSettings
    services: Sequence[str]


def habit_of(owner: Colleague, number: int) -> Habit:
    """Of the owner's client with that number, from 0."""
    first, others = DECKS[owner.role]
    return first[number] if number < len(first) else others[(number - len(first)) % len(others)]


def history(habit: Habit, rng: Random, order: Order, of: Market) -> list[Order]:
    """Orders like `order`, the oldest first, up to yesterday."""
    drawn: list[Order] = []
    for _ in range(DRAWN):
        drawn = list(_drawn(habit, rng, order, of))
        if _shows(habit, drawn, of):
            break
    return drawn


def come_along(rng: Random, order: Order, of: Market) -> Order:
    """Shipped and paid in a while; what would come after yesterday hasn't come."""
    shipped = workday(order.ordered_on + rng.randrange(*SHIPPED) * DAY, of)
    paid = workday(shipped + rng.randrange(*PAID) * DAY, of)
    return replace(
        order,
        signed_on=order.ordered_on,
        shipped_on=shipped if shipped <= of.last else None,
        paid_on=paid if paid <= of.last else None,
    )


def workday(day: date, of: Market) -> date:
    """That one, or the next working one."""
    return next_working_day(day - DAY, of.schedule)


def _drawn(habit: Habit, rng: Random, order: Order, of: Market) -> Iterator[Order]:
    days = sorted(day for day in _days(habit, rng, of) if day <= of.last)
    usual = rng.uniform(*WORTH[habit])
    made = [come_along(rng, replace(order, ordered_on=day), of) for day in days]
    again = rng.choice(of.services)
    made[1:] = [replace(row, product=again) for row in made[1:]]
    if habit in (Habit.THIRD, Habit.NEARLY_KEY) and made:
        made[-1] = replace(made[-1], paid_on=None)
    worth = [usual * rng.uniform(0.93, 1.07) * _trend(habit, number, len(made)) for number in range(len(made))]
    if habit is Habit.NEARLY_KEY:
        paid = sum(one for one, row in zip(worth, made, strict=True) if row.paid_on)
        worth = [one * (VOLUME_OF_KEY / THOUSAND - rng.uniform(40, 120)) / paid for one in worth]
    for one, row in zip(worth, made, strict=True):
        fell = habit is Habit.FALLING and row.ordered_on >= stretches(of.today)[0][0]
        yield replace(row, amount=round(one * (0.5 if fell else 1)) * THOUSAND)


def _trend(habit: Habit, number: int, count: int) -> float:
    """Who falls silent had bought more and more."""
    grows = habit in (Habit.SILENT, Habit.SILENT_NOW)
    return float(GROWTH ** (number - count)) if grows else 1.0


def _days(habit: Habit, rng: Random, of: Market) -> Iterator[date]:
    match habit:
        case Habit.ONCE | Habit.TWICE | Habit.THIRD:
            ago = {Habit.ONCE: (190,), Habit.TWICE: (270, 120), Habit.THIRD: (165, 90, 19)}[habit]
            spread = 4 if habit is Habit.THIRD else 60
            yield from (workday(of.today - (one + rng.randrange(-spread, spread)) * DAY, of) for one in ago)
        case Habit.SILENT | Habit.SILENT_NOW:
            day = of.today - (61 + rng.randrange(5) + (8 if habit is Habit.SILENT else 0)) * DAY
            for _ in range(11):
                yield workday(day, of)
                day -= rng.randrange(*GAP) * DAY
        case _:
            every = 3 if habit is Habit.QUARTERLY else 1
            first, about = rng.randrange(every), rng.randrange(*EARLY_IN_MONTH)
            count = 5 if every == 3 else rng.randrange(4, 14) if habit is Habit.MONTHLY else 14
            months = (months_after(of.today.replace(day=1), -first - every * back) for back in range(count))
            yield from (workday(month + (about - 2 + rng.randrange(3)) * DAY, of) for month in months)


def _shows(habit: Habit, orders: Sequence[Order], of: Market) -> bool:
    if habit not in SHOWS:
        return True
    status, signs = SHOWS[habit]
    if _status(orders, of) is not status or _signs(orders, of.today, of) != signs:
        return False
    if habit is Habit.NEARLY_KEY:
        return _status([replace(one, paid_on=one.shipped_on) for one in orders], of) is ClientStatus.KEY
    before = _signs(orders, previous_working_day(of.today, of.schedule), of)
    return (Sign.SILENCE in before) is (habit is Habit.SILENT)


def _status(orders: Sequence[Order], of: Market) -> ClientStatus:
    for criterion, status in ((KEY, ClientStatus.KEY), (REGULAR, ClientStatus.REGULAR)):
        if evaluate(criterion, orders, of.settings.volume_by, of.today).met:
            return status
    return ClientStatus.NEW


def _signs(orders: Sequence[Order], today: date, of: Market) -> frozenset[Sign]:
    found = (
        silence(orders, of.settings.silence_percent, today),
        fall(orders, of.settings.volume_by, of.settings.fall_percent, today),
    )
    return frozenset(one.sign for one in found if one is not None)
