"""What has been done: calls and meetings with their outcomes, and notes beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: How long «undo» stays open after a saved act.
UNDO_FOR = timedelta(minutes=10)


class ActKind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"  # nothing was done, something was learnt: no figure counts it as a call or a meeting
    UPSELL = "upsell"  # something more was offered to a client who has bought (domain: regular clients)


class Direction(StrEnum):
    """Who dialled whom (domain: an expensive seller on cold lists shows in the figures)."""

    COLD = "cold"
    INBOUND = "inbound"
    EXISTING = "existing"


class Outcome(StrEnum):
    AGREED = "agreed"
    THINKING = "thinking"
    CALL_BACK = "call_back"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    NOT_HELD = "not_held"
    NOTED = "noted"  # the only one that a note has
    INTERESTED = "interested"
    BOUGHT = "bought"
    LATER = "later"


CALL_OUTCOMES = (Outcome.AGREED, Outcome.THINKING, Outcome.CALL_BACK, Outcome.REFUSED, Outcome.WRONG_NUMBER)
#: Of an offer of something more; «bought» leads to an order, «later» to a step.
UPSELL_OUTCOMES = (Outcome.INTERESTED, Outcome.BOUGHT, Outcome.LATER, Outcome.REFUSED)
#: Attempts to reach the client; what else is entered stands beside one of them.
TOUCHES = (ActKind.CALL, ActKind.MEETING)
MEETING_OUTCOMES = (Outcome.AGREED, Outcome.THINKING, Outcome.REFUSED, Outcome.NOT_HELD)

#: The client was really spoken to: completes a hand-over (domain: first successful contact).
CONTACT_MADE = frozenset({Outcome.AGREED, Outcome.THINKING, Outcome.REFUSED})


def client_acts(direction: Direction, outcome: Outcome) -> bool:
    """Whether the client did something: spoke to us, or rang, even if nobody picked up. Ends the waiting for it."""
    rang = direction is Direction.INBOUND and outcome in (Outcome.NO_ANSWER, Outcome.NOT_HELD)
    return rang or outcome in CONTACT_MADE or outcome is Outcome.CALL_BACK


@dataclass(frozen=True, slots=True)
class Activity:
    """`at`: when it was logged. `reopens`: ids of the steps it closed; `made_step`: the next step it set;
    `completed`: the hand-over it completed. These three are what an undo has to reverse."""

    id: int
    company_id: int
    team_id: int
    client_id: int
    member_id: int
    kind: ActKind
    direction: Direction
    outcome: Outcome
    note: str
    at: datetime
    reopens: tuple[int, ...] = ()
    made_step: int | None = None
    completed: int | None = None
    undone_at: datetime | None = None
