"""Waiting for the client ends by itself when the client acts, whoever has seen it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.actions.activities import LogAct, LoggedAct, UndoAct, log_act, undo_act
from sales.actions.reminders import fire_reminders, step_card, step_told
from sales.actions.steps import plan_step
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.steps import Step, StepKind, StepPlan, StepState
from tests.builders import NOW, Firm
from tests.sales.actions.relay import minutes
from tests.sales.actions.told import told

UNTIL = NOW + timedelta(days=2)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER, name="Тимур Каримов")


@pytest.fixture
def client(firm: Firm, rep: Actor) -> Client:
    return firm.client(rep, phone="+79000000012")


def waiting(firm: Firm, client: Client, who: Actor) -> Step:
    return plan_step(firm.work, firm.team, client.id, who.member_id, StepPlan(StepKind.WAIT, UNTIL, False), NOW)


def act(
    firm: Firm,
    who: Actor,
    client: Client,
    outcome: Outcome,
    direction: Direction = Direction.EXISTING,
    kind: ActKind = ActKind.CALL,
) -> LoggedAct:
    return log_act(firm.work, who, LogAct(client.id, kind, direction, outcome), minutes(60))


@pytest.mark.parametrize(
    ("kind", "direction", "outcome", "state"),
    [
        (ActKind.CALL, Direction.EXISTING, Outcome.AGREED, StepState.DONE),
        (ActKind.CALL, Direction.EXISTING, Outcome.CALL_BACK, StepState.DONE),
        (ActKind.CALL, Direction.INBOUND, Outcome.NO_ANSWER, StepState.DONE),
        (ActKind.MEETING, Direction.EXISTING, Outcome.THINKING, StepState.DONE),
        (ActKind.CALL, Direction.EXISTING, Outcome.NO_ANSWER, StepState.OPEN),
        (ActKind.CALL, Direction.COLD, Outcome.WRONG_NUMBER, StepState.OPEN),
        (ActKind.CALL, Direction.INBOUND, Outcome.WRONG_NUMBER, StepState.OPEN),
        (ActKind.MEETING, Direction.EXISTING, Outcome.NOT_HELD, StepState.OPEN),
    ],
)
def test_it_ends_when_the_client_acts_and_only_then(
    firm: Firm, rep: Actor, client: Client, kind: ActKind, direction: Direction, outcome: Outcome, state: StepState
) -> None:
    step = waiting(firm, client, rep)
    act(firm, rep, client, outcome, direction, kind)
    assert firm.work.steps.get(step.id).state is state


def test_its_reminder_comes_only_while_the_client_is_silent(firm: Firm, rep: Actor, client: Client) -> None:
    waiting(firm, client, rep)
    assert fire_reminders(firm.work, UNTIL) == 1
    assert fire_reminders(firm.work, UNTIL) == 0
    other = firm.client(rep, name="ООО «Василёк»", key="василёк")
    waiting(firm, other, rep)
    act(firm, rep, other, Outcome.AGREED)
    assert fire_reminders(firm.work, UNTIL + timedelta(hours=1)) == 0


def test_the_reminder_knows_since_when(firm: Firm, rep: Actor, client: Client) -> None:
    step = waiting(firm, client, rep)
    assert step_card(firm.work, rep, step.id).waits_since == NOW
    call = plan_step(firm.work, firm.team, client.id, rep.member_id, StepPlan(StepKind.CALL, UNTIL, False), NOW)
    assert step_card(firm.work, rep, call.id).waits_since is None


def test_who_waits_is_told_what_a_colleague_has_seen(
    firm: Firm, rep: Actor, client: Client, conn: sa.Connection
) -> None:
    step = waiting(firm, client, rep)
    head = firm.actor(Role.HEAD, name="Ольга Павлова")
    logged = act(firm, head, client, Outcome.AGREED)
    assert told(conn, NoticeKind.CLIENT_ACTED) == [(rep.member_id, step.id, {"who": "Ольга Павлова"})]
    assert step_told(firm.work, step.id)[1] is StepState.DONE
    undo_act(firm.work, head, UndoAct(logged.activity_id), minutes(61))
    assert step_told(firm.work, step.id)[1] is StepState.OPEN, "taken back with the act"
    assert fire_reminders(firm.work, UNTIL) == 1


def test_nobody_is_told_of_the_own_act(firm: Firm, rep: Actor, client: Client, conn: sa.Connection) -> None:
    waiting(firm, client, rep)
    act(firm, rep, client, Outcome.AGREED)
    assert told(conn, NoticeKind.CLIENT_ACTED) == []
