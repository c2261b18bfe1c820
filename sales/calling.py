"""A calling list: whom to call one after the other. A snapshot, so that it can be put down and taken up again, and
nobody is called twice from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sales.activities import Outcome
from sales.worktime import DAY, Schedule, local_day, morning_of, next_working_day

#: More than anybody dials in two days; whoever comes through it makes the next one.
LONGEST = 200
#: These need no question about what comes next: another attempt is planned by itself, or there is nobody to reach.
SAVED_AT_ONCE = frozenset({Outcome.NO_ANSWER, Outcome.WRONG_NUMBER})


class CallSource(StrEnum):
    """Where a list comes from: always the member's own clients."""

    DUE = "due"  # a call is planned for today, or overdue
    PARKED = "parked"  # leads that were put off
    IMPORTED = "imported"  # came with a table and were never called
    COLD = "cold"  # nothing is planned and no lead is open; the longest silence first


class EntryState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"
    GONE = "gone"  # somebody else's by now, closed, or called from elsewhere meanwhile


@dataclass(frozen=True, slots=True)
class CallingList:
    """`size`: how many clients it was made of. `ended_at`: nobody is left to call, or another list has taken its
    place."""

    id: int
    member_id: int
    source: CallSource
    size: int
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallEntry:
    """`number`: its place, from 1. `round` grows with every undo, so that a press says which of them it belongs to.
    `act_id`: the call, once it is logged."""

    id: int
    list_id: int
    number: int
    client_id: int
    state: EntryState = EntryState.WAITING
    round: int = 0
    act_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a source offers."""

    client_id: int
    has_phone: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """`chosen`: clients that can be called, in order; `more`: that did not fit; `phoneless`: left out for want of a
    phone."""

    chosen: tuple[int, ...]
    more: int
    phoneless: int

    @property
    def found(self) -> int:
        return len(self.chosen) + self.more


def pick(candidates: Iterable[Candidate]) -> Pick:
    """A client stands in a list once, at its first place."""
    once: dict[int, bool] = {}
    for one in candidates:
        once.setdefault(one.client_id, one.has_phone)
    with_phone = [client_id for client_id, has_phone in once.items() if has_phone]
    chosen = tuple(with_phone[:LONGEST])
    return Pick(chosen, len(with_phone) - len(chosen), len(once) - len(with_phone))


@dataclass(frozen=True, slots=True)
class Tally:
    """What a list has come to. `left` wait; `skipped` and `gone` were never called from it."""

    calls: int
    agreed: int
    refused: int
    unanswered: int
    skipped: int
    gone: int
    left: int


def tally(states: Mapping[EntryState, int], outcomes: Mapping[Outcome, int]) -> Tally:
    return Tally(
        calls=sum(outcomes.values()),
        agreed=outcomes.get(Outcome.AGREED, 0),
        refused=outcomes.get(Outcome.REFUSED, 0),
        unanswered=outcomes.get(Outcome.NO_ANSWER, 0),
        skipped=states.get(EntryState.SKIPPED, 0),
        gone=states.get(EntryState.GONE, 0),
        left=states.get(EntryState.WAITING, 0),
    )


def next_call_times(now: datetime, schedule: Schedule) -> tuple[datetime, ...]:
    """Mornings of three different working days: the next one, one two days ahead, one a week ahead. A day off moves
    each of them on."""
    today = local_day(now, schedule.zone)
    days: list[date] = []
    for ahead in (1, 2, 7):
        earliest = max(today + timedelta(days=ahead), days[-1] + DAY if days else today)
        days.append(next_working_day(earliest - DAY, schedule))
    return tuple(morning_of(day, schedule) for day in days)
