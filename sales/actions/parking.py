"""A lead that fails a question now is not thrown away: it waits with a reason and a date to come back to.
A lead that was worked to its end is closed with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sales.actions.deal_moves import end_with_lead
from sales.actions.leads import Progress, may_carry, own_draft, progress, save_lead, to_draft
from sales.actions.routing import move, refresh_parties, stewards
from sales.actions.steps import drop_steps, schedule_of
from sales.actions.touches import refuse_unreachable
from sales.errors import NotYours, PastTime, WrongState
from sales.handoff import HandoffState
from sales.leads import Answer, CloseReason, Lead, LeadState, Question, Verdict
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.timers import TimerKind
from sales.wording import words
from sales.worktime import day_start, local_day, next_working_moment

#: A parked lead comes back within this time: later dates are slips of the finger.
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Park:
    """`question`: which one the client has answered with a no; `words`: how."""

    lead_id: int
    question: Question
    words: str
    until: date


@dataclass(frozen=True, slots=True)
class Parked:
    lead_id: int
    client_id: int
    client: str
    until: date


@dataclass(frozen=True, slots=True)
class Resume:
    lead_id: int


@dataclass(frozen=True, slots=True)
class CloseLead:
    """`words` may be empty, except where the reason is OTHER."""

    lead_id: int
    reason: CloseReason
    words: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    lead_id: int
    client_id: int
    client: str
    reason: CloseReason


def park_lead(work: Work, actor: Actor, form: Park, now: datetime) -> Parked:
    """Its giver is reminded at the start of that day, or of the next working one."""
    lead = own_draft(work, actor, form.lead_id)
    reason = words(form.words)
    schedule = schedule_of(work.companies.team(lead.team_id))
    today = local_day(now, schedule.zone)
    if not today < form.until <= today + LONGEST:
        raise PastTime(at=day_start(form.until, schedule))
    work.leads.put_answer(lead.id, Answer(form.question, Verdict.NO, reason, actor.member_id, now))
    parked = replace(lead, state=LeadState.PARKED, parked_until=form.until, reason_words=reason)
    save_lead(work, parked)
    remind_of_parked(work, parked, form.until, actor.member_id)
    work.audit.note(actor.member_id, "park_lead", lead.id, now, client_id=lead.client_id)
    return Parked(lead.id, lead.client_id, work.clients.get(lead.client_id).name, form.until)


def resume_lead(work: Work, actor: Actor, form: Resume, now: datetime) -> Progress:
    require(actor, Permission.SUBMIT_LEADS)
    lead = work.leads.get(form.lead_id)
    if lead.team_id not in actor.reach or not may_carry(work, actor, lead):
        raise NotYours(who=work.people.get(lead.giver_id).name)
    if lead.state is not LeadState.PARKED:
        raise WrongState(state=lead.state.value)
    to_draft(work, replace(lead, giver_id=actor.member_id))
    work.audit.note(actor.member_id, "resume_lead", lead.id, now, client_id=lead.client_id)
    return progress(work, lead.id, now)


def remind_heads_of_parked(work: Work, member_id: int, limit: int = 1000) -> None:
    """Their giver has left: a head is reminded in the giver's place."""
    for lead in work.leads.of_member(member_id, limit):
        heads = stewards(work, lead.team_id, Permission.DIRECT_HANDOVERS)
        if lead.parked_until is not None and heads:
            remind_of_parked(work, lead, lead.parked_until, heads[0].id)


def remind_of_parked(work: Work, lead: Lead, until: date, member_id: int) -> None:
    schedule = schedule_of(work.companies.team(lead.team_id))
    at = next_working_moment(day_start(until, schedule), schedule)
    work.timers.set(TimerKind.PARKED, lead.id, at, member_id=member_id)


def close_lead(work: Work, actor: Actor, form: CloseLead, now: datetime) -> Closed:
    """Who has worked it closes it after the first contact; a head closes whatever isn't being offered right now."""
    lead = work.leads.get(form.lead_id)
    because = words(form.words) if form.words.strip() or form.reason is CloseReason.OTHER else ""
    _check_closing(work, actor, lead, form.reason)
    if not end_with_lead(work, lead, actor.member_id, form.reason, because, now):
        drop_steps(work, lead.client_id, now)
    finish_lead(work, lead, form.reason, because, now)
    facts = {"reason": form.reason.value, "words": because}
    work.audit.note(actor.member_id, "close_lead", lead.id, now, client_id=lead.client_id, facts=facts)
    return Closed(lead.id, lead.client_id, work.clients.get(lead.client_id).name, form.reason)


def finish_lead(work: Work, lead: Lead, reason: CloseReason, because: str, now: datetime) -> None:
    """Closed for good, by itself or with its deal: it reminds nobody, and its hand-over isn't open any more."""
    save_lead(work, replace(lead, state=LeadState.CLOSED, closed_at=now, close_reason=reason, reason_words=because))
    _end_handoff(work, lead, now)
    work.timers.cancel(TimerKind.PARKED, lead.id)


def reopen_lead(work: Work, lead: Lead, member_id: int) -> None:
    """It was closed by mistake: where it stood before is what it still knows of itself."""
    if lead.state is not LeadState.CLOSED or work.leads.open_of_client(lead.client_id) is not None:
        raise WrongState(state=lead.state.value)
    state = LeadState.CONTACTED if lead.contacted_at else LeadState.PARKED if lead.parked_until else LeadState.DRAFT
    save_lead(work, replace(lead, state=state, closed_at=None, close_reason=None, reason_words=""))
    if state is LeadState.PARKED and lead.parked_until is not None:
        remind_of_parked(work, lead, lead.parked_until, member_id)


def _check_closing(work: Work, actor: Actor, lead: Lead, reason: CloseReason) -> None:
    """Before the first contact its receiver may only find the client unreachable, and nobody may before the touch
    standard's attempts were made (domain: qualification)."""
    owner_id = work.clients.get(lead.client_id).owner_id
    unreachable = lead.state is LeadState.ACCEPTED and reason is CloseReason.UNREACHABLE
    worked = (lead.state is LeadState.CONTACTED or unreachable) and actor.member_id == owner_id
    if not worked and not (actor.may(Permission.DIRECT_HANDOVERS) and lead.team_id in actor.reach):
        raise NotYours(who=work.people.get(owner_id).name)
    if lead.state in (LeadState.OFFERED, LeadState.CLOSED) or reason is CloseReason.MERGED:
        raise WrongState(state=lead.state.value)
    if unreachable:
        refuse_unreachable(work, lead.client_id)


def _end_handoff(work: Work, lead: Lead, now: datetime) -> None:
    """What was accepted and never carried out isn't open any more. A later leg's goes on without the lead."""
    handoff = work.handoffs.open_of_client(lead.client_id)
    if handoff is None or handoff.lead_id != lead.id:
        return
    if move(work, handoff, replace(handoff, state=HandoffState.WITHDRAWN, ended_at=now)):
        refresh_parties(work, handoff)
