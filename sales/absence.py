"""Absence: days on which somebody isn't here, and who does meanwhile what can't wait (domain: hand-overs, absence).

planned ──the first day──► current ──the day after the last──► over
   └ cancelled, or works here no more ► over      └ back earlier ► over

New work flows past who is absent. Steps that fall due meanwhile are lent to the substitute; what is still open comes
back. The clients stay whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sales.errors import Absent, BadInput, OverlappingAbsence, OwnSubstitute, PastTime
from sales.people import Member, Permission
from sales.reassign import Burden
from sales.worktime import DAY, Schedule, day_start, local_day, next_working_day

#: Who is away for longer has left.
LONGEST = timedelta(days=366)
#: An absence that begins later than this is a slip of the finger.
FURTHEST = timedelta(days=2 * 366)


class AbsenceState(StrEnum):
    """Moved by the clock; at most one of a person is CURRENT."""

    PLANNED = "planned"
    CURRENT = "current"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Absence:
    """Both days are absent ones, by the person's own calendar. Half-open in moments: [since, until).
    `substitute_id` None: nobody could be named, so what falls due waits for the return."""

    id: int
    team_id: int
    member_id: int
    substitute_id: int | None
    first_day: date
    last_day: date
    since: datetime
    until: datetime
    state: AbsenceState
    entered_by: int
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Loan:
    """A step that was lent for an absence. `holder_id`: who has it meanwhile; a substitute who becomes absent too
    passes it on. `returned_at`: the absence is over, or the step was given to somebody for good."""

    id: int
    absence_id: int
    step_id: int
    holder_id: int
    lent_at: datetime
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The absent days as moments."""

    first: date
    last: date
    since: datetime
    until: datetime


def days_of(first: date, last: date, now: datetime, schedule: Schedule) -> Days:
    """From the opening of the first day (at once, where that is over) until the opening of the first working day after
    the last one. Raises PastTime or BadInput for days that can't be meant."""
    today = local_day(now, schedule.zone)
    if first < today:
        raise PastTime(at=day_start(first, schedule))
    if last < first:
        raise PastTime(at=day_start(last, schedule))
    if last - first >= LONGEST or first - today > FURTHEST:
        raise BadInput
    since = max(day_start(first, schedule), now)
    return Days(first, last, since, day_start(next_working_day(last, schedule), schedule))


def overlapping(absences: Iterable[Absence], since: datetime, until: datetime) -> Absence | None:
    """The first of those ahead that shares a moment with [since, until)."""
    meet = (one for one in absences if one.since < until and since < one.until)
    return next((one for one in meet if one.state is not AbsenceState.OVER), None)


def refuse_overlap(own: Iterable[Absence], since: datetime, until: datetime) -> None:
    """Nobody is absent twice at a time."""
    other = overlapping(own, since, until)
    if other is not None:
        raise OverlappingAbsence(at=other.until)


def able_to_stand_in(member: Member) -> bool:
    """Works with clients, and messages arrive."""
    return member.may(Permission.LOG_ACTS) and member.unreachable is None


def back_at(member: Member, absences: Iterable[Absence], days: Days) -> datetime | None:
    """When somebody who can't stand in for these days is here again; None: is here."""
    other = overlapping(absences, days.since, days.until)
    if other is not None:
        return other.until
    return member.away_until if member.is_away(days.since) else None


def check_substitute(absent: Member, other: Member, absences: Iterable[Absence], days: Days) -> None:
    """Raises OwnSubstitute, or Absent for who is away too or gets no messages."""
    if other.id == absent.id:
        raise OwnSubstitute
    if other.unreachable is not None:
        raise Absent(who=other.name, at="never")
    back = back_at(other, absences, days)
    if back is not None:
        raise Absent(who=other.name, at=back)


def by_likeness(absent: Member, others: Sequence[Member], burdens: dict[int, Burden]) -> list[Member]:
    """Who shares most of the roles first, then the least burdened, then by seniority."""

    def weight(other: Member) -> tuple[int, int, int, int]:
        burden = burdens.get(other.id, Burden())
        return -len(other.roles & absent.roles), burden.urgent, burden.clients, other.id

    return sorted(others, key=weight)


def spans(first: date) -> dict[str, date]:
    """The last days that are offered: of one day, of whole weeks."""
    return {"day": first, "week": first + 6 * DAY, "two-weeks": first + 13 * DAY, "month": first + 27 * DAY}
