"""The past as it is lived through: a queue of events in the order of time, and all that the people know by then.

Everything is drawn from one seed and the calendar before one day, so the same day always has the same past.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto
from heapq import heappop, heappush
from random import Random
from typing import Any

from bot.demo.people import Colleague, Manner
from bot.demo.rhythm import days_ahead, past_days
from bot.demo.rows import Rows
from sales.actions.steps import schedule_of
from sales.company import Team
from sales.leads import Source
from sales.people import Role
from sales.worktime import day_end, day_start, local_day, next_working_moment

#: The demo's past is always this one.
SEED = 7
#: How much faster than the past goes by a newcomer learns.
LEARNS = 1.3


class Event(Enum):
    """What falls due, with whose number."""

    CLIENT = auto()  # [prospect] somebody finds it
    STEP = auto()  # [step]
    PARKED = auto()  # [lead] its date has come
    SUBMIT = auto()  # [lead] nothing is missing
    ANSWER = auto()  # [offer] the receiver has looked at it
    DEADLINE = auto()  # [offer]
    WITHDRAW = auto()  # [hand-over] the giver thinks again
    ASSIGN = auto()  # [hand-over] the head looks into the queue
    DISPUTE = auto()  # [hand-over] the giver disagrees
    DECIDE = auto()  # [hand-over] the head decides
    TOUCHES = auto()  # [hand-over] the term of the touch standard is over


@dataclass(frozen=True, slots=True)
class Prospect:
    """A client before anybody of the team has heard of it. `case`: the trouble it has, and what helps."""

    name: str
    name_key: str
    inn: str
    phone: str
    contact: str
    position: str
    decides: str
    source: Source
    case: Mapping[str, str]
    budget: Mapping[str, Any]
    expects: str
    finder_id: int


@dataclass(slots=True)
class Story:
    """How far things have gone with one client. `ours`: a customer before the past began. `misses`: calls without an
    answer in a row; `warm`, `cold`: talks that led on and talks that didn't, since the client is with this owner.
    `steps`: the open ones. `said`: what was noted."""

    client_id: int
    prospect: Prospect
    ours: bool
    spoken: bool
    misses: int = 0
    warm: int = 0
    cold: int = 0
    lead_id: int | None = None
    handoff_id: int | None = None
    steps: list[int] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def starts_anew(self) -> None:
        """With another owner."""
        self.misses = self.warm = self.cold = 0


Happens = Mapping[Event, Callable[["Past", int, datetime], None]]


class Past:
    """`days`: the working days that are past, the oldest first; `calendar`: with those to come. `begin`, `end`: opening
    of the first, closing of the last."""

    def __init__(self, team: Team, crew: Sequence[Colleague], words: Mapping[str, Any], now: datetime) -> None:
        self.rng = Random(SEED)  # noqa: S311 - a game, no secret
        self.team, self.words, self.now = team, words, now
        self.schedule = schedule_of(team)
        self.days = past_days(now, self.schedule)
        self.calendar = (*self.days, *days_ahead(now, self.schedule))
        self.places = {day: n for n, day in enumerate(self.calendar)}
        self.begin, self.end = day_start(self.days[0], self.schedule), day_end(self.days[-1], self.schedule)
        self.crew = {one.id: one for one in crew}
        self.head_id = next(one.id for one in crew if Role.HEAD in one.member.roles)
        self.prospects: list[Prospect] = []
        self.stories: dict[int, Story] = {}
        self.rows = Rows()
        self._agenda: list[tuple[datetime, int, Event, int]] = []
        self._noted = 0

    def expect(self, at: datetime, event: Event, number: int) -> None:
        """What would happen outside working hours happens when people are back."""
        self._noted += 1
        heappush(self._agenda, (next_working_moment(at, self.schedule), self._noted, event, number))

    def live(self, happens: Happens) -> None:
        """Up to the end; what would come later stays as it stands."""
        while self._agenda and self._agenda[0][0] < self.end:
            at, _, event, number = heappop(self._agenda)
            happens[event](self, number, at)

    def day(self, at: datetime, after: int = 0) -> date:
        """So many working days after the one of `at`."""
        return self.calendar[min(self.places[local_day(at, self.schedule.zone)] + after, len(self.calendar) - 1)]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def one_of(self, *path: str) -> str:
        """Some words of that kind."""
        kind: Any = self.words
        for name in path:
            kind = kind[name]
        found: str = self.rng.choice(kind)
        return found

    def some(self, low: float, high: float) -> timedelta:
        """Minutes."""
        return timedelta(seconds=round(self.rng.uniform(low, high) * 60))

    def skill(self, who: Colleague, at: datetime) -> float:
        """How much of the manner is there already: a newcomer learns."""
        manner: Manner = who.manner
        lived = (at - who.member.joined_at) / (self.end - who.member.joined_at)
        return manner.begins + (1 - manner.begins) * min(1.0, max(0.0, lived) * LEARNS)

    def story(self, client_id: int) -> Story:
        return self.stories[client_id]

    def owner(self, client_id: int) -> Colleague:
        return self.crew[self.rows.clients[client_id].owner_id]
