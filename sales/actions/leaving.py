"""Somebody leaves: all that the person holds is moved and access ends, in one transaction.

Clients go to the heirs with what was promised to them; what the person was asked passes on by its own machine; what the
person had accepted is the heir's where the heir's roles may receive it, else it waits in the heads' queue. Nothing is
held up by a card that isn't whole: a client of value is handed over as accepted, and its first contact confirms it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sales.absence import Absence, Days, back_at, days_of
from sales.actions.absence import leave_absences, replace_substitute
from sales.actions.estate import Estate, estate_of, fitting
from sales.actions.handoff import give_in_place, offered_anew, set_owner
from sales.actions.leads import save_lead
from sales.actions.news import post_news
from sales.actions.parking import remind_of_parked
from sales.actions.people import check_removal, close_access
from sales.actions.proposals import follow_owner
from sales.actions.reassign import burdens_of, move_accepted
from sales.actions.request_routing import ask as ask_request
from sales.actions.request_routing import leave_requests
from sales.actions.routing import able_of_team, escalate, pass_on
from sales.actions.steps import pass_step, schedule_for, schedule_of
from sales.company import News
from sales.errors import Absent, HeirNeeded, NotAllowed, NotYours
from sales.handoff import ASKING, HELD, UNANSWERED, Escalation, Handoff, HandoffState, OfferState
from sales.leads import LeadState
from sales.leaving import Held, needs_heir, shared
from sales.legs import Leg
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Member, Permission
from sales.ports import NEW, Work
from sales.reassign import Burden, is_absent, takes_work
from sales.requests import RequestState, may_qualify
from sales.worktime import local_day

#: What a hand-over to an heir says of itself.
WHY = "leaving"


@dataclass(frozen=True, slots=True)
class Leave:
    """`to`: one person, or several among whom it is spread by load; may be empty where nothing has to be moved."""

    member_id: int
    to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one heir gets; `steps`: those with clients that somebody else carries."""

    member_id: int
    name: str
    clients: int
    steps: int


@dataclass(frozen=True, slots=True)
class Left:
    name: str
    held: tuple[Held, ...]
    shares: tuple[Share, ...]


def leaving_plan(work: Work, actor: Actor, form: Leave, now: datetime) -> Left:
    """What it would come to; refused as the leaving itself would be."""
    member = check_removal(work, actor, form.member_id)
    estate = estate_of(work, member, now)
    heirs = _heirs(work, actor, member, estate, form, now)
    return _left(work, member, estate, heirs, _shares(work, estate, heirs, now))


def leave(work: Work, actor: Actor, form: Leave, now: datetime) -> Left:
    member = check_removal(work, actor, form.member_id)
    leave_absences(work, member, now)
    estate = estate_of(work, member, now)
    heirs = _heirs(work, actor, member, estate, form, now)
    shares = _shares(work, estate, heirs, now)
    close_access(work, actor, member, now)
    for client_id, heir_id in shares.items():
        _move(work, estate, client_id, member, work.people.get(heir_id), now)
        facts: dict[str, Fact] = {"from": member.id, "to": heir_id}
        work.audit.note(actor.member_id, "inherit", client_id, now, client_id=client_id, facts=facts)
    _pass_offers(work, member, now)
    _move_requests(work, member, heirs, now)
    _move_territories(work, estate, member, heirs)
    replace_substitute(work, member.id, _stand_in(work, member, heirs, now))
    _tell(work, actor, member, estate, shares)
    work.audit.note(actor.member_id, "leave", member.id, now, facts={"to": sorted({one.id for one in heirs})})
    return _left(work, member, estate, heirs, shares)


def _heirs(work: Work, actor: Actor, member: Member, estate: Estate, form: Leave, now: datetime) -> list[Member]:
    """Raises HeirNeeded where there is something to move and nobody is named."""
    heirs = [_heir(work, actor, member, heir_id, now) for heir_id in dict.fromkeys(form.to)]
    if not heirs and needs_heir(estate.held):
        raise HeirNeeded(who=member.name)
    return heirs


def _heir(work: Work, actor: Actor, member: Member, heir_id: int, now: datetime) -> Member:
    heir = work.people.get(heir_id)
    if heir.company_id != actor.company_id or heir.team_id not in actor.reach or heir.id == member.id:
        raise NotYours
    if not heir.may(Permission.LOG_ACTS):
        raise NotAllowed(permission=Permission.LOG_ACTS.value)
    schedule = schedule_of(work.companies.team(heir.team_id), heir.zone)
    if not takes_work(heir, now, schedule):
        raise Absent(who=heir.name, at=heir.away_until if is_absent(heir, now, schedule) else "never")
    return heir


def _shares(work: Work, estate: Estate, heirs: Sequence[Member], now: datetime) -> Mapping[int, int]:
    if not heirs:
        return {}
    burdens: dict[int, Burden] = {}
    for team_id in {one.team_id for one in heirs} if len(heirs) > 1 else ():
        burdens |= burdens_of(work, team_id, now)
    fits = {one: fitting(work, one, estate, heirs) for one in estate.clients}
    return shared(list(estate.clients), estate.weights(), fits, heirs, burdens)


def _move(work: Work, estate: Estate, client_id: int, member: Member, heir: Member, now: datetime) -> None:
    """Everything of this client that was the leaver's."""
    owned = work.clients.get(client_id).owner_id == member.id
    if owned:
        set_owner(work, client_id, heir.id, now)
    for step in work.steps.open_of_client(client_id):
        if step.member_id == member.id:
            pass_step(work, step, heir.id, now)
    handoff = work.handoffs.open_of_client(client_id)
    if handoff is not None:
        _move_handoff(work, handoff, member, heir, now)
    elif owned and client_id in estate.of_value:
        _hand_over(work, client_id, member, heir, now)
    lead = work.leads.open_of_client(client_id)
    if lead is not None and lead.giver_id == member.id and lead.state in (LeadState.DRAFT, LeadState.PARKED):
        save_lead(work, replace(lead, giver_id=heir.id))
        if lead.parked_until is not None:
            remind_of_parked(work, lead, lead.parked_until, heir.id)


def _move_handoff(work: Work, handoff: Handoff, member: Member, heir: Member, now: datetime) -> None:
    if handoff.receiver_id == member.id and handoff.state in HELD:
        if heir in able_of_team(work, handoff):
            move_accepted(work, handoff, heir, now)
        else:
            offered_anew(work, handoff, now)
            escalate(work, handoff, Escalation.LEFT, now)
    elif handoff.giver_id == member.id and handoff.state is HandoffState.PROPOSED:
        follow_owner(work, handoff, now)
    elif handoff.giver_id == member.id and handoff.state in UNANSWERED:
        give_in_place(work, handoff, heir.id, now)


def _hand_over(work: Work, client_id: int, member: Member, heir: Member, now: datetime) -> None:
    """A client with business going on feels no break: the heir's first contact completes it."""
    client = work.clients.get(client_id)
    work.handoffs.add(
        Handoff(
            id=NEW,
            company_id=client.company_id,
            team_id=client.team_id,
            client_id=client.id,
            lead_id=None,
            leg=Leg.LEAVING,
            giver_id=member.id,
            state=HandoffState.ACCEPTED,
            offered_at=now,
            receiver_id=heir.id,
            accepted_at=now,
            why=WHY,
        )
    )


def _pass_offers(work: Work, member: Member, now: datetime) -> None:
    """What the leaver was asked, of whoever's clients."""
    for handoff in work.handoffs.of_member(member.id):
        asked = [one for one in work.handoffs.offers(handoff.id) if one.member_id == member.id]
        if handoff.state in ASKING and any(one.state is OfferState.OPEN for one in asked):
            pass_on(work, handoff, member.id, Escalation.LEFT, now)


def _move_requests(work: Work, member: Member, heirs: Sequence[Member], now: datetime) -> None:
    """What was taken is asked of an heir who qualifies, by turn; the rest goes on as its own rules say."""
    able = [one for one in heirs if may_qualify(one)]
    taken = [one for one in work.requests.held_by(member.id) if one.state is RequestState.TAKEN]
    for number, request in enumerate(taken if able else ()):
        ask_request(work, request, able[number % len(able)], now)
    leave_requests(work, member.id, now)


def _move_territories(work: Work, estate: Estate, member: Member, heirs: Sequence[Member]) -> None:
    """Who manages one is named by the head; whose leads come first is the first heir's who is in the team."""
    for territory in estate.territories:
        able = [one.id for one in heirs if one.team_id == territory.team_id]
        receiver = next(iter(able), None) if territory.receiver_id == member.id else territory.receiver_id
        manager = None if territory.manager_id == member.id else territory.manager_id
        work.catalogue.save_territory(replace(territory, receiver_id=receiver, manager_id=manager))


def _stand_in(work: Work, member: Member, heirs: Sequence[Member], now: datetime) -> int | None:
    """The first heir who is here on all the days on which the leaver would have stood in."""
    absences = work.absences.ahead_for(member.id)
    spans = [_left_of(work, one, now) for one in absences]
    for heir in heirs:
        own = work.absences.ahead_of(heir.id)
        away = any(back_at(heir, own, days) is not None for days in spans)
        if not away and heir.id not in [one.member_id for one in absences]:
            return heir.id
    return None


def _left_of(work: Work, absence: Absence, now: datetime) -> Days:
    """The days that are still to come, by the calendar of whoever is away."""
    schedule = schedule_for(work, absence.member_id)
    today = local_day(now, schedule.zone)
    return days_of(max(absence.first_day, today), max(absence.last_day, today), now, schedule)


def _tell(work: Work, actor: Actor, member: Member, estate: Estate, shares: Mapping[int, int]) -> None:
    """Each heir once, with a list; the places with one line for all of them."""
    carries = Counter(heir_id for client_id, heir_id in shares.items() if client_id in estate.owned)
    if carries:
        line: dict[str, Fact] = {"to": list(carries), "clients": list(carries.values())}
        post_news(work, member.team_id, News.HANDOVERS, Notice(NoticeKind.LEFT, member.id, line))
    for heir_id in dict.fromkeys(shares.values()):
        got = [client_id for client_id, to in shares.items() if to == heir_id]
        clients = [one for one in got if one in estate.owned]
        steps = [step.id for step in estate.steps if step.client_id in got and step.client_id not in estate.owned]
        facts: dict[str, Fact] = {"by": actor.name, "taken": False, "clients": clients, "steps": steps}
        if heir_id != actor.member_id and (clients or steps):
            work.outbox.tell(heir_id, Notice(NoticeKind.REASSIGNED, heir_id, facts))


def _left(work: Work, member: Member, estate: Estate, heirs: Sequence[Member], shares: Mapping[int, int]) -> Left:
    found = []
    for heir in heirs:
        got = [client_id for client_id, to in shares.items() if to == heir.id]
        clients = sum(one in estate.owned for one in got)
        steps = sum(step.client_id in got and step.client_id not in estate.owned for step in estate.steps)
        found.append(Share(heir.id, heir.name, clients, steps))
    return Left(member.name, estate.held, tuple(found))


__all__ = ["Leave", "Left", "Share", "leave", "leaving_plan"]
