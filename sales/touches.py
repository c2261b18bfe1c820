"""The touch standard: after accepting a lead its receiver tries so many times within so many working hours before the
client may be called unreachable (domain: qualification, the standard after acceptance)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

#: How far the term has run when a receiver who is behind hears of it.
WARN_AFTER = 2 / 3


@dataclass(frozen=True, slots=True)
class Touches:
    """`done` of `needed` attempts, due by `until`."""

    done: int
    needed: int
    until: datetime

    @property
    def is_met(self) -> bool:
        return self.done >= self.needed

    @property
    def lags_at_warning(self) -> bool:
        """Fewer attempts than the part of the term that has run asks for."""
        return self.done < ceil(self.needed * WARN_AFTER)


def warn_after(term: timedelta) -> timedelta:
    return term * WARN_AFTER
