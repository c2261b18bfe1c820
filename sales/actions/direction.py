"""The head's hand in hand-overs: finds a receiver for what waits in the queue, releases what was accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.handoff import back_home, give_client, offered_anew, take
from sales.actions.lead_leg import check_contacted
from sales.actions.proposal_course import cancel_term, make_room, refresh_proposal
from sales.actions.routing import able_of_team, ask_again, home, move, note_fact, refresh
from sales.errors import AlreadyTaken, NotAllowed, NotYours, Overtaken, WrongState
from sales.handoff import HELD, Dispute, Handoff, HandoffState, OfferState
from sales.legs import LEGS
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.ports import Work
from sales.wording import words

#: Nobody has it, and nobody is being asked for it.
_FINDS_SOMEBODY = frozenset({HandoffState.ESCALATED, HandoffState.PROPOSED})


@dataclass(frozen=True, slots=True)
class Assign:
    handoff_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """`deadline_at` None: the head has taken it over, so nobody has to answer."""

    handoff_id: int
    client_id: int
    client: str
    receiver: str
    deadline_at: datetime | None


@dataclass(frozen=True, slots=True)
class Release:
    """`to_member_id` None: back to the giver, as a draft. `waiting_round`: it is decided while it still waits for the
    head, in this very round."""

    handoff_id: int
    to_member_id: int | None = None
    words: str = ""
    waiting_round: int | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """`holder`: with whom the lead is now, or who is being asked (then with a deadline)."""

    handoff_id: int
    client_id: int
    client: str
    holder: str
    deadline_at: datetime | None


def assign_lead(work: Work, actor: Actor, form: Assign, now: datetime) -> Assigned:
    """The head finds somebody for what waits in the queue, or for what its giver was only asked to pass on; who takes
    it over in person has accepted it thereby."""
    handoff = directed(work, actor, form.handoff_id)
    if handoff.state not in _FINDS_SOMEBODY:
        raise Overtaken
    receiver = _chosen(work, handoff, form.member_id)
    cancel_term(work, handoff.id)
    asked = ask_again(work, replace(handoff, giver_id=home(work, handoff).id), [receiver], now)
    if handoff.rounds == 0:
        refresh_proposal(work, asked)
    work.audit.note(actor.member_id, "assign_lead", handoff.id, now, client_id=handoff.client_id)
    return _assigned(work, actor, asked, receiver, now)


def release_lead(work: Work, actor: Actor, form: Release, now: datetime) -> Released:
    """After the acceptance only the head moves a client: back to its giver, or to another receiver. What waits in the
    queue, or was only proposed, can stay with its giver in the same way."""
    handoff = directed(work, actor, form.handoff_id)
    if form.waiting_round is not None and (
        handoff.state not in _FINDS_SOMEBODY or handoff.rounds != form.waiting_round
    ):
        raise Overtaken
    if handoff.state is HandoffState.COMPLETE:
        _check_holding(work, handoff, now)
    if handoff.state not in HELD | _FINDS_SOMEBODY | {HandoffState.COMPLETE}:
        raise WrongState(state=handoff.state.value)
    because = words(form.words) if form.words.strip() else ""
    keeper, carrier_id = home(work, handoff), work.clients.get(handoff.client_id).owner_id
    if form.to_member_id is None:
        released, holder = _release_to_giver(work, replace(handoff, giver_id=keeper.id), now), keeper.name
    else:
        released, holder = _release_to_other(work, actor, handoff, form.to_member_id, now)
    for member_id in {keeper.id, handoff.receiver_id or keeper.id, carrier_id} - {actor.member_id}:
        work.outbox.tell(member_id, Notice(NoticeKind.RELEASED, handoff.id, {"words": because, "by": actor.name}))
    facts = {"from": handoff.receiver_id, "to": form.to_member_id, "words": because}
    work.audit.note(actor.member_id, "release_lead", handoff.id, now, client_id=handoff.client_id, facts=facts)
    client = work.clients.get(handoff.client_id)
    return Released(handoff.id, client.id, client.name, holder, released.deadline_at)


def holding(work: Work, client_id: int) -> Handoff | None:
    """The hand-over by which the client is with its owner; None: it has come to the owner in another way."""
    owner_id = work.clients.get(client_id).owner_id
    held = [one for one in work.handoffs.of_client(client_id) if one.state in HELD | {HandoffState.COMPLETE}]
    last = max(held, key=lambda one: one.accepted_at or one.offered_at, default=None)
    return last if last is not None and last.receiver_id == owner_id else None


def _check_holding(work: Work, handoff: Handoff, now: datetime) -> None:
    """What is complete can be undone as long as nothing has come of it: no other hand-over, no closed lead. A proposal
    that hasn't been answered makes room, and comes again to whoever has the client then."""
    check_contacted(work, handoff)
    if holding(work, handoff.client_id) != handoff:
        raise Overtaken
    make_room(work, handoff.client_id, now)


def _release_to_giver(work: Work, old: Handoff, now: datetime) -> Handoff:
    """An objection upheld, or a proposal that the head doesn't want: the client stays for good."""
    stays = Dispute.UPHELD if old.rounds == 0 else old.dispute
    released = replace(
        old, state=HandoffState.WITHDRAWN, receiver_id=None, deadline_at=None, ended_at=now, dispute=stays
    )
    if not move(work, old, released):
        raise Overtaken
    work.credits.forget(old.id)
    back_home(work, released, now)
    cancel_term(work, old.id)
    if old.state is HandoffState.ESCALATED:
        note_fact(work, released, old.giver_id, "withdrawn", now)
    give_client(work, old.client_id, old.giver_id, now)
    refresh(work, released)
    refresh_proposal(work, released)
    return released


def _release_to_other(work: Work, actor: Actor, old: Handoff, member_id: int, now: datetime) -> tuple[Handoff, str]:
    receiver = _chosen(work, old, member_id)
    if member_id == old.receiver_id:
        raise AlreadyTaken(who=receiver.name)
    if old.state in HELD | {HandoffState.COMPLETE}:
        offered_anew(work, old, now)
        give_client(work, old.client_id, home(work, old).id, now)
    cancel_term(work, old.id)
    asked = ask_again(work, old, [receiver], now)
    _assigned(work, actor, asked, receiver, now)
    return work.handoffs.get(old.id), receiver.name


def directed(work: Work, actor: Actor, handoff_id: int) -> Handoff:
    """Only a head of the hand-over's own team, or of one above it."""
    require(actor, Permission.DIRECT_HANDOVERS)
    handoff = work.handoffs.get(handoff_id)
    if handoff.team_id not in actor.reach:
        raise NotYours
    return handoff


def assignable(work: Work, handoff: Handoff) -> list[Member]:
    """Whom the head may choose: also who is busy, has been asked in vain or has returned it. The head knows why."""
    return able_of_team(work, handoff)


def _chosen(work: Work, handoff: Handoff, member_id: int) -> Member:
    for member in assignable(work, handoff):
        if member.id == member_id:
            return member
    raise NotAllowed(permission=LEGS[handoff.leg].receives.value)


def _assigned(work: Work, actor: Actor, asked: Handoff, receiver: Member, now: datetime) -> Assigned:
    client = work.clients.get(asked.client_id)
    if receiver.id != actor.member_id:
        return Assigned(asked.id, client.id, client.name, receiver.name, asked.deadline_at)
    offer = next(offer for offer in work.handoffs.offers(asked.id) if offer.state is OfferState.OPEN)
    take(work, asked, offer, now)
    return Assigned(asked.id, client.id, client.name, receiver.name, None)
