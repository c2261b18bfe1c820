"""What notices and lists say about hand-overs, read at the moment they leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.arbitration import arbiters
from sales.actions.clients import client_in_reach, require_full
from sales.actions.direction import assignable, directed, holding
from sales.actions.handoff import check_withdrawable, closed, own_offer
from sales.actions.lead_leg import lead_of
from sales.actions.lead_views import AnswerView, answer_views
from sales.actions.routing import home, return_stands
from sales.actions.steps import schedule_of
from sales.actions.touches import touches_of
from sales.errors import NotYours, Overtaken, SalesError
from sales.handoff import HELD, Dispute, Escalation, Handoff, HandoffState, Load, Offer, OfferState
from sales.leads import Lead, LeadState, Question
from sales.legs import Leg
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.touches import Touches
from sales.worktime import working_between


@dataclass(frozen=True, slots=True)
class HandoffView:
    """Names of people; empty where there is nobody. `asked`: who has an open card now. `took`: working seconds
    from the accepted offer to the acceptance. `answer`: what the giver had said to the question of the return,
    `answer_voice` seconds of it aloud. `newest`: nothing came after it with this client. `zone`: the team's. A lead's
    has `lead_id` and `lead_state`; a later leg's return names a `fact`, a point of the client's card. `waiting`: it was
    proposed, and nobody was asked to receive it yet."""

    id: int
    state: HandoffState
    client_id: int
    client: str
    lead_id: int | None
    lead_state: LeadState | None
    giver: str
    giver_id: int
    receiver: str
    asked: tuple[str, ...]
    missed: tuple[str, ...]
    returner: str
    rounds: int
    deadline_at: datetime | None
    took: int
    binding: bool
    escalation: Escalation | None
    question: Question | None
    answer: str
    answer_voice: int
    remark: str
    dispute: Dispute
    arbiters: tuple[str, ...]
    newest: bool
    zone: str
    leg: Leg = Leg.LEAD
    why: str = ""
    fact: str = ""
    objection: str = ""
    waiting: bool = False


def handoff_view(work: Work, handoff_id: int) -> HandoffView:
    handoff = work.handoffs.get(handoff_id)
    offers = work.handoffs.offers(handoff_id)
    last = work.handoffs.last_of_client(handoff.client_id)
    lead = lead_of(work, handoff)
    answers = {one.question: one for one in answer_views(work, lead.id)} if lead else {}
    answered = answers.get(handoff.question) if handoff.question else None
    judges = arbiters(work, handoff) if handoff.dispute is Dispute.RAISED else []
    return HandoffView(
        id=handoff.id,
        state=handoff.state,
        client_id=handoff.client_id,
        client=work.clients.get(handoff.client_id).name,
        lead_id=handoff.lead_id,
        lead_state=lead.state if lead else None,
        giver=work.people.get(handoff.giver_id).name,
        giver_id=handoff.giver_id,
        receiver=work.people.get(handoff.receiver_id).name if handoff.receiver_id else "",
        asked=_names(work, offers, OfferState.OPEN),
        missed=_names(work, offers, OfferState.EXPIRED, OfferState.PASSED),
        returner=next(iter(_names(work, offers, OfferState.RETURNED)), ""),
        rounds=handoff.rounds,
        deadline_at=handoff.deadline_at,
        took=_took(work, handoff, offers),
        binding=handoff.binding,
        escalation=handoff.escalation,
        question=handoff.question,
        answer=answered.words if answered else "",
        answer_voice=answered.voice if answered else 0,
        remark=handoff.remark,
        dispute=handoff.dispute,
        arbiters=tuple(judge.name for judge in judges),
        newest=last is not None and last.id == handoff.id,
        zone=work.companies.team(handoff.team_id).settings.zone,
        leg=handoff.leg,
        why=handoff.why,
        fact=handoff.fact,
        objection=handoff.objection,
        waiting=handoff.rounds == 0,
    )


def _names(work: Work, offers: list[Offer], *states: OfferState) -> tuple[str, ...]:
    """Everybody once, in the order of asking."""
    ids = dict.fromkeys(offer.member_id for offer in offers if offer.state in states)
    return tuple(work.people.get(member_id).name for member_id in ids)


def _took(work: Work, handoff: Handoff, offers: list[Offer]) -> int:
    for offer in reversed(offers):
        if offer.state is OfferState.ACCEPTED and offer.answered_at is not None:
            schedule = schedule_of(work.companies.team(handoff.team_id))
            return int(working_between(offer.offered_at, offer.answered_at, schedule).total_seconds())
    return 0


@dataclass(frozen=True, slots=True)
class OfferView:
    """One receiver's card. `contact` and `phone`: the client's first person, for who may see them. `voices`: how many
    there are to listen to."""

    id: int
    state: OfferState
    member_id: int
    mine: bool
    deadline_at: datetime
    handoff: HandoffView
    lead: Lead | None
    answers: tuple[AnswerView, ...]
    contact: str
    phone: str | None
    touches: Touches | None
    voices: int


def offer_view(work: Work, offer_id: int) -> OfferView:
    """`mine`: this very receiver has it, accepted and not taken back."""
    offer = work.handoffs.offer(offer_id)
    handoff = work.handoffs.get(offer.handoff_id)
    contact = next(iter(work.clients.contacts(handoff.client_id)), None)
    return OfferView(
        id=offer.id,
        state=offer.state,
        member_id=offer.member_id,
        mine=offer.state is OfferState.ACCEPTED and handoff.receiver_id == offer.member_id,
        deadline_at=offer.deadline_at,
        handoff=handoff_view(work, handoff.id),
        lead=lead_of(work, handoff),
        answers=answer_views(work, handoff.lead_id) if handoff.lead_id is not None else (),
        contact=contact.name if contact else "",
        phone=contact.phone if contact else None,
        touches=touches_of(work, handoff) if handoff.state in HELD else None,
        voices=len(work.voices.of_client(handoff.client_id)),
    )


def my_offer(work: Work, actor: Actor, offer_id: int, *, open_only: bool = False) -> OfferView:
    """For the asked one alone. `open_only`: refused, as an answer would be, once there is nothing to answer."""
    offer, handoff = own_offer(work, actor, offer_id)
    if open_only and offer.state is not OfferState.OPEN:
        raise closed(work, offer, handoff)
    if offer.state is not OfferState.OPEN and handoff.receiver_id != actor.member_id:
        require_full(work, actor, work.clients.get(handoff.client_id))
    return offer_view(work, offer_id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`load`: hand-overs on the person's hands. `away_until` only while it lasts."""

    member_id: int
    name: str
    load: int
    away_until: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a head may give it to: the free before the absent, the least loaded first. `home`: to whom it would go
    back; `holder_id`: who has it now."""

    handoff: HandoffView
    candidates: tuple[Candidate, ...]
    home: str
    holder_id: int | None


def handoff_choice(work: Work, handoff_id: int, now: datetime) -> Choice:
    handoff = work.handoffs.get(handoff_id)
    loads = work.handoffs.loads(handoff.team_id)
    candidates = [
        Candidate(
            member.id,
            member.name,
            loads.get(member.id, Load(0, None)).open_handoffs,
            member.away_until if member.is_away(now) else None,
        )
        for member in assignable(work, handoff)
        if member.id != handoff.receiver_id
    ]
    ordered = sorted(candidates, key=lambda one: (one.away_until is not None, one.load, one.member_id))
    keeper = home(work, handoff).name
    return Choice(handoff_view(work, handoff_id), tuple(ordered), keeper, handoff.receiver_id)


def directed_choice(work: Work, actor: Actor, client_id: int, now: datetime) -> Choice:
    """For a head who looks at a client: the hand-over by which it is with its owner."""
    require(actor, Permission.DIRECT_HANDOVERS)
    handoff = holding(work, client_in_reach(work, actor, client_id).id)
    if handoff is None:
        raise NotYours
    return handoff_choice(work, directed(work, actor, handoff.id).id, now)


def may_release(work: Work, actor: Actor, client_id: int) -> bool:
    """Whether a head would release it; not while it is on its way to somebody else."""
    handoff = holding(work, client_in_reach(work, actor, client_id).id)
    standing = work.handoffs.open_of_client(handoff.client_id) if handoff else None
    if handoff is None or (standing not in (None, handoff) and standing.state is not HandoffState.PROPOSED):
        return False
    lead = lead_of(work, handoff)
    return lead is None or handoff.state in HELD or lead.state is LeadState.CONTACTED


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a head: without a receiver, and disputed returns that can still be decided."""

    escalated: tuple[HandoffView, ...]
    disputed: tuple[HandoffView, ...]


def heads_queue(work: Work, actor: Actor) -> Queue:
    """Oldest first. Who only arbitrates sees the disputes."""
    if not actor.may(Permission.ARBITRATE):
        require(actor, Permission.DIRECT_HANDOVERS)
    teams = sorted(actor.reach)
    escalated = [one for team in teams for one in work.handoffs.waiting(team, {HandoffState.ESCALATED})]
    disputed = [one for team in teams for one in work.handoffs.disputed(team) if return_stands(work, one)]
    return Queue(
        tuple(handoff_view(work, one.id) for one in escalated) if actor.may(Permission.DIRECT_HANDOVERS) else (),
        tuple(handoff_view(work, one.id) for one in disputed) if actor.may(Permission.ARBITRATE) else (),
    )


def pending_choice(work: Work, actor: Actor, client_id: int, now: datetime) -> Choice:
    """For a head who needn't wait for the giver: whom the client that is only proposed could go to."""
    client = client_in_reach(work, actor, client_id)
    handoff = work.handoffs.open_of_client(client.id)
    if handoff is None or handoff.state is not HandoffState.PROPOSED:
        raise Overtaken
    return handoff_choice(work, directed(work, actor, handoff.id).id, now)


@dataclass(frozen=True, slots=True)
class OwnHandoff:
    """What its giver may still take back."""

    handoff_id: int
    client: str
    asked: tuple[str, ...]


def own_handoff(work: Work, actor: Actor, *, client_id: int | None = None, handoff_id: int | None = None) -> OwnHandoff:
    """By either of the two; refused as the withdrawal itself would be."""
    require(actor, Permission.LOG_ACTS)
    found = work.handoffs.get(handoff_id) if handoff_id else _open_of(work, actor, client_id or NEW)
    if found is None or found.giver_id != actor.member_id:
        raise NotYours
    check_withdrawable(work, found)
    view = handoff_view(work, found.id)
    return OwnHandoff(view.id, view.client, view.asked)


def may_withdraw(work: Work, actor: Actor, client_id: int) -> bool:
    """Whether a withdrawal would be granted."""
    try:
        own_handoff(work, actor, client_id=client_id)
    except SalesError:
        return False
    return True


def _open_of(work: Work, actor: Actor, client_id: int) -> Handoff | None:
    return work.handoffs.open_of_client(client_in_reach(work, actor, client_id).id)
