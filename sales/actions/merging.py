"""The head makes one client of two; what either has goes on with the survivor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.clients import client_in_reach
from sales.actions.deal_moves import pass_deal
from sales.actions.handoff import give_in_place
from sales.actions.leads import save_lead
from sales.actions.proposals import follow_owner
from sales.actions.regular import keep_standing, order_changed
from sales.actions.routing import refresh_parties
from sales.actions.steps import set_timers
from sales.clients import Client
from sales.errors import MergeBlocked, Overtaken, SameClient
from sales.handoff import HELD, UNANSWERED, HandoffState
from sales.leads import Answer, CloseReason, Lead, LeadState, Verdict
from sales.merging import Half, blocked, carrier, completed, goes_on, may_choose, people_of_both
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.timers import TimerKind

#: Acts counted for the comparison.
COUNTED = 1000
#: What a draft takes over from the other's where it has nothing itself.
LENT = ("product", "estimate", "decision_maker", "expects", "source")


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two has. `lead`: the open one, with how many of the four questions hold in `answered`."""

    client_id: int
    name: str
    inn: str | None
    owner: str
    created_at: datetime
    contacts: int
    acts: int
    steps: int
    orders: int
    lead_id: int
    lead: LeadState | None
    busy: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`owner`: who carries the survivor. `may_choose`: two leads are open, and the head says which goes on; `lead_id`
    is the one that would (0: none)."""

    kept: Side
    gone: Side
    owner: str
    may_choose: bool
    lead_id: int
    other_inn: bool


@dataclass(frozen=True, slots=True)
class MergeClients:
    """`lead_id`: which of two open leads goes on; 0: the further one."""

    into_id: int
    gone_id: int
    lead_id: int = 0


@dataclass(frozen=True, slots=True)
class MergedClients:
    client_id: int
    name: str
    gone: str
    owner: str


def compare_clients(work: Work, actor: Actor, form: MergeClients) -> Comparison:
    """What merging them would come to; refused as the merge itself would be."""
    kept, gone = _halves(work, actor, form)
    going_on = goes_on(kept, gone, form.lead_id)
    return Comparison(
        kept=_side(work, kept),
        gone=_side(work, gone),
        owner=work.people.get(carrier(kept, gone, going_on)).name,
        may_choose=may_choose(kept, gone),
        lead_id=going_on.id if going_on else 0,
        other_inn=None not in (kept.client.inn, gone.client.inn) and kept.client.inn != gone.client.inn,
    )


def merge_clients(work: Work, actor: Actor, form: MergeClients, now: datetime) -> MergedClients:
    """SameClient for a client and itself, MergeBlocked where both are at work, Overtaken where either has been merged
    meanwhile. The other one stays as a row that leads here, and its names go on finding the survivor."""
    kept, gone = _halves(work, actor, form)
    going_on = goes_on(kept, gone, form.lead_id)
    owner_id = carrier(kept, gone, going_on)
    if not work.merging.mark(gone.client.id, kept.client.id):
        raise Overtaken
    _end_other_lead(work, kept, gone, going_on, now)
    people = work.clients.contacts(kept.client.id), work.clients.contacts(gone.client.id)
    for contact in people_of_both(kept.client.id, *people):
        work.clients.save_contact(contact)
    own, other = work.statuses.history(kept.client.id), work.statuses.history(gone.client.id)
    work.merging.move_all(gone.client.id, kept.client.id)
    keep_standing(work, kept.client.id, own, other, now)
    work.clients.save(replace(completed(kept.client, gone.client), owner_id=owner_id))
    pass_deal(work, kept.client.id, owner_id)
    _carry_on(work, kept, gone, owner_id, now)
    owners = [gone.client.owner_id, owner_id]
    facts: dict[str, Fact] = {"gone": gone.client.id, "name": gone.client.name, "owners": owners}
    work.audit.note(actor.member_id, "merge_clients", kept.client.id, now, client_id=kept.client.id, facts=facts)
    _tell(work, actor, kept, gone, owner_id)
    order_changed(work, kept.client.id, now)  # what two have bought may make one a regular client
    return MergedClients(kept.client.id, kept.client.name, gone.client.name, work.people.get(owner_id).name)


def _halves(work: Work, actor: Actor, form: MergeClients) -> tuple[Half, Half]:
    require(actor, Permission.MERGE_CLIENTS)
    kept = _half(work, client_in_reach(work, actor, form.into_id))
    gone = _half(work, client_in_reach(work, actor, form.gone_id))
    if kept.client.id == gone.client.id:
        raise SameClient(name=kept.client.name)
    why = blocked(kept, gone)
    if why is not None:
        raise MergeBlocked(reason=why.value)
    return kept, gone


def _half(work: Work, client: Client) -> Half:
    handoff, deal = work.handoffs.open_of_client(client.id), work.deals.open_of_client(client.id)
    held = deal is not None or (handoff is not None and handoff.state in HELD)
    busy = deal is not None or handoff is not None
    return Half(client, work.leads.open_of_client(client.id), busy, held)


def _side(work: Work, half: Half) -> Side:
    client, lead = half.client, half.lead
    return Side(
        client_id=client.id,
        name=client.name,
        inn=client.inn,
        owner=work.people.get(client.owner_id).name,
        created_at=client.created_at,
        contacts=len(work.clients.contacts(client.id)),
        acts=len(work.activities.of_client(client.id, COUNTED)),
        steps=len(work.steps.open_of_client(client.id)),
        orders=len(work.orders.of_client(client.id)),
        lead_id=lead.id if lead else 0,
        lead=lead.state if lead else None,
        busy=half.busy,
    )


def _end_other_lead(work: Work, kept: Half, gone: Half, going_on: Lead | None, now: datetime) -> None:
    """What it held is lent to a draft that goes on; its steps stay promised."""
    other = next((one.lead for one in (kept, gone) if one.lead is not None and one.lead != going_on), None)
    if other is None or going_on is None:
        return
    if going_on.state in (LeadState.DRAFT, LeadState.PARKED):
        _lend(work, other, going_on)
    work.timers.cancel(TimerKind.PARKED, other.id)
    save_lead(work, replace(other, state=LeadState.CLOSED, closed_at=now, close_reason=CloseReason.MERGED))


def _lend(work: Work, other: Lead, draft: Lead) -> None:
    known = {name: getattr(draft, name) or getattr(other, name) for name in LENT}
    currency = draft.currency if draft.estimate else other.currency
    filled: Lead = replace(draft, **known, currency=currency)
    save_lead(work, filled)
    answers = {one.question: one for one in work.leads.answers(draft.id)}
    for one in work.leads.answers(other.id):
        if one.verdict is Verdict.YES and _is_open(answers.get(one.question)):
            work.leads.put_answer(draft.id, one)


def _is_open(answer: Answer | None) -> bool:
    return answer is None or answer.verdict is Verdict.OPEN


def _carry_on(work: Work, kept: Half, gone: Half, owner_id: int, now: datetime) -> None:
    """Whoever carries the client has what either owner had promised to it, and answers for handing it on; a helper's
    step stays the helper's."""
    before = {kept.client.owner_id, gone.client.owner_id} - {owner_id}
    for step in work.steps.open_of_client(kept.client.id):
        if step.member_id in before:
            passed = replace(step, member_id=owner_id)
            work.steps.save(passed)
            set_timers(work, passed, now)
    handoff = work.handoffs.open_of_client(kept.client.id)
    if handoff is None:
        return
    if handoff.giver_id != owner_id and handoff.state is HandoffState.PROPOSED:
        follow_owner(work, handoff, now)
    elif handoff.giver_id != owner_id and handoff.lead_id is None and handoff.state in UNANSWERED:
        give_in_place(work, handoff, owner_id, now)
    else:
        refresh_parties(work, handoff)


def _tell(work: Work, actor: Actor, kept: Half, gone: Half, owner_id: int) -> None:
    for member_id in {kept.client.owner_id, gone.client.owner_id, owner_id} - {actor.member_id}:
        if work.people.get(member_id).active:
            facts = {"by": actor.name, "gone": gone.client.name}
            work.outbox.tell(member_id, Notice(NoticeKind.MERGED, kept.client.id, facts, silent=True))
