"""Hand-overs of the past: offered in turn, answered or not, returned, disputed, queued, completed. As
`sales.actions.handoff`, `routing`, `deadlines` and `arbitration` keep them, with the same machine and the same turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.demo import leads, steps, touches
from bot.demo.past import Event, Past, Story
from bot.demo.people import Colleague
from sales.activities import CONTACT_MADE, Outcome
from sales.handoff import (
    OPEN_HANDOFF,
    UNANSWERED,
    Dispute,
    Escalation,
    Handoff,
    HandoffState,
    Leg,
    Load,
    Offer,
    OfferState,
    eligible,
    in_turn,
)
from sales.leads import Lead, LeadState, Question, Verdict, missing
from sales.ports import HandoffFact
from sales.steps import StepKind
from sales.worktime import add_working, working_between

#: Which question a doubtful lead fails, most often the money.
DOUBTS = {Question.PAINS: 2, Question.FIT: 2, Question.SEVERITY: 3, Question.BUDGET: 5}
#: Shares of hand-overs: withdrawn by the giver, and of returns: disputed; of disputes: decided for the giver.
WITHDRAWN, DISPUTED, GOOD = 0.07, 0.5, 0.55


def submit(past: Past, lead_id: int, at: datetime) -> None:
    """Unless the agreement has passed meanwhile: then it is made again in the next talk."""
    lead = past.rows.leads[lead_id]
    if (
        lead.state is not LeadState.DRAFT
        or is_disputed(past, past.story(lead.client_id))
        or missing(lead, leads.answers_of(past, lead), at)
    ):
        return
    leads.change(past, lead, state=LeadState.OFFERED, submitted_at=at)
    handoff = past.rows.handoffs.save(
        Handoff(
            id=past.rows.handoffs.next,
            company_id=lead.company_id,
            team_id=lead.team_id,
            client_id=lead.client_id,
            lead_id=lead_id,
            leg=Leg.LEAD,
            giver_id=lead.giver_id,
            state=HandoffState.OFFERED,
            offered_at=at,
        )
    )
    past.story(lead.client_id).handoff_id = handoff.id
    _tell(past, handoff, lead.giver_id, "submitted", at)
    past.rows.note(lead.giver_id, "submit_lead", lead_id, at, lead.client_id)
    _ask_next(past, handoff, Escalation.NOBODY, at)
    if past.chance(WITHDRAWN):
        past.expect(at + past.some(1, 8), Event.WITHDRAW, handoff.id)


def answer(past: Past, offer_id: int, at: datetime) -> None:
    """The receiver has read the card and believes it, or doesn't."""
    offer = past.rows.offers[offer_id]
    handoff = past.rows.handoffs[offer.handoff_id]
    if offer.state is not OfferState.OPEN:
        return
    if handoff.binding or past.chance(past.crew[handoff.giver_id].manner.trusted):
        _accept(past, handoff, offer, at)
    else:
        _give_back(past, handoff, offer, at)


def deadline(past: Past, offer_id: int, at: datetime) -> None:
    offer = past.rows.offers[offer_id]
    handoff = past.rows.handoffs[offer.handoff_id]
    if offer.state is not OfferState.OPEN:
        return
    _answered(past, offer, OfferState.EXPIRED, at)
    _tell(past, handoff, offer.member_id, "missed", at)
    if handoff.state is HandoffState.OFFERED:
        _ask_next(past, handoff, Escalation.NO_ANSWER, at)
    else:
        _escalate(past, handoff, Escalation.DISPUTE if handoff.binding else Escalation.NO_ANSWER, at)
    past.rows.note(None, "deadline_passed", handoff.id, at, handoff.client_id)


def withdraw(past: Past, handoff_id: int, at: datetime) -> None:
    """The giver wants to ask the client something first."""
    handoff = past.rows.handoffs[handoff_id]
    if handoff.state not in UNANSWERED:
        return
    _close_offers(past, handoff, at)
    _move(past, handoff, HandoffState.WITHDRAWN, ended_at=at)
    _back_to_draft(past, handoff)
    _tell(past, handoff, handoff.giver_id, "withdrawn", at)
    past.rows.note(handoff.giver_id, "withdraw_lead", handoff_id, at, handoff.client_id)


def assign(past: Past, handoff_id: int, at: datetime) -> None:
    """The head finds somebody for what waits in the queue."""
    handoff = past.rows.handoffs[handoff_id]
    if handoff.state is not HandoffState.ESCALATED:
        return
    chosen = _in_turn(past, _able(past, handoff, frozenset()))
    _ask_again(past, handoff, chosen, at)
    past.rows.note(past.head_id, "assign_lead", handoff_id, at, handoff.client_id)


def dispute(past: Past, handoff_id: int, at: datetime) -> None:
    handoff = past.rows.handoffs[handoff_id]
    if not _stands_returned(past, handoff):
        return
    past.rows.handoffs.save(replace(handoff, dispute=Dispute.RAISED))
    past.rows.note(handoff.giver_id, "dispute_return", handoff_id, at, handoff.client_id)
    past.expect(at + past.some(25, 200), Event.DECIDE, handoff_id)


def decide(past: Past, handoff_id: int, at: datetime) -> None:
    """Overruled, the same receiver must accept."""
    handoff = past.rows.handoffs[handoff_id]
    if not _stands_returned(past, handoff) or handoff.dispute is not Dispute.RAISED:
        return
    good = past.chance(GOOD)
    lead, question = past.rows.leads[_lead_id(handoff)], handoff.question
    if good and question is not None:
        said = past.rows.answers[lead.id, question]
        past.rows.answers[lead.id, question] = replace(said, verdict=Verdict.YES, remark="")
        leads.change(past, lead, state=LeadState.OFFERED, submitted_at=at)
        _forget(past, handoff, "returned")
        returner = [one for one in past.rows.offers if one.handoff_id == handoff_id][-1].member_id
        _ask_again(past, replace(handoff, dispute=Dispute.OVERRULED), past.crew[returner], at, binding=True)
    else:
        past.rows.handoffs.save(replace(handoff, dispute=Dispute.UPHELD))
    past.rows.note(past.head_id, "decide_dispute", handoff_id, at, handoff.client_id, {"good": good})


def complete(past: Past, story: Story, who: Colleague, act_id: int, outcome: Outcome, at: datetime) -> int | None:
    """The receiver has spoken to the client: the baton is over. Gives the hand-over that is complete thereby."""
    handoff = open_handoff(past, story)
    if handoff is None or handoff.receiver_id != who.id or outcome not in CONTACT_MADE:
        return None
    _move(past, handoff, HandoffState.COMPLETE, ended_at=at)
    leads.change(past, past.rows.leads[_lead_id(handoff)], state=LeadState.CONTACTED, contacted_at=at)
    _tell(past, handoff, who.id, "complete", at)
    past.rows.note(who.id, "complete_handoff", handoff.id, at, story.client_id, {"activity": act_id})
    return handoff.id


def is_disputed(past: Past, story: Story) -> bool:
    return story.handoff_id is not None and past.rows.handoffs[story.handoff_id].dispute is Dispute.RAISED


def open_handoff(past: Past, story: Story) -> Handoff | None:
    handoff = past.rows.handoffs[story.handoff_id] if story.handoff_id else None
    return handoff if handoff and handoff.state in OPEN_HANDOFF else None


def _accept(past: Past, handoff: Handoff, offer: Offer, at: datetime) -> None:
    story, receiver = past.story(handoff.client_id), past.crew[offer.member_id]
    _answered(past, offer, OfferState.ACCEPTED, at)
    _move(past, handoff, HandoffState.ACCEPTED, receiver_id=receiver.id, accepted_at=at)
    leads.change(past, past.rows.leads[_lead_id(handoff)], state=LeadState.ACCEPTED, accepted_at=at)
    past.rows.clients.save(replace(past.rows.clients[story.client_id], owner_id=receiver.id))
    steps.hand_on(past, story, receiver)
    story.starts_anew()
    touches.begin(past, story, handoff, receiver, at)
    took = int(working_between(offer.offered_at, at, past.schedule).total_seconds())
    _tell(past, handoff, receiver.id, "accepted", at, took)
    past.rows.note(receiver.id, "accept_offer", handoff.id, at, story.client_id)


def _give_back(past: Past, handoff: Handoff, offer: Offer, at: datetime) -> None:
    question = past.rng.choices(list(DOUBTS), list(DOUBTS.values()))[0]
    remark = past.one_of("lead", "remarks", question.value)
    _answered(past, offer, OfferState.RETURNED, at)
    _move(past, handoff, HandoffState.RETURNED, ended_at=at, question=question, remark=remark)
    said = past.rows.answers[_lead_id(handoff), question]
    past.rows.answers[_lead_id(handoff), question] = replace(said, verdict=Verdict.OPEN, remark=remark)
    _back_to_draft(past, handoff)
    _tell(past, handoff, offer.member_id, "returned", at)
    past.rows.note(offer.member_id, "return_offer", handoff.id, at, handoff.client_id)
    if past.chance(DISPUTED):
        past.expect(at + past.some(10, 50), Event.DISPUTE, handoff.id)


def _lead_id(handoff: Handoff) -> int:
    assert handoff.lead_id is not None  # noqa: S101 - only leads are handed over in the demo's past
    return handoff.lead_id


def _back_to_draft(past: Past, handoff: Handoff) -> None:
    """The giver's again; a step that is due later stands, else the client is called anew."""
    lead, story = past.rows.leads[_lead_id(handoff)], past.story(handoff.client_id)
    leads.change(past, lead, state=LeadState.DRAFT, submitted_at=None)
    if not story.steps:
        ended = past.rows.handoffs[handoff.id].ended_at or handoff.offered_at
        steps.plan(past, story, past.crew[handoff.giver_id], StepKind.CALL, 1, ended)


def _ask_next(past: Past, handoff: Handoff, why: Escalation, at: datetime) -> None:
    """The next in turn who wasn't asked and has not returned this lead; else the head."""
    asked = {one.member_id for one in past.rows.offers if one.handoff_id == handoff.id}
    of_lead = {one.id for one in past.rows.handoffs if one.lead_id == handoff.lead_id}
    returned = {
        one.member_id for one in past.rows.offers if one.handoff_id in of_lead and one.state is OfferState.RETURNED
    }
    able = _able(past, handoff, frozenset(asked | returned))
    if not able:
        nobody = Escalation.ALL_RETURNED if why is Escalation.NOBODY else why
        _escalate(past, handoff, nobody, at)
    elif asked:
        _ask_again(past, handoff, _in_turn(past, able), at)
    else:
        _ask(past, handoff, _in_turn(past, able), at)


def _ask_again(past: Past, handoff: Handoff, who: Colleague, at: datetime, *, binding: bool = False) -> None:
    changes = {"rounds": handoff.rounds + 1, "binding": binding, "receiver_id": None, "accepted_at": None}
    _ask(past, _move(past, handoff, HandoffState.REROUTED, ended_at=None, **changes), who, at)


def _ask(past: Past, handoff: Handoff, who: Colleague, at: datetime) -> None:
    """A card with a deadline; slow ones miss it now and then."""
    within = past.team.settings.accept_within
    until = add_working(at, within, past.schedule)
    past.rows.handoffs.save(replace(handoff, deadline_at=until))
    offer = past.rows.offers.save(Offer(past.rows.offers.next, handoff.id, who.id, OfferState.OPEN, at, until))
    takes = timedelta(minutes=past.rng.lognormvariate(0, 0.7) * who.manner.answers)
    if takes < within:
        past.expect(add_working(at, takes, past.schedule), Event.ANSWER, offer.id)
    past.expect(until, Event.DEADLINE, offer.id)


def _escalate(past: Past, handoff: Handoff, why: Escalation, at: datetime) -> None:
    _move(past, handoff, HandoffState.ESCALATED, escalation=why, receiver_id=None, accepted_at=None, ended_at=None)
    past.expect(at + past.some(15, 120), Event.ASSIGN, handoff.id)


def _able(past: Past, handoff: Handoff, excluded: frozenset[int]) -> list[Colleague]:
    members = [one.member for one in past.crew.values()]
    return [past.crew[one.id] for one in eligible(members, handoff.giver_id, excluded)]


def _in_turn(past: Past, able: Iterable[Colleague]) -> Colleague:
    chosen = in_turn([one.member for one in able], _loads(past))
    if chosen is None:
        raise LookupError("nobody of the demo receives leads")
    return past.crew[chosen.id]


def _loads(past: Past) -> Mapping[int, Load]:
    carried: dict[int, set[int]] = {one: set() for one in past.crew}
    last: dict[int, datetime] = {}
    for offer in past.rows.offers:
        last[offer.member_id] = max(offer.offered_at, last.get(offer.member_id, offer.offered_at))
        handoff = past.rows.handoffs[offer.handoff_id]
        if offer.state is OfferState.OPEN or handoff.state is HandoffState.ACCEPTED:
            carried[handoff.receiver_id or offer.member_id].add(handoff.id)
    return {one: Load(len(carried[one]), last.get(one)) for one in past.crew}


def _stands_returned(past: Past, handoff: Handoff) -> bool:
    lead: Lead = past.rows.leads[_lead_id(handoff)]
    newest = past.story(handoff.client_id).handoff_id == handoff.id
    return handoff.state is HandoffState.RETURNED and newest and lead.state is LeadState.DRAFT


def _move(past: Past, handoff: Handoff, state: HandoffState, **changes: Any) -> Handoff:
    """No deadline runs in the new state, unless somebody is asked in it."""
    return past.rows.handoffs.save(replace(handoff, state=state, deadline_at=None, **changes))


def _answered(past: Past, offer: Offer, state: OfferState, at: datetime) -> None:
    past.rows.offers.save(replace(offer, state=state, answered_at=at))


def _close_offers(past: Past, handoff: Handoff, at: datetime) -> None:
    for offer in past.rows.offers:
        if offer.handoff_id == handoff.id and offer.state is OfferState.OPEN:
            _answered(past, offer, OfferState.WITHDRAWN, at)


def _tell(past: Past, handoff: Handoff, member_id: int, what: str, at: datetime, took: int = 0) -> None:
    past.rows.facts.append(HandoffFact(member_id, handoff.giver_id, what, at, took, handoff.id))


def _forget(past: Past, handoff: Handoff, what: str) -> None:
    past.rows.facts = [one for one in past.rows.facts if (one.handoff_id, one.what) != (handoff.id, what)]
