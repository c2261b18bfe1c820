"""A lead in its giver's hands: begun, filled in answer by answer, handed over once nothing is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.clients import client_in_reach, require_full
from sales.actions.known import asked_first
from sales.actions.news import post_news
from sales.actions.proposal_course import make_room
from sales.actions.routing import note_fact, refresh, route
from sales.actions.steps import check_plan, close_step, plan_step
from sales.actions.voices import keep_voice
from sales.clients import Client
from sales.company import News
from sales.errors import BadAmount, LeadIncomplete, NotYours, OpenLeadExists, Overtaken, WrongState
from sales.handoff import Dispute, Escalation, Handoff, HandoffState, OfferState
from sales.leads import Answer, Lead, LeadState, Question, Source, Verdict, answered, is_blank, missing
from sales.legs import Leg
from sales.money import LARGEST
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.steps import Step, StepPlan, StepState
from sales.timers import TimerKind
from sales.voices import VoiceFile
from sales.wording import a_line, words


@dataclass(frozen=True, slots=True)
class StartLead:
    client_id: int


@dataclass(frozen=True, slots=True)
class Progress:
    """`answered` of the four questions hold; `missing`: what is still open, in the order of the form."""

    lead_id: int
    client_id: int
    client: str
    answered: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """YES needs words or a voice, they are the evidence; OPEN is «don't know» and keeps what was said before. A NO
    parks the lead: `sales.actions.parking`."""

    lead_id: int
    question: Question
    verdict: Verdict
    words: str = ""
    voice: VoiceFile | None = None


@dataclass(frozen=True, slots=True)
class FillLead:
    """What is None stays as it is. `estimate`: minor units of the client's currency. `step_id`: an open step with the
    client that is the agreed one already."""

    lead_id: int
    product: str | None = None
    estimate: int | None = None
    decision_maker: str | None = None
    expects: str | None = None
    source: Source | None = None
    step: StepPlan | None = None
    step_id: int | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    lead_id: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """Either somebody is asked until `deadline_at`, or the heads have it (`escalation`)."""

    handoff_id: int
    client_id: int
    client: str
    receivers: tuple[str, ...]
    deadline_at: datetime | None
    escalation: Escalation | None


def lead_to_start(work: Work, actor: Actor, client_id: int, now: datetime) -> Progress:
    """What starting would come to; refused as `start_lead` refuses. `lead_id` NEW: there is none yet."""
    client, lead = _startable(work, actor, client_id)
    if lead is not None and lead.state is LeadState.DRAFT:
        return progress(work, lead.id, now)
    answers = work.leads.answers(lead.id) if lead else []
    lacks = missing(lead or _new_draft(actor, client, now), [a for a in answers if a.verdict is not Verdict.NO], now)
    return Progress(lead.id if lead else NEW, client.id, client.name, answered(answers), lacks)


def start_lead(work: Work, actor: Actor, form: StartLead, now: datetime) -> Progress:
    """The client's draft: the actor's own goes on where it stopped, a parked one comes back, else a new one is made.
    OpenLeadExists where somebody else has one; a blank one, or that of somebody who has left, is taken over."""
    client, lead = _startable(work, actor, form.client_id)
    if lead is None:
        lead = work.leads.add(_new_draft(actor, client, now))
    else:
        lead = to_draft(work, replace(lead, giver_id=actor.member_id))
    work.audit.note(actor.member_id, "start_lead", lead.id, now, client_id=client.id)
    return progress(work, lead.id, now)


def _startable(work: Work, actor: Actor, client_id: int) -> tuple[Client, Lead | None]:
    require(actor, Permission.SUBMIT_LEADS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    lead = work.leads.open_of_client(client.id)
    if lead is not None:
        waits = lead.state in (LeadState.DRAFT, LeadState.PARKED)
        if not waits or not may_carry(work, actor, lead):
            raise OpenLeadExists(who=_holder(work, lead))
    return client, lead


def _new_draft(actor: Actor, client: Client, now: datetime) -> Lead:
    source = Source(client.source) if client.source in set(Source) else None
    return Lead(
        id=NEW,
        company_id=client.company_id,
        team_id=client.team_id,
        client_id=client.id,
        giver_id=actor.member_id,
        state=LeadState.DRAFT,
        created_at=now,
        source=source,
        currency=client.currency,
    )


def may_carry(work: Work, actor: Actor, lead: Lead) -> bool:
    if lead.giver_id == actor.member_id or not work.people.get(lead.giver_id).active:
        return True
    return lead.state is LeadState.DRAFT and is_blank(lead, work.leads.answers(lead.id))


def to_draft(work: Work, lead: Lead) -> Lead:
    """What a parked lead was refused for is an open question again."""
    if lead.state is LeadState.PARKED:
        work.timers.cancel(TimerKind.PARKED, lead.id)
        for answer in work.leads.answers(lead.id):
            if answer.verdict is Verdict.NO:
                work.leads.put_answer(lead.id, replace(answer, verdict=Verdict.OPEN))
    save_lead(work, replace(lead, state=LeadState.DRAFT, parked_until=None, reason_words=""))
    return lead


def _holder(work: Work, lead: Lead) -> str:
    """Its giver, or the receiver once it was accepted."""
    with_receiver = lead.state in (LeadState.ACCEPTED, LeadState.CONTACTED)
    holder = work.clients.get(lead.client_id).owner_id if with_receiver else lead.giver_id
    return work.people.get(holder).name


def answer_question(work: Work, actor: Actor, form: AnswerQuestion, now: datetime) -> Progress:
    lead = own_draft(work, actor, form.lead_id)
    if form.verdict is Verdict.NO:
        raise WrongState(state="no")
    before = {answer.question: answer for answer in work.leads.answers(lead.id)}.get(form.question)
    if form.verdict is Verdict.YES:
        put_evidence(work, actor, lead, form, now)
    elif before is not None:
        work.leads.put_answer(lead.id, replace(before, verdict=Verdict.OPEN))
    work.audit.note(actor.member_id, "answer_question", lead.id, now, client_id=lead.client_id)
    return progress(work, lead.id, now)


def put_evidence(work: Work, actor: Actor, lead: Lead, form: AnswerQuestion, now: datetime) -> None:
    """A later answer takes the place of an earlier one, of its voice too. Empty where nothing was said."""
    said = words(form.words) if form.words or form.voice is None else ""
    work.leads.put_answer(lead.id, Answer(form.question, Verdict.YES, said, actor.member_id, now))
    work.voices.forget_answer(lead.id, form.question)
    if form.voice is not None:
        keep_voice(work, actor, lead.client_id, form.voice, now, lead_id=lead.id, question=form.question)


def fill_lead(work: Work, actor: Actor, form: FillLead, now: datetime) -> Progress:
    lead = own_draft(work, actor, form.lead_id)
    if form.estimate is not None and not 0 < form.estimate <= LARGEST:
        raise BadAmount
    filled = replace(
        lead,
        product=lead.product if form.product is None else a_line(form.product),
        estimate=lead.estimate if form.estimate is None else form.estimate,
        currency=lead.currency if form.estimate is None else work.clients.get(lead.client_id).currency,
        decision_maker=lead.decision_maker if form.decision_maker is None else a_line(form.decision_maker),
        expects=lead.expects if form.expects is None else words(form.expects),
        source=form.source or lead.source,
    )
    if form.step is not None or form.step_id is not None:
        filled = _with_step(work, filled, form, now)
    save_lead(work, filled)
    work.audit.note(actor.member_id, "fill_lead", lead.id, now, client_id=lead.client_id)
    return progress(work, lead.id, now)


def _with_step(work: Work, lead: Lead, form: FillLead, now: datetime) -> Lead:
    """The agreement as it is told to the receiver. A step made of an earlier agreement is dropped."""
    if form.step_id is None and form.step is not None:
        check_plan(form.step, now)
        _drop_step(work, lead, now)
        agreed, step_id = form.step, None
    else:
        step = work.steps.get(form.step_id or NEW)
        if step.client_id != lead.client_id or step.state is not StepState.OPEN:
            raise WrongState(state="step")
        agreed, step_id = StepPlan(step.kind, step.due_at, step.exact, step.words, step.place), step.id
    return replace(
        lead,
        next_kind=agreed.kind,
        next_at=agreed.due_at,
        next_exact=agreed.exact,
        next_words=agreed.words,
        next_place=agreed.place,
        step_id=step_id,
    )


def _drop_step(work: Work, lead: Lead, now: datetime) -> None:
    step = _step_of(work, lead)
    if step is not None:
        close_step(work, step, StepState.DROPPED, now)


def _step_of(work: Work, lead: Lead) -> Step | None:
    """The open step that the agreement was made into, by itself or by a logged act."""
    for step in work.steps.open_of_client(lead.client_id):
        same = step.kind is lead.next_kind and step.due_at == lead.next_at and step.member_id == lead.giver_id
        if step.id == lead.step_id or same:
            return step
    return None


def submit_lead(work: Work, actor: Actor, form: Submit, now: datetime) -> Submitted:
    """The hard gate: nothing may be missing. The agreed step is the giver's until somebody accepts."""
    lead = own_draft(work, actor, form.lead_id)
    lacks = missing(lead, work.leads.answers(lead.id), now)
    if lacks:
        raise LeadIncomplete(missing=" ".join(lacks))
    client = work.clients.get(lead.client_id)
    make_room(work, client.id, now)
    _settle_dispute(work, client.id)
    step_id = _agree(work, lead, now)
    save_lead(work, replace(lead, state=LeadState.OFFERED, submitted_at=now, step_id=step_id))
    wanted = asked_first(work, client, lead.giver_id)
    handoff = work.handoffs.add(replace(_new_handoff(lead, now), wanted_id=wanted))
    note_fact(work, handoff, actor.member_id, "submitted", now)
    post_news(work, lead.team_id, News.HANDOVERS, Notice(NoticeKind.ANNOUNCEMENT, handoff.id))
    routed = route(work, handoff, now)
    work.audit.note(actor.member_id, "submit_lead", lead.id, now, client_id=client.id)
    asked = [offer.member_id for offer in work.handoffs.offers(handoff.id) if offer.state is OfferState.OPEN]
    receivers = tuple(work.people.get(member_id).name for member_id in asked)
    return Submitted(handoff.id, client.id, client.name, receivers, routed.deadline_at, routed.escalation)


def _new_handoff(lead: Lead, now: datetime) -> Handoff:
    return Handoff(
        id=NEW,
        company_id=lead.company_id,
        team_id=lead.team_id,
        client_id=lead.client_id,
        lead_id=lead.id,
        leg=Leg.LEAD,
        giver_id=lead.giver_id,
        state=HandoffState.OFFERED,
        offered_at=now,
    )


def _agree(work: Work, lead: Lead, now: datetime) -> int:
    """The agreed step as an open step of the giver: the one that stands already, or a new one."""
    standing = _step_of(work, lead)
    if standing is not None:
        return standing.id
    assert lead.next_kind is not None and lead.next_at is not None  # noqa: S101 - the gate has seen them
    plan = StepPlan(lead.next_kind, lead.next_at, lead.next_exact, lead.next_words, lead.next_place)
    team = work.companies.team(lead.team_id)
    return plan_step(work, team, lead.client_id, lead.giver_id, plan, now).id


def _settle_dispute(work: Work, client_id: int) -> None:
    """Handing the lead over anew ends the dispute about its return, and the return's buttons."""
    before = work.handoffs.last_of_client(client_id)
    if before is None or before.state is not HandoffState.RETURNED:
        return
    if before.dispute is Dispute.RAISED:
        work.handoffs.move(replace(before, dispute=Dispute.NONE), {HandoffState.RETURNED})
    refresh(work, before)


def own_draft(work: Work, actor: Actor, lead_id: int) -> Lead:
    require(actor, Permission.SUBMIT_LEADS)
    lead = work.leads.get(lead_id)
    if lead.giver_id != actor.member_id:
        raise NotYours(who=work.people.get(lead.giver_id).name)
    if lead.state is not LeadState.DRAFT:
        raise WrongState(state=lead.state.value)
    return lead


def save_lead(work: Work, lead: Lead) -> None:
    if not work.leads.save(lead):
        raise Overtaken


def progress(work: Work, lead_id: int, now: datetime) -> Progress:
    lead, answers = work.leads.get(lead_id), work.leads.answers(lead_id)
    client = work.clients.get(lead.client_id)
    return Progress(lead.id, client.id, client.name, answered(answers), missing(lead, answers, now))
