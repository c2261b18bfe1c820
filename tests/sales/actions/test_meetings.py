"""What a calendar is told of a planned meeting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sales.actions.meetings import meeting_entry
from sales.actions.steps import FinishStep, MoveStep, finish_step, move_step, plan_step
from sales.clients import Client
from sales.errors import NotFound, NotYours, StepClosed
from sales.people import Actor, Role
from sales.steps import Step, StepKind, StepPlan
from tests.builders import NOW, Firm

AT = NOW + timedelta(days=1)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


@pytest.fixture
def client(firm: Firm, rep: Actor) -> Client:
    return firm.client(rep, phone="+79000000012")


def planned(firm: Firm, rep: Actor, client: Client, kind: StepKind = StepKind.MEETING) -> Step:
    plan = StepPlan(kind, AT, True, "показать демо", "Ленина, 1")
    return plan_step(firm.work, firm.team, client.id, rep.member_id, plan, NOW)


def test_a_meeting_lasts_an_hour_and_names_no_person(firm: Firm, rep: Actor, client: Client) -> None:
    step = planned(firm, rep, client)
    entry = meeting_entry(firm.work, rep, step.id)
    assert (entry.starts_at, entry.ends_at) == (AT, AT + timedelta(hours=1))
    assert (entry.client, entry.place, entry.moves) == ("ООО «Ромашка»", "Ленина, 1", 0)
    assert "Ильин" not in str(entry) and "+7" not in str(entry)


def test_every_move_is_counted(firm: Firm, rep: Actor, client: Client) -> None:
    step = planned(firm, rep, client)
    for hours in (1, 2):
        was = firm.work.steps.get(step.id).due_at
        form = MoveStep(step.id, was, AT + timedelta(hours=hours), True)
        move_step(firm.work, rep, form, NOW + timedelta(minutes=hours))
    entry = meeting_entry(firm.work, rep, step.id)
    assert (entry.moves, entry.starts_at) == (2, AT + timedelta(hours=2))


def test_only_a_meeting_that_lies_ahead_has_an_entry(firm: Firm, rep: Actor, client: Client) -> None:
    with pytest.raises(NotFound):
        meeting_entry(firm.work, rep, planned(firm, rep, client, StepKind.CALL).id)
    step = planned(firm, rep, client)
    finish_step(firm.work, rep, FinishStep(step.id), NOW)
    with pytest.raises(StepClosed):
        meeting_entry(firm.work, rep, step.id)


def test_another_ones_meeting_is_nobodys_business(firm: Firm, rep: Actor, client: Client) -> None:
    step = planned(firm, rep, client)
    with pytest.raises(NotYours):
        meeting_entry(firm.work, firm.actor(Role.HUNTER), step.id)
    assert meeting_entry(firm.work, firm.actor(Role.HEAD), step.id).step_id == step.id
