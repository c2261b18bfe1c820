"""Absences: what flows past, what is lent, what comes back, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.absence import AbsenceState
from sales.actions.absence import EndAbsence, EnterAbsence, end_absence, enter_absence, fire_absences
from sales.actions.absence_views import absence_plan, absences_of, stand_ins
from sales.actions.activities import LogAct, log_act
from sales.actions.clients import client_card, may_see_all
from sales.actions.own import SetAway, my_absence, set_away
from sales.actions.parking import Park, park_lead
from sales.actions.reassign import Reassign, reassign
from sales.actions.reminders import fire_reminders
from sales.actions.request_answers import TakeRequest, take_request
from sales.actions.requests import DropRequest, drop_request
from sales.actions.stand_in import stand_in
from sales.actions.steps import FinishStep, PlanNext, finish_step, plan_next
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.errors import Absent, NotAllowed, NotFound, NotYours, OverlappingAbsence, OwnSubstitute, WrongState
from sales.handoff import HandoffState
from sales.leads import Question, Source
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import Work
from sales.reassign import Piece, What
from sales.steps import Step, StepKind, StepPlan
from sales.timers import TimerKind
from storage.timers import timer
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes
from tests.sales.actions.told import recorded, told

TODAY = NOW.date()
MONDAY = date(2026, 11, 30)
FRIDAY = date(2026, 12, 4)
BEGIN = datetime(2026, 11, 30, 6, tzinfo=NOW.tzinfo)
END = datetime(2026, 12, 7, 6, tzinfo=NOW.tzinfo)


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)


def away(
    relay: Relay, first: date = MONDAY, last: date = FRIDAY, who: int = 0, to: int = 1, now: datetime = NOW
) -> int:
    """A hunter's absence with the other one as the substitute; its id."""
    form = EnterAbsence(relay.hunters[who].member_id, first, last, relay.hunters[to].member_id)
    return enter_absence(relay.work, relay.hunters[who], form, now).absence_id


def planned(relay: Relay, who: Actor, client: Client, at: datetime) -> Step:
    plan = StepPlan(StepKind.CALL, at, True, "прислать расчёт")
    return relay.work.steps.get(plan_next(relay.work, who, PlanNext(client.id, plan), NOW).step_id)


def holder(work: Work, step: Step) -> int:
    return work.steps.get(step.id).member_id


def messages(relay: Relay) -> list[tuple[int, list[int], list[int]]]:
    """(to whom, steps, done)."""
    return [(who, facts["steps"], facts["done"]) for who, _, facts in told(relay.conn, NoticeKind.ABSENCE)]


def reminded(relay: Relay, kind: TimerKind, subject: int) -> int | None:
    row = sa.select(timer.c.member_id).where(timer.c.kind == kind, timer.c.subject == subject, timer.c.pending)
    return relay.conn.scalar(row)


@pytest.fixture
def mine(relay: Relay) -> Client:
    """The first hunter's client."""
    return relay.firm.client(relay.hunters[0], "Лютик", "лютик", phone="+79000000077")


class TestEntering:
    def test_it_is_planned_and_the_substitute_is_told_in_time(self, relay: Relay) -> None:
        one, other = relay.hunters
        away(relay)
        (seen,) = absences_of(relay.work, one, one.member_id).ahead
        assert (seen.state, seen.name, seen.substitute, seen.until) == (
            AbsenceState.PLANNED, "Тимур Каримов", "Анна Белова", END
        )  # fmt: skip
        assert messages(relay) == [(other.member_id, [], [])], "whoever entered it knows"
        assert not relay.work.people.get(one.member_id).is_away(NOW)
        assert recorded(relay.conn, "enter_absence")[0][0] == one.member_id

    def test_a_head_may_enter_it_for_anybody_and_nobody_else_may(self, relay: Relay) -> None:
        one, other = relay.hunters
        form = EnterAbsence(one.member_id, MONDAY, FRIDAY, other.member_id)
        with pytest.raises(NotAllowed):
            enter_absence(relay.work, other, form, NOW)
        enter_absence(relay.work, relay.head, form, NOW)
        assert {who for who, _, _ in messages(relay)} == {one.member_id, other.member_id}
        with pytest.raises(NotFound):
            gone = relay.firm.member(Role.HUNTER, active=False)
            enter_absence(relay.work, relay.head, replace(form, member_id=gone.id), NOW)
        with pytest.raises(NotYours):
            elsewhere = replace(relay.head, reach=frozenset())
            enter_absence(relay.work, elsewhere, form, NOW)

    def test_nobody_is_absent_twice_at_a_time(self, relay: Relay) -> None:
        away(relay)
        with pytest.raises(OverlappingAbsence):
            away(relay, FRIDAY, FRIDAY)
        away(relay, date(2026, 12, 7), date(2026, 12, 8))

    def test_a_substitute_who_is_absent_too_is_refused(self, relay: Relay) -> None:
        away(relay)
        with pytest.raises(Absent) as refused:
            away(relay, FRIDAY, date(2026, 12, 8), who=1, to=0)
        assert refused.value.facts["who"] == "Тимур Каримов"

    @pytest.mark.parametrize("fault", ["oneself", "role", "left", "team", "nobody"])
    def test_who_cannot_stand_in_is_refused(self, relay: Relay, fault: str) -> None:
        one = relay.hunters[0]
        chosen = {
            "oneself": (one.member_id, OwnSubstitute),
            "role": (relay.firm.member(Role.ANALYST).id, NotAllowed),
            "left": (relay.firm.member(Role.HUNTER, active=False).id, NotYours),
            "team": (_elsewhere(relay), NotYours),
            "nobody": (None, NotFound),
        }
        substitute, error = chosen[fault]
        with pytest.raises(error):
            enter_absence(relay.work, one, EnterAbsence(one.member_id, MONDAY, FRIDAY, substitute), NOW)

    def test_the_likeliest_comes_first_and_who_is_away_is_not_offered(self, relay: Relay) -> None:
        one, other = relay.hunters
        found = stand_ins(relay.work, one, one.member_id, MONDAY, FRIDAY, NOW)
        assert [who.name for who in found] == ["Анна Белова", "Ольга Павлова", "Елена Орлова"]
        away(relay, who=1, to=0)
        found = stand_ins(relay.work, relay.giver, relay.giver.member_id, MONDAY, FRIDAY, NOW)
        assert other.name not in [who.name for who in found]

    def test_who_has_no_clients_to_work_with_needs_no_substitute(self, relay: Relay) -> None:
        analyst = relay.firm.actor(Role.ANALYST)
        assert stand_ins(relay.work, analyst, analyst.member_id, MONDAY, FRIDAY, NOW) == ()
        enter_absence(relay.work, analyst, EnterAbsence(analyst.member_id, MONDAY, FRIDAY, None), NOW)
        fire_absences(relay.work, BEGIN)
        assert relay.work.people.get(analyst.member_id).is_away(BEGIN)
        assert stand_in(relay.work, analyst.member_id).id == analyst.member_id

    def test_the_plan_counts_what_it_comes_to(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        planned(relay, one, mine, days(6))
        planned(relay, one, mine, days(30))
        away(relay, who=1, to=0)
        form = EnterAbsence(one.member_id, FRIDAY, date(2026, 12, 8), relay.head.member_id)
        plan = absence_plan(relay.work, one, form, NOW)
        assert (plan.working_days, plan.clients, plan.steps) == (3, 1, 1)
        assert plan.stands_for == (other.name,)
        assert (plan.name, plan.substitute) == ("Тимур Каримов", "Ольга Павлова")


def _elsewhere(relay: Relay) -> int:
    from sales.company import Team, TeamSettings
    from sales.ports import NEW

    team = relay.work.companies.add_team(Team(NEW, relay.firm.team.company_id, None, "Другие", TeamSettings()))
    return relay.firm.member(Role.HUNTER, team_id=team.id).id


class TestWhileItLasts:
    def test_both_are_told_once_and_steps_of_those_days_are_lent(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        soon, later = planned(relay, one, mine, days(6)), planned(relay, one, mine, days(20))
        absence_id = away(relay)
        assert fire_absences(relay.work, BEGIN) > 0
        assert fire_absences(relay.work, BEGIN) == 0
        assert holder(relay.work, soon) == other.member_id
        assert holder(relay.work, later) == one.member_id
        assert reminded(relay, TimerKind.STEP, soon.id) == other.member_id
        assert messages(relay)[1:] == [(one.member_id, [soon.id], []), (other.member_id, [soon.id], [])]
        assert relay.work.absences.current_of(one.member_id).id == absence_id
        assert recorded(relay.conn, "lend_step")[0][2] == {"from": one.member_id, "to": other.member_id}

    def test_what_is_overdue_is_listed_and_not_reminded_of(self, relay: Relay, mine: Client) -> None:
        step = planned(relay, relay.hunters[0], mine, minutes(10))
        away(relay, TODAY, TODAY, now=minutes(60))
        assert holder(relay.work, step) == relay.hunters[1].member_id
        assert reminded(relay, TimerKind.STEP, step.id) is None

    def test_the_owner_stays_and_the_substitute_sees_phones_and_may_log(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        assert not may_see_all(relay.work, other, mine)
        away(relay, TODAY, TODAY)
        assert relay.work.clients.get(mine.id).owner_id == one.member_id
        card = client_card(relay.work, other, mine.id, NOW)
        assert card.contacts[0].phone == "+79000000077" and card.may_log
        log_act(relay.work, other, LogAct(mine.id, ActKind.CALL, Direction.EXISTING, Outcome.THINKING), minutes(5))
        assert not may_see_all(relay.work, relay.giver, mine)
        fire_absences(relay.work, days(1))
        assert not may_see_all(relay.work, other, mine)

    def test_what_is_asked_goes_on_and_new_leads_flow_past(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        first = relay.asked(handoff_id)
        who = relay.hunters.index(next(one for one in relay.hunters if one.member_id == first.member_id))
        away(relay, TODAY, TODAY, who=who, to=1 - who)
        assert relay.asked(handoff_id).member_id == relay.hunters[1 - who].member_id
        second = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик")).handoff_id
        assert relay.asked(second).member_id == relay.hunters[1 - who].member_id

    def test_an_accepted_lead_stays_and_its_touch_standard_rests(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        who = relay.asked(handoff_id)
        relay.accept(handoff_id)
        row = sa.select(timer.c.due_at).where(timer.c.kind == TimerKind.TOUCH_END, timer.c.subject == handoff_id)
        due = relay.conn.scalar(row)
        index = next(n for n, one in enumerate(relay.hunters) if one.member_id == who.member_id)
        away(relay, date(2026, 11, 26), FRIDAY, who=index, to=1 - index)
        fire_absences(relay.work, datetime(2026, 11, 26, 6, tzinfo=NOW.tzinfo))
        (step,) = relay.work.steps.open_of_client(relay.client.id)
        assert step.member_id == relay.hunters[1 - index].member_id, "what was agreed is carried out in time"
        from sales.actions.touches import fire_touches

        fire_touches(relay.work, due)
        assert relay.conn.scalar(row) > due
        handoff = relay.handoff(handoff_id)
        assert (handoff.state, handoff.receiver_id) == (HandoffState.ACCEPTED, who.member_id)

    def test_a_step_that_comes_later_is_lent_and_reminded_of(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        away(relay, TODAY, TODAY)
        step = planned(relay, one, mine, minutes(30))
        assert fire_absences(relay.work, minutes(31)) == 1
        assert holder(relay.work, step) == other.member_id
        assert fire_reminders(relay.work, minutes(60)) == 1
        assert told(relay.conn, NoticeKind.REMINDER)[0][0] == other.member_id

    def test_a_parked_lead_is_remembered_by_the_substitute(self, relay: Relay) -> None:
        lead_id = relay.ready()
        park_lead(relay.work, relay.giver, Park(lead_id, Question.BUDGET, "нет бюджета", date(2026, 12, 1)), NOW)
        form = EnterAbsence(relay.giver.member_id, MONDAY, FRIDAY, relay.hunters[0].member_id)
        absence_id = enter_absence(relay.work, relay.giver, form, NOW).absence_id
        fire_absences(relay.work, BEGIN)
        assert reminded(relay, TimerKind.PARKED, lead_id) == relay.hunters[0].member_id
        end_absence(relay.work, relay.giver, EndAbsence(absence_id), BEGIN + timedelta(hours=1))
        assert reminded(relay, TimerKind.PARKED, lead_id) == relay.giver.member_id

    def test_requests_from_the_persons_clients_go_to_the_substitute(self, relay: Relay, mine: Client) -> None:
        away(relay, TODAY, TODAY)
        dropped = drop_request(
            relay.work, relay.giver, DropRequest(Source.SITE, "ждут счёт", phone="+79000000077"), minutes(1)
        )
        request = relay.work.requests.get(dropped.request_id)
        assert (request.client_id, request.holder_id) == (mine.id, relay.hunters[1].member_id)

    def test_a_request_that_was_taken_is_asked_of_the_substitute(self, relay: Relay) -> None:
        dropped = drop_request(
            relay.work, relay.head, DropRequest(Source.SITE, "хотят демо", phone="+79000000055"), NOW
        )
        take_request(relay.work, relay.giver, TakeRequest(dropped.request_id), minutes(1))
        form = EnterAbsence(relay.giver.member_id, TODAY, TODAY, relay.hunters[0].member_id)
        enter_absence(relay.work, relay.giver, form, minutes(2))
        assert relay.work.requests.get(dropped.request_id).holder_id == relay.hunters[0].member_id


class TestComingBack:
    def test_what_is_still_open_comes_back_and_both_hear_what_was_done(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        done, left = planned(relay, one, mine, days(5)), planned(relay, one, mine, days(6))
        away(relay)
        fire_absences(relay.work, BEGIN)
        finish_step(relay.work, other, FinishStep(done.id), BEGIN + timedelta(hours=1))
        assert fire_absences(relay.work, END) == 1
        assert holder(relay.work, left) == one.member_id
        assert messages(relay)[3:] == [
            (one.member_id, [left.id], [done.id]),
            (other.member_id, [left.id], [done.id]),
        ]
        assert not relay.work.people.get(one.member_id).is_away(END)
        assert stand_in(relay.work, one.member_id).id == one.member_id

    def test_whoever_is_back_earlier_says_so(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        step = planned(relay, one, mine, days(6))
        absence_id = away(relay)
        fire_absences(relay.work, BEGIN)
        back = BEGIN + timedelta(days=1)
        seen = end_absence(relay.work, one, EndAbsence(absence_id), back)
        assert seen.state is AbsenceState.OVER
        assert holder(relay.work, step) == one.member_id
        assert reminded(relay, TimerKind.STEP, step.id) == one.member_id
        assert my_absence(relay.work, one, back).until is None
        assert [who for who, _, _ in messages(relay)][3:] == [other.member_id]
        with pytest.raises(WrongState):
            end_absence(relay.work, one, EndAbsence(absence_id), back)
        assert fire_absences(relay.work, END) == 0, "nothing ends twice"

    def test_to_be_here_again_ends_it_and_to_be_busy_does_not_shorten_it(self, relay: Relay) -> None:
        one = relay.hunters[0]
        away(relay, TODAY, date(2026, 11, 27))
        until = relay.work.people.get(one.member_id).away_until
        assert set_away(relay.work, one, SetAway(minutes(30)), minutes(1)).until == until
        set_away(relay.work, one, SetAway(None), minutes(2))
        assert relay.work.absences.current_of(one.member_id) is None
        assert not relay.work.people.get(one.member_id).is_away(minutes(2))

    def test_who_is_busy_beyond_the_end_stays_busy(self, relay: Relay) -> None:
        one = relay.hunters[0]
        away(relay, TODAY, TODAY)
        set_away(relay.work, one, SetAway(days(3)), minutes(1))
        fire_absences(relay.work, days(1))
        assert relay.work.absences.current_of(one.member_id) is None
        assert relay.work.people.get(one.member_id).away_until == days(3)

    def test_a_planned_one_is_called_off(self, relay: Relay) -> None:
        one = relay.hunters[0]
        absence_id = away(relay)
        end_absence(relay.work, relay.head, EndAbsence(absence_id), NOW)
        assert absences_of(relay.work, one, one.member_id).ahead == ()
        assert fire_absences(relay.work, BEGIN) == 0

    def test_one_that_a_stop_has_swallowed_just_ends(self, relay: Relay, mine: Client) -> None:
        step = planned(relay, relay.hunters[0], mine, days(6))
        away(relay)
        fire_absences(relay.work, END)
        assert holder(relay.work, step) == relay.hunters[0].member_id
        assert relay.work.absences.ahead_of(relay.hunters[0].member_id) == []

    def test_what_the_head_gave_away_meanwhile_does_not_come_back(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        step = planned(relay, one, mine, days(6))
        away(relay)
        fire_absences(relay.work, BEGIN)
        form = Reassign((Piece(What.CLIENT, mine.id, mine.id),), (other.member_id,))
        reassign(relay.work, relay.head, form, BEGIN + timedelta(hours=1))
        fire_absences(relay.work, END)
        assert holder(relay.work, step) == other.member_id


class TestASubstituteWhoIsAbsentToo:
    def test_passes_on_what_was_lent_and_it_comes_back_to_the_first(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        step = planned(relay, one, mine, days(6))
        away(relay)
        fire_absences(relay.work, BEGIN)
        form = EnterAbsence(other.member_id, MONDAY, FRIDAY, relay.head.member_id)
        enter_absence(relay.work, other, form, BEGIN + timedelta(hours=1))
        assert holder(relay.work, step) == relay.head.member_id
        assert stand_in(relay.work, one.member_id).id == relay.head.member_id
        fire_absences(relay.work, END)
        assert holder(relay.work, step) == one.member_id

    def test_keeps_what_nobody_else_can_take(self, relay: Relay, mine: Client) -> None:
        one, other = relay.hunters
        step = planned(relay, one, mine, days(6))
        away(relay)
        absence = relay.work.absences.ahead_of(one.member_id)[0]
        relay.work.absences.add(
            replace(absence, id=0, member_id=other.member_id, substitute_id=one.member_id, state=AbsenceState.CURRENT)
        )
        fire_absences(relay.work, BEGIN)
        assert holder(relay.work, step) == one.member_id, "both are absent: it waits for the return"
