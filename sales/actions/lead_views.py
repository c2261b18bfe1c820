"""What a giver sees of the leads in preparation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sales.actions.catalogue import product_names
from sales.actions.leads import own_draft
from sales.company import Routing
from sales.errors import NotFound
from sales.leads import Lead, LeadState, Question, Verdict, answered, missing
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.steps import StepKind
from sales.voices import spoken_answers

LEADS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AnswerView:
    """`voice`: seconds of spoken evidence, 0: none."""

    question: Question
    verdict: Verdict
    words: str
    remark: str
    voice: int = 0


@dataclass(frozen=True, slots=True)
class SuggestedStep:
    id: int
    kind: StepKind
    words: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LeadForm:
    """All that a form about this lead shows. What is known already stands ready as suggestions: the team's products,
    the client's contacts as decision makers, a planned step as the agreement. `voices`: how many of the client there
    are to listen to. `currency`: the client's, in which an estimate is told."""

    lead: Lead
    client: str
    answers: tuple[AnswerView, ...]
    answered: int
    missing: tuple[str, ...]
    products: tuple[str, ...]
    people: tuple[str, ...]
    step: SuggestedStep | None
    pool: bool
    voices: int
    currency: str


def lead_form(work: Work, actor: Actor, client_id: int, now: datetime) -> LeadForm:
    """Of the actor's own draft with that client."""
    open_lead = work.leads.open_of_client(work.clients.get(client_id).id)
    if open_lead is None:
        raise NotFound(what="lead")
    lead = own_draft(work, actor, open_lead.id)
    answers = work.leads.answers(lead.id)
    settings, client = work.companies.team(lead.team_id).settings, work.clients.get(lead.client_id)
    return LeadForm(
        lead=lead,
        client=client.name,
        answers=answer_views(work, lead.id),
        answered=answered(answers),
        missing=missing(lead, answers, now),
        products=product_names(work, lead.team_id),
        people=_known_people(work, lead.client_id),
        step=_suggested_step(work, lead, now),
        pool=settings.routing is Routing.POOL,
        voices=len(work.voices.of_client(lead.client_id)),
        currency=client.currency,
    )


def answer_views(work: Work, lead_id: int) -> tuple[AnswerView, ...]:
    spoken = spoken_answers(work.voices.of_lead(lead_id))
    return tuple(
        AnswerView(one.question, one.verdict, one.words, one.remark, spoken.get(one.question, 0))
        for one in work.leads.answers(lead_id)
    )


def lead_in_form(work: Work, actor: Actor, client_id: int) -> int:
    """The id of the actor's latest lead with that client, whatever has become of it: a submission that is asked for
    once more must find the lead it is about."""
    lead = work.leads.last_of_client(work.clients.get(client_id).id)
    if lead is None or lead.giver_id != actor.member_id:
        raise NotFound(what="lead")
    return lead.id


def _known_people(work: Work, client_id: int) -> tuple[str, ...]:
    named = [one for one in work.clients.contacts(client_id) if one.name]
    return tuple(f"{one.name}, {one.position}" if one.position else one.name for one in named)


def _suggested_step(work: Work, lead: Lead, now: datetime) -> SuggestedStep | None:
    for step in work.steps.open_of_client(lead.client_id):
        if step.due_at > now and step.member_id == lead.giver_id:
            return SuggestedStep(step.id, step.kind, step.words, step.due_at)
    return None


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One of a giver's own leads: a draft, a parked one (`parked_until`)."""

    lead_id: int
    client_id: int
    client: str
    state: LeadState
    answered: int
    parked_until: date | None


def my_leads(work: Work, actor: Actor) -> tuple[LeadLine, ...]:
    """Drafts first, then what is parked, the soonest first."""
    require(actor, Permission.SUBMIT_LEADS)
    lines = [
        LeadLine(
            lead.id,
            lead.client_id,
            work.clients.get(lead.client_id).name,
            lead.state,
            answered(work.leads.answers(lead.id)),
            lead.parked_until,
        )
        for lead in work.leads.of_member(actor.member_id, LEADS_SHOWN)
    ]
    return tuple(sorted(lines, key=lambda line: line.parked_until or date.min))
