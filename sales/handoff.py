"""A hand-over: an explicit, timed, accepted act. One machine for every leg of the relay.

offered ──accept──► accepted ──first contact──► complete
   │ return ► returned      (the lead is the giver's again) ──the head overrules──► rerouted, binding
   │ deadline ► rerouted ──accept──► …          (once, to the next in turn)
   │ deadline again, or nobody to ask ► escalated (the head's queue) ──assign──► rerouted
   └ withdraw ► withdrawn   (by the giver before acceptance; by the head after it: a release)

The head may also release to another receiver (accepted or complete ► rerouted); an undone first contact reopens what
it completed (complete ► accepted); a receiver who leaves the company leaves it to the head (accepted ► escalated).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sales.leads import Question
from sales.people import Member, Permission


class Leg(StrEnum):
    LEAD = "lead"  # lead generator → hunter


class HandoffState(StrEnum):
    OFFERED = "offered"
    REROUTED = "rerouted"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    COMPLETE = "complete"


#: Somebody is being asked, or the head must find somebody.
UNANSWERED = frozenset({HandoffState.OFFERED, HandoffState.REROUTED, HandoffState.ESCALATED})
#: At most one hand-over of a client is in one of these; its giver and receivers are its parties.
OPEN_HANDOFF = UNANSWERED | {HandoffState.ACCEPTED}
#: Somebody is being asked right now, and a deadline runs.
ASKING = frozenset({HandoffState.OFFERED, HandoffState.REROUTED})

#: The machine above, read backwards: from which states a hand-over may come into this one.
WAYS: Mapping[HandoffState, frozenset[HandoffState]] = {
    HandoffState.OFFERED: frozenset(),
    HandoffState.REROUTED: UNANSWERED | {HandoffState.RETURNED, HandoffState.ACCEPTED, HandoffState.COMPLETE},
    HandoffState.ESCALATED: ASKING | {HandoffState.RETURNED, HandoffState.ACCEPTED},
    HandoffState.ACCEPTED: ASKING | {HandoffState.COMPLETE},
    HandoffState.RETURNED: ASKING,
    HandoffState.WITHDRAWN: OPEN_HANDOFF | {HandoffState.COMPLETE},
    HandoffState.COMPLETE: frozenset({HandoffState.ACCEPTED}),
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
    can't be returned again."""

    id: int
    company_id: int
    team_id: int
    client_id: int
    lead_id: int
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


def eligible(members: Iterable[Member], giver_id: int, excluded: frozenset[int]) -> list[Member]:
    """Who could ever receive: active, with the permission, reachable, neither the giver nor already asked in vain."""
    return [
        member
        for member in members
        if member.may(Permission.RECEIVE_LEADS)
        and member.unreachable is None
        and member.id != giver_id
        and member.id not in excluded
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
