"""Work changes hands by the head's word: who may take it, and how it is shared out evenly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sales.people import Member, Permission
from sales.worktime import Schedule, day_start, local_day, next_working_day

#: Pieces that change hands in one go; a longer list is moved in several.
AT_ONCE = 500


class What(StrEnum):
    """A client goes with its lead, its steps and their timers; an offer to another receiver; a step by itself."""

    CLIENT = "client"
    HANDOFF = "handoff"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Piece:
    what: What
    id: int
    client_id: int


class Obstacle(StrEnum):
    """Why a piece stays where it is."""

    GIVER = "giver"  # the receiver is the giver of its open hand-over
    ROLE = "role"  # the receiver's roles don't carry such work
    SAME = "same"  # it is the receiver's already
    ON_ITS_WAY = "on_its_way"  # it is being handed over right now, by somebody who is here
    GONE = "gone"  # it was settled meanwhile


@dataclass(frozen=True, slots=True)
class Burden:
    """What a person carries: clients, hand-overs asked or accepted and not complete, overdue steps."""

    clients: int = 0
    handoffs: int = 0
    overdue: int = 0

    @property
    def urgent(self) -> int:
        return self.handoffs + self.overdue


def takes_work(member: Member, now: datetime, schedule: Schedule) -> bool:
    """Here, reached by messages, and not absent: busy for today still counts as here."""
    able = member.may(Permission.LOG_ACTS) and member.unreachable is None
    return able and not is_absent(member, now, schedule)


def is_absent(member: Member, now: datetime, schedule: Schedule) -> bool:
    """Away beyond the beginning of the next working day; until then the person is busy and no more than that."""
    back = day_start(next_working_day(local_day(now, schedule.zone), schedule), schedule)
    return member.away_until is not None and member.away_until > max(back, now)


def share_out(
    pieces: Sequence[Piece], takers: Mapping[int, Collection[int]], burdens: Mapping[int, Burden]
) -> dict[Piece, int]:
    """Each piece to one of its `takers` (member ids by client): to the one with the least on their hands, what is being
    shared out counted in; equals by fewer clients, then by seniority. What belongs to one client goes to one person."""
    given: dict[int, int] = {}
    chosen: dict[int, int] = {}

    def weight(member_id: int) -> tuple[int, int, int]:
        burden = burdens.get(member_id, Burden())
        return burden.urgent + given.get(member_id, 0), burden.clients, member_id

    for piece in pieces:
        if not takers.get(piece.client_id):
            continue
        if piece.client_id not in chosen:
            chosen[piece.client_id] = min(takers[piece.client_id], key=weight)
        taker = chosen[piece.client_id]
        given[taker] = given.get(taker, 0) + 1
    return {piece: chosen[piece.client_id] for piece in pieces if piece.client_id in chosen}
