"""Rules, statuses and warnings as they are kept, on every engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from sales.activities import Activity, ActKind, Direction, Outcome
from sales.errors import NotFound
from sales.orders import Measure
from sales.people import Role
from sales.ports import NEW
from sales.regular import ClientStatus, Criterion, Finding, Mode, Part, PartKind, Rule, StatusChange, StatusWhy
from sales.watch import Sign, WatchWarning
from storage.engine import Storage
from storage.work import open_work
from tests.builders import NOW, Firm, a_firm

CRITERION = Criterion(Mode.ALL, (Part(PartKind.LOTS, amount=10**9), Part(PartKind.PRODUCT, product="Модуль «Заявки»")))


async def test_rules_are_kept_version_by_version_and_read_once(storage: Storage) -> None:
    await storage.write(_rules)


def _rules(conn: sa.Connection) -> None:
    firm = a_firm(open_work(conn))
    head, rules = firm.member(Role.HEAD), firm.work.rules
    first = rules.add(Rule(NEW, firm.team.id, ClientStatus.REGULAR, CRITERION, Measure.SHIPPED, head.id, NOW))
    second = rules.add(replace(first, criterion=Criterion(Mode.ANY, ())))
    assert rules.get(first.id) == first and first.criterion == CRITERION
    assert rules.newest(firm.team.id, ClientStatus.REGULAR) == second
    assert rules.newest(firm.team.id, ClientStatus.KEY) is None
    assert rules.read(first.id, head.id, NOW)
    assert not rules.read(first.id, head.id, NOW + timedelta(days=1))
    assert rules.readings(first.id) == {head.id: NOW}
    assert rules.readings(second.id) == {}
    with pytest.raises(NotFound):
        rules.get(second.id + 1)


async def test_the_newest_row_is_what_a_client_is(storage: Storage) -> None:
    await storage.write(_statuses)


def _statuses(conn: sa.Connection) -> None:
    firm = a_firm(open_work(conn))
    one, other = _clients(firm)
    statuses = firm.work.statuses
    because = (Finding(CRITERION.parts[0], holds=True, amount=5, months=(date(2026, 9, 1),), on=date(2026, 9, 2)),)
    team = firm.team.id
    first = statuses.add(
        StatusChange(NEW, team, one, ClientStatus.REGULAR, StatusWhy.RULE, NOW, NOW.date(), because=because)
    )
    later = statuses.add(StatusChange(NEW, team, one, ClientStatus.KEY, StatusWhy.HAND, NOW, NOW.date(), words="VIP"))
    assert statuses.get(first.id) == first and first.because == because
    assert statuses.history(one) == [later, first]
    assert statuses.history(other) == []
    assert statuses.of_team(team) == {one: later}
    statuses.link(later.id, 77)
    assert statuses.history(one)[0].handoff_id == 77


async def test_a_warning_is_given_once_for_each_occasion(storage: Storage) -> None:
    await storage.write(_warnings)


def _warnings(conn: sa.Connection) -> None:
    firm = a_firm(open_work(conn))
    one, _ = _clients(firm)
    owner, warnings, team = firm.work.clients.get(one).owner_id, firm.work.warnings, firm.team.id
    made = warnings.add(WatchWarning(NEW, team, one, Sign.FALL, "2026-11", {"percent": 40}, owner, NOW))
    assert warnings.get(made.id) == made and made.facts == {"percent": 40}
    with pytest.raises(sa.exc.IntegrityError), conn.begin_nested():
        warnings.add(replace(made, facts={}))
    other = warnings.add(replace(made, sign=Sign.SILENCE))
    assert warnings.open_of_team(team) == warnings.open_of_client(one) == [made, other]
    warnings.save(replace(made, over_at=NOW, snoozed_until=date(2026, 12, 1), snooze_words="сезон"))
    assert warnings.open_of_team(team) == [other]
    found = warnings.of_occasion(one, Sign.FALL, "2026-11")
    assert found is not None and (found.over_at, found.snooze_words) == (NOW, "сезон")
    assert warnings.of_occasion(one, Sign.CONTACT, "2026-11") is None


async def test_who_was_spoken_to_and_who_waits_for_an_answer(storage: Storage) -> None:
    await storage.write(_acts)


def _acts(conn: sa.Connection) -> None:
    firm = a_firm(open_work(conn))
    one, other = _clients(firm)
    day = timedelta(days=1)
    team, warnings = firm.team.id, firm.work.warnings

    def act(client: int, kind: ActKind, direction: Direction, outcome: Outcome, after: int, **more: object) -> Activity:
        owner = firm.work.clients.get(client).owner_id
        at = NOW + after * day
        made = Activity(NEW, firm.team.company_id, team, client, owner, kind, direction, outcome, "", at, **more)  # type: ignore[arg-type]
        return firm.work.activities.add(made)

    act(one, ActKind.CALL, Direction.EXISTING, Outcome.AGREED, 0)
    act(one, ActKind.CALL, Direction.EXISTING, Outcome.NO_ANSWER, 1)
    act(one, ActKind.MEETING, Direction.EXISTING, Outcome.THINKING, 2, undone_at=NOW)
    assert warnings.contacts(team) == {one: NOW}
    assert warnings.unanswered(team, NOW - day) == {}
    act(one, ActKind.NOTE, Direction.INBOUND, Outcome.NOTED, 3)
    act(one, ActKind.CALL, Direction.INBOUND, Outcome.NO_ANSWER, 4)
    act(other, ActKind.NOTE, Direction.INBOUND, Outcome.NOTED, 3)
    act(other, ActKind.NOTE, Direction.EXISTING, Outcome.NOTED, 4)
    assert warnings.unanswered(team, NOW) == {one: NOW + 3 * day}
    assert warnings.unanswered(team, NOW + 4 * day) == {}
    act(one, ActKind.CALL, Direction.EXISTING, Outcome.NO_ANSWER, 5, undone_at=NOW)
    assert one in warnings.unanswered(team, NOW)
    act(one, ActKind.CALL, Direction.EXISTING, Outcome.NO_ANSWER, 6)
    assert warnings.unanswered(team, NOW) == {}


def _clients(firm: Firm) -> tuple[int, int]:
    owner = firm.member(Role.FARMER)
    return firm.client(owner).id, firm.client(owner, "Василёк", "василек").id
