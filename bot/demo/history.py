"""The whole past, from an empty firm to yesterday's closing: which event does what, and what is left ringing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.demo import acts, clients, leads, orders, relay, touches
from bot.demo.past import Event, Happens, Past
from bot.demo.people import Colleague
from locales import data
from sales.company import Team
from sales.ports import NEW
from sales.steps import StepKind, StepState
from sales.timers import Timer, TimerKind

HAPPENS: Happens = {
    Event.CLIENT: clients.found,
    Event.STEP: acts.keep,
    Event.PARKED: leads.resume,
    Event.SUBMIT: relay.submit,
    Event.ANSWER: relay.answer,
    Event.DEADLINE: relay.deadline,
    Event.WITHDRAW: relay.withdraw,
    Event.ASSIGN: relay.assign,
    Event.DISPUTE: relay.dispute,
    Event.DECIDE: relay.decide,
    Event.TOUCHES: touches.end,
}


def three_months(team: Team, crew: Sequence[Colleague], now: datetime) -> Past:
    """Lived through up to the day before `now`."""
    past = Past(team, crew, data("demo_talk"), now)
    clients.gather(past, data("demo_clients"), frozenset(data("legal_forms")["forms"]))
    past.live(HAPPENS)
    return past


def set_timers(past: Past) -> None:
    """For what is open when the past is over."""
    for timer in (*_step_timers(past), *leads.parked_timers(past), *touches.timers(past), *orders.renewal_timers(past)):
        past.rows.timers.save(replace(timer, id=past.rows.timers.next))


def _step_timers(past: Past) -> list[Timer]:
    """Of the open steps; a meeting has two."""
    notice = timedelta(minutes=past.team.settings.meeting_notice_minutes)
    timers = []
    for step in (one for one in past.rows.steps if one.state is StepState.OPEN):
        is_meeting = step.kind is StepKind.MEETING
        exact = step.exact or is_meeting
        timers.append(Timer(NEW, TimerKind.STEP, step.id, "", step.member_id, step.due_at, exact))
        if is_meeting:
            timers.append(Timer(NEW, TimerKind.MEETING, step.id, "", step.member_id, step.due_at - notice, True))
    return timers
