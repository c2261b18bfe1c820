"""A team with clients who buy: everybody of the later legs, and the short way to an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from sales.actions.regular import order_changed
from sales.actions.rules import SwitchCriterion, Switched, switch_criterion
from sales.clients import Client
from sales.notices import NoticeKind
from sales.orders import Order
from sales.people import Actor, Role
from sales.ports import NEW
from sales.regular import ClientStatus, Criterion, Mode, Part, PartKind, standing
from storage.outbox import outbox
from tests.builders import NOW, Firm

DAY = timedelta(days=1)
#: The date in Moscow.
TODAY = date(2026, 11, 25)
SECOND = Part(PartKind.ORDERS, number=2)
VOLUME = Part(PartKind.VOLUME, amount=100_000)


class Base:
    def __init__(self, firm: Firm, conn: sa.Connection) -> None:
        self.firm, self.work, self.conn = firm, firm.work, conn
        self.hunter = firm.actor(Role.HUNTER, name="Тимур Каримов")
        self.farmer = firm.actor(Role.FARMER, name="Анна Белова")
        self.kam = firm.actor(Role.KAM, name="Игорь Громов")
        self.head = firm.actor(Role.HEAD, name="Ольга Павлова")
        self.client = firm.client(self.hunter)

    def rule(self, aim: ClientStatus, *parts: Part, mode: Mode = Mode.ANY, now: datetime = NOW) -> Switched:
        return switch_criterion(self.work, self.head, SwitchCriterion(aim, Criterion(mode, parts)), now)

    def buys(
        self, on: date = TODAY, amount: int = 30_000, client: Client | None = None, now: datetime = NOW, **more: object
    ) -> Order:
        """Ordered and paid on one day, and looked at as every order is."""
        order = self.stored(on, amount, client, **more)
        order_changed(self.work, order.client_id, now)
        return order

    def stored(self, on: date = TODAY, amount: int = 30_000, client: Client | None = None, **more: object) -> Order:
        """As a file brings it: nobody has looked at it yet."""
        bought = client or self.client
        values: dict[str, object] = {"signed_on": on, "shipped_on": on, "paid_on": on, "currency": "RUB", **more}
        return self.work.orders.add(
            Order(
                *(NEW, bought.company_id, bought.team_id, bought.id, bought.owner_id, "CRM", amount),
                ordered_on=on,
                created_at=NOW,
                **values,  # type: ignore[arg-type]
            )
        )

    def cancels(self, order: Order, now: datetime = NOW) -> None:
        self.work.orders.save(replace(self.work.orders.get(order.id), cancelled_at=now))
        order_changed(self.work, order.client_id, now)

    def owned_by(self, owner: Actor, client: Client | None = None) -> None:
        known = self.work.clients.get((client or self.client).id)
        self.work.clients.save(replace(known, owner_id=owner.member_id))

    def status(self, client: Client | None = None) -> ClientStatus:
        return standing(self.work.statuses.history((client or self.client).id))

    def told(self, kind: NoticeKind, *, edits: bool = False) -> list[int]:
        rows = sa.select(outbox.c.member_id).where(outbox.c.kind == kind, outbox.c.edit == edits)
        return list(self.conn.scalars(rows.order_by(outbox.c.id)))
