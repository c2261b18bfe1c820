"""The way from an acceptance to its end: the client is told who carries on, and the receiver's first contact confirms
it (domain: hand-overs, the client must not feel a break)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.lead_leg import check_contacted, contact_undone, lead_contacted
from sales.actions.routing import move, note_fact, refresh_parties
from sales.activities import CONTACT_MADE, Outcome
from sales.clients import Client
from sales.errors import NotYours, Overtaken, WrongState
from sales.handoff import HandoffState
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import Work


@dataclass(frozen=True, slots=True)
class Introduce:
    handoff_id: int


@dataclass(frozen=True, slots=True)
class Introduced:
    handoff_id: int
    client_id: int
    client: str
    receiver: str


def introduce(work: Work, actor: Actor, form: Introduce, now: datetime) -> Introduced:
    """By the giver, who knows the client, or by the receiver: the client has been told. Told once more, nothing
    changes."""
    require(actor, Permission.LOG_ACTS)
    handoff = work.handoffs.get(form.handoff_id)
    if actor.member_id not in (handoff.giver_id, handoff.receiver_id):
        raise NotYours
    client, receiver = work.clients.get(handoff.client_id), handoff.receiver_id
    if handoff.state not in (HandoffState.ACCEPTED, HandoffState.INTRODUCED) or receiver is None:
        raise WrongState(state=handoff.state.value)
    told = Introduced(handoff.id, client.id, client.name, work.people.get(receiver).name)
    if handoff.state is HandoffState.INTRODUCED:
        return told
    introduced = replace(handoff, state=HandoffState.INTRODUCED, introduced_at=now)
    if not move(work, handoff, introduced):
        raise Overtaken
    refresh_parties(work, introduced)
    work.audit.note(actor.member_id, "introduce", handoff.id, now, client_id=client.id)
    return told


def complete_by_contact(
    work: Work, actor: Actor, client: Client, activity_id: int, outcome: Outcome, now: datetime
) -> int | None:
    """The receiver has spoken to the client: the hand-over is complete. Gives its id; None where the logged act
    completes nothing."""
    handoff = work.handoffs.open_of_client(client.id)
    if handoff is None or handoff.receiver_id != actor.member_id or outcome not in CONTACT_MADE:
        return None
    complete = replace(handoff, state=HandoffState.COMPLETE, ended_at=now)
    if not move(work, handoff, complete):
        return None
    lead_contacted(work, complete, now)
    note_fact(work, complete, actor.member_id, "complete", now)
    work.outbox.tell(handoff.giver_id, Notice(NoticeKind.COMPLETE, handoff.id, silent=True))
    refresh_parties(work, complete)
    facts = {"activity": activity_id}
    work.audit.note(actor.member_id, "complete_handoff", handoff.id, now, client_id=client.id, facts=facts)
    return handoff.id


def reopen_completion(work: Work, handoff_id: int, now: datetime) -> None:
    """The contact that completed it was logged by mistake. WrongState where the lead, or the client, has moved on
    since."""
    complete = work.handoffs.get(handoff_id)
    check_contacted(work, complete)
    before = HandoffState.ACCEPTED if complete.introduced_at is None else HandoffState.INTRODUCED
    reopened = replace(complete, state=before, ended_at=None)
    if not move(work, complete, reopened):
        raise WrongState(state=complete.state.value)
    contact_undone(work, reopened)
    refresh_parties(work, reopened)
    work.audit.note(None, "reopen_completion", handoff_id, now, client_id=complete.client_id)
