"""What absences need from storage; the rest of `sales.ports` in a file of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from sales.absence import Absence, AbsenceState, Loan
from sales.steps import Step


class Absences(Protocol):
    def get(self, absence_id: int) -> Absence: ...
    def add(self, entity: Absence) -> Absence: ...
    def move(self, entity: Absence, expected: Collection[AbsenceState]) -> bool:
        """Saves the whole row, only if it still stands in one of the expected states."""
        ...

    def current_of(self, member_id: int) -> Absence | None: ...
    def ahead_of(self, member_id: int) -> list[Absence]:
        """The person's own, planned and current, the earliest first."""
        ...

    def ahead_for(self, substitute_id: int) -> list[Absence]:
        """Those in which the person stands in, or will."""
        ...

    def current(self, team_id: int) -> list[Absence]: ...
    def substitute_for(self, client_id: int) -> int | None:
        """Who stands in for the client's absent owner; None: the owner is here, or nobody does."""
        ...

    def to_lend(self, limit: int) -> list[tuple[int, Step]]:
        """Open steps of people who are absent with a substitute, due before their return: (absence id, step)."""
        ...

    def add_loan(self, entity: Loan) -> Loan: ...
    def save_loan(self, entity: Loan) -> None: ...
    def loans_of(self, absence_id: int) -> list[Loan]:
        """Given back or not."""
        ...

    def loan_of_step(self, step_id: int) -> Loan | None:
        """While it is lent."""
        ...

    def loans_held_by(self, member_id: int) -> list[Loan]:
        """Not given back yet."""
        ...
