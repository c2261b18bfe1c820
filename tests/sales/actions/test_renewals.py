"""Ends of contracts: the owner learns of them in time, and the head where nothing has happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.absence import EnterAbsence, enter_absence
from sales.actions.notes import NoteClient, note_client
from sales.actions.orders import (
    CancelOrder,
    CorrectOrder,
    LogOrder,
    MarkOrder,
    cancel_order,
    correct_order,
    log_order,
    mark_order,
)
from sales.actions.renewals import fire_renewals, renewal
from sales.clients import Client
from sales.notices import NoticeKind
from sales.orders import Measure
from sales.people import Actor, Role
from sales.timers import TimerKind
from storage.outbox import outbox
from tests.builders import NOW, Firm

TODAY = date(2026, 11, 25)
ENDS = date(2026, 12, 31)
WEEK = timedelta(days=7)
#: Tuesday, the 1st of December, nine in Moscow; and Wednesday, the 16th.
FIRST = datetime.fromisoformat("2026-12-01T06:00:00+00:00")
LAST = datetime.fromisoformat("2026-12-16T06:00:00+00:00")


@pytest.fixture
def hunter(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


@pytest.fixture
def client(firm: Firm, hunter: Actor, head: Actor) -> Client:
    return firm.client(hunter)


@pytest.fixture
def told(conn: sa.Connection):  # type: ignore[no-untyped-def]
    def of(kind: NoticeKind) -> list[int]:
        return list(conn.scalars(sa.select(outbox.c.member_id).where(outbox.c.kind == kind).order_by(outbox.c.id)))

    return of


def logged(firm: Firm, hunter: Actor, client: Client, ends: date | None = ENDS, **other: object) -> int:
    form = LogOrder(client.id, 100, "Модуль", TODAY, contract_ends_on=ends)
    return log_order(firm.work, hunter, replace(form, **other), NOW).order_id  # type: ignore[arg-type]


def ended_on(firm: Firm, hunter: Actor, order_id: int, ends: date | None) -> None:
    order = firm.work.orders.get(order_id)
    names = [name for name in CorrectOrder.__slots__ if name not in ("order_id", "version")]
    told = {name: getattr(order, name) for name in names} | {"contract_ends_on": ends}
    correct_order(firm.work, hunter, CorrectOrder(order.id, order.version, **told), NOW)


def test_the_owner_is_told_so_many_days_before(firm: Firm, hunter: Actor, client: Client, told) -> None:  # type: ignore[no-untyped-def]
    order_id = logged(firm, hunter, client)
    assert fire_renewals(firm.work, FIRST - timedelta(seconds=1)) == 0
    assert fire_renewals(firm.work, FIRST) == 1
    assert fire_renewals(firm.work, FIRST) == 0
    assert told(NoticeKind.RENEWAL) == [hunter.member_id]
    seen = renewal(firm.work, order_id)
    assert (seen.client, seen.ends_on, seen.owner, seen.matters) == (client.name, ENDS, hunter.name, True)


def test_the_team_says_how_many_days(firm: Firm, hunter: Actor, client: Client) -> None:
    firm.settle(renewal_days=10)
    logged(firm, hunter, client)
    due = [timer.due_at for timer in firm.work.timers.pending_kind(TimerKind.RENEWAL)]
    assert due == [datetime.fromisoformat("2026-12-21T06:00:00+00:00")]


def test_what_is_logged_late_is_told_on_the_next_working_morning(firm: Firm, hunter: Actor, client: Client) -> None:
    logged(firm, hunter, client, date(2026, 11, 30))
    due = [timer.due_at for timer in firm.work.timers.pending_kind(TimerKind.RENEWAL)]
    assert due == [datetime.fromisoformat("2026-11-26T06:00:00+00:00")]


def test_a_contract_that_has_ended_already_reminds_nobody(firm: Firm, hunter: Actor, client: Client) -> None:
    long_ago = TODAY - timedelta(days=400)
    logged(firm, hunter, client, TODAY - timedelta(days=1), ordered_on=long_ago)
    assert firm.work.timers.pending_kind(TimerKind.RENEWAL) == []


def test_the_head_is_told_where_nothing_has_happened(
    firm: Firm,
    hunter: Actor,
    head: Actor,
    client: Client,
    told,  # type: ignore[no-untyped-def]
) -> None:
    logged(firm, hunter, client)
    fire_renewals(firm.work, FIRST)
    fire_renewals(firm.work, LAST)
    assert told(NoticeKind.RENEWAL_LAST) == [head.member_id]


def test_an_entry_since_then_is_enough(firm: Firm, hunter: Actor, client: Client, told) -> None:  # type: ignore[no-untyped-def]
    logged(firm, hunter, client)
    fire_renewals(firm.work, FIRST)
    note_client(firm.work, hunter, NoteClient(client.id, "Продлеваем"), FIRST + timedelta(days=1))
    assert fire_renewals(firm.work, LAST) == 1
    assert told(NoticeKind.RENEWAL_LAST) == []


def test_so_is_a_further_order(firm: Firm, hunter: Actor, client: Client, told) -> None:  # type: ignore[no-untyped-def]
    logged(firm, hunter, client)
    fire_renewals(firm.work, FIRST)
    log_order(firm.work, hunter, LogOrder(client.id, 5, "Поддержка", TODAY), FIRST + timedelta(days=1))
    fire_renewals(firm.work, LAST)
    assert told(NoticeKind.RENEWAL_LAST) == []


def test_a_prolonged_contract_reminds_nobody(firm: Firm, hunter: Actor, client: Client, told) -> None:  # type: ignore[no-untyped-def]
    order_id = logged(firm, hunter, client)
    logged(firm, hunter, client, date(2027, 12, 31), amount=200)
    assert fire_renewals(firm.work, FIRST) == 1
    assert told(NoticeKind.RENEWAL) == []
    assert not renewal(firm.work, order_id).matters


def test_another_end_is_another_reminder_and_no_end_is_none(firm: Firm, hunter: Actor, client: Client) -> None:
    order_id = logged(firm, hunter, client)
    ended_on(firm, hunter, order_id, date(2027, 12, 31))
    assert [one.due_at.year for one in firm.work.timers.pending_kind(TimerKind.RENEWAL)] == [2027]
    ended_on(firm, hunter, order_id, None)
    assert firm.work.timers.pending_kind(TimerKind.RENEWAL) == []
    assert renewal(firm.work, order_id).matters is False


def test_a_payment_does_not_remind_anew(firm: Firm, hunter: Actor, client: Client, told) -> None:  # type: ignore[no-untyped-def]
    order_id = logged(firm, hunter, client)
    fire_renewals(firm.work, FIRST)
    mark_order(firm.work, hunter, MarkOrder(order_id, 1, Measure.PAID, TODAY), FIRST)
    assert fire_renewals(firm.work, LAST - timedelta(seconds=1)) == 0
    assert told(NoticeKind.RENEWAL) == [hunter.member_id]


def test_a_cancelled_order_reminds_nobody(firm: Firm, hunter: Actor, client: Client) -> None:
    order_id = logged(firm, hunter, client)
    cancel_order(firm.work, hunter, CancelOrder(order_id, 1, "Ошибка"), NOW)
    assert fire_renewals(firm.work, FIRST) == 0
    assert not renewal(firm.work, order_id).matters


def test_whoever_carries_the_client_now_is_told(firm: Firm, hunter: Actor, client: Client, told) -> None:  # type: ignore[no-untyped-def]
    farmer = firm.actor(Role.FARMER)
    logged(firm, hunter, client)
    firm.work.clients.save(replace(client, owner_id=farmer.member_id))
    fire_renewals(firm.work, FIRST)
    assert told(NoticeKind.RENEWAL) == [farmer.member_id]


def test_while_the_owner_is_absent_the_substitute_is_told(firm: Firm, hunter: Actor, client: Client, told) -> None:  # type: ignore[no-untyped-def]
    other = firm.actor(Role.HUNTER)
    logged(firm, hunter, client)
    enter_absence(firm.work, hunter, EnterAbsence(hunter.member_id, TODAY, TODAY + WEEK, other.member_id), NOW)
    fire_renewals(firm.work, FIRST)
    assert told(NoticeKind.RENEWAL) == [other.member_id]


def test_where_the_owner_has_left_the_heads_are_told_at_once(
    firm: Firm,
    hunter: Actor,
    head: Actor,
    client: Client,
    told,  # type: ignore[no-untyped-def]
) -> None:
    logged(firm, hunter, client)
    firm.work.people.save(replace(firm.work.people.get(hunter.member_id), active=False))
    fire_renewals(firm.work, FIRST)
    assert told(NoticeKind.RENEWAL_LAST) == [head.member_id]
