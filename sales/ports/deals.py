"""What deals need from storage; see `sales.ports`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sales.deals import Deal, DealMove, DealNote, DealStage


class Deals(Protocol):
    def get(self, deal_id: int) -> Deal: ...
    def add(self, deal: Deal) -> Deal: ...
    def save(self, deal: Deal) -> bool:
        """Compare-and-set by `version`, which grows by one."""
        ...

    def remove(self, deal_id: int) -> None:
        """With its moves and notes, as if it had never been opened."""
        ...

    def open_of_client(self, client_id: int) -> Deal | None: ...
    def last_of_client(self, client_id: int) -> Deal | None: ...
    def of_client(self, client_id: int) -> list[Deal]:
        """All there ever were, oldest first."""
        ...

    def of_owner(self, owner_id: int) -> list[Deal]:
        """Open and parked ones, those that stand longest first."""
        ...

    def of_team(self, team_id: int) -> list[Deal]:
        """The same of everybody."""
        ...

    def won(self, team_id: int, since: datetime, until: datetime) -> list[Deal]:
        """Won in that half-open span [since, until)."""
        ...

    def stalled(self, team_id: int, before: datetime) -> list[Deal]:
        """At a late stage, and not moved since before that moment; those that stand longest first."""
        ...

    def ends(self, team_id: int, since: datetime) -> Mapping[int, tuple[DealStage, DealStage]]:
        """By deal id, of those won or lost from that moment on: the furthest stage of the way and the end."""
        ...

    def move(self, move_id: int) -> DealMove: ...
    def moves(self, deal_id: int) -> list[DealMove]:
        """Oldest first; undone ones are gone."""
        ...

    def add_move(self, move: DealMove) -> DealMove: ...
    def save_move(self, move: DealMove) -> None: ...
    def notes(self, deal_id: int) -> list[DealNote]:
        """Oldest first."""
        ...

    def add_note(self, note: DealNote) -> DealNote: ...
