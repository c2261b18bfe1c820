"""A deal's row and its trace, as the other subjects move it: opened by a first contact, passed on with its client,
ended with its lead; and who may move it. What a person does to a deal is in `sales.actions.deals`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sales.actions.clients import client_in_reach
from sales.actions.proposal_course import end_proposal
from sales.actions.routing import close_offers, refresh, silence
from sales.actions.steps import close_step, schedule_of
from sales.clients import Client
from sales.deals import Deal, DealMove, DealStage, LostReason, moved
from sales.errors import (
    AmountNotPositive,
    AmountTooLarge,
    DealMoved,
    DealOver,
    DealTouched,
    ImpossibleDate,
    NotYours,
    PastTime,
)
from sales.handoff import UNANSWERED, HandoffState, OfferState
from sales.leads import CloseReason, Lead
from sales.legs import Leg
from sales.money import LARGEST
from sales.orders import standing as not_cancelled
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.regular import ClientStatus, standing
from sales.steps import Step, StepKind, StepState
from sales.worktime import day_start, local_day

#: Days that a deal can be expected on, or come back from parking: later ones are slips of the finger.
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class DealSet:
    """A deal as an act has left it. `start`: where it stood; `move_id`: its last move; `step_*`: the next step that
    was set with it."""

    deal_id: int
    client_id: int
    client: str
    start: DealStage | None
    stage: DealStage
    move_id: int
    amount: int | None
    currency: str
    until: date | None = None
    reason: LostReason | None = None
    step_kind: StepKind | None = None
    due_at: datetime | None = None
    step_id: int | None = None


def open_row(work: Work, client: Client, lead: Lead | None, member_id: int, now: datetime) -> Deal:
    """At the beginning of its way, with what the lead has found out. It is the client's owner's."""
    deal = work.deals.add(
        Deal(
            id=NEW,
            company_id=client.company_id,
            team_id=client.team_id,
            client_id=client.id,
            owner_id=work.clients.get(client.id).owner_id,
            stage=DealStage.QUALIFICATION,
            opened_at=now,
            stage_at=now,
            product=lead.product if lead else "",
            amount=lead.estimate if lead else None,
            currency=lead.currency if lead and lead.estimate else client.currency,
            lead_id=lead.id if lead else None,
        )
    )
    work.deals.add_move(DealMove(NEW, deal.id, member_id, None, deal.stage, now))
    work.audit.note(member_id, "open_deal", deal.id, now, client_id=client.id)
    return deal


def open_by_contact(work: Work, lead: Lead, member_id: int, now: datetime) -> None:
    """The receiver has spoken to the client: from here on it is a deal (domain: a lead's life). One that is open
    already goes on, as this lead's."""
    deal = work.deals.open_of_client(lead.client_id)
    if deal is None:
        open_row(work, work.clients.get(lead.client_id), lead, member_id, now)
    elif deal.lead_id != lead.id:
        save_deal(work, replace(deal, lead_id=lead.id))


def unopen_by_contact(work: Work, lead: Lead) -> None:
    """The contact never was: the deal that it opened goes with it. DealTouched where somebody has worked on it."""
    deal = work.deals.open_of_client(lead.client_id)
    if deal is None or deal.lead_id != lead.id or deal.opened_at != lead.contacted_at:
        return
    if not is_untouched(work, deal):
        raise DealTouched
    work.deals.remove(deal.id)


def unopen_untouched(work: Work, lead: Lead) -> None:
    """The lead is prepared or offered once more. What was done on its deal stays; where nothing was, it goes."""
    deal = work.deals.open_of_client(lead.client_id)
    if deal is not None and deal.lead_id == lead.id and is_untouched(work, deal):
        work.deals.remove(deal.id)


def is_untouched(work: Work, deal: Deal) -> bool:
    """As it was opened: not moved, nothing told of it but what its lead had found out."""
    lead = work.leads.get(deal.lead_id) if deal.lead_id is not None else None
    told = (lead.product, lead.estimate) if lead else ("", None)
    still = (deal.product, deal.amount) == told and deal.expected_on is None
    return still and len(work.deals.moves(deal.id)) == 1 and not work.deals.notes(deal.id)


def pass_deal(work: Work, client_id: int, member_id: int) -> None:
    """A deal is its client's owner's, whoever that is."""
    deal = work.deals.open_of_client(client_id)
    if deal is not None and deal.owner_id != member_id:
        save_deal(work, replace(deal, owner_id=member_id))


def record(work: Work, deal: Deal, move: DealMove) -> tuple[Deal, DealMove]:
    """The move with its trace."""
    after = moved(deal, move)
    save_deal(work, after)
    return replace(after, version=after.version + 1), work.deals.add_move(move)


def save_deal(work: Work, deal: Deal) -> None:
    """DealMoved where somebody was quicker."""
    if not work.deals.save(deal):
        raise DealMoved


def close_steps(work: Work, steps: Iterable[Step], state: StepState, now: datetime) -> tuple[int, ...]:
    """→ their ids, for an undo to open again."""
    closing = tuple(steps)
    for step in closing:
        close_step(work, step, state, now)
    return tuple(step.id for step in closing)


def end_row(
    work: Work,
    deal: Deal,
    member_id: int,
    end: DealStage,
    now: datetime,
    *,
    reason: LostReason | None = None,
    words: str = "",
    until: date | None = None,
    made_step: int | None = None,
    lead: Lead | None = None,
) -> DealMove:
    """Won, lost or parked. `lead`: what is closed with it. A won client is still promised what lies ahead. A lost or
    parked one is out of work, and nobody is reminded any more; but one who has bought from us, or is a regular or a key
    client, is served on: then only what the deal's own moves have planned is dropped, and what is due already."""
    steps = [step for step in work.steps.open_of_client(deal.client_id) if step.id != made_step]
    won = end is DealStage.WON
    if won or _is_served(work, deal.client_id):
        own = set() if won else {move.made_step for move in work.deals.moves(deal.id)}
        closing = [step for step in steps if step.due_at <= now or step.id in own]
    else:
        closing = steps
    reopens = close_steps(work, closing, StepState.DONE if won else StepState.DROPPED, now)
    _call_off_rescue(work, deal.client_id, now)
    ended = DealMove(
        id=NEW,
        deal_id=deal.id,
        member_id=member_id,
        start=deal.stage,
        end=end,
        at=now,
        words=words,
        reason=reason,
        until=until,
        made_step=made_step,
        reopens=reopens,
        reopens_lead=lead.id if lead else None,
    )
    return record(work, deal, ended)[1]


def _is_served(work: Work, client_id: int) -> bool:
    status = standing(work.statuses.history(client_id))
    return status is not ClientStatus.NEW or bool(not_cancelled(work.orders.of_client(client_id)))


def _call_off_rescue(work: Work, client_id: int, now: datetime) -> None:
    """Whoever was asked to take the stalled deal over is asked no more: it stalls no longer."""
    handoff = work.handoffs.open_of_client(client_id)
    if handoff is None or handoff.leg is not Leg.CLOSE or handoff.state not in UNANSWERED | {HandoffState.PROPOSED}:
        return
    close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
    silence(work, handoff.id)
    refresh(work, end_proposal(work, handoff, now))


def end_with_lead(work: Work, lead: Lead, member_id: int, reason: CloseReason, words: str, now: datetime) -> bool:
    """A lead is closed: its deal ends with it, for the same reason. False where it has none."""
    deal = work.deals.open_of_client(lead.client_id)
    if deal is None or deal.lead_id != lead.id:
        return False
    won = reason is CloseReason.WON
    lost = None if won else LostReason(reason.value)
    end = DealStage.WON if won else DealStage.LOST
    end_row(work, deal, member_id, end, now, reason=lost, words=words, lead=lead)
    return True


def may_move(work: Work, actor: Actor, client: Client) -> bool:
    """The client's owner, whoever stands in for the owner, and who directs the team's work."""
    carries = actor.member_id in (client.owner_id, work.absences.substitute_for(client.id))
    theirs = carries or actor.may(Permission.DIRECT_HANDOVERS)
    return actor.may(Permission.LOG_ACTS) and theirs and client.team_id in actor.reach


def in_hand(work: Work, actor: Actor, deal_id: int, after: int | None = None) -> tuple[Deal, Client]:
    """An open deal that the actor may move, where the actor has seen it."""
    require(actor, Permission.LOG_ACTS)
    deal = work.deals.get(deal_id)
    client = client_in_reach(work, actor, deal.client_id)
    if not may_move(work, actor, client):
        raise NotYours(who=work.people.get(client.owner_id).name)
    if not deal.is_open:
        raise DealOver
    if after is not None and work.deals.moves(deal.id)[-1].id != after:
        raise DealMoved
    return deal, client


def check_amount(amount: int) -> None:
    if amount <= 0:
        raise AmountNotPositive
    if amount > LARGEST:
        raise AmountTooLarge


def check_day(work: Work, deal: Deal, day: date, now: datetime, *, today: bool) -> None:
    """PastTime for a day that is over (or for today itself), ImpossibleDate for one that nobody plans for."""
    schedule = schedule_of(work.companies.team(deal.team_id))
    this = local_day(now, schedule.zone)
    if day < (this if today else this + timedelta(days=1)):
        raise PastTime(at=day_start(day, schedule))
    if day > this + LONGEST:
        raise ImpossibleDate


def told(work: Work, deal: Deal, move: DealMove, made: Step | None, *, start: DealStage | None = None) -> DealSet:
    return DealSet(
        deal_id=deal.id,
        client_id=deal.client_id,
        client=work.clients.get(deal.client_id).name,
        start=start or move.start,
        stage=deal.stage,
        move_id=move.id,
        amount=deal.amount,
        currency=deal.currency,
        until=deal.parked_until,
        reason=deal.reason,
        step_kind=made.kind if made else None,
        due_at=made.due_at if made else None,
        step_id=made.id if made else None,
    )
