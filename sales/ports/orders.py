"""What orders need from storage; see `sales.ports`."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from sales.orders import Order


class Orders(Protocol):
    """Cancelled ones are among them: whoever counts asks `sales.orders.counted`."""

    def get(self, order_id: int) -> Order: ...
    def add(self, order: Order) -> Order: ...
    def save(self, order: Order) -> bool:
        """Compare-and-set by `version`, which grows by one."""
        ...

    def of_client(self, client_id: int) -> list[Order]:
        """The oldest day first."""
        ...

    def origin(self, order_id: int) -> int | None:
        """The import that it came with, unless that was taken back."""
        ...

    def of_team(self, team_id: int, since: date, until: date) -> list[Order]:
        """Ordered on one of these days, both included; the oldest first."""
        ...
