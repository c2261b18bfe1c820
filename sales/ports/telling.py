"""What rings, what is told, how loudly, and what is on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sales.daily import Quiet
from sales.notices import Fact, Notice, NoticeKind
from sales.timers import Timer, TimerKind


class Timers(Protocol):
    def set(
        self,
        kind: TimerKind,
        subject: int,
        due_at: datetime,
        *,
        member_id: int | None = None,
        exact: bool = False,
        occasion: str = "",
    ) -> None:
        """Makes the timer, or moves it and makes it pending again."""
        ...

    def plan(self, kind: TimerKind, subject: int, due_at: datetime, *, member_id: int | None, occasion: str) -> bool:
        """Makes the timer unless it ever existed."""
        ...

    def cancel(self, kind: TimerKind, subject: int) -> None: ...
    def due(self, kinds: Collection[TimerKind], now: datetime, limit: int) -> list[Timer]: ...
    def pending(self, kinds: Collection[TimerKind], member_id: int, until: datetime) -> list[Timer]: ...
    def pending_kind(self, kind: TimerKind) -> list[Timer]: ...
    def fire(self, timer_id: int, now: datetime) -> bool: ...


class Outbox(Protocol):
    def tell(self, member_id: int, notice: Notice) -> None: ...
    def announce(self, place_id: int, notice: Notice) -> None: ...
    def refresh(self, kind: NoticeKind, subject: int) -> None:
        """Whoever has a message of this kind about this subject gets it edited; overtaken edits are dropped."""
        ...


class Budget(Protocol):
    """What a person has heard: questions about messages that have left."""

    def heard(self, member_id: int, since: datetime) -> int:
        """Loud messages since then."""
        ...

    def quiet(self, member_id: int, since: datetime, until: datetime) -> Quiet: ...
    def holds_any(self, member_id: int) -> bool:
        """Whether anything waits to be told with another message."""
        ...

    def waits(self, member_id: int, kind: NoticeKind) -> bool:
        """Whether a message of that kind is to leave next."""
        ...


@dataclass(frozen=True, slots=True)
class Record:
    """One line of what is on record about a subject. `member_id` None: the house itself."""

    at: datetime
    member_id: int | None
    verb: str
    facts: Mapping[str, Fact]


class Audit(Protocol):
    def note(
        self,
        member_id: int | None,
        verb: str,
        subject: int,
        now: datetime,
        *,
        client_id: int | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> None: ...
    def of_client(self, client_id: int, verbs: Collection[str], limit: int) -> list[Record]:
        """Newest first."""
        ...

    def count(self, verb: str, subject: int, since: datetime) -> int:
        """How often that happened to the subject after that moment."""
        ...

    def trace(self, verbs: Collection[str], subject: int) -> list[Record]:
        """What was done to one subject, the oldest first."""
        ...

    def acted_since(self, client_id: int, other_than: int, since: datetime) -> int | None:
        """Who else has acted on the client after that moment; None: nobody."""
        ...
