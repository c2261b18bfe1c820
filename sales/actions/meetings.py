"""A planned meeting as a calendar needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.clients import client_in_reach, require_full
from sales.errors import NotFound, StepClosed
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.rest import MEETING
from sales.steps import Step, StepKind, StepState


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """`moves`: how often it was given another time. Nothing about people: calendars are shared."""

    step_id: int
    client: str
    starts_at: datetime
    ends_at: datetime
    place: str
    moves: int


def meeting_entry(work: Work, actor: Actor, step_id: int) -> MeetingEntry:
    """Of a meeting that lies ahead, for whoever may see all of the client."""
    require(actor, Permission.FIND_CLIENTS)
    step = work.steps.get(step_id)
    client = client_in_reach(work, actor, step.client_id)
    require_full(work, actor, client)
    if step.kind is not StepKind.MEETING:
        raise NotFound(what="meeting")
    if step.state is not StepState.OPEN:
        raise StepClosed(state=step.state.value)
    return _entry(work, step, client.name)


def meeting_told(work: Work, step_id: int) -> MeetingEntry | None:
    """For a notice that leaves; None: it is over or off."""
    step = work.steps.get(step_id)
    return _entry(work, step, work.clients.get(step.client_id).name) if step.state is StepState.OPEN else None


def _entry(work: Work, step: Step, client: str) -> MeetingEntry:
    moves = work.audit.count("move_step", step.id, step.created_at)
    return MeetingEntry(step.id, client, step.due_at, step.due_at + MEETING, step.place, moves)
