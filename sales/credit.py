"""Credit: who still counts for a client's volume after having handed the client over (domain: hand-overs)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sales.legs import Leg


@dataclass(frozen=True, slots=True)
class Credit:
    """`member_id` handed the client over on `leg` by `handoff_id`, and is credited in [since, until). No `until`: until
    another leg ends it. Whoever owns the client counts without any row."""

    id: int
    client_id: int
    member_id: int
    leg: Leg
    handoff_id: int
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
