"""What the boards of places need from storage; the rest of `sales.ports` in a file of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sales.board import Shown


class Boards(Protocol):
    def get(self, place_id: int) -> Shown | None: ...
    def put(self, shown: Shown) -> None: ...
    def drop(self, place_id: int) -> None: ...
    def due(self, before: datetime) -> list[int]:
        """Places that take boards and can be written to, whose board isn't there yet or was looked at before then."""
        ...

    def unwanted(self) -> list[int]:
        """Places whose board is there, and was switched off."""
        ...
