"""What the demo's clients have become by their orders, from the day on which the criteria came: found by the product's
own evaluation. As `sales.actions.regular` keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.demo.past import Past
from sales.notices import Fact
from sales.orders import Measure, Order, counted_on
from sales.ports import NEW
from sales.regular import ClientStatus, Rule, StatusChange, StatusWhy, due_status, rank
from sales.worktime import day_start, local_day

#: Under which name the record keeps that an order came to count.
DAY_OF = {Measure.SIGNED: "signed_on", Measure.SHIPPED: "shipped_on", Measure.PAID: "paid_on"}


def orders_by_client(past: Past) -> dict[int, list[Order]]:
    found: dict[int, list[Order]] = {}
    for order in past.rows.orders:
        found.setdefault(order.client_id, []).append(order)
    return found


def give_statuses(past: Past, rules: Sequence[Rule]) -> dict[int, StatusChange]:
    """Each client's latest, by client id. In the order of time, as they were found."""
    paid_at = {
        (row["client_id"], row["facts"][DAY_OF[rule.measure]][1]): row["at"]
        for row in past.rows.noted
        for rule in rules[:1]
        if row["verb"] == "mark_order" and DAY_OF[rule.measure] in row["facts"]
    }
    newest: dict[int, StatusChange] = {}
    found = [
        change
        for client_id, orders in orders_by_client(past).items()
        for change in _risen(past, rules, client_id, orders, paid_at)
    ]
    for change in sorted(found, key=lambda one: (one.at, one.client_id)):
        before = newest[change.client_id].status if change.client_id in newest else ClientStatus.NEW
        newest[change.client_id] = _keep(past, change, before)
    return newest


def _risen(
    past: Past,
    rules: Sequence[Rule],
    client_id: int,
    orders: Sequence[Order],
    marked_at: Mapping[tuple[int, str], datetime],
) -> Iterator[StatusChange]:
    """With each rule, and whenever something has come to count since."""
    began = local_day(rules[-1].made_at, past.schedule.zone)
    days = {day for order in orders if (day := counted_on(order, rules[0].measure)) and day > began}
    looks = [(began, rule.made_at, rules[: place + 1]) for place, rule in enumerate(rules)]
    for day in sorted(days):
        at = marked_at.get((client_id, day.isoformat()), day_start(day, past.schedule))
        looks.append((day, at, rules))
    status = ClientStatus.NEW
    for day, at, known in looks:
        due, rule, found = due_status(orders, known, day)
        if rule is not None and rank(due) > rank(status):
            status = due
            row = (NEW, past.team.id, client_id, due, StatusWhy.RULE, at, day, rule.id)
            yield StatusChange(*row, because=found.because)


def _keep(past: Past, change: StatusChange, before: ClientStatus) -> StatusChange:
    facts: dict[str, Fact] = {"old": before.value, "new": change.status.value, "why": change.why.value}
    made = past.rows.statuses.save(replace(change, id=past.rows.statuses.next))
    past.rows.note(None, "change_status", made.id, made.at, made.client_id, facts)
    return made
