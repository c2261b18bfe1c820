"""A deal: a client's purchase on its way to a signature, from the first contact of its seller to won or lost.

qualification → presentation → meeting → proposal → comparison → trial → negotiation → contract → won
      (domain: deal stages; any of them may be skipped, and gone back to with a word why)
any of them ──► lost, with a reason
            └─► parked: lost for now, with a reason and a date to come back; from there anywhere
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum


class DealStage(StrEnum):
    QUALIFICATION = "qualification"
    PRESENTATION = "presentation"
    MEETING = "meeting"
    PROPOSAL = "proposal"
    COMPARISON = "comparison"
    TRIAL = "trial"
    NEGOTIATION = "negotiation"
    CONTRACT = "contract"
    WON = "won"
    LOST = "lost"
    PARKED = "parked"


#: Where a deal is worked on, in the order of the way.
LADDER = (
    DealStage.QUALIFICATION,
    DealStage.PRESENTATION,
    DealStage.MEETING,
    DealStage.PROPOSAL,
    DealStage.COMPARISON,
    DealStage.TRIAL,
    DealStage.NEGOTIATION,
    DealStage.CONTRACT,
)
#: From the commercial proposal on a deal that stands still is worth another pair of hands (domain: hand-overs).
LATE = frozenset(LADDER[LADDER.index(DealStage.PROPOSAL) :])
#: Over for good: only an undo leads out of these.
ENDED = frozenset({DealStage.WON, DealStage.LOST})


class LostReason(StrEnum):
    """Each is a reason to close the client's lead as well (`sales.leads.CloseReason`)."""

    COMPETITOR = "competitor"
    PRICE = "price"
    NO_MONEY = "no_money"
    NO_NEED = "no_need"
    NOT_NOW = "not_now"
    UNREACHABLE = "unreachable"
    OTHER = "other"


class NoteKind(StrEnum):
    """What is learnt on the way and asked for later: whom we are compared with, what is held against us, and how the
    trial is going."""

    COMPARISON = "comparison"
    OBJECTION = "objection"
    TRIAL = "trial"


class Way(StrEnum):
    """What a move from one stage to another is."""

    NEXT = "next"
    SKIP = "skip"
    BACK = "back"
    RESUME = "resume"
    WIN = "win"
    LOSE = "lose"
    PARK = "park"


@dataclass(frozen=True, slots=True)
class Deal:
    """`owner_id`: the client's owner. `stage_at`: since when it stands where it stands. `amount`: minor units of
    `currency`. `expected_on`: the day of the team's calendar on which the money or the signature is expected.
    `reason`, `reason_words`: why it was lost or parked; `parked_until`: the day to come back."""

    id: int
    company_id: int
    team_id: int
    client_id: int
    owner_id: int
    stage: DealStage
    opened_at: datetime
    stage_at: datetime
    product: str = ""
    amount: int | None = None
    currency: str = "RUB"
    expected_on: date | None = None
    lead_id: int | None = None
    ended_at: datetime | None = None
    reason: LostReason | None = None
    reason_words: str = ""
    parked_until: date | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Worked on or parked; a client has one such deal at most."""
        return self.stage not in ENDED


@dataclass(frozen=True, slots=True)
class DealMove:
    """One step of a deal, kept for good. `start` None: it was opened. `reason`, `until`: of a loss or a parking.
    `made_step`: the next step set with it; `reopens`: the steps that it dropped; `reopens_lead`: the lead that it
    closed. These three are what an undo has to reverse."""

    id: int
    deal_id: int
    member_id: int
    start: DealStage | None
    end: DealStage
    at: datetime
    words: str = ""
    reason: LostReason | None = None
    until: date | None = None
    made_step: int | None = None
    reopens: tuple[int, ...] = ()
    reopens_lead: int | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DealNote:
    id: int
    deal_id: int
    kind: NoteKind
    words: str
    member_id: int
    at: datetime


def way(start: DealStage, end: DealStage) -> Way | None:
    """None: there is no such move."""
    if start in ENDED:
        return None
    if end in _ENDS:
        return _ENDS[end]
    if start is DealStage.PARKED:
        return Way.RESUME
    steps = LADDER.index(end) - LADDER.index(start)
    if steps == 0:
        return None
    return Way.BACK if steps < 0 else Way.NEXT if steps == 1 else Way.SKIP


_ENDS = {DealStage.WON: Way.WIN, DealStage.LOST: Way.LOSE, DealStage.PARKED: Way.PARK}


def next_stage(stage: DealStage) -> DealStage | None:
    """The usual next one; None at the end of the way, and where a deal isn't on it."""
    if stage not in LADDER or stage is LADDER[-1]:
        return None
    return LADDER[LADDER.index(stage) + 1]


def moved(deal: Deal, move: DealMove) -> Deal:
    """The deal where the move leaves it."""
    told = move.end in (DealStage.LOST, DealStage.PARKED)
    return replace(
        deal,
        stage=move.end,
        stage_at=move.at,
        ended_at=move.at if move.end in ENDED else None,
        reason=move.reason,
        reason_words=move.words if told else "",
        parked_until=move.until,
    )


def stage_before_parking(moves: Iterable[DealMove]) -> DealStage:
    """Where a parked deal stopped: what it is taken up with again."""
    on_the_way = [move.end for move in moves if move.end in LADDER]
    return on_the_way[-1] if on_the_way else LADDER[0]


def furthest(moves: Iterable[DealMove]) -> DealStage:
    """The latest stage of the way that a deal has ever stood in, wherever it went back to afterwards."""
    reached = [LADDER.index(move.end) for move in moves if move.end in LADDER]
    return LADDER[max(reached, default=0)]
