"""Files of orders: staged beside the living tables, made live by one statement over all rows, taken back as far as
nobody has changed anything since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.importing import Changed, Fate, Import, ImportState, Problem, Refusal
from sales.order_import import OrderTally, StagedOrder
from sales.orders import Order, Sign, sign
from sales.timers import TimerKind
from storage.clients import client
from storage.import_tables import client_import, import_order
from storage.orders import order
from storage.schema import Moment
from storage.shelf import Shelf
from storage.timers import timer

#: What a staged row and an order have in common.
SHARED = ("amount", "product", "ordered_on", "signed_on", "shipped_on", "paid_on", "contract_ends_on")
RENEWALS = (TimerKind.RENEWAL, TimerKind.RENEWAL_LAST)


class OrderImportsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.orders = Shelf(conn, order, Order)

    def put(self, import_id: int, rows: Sequence[StagedOrder]) -> None:
        numbers = [staged.row.number for staged in rows]
        self.conn.execute(sa.delete(import_order).where(_of(import_id), import_order.c.number.in_(numbers)))
        if rows:
            self.conn.execute(sa.insert(import_order), [_row(import_id, staged) for staged in rows])

    def signs(self, import_id: int, clients: Collection[int]) -> list[tuple[int, Sign]]:
        taken = (_of(import_id), import_order.c.fate == Fate.MADE, import_order.c.client_id.in_(sorted(clients)))
        what = (import_order.c.number, import_order.c.client_id, import_order.c.amount, client.c.currency)
        query = sa.select(*what, import_order.c.product, import_order.c.ordered_on).select_from(_with_clients())
        return [(row[0], sign(*row[1:])) for row in self.conn.execute(query.where(*taken))]

    def newer(self, entity: Import) -> list[Order]:
        theirs = sa.select(import_order.c.client_id).where(_of(entity.id), import_order.c.fate == Fate.MADE)
        return self.orders.all(order.c.client_id.in_(theirs), order.c.created_at >= entity.created_at)

    def repeat(self, import_id: int, numbers: Collection[int]) -> None:
        known = (_of(import_id), import_order.c.number.in_(sorted(numbers)))
        self.conn.execute(sa.update(import_order).where(*known).values(fate=Fate.REPEAT))

    def clients(self, import_id: int) -> list[int]:
        made = sa.select(import_order.c.client_id).where(_of(import_id), import_order.c.fate == Fate.MADE)
        return sorted(self.conn.scalars(made.distinct()))

    def tally(self, import_id: int) -> OrderTally:
        columns = (import_order.c.fate, import_order.c.reason, sa.func.count())
        query = sa.select(*columns).where(_of(import_id)).group_by(import_order.c.fate, import_order.c.reason)
        counts = self.conn.execute(query).all()
        by_fate = {fate: sum(count for one, _, count in counts if one is fate) for fate in Fate}
        refused = ((reason, count) for fate, reason, count in counts if fate is Fate.REFUSED)
        return OrderTally(
            made=by_fate[Fate.MADE],
            repeats=by_fate[Fate.REPEAT],
            clients=len(self.clients(import_id)),
            sums=self._sums(import_id),
            refused=tuple(sorted(refused, key=lambda one: -one[1])),
        )

    def _sums(self, import_id: int) -> tuple[tuple[str, int], ...]:
        worth = sa.func.sum(import_order.c.amount)
        query = sa.select(client.c.currency, worth).select_from(_with_clients())
        made = query.where(_of(import_id), import_order.c.fate == Fate.MADE).group_by(client.c.currency)
        return tuple((row[0], int(row[1])) for row in self.conn.execute(made.order_by(worth.desc())))

    def refused(self, import_id: int) -> list[tuple[int, tuple[Problem, ...], tuple[str, ...]]]:
        query = sa.select(import_order.c.number, import_order.c.problems, import_order.c.cells)
        mine = query.where(_of(import_id), import_order.c.fate == Fate.REFUSED).order_by(import_order.c.number)
        return [
            (row.number, tuple(Problem(Refusal(kind), where) for kind, where in row.problems), row.cells)
            for row in self.conn.execute(mine)
        ]

    def go_live(self, entity: Import, at: datetime) -> Changed:
        """A client that is gone meanwhile takes its rows along."""
        there = sa.select(client.c.id).where(client.c.id == import_order.c.client_id).exists()
        lost = (_of(entity.id), import_order.c.fate == Fate.MADE, ~there)
        nobody = {"fate": Fate.REFUSED, "reason": Refusal.NO_CLIENT, "problems": [[Refusal.NO_CLIENT.value, ""]]}
        self.conn.execute(sa.update(import_order).where(*lost).values(nobody))
        columns = {
            "company_id": client.c.company_id,
            "team_id": client.c.team_id,
            "client_id": client.c.id,
            "member_id": client.c.owner_id,
            "currency": client.c.currency,
            **{name: import_order.c[name] for name in SHARED},
            "created_at": sa.literal(at, Moment()),
            "cancel_words": sa.literal(""),
            "version": sa.literal(1),
            "import_id": sa.literal(entity.id, sa.BigInteger),
        }
        rows = sa.select(*columns.values()).select_from(_with_clients())
        made = rows.where(_of(entity.id), import_order.c.fate == Fate.MADE).order_by(import_order.c.number)
        count = self.conn.execute(sa.insert(order).from_select(list(columns), made)).rowcount
        return Changed(count, len(self.clients(entity.id)))

    def ending(self, import_id: int, since: date) -> list[Order]:
        return self.orders.all(order.c.import_id == import_id, order.c.contract_ends_on >= since)

    def kept(self, entity: Import) -> int:
        changed = sa.select(sa.func.count()).where(order.c.import_id == entity.id, order.c.version > 1)
        return self.conn.scalar(changed) or 0

    def take_back(self, entity: Import) -> Changed:
        mine, kept = order.c.import_id == entity.id, self.kept(entity)
        going = (mine, order.c.version == 1)
        subjects = sa.select(order.c.id).where(*going)
        self.conn.execute(sa.delete(timer).where(timer.c.kind.in_(RENEWALS), timer.c.subject.in_(subjects)))
        return Changed(self.conn.execute(sa.delete(order).where(*going)).rowcount, kept)

    def forget(self, before: datetime, limit: int) -> int:
        over = client_import.c.state.in_([ImportState.DROPPED, ImportState.UNDONE])
        late = sa.and_(client_import.c.state == ImportState.DONE, client_import.c.done_at <= before)
        useless = sa.select(client_import.c.id).where(sa.or_(over, late))
        some = sa.select(import_order.c.import_id, import_order.c.number).where(import_order.c.import_id.in_(useless))
        rows = self.conn.execute(some.limit(limit)).all()
        for import_id in {row.import_id for row in rows}:
            numbers = [row.number for row in rows if row.import_id == import_id]
            self.conn.execute(sa.delete(import_order).where(_of(import_id), import_order.c.number.in_(numbers)))
        return len(rows)


def _of(import_id: int) -> sa.ColumnElement[bool]:
    return import_order.c.import_id == import_id


def _with_clients() -> sa.FromClause:
    return import_order.join(client, client.c.id == import_order.c.client_id)


def _row(import_id: int, staged: StagedOrder) -> dict[str, Any]:
    problems = staged.problems or staged.row.problems
    return {
        "import_id": import_id,
        "number": staged.row.number,
        "fate": staged.fate,
        "reason": problems[0].kind if problems else None,
        "problems": [[one.kind.value, one.where] for one in problems],
        "cells": staged.row.cells,
        "client_id": staged.client_id,
        **{name: getattr(staged.row, name) for name in SHARED},
    }
