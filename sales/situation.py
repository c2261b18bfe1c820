"""The head's picture of this moment: what waits, what is late, what is nobody's, who is silent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: Working time without an entry from which on a silence may mean something.
SILENT_FROM = timedelta(hours=2)
#: Of somebody whose habits aren't known yet.
SILENT_WITHOUT_PAST = timedelta(hours=3)
#: Working days that habits are read from, and how many of them are enough to speak of one.
HABIT_DAYS, HABIT_KNOWN = 10, 3
#: How long a picture keeps itself up to date after its head has looked at it.
LIVE_FOR = timedelta(hours=12)
#: A change reaches it within this time.
LOOK_EVERY = timedelta(seconds=20)


class Section(StrEnum):
    """In the order of pressing."""

    NOBODY = "nobody"  # no receiver, or an owner who works here no more
    REQUEST = "request"  # from outside, and nobody has taken it yet
    ANSWER = "answer"  # an offer that waits for its answer
    TOUCH = "touch"  # accepted, and not spoken to yet
    LATE = "late"  # overdue steps of one person
    SILENT = "silent"  # no entries, longer than usual


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to act on. `subject`: the hand-over's id for ANSWER, TOUCH and, with `handoff`, NOBODY; the request's
    for REQUEST, where `client` says who wants something, or what; a member's id otherwise. `who`: whom to ask (0:
    nobody). `at`: the deadline, or since when. `count`: steps, clients or attempts; `of`: how many attempts there
    should be. `pressing`: it is late already."""

    section: Section
    subject: int
    handoff: bool
    who: int
    name: str
    client_id: int
    client: str
    at: datetime | None
    count: int
    of: int
    pressing: bool


@dataclass(frozen=True, slots=True)
class Watch:
    """A head's live picture: kept up to date until `until`; `shown`: what it showed when last looked at."""

    member_id: int
    until: datetime
    looked_at: datetime
    shown: str


def fingerprint(lines: Iterable[Line]) -> str:
    """Alike for pictures that say the same."""
    return hashlib.sha256("\n".join(map(repr, lines)).encode()).hexdigest()[:16]


def most_pressing(lines: Sequence[Line], limit: int) -> list[Line]:
    """What is late already before what is still in time; within that by section, then the earliest."""
    order = list(Section)

    def weight(line: Line) -> tuple[bool, int, float, int]:
        at = line.at.timestamp() if line.at else float("inf")
        return not line.pressing, order.index(line.section), at, line.subject

    return sorted(lines, key=weight)[:limit]


def is_silent(quiet: timedelta, busy_days: int, days: int) -> bool:
    """`quiet`: working time since the last entry or the day's opening. `busy_days` of the last `days` had an entry at
    these very hours: a silence that is longer than usual."""
    if days < HABIT_KNOWN:
        return quiet >= SILENT_WITHOUT_PAST
    return quiet >= SILENT_FROM and 2 * busy_days >= days
