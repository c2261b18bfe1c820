"""What an absent person's work does meanwhile: steps are lent and given back, taken requests and reminders go to
whoever stands in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sales.absence import Absence, Loan
from sales.actions.parking import remind_of_parked
from sales.actions.request_routing import ask
from sales.actions.stand_in import stand_in
from sales.actions.steps import pass_step, set_timers
from sales.notices import Fact
from sales.people import Member
from sales.ports import NEW, Work
from sales.requests import RequestState
from sales.steps import Step, StepState
from sales.timers import PERSONAL, TimerKind

#: Steps to lend, and leads to look at, in one go.
AT_ONCE = 200


def hand_requests(work: Work, member: Member, holder: Member, now: datetime) -> None:
    """What the person has taken and not worked: somebody outside waits for it."""
    for request in work.requests.held_by(member.id):
        if request.state is RequestState.TAKEN:
            ask(work, request, holder, now)


def lend(work: Work, now: datetime, absence_id: int | None = None) -> list[tuple[int, Step]]:
    """→ (absence id, step as it was). `absence_id`: one that begins, whose message tells of what is overdue; what comes
    later is reminded of."""
    lent = []
    for lender_id, step in work.absences.to_lend(AT_ONCE):
        holder = stand_in(work, step.member_id)
        known = work.absences.loan_of_step(step.id)
        home = work.absences.get(known.absence_id).member_id if known else 0
        if holder.id in (step.member_id, home) or work.absences.current_of(holder.id) is not None:
            continue
        if known is not None:
            work.absences.save_loan(replace(known, holder_id=holder.id))
        else:
            work.absences.add_loan(Loan(NEW, lender_id, step.id, holder.id, now))
        pass_step(work, step, holder.id, now)
        if lender_id != absence_id and step.due_at <= now:
            set_timers(work, replace(step, member_id=holder.id), now)
        facts: dict[str, Fact] = {"from": step.member_id, "to": holder.id}
        work.audit.note(None, "lend_step", step.id, now, client_id=step.client_id, facts=facts)
        lent.append((lender_id, step))
    return lent


def move_parked(work: Work, from_id: int, to_id: int, until: datetime) -> None:
    """Reminders of parked leads that come up meanwhile."""
    for timer in work.timers.pending(PERSONAL, from_id, until):
        if timer.kind is TimerKind.PARKED:
            work.timers.set(timer.kind, timer.subject, timer.due_at, member_id=to_id, exact=timer.exact)


def return_loans(work: Work, absence: Absence, now: datetime) -> tuple[list[int], list[int]]:
    """→ done meanwhile, given back. What the head has given to others for good stays with them."""
    done, back = [], []
    for loan in work.absences.loans_of(absence.id):
        if loan.returned_at is not None:
            continue
        work.absences.save_loan(replace(loan, returned_at=now))
        step = work.steps.get(loan.step_id)
        if step.state is StepState.DONE:
            done.append(step.id)
        still_lent = step.state is StepState.OPEN and step.member_id == loan.holder_id
        if still_lent and work.clients.get(step.client_id).owner_id != loan.holder_id:
            pass_step(work, step, absence.member_id, now)
            facts: dict[str, Fact] = {"from": loan.holder_id, "to": absence.member_id}
            work.audit.note(None, "return_step", step.id, now, client_id=step.client_id, facts=facts)
            back.append(step.id)
    return done, back


def parked_back(work: Work, member_id: int) -> None:
    """Who was reminded in the person's place isn't any more."""
    waiting = {timer.subject: timer.member_id for timer in work.timers.pending_kind(TimerKind.PARKED)}
    for lead in work.leads.of_member(member_id, AT_ONCE):
        if lead.parked_until is not None and waiting.get(lead.id, member_id) != member_id:
            remind_of_parked(work, lead, lead.parked_until, member_id)
