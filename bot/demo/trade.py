"""What has come of the talks: deals, orders, regular and key clients, and what is warned of. A pass over the past once
it has been lived, drawn by dice of its own, so that it changes nothing of what people have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.demo.deals import make_deals
from bot.demo.habits import Habit
from bot.demo.orders import make_orders
from bot.demo.past import SEED, Past
from bot.demo.rules import switch_on
from bot.demo.statuses import give_statuses
from bot.demo.watch import warn
from sales.actions.orders import MarkOrder, mark_order
from sales.actions.people import actor_of_member
from sales.notices import Notice, NoticeKind
from sales.orders import Measure
from sales.ports import Work
from sales.worktime import local_day


@dataclass(frozen=True, slots=True)
class News:
    """What this morning brings: an order that is paid, and warnings."""

    paid: int | None
    warnings: Sequence[int]


def follow(work: Work, past: Past) -> News:
    """Everything up to yesterday."""
    rng = Random(f"{SEED} trade")  # noqa: S311 - a game, no secret
    make_deals(past, rng)
    habits = make_orders(past, rng)
    rules = switch_on(work, past, rng)
    statuses = give_statuses(past, rules)
    shipped = (one for one in past.rows.orders if habits.get(one.client_id) is Habit.THIRD and one.paid_on is None)
    return News(next((one.id for one in shipped), None), warn(past, statuses, rng))


def open_with(work: Work, past: Past, news: News, at: datetime) -> None:
    """A third order is paid, so that its client becomes a regular one: the hunter is asked to hand it over."""
    for number in news.warnings:
        work.outbox.tell(work.warnings.get(number).member_id, Notice(NoticeKind.WATCH, number))
    if news.paid is not None:
        order = work.orders.get(news.paid)
        actor = actor_of_member(work, order.member_id)
        on = local_day(at, past.schedule.zone)
        if actor is not None:
            mark_order(work, actor, MarkOrder(order.id, order.version, Measure.PAID, on), at)
