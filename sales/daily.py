"""What a person is told once on each working day: the plan in the morning, the summary in the evening, by choice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """`morning`: the plan at the opening of the person's working day. `evening`: the summary at its closing."""

    morning: bool = True
    evening: bool = False


@dataclass(frozen=True, slots=True)
class Quiet:
    """How much of a day came without a sound beyond the budget, and how much within other messages."""

    silenced: int
    merged: int
