"""Clients: found by anyone of the team, seen whole by those who carry them, made once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client, Contact, sees_all_of
from sales.deals import Deal
from sales.errors import NotFound, NotYours
from sales.handoff import HandoffState, OfferState
from sales.identify import normal_inn, normal_phone
from sales.leads import Lead, LeadState, answered, missing
from sales.orders import standing as standing_orders
from sales.people import Actor, Member, Permission, require
from sales.ports import NEW, Work
from sales.regular import ClientStatus, standing
from sales.steps import StepKind
from sales.voices import spoken_notes
from sales.wording import a_line

#: A client without any lead yet.
NEW_STAGE, BOUGHT_STAGE = "new", "bought"
#: From here on there is nothing to submit any more: the lead is in other hands or at work.
HANDED_OVER = frozenset({LeadState.OFFERED, LeadState.ACCEPTED, LeadState.CONTACTED})

#: Not handed over yet: with whoever qualifies the client.
PREPARED = frozenset({LeadState.DRAFT, LeadState.PARKED})

STEPS_SHOWN = 3
ACTS_SHOWN = 2


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
    """`stage`: a lead state, `new` or `bought`. Who doesn't `may_see_all` gets name, owner and stage and nothing else.
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
    orders: int = 0
    is_regular: bool = False
    deal: Deal | None = None
    may_change: bool = False
    may_merge: bool = False
    segment: str = ""
    territory: str = ""
    product: str = ""
    country: str = "RU"
    zone: str | None = None


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
    """Giver, receiver and asked ones of the client's open hand-over; who has a step with the client, for the head may
    have moved that alone; who stands in for its absent owner; and who prepares a lead, for a known client has another
    owner."""
    helpers = frozenset(step.member_id for step in work.steps.open_of_client(client_id))
    helpers |= {one for one in [work.absences.substitute_for(client_id)] if one is not None}
    lead = work.leads.open_of_client(client_id)
    helpers |= {lead.giver_id} if lead is not None and lead.state in PREPARED else frozenset()
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
    """Of the last lead; where none is at work, of having bought."""
    lead = work.leads.last_of_client(client_id)
    if (lead is None or lead.state is LeadState.CLOSED) and standing_orders(work.orders.of_client(client_id)):
        return BOUGHT_STAGE
    return lead.state.value if lead else NEW_STAGE


def client_card(work: Work, actor: Actor, client_id: int, now: datetime) -> ClientCard:
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    owner, stage = work.people.get(client.owner_id), stage_of(work, client.id)
    if not may_see_all(work, actor, client):
        return ClientCard(client.id, client.name, owner.id, owner.name, stage, may_see_all=False)
    return _whole_card(work, actor, client, owner, now)


def _whole_card(work: Work, actor: Actor, client: Client, owner: Member, now: datetime) -> ClientCard:
    lead = work.leads.last_of_client(client.id)
    return ClientCard(
        client_id=client.id,
        name=client.name,
        owner_id=owner.id,
        owner=owner.name,
        stage=stage_of(work, client.id),
        may_see_all=True,
        may_log=actor.may(Permission.LOG_ACTS),
        may_submit=actor.may(Permission.SUBMIT_LEADS) and (lead is None or lead.state not in HANDED_OVER),
        inn=client.inn,
        source=client.source,
        contacts=tuple(ContactLine(one.name, one.position, one.phone) for one in work.clients.contacts(client.id)),
        lead=_summary(work, lead, now) if lead else None,
        handoff=_open_handoff(work, client.id),
        steps=_step_lines(work, client.id),
        acts=act_lines(work, client.id, ACTS_SHOWN),
        voices=len(work.voices.of_client(client.id)),
        deal=work.deals.open_of_client(client.id),
        orders=len(work.orders.of_client(client.id)),
        is_regular=standing(work.statuses.history(client.id)) is not ClientStatus.NEW,
        may_change=actor.may(Permission.LOG_ACTS),
        may_merge=actor.may(Permission.MERGE_CLIENTS),
        segment=client.segment,
        territory=work.catalogue.territory(client.territory_id).name if client.territory_id else "",
        product=client.product,
        country=client.country,
        zone=client.zone,
    )


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
