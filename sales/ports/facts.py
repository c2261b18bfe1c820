"""What the figures are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sales.activities import ActKind, Outcome
from sales.orders import Measure
from sales.ports.new import NEW
from sales.signs import Entry


@dataclass(frozen=True, slots=True)
class ActFact:
    """Acts of one person with one outcome, as the figures need them; undone ones are never among them."""

    member_id: int
    kind: ActKind
    outcome: Outcome
    times: int = 1


#: What ends the waiting of a hand-over's giver.
ANSWERS = frozenset({"accepted", "returned", "withdrawn"})


@dataclass(frozen=True, slots=True)
class HandoffFact:
    """One thing that happened to a hand-over: `what` is `submitted`, `accepted`, `returned`, `withdrawn`, `missed`,
    `complete`, `touched`, `untouched`. `member_id`: the giver for submitted and withdrawn, the receiver otherwise.
    `took`: working seconds from offer to acceptance. `handoff_id` is known once it is stored."""

    member_id: int
    giver_id: int
    what: str
    at: datetime
    took: int = 0
    handoff_id: int = NEW


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One order that became volume on a day. `first`: the client had ordered nothing before. `amount`: minor units."""

    order_id: int
    client_id: int
    member_id: int
    product: str
    amount: int
    currency: str
    on: date
    first: bool


@dataclass(frozen=True, slots=True)
class Overdue:
    """Open steps of one person past their time: how many, and when the oldest was due."""

    steps: int
    since: datetime


class Facts(Protocol):
    """Read-side queries behind the figures; half-open spans (since, until]."""

    def acts(self, team_id: int, since: datetime, until: datetime) -> Sequence[ActFact]: ...
    def handoffs(self, team_id: int, since: datetime, until: datetime) -> Sequence[HandoffFact]: ...
    def note_handoff(self, team_id: int, handoff_id: int, fact: HandoffFact) -> None: ...
    def forget_handoff(self, handoff_id: int, what: str) -> None: ...
    def overdue(self, team_id: int, at: datetime) -> Mapping[int, Overdue]:
        """Steps that were open and past their time at that moment, by member id."""
        ...

    def waiting(self, team_id: int, at: datetime) -> Mapping[int, int]:
        """Hand-overs that nobody had answered at that moment, with their givers."""
        ...

    def entries(self, team_id: int, since: datetime, until: datetime) -> Sequence[Entry]:
        """Every act of the span as it was logged; undone ones and notes left out."""
        ...

    def last_entries(self, team_id: int, since: datetime) -> Mapping[int, datetime]:
        """When each member last logged an act or handed a lead over, from that moment on."""
        ...

    def orders(self, team_id: int, measure: Measure, since: date, until: date) -> Sequence[OrderFact]:
        """What became volume by that measure on one of these days, both included; the oldest first."""
        ...

    def has_entry(self, team_id: int, member_id: int, since: datetime, until: datetime) -> bool: ...

    def first_entry(self, team_id: int) -> datetime | None:
        """When the team's records begin."""
        ...
