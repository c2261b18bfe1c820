"""What happens when nobody answers in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.deadlines import PassOn, fire_deadlines, pass_offer
from sales.company import Routing
from sales.errors import AlreadyTaken, NotYours, OfferClosed, PastTime
from sales.handoff import Escalation, HandoffState, OfferState
from sales.notices import NoticeKind
from sales.timers import TimerKind
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes


def test_before_the_deadline_the_asked_one_is_reminded_once(relay: Relay) -> None:
    relay.submitted()
    assert fire_deadlines(relay.work, minutes(19)) == 0
    assert fire_deadlines(relay.work, minutes(20)) == 1
    assert fire_deadlines(relay.work, minutes(21)) == 0
    assert relay.told(NoticeKind.OFFER_WARN) == [relay.hunters[0].member_id]


def test_after_the_deadline_the_next_in_turn_is_asked_then_the_head(relay: Relay) -> None:
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    assert relay.asked(done.handoff_id).member_id == relay.hunters[1].member_id
    handoff = relay.handoff(done.handoff_id)
    assert (handoff.state, handoff.rounds, handoff.deadline_at) == (HandoffState.REROUTED, 2, minutes(60))
    with pytest.raises(OfferClosed) as late:
        relay.accept(done.handoff_id, relay.hunters[0])
    assert late.value.facts == {"state": "expired", "who": "Анна Белова"}
    fire_deadlines(relay.work, minutes(60))
    handoff = relay.handoff(done.handoff_id)
    assert (handoff.state, handoff.escalation) == (HandoffState.ESCALATED, Escalation.NO_ANSWER)
    assert [one for one in relay.facts(done.handoff_id) if one[0] == "missed"] == [
        ("missed", relay.hunters[0].member_id),
        ("missed", relay.hunters[1].member_id),
    ]
    assert relay.told(NoticeKind.ESCALATED) == [relay.head.member_id]
    assert fire_deadlines(relay.work, minutes(500)) == 0, "each step once"


def test_who_was_asked_second_can_still_accept_and_the_first_learns_it(relay: Relay) -> None:
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    relay.accept(done.handoff_id, now=minutes(35))
    with pytest.raises(AlreadyTaken) as late:
        relay.accept(done.handoff_id, relay.hunters[0])
    assert late.value.facts["who"] == "Анна Белова"


def test_without_a_second_one_the_head_has_it_at_once(relay: Relay) -> None:
    done = relay.submitted()
    second = relay.work.people.get(relay.hunters[1].member_id)
    relay.work.people.save(replace(second, away_until=minutes(600)))
    fire_deadlines(relay.work, minutes(30))
    assert relay.handoff(done.handoff_id).escalation is Escalation.NO_ANSWER


def test_a_pool_goes_straight_to_the_head(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    assert relay.handoff(done.handoff_id).state is HandoffState.ESCALATED
    assert [what for what, _ in relay.facts(done.handoff_id)] == ["submitted", "missed", "missed"]


def test_deadlines_run_in_working_hours(relay: Relay) -> None:
    friday_evening = NOW + timedelta(days=2, hours=7, minutes=50)
    done = relay.submitted(now=friday_evening)
    monday = NOW + timedelta(days=5)
    assert done.deadline_at == monday - timedelta(minutes=40), "ten minutes on Friday, twenty on Monday"
    assert fire_deadlines(relay.work, monday - timedelta(minutes=51)) == 0
    assert relay.handoff(done.handoff_id).state is HandoffState.OFFERED


def test_after_a_stop_only_the_last_missed_step_runs_and_the_next_starts_from_now(relay: Relay) -> None:
    done = relay.submitted()
    late = NOW + timedelta(hours=5)
    assert fire_deadlines(relay.work, late) == 2
    assert relay.told(NoticeKind.OFFER_WARN) == []
    handoff = relay.handoff(done.handoff_id)
    assert (handoff.state, handoff.deadline_at) == (HandoffState.REROUTED, late + timedelta(minutes=30))
    assert fire_deadlines(relay.work, late) == 0
    assert fire_deadlines(relay.work, late + timedelta(minutes=20)) == 1
    assert relay.told(NoticeKind.OFFER_WARN) == [relay.hunters[1].member_id]


def test_what_was_accepted_in_time_is_left_alone(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    assert fire_deadlines(relay.work, minutes(100)) == 0
    assert relay.handoff(done.handoff_id).state is HandoffState.ACCEPTED


def test_a_timer_that_outlived_its_handover_does_nothing(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    relay.work.timers.set(TimerKind.OFFER_END, done.handoff_id, minutes(5))
    assert fire_deadlines(relay.work, minutes(10)) == 1
    assert relay.handoff(done.handoff_id).state is HandoffState.ACCEPTED


@pytest.mark.parametrize("warn", [0, 30, 45])
def test_there_is_no_warning_where_there_is_no_time_for_one(relay: Relay, warn: int) -> None:
    relay.firm.settle(warn_minutes=warn)
    relay.submitted()
    assert relay.work.timers.pending_kind(TimerKind.OFFER_WARN) == []


def busy(relay: Relay, handoff_id: int, now_minutes: int = 5) -> None:
    who = relay.asked(handoff_id)
    form = PassOn(relay.offer_of(handoff_id, who), minutes(120))
    pass_offer(relay.work, who, form, minutes(now_minutes))


def test_who_is_busy_passes_the_lead_on_at_once_without_a_missed_deadline(relay: Relay) -> None:
    done = relay.submitted()
    busy(relay, done.handoff_id)
    assert relay.work.people.get(relay.hunters[0].member_id).away_until == minutes(120)
    assert relay.asked(done.handoff_id).member_id == relay.hunters[1].member_id
    assert relay.offers(done.handoff_id, OfferState.PASSED)
    busy(relay, done.handoff_id, 6)
    assert relay.handoff(done.handoff_id).escalation is Escalation.BUSY
    assert [what for what, _ in relay.facts(done.handoff_id)] == ["submitted"]


def test_one_busy_person_does_not_stop_a_pool(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    form = PassOn(relay.offer_of(done.handoff_id, relay.hunters[0]), minutes(120))
    pass_offer(relay.work, relay.hunters[0], form, minutes(5))
    assert relay.asked(done.handoff_id).member_id == relay.hunters[1].member_id
    busy(relay, done.handoff_id, 6)
    assert relay.handoff(done.handoff_id).state is HandoffState.ESCALATED


def test_only_the_asked_one_passes_on_and_only_an_open_offer(relay: Relay) -> None:
    done = relay.submitted()
    form = PassOn(relay.offer_of(done.handoff_id, relay.hunters[0]), minutes(120))
    with pytest.raises(NotYours):
        pass_offer(relay.work, relay.hunters[1], form, NOW)
    with pytest.raises(PastTime):
        pass_offer(relay.work, relay.hunters[0], replace(form, away_until=minutes(-1)), NOW)
    relay.accept(done.handoff_id)
    with pytest.raises(AlreadyTaken):
        pass_offer(relay.work, relay.hunters[0], form, NOW)


def test_a_deadline_that_was_moved_meanwhile_is_not_over(relay: Relay) -> None:
    done = relay.submitted()
    relay.work.timers.set(TimerKind.OFFER_END, done.handoff_id, minutes(5))
    assert fire_deadlines(relay.work, minutes(10)) == 1
    assert relay.handoff(done.handoff_id).state is HandoffState.OFFERED
