"""Which clients are regular and key ones: found at every order and every night, by the rules in force, or by a head's
word. A status that was won is kept, whatever later months bring (the watch warns of those) and whatever rule comes
after: it goes only where the orders that it was won with are cancelled or corrected away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sales.actions.clients import client_in_reach, require_full
from sales.actions.nightly import fire_nightly
from sales.actions.proposal_course import end_if_over
from sales.actions.proposals import propose
from sales.actions.routing import stewards
from sales.company import Team
from sales.errors import WrongState
from sales.legs import Leg
from sales.notices import Notice, NoticeKind
from sales.orders import Measure, Order
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.regular import (
    AIMS,
    ClientStatus,
    Finding,
    Rule,
    StatusChange,
    StatusWhy,
    by_hand,
    due_status,
    evaluate,
    rank,
    rests_on_orders,
    standing,
)
from sales.timers import TimerKind
from sales.wording import a_line
from sales.worktime import local_day

#: Characters of a reason.
WHY = 300
#: What a status leads on to, and the hand-over's `why`; the highest first.
LEGS = ((Leg.KEY, ClientStatus.KEY.value), (Leg.REGULAR, ClientStatus.REGULAR.value))


def today_of(team: Team, now: datetime) -> date:
    return local_day(now, ZoneInfo(team.settings.zone))


def rules_of(work: Work, team_id: int) -> tuple[Rule, ...]:
    """Those in force."""
    found = (work.rules.newest(team_id, aim) for aim in AIMS)
    return tuple(rule for rule in found if rule is not None and rule.criterion.parts)


def orders_of(work: Work, team_id: int) -> Mapping[int, list[Order]]:
    """Everything that was ever ordered, by client id."""
    by_client: dict[int, list[Order]] = {}
    for order in work.orders.of_team(team_id, date.min, date.max):
        by_client.setdefault(order.client_id, []).append(order)
    return by_client


def order_changed(work: Work, client_id: int, now: datetime) -> ClientStatus:
    """To be called after every change of one of the client's orders; gives what the client is then."""
    client = work.clients.get(client_id)
    team = work.companies.team(client.team_id)
    _reconsider(work, team, client_id, work.orders.of_client(client_id), rules_of(work, team.id), now)
    return standing(work.statuses.history(client_id))


def keep_standing(
    work: Work, client_id: int, own: Sequence[StatusChange], other: Sequence[StatusChange], now: datetime
) -> None:
    """Two histories have become one, in which the newest row may be the lesser client's: what stands is on record once
    more. The higher status stands, but what a head has said about the survivor is undone by no rule."""
    first, second = own[:1], other[:1]
    said = bool(first) and first[0].why is StatusWhy.HAND
    overruled = said and not (second and second[0].why is StatusWhy.HAND)
    stands = first if overruled or rank(standing(own)) >= rank(standing(other)) else second
    if stands and stands[0].status is not standing(work.statuses.history(client_id)):
        work.statuses.add(replace(stands[0], id=NEW, client_id=client_id, at=now))


def reconsider_team(work: Work, team: Team, now: datetime) -> int:
    """Every client who has ever ordered; gives how many have changed."""
    rules, known = rules_of(work, team.id), work.statuses.of_team(team.id)
    orders = orders_of(work, team.id)
    changed = 0
    for client_id in sorted({*orders, *known}):
        changed += _reconsider(work, team, client_id, orders.get(client_id, []), rules, now)
        _propose_again(work, client_id, known.get(client_id), now)
    return changed


def fire_regular(work: Work, now: datetime) -> int:
    """What time itself has changed, and what came with a file: at the opening of each working day, for the night's
    sake; gives how many teams were looked through."""
    return fire_nightly(work, TimerKind.REGULAR, lambda team: reconsider_team(work, team, now), now)


def _reconsider(
    work: Work, team: Team, client_id: int, orders: Sequence[Order], rules: Iterable[Rule], now: datetime
) -> bool:
    """Whether the client's status has changed."""
    today = today_of(team, now)
    due, rule, found = due_status(orders, rules, today)
    history = work.statuses.history(client_id)
    least, pinned = by_hand(history)
    status = standing(history)
    if rank(due) > rank(status) and rule is not None and not pinned:
        change = StatusChange(
            NEW, team.id, client_id, due, StatusWhy.RULE, now, today, rule_id=rule.id, because=found.because
        )
    elif rank(least) > rank(status) and not pinned:  # two histories have become one: a head's word holds in it
        word = next(one for one in history if one.why is StatusWhy.HAND)
        change = replace(word, id=NEW, at=now, on=today, handoff_id=None)
    elif rank(due) < rank(status) and history and not _still_won(work, history[0], orders):
        left, by = (due, rule) if rank(due) > rank(least) else (least, None)
        change = StatusChange(
            *(NEW, team.id, client_id, left, StatusWhy.ORDERS, now, today),
            rule_id=by.id if by else None,
            because=found.because if by else (),
        )
    else:
        return False
    _put(work, change, status, None, now)
    return True


def _still_won(work: Work, change: StatusChange, orders: Sequence[Order]) -> bool:
    """By the version and the day it was won with."""
    if change.rule_id is None or not rests_on_orders(change):
        return True
    rule = work.rules.get(change.rule_id)
    return evaluate(rule.criterion, orders, rule.measure, change.on).met


def _put(work: Work, change: StatusChange, before: ClientStatus, by: int | None, now: datetime) -> StatusChange:
    """On record, told, and where it leads on, proposed."""
    made = work.statuses.add(change)
    facts = {"old": before.value, "new": made.status.value, "why": made.why.value}
    work.audit.note(by, "change_status", made.id, now, client_id=made.client_id, facts=facts)
    risen = rank(made.status) > rank(before)
    if not risen:
        end_if_over(work, made.client_id, now)
    if not (risen and _propose(work, made, now)):
        _tell(work, made, risen=risen, by=by)
    return made


def _tell(work: Work, change: StatusChange, *, risen: bool, by: int | None) -> None:
    owner_id = work.clients.get(change.client_id).owner_id
    heads = [] if risen else [head.id for head in stewards(work, change.team_id, Permission.DIRECT_HANDOVERS)]
    for member_id in dict.fromkeys([owner_id, *heads]):
        if member_id != by and work.people.get(member_id).active:
            work.outbox.tell(member_id, Notice(NoticeKind.STATUS, change.id))


def _propose(work: Work, change: StatusChange, now: datetime) -> bool:
    """The next leg, where the team has one and the client isn't on its way already. From nothing to key at once: the
    key account manager first, else whoever keeps regular clients."""
    legs = LEGS if change.status is ClientStatus.KEY else LEGS[1:]
    for leg, why in legs:
        handoff = propose(work, change.client_id, leg, why=why, by=change.member_id, now=now)
        if handoff is not None:
            work.statuses.link(change.id, handoff.id)
            return True
    return False


def _propose_again(work: Work, client_id: int, change: StatusChange | None, now: datetime) -> None:
    """What could not be proposed when the status came, for the client was on its way to somebody: so that it isn't
    forgotten."""
    if change is not None and change.handoff_id is None and change.status is not ClientStatus.NEW:
        _propose(work, change, now)


@dataclass(frozen=True, slots=True)
class MarkClient:
    """By hand: a key client picked by the head, or one who isn't regular whatever the orders say."""

    client_id: int
    status: ClientStatus
    words: str


@dataclass(frozen=True, slots=True)
class Marked:
    client_id: int
    client: str
    status: ClientStatus
    #: Whether a hand-over has been proposed with it.
    proposed: bool


def mark_client(work: Work, actor: Actor, form: MarkClient, now: datetime) -> Marked:
    """With a reason. A status that was lowered so is lifted again by hand only."""
    require(actor, Permission.DIRECT_HANDOVERS)
    client = client_in_reach(work, actor, form.client_id)
    before = standing(work.statuses.history(client.id))
    if form.status is before:
        raise WrongState
    team = work.companies.team(client.team_id)
    change = StatusChange(
        *(NEW, team.id, client.id, form.status, StatusWhy.HAND, now, today_of(team, now)),
        member_id=actor.member_id,
        words=a_line(form.words, WHY),
    )
    made = _put(work, change, before, actor.member_id, now)
    return Marked(client.id, client.name, form.status, work.statuses.get(made.id).handoff_id is not None)


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One change of the past. `by`: whose word, or an empty string; `measure`: of the rule that it was found by."""

    status: ClientStatus
    why: StatusWhy
    on: date
    by: str
    words: str
    because: tuple[Finding, ...]
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class ClientStanding:
    """`towards`: how far the client is on the way to the next status, where a rule leads there."""

    client_id: int
    client: str
    owner: str
    status: ClientStatus
    history: tuple[StatusLine, ...]
    next: ClientStatus | None
    towards: tuple[Finding, ...]
    may_mark: bool


def client_standing(work: Work, actor: Actor, client_id: int, now: datetime) -> ClientStanding:
    """For those who see the client whole: how it stands, since when and why, and what is lacking."""
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    history = work.statuses.history(client.id)
    status, team = standing(history), work.companies.team(client.team_id)
    ahead = [rule for rule in rules_of(work, team.id) if rank(rule.aim) > rank(status)][:1]
    found = [
        evaluate(one.criterion, work.orders.of_client(client.id), one.measure, today_of(team, now)) for one in ahead
    ]
    return ClientStanding(
        *(client.id, client.name, work.people.get(client.owner_id).name, status),
        history=tuple(status_line(work, change) for change in history),
        next=ahead[0].aim if ahead else None,
        towards=(*found[0].because, *found[0].lacking) if found else (),
        may_mark=actor.may(Permission.DIRECT_HANDOVERS),
    )


def status_line(work: Work, change: StatusChange) -> StatusLine:
    by = work.people.get(change.member_id).name if change.member_id else ""
    measure = work.rules.get(change.rule_id).measure if change.rule_id else None
    return StatusLine(change.status, change.why, change.on, by, change.words, change.because, measure)


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """A change as its notice needs it. `stands`: whether it is still how the client stands."""

    client_id: int
    client: str
    line: StatusLine
    stands: bool


def change_told(work: Work, change_id: int) -> ChangeTold:
    change = work.statuses.get(change_id)
    client = work.clients.get(change.client_id)
    newest = work.statuses.history(client.id)[0]
    return ChangeTold(client.id, client.name, status_line(work, change), newest.id == change.id)


def became(work: Work, client_id: int) -> StatusLine | None:
    """What has made the client what it is, for the card of the hand-over that follows; None: nothing has."""
    history = work.statuses.history(client_id)
    return status_line(work, history[0]) if history else None
