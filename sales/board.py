"""The board «who carries what»: one message of a team's place, pinned and kept true."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

#: A change reaches a board within this time, and nothing is edited more often.
EVERY = timedelta(minutes=5)
#: People that are named; the others are counted, lest a phone's screen be too small.
ROWS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """What one person carries. `away_until`: absent until then, with a `substitute` or an empty string."""

    member_id: int
    name: str
    clients: int
    handoffs: int
    deals: int
    overdue: int
    away_until: datetime | None = None
    substitute: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.clients or self.handoffs or self.deals or self.overdue)


@dataclass(frozen=True, slots=True)
class Board:
    """`rows`: at most ROWS, `more` are left out. `waiting`: hand-overs in the heads' queue."""

    team: str
    rows: tuple[Row, ...]
    more: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What a place's board showed when it was last looked at."""

    place_id: int
    looked_at: datetime
    shown: str


def most_laden(rows: Iterable[Row]) -> list[Row]:
    """What is late first, then what is in work, then who carries most; equals by seniority."""
    return sorted(rows, key=lambda one: (-one.overdue, -one.handoffs - one.deals, -one.clients, one.member_id))


def fingerprint(board: Board) -> str:
    """Alike for boards that say the same."""
    return hashlib.sha256(repr(board).encode()).hexdigest()[:16]
