"""What a caller sees: where lists can be made from, the card on top, and what a list has come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.activities import act_basis
from sales.actions.calling import end_of_day, own_entry, own_list, stands
from sales.actions.clients import HANDED_OVER, ActLine, StepLine, act_lines
from sales.actions.steps import QuickTime, schedule_of
from sales.activities import ActKind
from sales.calling import CallEntry, CallingList, CallSource, Tally, next_call_times, pick, tally
from sales.leads import LeadState, answered
from sales.people import Actor, Permission, require
from sales.ports import Work


@dataclass(frozen=True, slots=True)
class OpenList:
    """`left` of `size` wait."""

    list_id: int
    left: int
    size: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SourceView:
    """`found`: how many could be dialled; `phoneless`: how many are known without a phone. `opened`: a list of that
    source that was put down."""

    source: CallSource
    found: int
    phoneless: int
    opened: OpenList | None


@dataclass(frozen=True, slots=True)
class CallCard:
    """`number` of `size`; `left` counts this one too. `meets`: a meeting is planned, so that no next step is needed.
    `answered`: of the four questions, None where no lead is in preparation. `may_qualify`: its answers can be filled
    in."""

    list_id: int
    source: CallSource
    entry_id: int
    round: int
    number: int
    size: int
    left: int
    client_id: int
    client: str
    contact: str
    phone: str | None
    meets: bool
    last: ActLine | None
    step: StepLine | None
    answered: int | None
    may_qualify: bool


@dataclass(frozen=True, slots=True)
class CallingSummary:
    list_id: int
    source: CallSource
    size: int
    tally: Tally


def calling_sources(work: Work, actor: Actor, now: datetime) -> tuple[SourceView, ...]:
    """Those with something in them."""
    require(actor, Permission.LOG_ACTS)
    until = end_of_day(work, actor, now)
    opened = {one.source: one for one in work.callings.open_of(actor.member_id)}
    views = []
    for source in CallSource:
        found = pick(work.callings.candidates(source, actor.member_id, actor.reach, until))
        put_down = _opened(work, opened[source]) if source in opened else None
        if found.found or found.phoneless or put_down:
            views.append(SourceView(source, found.found, found.phoneless, put_down))
    return tuple(views)


def _opened(work: Work, listed: CallingList) -> OpenList:
    return OpenList(listed.id, len(work.callings.waiting(listed.id)), listed.size, listed.created_at)


def calling_card(work: Work, actor: Actor, list_id: int, now: datetime) -> CallCard | None:
    """The next one who can still be called; None: the list is over."""
    listed = own_list(work, actor, list_id)
    waiting = work.callings.waiting(list_id)
    for passed, entry in enumerate(waiting):
        if stands(work, actor, listed, entry):
            return _card(work, actor, listed, entry, len(waiting) - passed, now)
    return None


def entry_card(work: Work, actor: Actor, entry_id: int, now: datetime) -> CallCard:
    """One entry, wherever its list has got to."""
    listed, entry = own_entry(work, actor, entry_id)
    return _card(work, actor, listed, entry, len(work.callings.waiting(listed.id)), now)


def _card(work: Work, actor: Actor, listed: CallingList, entry: CallEntry, left: int, now: datetime) -> CallCard:
    basis = act_basis(work, actor, entry.client_id, ActKind.CALL, now)
    lead = work.leads.last_of_client(entry.client_id)
    prepared = lead is not None and lead.state in (LeadState.DRAFT, LeadState.PARKED)
    return CallCard(
        list_id=listed.id,
        source=listed.source,
        entry_id=entry.id,
        round=entry.round,
        number=entry.number,
        size=listed.size,
        left=left,
        client_id=basis.client_id,
        client=basis.client,
        contact=basis.contact,
        phone=basis.phone,
        meets=basis.meets,
        last=next(iter(act_lines(work, entry.client_id, 1)), None),
        step=_own_step(work, actor, entry.client_id),
        answered=answered(work.leads.answers(lead.id)) if lead and prepared else None,
        may_qualify=actor.may(Permission.SUBMIT_LEADS) and (lead is None or lead.state not in HANDED_OVER),
    )


def _own_step(work: Work, actor: Actor, client_id: int) -> StepLine | None:
    """The nearest thing that this person has agreed with the client."""
    mine = [one for one in work.steps.open_of_client(client_id) if one.member_id == actor.member_id]
    if not mine:
        return None
    one = mine[0]
    return StepLine(one.id, one.kind, one.words, one.place, one.due_at, one.member_id, actor.name)


def calling_times(work: Work, actor: Actor, now: datetime) -> tuple[QuickTime, ...]:
    """When the next call is offered, by the person's own clock."""
    schedule = schedule_of(work.companies.team(actor.team_id), actor.zone)
    return tuple(QuickTime("next", at, exact=False) for at in next_call_times(now, schedule))


def calling_summary(work: Work, actor: Actor, list_id: int) -> CallingSummary:
    listed = own_list(work, actor, list_id)
    found = tally(work.callings.states(list_id), work.callings.outcomes(list_id))
    return CallingSummary(listed.id, listed.source, listed.size, found)
