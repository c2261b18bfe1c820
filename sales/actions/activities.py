"""Calls and meetings: logged with what follows from them, and taken back whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sales.actions.clients import client_in_reach, require_full
from sales.actions.completion import complete_by_contact, reopen_completion
from sales.actions.deal_views import ActDeal, deal_after_act
from sales.actions.rest import rest_for_meeting
from sales.actions.steps import check_plan, close_step, plan_step, refuse_overtaken, reopen_step
from sales.actions.voices import keep_voice
from sales.actions.waiting import client_acted
from sales.activities import (
    CALL_OUTCOMES,
    CONTACT_MADE,
    MEETING_OUTCOMES,
    Activity,
    ActKind,
    Direction,
    Outcome,
    client_acts,
)
from sales.clients import Client
from sales.errors import NotYours, TooLong, WrongState
from sales.leads import Source
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.steps import Step, StepKind, StepPlan, StepState
from sales.voices import VoiceFile
from sales.wording import WORDS

OUTCOMES = {
    ActKind.CALL: (*CALL_OUTCOMES, Outcome.NO_ANSWER),
    ActKind.MEETING: MEETING_OUTCOMES,
}
#: The client came by itself.
INBOUND_SOURCES = frozenset({Source.SITE, Source.EXHIBITION, Source.PARTNER, Source.REFERRAL})
#: How far back an earlier contact is looked for when a direction is proposed.
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class ActBasis:
    """What a form of a call or a meeting starts from. `phones`: of the client's contacts; `meets`: a planned meeting
    stays open beside the act, so that it needs no next step of its own."""

    client_id: int
    client: str
    contact: str
    phone: str | None
    direction: Direction
    outcomes: tuple[Outcome, ...]
    meets: bool


@dataclass(frozen=True, slots=True)
class LogAct:
    """`plan` None: no next step, except after «no answer», which plans the team's default retry by itself. `voice`: the
    note as it was spoken, beside its words or in their place."""

    client_id: int
    kind: ActKind
    direction: Direction
    outcome: Outcome
    note: str = ""
    plan: StepPlan | None = None
    voice: VoiceFile | None = None


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """`step_kind`, `due_at`, `step_id`: the next step. `completed`: the hand-over that this contact has confirmed.
    `deal`: the client's, where the act may have moved it."""

    activity_id: int
    client_id: int
    client: str
    kind: ActKind
    outcome: Outcome
    step_kind: StepKind | None
    due_at: datetime | None
    completed: int | None
    step_id: int | None = None
    deal: ActDeal | None = None


@dataclass(frozen=True, slots=True)
class UndoAct:
    activity_id: int


@dataclass(frozen=True, slots=True)
class UndoneAct:
    client_id: int
    client: str
    kind: ActKind


def act_basis(work: Work, actor: Actor, client_id: int, kind: ActKind, now: datetime) -> ActBasis:
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    contacts = work.clients.contacts(client.id)
    reachable = next((one for one in contacts if one.phone), contacts[0] if contacts else None)
    meets = any(
        step.kind is StepKind.MEETING and step.due_at > now and kind is ActKind.CALL
        for step in _mine(work, actor, client.id)
    )
    return ActBasis(
        client_id=client.id,
        client=client.name,
        contact=reachable.name if reachable else "",
        phone=reachable.phone if reachable else None,
        direction=_usual_direction(work, client.id),
        outcomes=OUTCOMES[kind],
        meets=meets,
    )


def log_act(work: Work, actor: Actor, form: LogAct, now: datetime) -> LoggedAct:
    """Logging an act closes the steps that it carries out and sets the next one."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    require_full(work, actor, client)
    _check(form, now)
    closing = _carried_out(work, actor, client.id, form, now)
    for step in closing:
        close_step(work, step, StepState.DONE, now)
    waits = client_acted(work, actor, client.id, now) if client_acts(form.direction, form.outcome) else []
    if form.kind is ActKind.MEETING:
        rest_for_meeting(work, actor.member_id, closing, now, held=form.outcome is not Outcome.NOT_HELD)
    plan = form.plan or _retry(work, form, closing, now)
    team = work.companies.team(client.team_id)
    made = plan_step(work, team, client.id, actor.member_id, plan, now) if plan else None
    act = work.activities.add(_activity(actor, client, form, [*closing, *waits], made, now))
    if form.voice is not None:
        keep_voice(work, actor, client.id, form.voice, now, activity_id=act.id)
    completed = complete_by_contact(work, actor, client, act.id, form.outcome, now)
    if completed is not None:
        work.activities.save(replace(act, completed=completed))
    facts = {"kind": form.kind.value, "outcome": form.outcome.value}
    work.audit.note(actor.member_id, "log_act", act.id, now, client_id=client.id, facts=facts)
    return LoggedAct(
        activity_id=act.id,
        client_id=client.id,
        client=client.name,
        kind=form.kind,
        outcome=form.outcome,
        step_kind=made.kind if made else None,
        due_at=made.due_at if made else None,
        completed=completed,
        step_id=made.id if made else None,
        deal=deal_after_act(work, actor, client, form.outcome, now),
    )


def undo_act(work: Work, actor: Actor, form: UndoAct, now: datetime) -> UndoneAct:
    """Reverses the act and what it brought about: steps closed and made, a hand-over completed."""
    require(actor, Permission.LOG_ACTS)
    act = work.activities.get(form.activity_id)
    client = client_in_reach(work, actor, act.client_id)
    if act.member_id != actor.member_id:
        raise NotYours(who=work.people.get(act.member_id).name)
    if act.undone_at is not None:
        raise WrongState(state="undone")
    refuse_overtaken(work, actor, client.id, act.at, now)
    require_full(work, actor, client)
    if act.completed is not None:
        reopen_completion(work, act.completed, now)
    work.activities.save(replace(act, undone_at=now))
    _reverse_steps(work, act, now)
    work.audit.note(actor.member_id, "undo_act", act.id, now, client_id=client.id)
    return UndoneAct(client.id, client.name, act.kind)


def _check(form: LogAct, now: datetime) -> None:
    if form.outcome not in OUTCOMES.get(form.kind, ()):
        raise WrongState(state=form.outcome.value)
    if len(form.note) > WORDS:
        raise TooLong(limit=WORDS)
    if form.plan:
        check_plan(form.plan, now)


def _mine(work: Work, actor: Actor, client_id: int) -> list[Step]:
    return [step for step in work.steps.open_of_client(client_id) if step.member_id == actor.member_id]


def _carried_out(work: Work, actor: Actor, client_id: int, form: LogAct, now: datetime) -> list[Step]:
    """The actor's open steps that this act settles. Whoever wasn't reached is still owed everything but the attempt
    itself; of several meetings ahead only the nearest one can have been held. Waiting is the client's to end."""
    mine = [step for step in _mine(work, actor, client_id) if step.kind is not StepKind.WAIT]
    meetings = [step for step in mine if step.kind is StepKind.MEETING]
    due = [step for step in meetings if step.due_at <= now]
    held = due or meetings[:1] if form.kind is ActKind.MEETING else due
    if form.outcome is Outcome.NO_ANSWER:
        return [step for step in mine if step.kind is StepKind.CALL][:1]
    if form.outcome is Outcome.NOT_HELD:
        return held
    return [step for step in mine if step.kind is not StepKind.MEETING] + held


def _retry(work: Work, form: LogAct, closing: list[Step], now: datetime) -> StepPlan | None:
    """After «no answer» the call is tried again; what it was for stays with it."""
    if form.outcome is not Outcome.NO_ANSWER:
        return None
    client = work.clients.get(form.client_id)
    minutes = work.companies.team(client.team_id).settings.retry_minutes
    words = closing[0].words if closing else ""
    at = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return StepPlan(StepKind.CALL, at, exact=False, words=words)


def _usual_direction(work: Work, client_id: int) -> Direction:
    """Cold until somebody has spoken to the client, unless the client came by itself."""
    if any(act.outcome in CONTACT_MADE for act in work.activities.of_client(client_id, LOOKED_AT)):
        return Direction.EXISTING
    lead = work.leads.last_of_client(client_id)
    return Direction.INBOUND if lead and lead.source in INBOUND_SOURCES else Direction.COLD


def _activity(
    actor: Actor, client: Client, form: LogAct, closed: list[Step], made: Step | None, now: datetime
) -> Activity:
    return Activity(
        id=NEW,
        company_id=client.company_id,
        team_id=client.team_id,
        client_id=client.id,
        member_id=actor.member_id,
        kind=form.kind,
        direction=form.direction,
        outcome=form.outcome,
        note=form.note,
        at=now,
        reopens=tuple(step.id for step in closed),
        made_step=made.id if made else None,
    )


def _reverse_steps(work: Work, act: Activity, now: datetime) -> None:
    for step in map(work.steps.get, act.reopens):
        if step.state is StepState.DONE:
            reopen_step(work, step, now)
    if act.made_step is not None and not _handed_on_since(work, act):
        made = work.steps.get(act.made_step)
        if made.state is StepState.OPEN:
            close_step(work, made, StepState.DROPPED, now)


def _handed_on_since(work: Work, act: Activity) -> bool:
    """The step agreed in the act travels with a lead that was submitted after it."""
    handoff = work.handoffs.open_of_client(act.client_id)
    return handoff is not None and handoff.offered_at >= act.at and handoff.giver_id == act.member_id
