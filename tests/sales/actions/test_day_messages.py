"""The morning's plan and the evening's summary: once a working day, for those who want them, nothing told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.activities import LogAct, log_act
from sales.actions.budget import heard_today
from sales.actions.day_messages import (
    ChooseMessages,
    choose_messages,
    evening_summary,
    fire_evenings,
    fire_mornings,
    morning_plan,
    my_messages,
)
from sales.actions.own import SetAway, set_away
from sales.actions.parking import Park, park_lead
from sales.actions.reminders import fire_reminders
from sales.actions.steps import FinishStep, finish_step, plan_step
from sales.activities import ActKind, Direction, Outcome
from sales.company import Team
from sales.daily import Preferences, Quiet
from sales.leads import Question
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import Work
from sales.steps import Step, StepKind, StepPlan
from sales.timers import TimerKind
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay
from tests.sales.actions.told import recorded, told

DAY = timedelta(days=1)
#: Nine o'clock in Moscow on the day after the fixed moment, a Thursday.
OPENING = NOW + timedelta(hours=23)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


def a_step(firm: Firm, rep: Actor, at: datetime, exact: bool = False) -> Step:
    client = firm.client(rep)
    plan = StepPlan(StepKind.CALL, at, exact)
    return plan_step(firm.work, firm.team, client.id, rep.member_id, plan, NOW)


def a_late_step(firm: Firm, rep: Actor) -> Step:
    """Reminded of the day before."""
    step = a_step(firm, rep, NOW + timedelta(hours=1))
    assert fire_reminders(firm.work, NOW + timedelta(hours=1)) == 1
    return step


def plans(conn: sa.Connection, kind: NoticeKind = NoticeKind.MORNING) -> list[tuple[int, str]]:
    return [(member, facts["day"]) for member, _, facts in told(conn, kind)]


def test_the_plan_comes_once_at_the_opening_of_a_working_day(
    work: Work, firm: Firm, rep: Actor, conn: sa.Connection
) -> None:
    a_step(firm, rep, OPENING + timedelta(hours=4))
    assert fire_mornings(work, NOW) == 0
    assert fire_mornings(work, OPENING - timedelta(seconds=1)) == 0
    assert fire_mornings(work, OPENING) == 1
    assert fire_mornings(work, OPENING) == 0
    assert plans(conn) == [(rep.member_id, "2026-11-26")]


def test_a_day_off_is_silent(work: Work, firm: Firm, rep: Actor, conn: sa.Connection) -> None:
    a_late_step(firm, rep)
    fire_mornings(work, NOW)
    for days in range(7):
        fire_mornings(work, OPENING + days * DAY)
    assert [day for _, day in plans(conn)] == ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"]


def test_each_day_opens_by_the_persons_own_clock(work: Work, firm: Firm, conn: sa.Connection) -> None:
    omsk = firm.actor(Role.HUNTER, zone="Asia/Omsk")
    a_step(firm, omsk, OPENING + timedelta(hours=4))
    fire_mornings(work, NOW)
    assert fire_mornings(work, OPENING - timedelta(hours=3)) == 1


def test_an_empty_day_needs_no_plan(work: Work, rep: Actor, conn: sa.Connection) -> None:
    fire_mornings(work, NOW)
    assert fire_mornings(work, OPENING) == 0
    assert plans(conn) == []


def test_reminders_of_the_opening_are_told_in_the_plan(work: Work, firm: Firm, rep: Actor, conn: sa.Connection) -> None:
    a_step(firm, rep, OPENING)
    a_step(firm, rep, OPENING, exact=True)
    fire_mornings(work, NOW)
    assert fire_mornings(work, OPENING) == 1
    assert fire_reminders(work, OPENING) == 1
    ((_, _, facts),) = told(conn, NoticeKind.REMINDER)
    assert len(facts["steps"]) == 1 and facts["exact"], "what was set for that very time comes by itself"


def test_a_single_reminder_needs_no_plan_around_it(work: Work, firm: Firm, rep: Actor, conn: sa.Connection) -> None:
    a_step(firm, rep, OPENING)
    fire_mornings(work, NOW)
    assert fire_mornings(work, OPENING) == 0
    assert fire_reminders(work, OPENING) == 1


def test_a_parked_lead_whose_day_has_come_is_in_the_plan(relay: Relay) -> None:
    who, work = relay.giver, relay.work
    a_step(relay.firm, who, OPENING + timedelta(hours=4))
    park_lead(work, who, Park(relay.ready(), Question.BUDGET, "нет денег", OPENING.date()), NOW)
    fire_mornings(work, NOW)
    assert fire_mornings(work, OPENING) == 1
    assert fire_reminders(work, OPENING) == 0
    ((_, _, facts),) = told(relay.conn, NoticeKind.MORNING)
    found = morning_plan(work, who.member_id, OPENING.date(), facts["parked"], OPENING)
    assert [lead.reason for lead in found.leads] == ["нет денег"]


def test_the_plan_tells_of_that_day_and_what_is_left_from_before(work: Work, firm: Firm, rep: Actor) -> None:
    late = a_late_step(firm, rep)
    today, tomorrow = a_step(firm, rep, OPENING + timedelta(hours=8)), a_step(firm, rep, OPENING + DAY)
    done = a_step(firm, rep, OPENING)
    finish_step(work, rep, FinishStep(done.id), NOW)
    plan = morning_plan(work, rep.member_id, date(2026, 11, 26), [], OPENING)
    assert [step.step_id for step in plan.steps] == [late.id, today.id]
    assert plan.late == 1
    assert tomorrow.id not in {step.step_id for step in plan.steps}


def test_a_plan_that_was_missed_is_told_on_its_day_or_not_at_all(
    work: Work, firm: Firm, rep: Actor, conn: sa.Connection
) -> None:
    a_late_step(firm, rep)
    fire_mornings(work, NOW)
    assert fire_mornings(work, OPENING + timedelta(hours=5)) == 1
    ((_, _, facts),) = told(conn, NoticeKind.MORNING)
    assert facts["late"]
    assert fire_mornings(work, OPENING + 2 * DAY) == 0, "Saturday: Friday's plan is of no use any more"
    assert plans(conn) == [(rep.member_id, "2026-11-26")]


def test_who_is_away_is_left_alone(work: Work, firm: Firm, rep: Actor, conn: sa.Connection) -> None:
    a_step(firm, rep, OPENING + timedelta(hours=4))
    fire_mornings(work, NOW)
    set_away(work, rep, SetAway(OPENING + timedelta(hours=2)), NOW)
    assert fire_mornings(work, OPENING) == 0
    assert plans(conn) == []


def test_everybody_chooses_for_themselves(work: Work, firm: Firm, rep: Actor, conn: sa.Connection) -> None:
    other = firm.actor(Role.LEAD_GENERATOR)
    for who in (rep, other):
        a_step(firm, who, OPENING + timedelta(hours=4))
    assert my_messages(work, rep).chosen == Preferences(morning=True, evening=False)
    assert choose_messages(work, rep, ChooseMessages(morning=False), NOW) == Preferences(morning=False)
    assert choose_messages(work, other, ChooseMessages(evening=True), NOW) == Preferences(evening=True)
    assert choose_messages(work, other, ChooseMessages(), NOW) == Preferences(evening=True)
    for at in (NOW, NOW + timedelta(hours=8), OPENING, OPENING + timedelta(hours=8, minutes=59)):
        fire_mornings(work, at)
        fire_evenings(work, at)
    assert plans(conn) == [(other.member_id, "2026-11-26")]
    assert plans(conn, NoticeKind.EVENING) == [(other.member_id, "2026-11-25")]
    assert len(recorded(conn, "choose_messages")) == 3


def test_the_plan_moves_with_the_hours_and_ends_with_the_wish(
    work: Work, firm: Firm, rep: Actor, conn: sa.Connection
) -> None:
    a_step(firm, rep, OPENING + timedelta(hours=4))
    fire_mornings(work, NOW)
    firm.settle(opens=time(11))
    fire_mornings(work, NOW)
    assert fire_mornings(work, OPENING) == 0
    choose_messages(work, rep, ChooseMessages(morning=False), OPENING)
    assert fire_mornings(work, OPENING + timedelta(hours=2)) == 0
    assert not [one for one in work.timers.pending_kind(TimerKind.MORNING) if one.due_at <= OPENING + DAY]


def test_only_those_who_work_with_clients_get_them(work: Work, firm: Firm) -> None:
    firm.actor(Role.ANALYST)
    fire_mornings(work, NOW)
    assert work.timers.pending_kind(TimerKind.MORNING) == []


def test_without_a_company_nothing_is_planned(work: Work) -> None:
    assert fire_mornings(work, NOW) == 0


def test_the_evening_tells_the_own_day_and_the_next_step(work: Work, firm: Firm, rep: Actor) -> None:
    closing = NOW + timedelta(hours=8)
    client = firm.client(rep)
    plan = StepPlan(StepKind.CALL, OPENING + timedelta(hours=2), exact=True)
    log_act(work, rep, LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.AGREED, plan=plan), NOW)
    found = evening_summary(work, rep.member_id, NOW.date(), closing)
    assert found.card.values["calls"].value == 1
    assert found.first is not None and found.first.due_at == OPENING + timedelta(hours=2)
    assert found.quiet == Quiet(0, 0)


def test_a_day_without_anything_ahead_has_no_next_step(work: Work, rep: Actor) -> None:
    assert evening_summary(work, rep.member_id, NOW.date(), NOW + timedelta(hours=8)).first is None


def test_the_budget_is_the_teams(work: Work, firm: Firm, rep: Actor) -> None:
    team: Team = firm.settle(loud_a_day=5)
    assert team.settings.loud_a_day == 5
    found = heard_today(work, rep, datetime(2026, 11, 25, 20, 0, tzinfo=UTC))
    assert (found.loud, found.limit) == (0, 5)


def test_who_is_in_another_team_or_gone_is_not_planned_for(work: Work, firm: Firm, rep: Actor) -> None:
    member = work.people.get(rep.member_id)
    fire_mornings(work, NOW)
    work.people.save(replace(member, active=False))
    a_step(firm, rep, OPENING + timedelta(hours=4))
    assert fire_mornings(work, OPENING) == 0
