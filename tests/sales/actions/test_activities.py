"""Calls and meetings: what an act settles, what it brings about, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sales.actions.activities import ActBasis, LogAct, LoggedAct, UndoAct, act_basis, log_act, undo_act
from sales.actions.parking import CloseLead, close_lead
from sales.actions.steps import plan_step
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.errors import NotAllowed, NotYours, PastTime, TooLateToUndo, TooLong, WrongState
from sales.handoff import HandoffState
from sales.leads import CloseReason, LeadState, Source
from sales.people import Actor, Role
from sales.ports import Work
from sales.steps import Step, StepKind, StepPlan, StepState
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay, minutes

HOUR = timedelta(hours=1)
TOMORROW = StepPlan(StepKind.CALL, NOW + timedelta(days=1), exact=False)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.LEAD_GENERATOR)


@pytest.fixture
def client(firm: Firm, rep: Actor) -> Client:
    return firm.client(rep, phone="+79000000012")


def call(
    client: Client, outcome: Outcome = Outcome.THINKING, plan: StepPlan | None = TOMORROW, **more: object
) -> LogAct:
    return LogAct(client.id, ActKind.CALL, Direction.COLD, outcome, plan=plan, **more)  # type: ignore[arg-type]


def meeting(client: Client, outcome: Outcome = Outcome.AGREED) -> LogAct:
    return LogAct(client.id, ActKind.MEETING, Direction.EXISTING, outcome, plan=TOMORROW)


def step(work: Work, firm: Firm, client: Client, kind: StepKind, due_in: timedelta = HOUR, words: str = "") -> Step:
    plan = StepPlan(kind, NOW + due_in, exact=True, words=words)
    return plan_step(work, firm.team, client.id, client.owner_id, plan, NOW)


def open_steps(work: Work, client: Client) -> list[tuple[StepKind, datetime]]:
    return [(one.kind, one.due_at) for one in work.steps.open_of_client(client.id)]


def undo(work: Work, rep: Actor, logged: LoggedAct, now: datetime = NOW) -> None:
    undo_act(work, rep, UndoAct(logged.activity_id), now)


def test_an_act_is_written_down_with_its_next_step(work: Work, rep: Actor, client: Client) -> None:
    logged = log_act(work, rep, call(client, note="боль: заявки теряются"), NOW)
    (act,) = work.activities.of_client(client.id, 10)
    assert (act.outcome, act.note, act.at, act.member_id) == (
        Outcome.THINKING,
        "боль: заявки теряются",
        NOW,
        rep.member_id,
    )
    assert (logged.step_kind, logged.due_at) == (StepKind.CALL, TOMORROW.due_at)
    assert act.made_step is not None
    assert open_steps(work, client) == [(StepKind.CALL, TOMORROW.due_at)]


def test_an_act_settles_the_open_steps_but_a_meeting_ahead(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    step(work, firm, client, StepKind.CALL)
    step(work, firm, client, StepKind.SEND)
    ahead = step(work, firm, client, StepKind.MEETING, 3 * HOUR)
    log_act(work, rep, call(client, plan=None), NOW)
    assert [one.id for one in work.steps.open_of_client(client.id)] == [ahead.id]


def test_a_meeting_whose_time_has_come_is_settled_by_a_call_too(
    work: Work, firm: Firm, rep: Actor, client: Client
) -> None:
    step(work, firm, client, StepKind.MEETING, timedelta(0))
    log_act(work, rep, call(client, plan=None), NOW)
    assert open_steps(work, client) == []


def test_a_held_meeting_settles_the_nearest_one_ahead(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    step(work, firm, client, StepKind.MEETING, HOUR)
    later = step(work, firm, client, StepKind.MEETING, 50 * HOUR)
    log_act(work, rep, meeting(client), NOW)
    assert (StepKind.MEETING, later.due_at) in open_steps(work, client)
    assert len(open_steps(work, client)) == 2, "the later meeting and the new step"


def test_a_meeting_that_did_not_happen_settles_nothing_but_itself(
    work: Work, firm: Firm, rep: Actor, client: Client
) -> None:
    step(work, firm, client, StepKind.SEND)
    step(work, firm, client, StepKind.MEETING)
    log_act(work, rep, replace(meeting(client, Outcome.NOT_HELD), plan=None), NOW)
    assert [kind for kind, _ in open_steps(work, client)] == [StepKind.SEND]


def test_other_peoples_steps_are_left_alone(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    step(work, firm, client, StepKind.CALL)
    log_act(work, firm.actor(Role.HEAD), call(client, plan=None), NOW)
    assert len(open_steps(work, client)) == 1


def test_no_answer_moves_the_call_to_the_teams_retry(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    step(work, firm, client, StepKind.CALL, words="расчёт")
    step(work, firm, client, StepKind.SEND, 5 * HOUR)
    log_act(work, rep, call(client, Outcome.NO_ANSWER, plan=None), NOW)
    retry, send = work.steps.open_of_client(client.id)
    assert (retry.kind, retry.due_at, retry.words) == (StepKind.CALL, NOW + 2 * HOUR, "расчёт")
    assert send.kind is StepKind.SEND


def test_a_retry_falls_into_working_time(work: Work, rep: Actor, client: Client) -> None:
    evening = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    logged = log_act(work, rep, call(client, Outcome.NO_ANSWER, plan=None), evening)
    assert logged.due_at == datetime(2026, 11, 30, 6, tzinfo=UTC), "Friday 17:30 plus two hours is Monday at nine"


def test_undo_brings_everything_back(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    before = step(work, firm, client, StepKind.CALL)
    logged = log_act(work, rep, call(client), NOW)
    undo(work, rep, logged, minutes(10))
    assert [one.id for one in work.steps.open_of_client(client.id)] == [before.id]
    assert work.activities.of_client(client.id, 10) == []


def test_undo_leaves_what_has_been_done_since(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    before = step(work, firm, client, StepKind.CALL)
    first = log_act(work, rep, call(client), NOW)
    log_act(work, rep, call(client), minutes(1))
    work.steps.save(replace(work.steps.get(before.id), state=StepState.DROPPED))
    undo(work, rep, first, minutes(2))
    assert open_steps(work, client) == [(StepKind.CALL, TOMORROW.due_at)], "the second act's step"


def test_undo_has_ten_minutes(work: Work, rep: Actor, client: Client) -> None:
    logged = log_act(work, rep, call(client), NOW)
    with pytest.raises(TooLateToUndo) as refused:
        undo(work, rep, logged, minutes(11))
    assert refused.value.facts["reason"] == "time"


def test_undo_is_refused_once_somebody_else_has_acted(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    logged = log_act(work, rep, call(client), NOW)
    head = firm.actor(Role.HEAD, name="Игорь Громов")
    log_act(work, head, call(client), minutes(1))
    with pytest.raises(TooLateToUndo) as refused:
        undo(work, rep, logged, minutes(2))
    assert refused.value.facts == {"reason": "acted", "who": "Игорь Громов"}


def test_undo_is_for_ones_own_act_and_once(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    logged = log_act(work, rep, call(client), NOW)
    with pytest.raises(NotYours):
        undo(work, firm.actor(Role.HEAD), logged)
    undo(work, rep, logged)
    with pytest.raises(WrongState):
        undo(work, rep, logged)


def test_the_first_contact_completes_the_hand_over_and_undo_reopens_it(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id, now=minutes(5))
    receiver = relay.hunters[0]
    logged = log_act(relay.work, receiver, call(relay.client), minutes(10))
    assert logged.completed == done.handoff_id
    assert relay.handoff(done.handoff_id).state is HandoffState.COMPLETE
    assert relay.work.activities.get(logged.activity_id).completed == done.handoff_id
    undo(relay.work, receiver, logged, minutes(11))
    assert relay.handoff(done.handoff_id).state is HandoffState.ACCEPTED
    assert relay.work.leads.get(relay.handoff(done.handoff_id).lead_id).state is LeadState.ACCEPTED


def test_a_contact_can_not_be_taken_back_once_the_lead_is_closed(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id, now=minutes(5))
    receiver = relay.hunters[0]
    logged = log_act(relay.work, receiver, call(relay.client), minutes(10))
    close_lead(
        relay.work, receiver, CloseLead(relay.handoff(done.handoff_id).lead_id, CloseReason.NO_NEED, ""), minutes(11)
    )
    with pytest.raises(WrongState):
        undo(relay.work, receiver, logged, minutes(12))


def test_an_attempt_completes_nothing(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id, now=minutes(5))
    form = call(relay.client, Outcome.NO_ANSWER, plan=None)
    assert log_act(relay.work, relay.hunters[0], form, minutes(10)).completed is None


def test_undo_keeps_the_step_that_travels_with_a_lead_submitted_since(relay: Relay) -> None:
    logged = log_act(relay.work, relay.giver, call(relay.client), NOW)
    relay.submitted(now=minutes(1))
    undo(relay.work, relay.giver, logged, minutes(2))
    assert (StepKind.CALL, TOMORROW.due_at) in open_steps(relay.work, relay.client)


def test_who_has_no_full_right_logs_nothing(work: Work, firm: Firm, rep: Actor, client: Client) -> None:
    for form, refused in ((Role.HUNTER, NotYours), (Role.ANALYST, NotAllowed)):
        with pytest.raises(refused):
            log_act(work, firm.actor(form), call(client), NOW)
        with pytest.raises(refused):
            act_basis(work, firm.actor(form), client.id, ActKind.CALL, NOW)


def test_what_does_not_fit_is_refused(work: Work, rep: Actor, client: Client) -> None:
    past = StepPlan(StepKind.CALL, NOW, exact=True)
    wrong: list[tuple[LogAct, type[Exception]]] = [
        (call(client, Outcome.NOT_HELD), WrongState),
        (call(client, note="ы" * 1001), TooLong),
        (call(client, plan=past), PastTime),
    ]
    for form, refused in wrong:
        with pytest.raises(refused):
            log_act(work, rep, form, NOW)


def test_a_note_is_no_act_to_be_logged(firm: Firm, work: Work, rep: Actor, client: Client) -> None:
    with pytest.raises(WrongState):
        log_act(work, rep, LogAct(client.id, ActKind.NOTE, Direction.EXISTING, Outcome.NOTED), NOW)


def basis(work: Work, rep: Actor, client: Client, kind: ActKind = ActKind.CALL) -> ActBasis:
    return act_basis(work, rep, client.id, kind, NOW)


def test_a_call_is_cold_until_somebody_has_spoken_to_the_client(work: Work, rep: Actor, client: Client) -> None:
    assert basis(work, rep, client).direction is Direction.COLD
    log_act(work, rep, call(client, Outcome.NO_ANSWER, plan=None), NOW)
    assert basis(work, rep, client).direction is Direction.COLD
    log_act(work, rep, call(client), minutes(1))
    assert basis(work, rep, client).direction is Direction.EXISTING


def test_a_client_that_came_by_itself_calls_in(relay: Relay) -> None:
    lead = relay.work.leads.get(relay.ready())
    relay.work.leads.save(replace(lead, source=Source.SITE))
    assert basis(relay.work, relay.giver, relay.client).direction is Direction.INBOUND


def test_the_form_knows_whom_to_call_and_whether_a_meeting_is_ahead(
    work: Work, firm: Firm, rep: Actor, client: Client
) -> None:
    found = basis(work, rep, client)
    assert (found.client, found.contact, found.phone, found.meets) == (
        "ООО «Ромашка»",
        "Пётр Ильин",
        "+79000000012",
        False,
    )
    assert Outcome.NO_ANSWER in found.outcomes
    step(work, firm, client, StepKind.MEETING)
    assert basis(work, rep, client).meets
    assert not basis(work, rep, client, ActKind.MEETING).meets
    assert Outcome.NOT_HELD in basis(work, rep, client, ActKind.MEETING).outcomes


def test_a_client_without_contacts_can_be_logged_too(work: Work, firm: Firm, rep: Actor) -> None:
    found = basis(work, rep, firm.client(rep))
    assert (found.contact, found.phone) == ("", None)
