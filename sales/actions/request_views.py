"""What cards, lines and lists say about inbound requests, read at the moment they leave; and who is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.client_search import FoundClient
from sales.actions.clients import stage_of
from sales.actions.request_answers import assignable, held, seconds_until_taken
from sales.clients import Client
from sales.errors import NotFound
from sales.handoff import Load
from sales.identify import look_alikes
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.requests import InboundRequest, may_qualify

#: Look-alike clients on a card.
ALIKE = 3
#: Requests in a list.
LISTED = 20


@dataclass(frozen=True, slots=True)
class RequestView:
    """Names of people; empty where there is nobody. `asked`: ids of all who were asked. `alike`: clients that it may
    be, by phone or INN first. `client`: the known or made one, `owner` who carries it. `took`: working seconds until
    somebody had it. `zone`: the team's."""

    request: InboundRequest
    dropped_by: str
    holder: str
    asked: frozenset[int]
    missed: tuple[str, ...]
    alike: tuple[FoundClient, ...]
    client: str
    owner_id: int
    owner: str
    took: int
    zone: str


@dataclass(frozen=True, slots=True)
class RequestCandidate:
    """`load`: open requests. `away_until` only while it lasts."""

    member_id: int
    name: str
    load: int
    away_until: datetime | None


@dataclass(frozen=True, slots=True)
class RequestChoice:
    view: RequestView
    candidates: tuple[RequestCandidate, ...]


def request_view(work: Work, request_id: int) -> RequestView:
    request = work.requests.get(request_id)
    client = work.clients.get(request.client_id) if request.client_id else None
    ids = dict.fromkeys(one.member_id for one in work.requests.asks(request.id))
    gone = [one for one in ids if one != request.holder_id]
    return RequestView(
        request=request,
        dropped_by=_name(work, request.dropped_by),
        holder=_name(work, request.holder_id),
        asked=frozenset(ids),
        missed=tuple(work.people.get(one).name for one in gone),
        alike=() if client else _alike(work, request),
        client=client.name if client else "",
        owner_id=client.owner_id if client else 0,
        owner=_name(work, client.owner_id) if client else "",
        took=seconds_until_taken(work, request),
        zone=work.companies.team(request.team_id).settings.zone,
    )


def _name(work: Work, member_id: int | None) -> str:
    return work.people.get(member_id).name if member_id else ""


def _alike(work: Work, request: InboundRequest) -> tuple[FoundClient, ...]:
    teams = {request.team_id}
    found = work.clients.search(teams, key="", phone=request.phone, inn=request.inn, limit=ALIKE)
    ids = [client.id for client in found]
    if request.key:
        alike = look_alikes(request.key, work.clients.keys(teams))
        ids += [client_id for client_id, _ in alike if client_id not in ids]
    return tuple(_found(work, work.clients.get(client_id)) for client_id in ids[:ALIKE])


def _found(work: Work, client: Client) -> FoundClient:
    return FoundClient(client.id, client.name, work.people.get(client.owner_id).name, stage_of(work, client.id))


def request_choice(work: Work, request_id: int, now: datetime) -> RequestChoice:
    """For the heads: to whom it can be given, the client's owner first, then who has least to do."""
    view = request_view(work, request_id)
    loads = work.requests.loads(view.request.team_id)
    found = [
        RequestCandidate(
            one.id,
            one.name,
            loads.get(one.id, Load(0, None)).open_handoffs,
            one.away_until if one.is_away(now) else None,
        )
        for one in assignable(work, view.request)
    ]
    order = sorted(found, key=lambda one: (one.member_id != view.owner_id, one.away_until is not None, one.load))
    return RequestChoice(view, tuple(order))


def my_request(work: Work, actor: Actor, request_id: int) -> RequestView:
    """What the person has taken and not done with; raises as `work_request` does."""
    held(work, actor, request_id)
    return request_view(work, request_id)


def seen_request(work: Work, actor: Actor, request_id: int) -> RequestView:
    """For who was asked, who has dropped it in, and the heads. NotFound for everybody else."""
    view = request_view(work, request_id)
    if actor.member_id in view.asked or view.request.dropped_by == actor.member_id:
        return view
    if not actor.may(Permission.DIRECT_HANDOVERS) or view.request.team_id not in actor.reach:
        raise NotFound(what="request")
    return view


def open_requests(work: Work, actor: Actor) -> tuple[RequestView, ...]:
    """A head's whole team's; everybody else's own: asked, taken, dropped in."""
    if actor.may(Permission.DIRECT_HANDOVERS):
        found = work.requests.open_of_team(actor.team_id, LISTED)
    else:
        found = work.requests.open_around(actor.member_id, LISTED)
    return tuple(request_view(work, one.id) for one in found)


@dataclass(frozen=True, slots=True)
class DutyLine:
    member_id: int
    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class TurnDuty:
    member_id: int
    on: bool


def duty_list(work: Work, actor: Actor) -> tuple[DutyLine, ...]:
    """Who may be on duty, and who is; nobody: all qualify by turn."""
    require(actor, Permission.DIRECT_HANDOVERS)
    duty = work.requests.duty(actor.team_id)
    members = [one for one in work.people.of_team(actor.team_id) if may_qualify(one)]
    return tuple(DutyLine(one.id, one.name, one.id in duty) for one in members)


def turn_duty(work: Work, actor: Actor, form: TurnDuty, now: datetime) -> tuple[DutyLine, ...]:
    """From the next request on. Who can't qualify any more leaves the list by the way."""
    able = {line.member_id for line in duty_list(work, actor)}
    if form.member_id not in able:
        raise NotFound(what="member")
    duty = work.requests.duty(actor.team_id) & able
    work.requests.set_duty(actor.team_id, duty | {form.member_id} if form.on else duty - {form.member_id})
    work.audit.note(actor.member_id, "turn_duty", form.member_id, now, facts={"on": form.on})
    return duty_list(work, actor)


__all__ = [
    "DutyLine",
    "RequestCandidate",
    "RequestChoice",
    "RequestView",
    "TurnDuty",
    "duty_list",
    "my_request",
    "open_requests",
    "request_choice",
    "request_view",
    "seen_request",
    "turn_duty",
]
