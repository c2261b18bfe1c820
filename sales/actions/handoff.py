"""The hand-over from one runner to the next: accepted, returned, withdrawn.

Only the asked receiver answers an offer, only the giver withdraws, only the head moves what was accepted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.credit import keep_credit
from sales.actions.deal_moves import pass_deal
from sales.actions.known import is_owners
from sales.actions.lead_leg import (
    lead_accepted,
    lead_back,
    lead_of,
    lead_offered_anew,
    reopen_answer,
)
from sales.actions.leads import save_lead
from sales.actions.parking import remind_heads_of_parked
from sales.actions.proposal_causes import ASKED
from sales.actions.proposal_course import cancel_term, come_back, refresh_proposal
from sales.actions.routing import (
    close_offers,
    escalate,
    home,
    move,
    note_fact,
    pass_on,
    refresh,
    refresh_parties,
    roles_for,
    silence,
)
from sales.actions.steps import pass_steps, schedule_of
from sales.actions.touches import start_touches
from sales.errors import AlreadyTaken, BadInput, NotAllowed, NotYours, OfferClosed, Overtaken, SalesError, WrongState
from sales.handoff import ASKING, UNANSWERED, Escalation, Handoff, HandoffState, Offer, OfferState
from sales.leads import Question
from sales.legs import LEGS, Leg
from sales.notices import Fact, Notice, NoticeKind
from sales.passport import Point
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.steps import StepKind
from sales.wording import words
from sales.worktime import working_between


@dataclass(frozen=True, slots=True)
class Accept:
    offer_id: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """`took`: working seconds from the offer to the acceptance. `next_*`: the agreed step, now the receiver's."""

    handoff_id: int
    client_id: int
    client: str
    giver: str
    took: int
    next_kind: StepKind | None
    next_at: datetime | None
    leg: Leg = Leg.LEAD


@dataclass(frozen=True, slots=True)
class GiveBack:
    """What does not hold, and why in words: a question of a lead, or on a later leg a point of the client's card
    (`fact`)."""

    offer_id: int
    question: Question | None
    words: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class GivenBack:
    handoff_id: int
    client_id: int
    client: str
    giver: str
    leg: Leg = Leg.LEAD


@dataclass(frozen=True, slots=True)
class Withdraw:
    handoff_id: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    lead_id: int | None
    client_id: int
    client: str


def accept_offer(work: Work, actor: Actor, form: Accept, now: datetime) -> Accepted:
    """First come, first served: the hand-over's own row decides. AlreadyTaken tells the late comer who has it,
    OfferClosed what has become of the offer; accepting once more gives the first result."""
    offer, handoff = own_offer(work, actor, form.offer_id)
    if offer.state is OfferState.ACCEPTED and handoff.receiver_id == actor.member_id:
        return _accepted(work, handoff, offer)
    lost = offer.state is OfferState.LOST and handoff.receiver_id is not None
    if offer.state is not OfferState.OPEN and not lost:
        raise closed(work, offer, handoff)
    return take(work, handoff, offer, now)


def take(work: Work, handoff: Handoff, offer: Offer, now: datetime) -> Accepted:
    """Who lost a race is let in as far as here, for only the compare-and-set knows. Accepted is a hand-over that is
    being offered: from completion there is another way back, and it is not this one."""
    taken = replace(
        handoff, state=HandoffState.ACCEPTED, receiver_id=offer.member_id, accepted_at=now, deadline_at=None
    )
    if not work.handoffs.move(taken, ASKING & {handoff.state}):
        raise closed(work, offer, work.handoffs.get(handoff.id))
    work.handoffs.answer(offer.id, OfferState.ACCEPTED, now)
    close_offers(work, handoff.id, OfferState.LOST, now)
    silence(work, handoff.id)
    lead_accepted(work, taken, now)
    give_client(work, handoff.client_id, offer.member_id, now)
    keep_credit(work, taken, now)
    start_touches(work, taken, now)
    accepted = _accepted(work, taken, replace(offer, answered_at=now))
    note_fact(work, taken, offer.member_id, "accepted", now, took=accepted.took)
    told = NoticeKind.ACCEPTED if handoff.lead_id is not None else NoticeKind.INTRODUCTION
    work.outbox.tell(handoff.giver_id, Notice(told, handoff.id))
    refresh(work, taken)
    work.audit.note(offer.member_id, "accept_offer", handoff.id, now, client_id=handoff.client_id)
    return accepted


def return_offer(work: Work, actor: Actor, form: GiveBack, now: datetime) -> GivenBack:
    """Takes effect at once: a lead is the giver's draft again, and the named question is open with the remark. On a
    later leg the client has stayed the giver's all the time."""
    remark = words(form.words)
    offer, handoff = own_offer(work, actor, form.offer_id)
    _check_named(handoff, form)
    if handoff.binding:
        raise WrongState(state="binding")
    returned = replace(
        handoff,
        state=HandoffState.RETURNED,
        deadline_at=None,
        ended_at=now,
        question=form.question,
        fact=form.fact,
        remark=remark,
        giver_id=home(work, handoff).id,
    )
    if offer.state is not OfferState.OPEN or not move(work, handoff, returned):
        raise closed(work, offer, work.handoffs.get(handoff.id))
    work.handoffs.answer(offer.id, OfferState.RETURNED, now)
    close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
    silence(work, handoff.id)
    reopen_answer(work, returned)
    back_home(work, returned, now)
    come_back(work, returned, now)
    note_fact(work, returned, actor.member_id, "returned", now)
    work.outbox.tell(returned.giver_id, Notice(NoticeKind.RETURNED, handoff.id))
    refresh_parties(work, returned)
    work.audit.note(actor.member_id, "return_offer", handoff.id, now, client_id=handoff.client_id)
    client, giver = work.clients.get(handoff.client_id), work.people.get(returned.giver_id)
    return GivenBack(handoff.id, client.id, client.name, giver.name, handoff.leg)


def _check_named(handoff: Handoff, form: GiveBack) -> None:
    """A return says what doesn't hold (domain: decided list). Raises BadInput."""
    if handoff.leg is Leg.LEAD:
        named = form.question is not None
    else:
        named = form.fact in set(Point) or not LEGS[handoff.leg].names_fact
    if not named:
        raise BadInput


def withdraw_lead(work: Work, actor: Actor, form: Withdraw, now: datetime) -> Withdrawn:
    """By the giver, as long as nobody has accepted. What the bot has proposed comes back; what waits for a head is the
    head's."""
    handoff = work.handoffs.get(form.handoff_id)
    require(actor, Permission.SUBMIT_LEADS if handoff.lead_id is not None else Permission.LOG_ACTS)
    if handoff.giver_id != actor.member_id:
        raise NotYours
    check_withdrawable(work, handoff)
    withdrawn = replace(handoff, state=HandoffState.WITHDRAWN, deadline_at=None, ended_at=now)
    if not move(work, handoff, withdrawn):
        raise Overtaken
    close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
    silence(work, handoff.id)
    cancel_term(work, handoff.id)
    back_home(work, withdrawn, now)
    come_back(work, withdrawn, now)
    note_fact(work, withdrawn, actor.member_id, "withdrawn", now)
    refresh(work, withdrawn)
    refresh_proposal(work, withdrawn)
    work.audit.note(actor.member_id, "withdraw_lead", handoff.id, now, client_id=handoff.client_id)
    client = work.clients.get(handoff.client_id)
    return Withdrawn(handoff.lead_id, client.id, client.name)


def check_withdrawable(work: Work, handoff: Handoff) -> None:
    """Raises AlreadyTaken after the acceptance, WrongState once it is over."""
    if handoff.receiver_id is not None:
        raise AlreadyTaken(who=work.people.get(handoff.receiver_id).name)
    own = handoff.leg is Leg.LEAD or handoff.why == ASKED
    if handoff.state not in (UNANSWERED | {HandoffState.PROPOSED} if own else ASKING):
        raise WrongState(state=handoff.state.value)


def own_offer(work: Work, actor: Actor, offer_id: int) -> tuple[Offer, Handoff]:
    """Only the asked person may answer, and only while the person's roles still receive on this leg."""
    offer = work.handoffs.offer(offer_id)
    handoff = work.handoffs.get(offer.handoff_id)
    receives = actor.roles & roles_for(work, handoff.team_id, handoff.leg)
    if not receives and not is_owners(work, handoff, actor.member_id):
        raise NotAllowed(permission=LEGS[handoff.leg].receives.value)
    if offer.member_id != actor.member_id:
        raise NotYours
    return offer, handoff


def _accepted(work: Work, handoff: Handoff, offer: Offer) -> Accepted:
    client, lead = work.clients.get(handoff.client_id), lead_of(work, handoff)
    took = _working_seconds(work, handoff.team_id, offer.offered_at, offer.answered_at or offer.offered_at)
    giver = work.people.get(handoff.giver_id)
    agreed = min(work.steps.open_of_client(client.id), key=lambda step: step.due_at, default=None)
    kind, at = (lead.next_kind, lead.next_at) if lead else (agreed.kind, agreed.due_at) if agreed else (None, None)
    return Accepted(handoff.id, client.id, client.name, giver.name, took, kind, at, handoff.leg)


def _working_seconds(work: Work, team_id: int, start: datetime, end: datetime) -> int:
    return int(working_between(start, end, schedule_of(work.companies.team(team_id))).total_seconds())


def closed(work: Work, offer: Offer, handoff: Handoff) -> SalesError:
    """Who has it now, or what has become of the offer and who is asked instead."""
    if handoff.receiver_id is not None:
        return AlreadyTaken(who=work.people.get(handoff.receiver_id).name)
    asked = [one for one in work.handoffs.offers(handoff.id) if one.state is OfferState.OPEN]
    who = work.people.get(asked[0].member_id).name if len(asked) == 1 else ""
    return OfferClosed(state=offer.state.value, who=who)


def give_client(work: Work, client_id: int, member_id: int, now: datetime) -> None:
    """With everything that was promised to the client."""
    set_owner(work, client_id, member_id, now)
    pass_steps(work, client_id, member_id, now)


def set_owner(work: Work, client_id: int, member_id: int, now: datetime) -> None:
    """The one way to another owner, and with the client its deal: on record, from whom to whom."""
    client = work.clients.get(client_id)
    if client.owner_id == member_id:
        return
    work.clients.save(replace(client, owner_id=member_id))
    pass_deal(work, client_id, member_id)
    facts: dict[str, Fact] = {"from": client.owner_id, "to": member_id}
    work.audit.note(None, "give_client", client_id, now, client_id=client_id, facts=facts)


def give_in_place(work: Work, handoff: Handoff, member_id: int, now: datetime) -> None:
    """Of its giver. Whoever is asked goes on being asked, and gives it back to this one; who is both has it."""
    offers = work.handoffs.offers(handoff.id)
    asked = next((one for one in offers if one.state is OfferState.OPEN and one.member_id == member_id), None)
    if asked is not None:
        take(work, handoff, asked, now)
        return
    given = replace(handoff, giver_id=member_id)
    work.handoffs.move(given, {handoff.state})
    lead = work.leads.get(handoff.lead_id) if handoff.lead_id is not None else None
    if lead is not None:
        save_lead(work, replace(lead, giver_id=member_id))
    refresh(work, given)


def back_home(work: Work, handoff: Handoff, now: datetime) -> None:
    """Nobody has taken it over: the lead is a draft again, and whose owner has left is with its giver, who hasn't."""
    lead_back(work, handoff)
    if not work.people.get(work.clients.get(handoff.client_id).owner_id).active:
        give_client(work, handoff.client_id, handoff.giver_id, now)


def member_left(work: Work, member_id: int, now: datetime) -> None:
    """Somebody works here no more: what the person was asked passes on, what the person had accepted or had given
    comes to the heads, who are also reminded of what was parked. The client keeps its owner until somebody accepts."""
    for handoff in work.handoffs.of_member(member_id):
        work.audit.note(None, "party_left", handoff.id, now, client_id=handoff.client_id, facts={"member": member_id})
        if handoff.receiver_id == member_id:
            offered_anew(work, handoff, now)
            escalate(work, handoff, Escalation.LEFT, now)
        elif handoff.state is HandoffState.PROPOSED:
            cancel_term(work, handoff.id)
            escalate(work, handoff, Escalation.LEFT, now)
        elif handoff.state in ASKING and handoff.giver_id == member_id:
            close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
            escalate(work, handoff, Escalation.LEFT, now)
        elif handoff.state in ASKING:
            pass_on(work, handoff, member_id, Escalation.LEFT, now)
    remind_heads_of_parked(work, member_id)


def offered_anew(work: Work, handoff: Handoff, now: datetime) -> None:
    """What was accepted loses its receiver, and with it the credit for the hand-over."""
    lead_offered_anew(work, handoff)
    work.credits.forget(handoff.id)
