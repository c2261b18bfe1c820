"""What the context card needs from storage."""

from __future__ import annotations

from typing import Protocol

from sales.passport import PointAnswer


class Passports(Protocol):
    def answers(self, client_id: int) -> list[PointAnswer]:
        """The newest of each point, oldest first."""
        ...

    def put(self, answer: PointAnswer) -> None:
        """In place of an earlier one."""
        ...
