"""«Занят до…» and a meeting rest every deadline of that person, and of nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from sales.actions.activities import LogAct, log_act
from sales.actions.deadlines import fire_deadlines
from sales.actions.own import SetAway, set_away
from sales.actions.parking import Park, park_lead
from sales.actions.reminders import fire_reminders
from sales.actions.rest import fire_rests
from sales.actions.routing import ask_again
from sales.actions.steps import FinishStep, MoveStep, finish_step, move_step, plan_step
from sales.activities import ActKind, Direction, Outcome
from sales.company import Routing
from sales.handoff import Dispute, HandoffState, OfferState
from sales.leads import Question
from sales.notices import NoticeKind
from sales.people import Actor
from sales.steps import Step, StepKind, StepPlan, StepState
from storage.outbox import outbox
from tests.sales.actions.relay import NOW, Relay, minutes
from tests.sales.actions.told import told

DAY_END = NOW + timedelta(hours=8)
NEXT_OPENING = NOW + timedelta(hours=23)


def deadlines(relay: Relay, handoff_id: int) -> tuple[datetime | None, list[datetime]]:
    """Of the hand-over, and of its open offers."""
    return relay.handoff(handoff_id).deadline_at, [one.deadline_at for one in relay.offers(handoff_id)]


def a_meeting(relay: Relay, who: Actor, at: datetime) -> Step:
    client = relay.firm.client(who, name="ООО «Василёк»", key="василёк")
    return plan_step(relay.work, relay.firm.team, client.id, who.member_id, StepPlan(StepKind.MEETING, at, True), NOW)


def held(relay: Relay, who: Actor, client_id: int, at: datetime, outcome: Outcome = Outcome.AGREED) -> None:
    plan = StepPlan(StepKind.CALL, at + timedelta(days=1), exact=True)
    log_act(relay.work, who, LogAct(client_id, ActKind.MEETING, Direction.EXISTING, outcome, plan=plan), at)


def edits(conn: sa.Connection) -> int:
    """Lines of groups and cards that wait to be edited."""
    return int(conn.scalar(sa.select(sa.func.count()).where(outbox.c.edit)) or 0)


def test_the_clock_of_an_open_offer_stands_still_while_its_receiver_is_busy(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    set_away(relay.work, who, SetAway(minutes(70)), minutes(10))
    assert deadlines(relay, handoff_id) == (minutes(90), [minutes(90)])
    assert fire_deadlines(relay.work, minutes(79)) == 0
    fire_deadlines(relay.work, minutes(80))
    assert relay.told(NoticeKind.OFFER_WARN) == [who.member_id]
    fire_deadlines(relay.work, minutes(90))
    assert relay.handoff(handoff_id).state is HandoffState.REROUTED, "one re-route, as ever"


def test_who_is_back_early_goes_on_with_what_was_left(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    set_away(relay.work, who, SetAway(DAY_END), minutes(10))
    assert deadlines(relay, handoff_id)[0] == NEXT_OPENING + timedelta(minutes=20)
    set_away(relay.work, who, SetAway(minutes(100)), minutes(20))
    assert deadlines(relay, handoff_id)[0] == minutes(120)
    set_away(relay.work, who, SetAway(None), minutes(40))
    assert deadlines(relay, handoff_id) == (minutes(60), [minutes(60)])


def test_a_night_within_the_rest_is_no_working_time(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    set_away(relay.work, relay.asked(handoff_id), SetAway(NEXT_OPENING), minutes(10))
    assert deadlines(relay, handoff_id)[0] == NEXT_OPENING + timedelta(minutes=20)


def test_the_card_and_the_groups_line_tell_the_new_time(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    relay.conn.execute(sa.update(outbox).values(state="sent", message_id=1, chat_id=1))
    set_away(relay.work, relay.asked(handoff_id), SetAway(minutes(70)), minutes(10))
    assert relay.told(NoticeKind.OFFER, edits=True) == [relay.asked(handoff_id).member_id]


def test_somebody_elses_rest_changes_nothing(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    (other,) = [one for one in relay.hunters if one.member_id != relay.asked(handoff_id).member_id]
    set_away(relay.work, other, SetAway(minutes(70)), minutes(10))
    assert deadlines(relay, handoff_id)[0] == minutes(30)


def test_a_longer_absence_passes_the_offer_on_at_once(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    set_away(relay.work, who, SetAway(NOW + timedelta(days=5)), minutes(10))
    assert [one.member_id for one in relay.offers(handoff_id, OfferState.PASSED)] == [who.member_id]
    assert relay.asked(handoff_id).member_id != who.member_id
    assert deadlines(relay, handoff_id)[0] == minutes(40)


def test_what_must_be_accepted_rests_through_any_absence(relay: Relay) -> None:
    from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return

    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    relay.give_back(handoff_id)
    dispute_return(relay.work, relay.giver, Disagree(handoff_id), NOW)
    decide_dispute(relay.work, relay.head, Decide(handoff_id, Dispute.OVERRULED), NOW)
    set_away(relay.work, who, SetAway(NOW + timedelta(days=5)), minutes(10))
    assert relay.asked(handoff_id).member_id == who.member_id
    assert (deadlines(relay, handoff_id)[0] or NOW) > NOW + timedelta(days=4)


def test_of_a_pool_nobody_waits_for_who_rests_and_who_rests_has_missed_nothing(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    handoff_id = relay.submitted().handoff_id
    resting, other = relay.hunters
    set_away(relay.work, resting, SetAway(minutes(70)), minutes(10))
    assert deadlines(relay, handoff_id)[0] == minutes(30)
    fire_deadlines(relay.work, minutes(20))
    assert relay.told(NoticeKind.OFFER_WARN) == [other.member_id]
    fire_deadlines(relay.work, minutes(30))
    assert relay.handoff(handoff_id).state is HandoffState.ESCALATED
    assert [fact for fact in relay.facts(handoff_id) if fact[0] == "missed"] == [("missed", other.member_id)]
    assert [one.member_id for one in relay.offers(handoff_id, OfferState.PASSED)] == [resting.member_id]


def test_when_the_others_of_a_pool_have_passed_only_the_resting_one_is_waited_for(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    handoff_id = relay.submitted().handoff_id
    resting, other = relay.hunters
    set_away(relay.work, resting, SetAway(minutes(70)), minutes(10))
    set_away(relay.work, other, SetAway(NOW + timedelta(days=5)), minutes(12))
    assert deadlines(relay, handoff_id) == (minutes(90), [minutes(90)])


def test_who_is_asked_by_the_head_while_busy_has_the_whole_term_afterwards(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    (other,) = [one for one in relay.hunters if one.member_id != relay.asked(handoff_id).member_id]
    set_away(relay.work, other, SetAway(minutes(60)), NOW)
    member = relay.work.people.get(other.member_id)
    relay.work.handoffs.answer(relay.offers(handoff_id)[0].id, OfferState.PASSED, minutes(5))
    ask_again(relay.work, relay.handoff(handoff_id), [member], minutes(5))
    assert deadlines(relay, handoff_id)[0] == minutes(90)


def test_a_planned_meeting_rests_its_persons_deadlines_from_its_beginning(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    a_meeting(relay, who, minutes(10))
    assert fire_rests(relay.work, minutes(9)) == 0
    assert deadlines(relay, handoff_id)[0] == minutes(30)
    assert fire_rests(relay.work, minutes(10)) == 1
    assert fire_rests(relay.work, minutes(10)) == 0
    assert deadlines(relay, handoff_id)[0] == minutes(90)


def test_after_a_stop_the_meeting_counts_before_the_deadline_is_looked_at(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    a_meeting(relay, relay.asked(handoff_id), minutes(10))
    fire_rests(relay.work, minutes(60))
    fire_deadlines(relay.work, minutes(60))
    assert relay.handoff(handoff_id).state is HandoffState.OFFERED
    assert deadlines(relay, handoff_id)[0] == minutes(90)


def test_a_meeting_that_was_moved_or_settled_rests_nothing(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    moved, done = a_meeting(relay, who, minutes(10)), a_meeting(relay, who, minutes(12))
    move_step(relay.work, who, MoveStep(moved.id, moved.due_at, minutes(200), exact=True), minutes(1))
    finish_step(relay.work, who, FinishStep(done.id), minutes(2))
    assert fire_rests(relay.work, minutes(20)) == 0
    assert deadlines(relay, handoff_id)[0] == minutes(30)


def test_the_rest_of_a_planned_meeting_ends_when_it_is_logged(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    meeting = a_meeting(relay, who, minutes(10))
    fire_rests(relay.work, minutes(10))
    held(relay, who, meeting.client_id, minutes(30))
    assert deadlines(relay, handoff_id)[0] == minutes(50)


def test_a_longer_meeting_rests_until_it_is_logged(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    meeting = a_meeting(relay, who, minutes(10))
    fire_rests(relay.work, minutes(10))
    held(relay, who, meeting.client_id, minutes(85))
    assert deadlines(relay, handoff_id)[0] == minutes(105)


def test_a_meeting_logged_long_afterwards_was_no_rest_of_a_whole_day(relay: Relay) -> None:
    relay.firm.settle(accept_minutes=300)
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    meeting = a_meeting(relay, who, minutes(10))
    fire_rests(relay.work, minutes(10))
    held(relay, who, meeting.client_id, minutes(280))
    assert deadlines(relay, handoff_id)[0] == minutes(360)


def test_nor_when_the_clock_has_forgotten_it(relay: Relay) -> None:
    who = relay.hunters[0]
    meeting = a_meeting(relay, who, minutes(10))
    fire_rests(relay.work, minutes(10))
    held(relay, who, meeting.client_id, minutes(400))
    assert [one.until for one in relay.work.rests.of(who.member_id, NOW)] == [minutes(70)]


def test_a_meeting_that_was_settled_elsewhere_rests_nothing(relay: Relay) -> None:
    who = relay.hunters[0]
    meeting = a_meeting(relay, who, minutes(10))
    relay.work.steps.save(replace(meeting, state=StepState.DROPPED))
    assert fire_rests(relay.work, minutes(10)) == 1
    assert relay.work.rests.of(who.member_id, NOW) == []


def test_a_meeting_that_did_not_happen_is_no_rest_any_more(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    meeting = a_meeting(relay, who, minutes(10))
    fire_rests(relay.work, minutes(10))
    held(relay, who, meeting.client_id, minutes(20), Outcome.NOT_HELD)
    assert deadlines(relay, handoff_id)[0] == minutes(40)


def test_an_unplanned_meeting_that_is_logged_was_an_hours_rest(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    client = relay.firm.client(who, name="ООО «Василёк»", key="василёк")
    held(relay, who, client.id, minutes(25))
    assert deadlines(relay, handoff_id)[0] == minutes(55), "all the time since the offer was spent in the meeting"
    held(relay, who, client.id, minutes(26), Outcome.NOT_HELD)
    assert deadlines(relay, handoff_id)[0] == minutes(55)


def test_a_planned_meeting_logged_before_the_clock_has_looked_rests_from_its_beginning(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    meeting = a_meeting(relay, who, minutes(5))
    held(relay, who, meeting.client_id, minutes(25))
    assert deadlines(relay, handoff_id)[0] == minutes(50)


def test_reminders_wait_for_the_end_of_the_rest_but_exact_ones_do_not(relay: Relay) -> None:
    who = relay.hunters[0]
    client = relay.firm.client(who, name="ООО «Василёк»", key="василёк")
    for at, exact in ((minutes(20), False), (minutes(40), True)):
        plan_step(relay.work, relay.firm.team, client.id, who.member_id, StepPlan(StepKind.CALL, at, exact), NOW)
    set_away(relay.work, who, SetAway(minutes(70)), minutes(10))
    assert fire_reminders(relay.work, minutes(35)) == 0
    assert fire_reminders(relay.work, minutes(40)) == 1
    assert fire_reminders(relay.work, minutes(69)) == 0
    assert fire_reminders(relay.work, minutes(70)) == 1
    (_, _, first), (_, _, second) = told(relay.conn, NoticeKind.REMINDER)
    assert (first["exact"], second["exact"], second["late"]) == (True, False, False), "nobody is late after a rest"


def test_who_is_back_early_is_reminded_at_once_and_of_nothing_too_early(relay: Relay) -> None:
    who = relay.hunters[0]
    client = relay.firm.client(who, name="ООО «Василёк»", key="василёк")
    for at in (minutes(20), minutes(100)):
        plan_step(relay.work, relay.firm.team, client.id, who.member_id, StepPlan(StepKind.CALL, at, False), NOW)
    set_away(relay.work, who, SetAway(minutes(100)), minutes(10))
    assert fire_reminders(relay.work, minutes(30)) == 0
    set_away(relay.work, who, SetAway(None), minutes(40))
    assert fire_reminders(relay.work, minutes(40)) == 1
    assert fire_reminders(relay.work, minutes(99)) == 0
    assert fire_reminders(relay.work, minutes(100)) == 1


def test_a_parked_lead_waits_for_the_end_of_the_rest_too(relay: Relay) -> None:
    lead_id = relay.ready()
    day = NEXT_OPENING.date()
    park_lead(relay.work, relay.giver, Park(lead_id, Question.BUDGET, "нет денег", day), NOW)
    until = NEXT_OPENING + timedelta(hours=3)
    set_away(relay.work, relay.giver, SetAway(until), minutes(10))
    assert fire_reminders(relay.work, NEXT_OPENING) == 0
    set_away(relay.work, relay.giver, SetAway(None), NEXT_OPENING + timedelta(hours=1))
    assert fire_reminders(relay.work, NEXT_OPENING + timedelta(hours=1)) == 1


def test_an_exact_time_is_never_put_off_so_nothing_brings_it_forward(relay: Relay) -> None:
    who = relay.hunters[0]
    client = relay.firm.client(who, name="ООО «Василёк»", key="василёк")
    plan = StepPlan(StepKind.CALL, minutes(60), exact=True)
    plan_step(relay.work, relay.firm.team, client.id, who.member_id, plan, NOW)
    set_away(relay.work, who, SetAway(minutes(100)), minutes(10))
    set_away(relay.work, who, SetAway(None), minutes(20))
    assert fire_reminders(relay.work, minutes(59)) == 0
    assert fire_reminders(relay.work, minutes(60)) == 1


def test_a_lead_that_was_resumed_meanwhile_brings_nothing_forward(relay: Relay) -> None:
    lead_id = relay.ready()
    park_lead(relay.work, relay.giver, Park(lead_id, Question.BUDGET, "нет денег", NEXT_OPENING.date()), NOW)
    relay.work.leads.save(replace(relay.work.leads.get(lead_id), parked_until=None))
    set_away(relay.work, relay.giver, SetAway(NEXT_OPENING), minutes(10))
    set_away(relay.work, relay.giver, SetAway(None), minutes(20))
    assert fire_reminders(relay.work, minutes(20)) == 0
