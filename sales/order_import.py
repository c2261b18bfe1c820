"""A file of orders on its way into the base: what was decided about each row, and what the file comes to."""

from __future__ import annotations

from dataclasses import dataclass

from sales.importing import Fate, Problem, Refusal
from sales.order_rows import OrderRow


@dataclass(frozen=True, slots=True)
class StagedOrder:
    """A row with what was decided about it. MADE: it becomes an order of `client_id`; REPEAT: the base or an earlier
    row has the same order already."""

    row: OrderRow
    fate: Fate
    client_id: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderTally:
    """`sums`: what the new orders are worth, by currency. `clients`: whose they are. `refused`: reasons with their
    counts, the most frequent first."""

    made: int
    repeats: int
    clients: int
    sums: tuple[tuple[str, int], ...]
    refused: tuple[tuple[Refusal, int], ...]

    @property
    def refusals(self) -> int:
        return sum(count for _, count in self.refused)
