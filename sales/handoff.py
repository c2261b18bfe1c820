"""A hand-over: an explicit, timed, accepted act. One machine for every leg of the relay (`sales.legs`).

proposed ──the giver sends it on, or the head──► offered            (a lead begins as offered)
   │ deadline, or an objection ► escalated ──the head: as it is──► offered
   └ the head leaves the client with its giver ► withdrawn
offered ──accept──► accepted ──► introduced ──first contact──► complete     (an introduction may be left out)
   │ return ► returned      (the client stays the giver's) ──the head overrules──► rerouted, binding
   │ deadline ► rerouted ──accept──► …          (once, to the next in turn)
   │ deadline again, or nobody to ask ► escalated (the head's queue) ──assign──► rerouted
   └ withdraw ► withdrawn   (by the giver before acceptance; by the head after it: a release)

The head may also release to another receiver (accepted, introduced or complete ► rerouted); an undone first contact
reopens what it completed (complete ► accepted or introduced); a receiver who leaves the company leaves it to the head
(accepted or introduced ► escalated); another receiver in the first one's place is not introduced yet (introduced ►
accepted). What the head's word, an absence or somebody's leaving puts into other hands
begins as accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sales.leads import Question
from sales.legs import Leg, receiving
from sales.people import Member, Role


class HandoffState(StrEnum):
    PROPOSED = "proposed"  # to the client's owner: shall it be handed over?
    OFFERED = "offered"
    REROUTED = "rerouted"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    INTRODUCED = "introduced"  # the client has been told who carries on
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    COMPLETE = "complete"


#: Somebody is being asked, or the head must find somebody.
UNANSWERED = frozenset({HandoffState.OFFERED, HandoffState.REROUTED, HandoffState.ESCALATED})
#: A receiver has the client, and its first contact is due.
HELD = frozenset({HandoffState.ACCEPTED, HandoffState.INTRODUCED})
#: At most one hand-over of a client is in one of these; its giver and receivers are its parties.
OPEN_HANDOFF = UNANSWERED | HELD | {HandoffState.PROPOSED}
#: Somebody is being asked right now, and a deadline runs.
ASKING = frozenset({HandoffState.OFFERED, HandoffState.REROUTED})

#: The machine above, read backwards: from which states a hand-over may come into this one.
WAYS: Mapping[HandoffState, frozenset[HandoffState]] = {
    HandoffState.PROPOSED: frozenset(),
    HandoffState.OFFERED: frozenset({HandoffState.PROPOSED, HandoffState.ESCALATED}),
    HandoffState.REROUTED: OPEN_HANDOFF | {HandoffState.RETURNED, HandoffState.COMPLETE},
    HandoffState.ESCALATED: ASKING | HELD | {HandoffState.PROPOSED, HandoffState.RETURNED},
    HandoffState.ACCEPTED: ASKING | {HandoffState.INTRODUCED, HandoffState.COMPLETE},
    HandoffState.INTRODUCED: frozenset({HandoffState.ACCEPTED, HandoffState.COMPLETE}),
    HandoffState.RETURNED: ASKING,
    HandoffState.WITHDRAWN: OPEN_HANDOFF | {HandoffState.COMPLETE},
    HandoffState.COMPLETE: HELD,
}


class Escalation(StrEnum):
    """Why the head has it."""

    NOBODY = "nobody"  # no candidate at all
    ALL_AWAY = "all_away"  # candidates exist, but absent or busy
    ALL_RETURNED = "all_returned"  # whoever could take it has returned this very lead
    NO_ANSWER = "no_answer"  # the last deadline passed
    BUSY = "busy"  # the last one asked is busy
    LEFT = "left"  # the giver or the receiver works here no more
    DISPUTE = "dispute"  # overruled, and the receiver still did not accept
    IGNORED = "ignored"  # the giver has let a proposal's deadline pass
    OBJECTION = "objection"  # the giver won't give the client away, and says why


class Dispute(StrEnum):
    NONE = "none"
    RAISED = "raised"
    OVERRULED = "overruled"  # the return did not hold: the same receiver must accept
    UPHELD = "upheld"


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXPIRED = "expired"
    PASSED = "passed"  # the receiver is busy: passed on at once
    LOST = "lost"  # another one of the pool was quicker
    WITHDRAWN = "withdrawn"  # the lead went back to its giver
    MOVED = "moved"  # the head has asked somebody else


@dataclass(frozen=True, slots=True)
class Handoff:
    """`deadline_at`: when the present offers end. `receiver_id`: who accepted, or was given it by the head later,
    and has it since `accepted_at`. `rounds`: how many times it was offered. `binding`: overruled by the head, so it
    can't be returned again. A lead's hand-over has `lead_id` and names a `question` in a return; a later one names a
    `fact` (a point of the client's card). `why`: what has started it (a code). `wanted_id`: who was asked for by name.
    `proposed_at`: when the giver was asked; `deadline_at` is then the end of that. `objection`: the giver's words."""

    id: int
    company_id: int
    team_id: int
    client_id: int
    lead_id: int | None
    leg: Leg
    giver_id: int
    state: HandoffState
    offered_at: datetime
    deadline_at: datetime | None = None
    rounds: int = 1
    binding: bool = False
    receiver_id: int | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    escalation: Escalation | None = None
    question: Question | None = None
    remark: str = ""
    dispute: Dispute = Dispute.NONE
    why: str = ""
    fact: str = ""
    wanted_id: int | None = None
    proposed_at: datetime | None = None
    introduced_at: datetime | None = None
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    id: int
    handoff_id: int
    member_id: int
    state: OfferState
    offered_at: datetime
    deadline_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What a candidate carries: `open_handoffs` asked or accepted and not complete, and when last asked."""

    open_handoffs: int
    last_offer_at: datetime | None


def eligible(
    members: Iterable[Member],
    giver_id: int,
    excluded: frozenset[int],
    roles: frozenset[Role] = receiving(Leg.LEAD),
) -> list[Member]:
    """Who could ever receive: active, in a role to which the leg leads, reachable, neither the giver nor already asked
    in vain."""
    return [
        member
        for member in members
        if member.active
        and member.roles & roles
        and member.unreachable is None
        and member.id not in excluded | {giver_id}
    ]


def in_turn(candidates: Iterable[Member], loads: Mapping[int, Load]) -> Member | None:
    """The fewest open hand-overs, then the longest time since an offer, then by seniority (domain: decided list)."""

    def weight(member: Member) -> tuple[int, float, int]:
        load = loads.get(member.id, Load(0, None))
        asked = load.last_offer_at.timestamp() if load.last_offer_at else float("-inf")
        return load.open_handoffs, asked, member.id

    return min(candidates, key=weight, default=None)


def why_nobody(able: list[Member], now: datetime) -> Escalation:
    """Told to the head with the escalation."""
    return Escalation.ALL_AWAY if any(member.is_away(now) for member in able) else Escalation.NOBODY


__all__ = [
    "ASKING",
    "HELD",
    "OPEN_HANDOFF",
    "UNANSWERED",
    "WAYS",
    "Dispute",
    "Escalation",
    "Handoff",
    "HandoffState",
    "Leg",
    "Load",
    "Offer",
    "OfferState",
    "eligible",
    "in_turn",
    "why_nobody",
]
