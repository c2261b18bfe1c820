"""One transaction's hands: all the shelves over one connection, as `sales.ports.Work` asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from sqlalchemy.engine import Connection

from sales import ports
from storage.absences import AbsencesShelf
from storage.acting import ActingShelf
from storage.activities import ActivitiesShelf
from storage.audit import AuditShelf
from storage.boards import BoardsShelf
from storage.budget import BudgetShelf
from storage.calling import CallingsShelf
from storage.catalogue import CatalogueShelf
from storage.clients import ClientsShelf
from storage.companies import CompaniesShelf
from storage.credit import CreditsShelf
from storage.deals import DealsShelf
from storage.facts import FactsShelf
from storage.handoffs import HandoffsShelf
from storage.imports import ImportsShelf
from storage.invites import InvitesShelf
from storage.leads import LeadsShelf
from storage.merging import MergingShelf
from storage.order_imports import OrderImportsShelf
from storage.orders import OrdersShelf
from storage.outbox import OutboxShelf
from storage.passports import PassportsShelf
from storage.people import PeopleShelf
from storage.places import PlacesShelf
from storage.plans import LaunchesShelf, PlansShelf
from storage.preferences import PreferencesShelf
from storage.regular import RulesShelf, StatusesShelf, WarningsShelf
from storage.requests import RequestsShelf
from storage.rests import RestsShelf
from storage.situations import InquiriesShelf, WatchesShelf
from storage.steps import StepsShelf
from storage.timers import TimersShelf
from storage.voices import VoicesShelf


@dataclass(frozen=True, slots=True)
class SqlWork:
    absences: AbsencesShelf
    boards: BoardsShelf
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
    catalogue: CatalogueShelf
    merging: MergingShelf
    plans: PlansShelf
    launches: LaunchesShelf
    rules: RulesShelf
    statuses: StatusesShelf
    warnings: WarningsShelf
    deals: DealsShelf
    credits: CreditsShelf
    orders: OrdersShelf
    order_imports: OrderImportsShelf
    passports: PassportsShelf


_SHELVES: Mapping[str, Callable[[Connection], Any]] = get_type_hints(SqlWork)


def open_work(conn: Connection) -> ports.Work:
    """The connection is inside a transaction (or only reads); whoever opened it commits. Every field's type is made of
    the connection."""
    return SqlWork(**{name: shelf(conn) for name, shelf in _SHELVES.items()})
