"""A disputed return: the giver disagrees, and somebody who is not a party decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.lead_leg import lead_of
from sales.actions.leads import save_lead
from sales.actions.proposal_course import come_back
from sales.actions.routing import able_of_team, ask_again, escalate, refresh, return_stands, stewards
from sales.errors import LeadIncomplete, NotYours, Overtaken, WrongState
from sales.handoff import Dispute, Escalation, Handoff, HandoffState, OfferState
from sales.leads import LeadState, Verdict, missing
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.ports import Work
from sales.timers import TimerKind


@dataclass(frozen=True, slots=True)
class Disagree:
    handoff_id: int


@dataclass(frozen=True, slots=True)
class Disputed:
    """`arbiters`: who will decide."""

    handoff_id: int
    arbiters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decide:
    """`good`: the lead holds, so the return does not."""

    handoff_id: int
    good: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """`asked`: the receiver has to accept now; else nothing changes, or the heads' queue has it."""

    handoff_id: int
    client: str
    good: bool
    asked: bool


def dispute_return(work: Work, actor: Actor, form: Disagree, now: datetime) -> Disputed:
    """By the giver, once, as long as it stands as it came back."""
    handoff = work.handoffs.get(form.handoff_id)
    require(actor, Permission.SUBMIT_LEADS if handoff.lead_id is not None else Permission.LOG_ACTS)
    if handoff.giver_id != actor.member_id:
        raise NotYours
    if handoff.dispute is not Dispute.NONE:
        raise WrongState(state=handoff.dispute.value)
    _check_standing(work, handoff)
    raised = replace(handoff, dispute=Dispute.RAISED)
    if not work.handoffs.move(raised, {HandoffState.RETURNED}):
        raise Overtaken
    judges = arbiters(work, raised)
    for judge in judges:
        work.outbox.tell(judge.id, Notice(NoticeKind.DISPUTED, handoff.id))
    work.outbox.refresh(NoticeKind.RETURNED, handoff.id)
    work.audit.note(actor.member_id, "dispute_return", handoff.id, now, client_id=handoff.client_id)
    return Disputed(handoff.id, tuple(judge.name for judge in judges))


def decide_dispute(work: Work, actor: Actor, form: Decide, now: datetime) -> Decided:
    """Overruled, the same receiver must accept; upheld, the return stands. A party decides only where nobody else
    could."""
    require(actor, Permission.ARBITRATE)
    handoff = work.handoffs.get(form.handoff_id)
    acting = work.acting.current(handoff.team_id)
    may_decide = {judge.id for judge in arbiters(work, handoff)} | ({acting.head_id} if acting else set())
    if actor.member_id not in may_decide:
        raise NotYours
    if handoff.dispute is not Dispute.RAISED:
        raise Overtaken
    _check_standing(work, handoff)
    decided = _overrule(work, handoff, now) if form.good else _uphold(work, handoff, now)
    work.outbox.tell(handoff.giver_id, Notice(NoticeKind.DECIDED, handoff.id))
    if not form.good:
        work.outbox.tell(_returner(work, handoff).id, Notice(NoticeKind.DECIDED, handoff.id, silent=True))
    refresh(work, decided)
    facts = {"good": form.good}
    work.audit.note(actor.member_id, "decide_dispute", handoff.id, now, client_id=handoff.client_id, facts=facts)
    client = work.clients.get(handoff.client_id)
    return Decided(handoff.id, client.name, form.good, decided.state is HandoffState.REROUTED)


def _overrule(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    """The return doesn't count; a receiver who can't accept leaves it to the heads."""
    _answer_holds(work, handoff, now)
    work.timers.cancel(TimerKind.PROPOSAL_AGAIN, handoff.id)
    overruled = replace(handoff, dispute=Dispute.OVERRULED)
    receiver = _returner(work, handoff)
    if receiver in able_of_team(work, handoff):
        return ask_again(work, overruled, [receiver], now, binding=True)
    return escalate(work, overruled, Escalation.DISPUTE, now)


def _answer_holds(work: Work, handoff: Handoff, now: datetime) -> None:
    """A lead's answer is a yes again, and the lead is on offer."""
    lead = lead_of(work, handoff)
    if lead is None:
        return
    for answer in work.leads.answers(lead.id):
        if answer.question is handoff.question:
            work.leads.put_answer(lead.id, replace(answer, verdict=Verdict.YES, remark=""))
    lacks = [name for name in missing(lead, work.leads.answers(lead.id), now) if name != "next_at"]
    if lacks:
        raise LeadIncomplete(missing=" ".join(lacks))
    save_lead(work, replace(lead, state=LeadState.OFFERED, submitted_at=now))
    work.facts.forget_handoff(handoff.id, "returned")


def _uphold(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    """What the bot has proposed had waited for this."""
    upheld = replace(handoff, dispute=Dispute.UPHELD)
    if not work.handoffs.move(upheld, {HandoffState.RETURNED}):
        raise Overtaken
    come_back(work, upheld, now)
    return upheld


def arbiters(work: Work, handoff: Handoff) -> list[Member]:
    """Who may decide: the parties themselves only where there is nobody else."""
    judges = stewards(work, handoff.team_id, Permission.ARBITRATE)
    parties = {handoff.giver_id} | {offer.member_id for offer in work.handoffs.offers(handoff.id)}
    return [judge for judge in judges if judge.id not in parties] or judges


def _returner(work: Work, handoff: Handoff) -> Member:
    returned = [offer for offer in work.handoffs.offers(handoff.id) if offer.state is OfferState.RETURNED]
    return work.people.get(returned[-1].member_id)


def _check_standing(work: Work, handoff: Handoff) -> None:
    """Once it was handed over anew, or its lead was parked or closed, there is nothing left to dispute."""
    if not return_stands(work, handoff):
        raise Overtaken
