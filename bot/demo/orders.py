"""What the demo's clients have bought: who was a customer before goes on buying by habit, who was won has a first
order. Older orders came with a file, later ones were logged and marked one by one. As `sales.actions.orders` keeps
them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from bot.demo.habits import Habit, Market, come_along, habit_of, history
from bot.demo.past import Past
from bot.demo.rhythm import some_time
from locales import data
from sales.deals import DealStage
from sales.importing import Import, ImportState, ImportWhat
from sales.notices import Fact
from sales.orders import Order, renewal_day, renewal_last_call
from sales.ports import NEW
from sales.timers import Timer, TimerKind
from sales.worktime import DAY, day_start, local_day, local_moment, next_working_day, next_working_moment

#: The working day of the past on which the file came, and when.
CAME, AT = 5, time(10, 24)
#: Share of first orders that are for a year; how many are for a trial that ends soon, in so many days.
YEARLY, TRIALS, SOON = 0.5, 2, (34, 46)
YEAR = 365
#: Days since the owner of a contract that ends soon was reminded of it.
REMINDED = 12


def make_orders(past: Past, rng: Random) -> Mapping[int, Habit]:
    """Gives the habits of the older customers, by client."""
    today, services = local_day(past.now, past.schedule.zone), data("demo")["services"]
    of = Market(today, past.days[-1], past.schedule, past.team.settings, services)
    file_at = local_moment(past.days[CAME], AT, past.schedule.zone)
    made, habits = list(_first_orders(past, rng, of)), _habits(past, rng)
    for client_id, habit in habits.items():
        like = _blank(past, client_id, past.story(client_id).prospect.case["product"], file_at)
        made += [_told(past, rng, order, file_at) for order in history(habit, rng, like, of)]
    for order in sorted(_with_ends(past, rng, made, habits), key=lambda one: (one.created_at, one.ordered_on)):
        _keep(past, rng, replace(order, id=past.rows.orders.next), file_at)
    _file(past, file_at)
    return habits


def _habits(past: Past, rng: Random) -> dict[int, Habit]:
    """Dealt out to each owner's older customers; who has just bought something had bought once."""
    won = {deal.client_id for deal in past.rows.deals if deal.stage is DealStage.WON}
    habits: dict[int, Habit] = {}
    for owner in past.crew.values():
        mine = [one.client_id for one in past.stories.values() if one.ours and past.owner(one.client_id) is owner]
        rng.shuffle(mine)
        habits |= {one: Habit.ONCE for one in mine if one in won}
        habits |= {one: habit_of(owner, place) for place, one in enumerate(one for one in mine if one not in won)}
    return habits


def _blank(past: Past, client_id: int, product: str, at: datetime) -> Order:
    ids = (NEW, past.team.company_id, past.team.id, client_id, past.owner(client_id).id)
    return Order(*ids, product, 0, "RUB", past.days[0], None, None, None, created_at=at)


def _first_orders(past: Past, rng: Random, of: Market) -> Iterator[Order]:
    """What the won deals were about, told of between the handshake and the next thing."""
    for deal in past.rows.deals:
        if deal.stage is DealStage.WON and deal.ended_at is not None and deal.amount is not None:
            at = deal.ended_at + timedelta(seconds=rng.randrange(120, 1500))
            order = _blank(past, deal.client_id, deal.product, at)
            on = local_day(deal.ended_at, past.schedule.zone)
            yield come_along(rng, replace(order, amount=deal.amount, ordered_on=on, deal_id=deal.id), of)


def _told(past: Past, rng: Random, order: Order, file_at: datetime) -> Order:
    """With the file, or on its day."""
    if order.ordered_on < past.days[CAME]:
        return order
    at = next_working_moment(_moment(past, rng, order.ordered_on), past.schedule)
    return replace(order, created_at=max(at, file_at + timedelta(minutes=30)))


def _moment(past: Past, rng: Random, day: date) -> datetime:
    """When something of that day was entered."""
    return some_time(rng, day, past.schedule) + timedelta(seconds=rng.randrange(600))


def _with_ends(past: Past, rng: Random, made: Sequence[Order], habits: Mapping[int, Habit]) -> Iterator[Order]:
    """Some contracts end: most of them in months, a few soon."""
    today, notice = local_day(past.now, past.schedule.zone), timedelta(days=past.team.settings.renewal_days)
    soon = {
        Habit.QUARTERLY: next_working_day(today, past.schedule) + notice,
        Habit.KEY: today + notice - REMINDED * DAY,
    }
    trials = 0
    for order in made:
        habit, whole_year = habits.get(order.client_id), order.ordered_on + YEAR * DAY
        ends_on = None
        if habit in soon and timedelta(days=0.8 * YEAR) < soon[habit] - order.ordered_on <= timedelta(days=YEAR):
            ends_on = soon.pop(habit)
        elif order.deal_id is not None and trials < TRIALS:
            trials, ends_on = trials + 1, today + rng.randrange(*SOON) * DAY
        elif habit in (None, Habit.ONCE) and rng.random() < YEARLY and whole_year > today + 3 * notice:
            ends_on = whole_year
        yield replace(order, contract_ends_on=ends_on)


def _keep(past: Past, rng: Random, order: Order, file_at: datetime) -> None:
    if order.created_at != file_at:
        facts: dict[str, Fact] = {"amount": order.amount, "product": order.product, "on": order.ordered_on.isoformat()}
        past.rows.note(order.member_id, "log_order", order.id, order.created_at, order.client_id, facts)
    past.rows.orders.save(replace(order, version=1 + _mark(past, rng, order)))


def _mark(past: Past, rng: Random, order: Order) -> int:
    """What came later than the entry was marked on its day; gives how often."""
    told_on, count = local_day(order.created_at, past.schedule.zone), 0
    for name, day in (("shipped_on", order.shipped_on), ("paid_on", order.paid_on)):
        if day is not None and day > told_on:
            facts: dict[str, Fact] = {name: ["", day.isoformat()]}
            past.rows.note(order.member_id, "mark_order", order.id, _moment(past, rng, day), order.client_id, facts)
            count += 1
    return count


def _file(past: Past, at: datetime) -> None:
    """The orders from before, as the head has brought them along."""
    count = sum(order.created_at == at for order in past.rows.orders)
    begun, last = at - timedelta(minutes=3), max(one.id for one in past.rows.clients if one.created_at < at)
    ids = (past.rows.files.next, past.team.company_id, past.head_id)
    file = Import(*ids, past.words["orders"]["file"], ImportState.DONE, begun, last)
    past.rows.files.save(replace(file, done_at=at, made=count, what=ImportWhat.ORDERS))


def renewal_timers(past: Past) -> Iterator[Timer]:
    """Of the contracts whose ends are still ahead; whoever was reminded already has the last call before them."""
    today, days = local_day(past.now, past.schedule.zone), past.team.settings.renewal_days
    for order in past.rows.orders:
        ends_on = order.contract_ends_on
        if ends_on is None or ends_on < today:
            continue
        at = _opening(past, renewal_day(ends_on, days))
        yield Timer(NEW, TimerKind.RENEWAL, order.id, "", None, at, exact=False)
        if at <= past.now:
            last = _opening(past, renewal_last_call(ends_on, days))
            yield Timer(NEW, TimerKind.RENEWAL_LAST, order.id, at.isoformat(), None, last, exact=False)


def _opening(past: Past, day: date) -> datetime:
    return next_working_moment(day_start(day, past.schedule), past.schedule)
