"""What credit needs from storage; see `sales.ports`."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from sales.credit import Credit


class Credits(Protocol):
    def of_member(self, member_id: int) -> list[Credit]:
        """All this person has or had, oldest first."""
        ...

    def add(self, credit: Credit) -> Credit: ...
    def end(self, client_id: int, until: date, ended_by: int) -> None:
        """What ran without an end gets this one, by that hand-over."""
        ...

    def forget(self, handoff_id: int) -> None:
        """The hand-over was taken back: its credit never was, and what it had ended runs on."""
        ...
