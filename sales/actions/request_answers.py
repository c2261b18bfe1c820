"""Answers to an inbound request: taken, refused, given by a head, made into a client with a draft lead, or closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.clients import client_in_reach
from sales.actions.leads import StartLead, start_lead
from sales.actions.request_routing import ask, go_on, refresh, remind_of_taken, save, silence
from sales.actions.requests import Dropped, standing
from sales.actions.stand_in import stand_in
from sales.actions.steps import schedule_of
from sales.actions.waiting import client_acted
from sales.activities import Activity, ActKind, Direction, Outcome
from sales.clients import Client, Contact
from sales.errors import AlreadyTaken, NotYours, OpenLeadExists, Overtaken, RequestClosed, SalesError
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.ports import NEW, Work
from sales.requests import (
    OPEN_REQUEST,
    UNTAKEN,
    AskState,
    InboundRequest,
    RequestAsk,
    RequestEnd,
    RequestState,
    Stuck,
    may_qualify,
)
from sales.worktime import working_between


@dataclass(frozen=True, slots=True)
class TakeRequest:
    request_id: int


@dataclass(frozen=True, slots=True)
class Taken:
    """`took`: working seconds since it was dropped in."""

    request_id: int
    took: int


def take_request(work: Work, actor: Actor, form: TakeRequest, now: datetime) -> Taken:
    """By anybody who was asked, the first wins. AlreadyTaken tells the late comer who has it."""
    require(actor, Permission.LOG_ACTS)
    request = work.requests.get(form.request_id)
    if all(one.member_id != actor.member_id for one in work.requests.asks(request.id)):
        raise NotYours
    if request.state is RequestState.TAKEN and request.holder_id == actor.member_id:
        return Taken(request.id, seconds_until_taken(work, request))
    if request.state not in UNTAKEN:
        raise _gone(work, request)
    return _take(work, request, actor.member_id, now)


def _take(work: Work, request: InboundRequest, member_id: int, now: datetime) -> Taken:
    taken = replace(request, state=RequestState.TAKEN, holder_id=member_id, deadline_at=None, stuck=None, taken_at=now)
    if not work.requests.save(taken):
        raise _gone(work, work.requests.get(request.id))
    work.requests.answer(request.id, AskState.PASSED)
    work.requests.add_ask(RequestAsk(NEW, request.id, member_id, now, AskState.TAKEN))
    remind_of_taken(work, taken, now)
    refresh(work, request.id)
    work.audit.note(member_id, "take_request", request.id, now, client_id=request.client_id)
    return Taken(request.id, seconds_until_taken(work, taken))


def seconds_until_taken(work: Work, request: InboundRequest) -> int:
    schedule = schedule_of(work.companies.team(request.team_id))
    return int(working_between(request.dropped_at, request.taken_at or request.dropped_at, schedule).total_seconds())


def _gone(work: Work, request: InboundRequest) -> SalesError:
    if request.state in (RequestState.TAKEN, RequestState.MADE) and request.holder_id is not None:
        return AlreadyTaken(who=work.people.get(request.holder_id).name)
    return Overtaken() if request.state in UNTAKEN else RequestClosed()


@dataclass(frozen=True, slots=True)
class RefuseRequest:
    """`round`: of which question; the same person may be asked again by a head."""

    request_id: int
    round: int


def refuse_request(work: Work, actor: Actor, form: RefuseRequest, now: datetime) -> None:
    """«Can't»: it passes on at once."""
    request = work.requests.get(form.request_id)
    if request.state is not RequestState.WAITING or request.rounds != form.round:
        raise _gone(work, request)
    if request.holder_id != actor.member_id:
        raise NotYours
    work.requests.answer(request.id, AskState.REFUSED)
    work.audit.note(actor.member_id, "refuse_request", request.id, now, client_id=request.client_id)
    go_on(work, request, Stuck.REFUSED, now)


@dataclass(frozen=True, slots=True)
class AssignRequest:
    request_id: int
    member_id: int


def assign_request(work: Work, actor: Actor, form: AssignRequest, now: datetime) -> Dropped:
    """The head finds somebody for what nobody took, or somebody else for what is open; who takes it in person has it
    at once."""
    request = directed(work, actor, form.request_id)
    if request.state not in OPEN_REQUEST:
        raise _gone(work, request)
    member = next((one for one in assignable(work, request) if one.id == form.member_id), None)
    if member is None:
        raise NotYours
    if member.id == request.holder_id:
        raise AlreadyTaken(who=member.name)
    work.audit.note(actor.member_id, "assign_request", request.id, now, client_id=request.client_id)
    if member.id == actor.member_id:
        _take(work, request, member.id, now)
        return standing(work, work.requests.get(request.id), again=False)
    return standing(work, ask(work, request, member, now), again=False)


def directed(work: Work, actor: Actor, request_id: int) -> InboundRequest:
    """Only by a head of the request's own team, or of one above it."""
    require(actor, Permission.DIRECT_HANDOVERS)
    request = work.requests.get(request_id)
    if request.team_id not in actor.reach:
        raise NotYours
    return request


def assignable(work: Work, request: InboundRequest) -> list[Member]:
    """Whoever makes leads, and the known client's owner; also who is busy or didn't answer: the head knows why."""
    owner_id = work.clients.get(request.client_id).owner_id if request.client_id else None
    members = work.people.of_team(request.team_id)
    able = [one for one in members if may_qualify(one) or (one.id == owner_id and one.may(Permission.LOG_ACTS))]
    return sorted(able, key=lambda one: (one.id != owner_id, one.id))


@dataclass(frozen=True, slots=True)
class CloseRequest:
    request_id: int
    end: RequestEnd


def close_request(work: Work, actor: Actor, form: CloseRequest, now: datetime) -> None:
    """Nothing will be made of it: by who has it, or by a head while nobody has."""
    request = work.requests.get(form.request_id)
    if request.state not in OPEN_REQUEST:
        raise RequestClosed
    if request.state in UNTAKEN:
        directed(work, actor, request.id)
    elif request.holder_id != actor.member_id:
        raise _gone(work, request)
    closed = replace(request, state=RequestState.CLOSED, deadline_at=None, ended_at=now, end=form.end)
    save(work, closed)
    work.requests.answer(request.id, AskState.PASSED)
    silence(work, request.id)
    refresh(work, request.id)
    facts = {"reason": form.end.value}
    work.audit.note(actor.member_id, "close_request", request.id, now, client_id=request.client_id, facts=facts)


@dataclass(frozen=True, slots=True)
class WorkRequest:
    request_id: int
    client_id: int


@dataclass(frozen=True, slots=True)
class Worked:
    """`owner`: whose client it is, where it isn't the actor's: the owner is told, and goes on. `draft`: there is a
    lead to be filled in."""

    client_id: int
    client: str
    owner: str
    draft: bool


def work_request(work: Work, actor: Actor, form: WorkRequest, now: datetime) -> Worked:
    """A client has been found for it, or made: what was said becomes a note on its history, the contact and the source
    are kept, and the lead begins. Somebody else's client stays theirs."""
    request = held(work, actor, form.request_id)
    client = client_in_reach(work, actor, form.client_id)
    save(work, replace(request, state=RequestState.MADE, client_id=client.id, ended_at=now))
    silence(work, request.id)
    _keep(work, actor, request, client, now)
    owner = work.people.get(client.owner_id)
    theirs = owner.id != actor.member_id
    draft = not theirs and _begin_lead(work, actor, client, now)
    if theirs:
        work.outbox.tell(stand_in(work, owner.id).id, Notice(NoticeKind.REQUEST_OWNER, request.id))
    refresh(work, request.id)
    work.audit.note(actor.member_id, "work_request", request.id, now, client_id=client.id)
    return Worked(client.id, client.name, owner.name if theirs else "", draft)


def held(work: Work, actor: Actor, request_id: int) -> InboundRequest:
    request = work.requests.get(request_id)
    if request.state is not RequestState.TAKEN or request.holder_id != actor.member_id:
        raise _gone(work, request) if request.holder_id != actor.member_id else RequestClosed()
    return request


def _keep(work: Work, actor: Actor, request: InboundRequest, client: Client, now: datetime) -> None:
    """The client has acted: waiting for them is over."""
    if client.source is None:
        work.clients.save(replace(client, source=request.source.value))
    contacts = work.clients.contacts(client.id)
    new = request.phone and all(one.phone != request.phone for one in contacts)
    if new or (request.contact and not contacts):
        work.clients.add_contact(Contact(NEW, client.id, request.contact, "", request.phone))
    waits = client_acted(work, actor, client.id, now)
    work.activities.add(
        Activity(
            id=NEW,
            company_id=client.company_id,
            team_id=client.team_id,
            client_id=client.id,
            member_id=actor.member_id,
            kind=ActKind.NOTE,
            direction=Direction.INBOUND,
            outcome=Outcome.NOTED,
            note=request.words,
            at=now,
            reopens=tuple(step.id for step in waits),
        )
    )


def _begin_lead(work: Work, actor: Actor, client: Client, now: datetime) -> bool:
    """False where the lead is past its preparation, or the person makes none."""
    if not actor.may(Permission.SUBMIT_LEADS):
        return False
    try:
        start_lead(work, actor, StartLead(client.id), now)
    except OpenLeadExists:
        return False
    return True
