"""The warm introduction: what the giver tells the client, and a meeting of three (domain: hand-overs, the client must
not feel a break)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.clients import client_in_reach
from sales.actions.steps import check_plan, plan_step
from sales.errors import NotYours, WrongState
from sales.handoff import HELD, Handoff, HandoffState
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.steps import StepKind, StepPlan
from sales.wording import a_line


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """`contact`: the client's first person with a name, else an empty string. `next_*`: what the client was promised
    next. `zone`: the client's own, else the team's."""

    handoff_id: int
    client_id: int
    client: str
    contact: str
    giver: str
    receiver: str
    next_kind: StepKind | None
    next_at: datetime | None
    zone: str
    introduced: bool


@dataclass(frozen=True, slots=True)
class MeetThree:
    handoff_id: int
    at: datetime
    exact: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class ThreeMeet:
    """`step_id`: the receiver's step, by which every calendar knows the meeting."""

    step_id: int
    client_id: int
    client: str
    receiver: str
    at: datetime


def introduction_view(work: Work, actor: Actor, handoff_id: int) -> IntroductionView:
    """For the giver and the receiver, between the acceptance and the first contact."""
    handoff = _held(work, actor, handoff_id)
    client = work.clients.get(handoff.client_id)
    steps = [one for one in work.steps.open_of_client(client.id) if one.kind is not StepKind.WAIT]
    soonest = min(steps, key=lambda one: one.due_at, default=None)
    return IntroductionView(
        handoff_id=handoff.id,
        client_id=client.id,
        client=client.name,
        contact=next((one.name for one in work.clients.contacts(client.id) if one.name), ""),
        giver=work.people.get(handoff.giver_id).name,
        receiver=work.people.get(_receiver(handoff)).name,
        next_kind=soonest.kind if soonest else None,
        next_at=soonest.due_at if soonest else None,
        zone=client.zone or work.companies.team(client.team_id).settings.zone,
        introduced=handoff.state is HandoffState.INTRODUCED,
    )


def to_introduce(work: Work, actor: Actor, client_id: int) -> int | None:
    """The hand-over in which this person may introduce, or be introduced to, the client now."""
    client = client_in_reach(work, actor, client_id)
    handoff = work.handoffs.open_of_client(client.id)
    if handoff is None or handoff.state not in HELD or actor.member_id not in (handoff.giver_id, handoff.receiver_id):
        return None
    return handoff.id


def meet_three(work: Work, actor: Actor, form: MeetThree, now: datetime) -> ThreeMeet:
    """Planned by the giver or the receiver; it is the receiver's step, who has the client by now."""
    handoff = _held(work, actor, form.handoff_id)
    place = a_line(form.place) if form.place else ""
    plan = StepPlan(StepKind.MEETING, form.at, form.exact, place=place)
    check_plan(plan, now)
    client, receiver_id = work.clients.get(handoff.client_id), _receiver(handoff)
    step = plan_step(work, work.companies.team(client.team_id), client.id, receiver_id, plan, now)
    for member_id in {handoff.giver_id, receiver_id} - {actor.member_id}:
        work.outbox.tell(member_id, Notice(NoticeKind.MEETING_OF_THREE, step.id, {"by": actor.name}))
    work.audit.note(actor.member_id, "meet_three", step.id, now, client_id=client.id)
    return ThreeMeet(step.id, client.id, client.name, work.people.get(receiver_id).name, step.due_at)


def _held(work: Work, actor: Actor, handoff_id: int) -> Handoff:
    require(actor, Permission.LOG_ACTS)
    handoff = work.handoffs.get(handoff_id)
    if actor.member_id not in (handoff.giver_id, handoff.receiver_id):
        raise NotYours(who=work.people.get(handoff.giver_id).name)
    if handoff.state not in HELD:
        raise WrongState(state=handoff.state.value)
    return handoff


def _receiver(handoff: Handoff) -> int:
    """Whoever has accepted it."""
    return handoff.receiver_id or handoff.giver_id
