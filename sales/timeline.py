"""What has happened with a client, as one line of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

#: Events of one page at most.
PAGE = 10


class EventKind(StrEnum):
    """`what` of the event is in brackets."""

    ACT = "act"  # a call, a meeting, a note
    MADE = "made"  # the client was entered
    PROPOSED = "proposed"  # [leg] shall it be handed over?
    OFFERED = "offered"  # [leg] a hand-over has begun
    ACCEPTED = "accepted"  # [leg]
    RETURNED = "returned"  # [leg] with the remark
    COMPLETE = "complete"  # [leg] the first contact has confirmed it
    WITHDRAWN = "withdrawn"  # [leg]
    LEAD_CLOSED = "lead-closed"  # [reason]
    DEAL = "deal"  # [stage] a deal has moved there
    ORDER = "order"
    CANCELLED = "cancelled"  # an order was
    STATUS = "status"  # [status] became a regular client, or is none any more
    MOVED = "moved"  # the head has given it to somebody
    MERGED = "merged"  # another client turned out to be this one


@dataclass(frozen=True, slots=True)
class Event:
    """`who` did it, `to` whom (names; empty: nobody in particular). `what`: a code, as its kind says. `subject`: the id
    of the act where it is one. `amount` in minor units."""

    at: datetime
    kind: EventKind
    who: str = ""
    to: str = ""
    what: str = ""
    words: str = ""
    subject: int = 0
    amount: int = 0
    currency: str = ""
    on: date | None = None


def page_of(events: Iterable[Event], skipped: int) -> tuple[Sequence[Event], bool]:
    """The newest first, so many skipped; of the same moment in the order of the kinds, the outcome above its beginning.
    And whether there are older ones."""
    order = list(EventKind)
    known = sorted(events, key=lambda one: (one.at, order.index(one.kind), one.subject), reverse=True)
    return known[skipped : skipped + PAGE], len(known) > skipped + PAGE
