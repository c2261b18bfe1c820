"""A month's plan, set and told beside what was done."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta

import pytest

from sales.actions.handoff import Accept, accept_offer
from sales.actions.plan import SetPlan, pace_of, plans_ahead, set_plan
from sales.errors import BadCount, NotAllowed, WrongState
from sales.people import Actor, Role
from sales.ports import Work
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay, minutes

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
EVENING = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


def targets(work: Work, head: Actor, now: datetime = NOW) -> list[int | None]:
    return [one.target for one in plans_ahead(work, head, now)]


def test_this_month_and_the_next_are_planned_changed_and_unplanned(work: Work, head: Actor) -> None:
    assert targets(work, head) == [None, None]
    set_plan(work, head, SetPlan(NOVEMBER, 40), NOW)
    set_plan(work, head, SetPlan(DECEMBER + timedelta(days=9), 50), NOW)
    assert targets(work, head) == [40, 50]
    set_plan(work, head, SetPlan(NOVEMBER, 45), NOW)
    set_plan(work, head, SetPlan(DECEMBER, None), NOW)
    assert targets(work, head) == [45, None]
    assert targets(work, head, NOW + timedelta(days=20)) == [None, None]
    assert work.audit.count("set_plan", head.team_id, NOW - timedelta(days=1)) == 4


def test_what_was_planned_for_a_month_that_is_over_stays(work: Work, head: Actor) -> None:
    with pytest.raises(WrongState):
        set_plan(work, head, SetPlan(date(2026, 10, 1), 40), NOW)


def test_the_month_is_that_of_the_teams_own_wall(firm: Firm, work: Work, head: Actor) -> None:
    late = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
    assert plans_ahead(work, head, late)[0].month == DECEMBER
    firm.settle(zone="Europe/Kaliningrad")
    assert plans_ahead(work, head, late - timedelta(minutes=30))[0].month == NOVEMBER


@pytest.mark.parametrize("target", [0, -1, 100_001])
def test_a_number_that_nobody_plans_is_refused(work: Work, head: Actor, target: int) -> None:
    with pytest.raises(BadCount):
        set_plan(work, head, SetPlan(NOVEMBER, target), NOW)


def test_only_those_who_run_the_team_plan(firm: Firm, work: Work) -> None:
    seller = firm.actor(Role.HUNTER)
    with pytest.raises(NotAllowed):
        set_plan(work, seller, SetPlan(NOVEMBER, 40), NOW)
    with pytest.raises(NotAllowed):
        plans_ahead(work, seller, NOW)


def test_the_pace_counts_the_months_acceptances_up_to_that_moment(relay: Relay) -> None:
    work, team = relay.work, relay.firm.team
    assert pace_of(work, team, EVENING) is None
    set_plan(work, relay.head, SetPlan(NOVEMBER, 40), NOW)
    handoff = relay.submitted().handoff_id
    accept_offer(work, relay.asked(handoff), Accept(relay.offers(handoff)[0].id), minutes(7))
    assert _pace(relay, EVENING) == (NOVEMBER, 40, 1, 19, 20)
    assert _pace(relay, EVENING - timedelta(minutes=1)) == (NOVEMBER, 40, 1, 18, 20), "a day is over with its digest"
    assert _pace(relay, minutes(6))[2] == 0
    assert pace_of(work, team, EVENING + timedelta(days=7)) is None


def _pace(relay: Relay, until: datetime) -> tuple[object, ...]:
    found = pace_of(relay.work, relay.firm.team, until)
    assert found is not None
    return astuple(found)
