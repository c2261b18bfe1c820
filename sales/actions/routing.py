"""Whom a hand-over asks next, until when, and who has it when nobody can be asked.

Every change of a hand-over's state goes through `move`: a compare-and-set against the machine of `sales.handoff`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sales.actions.known import owner_first
from sales.actions.news import post_news
from sales.actions.steps import schedule_of
from sales.company import News, Routing, Team
from sales.errors import Overtaken
from sales.handoff import (
    OPEN_HANDOFF,
    UNANSWERED,
    WAYS,
    Dispute,
    Escalation,
    Handoff,
    HandoffState,
    Offer,
    OfferState,
    eligible,
    in_turn,
    why_nobody,
)
from sales.leads import LeadState
from sales.legs import LEGS, Leg, Way, receiving
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Member, Permission, Role, permissions_of
from sales.ports import NEW, HandoffFact, Work
from sales.rest import active_between, add_active
from sales.timers import TimerKind


def move(work: Work, old: Handoff, new: Handoff) -> bool:
    """False where somebody was quicker, where the machine has no such way, or where what is over can't be opened again
    because the client has another hand-over by now, or the team doesn't run the leg any more."""
    reopened = old.state not in OPEN_HANDOFF and new.state in OPEN_HANDOFF
    if reopened and work.handoffs.open_of_client(old.client_id) is not None:
        return False
    if reopened and new.state in UNANSWERED and not work.companies.team(old.team_id).settings.runs(old.leg):
        return False
    return work.handoffs.move(new, WAYS[new.state] & {old.state})


def route(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    """The first round: who was named, else one in turn or all at once, as the leg and the team have settled; the heads
    where nobody can be asked."""
    able = candidates(work, handoff)
    free = [member for member in able if not member.is_away(now)]
    named = [member for member in free if member.id == handoff.wanted_id] or owner_first(work, handoff, now)
    if named:
        return ask(work, handoff, named, now)
    if _routing(work, handoff) is Routing.TURN:
        free = next_in_turn(work, handoff, free)
    if not free:
        return escalate(work, handoff, _why(work, handoff, able, now), now)
    return ask(work, handoff, free, now)


def next_in_turn(work: Work, handoff: Handoff, free: Iterable[Member]) -> list[Member]:
    """One of them, or nobody."""
    first = in_turn(free, work.handoffs.loads(handoff.team_id))
    return [first] if first else []


def candidates(work: Work, handoff: Handoff) -> list[Member]:
    """Who could receive it: neither the giver, nor asked in this hand-over already, nor has returned this very one."""
    asked = {offer.member_id for offer in work.handoffs.offers(handoff.id)}
    excluded = work.handoffs.returners(handoff) | asked
    return able_of_team(work, handoff, excluded)


def able_of_team(work: Work, handoff: Handoff, excluded: frozenset[int] = frozenset()) -> list[Member]:
    """To whom the leg leads at all."""
    return eligible(
        work.people.of_team(handoff.team_id), handoff.giver_id, excluded, roles_for(work, handoff.team_id, handoff.leg)
    )


def roles_for(work: Work, team_id: int, leg: Leg) -> frozenset[Role]:
    """As the team is structured."""
    return receiving(leg, work.companies.team(team_id).settings.structure)


def _why(work: Work, handoff: Handoff, able: list[Member], now: datetime) -> Escalation:
    if not able and able_of_team(work, handoff):
        return Escalation.ALL_RETURNED
    return why_nobody(able, now)


def ask(work: Work, handoff: Handoff, members: Sequence[Member], now: datetime) -> Handoff:
    """Cards to these members, with a deadline that runs from now; the hand-over stands in an asking state already."""
    team = work.companies.team(handoff.team_id)
    within, schedule = team.settings.answer_within(LEGS[handoff.leg].deadline), schedule_of(team)
    ends = {one.id: add_active(now, within, work.rests.of(one.id, now), schedule) for one in members}
    asked = replace(handoff, deadline_at=min(ends.values()))
    if not work.handoffs.move(asked, {handoff.state}):
        raise Overtaken
    if handoff.rounds > 1:
        refresh(work, asked)
    for member in members:
        offer = work.handoffs.add_offer(Offer(NEW, handoff.id, member.id, OfferState.OPEN, now, ends[member.id]))
        work.outbox.tell(member.id, Notice(NoticeKind.OFFER, offer.id))
    return set_deadline(work, asked, now)


def set_deadline(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    """Ends with the earliest open offer: who rests makes nobody else wait. Warned of so many working minutes before;
    not at all where less is left."""
    first = min(_open_offers(work, handoff.id), key=lambda offer: offer.deadline_at)
    team, schedule = work.companies.team(handoff.team_id), schedule_of(work.companies.team(handoff.team_id))
    ending = replace(handoff, deadline_at=first.deadline_at)
    if handoff.deadline_at != first.deadline_at and not work.handoffs.move(ending, {handoff.state}):
        raise Overtaken
    work.timers.set(TimerKind.OFFER_END, handoff.id, first.deadline_at)
    rests = work.rests.of(first.member_id, now)
    left = active_between(now, first.deadline_at, rests, schedule) - timedelta(minutes=team.settings.warn_minutes)
    if team.settings.warn_minutes > 0 and left > timedelta(0):
        work.timers.set(TimerKind.OFFER_WARN, handoff.id, add_active(now, left, rests, schedule))
    else:
        work.timers.cancel(TimerKind.OFFER_WARN, handoff.id)
    return ending


def _open_offers(work: Work, handoff_id: int) -> list[Offer]:
    return [offer for offer in work.handoffs.offers(handoff_id) if offer.state is OfferState.OPEN]


def ask_again(work: Work, old: Handoff, members: Sequence[Member], now: datetime, *, binding: bool = False) -> Handoff:
    """One more round: to the next in turn, or to whom the head has chosen. After this one comes the head."""
    again = replace(
        old,
        state=HandoffState.REROUTED,
        rounds=old.rounds + 1,
        binding=binding,
        receiver_id=None,
        accepted_at=None,
        introduced_at=None,
        ended_at=None,
    )
    if not move(work, old, again):
        raise Overtaken
    if old.rounds == 0:
        post_news(work, old.team_id, News.HANDOVERS, Notice(NoticeKind.ANNOUNCEMENT, old.id))
    return ask(work, again, members, now)


def escalate(work: Work, old: Handoff, reason: Escalation, now: datetime) -> Handoff:
    """Into the heads' queue. Each of them gets a card; an earlier card of an earlier escalation stays as it is."""
    queued = replace(
        old,
        state=HandoffState.ESCALATED,
        escalation=reason,
        deadline_at=None,
        receiver_id=None,
        accepted_at=None,
        introduced_at=None,
        ended_at=None,
    )
    if not move(work, old, queued):
        raise Overtaken
    silence(work, old.id)
    for head in stewards(work, old.team_id, Permission.DIRECT_HANDOVERS):
        work.outbox.tell(head.id, Notice(NoticeKind.ESCALATED, old.id))
    refresh_parties(work, queued)
    return queued


def pass_on(work: Work, handoff: Handoff, member_id: int, why: Escalation, now: datetime) -> Handoff:
    """This member will not answer; where others of the pool may still do so, only this card closes."""
    still_asked = False
    for offer in work.handoffs.offers(handoff.id):
        if offer.state is OfferState.OPEN and offer.member_id == member_id:
            work.handoffs.answer(offer.id, OfferState.PASSED, now)
        else:
            still_asked |= offer.state is OfferState.OPEN
    facts: dict[str, Fact] = {"member": member_id, "why": why.value}
    work.audit.note(None, "pass_on", handoff.id, now, client_id=handoff.client_id, facts=facts)
    if not still_asked:
        return go_on(work, handoff, why, now)
    left = set_deadline(work, handoff, now)
    refresh_parties(work, left)
    return left


def go_on(work: Work, old: Handoff, why: Escalation, now: datetime) -> Handoff:
    """Nobody who was asked will answer any more: once to the next in turn, then to the heads (`why`)."""
    if old.binding:
        return escalate(work, old, Escalation.DISPUTE, now)
    if old.state is HandoffState.OFFERED and _routing(work, old) is Routing.TURN:
        free = [member for member in candidates(work, old) if not member.is_away(now)]
        following = next_in_turn(work, old, free)
        if following:
            return ask_again(work, old, following, now)
    return escalate(work, old, why, now)


def _routing(work: Work, handoff: Handoff) -> Routing:
    """Only a lead may be offered to a whole pool."""
    if LEGS[handoff.leg].way is not Way.TEAM:
        return Routing.TURN
    return work.companies.team(handoff.team_id).settings.routing


def stewards(work: Work, team_id: int, permission: Permission) -> list[Member]:
    """Who holds the permission in the team, else in the nearest team above, heads first; else the company's owners:
    they may not decide it, but they can appoint somebody who may."""
    team: Team | None = work.companies.team(team_id)
    while team:
        found = [member for member in work.people.of_team(team.id) if member.may(permission)]
        ordered = sorted(found, key=lambda member: (Role.HEAD not in member.roles, member.id))
        ordered = _with_acting(work, team.id, permission, ordered)
        if ordered:
            return ordered
        team = work.companies.team(team.parent_id) if team.parent_id else None
    company_id = work.companies.team(team_id).company_id
    return [member for member in work.people.of_company(company_id) if member.may(Permission.APPOINT_HEADS)]


def _with_acting(work: Work, team_id: int, permission: Permission, found: list[Member]) -> list[Member]:
    """For the period of an acting head, that one in the head's place."""
    acting = work.acting.current(team_id)
    if acting is None or permission not in permissions_of({Role.HEAD}):
        return found
    acts = work.people.get(acting.member_id)
    return [acts, *(one for one in found if one.id not in (acts.id, acting.head_id))] if acts.active else found


def close_offers(work: Work, handoff_id: int, state: OfferState, now: datetime) -> list[Offer]:
    """Whoever is still being asked is asked no more; gives those offers as they were."""
    offers = _open_offers(work, handoff_id)
    for offer in offers:
        work.handoffs.answer(offer.id, state, now)
    return offers


def silence(work: Work, handoff_id: int) -> None:
    """No deadline runs any more."""
    work.timers.cancel(TimerKind.OFFER_WARN, handoff_id)
    work.timers.cancel(TimerKind.OFFER_END, handoff_id)


def refresh(work: Work, handoff: Handoff) -> None:
    """Everybody's cards tell what has become of it."""
    refresh_parties(work, handoff)
    if handoff.escalation is not None:
        work.outbox.refresh(NoticeKind.ESCALATED, handoff.id)
    if handoff.question is not None or handoff.fact:
        work.outbox.refresh(NoticeKind.RETURNED, handoff.id)
    if handoff.dispute is not Dispute.NONE:
        work.outbox.refresh(NoticeKind.DISPUTED, handoff.id)


def refresh_parties(work: Work, handoff: Handoff) -> None:
    """The receivers' cards with their warnings, and the group's line."""
    for offer in work.handoffs.offers(handoff.id):
        work.outbox.refresh(NoticeKind.OFFER, offer.id)
        work.outbox.refresh(NoticeKind.OFFER_WARN, offer.id)
    work.outbox.refresh(NoticeKind.INTRODUCTION, handoff.id)
    work.outbox.refresh(NoticeKind.ANNOUNCEMENT, handoff.id)


def return_stands(work: Work, handoff: Handoff) -> bool:
    """Nothing was done about a return since: nothing came after it with this client, and a lead is the draft that it
    came back as."""
    last = work.handoffs.last_of_client(handoff.client_id)
    is_draft = handoff.lead_id is None or work.leads.get(handoff.lead_id).state is LeadState.DRAFT
    return handoff.state is HandoffState.RETURNED and last is not None and last.id == handoff.id and is_draft


def home(work: Work, handoff: Handoff) -> Member:
    """With whom the client is when no receiver has it: its giver or, once the giver has left, a head."""
    giver = work.people.get(handoff.giver_id)
    if giver.active:
        return giver
    heads = stewards(work, handoff.team_id, Permission.DIRECT_HANDOVERS)
    return next((head for head in heads if head.may(Permission.SUBMIT_LEADS)), giver)


def note_fact(work: Work, handoff: Handoff, member_id: int, what: str, at: datetime, *, took: int = 0) -> None:
    """The figures of leads: what happens on later legs is told by the hand-overs' own rows."""
    if handoff.lead_id is None:
        return
    work.facts.note_handoff(handoff.team_id, handoff.id, HandoffFact(member_id, handoff.giver_id, what, at, took))
