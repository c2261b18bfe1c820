"""The touch standard in the past: who accepts a lead calls soon and tries again; whether it was kept. As
`sales.actions.touches` keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.demo import steps
from bot.demo.past import Event, Past, Story
from bot.demo.people import Colleague
from sales.handoff import Handoff, HandoffState
from sales.ports import NEW, HandoffFact
from sales.steps import StepKind
from sales.timers import Timer, TimerKind
from sales.touches import warn_after
from sales.worktime import add_working


def begin(past: Past, story: Story, handoff: Handoff, receiver: Colleague, at: datetime) -> None:
    """A call of the same day, unless one is agreed for this day or the next one."""
    soon = add_working(at, timedelta(hours=9), past.schedule)
    if not any(step.due_at <= soon for step in steps.open_ones(past, story, receiver.id)):
        steps.plan(past, story, receiver, StepKind.CALL, 0, at, "hello")
    past.expect(_after(past, at, _term(past)), Event.TOUCHES, handoff.id)


def hurries(past: Past, story: Story) -> bool:
    """Whether the client is to be tried again today: accepted, not spoken to, and not tried often enough."""
    handoff = past.rows.handoffs[story.handoff_id] if story.handoff_id else None
    waits = handoff is not None and handoff.state is HandoffState.ACCEPTED
    return waits and story.misses < past.team.settings.touch_attempts


def end(past: Past, handoff_id: int, at: datetime) -> None:
    """The term is over. One that has begun anew for somebody else meanwhile has its own end."""
    handoff = past.rows.handoffs[handoff_id]
    if handoff.accepted_at is None or _after(past, handoff.accepted_at, _term(past)) > at:
        return
    talked = handoff.state is HandoffState.COMPLETE
    if handoff.receiver_id is None or (handoff.state is not HandoffState.ACCEPTED and not talked):
        return
    kept = talked or past.story(handoff.client_id).misses >= past.team.settings.touch_attempts
    what = "touched" if kept else "untouched"
    past.rows.facts.append(HandoffFact(handoff.receiver_id, handoff.giver_id, what, at, 0, handoff.id))


def timers(past: Past) -> Iterator[Timer]:
    """Of the terms that haven't run out when the past is over."""
    term = _term(past)
    for handoff in past.rows.handoffs:
        began = handoff.accepted_at
        if began is None or _after(past, began, term) < past.end:
            continue
        for kind, part in ((TimerKind.TOUCH_WARN, warn_after(term)), (TimerKind.TOUCH_END, term)):
            yield Timer(NEW, kind, handoff.id, "", None, _after(past, began, part), exact=False)


def _term(past: Past) -> timedelta:
    return timedelta(hours=past.team.settings.touch_hours)


def _after(past: Past, began: datetime, part: timedelta) -> datetime:
    return add_working(began, part, past.schedule)
