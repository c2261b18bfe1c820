"""What imports of orders need from storage, beside `sales.ports.imports`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from sales.importing import Changed, Import, Problem
from sales.order_import import OrderTally, StagedOrder
from sales.orders import Order, Sign


class OrderImports(Protocol):
    def put(self, import_id: int, rows: Sequence[StagedOrder]) -> None:
        """Rows put before under the same numbers are replaced."""
        ...

    def signs(self, import_id: int, clients: Collection[int]) -> list[tuple[int, Sign]]:
        """Of the rows that are to become orders of these clients, with their numbers."""
        ...

    def newer(self, entity: Import) -> list[Order]:
        """What was logged with the file's clients since it began to be read."""
        ...

    def repeat(self, import_id: int, numbers: Collection[int]) -> None:
        """The base has the same orders meanwhile."""
        ...

    def clients(self, import_id: int) -> list[int]:
        """Whose orders the file holds."""
        ...

    def tally(self, import_id: int) -> OrderTally: ...
    def refused(self, import_id: int) -> list[tuple[int, tuple[Problem, ...], tuple[str, ...]]]:
        """Number, reasons, the row in words."""
        ...

    def go_live(self, entity: Import, at: datetime) -> Changed:
        """All staged rows become orders, within this transaction; gives how many, and of how many clients."""
        ...

    def ending(self, import_id: int, since: date) -> list[Order]:
        """Orders of the import whose contracts end on that day or later."""
        ...

    def kept(self, entity: Import) -> int:
        """How many of the orders somebody has changed since."""
        ...

    def take_back(self, entity: Import) -> Changed: ...
    def forget(self, before: datetime, limit: int) -> int:
        """Staged rows that are of no more use, as in `Imports.forget`."""
        ...
