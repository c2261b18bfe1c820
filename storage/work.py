"""One transaction's hands: all the shelves over one connection, as `sales.ports.Work` asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from sales import ports
from storage.activities import ActivitiesShelf
from storage.audit import AuditShelf
from storage.clients import ClientsShelf
from storage.companies import CompaniesShelf
from storage.facts import FactsShelf
from storage.handoffs import HandoffsShelf
from storage.invites import InvitesShelf
from storage.leads import LeadsShelf
from storage.outbox import OutboxShelf
from storage.people import PeopleShelf
from storage.places import PlacesShelf
from storage.steps import StepsShelf
from storage.timers import TimersShelf


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
    timers: TimersShelf
    outbox: OutboxShelf
    audit: AuditShelf
    facts: FactsShelf


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
        timers=TimersShelf(conn),
        outbox=OutboxShelf(conn),
        audit=AuditShelf(conn),
        facts=FactsShelf(conn),
    )
