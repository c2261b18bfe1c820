"""A file of orders: each row finds its client, nothing is doubled, one press makes it true, another takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sales.actions.import_views import done_import, recent_imports, refused_rows
from sales.actions.imports import (
    BeginImport,
    FileRead,
    Imported,
    RunImport,
    UndoImport,
    begin_import,
    finish_reading,
    fire_imports,
    run_import,
    undo_import,
)
from sales.actions.order_imports import StageOrders, order_preview, run_order_import, stage_orders
from sales.actions.order_views import order_card
from sales.actions.orders import LogOrder, MarkOrder, log_order, mark_order
from sales.clients import Client
from sales.errors import ImportOver, NotAllowed
from sales.importing import KEPT, ImportWhat, Problem, Refusal
from sales.order_rows import OrderRow
from sales.orders import Measure
from sales.people import Actor, Role
from sales.timers import TimerKind
from tests.builders import NOW, Firm

DAY = date(2026, 10, 12)
MILLION = 1_000_000_00


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


@pytest.fixture
def client(firm: Firm) -> Client:
    return firm.client(firm.actor(Role.HUNTER))


def a_row(number: int, key: str = "ромашка", **other: object) -> OrderRow:
    made = OrderRow(number, key.title(), key, None, MILLION, "Модуль", DAY, DAY, None, None, cells=(key, "1 млн"))
    return replace(made, **other)  # type: ignore[arg-type]


def staged(firm: Firm, head: Actor, *rows: OrderRow) -> int:
    begun = begin_import(firm.work, head, BeginImport("заказы.xlsx", ImportWhat.ORDERS), NOW)
    stage_orders(firm.work, head, StageOrders(begun.import_id, rows), NOW)
    read = FileRead(begun.import_id, (("name", "Клиент"), ("amount", "Сумма")), (), ("Клиент", "Сумма"), "")
    finish_reading(firm.work, head, read, NOW)
    return begun.import_id


def run(firm: Firm, head: Actor, *rows: OrderRow) -> Imported:
    return run_order_import(firm.work, head, RunImport(staged(firm, head, *rows)), NOW)


def test_rows_become_orders_of_known_clients(firm: Firm, head: Actor, client: Client) -> None:
    done = run(firm, head, a_row(2, paid_on=DAY), a_row(3, amount=5))
    orders = firm.work.orders.of_client(client.id)
    assert [(one.amount, one.paid_on, one.member_id) for one in orders] == [
        (MILLION, DAY, client.owner_id),
        (5, None, client.owner_id),
    ]
    assert (done.made, done.filled, done.refused, done.what) == (2, 1, 0, ImportWhat.ORDERS)
    card = order_card(firm.work, head, orders[0].id, NOW)
    assert card.seller == firm.work.people.get(client.owner_id).name
    assert [(one.verb, one.who, one.words) for one in card.trace] == [("import_order", head.name, "заказы.xlsx")]


def test_before_the_yes_nothing_changes_and_the_preview_tells(firm: Firm, head: Actor, client: Client) -> None:
    known = (a_row(2), a_row(3, "астра"), a_row(4, problems=(Problem(Refusal.BAD_AMOUNT, "C4"),)))
    preview = order_preview(firm.work, head, staged(firm, head, *known))
    assert firm.work.orders.of_client(client.id) == []
    tally = preview.tally
    assert (tally.made, tally.repeats, tally.clients, tally.sums) == (1, 0, 1, (("RUB", MILLION),))
    assert tally.refusals == 2
    assert set(tally.refused) == {(Refusal.NO_CLIENT, 1), (Refusal.BAD_AMOUNT, 1)}


def test_a_client_is_found_by_its_inn_under_whatever_name(firm: Firm, head: Actor) -> None:
    owner = firm.actor(Role.HUNTER)
    wanted = firm.client(owner)
    firm.work.clients.save(replace(wanted, inn="7700000016"))
    firm.client(owner, "Ромашка-2", "ромашка")
    run(firm, head, a_row(2, "роза", inn="7700000016"))
    assert len(firm.work.orders.of_client(wanted.id)) == 1


def test_namesakes_are_told_apart_by_a_person(firm: Firm, head: Actor, client: Client) -> None:
    firm.client(head, "Ромашка-2", "ромашка")
    rows = refused_rows(firm.work, head, staged(firm, head, a_row(2))).rows
    assert [(row.number, row.problems[0].kind, row.cells) for row in rows] == [
        (2, Refusal.AMBIGUOUS, ("ромашка", "1 млн"))
    ]


def test_the_same_order_is_never_doubled(firm: Firm, head: Actor, client: Client) -> None:
    log_order(firm.work, head, LogOrder(client.id, MILLION, "модуль", DAY), NOW)
    preview = order_preview(firm.work, head, staged(firm, head, a_row(2), a_row(3, amount=5), a_row(4, amount=5)))
    assert (preview.tally.made, preview.tally.repeats) == (1, 2)


def test_what_was_logged_while_the_file_waited_is_met(firm: Firm, head: Actor, client: Client) -> None:
    import_id = staged(firm, head, a_row(2), a_row(3, amount=5))
    log_order(firm.work, head, LogOrder(client.id, MILLION, "Модуль", DAY), NOW)
    assert run_order_import(firm.work, head, RunImport(import_id), NOW).made == 1
    assert len(firm.work.orders.of_client(client.id)) == 2


def test_parcels_of_one_file_know_of_each_other(firm: Firm, head: Actor, client: Client) -> None:
    begun = begin_import(firm.work, head, BeginImport("заказы.xlsx", ImportWhat.ORDERS), NOW)
    taken = [stage_orders(firm.work, head, StageOrders(begun.import_id, (a_row(n),)), NOW) for n in (2, 3)]
    assert taken == [1, 0]


def test_a_contract_that_ends_ahead_is_watched(firm: Firm, head: Actor, client: Client) -> None:
    run(firm, head, a_row(2, contract_ends_on=date(2027, 10, 11)), a_row(3, amount=5, contract_ends_on=DAY))
    subjects = [timer.subject for timer in firm.work.timers.pending_kind(TimerKind.RENEWAL)]
    assert subjects == [firm.work.orders.of_client(client.id)[0].id]


def test_an_import_is_taken_back_but_for_what_was_changed(firm: Firm, head: Actor, client: Client) -> None:
    done = run(firm, head, a_row(2, contract_ends_on=date(2027, 10, 11)), a_row(3, amount=5))
    kept = firm.work.orders.of_client(client.id)[1]
    mark_order(firm.work, head, MarkOrder(kept.id, 1, Measure.PAID, DAY), NOW)
    assert done_import(firm.work, head, done.import_id, NOW).kept == 1
    gone = undo_import(firm.work, head, UndoImport(done.import_id), NOW + timedelta(hours=1))
    assert (gone.removed, gone.kept, gone.what) == (1, 1, ImportWhat.ORDERS)
    assert [one.id for one in firm.work.orders.of_client(client.id)] == [kept.id]
    assert firm.work.timers.pending_kind(TimerKind.RENEWAL) == []


def test_after_a_day_it_stays_and_its_rows_are_forgotten(firm: Firm, head: Actor, client: Client) -> None:
    done = run(firm, head, a_row(2), a_row(3, "астра"))
    late = NOW + KEPT + timedelta(seconds=1)
    assert [one.what for one in recent_imports(firm.work, head, NOW)] == [ImportWhat.ORDERS]
    assert fire_imports(firm.work, late) == 2
    assert fire_imports(firm.work, late) == 0
    with pytest.raises(ImportOver):
        undo_import(firm.work, head, UndoImport(done.import_id), late)


def test_a_file_is_run_once_and_as_what_it_is(firm: Firm, head: Actor, client: Client) -> None:
    import_id = staged(firm, head, a_row(2))
    with pytest.raises(ImportOver):
        run_import(firm.work, head, RunImport(import_id), NOW)
    run_order_import(firm.work, head, RunImport(import_id), NOW)
    with pytest.raises(ImportOver):
        run_order_import(firm.work, head, RunImport(import_id), NOW)


def test_only_who_imports_clients_imports_orders(firm: Firm, head: Actor, client: Client) -> None:
    with pytest.raises(NotAllowed):
        begin_import(firm.work, firm.actor(Role.HUNTER), BeginImport("заказы.xlsx", ImportWhat.ORDERS), NOW)


def test_a_large_files_clients_are_left_to_the_night(firm: Firm, head: Actor) -> None:
    owner = firm.actor(Role.HUNTER)
    keys = [f"клиент {number}" for number in range(101)]
    for key in keys:
        firm.client(owner, key.title(), key)
    assert run(firm, head, *(a_row(number, key) for number, key in enumerate(keys, start=2))).filled == 101


def test_an_order_told_in_another_currency_than_its_clients_is_refused(firm: Firm, head: Actor, client: Client) -> None:
    firm.work.clients.save(replace(client, country="BY", currency="BYN"))
    roubles = a_row(2, currencies=("BYN", "RUB"))
    import_id = staged(firm, head, roubles, a_row(3, amount=5_00, currencies=("RUB",)), a_row(4, amount=6_00))
    tally = order_preview(firm.work, head, import_id).tally
    assert (tally.made, tally.refused) == (2, ((Refusal.OTHER_CURRENCY, 1),))
