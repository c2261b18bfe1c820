"""The demo's firm: founded when its past begins, through the product's own actions; people come in at once or later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.people import MANNERS, Colleague, Manner, trade_of
from bot.demo.rhythm import past_days
from sales.actions.catalogue import NewEntry, add_product
from sales.actions.company import SetUpCompany, set_up_company
from sales.actions.day_messages import ChooseMessages, choose_messages
from sales.actions.join import ClaimOwner, claim_owner
from sales.actions.people import actor_of
from sales.actions.places import BindPlace, bind_place
from sales.actions.plan import SetPlan, set_plan
from sales.company import Team
from sales.notices import Fact
from sales.people import Actor, Member, Role
from sales.plan import month_of
from sales.ports import NEW, Work
from sales.worktime import Schedule, day_start, local_day

OPENS, CLOSES = time(9), time(18)


@dataclass(frozen=True, slots=True)
class Extra:
    """One person of the demo, by the number that the sandbox gave. `manner`: for who carries clients. `evening`: wants
    the summary of the day."""

    id: int
    name: str
    roles: tuple[Role, ...]
    manner: Manner | None
    evening: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The group and its topic where hand-overs are announced; numbers are the sandbox's."""

    chat_id: int
    thread_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Firm:
    team: Team
    crew: Sequence[Colleague]


def hours(zone: str) -> Schedule:
    return Schedule(ZoneInfo(zone), OPENS, CLOSES)


def extra(telegram_id: int, words: Mapping[str, Any]) -> Extra:
    """As the person stands in the demo's words."""
    roles = tuple(Role(role) for role in words["roles"])
    return Extra(telegram_id, words["name"], roles, MANNERS.get(words.get("manner", "")), words.get("evening", False))


def found(work: Work, words: Mapping[str, Any], people: Sequence[Extra], room: Room, zone: str, now: datetime) -> Firm:
    """The first of `people` is the owner. The others were let in long ago, so nobody is told of it now."""
    days, schedule = past_days(now, hours(zone)), hours(zone)
    begin = day_start(days[0], schedule)
    owner, *others = people
    claim_owner(work, ClaimOwner(owner.id, owner.name), begin)
    founder = _actor(work, owner.id)
    form = SetUpCompany(words["company"], words["team"], zone, OPENS, CLOSES, digest_at=CLOSES, also_head=False)
    set_up_company(work, founder, form, begin)
    members = {one: _let_in(work, founder, one, _came(one, days, schedule)) for one in others}
    head = _actor(work, next(one.id for one in others if Role.HEAD in one.roles))
    for name in (*words["products"], *words["services"]):
        add_product(work, head, NewEntry(name), begin)
    bind_place(work, head, BindPlace(room.chat_id, room.thread_id, room.title), begin)
    set_plan(work, head, SetPlan(month_of(local_day(now, schedule.zone)), words["plan"]), begin)
    for one in (one for one in others if one.evening):
        choose_messages(work, _actor(work, one.id), ChooseMessages(evening=True), begin)
    crew = [_colleague(one.manner, member) for one, member in members.items() if one.manner]
    return Firm(work.companies.team(founder.team_id), crew)


def _came(one: Extra, days: Sequence[date], schedule: Schedule) -> datetime:
    later = one.manner.came if one.manner else 0
    return day_start(days[int(later * len(days))], schedule)


def _let_in(work: Work, founder: Actor, one: Extra, at: datetime) -> Member:
    member = work.people.add(
        Member(
            NEW, founder.company_id, founder.team_id, one.id, one.name, None, True, None, None, at, frozenset(one.roles)
        )
    )
    facts: dict[str, Fact] = {"entry": "new", "roles": sorted(role.value for role in one.roles)}
    work.audit.note(member.id, "join", member.id, at, facts=facts)
    return member


def _colleague(manner: Manner, member: Member) -> Colleague:
    trade = trade_of(member)
    if trade is None:
        raise LookupError(f"{member.name} carries no clients")
    return Colleague(member, trade, manner, free_at=member.joined_at)


def _actor(work: Work, telegram_id: int) -> Actor:
    actor = actor_of(work, telegram_id)
    if actor is None:
        raise LookupError(telegram_id)
    return actor
