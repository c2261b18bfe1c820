"""The hand-over from one runner to the next: accepted, returned, withdrawn, assigned, released, completed.

Only the asked receiver answers an offer, only the giver withdraws, only the head moves what was accepted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.leads import save_lead
from sales.actions.parking import remind_heads_of_parked
from sales.actions.routing import (
    close_offers,
    escalate,
    home,
    move,
    note_fact,
    pass_on,
    refresh,
    refresh_parties,
    silence,
)
from sales.actions.steps import pass_steps, schedule_of
from sales.actions.touches import start_touches
from sales.activities import CONTACT_MADE, Outcome
from sales.clients import Client
from sales.errors import AlreadyTaken, NotYours, OfferClosed, Overtaken, SalesError, WrongState
from sales.handoff import ASKING, UNANSWERED, Escalation, Handoff, HandoffState, Offer, OfferState
from sales.leads import LeadState, Question, Verdict
from sales.notices import Notice, NoticeKind
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


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Which question does not hold, and why in words."""

    offer_id: int
    question: Question
    words: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    handoff_id: int
    client_id: int
    client: str
    giver: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    handoff_id: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    lead_id: int
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
    save_lead(work, replace(work.leads.get(handoff.lead_id), state=LeadState.ACCEPTED, accepted_at=now))
    give_client(work, handoff.client_id, offer.member_id, now)
    start_touches(work, taken, now)
    accepted = _accepted(work, taken, replace(offer, answered_at=now))
    note_fact(work, taken, offer.member_id, "accepted", now, took=accepted.took)
    work.outbox.tell(handoff.giver_id, Notice(NoticeKind.ACCEPTED, handoff.id))
    refresh(work, taken)
    work.audit.note(offer.member_id, "accept_offer", handoff.id, now, client_id=handoff.client_id)
    return accepted


def return_offer(work: Work, actor: Actor, form: GiveBack, now: datetime) -> GivenBack:
    """Takes effect at once: the lead is the giver's draft again, and the named question is open with the remark."""
    remark = words(form.words)
    offer, handoff = own_offer(work, actor, form.offer_id)
    if handoff.binding:
        raise WrongState(state="binding")
    returned = replace(
        handoff,
        state=HandoffState.RETURNED,
        deadline_at=None,
        ended_at=now,
        question=form.question,
        remark=remark,
        giver_id=home(work, handoff).id,
    )
    if offer.state is not OfferState.OPEN or not move(work, handoff, returned):
        raise closed(work, offer, work.handoffs.get(handoff.id))
    work.handoffs.answer(offer.id, OfferState.RETURNED, now)
    close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
    silence(work, handoff.id)
    _reopen_answer(work, returned)
    back_to_draft(work, returned, now)
    note_fact(work, returned, actor.member_id, "returned", now)
    work.outbox.tell(returned.giver_id, Notice(NoticeKind.RETURNED, handoff.id))
    refresh_parties(work, returned)
    work.audit.note(actor.member_id, "return_offer", handoff.id, now, client_id=handoff.client_id)
    client, giver = work.clients.get(handoff.client_id), work.people.get(returned.giver_id)
    return GivenBack(handoff.id, client.id, client.name, giver.name)


def withdraw_lead(work: Work, actor: Actor, form: Withdraw, now: datetime) -> Withdrawn:
    """By the giver, as long as nobody has accepted."""
    require(actor, Permission.SUBMIT_LEADS)
    handoff = work.handoffs.get(form.handoff_id)
    if handoff.giver_id != actor.member_id:
        raise NotYours
    check_withdrawable(work, handoff)
    withdrawn = replace(handoff, state=HandoffState.WITHDRAWN, deadline_at=None, ended_at=now)
    if not move(work, handoff, withdrawn):
        raise Overtaken
    close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
    silence(work, handoff.id)
    back_to_draft(work, withdrawn, now)
    note_fact(work, withdrawn, actor.member_id, "withdrawn", now)
    refresh(work, withdrawn)
    work.audit.note(actor.member_id, "withdraw_lead", handoff.id, now, client_id=handoff.client_id)
    client = work.clients.get(handoff.client_id)
    return Withdrawn(handoff.lead_id, client.id, client.name)


def check_withdrawable(work: Work, handoff: Handoff) -> None:
    """Raises AlreadyTaken after the acceptance, WrongState once it is over."""
    if handoff.receiver_id is not None:
        raise AlreadyTaken(who=work.people.get(handoff.receiver_id).name)
    if handoff.state not in UNANSWERED:
        raise WrongState(state=handoff.state.value)


def complete_by_contact(
    work: Work, actor: Actor, client: Client, activity_id: int, outcome: Outcome, now: datetime
) -> int | None:
    """The receiver has spoken to the client: the hand-over is complete. Gives its id; None where the logged act
    completes nothing."""
    handoff = work.handoffs.open_of_client(client.id)
    if handoff is None or handoff.receiver_id != actor.member_id or outcome not in CONTACT_MADE:
        return None
    complete = replace(handoff, state=HandoffState.COMPLETE, ended_at=now)
    if not move(work, handoff, complete):
        return None
    save_lead(work, replace(work.leads.get(handoff.lead_id), state=LeadState.CONTACTED, contacted_at=now))
    note_fact(work, complete, actor.member_id, "complete", now)
    work.outbox.tell(handoff.giver_id, Notice(NoticeKind.COMPLETE, handoff.id, silent=True))
    refresh_parties(work, complete)
    facts = {"activity": activity_id}
    work.audit.note(actor.member_id, "complete_handoff", handoff.id, now, client_id=client.id, facts=facts)
    return handoff.id


def reopen_completion(work: Work, handoff_id: int, now: datetime) -> None:
    """The contact that completed it was logged by mistake. WrongState where the lead has moved on since."""
    complete = work.handoffs.get(handoff_id)
    lead = work.leads.get(complete.lead_id)
    reopened = replace(complete, state=HandoffState.ACCEPTED, ended_at=None)
    if lead.state is not LeadState.CONTACTED or not move(work, complete, reopened):
        raise WrongState(state=lead.state.value)
    save_lead(work, replace(lead, state=LeadState.ACCEPTED, contacted_at=None))
    work.facts.forget_handoff(handoff_id, "complete")
    refresh_parties(work, reopened)
    work.audit.note(None, "reopen_completion", handoff_id, now, client_id=complete.client_id)


def own_offer(work: Work, actor: Actor, offer_id: int) -> tuple[Offer, Handoff]:
    """Only the asked person may answer, and only while the person still receives leads."""
    require(actor, Permission.RECEIVE_LEADS)
    offer = work.handoffs.offer(offer_id)
    if offer.member_id != actor.member_id:
        raise NotYours
    return offer, work.handoffs.get(offer.handoff_id)


def _accepted(work: Work, handoff: Handoff, offer: Offer) -> Accepted:
    client, lead = work.clients.get(handoff.client_id), work.leads.get(handoff.lead_id)
    took = _working_seconds(work, handoff.team_id, offer.offered_at, offer.answered_at or offer.offered_at)
    giver = work.people.get(handoff.giver_id)
    return Accepted(handoff.id, client.id, client.name, giver.name, took, lead.next_kind, lead.next_at)


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
    work.clients.save(replace(work.clients.get(client_id), owner_id=member_id))
    pass_steps(work, client_id, member_id, now)


def back_to_draft(work: Work, handoff: Handoff, now: datetime) -> None:
    lead = work.leads.get(handoff.lead_id)
    save_lead(
        work,
        replace(
            lead,
            state=LeadState.DRAFT,
            giver_id=handoff.giver_id,
            submitted_at=None,
            accepted_at=None,
            contacted_at=None,
        ),
    )
    if not work.people.get(work.clients.get(handoff.client_id).owner_id).active:
        give_client(work, handoff.client_id, handoff.giver_id, now)


def _reopen_answer(work: Work, returned: Handoff) -> None:
    for answer in work.leads.answers(returned.lead_id):
        if answer.question is returned.question:
            work.leads.put_answer(returned.lead_id, replace(answer, verdict=Verdict.OPEN, remark=returned.remark))


def member_left(work: Work, member_id: int, now: datetime) -> None:
    """Somebody works here no more: what the person was asked passes on, what the person had accepted or had given
    comes to the heads, who are also reminded of what was parked. The client keeps its owner until somebody accepts."""
    for handoff in work.handoffs.of_member(member_id):
        if handoff.receiver_id == member_id:
            offered_anew(work, handoff, now)
            escalate(work, handoff, Escalation.LEFT, now)
        elif handoff.state in ASKING and handoff.giver_id == member_id:
            close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
            escalate(work, handoff, Escalation.LEFT, now)
        elif handoff.state in ASKING:
            pass_on(work, handoff, member_id, Escalation.LEFT, now)
    remind_heads_of_parked(work, member_id)


def offered_anew(work: Work, handoff: Handoff, now: datetime) -> None:
    """An accepted lead loses its receiver, so the figures count only the acceptance that follows."""
    lead = work.leads.get(handoff.lead_id)
    offered = replace(lead, state=LeadState.OFFERED, giver_id=handoff.giver_id, accepted_at=None, contacted_at=None)
    save_lead(work, offered)
    for what in ("accepted", "complete"):
        work.facts.forget_handoff(handoff.id, what)
