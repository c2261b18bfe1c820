"""Ends of contracts: known in advance (domain: regular clients), told to whoever carries the client, and to the heads
where half of the time has run and nothing has happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sales.actions.routing import stewards
from sales.actions.stand_in import stand_in
from sales.actions.steps import schedule_of
from sales.notices import Notice, NoticeKind
from sales.orders import Order, is_renewed, renewal_day, renewal_last_call
from sales.people import Permission
from sales.ports import Work
from sales.timers import TimerKind
from sales.worktime import DAY, Schedule, day_start, local_day, next_working_moment

KINDS = (TimerKind.RENEWAL, TimerKind.RENEWAL_LAST)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Renewal:
    """A contract's end as its notices tell it. `matters`: it still is to be prolonged."""

    order_id: int
    client_id: int
    client: str
    owner: str
    product: str
    amount: int
    currency: str
    ends_on: date
    matters: bool


def watch_end(work: Work, order: Order, now: datetime) -> None:
    """Sets what reminds of the contract's end, or silences it where there is none to be reminded of."""
    team = work.companies.team(order.team_id)
    schedule = schedule_of(team)
    for kind in KINDS:
        work.timers.cancel(kind, order.id)
    ends_on = order.contract_ends_on
    if ends_on is not None and order.cancelled_at is None and ends_on >= local_day(now, schedule.zone):
        day = renewal_day(ends_on, team.settings.renewal_days)
        work.timers.set(TimerKind.RENEWAL, order.id, _morning(day, now, schedule))


def _morning(day: date, after: datetime, schedule: Schedule) -> datetime:
    """The opening of that day or of the next working one; where that has passed, of the next working day."""
    at = next_working_moment(day_start(day, schedule), schedule)
    tomorrow = day_start(local_day(after, schedule.zone) + DAY, schedule)
    return at if at > after else next_working_moment(tomorrow, schedule)


def fire_renewals(work: Work, now: datetime) -> int:
    """Gives how many timers were looked at."""
    due = work.timers.due(KINDS, now, AT_ONCE)
    for timer in [one for one in due if work.timers.fire(one.id, now)]:
        order = work.orders.get(timer.subject)
        if not _matters(work, order):
            continue
        if timer.kind is TimerKind.RENEWAL:
            _remind(work, order, now)
        elif _nothing_since(work, order, datetime.fromisoformat(timer.occasion)):
            _tell_heads(work, order)
    return len(due)


def _matters(work: Work, order: Order) -> bool:
    return order.contract_ends_on is not None and not is_renewed(order, work.orders.of_client(order.client_id))


def _remind(work: Work, order: Order, now: datetime) -> None:
    """Its owner now, whoever has sold it, or who stands in; the heads where the owner works here no more."""
    owner = stand_in(work, work.clients.get(order.client_id).owner_id)
    if not owner.active or order.contract_ends_on is None:
        _tell_heads(work, order)
        return
    work.outbox.tell(owner.id, Notice(NoticeKind.RENEWAL, order.id))
    team = work.companies.team(order.team_id)
    last = _morning(renewal_last_call(order.contract_ends_on, team.settings.renewal_days), now, schedule_of(team))
    work.timers.set(TimerKind.RENEWAL_LAST, order.id, last, occasion=now.isoformat())


def _nothing_since(work: Work, order: Order, reminded: datetime) -> bool:
    """No entry about the client, and no further order."""
    last = work.activities.of_client(order.client_id, 1)
    spoken = bool(last) and last[0].at >= reminded
    return not spoken and all(one.created_at < reminded for one in work.orders.of_client(order.client_id))


def _tell_heads(work: Work, order: Order) -> None:
    for head in stewards(work, order.team_id, Permission.DIRECT_HANDOVERS):
        work.outbox.tell(head.id, Notice(NoticeKind.RENEWAL_LAST, order.id))


def renewal(work: Work, order_id: int) -> Renewal:
    """A house query for the notices that leave."""
    order = work.orders.get(order_id)
    client = work.clients.get(order.client_id)
    return Renewal(
        order_id=order.id,
        client_id=client.id,
        client=client.name,
        owner=work.people.get(client.owner_id).name,
        product=order.product,
        amount=order.amount,
        currency=order.currency,
        ends_on=order.contract_ends_on or order.ordered_on,
        matters=order.cancelled_at is None and _matters(work, order),
    )
