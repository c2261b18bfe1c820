"""What the trade needs from storage for plans and the launch; see `sales.ports`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from sales.launch import Mark
from sales.plan import Goal, Plan


class Plans(Protocol):
    def get(self, team_id: int, month: date, figure: Goal) -> Plan | None: ...
    def has_any(self, team_id: int) -> bool:
        """Of whatever month."""
        ...

    def put(self, plan: Plan) -> None:
        """In place of the month's earlier one."""
        ...

    def drop(self, team_id: int, month: date, figure: Goal) -> None: ...


class Launches(Protocol):
    def marks(self, team_id: int) -> Collection[Mark]: ...
    def put(self, team_id: int, mark: Mark) -> bool:
        """False where the team has it already."""
        ...
