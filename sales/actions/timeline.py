"""A client's history as one line of time: acts, hand-overs, stages of deals, orders, statuses, merges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sales.actions.clients import ActLine, act_lines, client_in_reach, require_full
from sales.clients import Client
from sales.handoff import Handoff, HandoffState
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.timeline import PAGE, Event, EventKind, page_of

#: How a hand-over ended, where it did.
ENDS = {
    HandoffState.RETURNED: EventKind.RETURNED,
    HandoffState.WITHDRAWN: EventKind.WITHDRAWN,
    HandoffState.COMPLETE: EventKind.COMPLETE,
}
#: Records that tell of the client itself; the rest of the record repeats what the rows say.
TOLD = ("reassign", "merge_clients")
RECORDS = 200


@dataclass(frozen=True, slots=True)
class Timeline:
    """`acts`: those of the page, by the id that their event names. `older`: there are some beyond the page."""

    client_id: int
    client: str
    events: tuple[Event, ...]
    acts: dict[int, ActLine]
    older: bool


def timeline(work: Work, actor: Actor, client_id: int, skipped: int = 0) -> Timeline:
    """A page of it, after so many of the newest events; for those who see the client whole."""
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    acts = {one.id: one for one in act_lines(work, client.id, skipped + PAGE + 1)}
    events = [Event(one.at, EventKind.ACT, one.member, subject=one.id) for one in acts.values()]
    for source in (_made, _handoffs, _leads, _deals, _orders, _statuses, _records):
        events += source(work, client)
    shown, older = page_of(events, skipped)
    told = {one.subject: acts[one.subject] for one in shown if one.kind is EventKind.ACT}
    return Timeline(client.id, client.name, tuple(shown), told, older)


def _name(work: Work, member_id: int | None) -> str:
    return work.people.get(member_id).name if member_id else ""


def _made(work: Work, client: Client) -> Iterator[Event]:
    yield Event(client.created_at, EventKind.MADE, _name(work, client.created_by))


def _handoffs(work: Work, client: Client) -> Iterator[Event]:
    for one in work.handoffs.of_client(client.id):
        yield from _of_handoff(work, one)


def _of_handoff(work: Work, one: Handoff) -> Iterator[Event]:
    giver, receiver, leg = _name(work, one.giver_id), _name(work, one.receiver_id), one.leg.value
    if one.proposed_at is not None:
        yield Event(one.proposed_at, EventKind.PROPOSED, giver, what=leg)
    if one.state is not HandoffState.PROPOSED and one.offered_at != one.proposed_at:
        yield Event(one.offered_at, EventKind.OFFERED, giver, what=leg)
    if one.accepted_at is not None:
        yield Event(one.accepted_at, EventKind.ACCEPTED, giver, receiver, what=leg)
    if one.ended_at is not None and one.state in ENDS:
        yield Event(one.ended_at, ENDS[one.state], giver, receiver, what=leg, words=one.remark)


def _leads(work: Work, client: Client) -> Iterator[Event]:
    for one in work.leads.of_client(client.id):
        if one.closed_at is not None and one.close_reason is not None:
            yield Event(one.closed_at, EventKind.LEAD_CLOSED, what=one.close_reason.value, words=one.reason_words)


def _deals(work: Work, client: Client) -> Iterator[Event]:
    for deal in work.deals.of_client(client.id):
        for one in work.deals.moves(deal.id):
            yield Event(one.at, EventKind.DEAL, _name(work, one.member_id), what=one.end.value, words=one.words)


def _orders(work: Work, client: Client) -> Iterator[Event]:
    for one in work.orders.of_client(client.id):
        told = {"words": one.product, "amount": one.amount, "currency": one.currency, "on": one.ordered_on}
        yield Event(one.created_at, EventKind.ORDER, _name(work, one.member_id), subject=one.id, **told)  # type: ignore[arg-type]
        if one.cancelled_at is not None:
            yield Event(one.cancelled_at, EventKind.CANCELLED, subject=one.id, **{**told, "words": one.cancel_words})  # type: ignore[arg-type]


def _statuses(work: Work, client: Client) -> Iterator[Event]:
    for one in work.statuses.history(client.id):
        yield Event(one.at, EventKind.STATUS, _name(work, one.member_id), what=one.status.value, words=one.words)


def _records(work: Work, client: Client) -> Iterator[Event]:
    for one in work.audit.of_client(client.id, TOLD, RECORDS):
        who = _name(work, one.member_id)
        if one.verb == "merge_clients":
            yield Event(one.at, EventKind.MERGED, who, words=str(one.facts["name"]))
        elif one.facts["what"] == "client":
            to = one.facts["to"]
            yield Event(one.at, EventKind.MOVED, who, _name(work, to if isinstance(to, int) else None))
