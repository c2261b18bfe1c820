"""Next steps: planned into working time, moved, done, passed on; and what an old press meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from sales.actions.steps import (
    FinishStep,
    MoveStep,
    PlanNext,
    UndoStep,
    check_plan,
    drop_steps,
    finish_step,
    move_step,
    pass_steps,
    plan_next,
    plan_step,
    quick_times,
    undo_finish,
    undo_plan,
)
from sales.errors import NotAllowed, NotYours, PastTime, StepClosed, StepMoved, StepPassed, TooLateToUndo, TooLong
from sales.people import Actor, Role
from sales.ports import Work
from sales.steps import Step, StepKind, StepPlan, StepState
from sales.timers import TimerKind
from tests.builders import NOW, Firm

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


def a_step(work: Work, firm: Firm, rep: Actor, **plan: object) -> Step:
    values: dict[str, object] = {"kind": StepKind.CALL, "due_at": NOW + HOUR, "exact": False, **plan}
    client = firm.client(rep)
    return plan_step(work, firm.team, client.id, rep.member_id, StepPlan(**values), NOW)  # type: ignore[arg-type]


def pending(work: Work, rep: Actor, kind: TimerKind) -> list[datetime]:
    return [timer.due_at for timer in work.timers.pending([kind], rep.member_id, NOW + timedelta(days=400))]


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """In Moscow, November 2026."""
    return datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC)


def test_a_step_gets_its_timer(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    assert pending(work, rep, TimerKind.STEP) == [step.due_at] == [NOW + HOUR]
    assert pending(work, rep, TimerKind.MEETING) == []


def test_what_is_not_exact_moves_into_working_hours_of_the_person(work: Work, firm: Firm) -> None:
    far = firm.actor(Role.HUNTER, zone="Asia/Vladivostok")
    step = a_step(work, firm, far, due_at=local(27, 18))
    assert step.due_at == datetime(2026, 11, 29, 23, tzinfo=UTC), "Friday night there, so Monday at nine there"


def test_the_very_time_that_was_named_stays(work: Work, firm: Firm, rep: Actor) -> None:
    assert a_step(work, firm, rep, due_at=local(28, 22), exact=True).due_at == local(28, 22)


def test_a_meeting_is_told_before_it_begins_and_when_it_does(work: Work, firm: Firm, rep: Actor) -> None:
    a_step(work, firm, rep, kind=StepKind.MEETING, due_at=local(25, 15), exact=True)
    assert pending(work, rep, TimerKind.STEP) == [local(25, 15)]
    assert pending(work, rep, TimerKind.MEETING) == [local(25, 14)]


def test_a_meeting_is_never_held_back(work: Work, firm: Firm, rep: Actor) -> None:
    a_step(work, firm, rep, kind=StepKind.MEETING, due_at=local(25, 15))
    timers = work.timers.pending([TimerKind.STEP, TimerKind.MEETING], rep.member_id, local(26, 9))
    assert [timer.exact for timer in timers] == [True, True]


def test_a_meeting_too_near_is_told_only_when_it_begins(work: Work, firm: Firm, rep: Actor) -> None:
    a_step(work, firm, rep, kind=StepKind.MEETING, due_at=local(25, 10, 30), exact=True)
    assert pending(work, rep, TimerKind.MEETING) == []


def test_done_closes_the_step_and_its_timers_and_can_be_undone(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    finish_step(work, rep, FinishStep(step.id), NOW)
    assert work.steps.get(step.id).state is StepState.DONE
    assert pending(work, rep, TimerKind.STEP) == []
    undo_finish(work, rep, UndoStep(step.id), NOW + 10 * MINUTE)
    assert work.steps.get(step.id).state is StepState.OPEN
    assert pending(work, rep, TimerKind.STEP) == [step.due_at]


def test_a_step_that_was_told_already_is_not_told_again_by_an_undo(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    finish_step(work, rep, FinishStep(step.id), NOW + HOUR)
    undo_finish(work, rep, UndoStep(step.id), NOW + HOUR)
    assert pending(work, rep, TimerKind.STEP) == []


def test_undo_comes_too_late_after_ten_minutes(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    finish_step(work, rep, FinishStep(step.id), NOW)
    with pytest.raises(TooLateToUndo) as refused:
        undo_finish(work, rep, UndoStep(step.id), NOW + 11 * MINUTE)
    assert refused.value.facts["reason"] == "time"


def test_undo_is_refused_once_somebody_else_has_acted_and_names_them(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    head = firm.member(Role.HEAD, name="Игорь Громов")
    finish_step(work, rep, FinishStep(step.id), NOW)
    work.audit.note(head.id, "log_act", 1, NOW + MINUTE, client_id=step.client_id)
    with pytest.raises(TooLateToUndo) as refused:
        undo_finish(work, rep, UndoStep(step.id), NOW + 2 * MINUTE)
    assert refused.value.facts["who"] == "Игорь Громов"


def test_what_was_not_done_can_not_be_undone(work: Work, firm: Firm, rep: Actor) -> None:
    with pytest.raises(StepClosed):
        undo_finish(work, rep, UndoStep(a_step(work, firm, rep).id), NOW)


def test_a_second_done_says_that_it_is_done(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    finish_step(work, rep, FinishStep(step.id), NOW)
    with pytest.raises(StepClosed) as refused:
        finish_step(work, rep, FinishStep(step.id), NOW)
    assert refused.value.facts["state"] == "done"


def test_a_step_moves_with_its_timer(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    moved = move_step(work, rep, MoveStep(step.id, step.due_at, local(25, 20), exact=False), NOW)
    assert moved.due_at == local(26, 9), "after hours is the next morning"
    assert pending(work, rep, TimerKind.STEP) == [local(26, 9)]


def test_an_old_button_does_not_move_what_has_moved_already(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    move_step(work, rep, MoveStep(step.id, step.due_at, local(26, 12), exact=True), NOW)
    with pytest.raises(StepMoved) as refused:
        move_step(work, rep, MoveStep(step.id, step.due_at, local(26, 15), exact=True), NOW)
    assert refused.value.facts["at"] == local(26, 12)


def test_a_step_can_not_move_into_the_past(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    with pytest.raises(PastTime):
        move_step(work, rep, MoveStep(step.id, step.due_at, NOW, exact=True), NOW)


def test_steps_change_hands_with_their_timers(work: Work, firm: Firm, rep: Actor) -> None:
    step, other = a_step(work, firm, rep), firm.actor(Role.HUNTER, name="Анна Белова")
    pass_steps(work, step.client_id, other.member_id, NOW)
    assert work.steps.get(step.id).member_id == other.member_id
    assert (pending(work, rep, TimerKind.STEP), pending(work, other, TimerKind.STEP)) == ([], [step.due_at])
    with pytest.raises(StepPassed) as refused:
        finish_step(work, rep, FinishStep(step.id), NOW)
    assert refused.value.facts["who"] == "Анна Белова"


def test_steps_that_are_in_the_right_hands_already_stay_as_they_are(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    work.timers.cancel(TimerKind.STEP, step.id)
    pass_steps(work, step.client_id, rep.member_id, NOW)
    assert pending(work, rep, TimerKind.STEP) == []


def test_a_client_out_of_work_has_no_open_steps(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    drop_steps(work, step.client_id, NOW)
    assert work.steps.get(step.id).state is StepState.DROPPED
    assert pending(work, rep, TimerKind.STEP) == []


def test_whoever_holds_a_step_with_somebody_elses_client_may_finish_it(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    owner = firm.actor(Role.HUNTER).member_id
    work.clients.save(replace(work.clients.get(step.client_id), owner_id=owner))
    finish_step(work, rep, FinishStep(step.id), NOW)
    assert work.steps.open_of_client(step.client_id) == []


def test_a_meeting_may_be_planned_beside_other_steps_and_taken_back(work: Work, firm: Firm, rep: Actor) -> None:
    first = a_step(work, firm, rep)
    plan = StepPlan(StepKind.MEETING, local(26, 12), exact=True, place="Ленина, 1")
    planned = plan_next(work, rep, PlanNext(first.client_id, plan), NOW)
    assert [step.kind for step in work.steps.open_of_client(first.client_id)] == [StepKind.CALL, StepKind.MEETING]
    undo_plan(work, rep, UndoStep(planned.step_id), NOW + MINUTE)
    assert [step.kind for step in work.steps.open_of_client(first.client_id)] == [StepKind.CALL]
    with pytest.raises(StepClosed):
        undo_plan(work, rep, UndoStep(planned.step_id), NOW + MINUTE)


def test_a_plan_made_long_ago_is_not_taken_back(work: Work, firm: Firm, rep: Actor) -> None:
    step = a_step(work, firm, rep)
    with pytest.raises(TooLateToUndo):
        undo_plan(work, rep, UndoStep(step.id), NOW + HOUR)


def test_an_analyst_plans_nothing(work: Work, firm: Firm, rep: Actor) -> None:
    client, plan = firm.client(rep), StepPlan(StepKind.CALL, NOW + HOUR, exact=False)
    with pytest.raises(NotAllowed):
        plan_next(work, firm.actor(Role.ANALYST), PlanNext(client.id, plan), NOW)
    with pytest.raises(NotYours):
        plan_next(work, firm.actor(Role.FARMER), PlanNext(client.id, plan), NOW)


def test_a_plan_lies_ahead_and_its_words_fit() -> None:
    plan = {"kind": StepKind.CALL, "exact": False}
    with pytest.raises(PastTime):
        check_plan(StepPlan(due_at=NOW, **plan), NOW)  # type: ignore[arg-type]
    with pytest.raises(TooLong):
        check_plan(StepPlan(due_at=NOW + HOUR, words="ы" * 1001, **plan), NOW)  # type: ignore[arg-type]
    with pytest.raises(TooLong):
        check_plan(StepPlan(due_at=NOW + HOUR, place="ы" * 201, **plan), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "following", "later"),
    [
        (local(25, 10), local(26, 10), local(30, 10)),  # Wednesday: tomorrow, Monday
        (local(27, 10), local(30, 10), datetime(2026, 12, 1, 7, tzinfo=UTC)),  # Friday: Monday, Tuesday
        (local(29, 10), local(30, 10), datetime(2026, 12, 1, 7, tzinfo=UTC)),  # Sunday: Monday, Tuesday
    ],
)
def test_quick_times_are_an_hour_and_two_working_mornings(
    work: Work, rep: Actor, now: datetime, following: datetime, later: datetime
) -> None:
    times = quick_times(work, rep, now).times
    assert [(one.name, one.at, one.exact) for one in times] == [
        ("hour", now + HOUR, True),
        ("next", following, False),
        ("later", later, False),
    ]


def test_a_team_that_opens_later_calls_when_it_opens(work: Work, firm: Firm, rep: Actor) -> None:
    firm.settle(opens=time(11), closes=time(20))
    assert quick_times(work, rep, NOW).times[1].at == local(26, 11)
