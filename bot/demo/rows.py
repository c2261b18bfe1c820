"""What the past has left behind: entities with their numbers, changed freely while it is lived, written at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.activities import Activity
from sales.clients import Client, Contact
from sales.deals import Deal, DealMove, DealNote
from sales.handoff import Handoff, Offer
from sales.importing import Import
from sales.leads import Answer, Lead, Question
from sales.notices import Fact
from sales.orders import Order
from sales.ports import HandoffFact
from sales.regular import StatusChange
from sales.steps import Step
from sales.timers import Timer
from sales.watch import WatchWarning
from storage.activities import activity
from storage.audit import audit
from storage.clients import client, contact
from storage.deals import deal, deal_move, deal_note
from storage.facts import handoff_fact
from storage.handoffs import handoff, offer
from storage.import_tables import client_import
from storage.leads import lead, lead_answer
from storage.orders import order
from storage.regular import client_status, rule_reading, watch_warning
from storage.steps import step
from storage.timers import timer


class Entity(Protocol):
    @property
    def id(self) -> int: ...


E = TypeVar("E", bound=Entity)


class Shelf(Generic[E]):
    """The entities of one table by their numbers. `next`: the number of the one that is made next."""

    def __init__(self, table: sa.Table, kind: type[E]) -> None:
        self.table = table
        self.names = [column.name for column in table.c if column.name in kind.__slots__]  # type: ignore[attr-defined]
        self.known: dict[int, E] = {}

    @property
    def next(self) -> int:
        return len(self.known) + 1

    def save(self, entity: E) -> E:
        self.known[entity.id] = entity
        return entity

    def __getitem__(self, number: int) -> E:
        return self.known[number]

    def __iter__(self) -> Iterator[E]:
        return iter(self.known.values())

    def rows(self) -> list[dict[str, Any]]:
        return [{name: getattr(entity, name) for name in self.names} for entity in self]


@dataclass(slots=True)
class Rows:
    """The tables that a past fills. `files`: of orders, each made live with all that it brought. `noted`: rows of the
    audit; `readings`: of rules."""

    clients: Shelf[Client] = field(default_factory=lambda: Shelf(client, Client))
    contacts: Shelf[Contact] = field(default_factory=lambda: Shelf(contact, Contact))
    steps: Shelf[Step] = field(default_factory=lambda: Shelf(step, Step))
    acts: Shelf[Activity] = field(default_factory=lambda: Shelf(activity, Activity))
    leads: Shelf[Lead] = field(default_factory=lambda: Shelf(lead, Lead))
    handoffs: Shelf[Handoff] = field(default_factory=lambda: Shelf(handoff, Handoff))
    offers: Shelf[Offer] = field(default_factory=lambda: Shelf(offer, Offer))
    timers: Shelf[Timer] = field(default_factory=lambda: Shelf(timer, Timer))
    deals: Shelf[Deal] = field(default_factory=lambda: Shelf(deal, Deal))
    moves: Shelf[DealMove] = field(default_factory=lambda: Shelf(deal_move, DealMove))
    learnt: Shelf[DealNote] = field(default_factory=lambda: Shelf(deal_note, DealNote))
    files: Shelf[Import] = field(default_factory=lambda: Shelf(client_import, Import))
    orders: Shelf[Order] = field(default_factory=lambda: Shelf(order, Order))
    statuses: Shelf[StatusChange] = field(default_factory=lambda: Shelf(client_status, StatusChange))
    warnings: Shelf[WatchWarning] = field(default_factory=lambda: Shelf(watch_warning, WatchWarning))
    answers: dict[tuple[int, Question], Answer] = field(default_factory=dict)
    facts: list[HandoffFact] = field(default_factory=list)
    noted: list[dict[str, Any]] = field(default_factory=list)
    readings: list[dict[str, Any]] = field(default_factory=list)

    def note(
        self,
        member_id: int | None,
        verb: str,
        subject: int,
        at: datetime,
        client_id: int | None,
        facts: Mapping[str, Fact] | None = None,
    ) -> None:
        row = {"at": at, "member_id": member_id, "verb": verb, "subject": subject, "client_id": client_id}
        self.noted.append({**row, "facts": dict(facts or {})})

    def write(self, conn: Connection, team_id: int, now: datetime) -> None:
        """Into empty tables."""
        people: tuple[Shelf[Any], ...] = (self.clients, self.contacts, self.steps, self.acts)
        relay: tuple[Shelf[Any], ...] = (self.leads, self.handoffs, self.offers)
        trade: tuple[Shelf[Any], ...] = (self.deals, self.moves, self.learnt, self.files, self.orders)
        for shelf in (*people, *relay, *trade, self.statuses, self.warnings):
            _insert(conn, shelf.table, shelf.rows())
        for file in self.files:
            brought = sa.update(order).where(order.c.created_at == file.done_at)
            conn.execute(brought.values(import_id=file.id))
        _insert(conn, rule_reading, self.readings)
        _insert(conn, lead_answer, [{"lead_id": key[0], **asdict(one)} for key, one in self.answers.items()])
        _insert(conn, handoff_fact, [{"team_id": team_id, **asdict(one)} for one in self.facts])
        _insert(conn, audit, sorted(self.noted, key=lambda row: row["at"]))
        _insert(conn, timer, [_rung(row, now) for row in self.timers.rows()])


def _rung(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What was due has been told in its time."""
    pending = row["due_at"] > now
    return {**row, "pending": pending, "fired_at": None if pending else row["due_at"]}


def _insert(conn: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        conn.execute(sa.insert(table), rows)
