"""One transaction's hands: all the shelves over one connection, as `sales.ports.Work` asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from sales import ports
from storage.acting import ActingShelf
from storage.activities import ActivitiesShelf
from storage.audit import AuditShelf
from storage.budget import BudgetShelf
from storage.calling import CallingsShelf
from storage.clients import ClientsShelf
from storage.companies import CompaniesShelf
from storage.facts import FactsShelf
from storage.handoffs import HandoffsShelf
from storage.imports import ImportsShelf
from storage.invites import InvitesShelf
from storage.leads import LeadsShelf
from storage.outbox import OutboxShelf
from storage.people import PeopleShelf
from storage.places import PlacesShelf
from storage.plans import LaunchesShelf, PlansShelf
from storage.preferences import PreferencesShelf
from storage.requests import RequestsShelf
from storage.rests import RestsShelf
from storage.situations import InquiriesShelf, WatchesShelf
from storage.steps import StepsShelf
from storage.timers import TimersShelf
from storage.voices import VoicesShelf


@dataclass(frozen=True, slots=True)
class SqlWork:
    people: PeopleShelf
    companies: CompaniesShelf
    places: PlacesShelf
    invites: InvitesShelf
    clients: ClientsShelf
    activities: ActivitiesShelf
    steps: StepsShelf
    leads: LeadsShelf
    handoffs: HandoffsShelf
    voices: VoicesShelf
    timers: TimersShelf
    outbox: OutboxShelf
    audit: AuditShelf
    imports: ImportsShelf
    facts: FactsShelf
    acting: ActingShelf
    watches: WatchesShelf
    inquiries: InquiriesShelf
    budget: BudgetShelf
    preferences: PreferencesShelf
    rests: RestsShelf
    requests: RequestsShelf
    callings: CallingsShelf
    plans: PlansShelf
    launches: LaunchesShelf


def open_work(conn: Connection) -> ports.Work:
    """The connection is inside a transaction (or only reads); whoever opened it commits."""
    return SqlWork(
        people=PeopleShelf(conn),
        companies=CompaniesShelf(conn),
        places=PlacesShelf(conn),
        invites=InvitesShelf(conn),
        clients=ClientsShelf(conn),
        activities=ActivitiesShelf(conn),
        steps=StepsShelf(conn),
        leads=LeadsShelf(conn),
        handoffs=HandoffsShelf(conn),
        voices=VoicesShelf(conn),
        timers=TimersShelf(conn),
        outbox=OutboxShelf(conn),
        audit=AuditShelf(conn),
        imports=ImportsShelf(conn),
        facts=FactsShelf(conn),
        acting=ActingShelf(conn),
        watches=WatchesShelf(conn),
        inquiries=InquiriesShelf(conn),
        budget=BudgetShelf(conn),
        preferences=PreferencesShelf(conn),
        rests=RestsShelf(conn),
        requests=RequestsShelf(conn),
        callings=CallingsShelf(conn),
        plans=PlansShelf(conn),
        launches=LaunchesShelf(conn),
    )
