"""Reminders: once, together, in working hours, and only while they matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.parking import Park, park_lead
from sales.actions.reminders import (
    Reminder,
    Snooze,
    SnoozeStep,
    fire_reminders,
    reminder,
    snooze_step,
    step_card,
)
from sales.actions.steps import FinishStep, finish_step, plan_step
from sales.errors import StepClosed, StepMoved, StepPassed
from sales.leads import CloseReason, Lead, LeadState, Question
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW, Work
from sales.steps import Step, StepKind, StepPlan, StepState
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay, minutes
from tests.sales.actions.told import told

HOUR = timedelta(hours=1)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In Moscow, November 2026."""
    return datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC)


def a_step(
    work: Work, firm: Firm, rep: Actor, due_at: datetime, kind: StepKind = StepKind.CALL, exact: bool = False
) -> Step:
    client = firm.client(rep, phone="+79000000012")
    plan = StepPlan(kind, due_at, exact, words="прислать расчёт")
    return plan_step(work, firm.team, client.id, rep.member_id, plan, NOW)


def reminders(conn: sa.Connection) -> list[tuple[int, list[int], list[int], bool]]:
    """(member, steps, meetings, late) of what waits to leave."""
    rows = told(conn, NoticeKind.REMINDER)
    return [(member, facts["steps"], facts["meetings"], facts["late"]) for member, _, facts in rows]


def test_a_reminder_leaves_at_its_time_and_once(work: Work, conn: sa.Connection, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep, minutes(30))
    assert fire_reminders(work, minutes(29)) == 0
    assert fire_reminders(work, minutes(30)) == 1
    assert fire_reminders(work, minutes(31)) == 0
    assert reminders(conn) == [(rep.member_id, [step.id], [], False)]


def test_those_of_a_quarter_of_an_hour_travel_together(work: Work, conn: sa.Connection, firm: Firm, rep: Actor) -> None:
    first, second = a_step(work, firm, rep, minutes(30)), a_step(work, firm, rep, minutes(40))
    other = firm.actor(Role.HUNTER)
    theirs = a_step(work, firm, other, minutes(30))
    assert fire_reminders(work, minutes(30)) == 1, "the other one's; the first waits for the second"
    assert fire_reminders(work, minutes(40)) == 1
    assert reminders(conn) == [
        (other.member_id, [theirs.id], [], False),
        (rep.member_id, [first.id, second.id], [], False),
    ]


def test_the_very_time_that_was_named_is_kept_day_and_night(
    work: Work, conn: sa.Connection, firm: Firm, rep: Actor
) -> None:
    step = a_step(work, firm, rep, local(28, 22), exact=True)
    assert fire_reminders(work, local(28, 22)) == 1
    assert reminders(conn) == [(rep.member_id, [step.id], [], False)]


def test_nobody_is_reminded_outside_working_hours(work: Work, conn: sa.Connection, firm: Firm, rep: Actor) -> None:
    """The process stood still from before the step's time until after the closing: the next morning tells it, late."""
    step = a_step(work, firm, rep, local(25, 17, 50))
    assert fire_reminders(work, local(25, 19)) == 0
    assert fire_reminders(work, local(26, 8, 59)) == 0
    assert fire_reminders(work, local(26, 9)) == 1
    assert reminders(conn) == [(rep.member_id, [step.id], [], True)]


def test_hours_that_were_changed_meanwhile_make_nobody_late(
    work: Work, conn: sa.Connection, firm: Firm, rep: Actor
) -> None:
    step = a_step(work, firm, rep, local(26, 9, 30))
    firm.settle(opens=time(11), closes=time(20))
    assert fire_reminders(work, local(26, 9, 30)) == 0
    assert fire_reminders(work, local(26, 11)) == 1
    assert reminders(conn) == [(rep.member_id, [step.id], [], False)]


def test_missed_ones_arrive_once_and_say_that_they_are_late(
    work: Work, conn: sa.Connection, firm: Firm, rep: Actor
) -> None:
    steps = [a_step(work, firm, rep, minutes(30 * n)) for n in (1, 2, 3)]
    assert fire_reminders(work, minutes(180)) == 1
    assert fire_reminders(work, minutes(181)) == 0
    assert reminders(conn) == [(rep.member_id, [step.id for step in steps], [], True)]


def test_a_meeting_is_told_an_hour_before_and_when_it_begins(
    work: Work, conn: sa.Connection, firm: Firm, rep: Actor
) -> None:
    step = a_step(work, firm, rep, local(25, 15), StepKind.MEETING, exact=True)
    fire_reminders(work, local(25, 14))
    fire_reminders(work, local(25, 15))
    assert reminders(conn) == [(rep.member_id, [], [step.id], False), (rep.member_id, [step.id], [], False)]


def test_a_meeting_that_has_begun_is_not_told_as_near(work: Work, conn: sa.Connection, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep, local(25, 15), StepKind.MEETING, exact=True)
    fire_reminders(work, local(25, 15, 5))
    assert reminders(conn) == [(rep.member_id, [step.id], [], False)]


def test_what_does_not_matter_any_more_reminds_nobody(work: Work, conn: sa.Connection, firm: Firm, rep: Actor) -> None:
    done = a_step(work, firm, rep, minutes(30))
    work.steps.save(replace(done, state=StepState.DONE))
    closed = a_step(work, firm, rep, minutes(30))
    work.leads.add(a_closed_lead(firm, closed, rep))
    assert fire_reminders(work, minutes(30)) == 0
    assert reminders(conn) == []


def test_a_step_that_stayed_when_the_client_was_given_away_is_still_told_to_its_holder(
    work: Work, firm: Firm, rep: Actor
) -> None:
    step = a_step(work, firm, rep, minutes(30))
    client = work.clients.get(step.client_id)
    work.clients.save(replace(client, owner_id=firm.actor(Role.HUNTER).member_id))
    assert fire_reminders(work, minutes(30)) == 1


def a_closed_lead(firm: Firm, step: Step, rep: Actor) -> Lead:
    return Lead(
        id=NEW,
        company_id=firm.team.company_id,
        team_id=firm.team.id,
        client_id=step.client_id,
        giver_id=rep.member_id,
        state=LeadState.CLOSED,
        created_at=NOW,
        closed_at=minutes(10),
        close_reason=CloseReason.NO_NEED,
    )


def test_a_step_planned_after_the_lead_was_closed_is_told(
    work: Work, conn: sa.Connection, firm: Firm, rep: Actor
) -> None:
    step = a_step(work, firm, rep, minutes(30))
    work.leads.add(replace(a_closed_lead(firm, step, rep), closed_at=NOW - HOUR))
    assert fire_reminders(work, minutes(30)) == 1


def test_who_has_left_is_told_nothing(work: Work, conn: sa.Connection, firm: Firm, rep: Actor) -> None:
    a_step(work, firm, rep, minutes(30))
    work.people.save(replace(work.people.get(rep.member_id), active=False))
    assert fire_reminders(work, minutes(30)) == 0


def a_parked_lead(relay: Relay) -> int:
    lead_id = relay.ready()
    until = (NOW + timedelta(days=5)).date()
    park_lead(relay.work, relay.giver, Park(lead_id, Question.BUDGET, "бюджет весной", until), NOW)
    return lead_id


def test_a_parked_lead_comes_back_on_its_day_with_the_reason(relay: Relay) -> None:
    lead_id = a_parked_lead(relay)
    assert fire_reminders(relay.work, local(30, 9)) == 1
    (_, _, facts) = told(relay.conn, NoticeKind.REMINDER)[0]
    assert facts["parked"] == [lead_id]
    (lead,) = shown(relay.work, relay.giver, parked=[lead_id]).leads
    assert (lead.client, lead.reason, lead.until) == ("ООО «Ромашка»", "бюджет весной", local(30, 9).date())


def shown(
    work: Work, rep: Actor, steps: list[int] | None = None, meetings: list[int] | None = None,
    parked: list[int] | None = None,
) -> Reminder:  # fmt: skip
    return reminder(work, rep.member_id, steps or [], meetings or [], parked or [])


def test_the_message_is_made_from_what_stands_when_it_leaves(work: Work, firm: Firm, rep: Actor) -> None:
    near, done = a_step(work, firm, rep, minutes(30)), a_step(work, firm, rep, minutes(30))
    finish_step(work, rep, FinishStep(done.id), NOW)
    found = shown(work, rep, [done.id], [near.id])
    assert [(one.step_id, one.near, one.phone) for one in found.steps] == [(near.id, True, "+79000000012")]
    assert found.steps[0].words == "прислать расчёт"


def test_a_client_without_contacts_is_told_by_name(work: Work, firm: Firm, rep: Actor) -> None:
    plan = StepPlan(StepKind.CALL, minutes(30), exact=False)
    step = plan_step(work, firm.team, firm.client(rep).id, rep.member_id, plan, NOW)
    assert step_card(work, rep, step.id).contact == ""
    with pytest.raises(StepPassed):
        step_card(work, firm.actor(Role.HEAD), step.id)


@pytest.mark.parametrize(
    ("how", "until", "exact"),
    [
        (Snooze.MINUTES_20, local(25, 10, 20), True),
        (Snooze.HOUR, local(25, 11), True),
        (Snooze.HOURS_3, local(25, 13), True),
        (Snooze.TOMORROW, local(26, 9), False),
        (Snooze.NEXT_WEEK, local(30, 9), False),
    ],
)
def test_snooze(work: Work, firm: Firm, rep: Actor, how: Snooze, until: datetime, exact: bool) -> None:
    step = a_step(work, firm, rep, minutes(5))
    moved = snooze_step(work, rep, SnoozeStep(step.id, step.due_at, how), NOW)
    assert moved.due_at == until
    assert work.steps.get(step.id).exact is exact


def test_snooze_past_a_weekend_means_the_next_working_day(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep, local(27, 17))
    moved = snooze_step(work, rep, SnoozeStep(step.id, step.due_at, Snooze.TOMORROW), local(27, 17))
    assert moved.due_at == local(30, 9)


def test_hours_of_snooze_may_end_in_the_evening(work: Work, conn: sa.Connection, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep, local(25, 17))
    snooze_step(work, rep, SnoozeStep(step.id, step.due_at, Snooze.HOURS_3), local(25, 17))
    assert fire_reminders(work, local(25, 20)) == 1


def test_an_old_snooze_button_says_why_it_does_nothing(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep, minutes(5))
    snooze_step(work, rep, SnoozeStep(step.id, step.due_at, Snooze.HOUR), NOW)
    with pytest.raises(StepMoved):
        snooze_step(work, rep, SnoozeStep(step.id, step.due_at, Snooze.TOMORROW), NOW)
    finish_step(work, rep, FinishStep(step.id), NOW)
    with pytest.raises(StepClosed):
        snooze_step(work, rep, SnoozeStep(step.id, step.due_at, Snooze.TOMORROW), NOW)
