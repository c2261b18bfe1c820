"""Clients: found by anyone of the team, seen whole by those who carry them, made once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client, Contact, sees_all_of
from sales.errors import NotFound, NotYours
from sales.handoff import HandoffState, OfferState
from sales.identify import look_alikes, normal_inn, normal_phone
from sales.leads import Lead, LeadState, answered, missing
from sales.people import Actor, Member, Permission, require
from sales.ports import NEW, Work
from sales.steps import StepKind
from sales.voices import spoken_notes
from sales.wording import a_line

#: A client without any lead yet.
NEW_STAGE = "new"
#: From here on there is nothing to submit any more: the lead is in other hands or at work.
HANDED_OVER = frozenset({LeadState.OFFERED, LeadState.ACCEPTED, LeadState.CONTACTED})

FOUND_AT_MOST = 8
STEPS_SHOWN = 3
ACTS_SHOWN = 2
HISTORY_LENGTH = 20


@dataclass(frozen=True, slots=True)
class ContactLine:
    name: str
    position: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class LeadSummary:
    """`answered` of the four questions hold; `missing`: what else is needed, as `sales.leads.missing` gives it."""

    id: int
    state: LeadState
    giver_id: int
    answered: int
    missing: tuple[str, ...]
    parked_until: date | None


@dataclass(frozen=True, slots=True)
class HandoffSummary:
    """`receiver`: who accepted, else an empty string; `asked`: who is being asked."""

    id: int
    state: HandoffState
    giver: str
    receiver: str
    asked: tuple[str, ...]
    deadline_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepLine:
    id: int
    kind: StepKind
    words: str
    place: str
    due_at: datetime
    member_id: int
    member: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """`voice`: seconds of a spoken note, 0: none."""

    id: int
    kind: ActKind
    direction: Direction
    outcome: Outcome
    note: str
    at: datetime
    member: str
    voice: int = 0


@dataclass(frozen=True, slots=True)
class ClientCard:
    """`stage`: a lead state or `new`. Who doesn't `may_see_all` gets name, owner and stage, the rest is empty.
    `may_submit`: by permission and stage; whether the lead is theirs is asked when it is opened."""

    client_id: int
    name: str
    owner_id: int
    owner: str
    stage: str
    may_see_all: bool
    may_log: bool = False
    may_submit: bool = False
    inn: str | None = None
    source: str | None = None
    contacts: tuple[ContactLine, ...] = ()
    lead: LeadSummary | None = None
    handoff: HandoffSummary | None = None
    steps: tuple[StepLine, ...] = ()
    acts: tuple[ActLine, ...] = ()
    voices: int = 0


@dataclass(frozen=True, slots=True)
class FoundClient:
    """What everybody of the team may know of a client."""

    client_id: int
    name: str
    owner: str
    stage: str


@dataclass(frozen=True, slots=True)
class FindClients:
    """`key`: the typed name as names are compared; empty where only a number was typed."""

    key: str
    phone: str | None = None
    inn: str | None = None


@dataclass(frozen=True, slots=True)
class NewClient:
    """`key`: the name as names are compared. `phone` and `inn` as typed or normal; `contact`: whose phone it is."""

    name: str
    key: str
    phone: str | None = None
    inn: str | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class MadeClient:
    client_id: int
    name: str


def client_in_reach(work: Work, actor: Actor, client_id: int) -> Client:
    """NotFound also for what exists elsewhere: other teams' clients aren't even confirmed."""
    client = work.clients.get(client_id)
    if client.company_id != actor.company_id or client.team_id not in actor.reach:
        raise NotFound(what="client")
    return client


def parties_of(work: Work, client_id: int) -> frozenset[int]:
    """Giver, receiver and asked ones of the client's open hand-over; and who has a step with the client, for the head
    may have moved that alone."""
    helpers = frozenset(step.member_id for step in work.steps.open_of_client(client_id))
    handoff = work.handoffs.open_of_client(client_id)
    if handoff is None:
        return helpers
    asked = {offer.member_id for offer in work.handoffs.offers(handoff.id) if offer.state is OfferState.OPEN}
    return helpers | asked | {handoff.giver_id} | ({handoff.receiver_id} if handoff.receiver_id else set())


def may_see_all(work: Work, actor: Actor, client: Client) -> bool:
    return sees_all_of(actor, client, parties_of(work, client.id))


def still_theirs(work: Work, member: Member, client: Client) -> bool:
    """The same question for somebody who isn't writing now: are reminders about this client still theirs?"""
    if not member.active or member.company_id != client.company_id:
        return False
    carries = member.id == client.owner_id or member.id in parties_of(work, client.id)
    return carries or member.may(Permission.READ_ALL)


def require_full(work: Work, actor: Actor, client: Client) -> None:
    """Raises NotYours (fact `who`: the owner) for whoever may know name, owner and stage only."""
    if not may_see_all(work, actor, client):
        raise NotYours(who=work.people.get(client.owner_id).name)


def stage_of(work: Work, client_id: int) -> str:
    lead = work.leads.last_of_client(client_id)
    return lead.state.value if lead else NEW_STAGE


def client_card(work: Work, actor: Actor, client_id: int, now: datetime) -> ClientCard:
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    lead = work.leads.last_of_client(client_id)
    stage = lead.state.value if lead else NEW_STAGE
    owner = work.people.get(client.owner_id)
    if not may_see_all(work, actor, client):
        return ClientCard(client.id, client.name, owner.id, owner.name, stage, may_see_all=False)
    return ClientCard(
        client_id=client.id,
        name=client.name,
        owner_id=owner.id,
        owner=owner.name,
        stage=stage,
        may_see_all=True,
        may_log=actor.may(Permission.LOG_ACTS),
        may_submit=actor.may(Permission.SUBMIT_LEADS) and (lead is None or lead.state not in HANDED_OVER),
        inn=client.inn,
        source=client.source,
        contacts=tuple(ContactLine(one.name, one.position, one.phone) for one in work.clients.contacts(client_id)),
        lead=_summary(work, lead, now) if lead else None,
        handoff=_open_handoff(work, client_id),
        steps=_step_lines(work, client_id),
        acts=act_lines(work, client_id, ACTS_SHOWN),
        voices=len(work.voices.of_client(client_id)),
    )


def client_history(work: Work, actor: Actor, client_id: int) -> tuple[ActLine, ...]:
    """The last acts, newest first, for those who may see them."""
    require(actor, Permission.FIND_CLIENTS)
    require_full(work, actor, client_in_reach(work, actor, client_id))
    return act_lines(work, client_id, HISTORY_LENGTH)


def find_clients(work: Work, actor: Actor, asked: FindClients) -> tuple[FoundClient, ...]:
    """Any client of the teams in reach, nearest first."""
    require(actor, Permission.FIND_CLIENTS)
    found = work.clients.search(actor.reach, key=asked.key, phone=asked.phone, inn=asked.inn, limit=FOUND_AT_MOST)
    return tuple(_found(work, client) for client in found)


def recent_clients(work: Work, actor: Actor) -> tuple[FoundClient, ...]:
    """Those the person was busy with last, and still may work with."""
    require(actor, Permission.FIND_CLIENTS)
    recent = work.clients.recent(actor.member_id, FOUND_AT_MOST)
    return tuple(_found(work, client) for client in recent if may_see_all(work, actor, client))


def alike_clients(work: Work, actor: Actor, asked: FindClients) -> tuple[FoundClient, ...]:
    """Who may be the same client as the one about to be made: by phone or INN first, then by the look of the name."""
    require(actor, Permission.FIND_CLIENTS)
    same = work.clients.search(actor.reach, key="", phone=asked.phone, inn=asked.inn, limit=FOUND_AT_MOST)
    ids = [client.id for client in same]
    if asked.key:
        alike = look_alikes(asked.key, work.clients.keys(actor.reach))
        ids += [client_id for client_id, _ in alike if client_id not in ids]
    return tuple(_found(work, work.clients.get(client_id)) for client_id in ids[:FOUND_AT_MOST])


def check_workable(work: Work, actor: Actor, client_id: int) -> FoundClient:
    """Before a form is filled in for nothing: may this person log with this client? Raises NotYours."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    return _found(work, client)


def add_client(work: Work, actor: Actor, form: NewClient, now: datetime) -> MadeClient:
    """Whoever makes a client owns it."""
    require(actor, Permission.LOG_ACTS)
    name = a_line(form.name)
    client = Client(
        id=NEW,
        company_id=actor.company_id,
        team_id=actor.team_id,
        name=name,
        name_key=form.key or name.casefold(),
        inn=normal_inn(form.inn) if form.inn else None,
        source=None,
        owner_id=actor.member_id,
        created_by=actor.member_id,
        created_at=now,
    )
    made = work.clients.add(client)
    if form.phone or form.contact:
        phone = normal_phone(form.phone) if form.phone else None
        work.clients.add_contact(Contact(NEW, made.id, a_line(form.contact) if form.contact else "", "", phone))
    work.audit.note(actor.member_id, "add_client", made.id, now, client_id=made.id)
    return MadeClient(made.id, made.name)


def act_lines(work: Work, client_id: int, limit: int) -> tuple[ActLine, ...]:
    acts = work.activities.of_client(client_id, limit)
    spoken = spoken_notes(work.voices.of_acts([act.id for act in acts]))
    return tuple(
        ActLine(
            *(act.id, act.kind, act.direction, act.outcome, act.note, act.at),
            *(work.people.get(act.member_id).name, spoken.get(act.id, 0)),
        )
        for act in acts
    )


def _summary(work: Work, lead: Lead, now: datetime) -> LeadSummary:
    answers = work.leads.answers(lead.id)
    return LeadSummary(
        lead.id, lead.state, lead.giver_id, answered(answers), missing(lead, answers, now), lead.parked_until
    )


def _open_handoff(work: Work, client_id: int) -> HandoffSummary | None:
    handoff = work.handoffs.open_of_client(client_id)
    if handoff is None:
        return None
    asked = [offer for offer in work.handoffs.offers(handoff.id) if offer.state is OfferState.OPEN]
    return HandoffSummary(
        id=handoff.id,
        state=handoff.state,
        giver=work.people.get(handoff.giver_id).name,
        receiver=work.people.get(handoff.receiver_id).name if handoff.receiver_id else "",
        asked=tuple(work.people.get(offer.member_id).name for offer in asked),
        deadline_at=handoff.deadline_at,
    )


def _step_lines(work: Work, client_id: int) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            step.id,
            step.kind,
            step.words,
            step.place,
            step.due_at,
            step.member_id,
            work.people.get(step.member_id).name,
        )
        for step in work.steps.open_of_client(client_id)[:STEPS_SHOWN]
    )


def _found(work: Work, client: Client) -> FoundClient:
    return FoundClient(client.id, client.name, work.people.get(client.owner_id).name, stage_of(work, client.id))
