"""What the watch has found up to this morning: standing warnings, since the day on which each was told, with the heads
behind the owner. As `sales.actions.watch` keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random

from bot.demo.deals import talks_of
from bot.demo.past import Past
from bot.demo.statuses import orders_by_client
from sales.actions.watch import level_of
from sales.notices import Fact
from sales.orders import Order
from sales.people import Role
from sales.regular import ClientStatus, StatusChange
from sales.watch import HEAD_AFTER, Occasion, Sign, WatchWarning, fall, out_of_touch, silence, watches_orders
from sales.worktime import day_start, local_day, next_working_moment

#: Days for which somebody has put a warning off.
SNOOZED = 21

#: What a sign finds on a day.
Look = Callable[[date], Occasion | None]


def warn(past: Past, statuses: Mapping[int, StatusChange], rng: Random) -> Sequence[int]:
    """Gives the ids of those that nobody has read of yet: they are this morning's."""
    today = local_day(past.now, past.schedule.zone)
    days = [*past.days, today]
    contacts = {
        client_id: local_day(talks[-1].at, past.schedule.zone) for client_id, talks in talks_of(past).items() if talks
    }
    found = [
        (_since(look, days, statuses.get(client_id)), client_id, occasion)
        for client_id, orders in orders_by_client(past).items()
        for look in _looks(past, statuses.get(client_id), orders, contacts.get(client_id))
        if (occasion := look(today)) is not None
    ]
    for place, client_id, occasion in sorted(found, key=lambda one: one[:2]):
        _keep(past, client_id, occasion, days[place:])
    _put_one_off(past, rng)
    return [one.id for one in past.rows.warnings if one.told_at >= day_start(today, past.schedule)]


def _looks(past: Past, change: StatusChange | None, orders: Sequence[Order], contact: date | None) -> list[Look]:
    settings, status = past.team.settings, change.status if change else ClientStatus.NEW
    first = min(order.ordered_on for order in orders)
    level = level_of(settings, status)
    looks: list[Look] = [lambda day: out_of_touch(contact, first, level, day)]
    if watches_orders(status):
        looks.append(partial(silence, orders, settings.silence_percent))
        looks.append(partial(fall, orders, settings.volume_by, settings.fall_percent))
    return looks


def _since(look: Look, days: Sequence[date], change: StatusChange | None) -> int:
    """The place of the first day from which on it was found on every one, as long as the client has had its status."""
    place = len(days) - 1
    while place > 0 and look(days[place - 1]) is not None and (change is None or days[place - 1] > change.on):
        place -= 1
    return place


def _keep(past: Past, client_id: int, occasion: Occasion, days: Sequence[date]) -> None:
    """`days`: from the one on which it was told."""
    owner, told_at = past.owner(client_id), day_start(days[0], past.schedule)
    heads_at = day_start(days[HEAD_AFTER], past.schedule) if len(days) > HEAD_AFTER else None
    row = (past.rows.warnings.next, past.team.id, client_id, occasion.sign, occasion.key, dict(occasion.facts))
    past.rows.warnings.save(WatchWarning(*row, owner.id, told_at, heads_at))


def _put_one_off(past: Past, rng: Random) -> None:
    """The key account manager knows why its client buys less."""
    for warning in past.rows.warnings:
        if warning.sign is Sign.FALL and past.owner(warning.client_id).role is Role.KAM and warning.heads_at:
            at = next_working_moment(warning.heads_at + timedelta(minutes=rng.randrange(40, 200)), past.schedule)
            until = local_day(past.now, past.schedule.zone) + timedelta(days=SNOOZED)
            words = rng.choice(past.words["orders"]["snoozed"])
            put_off = {"snoozed_until": until, "snoozed_by": warning.member_id, "snooze_words": words}
            past.rows.warnings.save(replace(warning, **put_off))
            facts: dict[str, Fact] = {"sign": warning.sign.value, "until": until.isoformat(), "words": words}
            past.rows.note(warning.member_id, "snooze_warning", warning.id, at, warning.client_id, facts)
            return
