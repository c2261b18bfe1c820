"""My day: what is due or overdue, and the hand-overs that wait for me or from me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from sales.actions.steps import schedule_of
from sales.handoff import UNANSWERED, Handoff, OfferState
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.steps import Step, StepKind
from sales.worktime import DAY, local_day, local_moment

#: More than fits a screen is a list of its own, not a day.
SHOWN_AT_MOST = 30


class Waiting(StrEnum):
    """Where a hand-over stands, from this person's side."""

    ANSWER = "answer"  # I am asked: accept or return
    CONTACT = "contact"  # I accepted: the first contact is mine
    THEIR_ANSWER = "their_answer"  # I gave it: somebody is asked
    THEIR_CONTACT = "their_contact"  # I gave it: accepted, not contacted yet


@dataclass(frozen=True, slots=True)
class DayStep:
    step_id: int
    client_id: int
    client: str
    kind: StepKind
    words: str
    due_at: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class DayHandoff:
    """`who`: the other side, empty while nobody is asked. `until`: when the answer is due."""

    client_id: int
    client: str
    waiting: Waiting
    who: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class MyDay:
    steps: tuple[DayStep, ...]
    handoffs: tuple[DayHandoff, ...]


def my_day(work: Work, actor: Actor, now: datetime) -> MyDay:
    require(actor, Permission.LOG_ACTS)
    schedule = schedule_of(work.companies.team(actor.team_id), actor.zone)
    tomorrow = local_moment(local_day(now, schedule.zone) + DAY, time(0), schedule.zone)
    steps = work.steps.open_of_member(actor.member_id, tomorrow, SHOWN_AT_MOST)
    handoffs = work.handoffs.of_member(actor.member_id)
    return MyDay(
        steps=tuple(_day_step(work, step, now) for step in steps),
        handoffs=tuple(_seen(work, actor, handoff) for handoff in handoffs),
    )


def _day_step(work: Work, step: Step, now: datetime) -> DayStep:
    client = work.clients.get(step.client_id)
    return DayStep(step.id, client.id, client.name, step.kind, step.words, step.due_at, step.due_at < now)


def _seen(work: Work, actor: Actor, handoff: Handoff) -> DayHandoff:
    """From the side of one who is asked, has accepted, or has given it."""
    offers = [offer for offer in work.handoffs.offers(handoff.id) if offer.state is OfferState.OPEN]
    mine = next((offer for offer in offers if offer.member_id == actor.member_id), None)
    name = work.clients.get(handoff.client_id).name
    giver = work.people.get(handoff.giver_id).name
    if mine:
        return DayHandoff(handoff.client_id, name, Waiting.ANSWER, giver, mine.deadline_at)
    if handoff.receiver_id == actor.member_id:
        return DayHandoff(handoff.client_id, name, Waiting.CONTACT, giver, None)
    if handoff.state in UNANSWERED:
        who = work.people.get(offers[0].member_id).name if len(offers) == 1 else ""
        return DayHandoff(handoff.client_id, name, Waiting.THEIR_ANSWER, who, handoff.deadline_at)
    receiver = work.people.get(handoff.receiver_id).name if handoff.receiver_id else ""
    return DayHandoff(handoff.client_id, name, Waiting.THEIR_CONTACT, receiver, None)
