"""The next step with a client: what, when, by whom. Every client in work has one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StepKind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    SEND = "send"
    OTHER = "other"
    WAIT = "wait"  # the client is to act until then


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step as a form asks for it. `exact`: the person named that very time, so working hours don't move it
    and it is never held back to travel with others. `place`: address or link of a meeting."""

    kind: StepKind
    due_at: datetime
    exact: bool
    words: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    id: int
    team_id: int
    client_id: int
    member_id: int
    kind: StepKind
    words: str
    place: str
    due_at: datetime
    exact: bool
    state: StepState
    created_at: datetime
    closed_at: datetime | None = None
