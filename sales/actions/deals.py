"""Deals: opened, moved along their way with the next step, told about, ended, and each of it taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sales.actions.clients import client_in_reach
from sales.actions.deal_moves import (
    DealSet,
    check_amount,
    check_day,
    close_steps,
    end_row,
    in_hand,
    is_untouched,
    open_row,
    record,
    save_deal,
    told,
)
from sales.actions.parking import finish_lead, reopen_lead
from sales.actions.proposal_course import end_if_over
from sales.actions.steps import check_plan, close_step, plan_step, refuse_overtaken, reopen_step, schedule_of
from sales.deals import LADDER, Deal, DealMove, DealNote, DealStage, LostReason, NoteKind, moved, way
from sales.errors import DealMoved, DealTouched, NotYours, OpenDealExists, StepNeeded, WrongState
from sales.leads import CloseReason, Lead, LeadState
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.steps import Step, StepKind, StepPlan, StepState
from sales.wording import words
from sales.worktime import day_start, next_working_moment

#: What a move into these stages is told with is kept as a note of its kind.
NOTED = {DealStage.COMPARISON: NoteKind.COMPARISON, DealStage.TRIAL: NoteKind.TRIAL}
#: The lead is on its way to somebody who hasn't spoken to the client yet.
ON_ITS_WAY = frozenset({LeadState.OFFERED, LeadState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class OpenDeal:
    client_id: int


@dataclass(frozen=True, slots=True)
class MoveDeal:
    """`after`: the last move that the person saw. `plan` None: the step that is planned already stays the next one.
    `words`: what was learnt, or why it goes back."""

    deal_id: int
    after: int
    stage: DealStage
    plan: StepPlan | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class EndDeal:
    """`reason` None: it is won. `until`: lost for now, to be taken up again on that day. `amount`: what it was won
    for, minor units of the client's currency; None: as expected."""

    deal_id: int
    after: int
    reason: LostReason | None = None
    words: str = ""
    until: date | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class UndoMove:
    move_id: int


@dataclass(frozen=True, slots=True)
class DropDeal:
    """It was opened by mistake."""

    deal_id: int


def open_deal(work: Work, actor: Actor, form: OpenDeal, now: datetime) -> DealSet:
    """By the client's owner; a lead in preparation goes on as its lead. OpenDealExists; WrongState while the lead is on
    its way to somebody: that one's first contact opens the deal."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    if client.owner_id != actor.member_id:
        raise NotYours(who=work.people.get(client.owner_id).name)
    if work.deals.open_of_client(client.id) is not None:
        raise OpenDealExists
    lead = work.leads.open_of_client(client.id)
    if lead is not None and lead.state in ON_ITS_WAY:
        raise WrongState(state=lead.state.value)
    deal = open_row(work, client, lead, actor.member_id, now)
    return told(work, deal, work.deals.moves(deal.id)[-1], None)


def move_deal(work: Work, actor: Actor, form: MoveDeal, now: datetime) -> DealSet:
    """To any stage of the way: on, over some, or back. What is due by now counts as done where a next step is named;
    a deal in work always has one (StepNeeded)."""
    deal, client = in_hand(work, actor, form.deal_id, form.after)
    how = way(deal.stage, form.stage)
    if form.stage not in LADDER or how is None:
        raise WrongState(state=deal.stage.value)
    said = words(form.words) if form.words.strip() else ""
    closing = _settled(work, actor, deal, now, planned=form.plan is not None)
    reopens = close_steps(work, closing, StepState.DONE, now)
    made = _next_step(work, deal, form.plan, now)
    move = DealMove(
        *(NEW, deal.id, actor.member_id, deal.stage, form.stage, now, said),
        made_step=made.id if made else None,
        reopens=reopens,
    )
    after, kept = record(work, deal, move)
    end_if_over(work, client.id, now)
    if said and form.stage in NOTED:
        work.deals.add_note(DealNote(NEW, deal.id, NOTED[form.stage], said, actor.member_id, now))
    facts = {"from": deal.stage.value, "to": form.stage.value, "way": how.value}
    work.audit.note(actor.member_id, "move_deal", deal.id, now, client_id=client.id, facts=facts)
    return told(work, after, kept, made)


def end_deal(work: Work, actor: Actor, form: EndDeal, now: datetime) -> DealSet:
    """Won, lost with a reason, or parked with a day to come back. Its lead is closed with it, for the same reason:
    there is one truth about a client. A parked one keeps its lead, and its owner is reminded on that day."""
    deal, client = in_hand(work, actor, form.deal_id, form.after)
    because = words(form.words) if form.words.strip() or form.reason is LostReason.OTHER else ""
    if form.amount is not None:
        check_amount(form.amount)
        deal = replace(deal, amount=form.amount, currency=client.currency)
    lead = _closed_with(work, deal) if form.until is None else None
    end = DealStage.PARKED if form.until else DealStage.LOST if form.reason else DealStage.WON
    made = _come_back(work, deal, form.until, because, now) if form.until else None
    move = end_row(
        *(work, deal, actor.member_id, end, now),
        reason=form.reason,
        words=because,
        until=form.until,
        made_step=made.id if made else None,
        lead=lead,
    )
    if lead is not None:
        closed = CloseReason(form.reason.value) if form.reason else CloseReason.WON
        finish_lead(work, lead, closed, because, now)
    facts = {"to": end.value, "reason": form.reason.value if form.reason else ""}
    work.audit.note(actor.member_id, "end_deal", deal.id, now, client_id=client.id, facts=facts)
    return told(work, work.deals.get(deal.id), move, made)


def undo_move(work: Work, actor: Actor, form: UndoMove, now: datetime) -> DealSet:
    """The deal stands where it stood, with the steps and the lead that the move had closed. Only the last move, by whom
    it was made, for a few minutes, and never over somebody else's act."""
    require(actor, Permission.LOG_ACTS)
    move = work.deals.move(form.move_id)
    deal = work.deals.get(move.deal_id)
    client_in_reach(work, actor, deal.client_id)
    if move.member_id != actor.member_id:
        raise NotYours(who=work.people.get(move.member_id).name)
    history = work.deals.moves(deal.id)
    if history[-1].id != move.id or move.start is None:
        raise DealMoved
    refuse_overtaken(work, actor, deal.client_id, move.at, now)
    _check_alone(work, deal)
    save_deal(work, moved(deal, history[-2]))
    work.deals.save_move(replace(move, undone_at=now))
    _reverse(work, move, deal.owner_id, now)
    work.audit.note(actor.member_id, "undo_deal_move", deal.id, now, client_id=deal.client_id)
    return told(work, work.deals.get(deal.id), history[-2], None, start=move.end)


def drop_deal(work: Work, actor: Actor, form: DropDeal, now: datetime) -> DealSet:
    """As if it had never been opened. DealTouched once it was worked on: from then on it is won or lost."""
    deal, client = in_hand(work, actor, form.deal_id)
    opened = work.deals.moves(deal.id)[0]
    if not is_untouched(work, deal):
        raise DealTouched
    refuse_overtaken(work, actor, client.id, opened.at, now)
    gone = told(work, deal, opened, None)
    work.deals.remove(deal.id)
    work.audit.note(actor.member_id, "drop_deal", deal.id, now, client_id=client.id)
    return gone


def _settled(work: Work, actor: Actor, deal: Deal, now: datetime, *, planned: bool) -> Sequence[Step]:
    """The steps of its people that a move has done with: what is due, where another one takes its place; and the
    reminder to take a parked deal up again."""
    parking = work.deals.moves(deal.id)[-1].made_step if deal.stage is DealStage.PARKED else None
    people = {deal.owner_id, actor.member_id}
    steps = work.steps.open_of_client(deal.client_id)
    due = [step for step in steps if planned and step.due_at <= now and step.member_id in people]
    return [step for step in steps if step in due or step.id == parking]


def _next_step(work: Work, deal: Deal, plan: StepPlan | None, now: datetime) -> Step | None:
    if plan is not None:
        check_plan(plan, now)
        return plan_step(work, work.companies.team(deal.team_id), deal.client_id, deal.owner_id, plan, now)
    if not has_step_ahead(work, deal, now):
        raise StepNeeded
    return None


def has_step_ahead(work: Work, deal: Deal, now: datetime) -> bool:
    """Whether it is known when somebody goes on with it. The reminder of a parked deal says nothing of that."""
    parking = work.deals.moves(deal.id)[-1].made_step if deal.stage is DealStage.PARKED else None
    return any(step.due_at > now and step.id != parking for step in work.steps.open_of_client(deal.client_id))


def _closed_with(work: Work, deal: Deal) -> Lead | None:
    """The deal's own lead, where it is still open. WrongState while it is on its way to somebody."""
    lead = work.leads.open_of_client(deal.client_id)
    if lead is None or lead.id != deal.lead_id:
        return None
    if lead.state in ON_ITS_WAY:
        raise WrongState(state=lead.state.value)
    return lead


def _come_back(work: Work, deal: Deal, until: date, because: str, now: datetime) -> Step:
    """A call at the start of that day, or of the next working one: it is reminded of like any other step."""
    check_day(work, deal, until, now, today=False)
    team = work.companies.team(deal.team_id)
    schedule = schedule_of(team, work.people.get(deal.owner_id).zone)
    at = next_working_moment(day_start(until, schedule), schedule)
    return plan_step(work, team, deal.client_id, deal.owner_id, StepPlan(StepKind.CALL, at, False, because), now)


def _check_alone(work: Work, deal: Deal) -> None:
    """A client has one open deal: what was opened after the end of this one stays."""
    standing = work.deals.open_of_client(deal.client_id)
    if standing is not None and standing.id != deal.id:
        raise OpenDealExists


def _reverse(work: Work, move: DealMove, owner_id: int, now: datetime) -> None:
    for step in map(work.steps.get, move.reopens):
        if step.state is not StepState.OPEN:
            reopen_step(work, step, now)
    if move.made_step is not None:
        made = work.steps.get(move.made_step)
        if made.state is StepState.OPEN:
            close_step(work, made, StepState.DROPPED, now)
    if move.reopens_lead is not None:
        reopen_lead(work, work.leads.get(move.reopens_lead), owner_id)


__all__ = [
    "DropDeal",
    "EndDeal",
    "MoveDeal",
    "OpenDeal",
    "UndoMove",
    "drop_deal",
    "end_deal",
    "has_step_ahead",
    "move_deal",
    "open_deal",
    "undo_move",
]
