"""Orders on both engines: the compare-and-set, the figures' question, a file of them there and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from sales.importing import Changed, Fate, Import, ImportState, ImportWhat, Problem, Refusal
from sales.order_import import StagedOrder
from sales.order_rows import OrderRow
from sales.orders import Measure, Order
from sales.people import Role
from sales.ports import NEW, OrderFact
from storage.engine import Storage
from storage.import_tables import import_order
from storage.work import open_work
from tests.builders import NOW, Firm, a_firm

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
#: More than 32 bits hold.
MUCH = 10**13


def some(conn: sa.Connection) -> tuple[Firm, list[Order]]:
    """Two clients, the first with a cancelled, a first and a repeated order."""
    firm = a_firm(open_work(conn))
    owner = firm.member(Role.HUNTER)
    one, two = firm.client(owner), firm.client(owner, "Астра", "астра")
    made = []
    for client, ago, more in (
        (one, 3, {"cancelled_at": NOW, "paid_on": TODAY}),
        (one, 2, {"paid_on": TODAY - DAY}),
        (one, 1, {"paid_on": TODAY, "amount": MUCH}),
        (two, 1, {"shipped_on": TODAY}),
    ):
        on = TODAY - ago * DAY
        ids = (NEW, client.company_id, client.team_id, client.id, owner.id)
        order = Order(*ids, "Модуль", 100, "RUB", on, on, None, None, NOW)
        made.append(firm.work.orders.add(replace(order, **more)))
    return firm, made


async def test_an_order_is_saved_only_as_it_was_read(storage: Storage) -> None:
    def race(conn: sa.Connection) -> None:
        orders, (order, *_) = open_work(conn).orders, some(conn)[1]
        assert orders.save(replace(order, amount=MUCH))
        assert not orders.save(replace(order, amount=5))
        kept = orders.get(order.id)
        assert (kept.amount, kept.version, kept.created_at) == (MUCH, 2, NOW)

    await storage.write(race)


async def test_orders_are_found_by_client_and_by_day(storage: Storage) -> None:
    def look(conn: sa.Connection) -> None:
        firm, made = some(conn)
        orders, team_id = firm.work.orders, firm.team.id
        assert orders.of_client(made[0].client_id) == made[:3]
        assert orders.of_team(team_id, TODAY - 2 * DAY, TODAY - DAY) == made[1:]
        assert orders.of_team(team_id, date.min, date.max) == made
        assert orders.of_team(team_id + 1, date.min, date.max) == []
        assert orders.origin(made[0].id) is None

    await storage.write(look)


async def test_what_counts_is_told_with_first_and_repeated(storage: Storage) -> None:
    def ask(conn: sa.Connection) -> None:
        firm, (_, first, second, other) = some(conn)
        facts, team_id = firm.work.facts, firm.team.id

        def fact(order: Order, on: date, first: bool) -> OrderFact:
            who = (order.id, order.client_id, order.member_id, order.product)
            return OrderFact(*who, order.amount, order.currency, on, first)

        paid = facts.orders(team_id, Measure.PAID, TODAY - DAY, TODAY)
        assert paid == [fact(first, TODAY - DAY, True), fact(second, TODAY, False)]
        assert facts.orders(team_id, Measure.PAID, TODAY, TODAY) == paid[1:]
        assert facts.orders(team_id, Measure.SHIPPED, TODAY, TODAY) == [fact(other, TODAY, True)]
        assert len(facts.orders(team_id, Measure.SIGNED, TODAY - 9 * DAY, TODAY)) == 3

    await storage.write(ask)


async def test_a_file_of_orders_goes_in_and_out(storage: Storage) -> None:
    def run(conn: sa.Connection) -> None:
        firm, made = some(conn)
        work, client_id = firm.work, made[0].client_id
        file = Import(NEW, firm.team.company_id, made[0].member_id, "a.csv", ImportState.DONE, NOW, 0)
        file = work.imports.add(replace(file, what=ImportWhat.ORDERS, done_at=NOW))
        assert work.imports.get(file.id).what is ImportWhat.ORDERS
        row = OrderRow(2, "Ромашка", "ромашка", None, MUCH, "Модуль", TODAY, TODAY, contract_ends_on=TODAY + DAY)
        rows = [
            StagedOrder(row, Fate.MADE, client_id),
            StagedOrder(replace(row, number=3, amount=5), Fate.MADE, client_id),
            StagedOrder(replace(row, number=4), Fate.REPEAT, client_id),
            StagedOrder(replace(row, number=5), Fate.MADE, 999),
            StagedOrder(
                OrderRow(6, "Пион", "пион", cells=("Пион",)), Fate.REFUSED, problems=(Problem(Refusal.NO_CLIENT),)
            ),
        ]
        for _ in range(2):
            work.order_imports.put(file.id, rows)
        assert [number for number, _ in work.order_imports.signs(file.id, [client_id])] == [2, 3]
        assert work.order_imports.go_live(file, NOW) == Changed(2, 1)
        tally = work.order_imports.tally(file.id)
        assert (tally.made, tally.repeats, tally.refusals, tally.sums) == (2, 1, 2, (("RUB", MUCH + 5),))
        assert [number for number, _, _ in work.order_imports.refused(file.id)] == [5, 6]
        live = work.orders.of_client(client_id)[-2:]
        assert [(one.amount, one.version, one.created_at) for one in live] == [(MUCH, 1, NOW), (5, 1, NOW)]
        assert work.orders.origin(live[0].id) == file.id
        assert work.order_imports.ending(file.id, TODAY) == live
        work.orders.save(live[1])
        assert work.order_imports.take_back(file) == Changed(1, 1)
        assert len(work.orders.of_client(client_id)) == 4
        left = sa.select(sa.func.count()).select_from(import_order)
        assert work.order_imports.forget(NOW, 3) == 3
        assert conn.scalar(left) == 2
        assert work.order_imports.forget(NOW, 3) == 2
        assert work.order_imports.forget(NOW, 3) == 0

    await storage.write(run)
