"""The team's rules: looked at beforehand, switched on, announced to all, confirmed as read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from sales.actions.regular import MarkClient, mark_client
from sales.actions.rules import (
    DropCriterion,
    ReadRule,
    RemindReaders,
    SwitchCriterion,
    drop_criterion,
    dry_run,
    read_rule,
    remind_readers,
    rule_told,
    rules_view,
    switch_criterion,
)
from sales.errors import BadCount, NoParts, NotAllowed, NotFound, WrongState
from sales.notices import NoticeKind
from sales.orders import Measure
from sales.people import Role
from sales.regular import ClientStatus, Criterion, Mode, Part, PartKind
from tests.builders import NOW, Firm
from tests.sales.actions.base import SECOND, TODAY, VOLUME, Base

NEW, REGULAR, KEY = ClientStatus
FIRST = Part(PartKind.ORDERS, number=1)


@pytest.fixture
def base(firm: Firm, conn: sa.Connection) -> Base:
    return Base(firm, conn)


def dry(base: Base, *parts: Part, aim: ClientStatus = REGULAR, mode: Mode = Mode.ANY):  # type: ignore[no-untyped-def]
    return dry_run(base.work, base.head, aim, Criterion(mode, parts), NOW)


def test_a_dry_run_tells_who_would_pass_and_why_and_changes_nothing(base: Base) -> None:
    other = base.firm.client(base.farmer, "Василёк", "василек")
    base.firm.client(base.farmer, "Ничего не купили", "ничего")
    base.stored()
    base.stored()
    base.stored(client=other)
    found = dry(base, SECOND, VOLUME)
    assert (found.bought, found.have, found.without, found.measure) == (2, 0, 0, Measure.PAID)
    (line,) = found.lines
    assert (line.client, line.owner, line.status) == ("ООО «Ромашка»", "Тимур Каримов", NEW)
    assert [(one.part.kind, one.number) for one in line.because] == [(PartKind.ORDERS, 2)]
    assert dry(base, SECOND, VOLUME, mode=Mode.ALL).lines == ()
    assert (base.status(), base.told(NoticeKind.RULE)) == (NEW, [])


def test_who_has_the_status_keeps_it_and_is_counted(base: Base) -> None:
    base.rule(REGULAR, FIRST)
    base.buys()
    found = dry(base, SECOND)
    assert (found.lines, found.have, found.without) == ((), 1, 1)
    assert dry(base, FIRST).without == 0
    (line,) = dry(base, FIRST, aim=KEY).lines
    assert line.status is REGULAR


def test_who_becomes_key_by_the_rule_in_force_and_who_is_pinned_are_not_announced_as_regular(base: Base) -> None:
    base.rule(KEY, VOLUME)
    base.stored(amount=200_000)
    assert dry(base, FIRST).lines == (), "a night later it is a key client anyway"
    other = base.firm.client(base.hunter, "Василёк", "василек")
    mark_client(base.work, base.head, MarkClient(other.id, REGULAR, "договор"), NOW)
    mark_client(base.work, base.head, MarkClient(other.id, NEW, "разовые"), NOW)
    base.stored(client=other)
    assert dry(base, FIRST).lines == ()


def test_what_a_dry_run_shows_is_what_switching_on_does(base: Base) -> None:
    clients = [base.firm.client(base.hunter, f"Клиент {number}", f"клиент {number}") for number in range(4)]
    for number, client in enumerate(clients):
        for _ in range(number):
            base.stored(client=client)
    shown = {line.client_id for line in dry(base, SECOND).lines}
    done = base.rule(REGULAR, SECOND)
    assert shown == {client.id for client in clients if base.status(client) is REGULAR}
    assert done.changed == len(shown) == 2


def test_a_change_is_announced_to_all_and_confirmed_as_read(base: Base) -> None:
    done = base.rule(REGULAR, SECOND)
    others = [one.member_id for one in (base.hunter, base.farmer, base.kam)]
    assert (sorted(base.told(NoticeKind.RULE)), done.told) == (sorted(others), 3)
    (view,) = rules_view(base.work, base.head, NOW).rules
    assert view.mine, "whoever has changed it has read it"
    assert sorted(view.unread) == ["Анна Белова", "Игорь Громов", "Тимур Каримов"]
    assert not read_rule(base.work, base.hunter, ReadRule(done.rule_id), NOW).outdated
    read_rule(base.work, base.hunter, ReadRule(done.rule_id), NOW)
    (view,) = rules_view(base.work, base.head, NOW).rules
    assert sorted(view.unread) == ["Анна Белова", "Игорь Громов"]
    (mine,) = rules_view(base.work, base.hunter, NOW).rules
    assert (mine.mine, mine.unread) == (True, ()), "who hasn't read it is the head's business"


def test_those_who_have_not_read_it_are_reminded(base: Base) -> None:
    done = base.rule(REGULAR, SECOND)
    read_rule(base.work, base.hunter, ReadRule(done.rule_id), NOW)
    assert remind_readers(base.work, base.head, RemindReaders(done.rule_id), NOW) == 2
    assert base.told(NoticeKind.RULE)[3:] == [base.farmer.member_id, base.kam.member_id]
    with pytest.raises(NotAllowed):
        remind_readers(base.work, base.hunter, RemindReaders(done.rule_id), NOW)


def test_only_the_version_in_force_is_confirmed(base: Base) -> None:
    first = base.rule(REGULAR, SECOND)
    second = base.rule(REGULAR, FIRST)
    assert read_rule(base.work, base.hunter, ReadRule(first.rule_id), NOW).outdated
    assert rule_told(base.work, base.hunter, first.rule_id) is None
    told = rule_told(base.work, base.hunter, second.rule_id)
    assert told is not None and not told.mine
    read_rule(base.work, base.hunter, ReadRule(second.rule_id), NOW)
    told = rule_told(base.work, base.hunter, second.rule_id)
    assert told is not None and told.mine and told.made_by == "Ольга Павлова" and told.on == TODAY


def test_a_criterion_without_a_part_or_sense_is_refused(base: Base) -> None:
    for parts, refusal in (((), NoParts), ((Part(PartKind.ORDERS),), BadCount)):
        with pytest.raises(refusal):
            base.rule(REGULAR, *parts)
        with pytest.raises(refusal):
            dry(base, *parts)
    with pytest.raises(WrongState):
        base.rule(NEW, SECOND)
    assert rules_view(base.work, base.head, NOW).rules == ()


def test_the_rules_are_made_by_those_who_run_the_team(base: Base) -> None:
    for actor in (base.hunter, base.farmer, base.firm.actor(Role.TEAM_LEAD)):
        with pytest.raises(NotAllowed):
            switch_criterion(base.work, actor, SwitchCriterion(REGULAR, Criterion(Mode.ANY, (SECOND,))), NOW)
        with pytest.raises(NotAllowed):
            dry_run(base.work, actor, REGULAR, Criterion(Mode.ANY, (SECOND,)), NOW)
        assert not rules_view(base.work, actor, NOW).may_change


def test_a_rule_that_is_dropped_is_told_too_and_gives_nothing_more(base: Base) -> None:
    base.rule(REGULAR, FIRST)
    base.buys()
    dropped = drop_criterion(base.work, base.head, DropCriterion(REGULAR), NOW)
    assert (dropped.told, dropped.changed) == (3, 0)
    assert base.status() is REGULAR
    other = base.firm.client(base.hunter, "Василёк", "василек")
    base.buys(client=other)
    assert base.status(other) is NEW
    (view,) = rules_view(base.work, base.hunter, NOW).rules
    assert (view.criterion.parts, view.mine) == ((), False)
    with pytest.raises(WrongState):
        drop_criterion(base.work, base.head, DropCriterion(REGULAR), NOW)


def test_a_rule_keeps_the_measure_it_was_announced_with(base: Base) -> None:
    """Else a setting would move clients without a word to anybody."""
    base.rule(REGULAR, FIRST)
    base.firm.settle(volume_by=Measure.SIGNED)
    base.buys(signed_on=date(2026, 11, 1), paid_on=None)
    assert base.status() is NEW
    assert rules_view(base.work, base.head, NOW).recount
    assert not rules_view(base.work, base.hunter, NOW).recount
    assert base.rule(REGULAR, FIRST).changed == 1
    assert not rules_view(base.work, base.head, NOW).recount


def test_another_teams_rule_is_nobody_elses(base: Base) -> None:
    done = base.rule(REGULAR, FIRST)
    other = base.work.companies.add_team(replace(base.firm.team, name="Регионы"))
    stranger = replace(base.head, team_id=other.id)
    for action, form in ((read_rule, ReadRule(done.rule_id)), (remind_readers, RemindReaders(done.rule_id))):
        with pytest.raises(NotFound):
            action(base.work, stranger, form, NOW)  # type: ignore[operator]
    assert rules_view(base.work, stranger, NOW).rules == ()
