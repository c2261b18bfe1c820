"""The context card: what the next runner has to know, so that the client isn't asked again.

Most of it is known already and is put together; what is missing is asked of the giver, a few questions at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: At most so many questions stand between a giver and a hand-over; what is missing beyond them is passed as it is.
ASKED_AT_MOST = 3
#: The way so far, on one screen.
HISTORY_LINES = 10
#: So many of those lines tell how the client came here, the rest what was done last.
MILESTONES = 6


class Point(StrEnum):
    """What a card tells, in the order it is read and asked (domain: hand-overs)."""

    PAINS = "pains"
    FIT = "fit"
    AGREEMENTS = "agreements"
    DECISION_MAKER = "decision_maker"
    EXPECTS = "expects"
    PROMISES = "promises"


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """What a giver has written about a point; the newest counts."""

    client_id: int
    point: Point
    words: str
    member_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the client was promised, with its day: an open step."""

    kind: str
    words: str
    at: datetime


class EventKind(StrEnum):
    """One line of the way so far: a milestone, or something done (ACTS)."""

    MADE = "made"
    LEAD = "lead"
    HANDED = "handed"
    DEAL = "deal"
    ORDER = "order"
    STATUS = "status"
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"
    UPSELL = "upsell"


ACTS = frozenset({EventKind.CALL, EventKind.MEETING, EventKind.NOTE, EventKind.UPSELL})
#: Through whose hands the client has gone.
SPINE = frozenset({EventKind.MADE, EventKind.HANDED})


@dataclass(frozen=True, slots=True)
class Event:
    """`what`: a code of that kind (an outcome, a leg, a stage, a status); `words`: what was said, or a product; `who`:
    a name; `amount`: minor units of `currency`."""

    kind: EventKind
    at: datetime
    what: str = ""
    words: str = ""
    who: str = ""
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """`stage`: a value of sales.deals.DealStage; `amount`: minor units of `currency`."""

    stage: str
    product: str
    amount: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Passport:
    """`said`: (point, words) of what is known; `promises` have dates; `history` in at most ten lines, oldest first."""

    client_id: int
    said: tuple[tuple[Point, str], ...] = ()
    promises: tuple[Promise, ...] = ()
    history: tuple[Event, ...] = ()
    deal: OpenDeal | None = None

    def words(self, point: Point) -> str:
        """Empty where nothing is known."""
        return next((words for known, words in self.said if known is point), "")

    def holds(self, point: Point) -> bool:
        return bool(self.words(point)) or (point is Point.PROMISES and bool(self.promises))


def lacks(passport: Passport, points: Collection[Point]) -> tuple[Point, ...]:
    """What the giver is asked, in reading order: at most three of the points that the leg's card must contain."""
    return tuple(point for point in Point if point in points and not passport.holds(point))[:ASKED_AT_MOST]


def ten_lines(events: Iterable[Event]) -> tuple[Event, ...]:
    """The way so far, oldest first: who has had the client (the first line and the latest), what came of it, and in the
    lines that remain what was done last."""
    known = sorted(events, key=lambda event: event.at)
    acts = [event for event in known if event.kind in ACTS]
    room = max(MILESTONES, HISTORY_LINES - len(acts))
    spine = [event for event in known if event.kind in SPINE]
    kept = spine if len(spine) <= room else [spine[0], *spine[len(spine) - room + 1 :]]
    kept = kept + _last([event for event in known if event.kind not in SPINE | ACTS], room - len(kept))
    return tuple(sorted([*kept, *_last(acts, HISTORY_LINES - len(kept))], key=lambda event: event.at))


def _last(events: list[Event], count: int) -> list[Event]:
    return events[max(len(events) - count, 0) :]
