"""An acting head: for a period somebody of the team decides in the head's place (domain: roles)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sales.errors import BadInput, PastTime, PeriodsOverlap

#: Who is away for longer needs a successor rather than an acting head.
LONGEST = timedelta(days=184)


class ActingState(StrEnum):
    """Moved by the clock; at most one of a team is CURRENT."""

    PLANNED = "planned"
    CURRENT = "current"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Acting:
    """`head_id`: in whose place; None where the team has no head of its own. Half-open: [since, until)."""

    id: int
    team_id: int
    head_id: int | None
    member_id: int
    since: datetime
    until: datetime
    state: ActingState
    named_by: int
    ended_at: datetime | None = None


def check_period(since: datetime, until: datetime, now: datetime) -> None:
    """Raises PastTime for an end that is over, BadInput for one that can't be meant."""
    if until <= max(since, now):
        raise PastTime(at=until)
    if until - since > LONGEST:
        raise BadInput


def refuse_overlap(others: Iterable[tuple[Acting, str]], since: datetime, until: datetime) -> None:
    """`others`: what is planned or current, with the names."""
    for other, who in others:
        if other.since < until and since < other.until:
            raise PeriodsOverlap(who=who, at=other.until)
