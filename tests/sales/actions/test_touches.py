"""The touch standard after an acceptance: three attempts within 24 working hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sales.actions.activities import LogAct, UndoAct, log_act, undo_act
from sales.actions.direction import Release, release_lead
from sales.actions.parking import CloseLead, close_lead
from sales.actions.reassign import Reassign, reassign
from sales.actions.touches import fire_touches, start_touches, touch_view
from sales.activities import ActKind, Direction, Outcome
from sales.errors import NotYours, TouchesMissing
from sales.leads import CloseReason, LeadState
from sales.notices import NoticeKind
from sales.people import Actor
from sales.reassign import Piece, What
from sales.rest import Rest
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes

#: Wednesday 10:00; sixteen and twenty-four working hours later.
WARNED = NOW + timedelta(days=1, hours=7)
OVER = NOW + timedelta(days=2, hours=6)


def accepted(relay: Relay) -> tuple[int, Actor]:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    relay.accept(handoff_id)
    return handoff_id, who


def attempt(relay: Relay, who: Actor, at: datetime, outcome: Outcome = Outcome.NO_ANSWER) -> int:
    form = LogAct(relay.client.id, ActKind.CALL, Direction.COLD, outcome)
    return log_act(relay.work, who, form, at).activity_id


def test_the_receiver_without_attempts_is_warned_and_then_the_head_is_told_once(relay: Relay) -> None:
    handoff_id, who = accepted(relay)
    touches = touch_view(relay.work, handoff_id).touches
    assert touches is not None and (touches.done, touches.needed, touches.until) == (0, 3, OVER)
    assert fire_touches(relay.work, WARNED - timedelta(seconds=1)) == 0
    assert fire_touches(relay.work, WARNED) == 1
    assert relay.told(NoticeKind.TOUCH_WARN) == [who.member_id]
    assert fire_touches(relay.work, OVER) == 1
    assert fire_touches(relay.work, OVER + timedelta(days=3)) == 0
    assert relay.told(NoticeKind.TOUCH_MISSED) == [relay.head.member_id]
    assert relay.facts(handoff_id)[-1] == ("untouched", who.member_id)


def test_who_keeps_the_pace_hears_nothing(relay: Relay) -> None:
    handoff_id, who = accepted(relay)
    for hour in (1, 2, 3):
        attempt(relay, who, minutes(60 * hour))
    fire_touches(relay.work, WARNED)
    fire_touches(relay.work, OVER)
    assert relay.told(NoticeKind.TOUCH_WARN) == relay.told(NoticeKind.TOUCH_MISSED) == []
    assert relay.facts(handoff_id)[-1] == ("touched", who.member_id)


def test_a_talk_keeps_the_standard_with_the_first_attempt(relay: Relay) -> None:
    handoff_id, who = accepted(relay)
    attempt(relay, who, minutes(5), Outcome.THINKING)
    fire_touches(relay.work, WARNED)
    fire_touches(relay.work, OVER)
    assert relay.told(NoticeKind.TOUCH_WARN) == relay.told(NoticeKind.TOUCH_MISSED) == []
    assert ("touched", who.member_id) in relay.facts(handoff_id)


def test_an_undone_attempt_and_others_attempts_do_not_count(relay: Relay) -> None:
    handoff_id, who = accepted(relay)
    undo_act(relay.work, who, UndoAct(attempt(relay, who, minutes(5))), minutes(6))
    attempt(relay, relay.giver, minutes(10))
    touches = touch_view(relay.work, handoff_id).touches
    assert touches is not None and touches.done == 0


def test_after_a_stop_only_the_end_is_told(relay: Relay) -> None:
    accepted(relay)
    fire_touches(relay.work, OVER + timedelta(hours=1))
    assert relay.told(NoticeKind.TOUCH_WARN) == []
    assert relay.told(NoticeKind.TOUCH_MISSED) == [relay.head.member_id]


def test_a_released_lead_is_nobodys_to_touch(relay: Relay) -> None:
    handoff_id, _ = accepted(relay)
    release_lead(relay.work, relay.head, Release(handoff_id), minutes(10))
    fire_touches(relay.work, WARNED)
    fire_touches(relay.work, OVER)
    assert relay.told(NoticeKind.TOUCH_WARN) == relay.told(NoticeKind.TOUCH_MISSED) == []
    assert touch_view(relay.work, handoff_id).touches is None


def test_a_new_receiver_has_a_whole_term(relay: Relay) -> None:
    handoff_id, who = accepted(relay)
    new = next(one for one in relay.hunters if one.member_id != who.member_id)
    piece = Piece(What.CLIENT, relay.client.id, relay.client.id)
    reassign(relay.work, relay.head, Reassign((piece,), (new.member_id,)), WARNED)
    fire_touches(relay.work, OVER)
    assert relay.told(NoticeKind.TOUCH_MISSED) == []
    touches = touch_view(relay.work, handoff_id).touches
    assert touches is not None and touches.until > OVER


def test_while_the_receiver_rests_the_term_stands_still(relay: Relay) -> None:
    _, who = accepted(relay)
    relay.work.rests.add(Rest(0, who.member_id, minutes(60), minutes(180)))
    fire_touches(relay.work, WARNED)
    assert relay.told(NoticeKind.TOUCH_WARN) == []
    fire_touches(relay.work, OVER)
    assert relay.told(NoticeKind.TOUCH_MISSED) == []
    fire_touches(relay.work, OVER + timedelta(hours=2))
    assert relay.told(NoticeKind.TOUCH_MISSED) == [relay.head.member_id]


def test_the_team_settles_its_own_standard(relay: Relay) -> None:
    relay.firm.settle(touch_attempts=1, touch_hours=3)
    _, who = accepted(relay)
    attempt(relay, who, minutes(20))
    fire_touches(relay.work, minutes(180))
    assert relay.told(NoticeKind.TOUCH_MISSED) == []


def test_unreachable_is_said_only_after_the_standards_attempts(relay: Relay) -> None:
    handoff_id, who = accepted(relay)
    lead_id = relay.handoff(handoff_id).lead_id
    form = CloseLead(lead_id, CloseReason.UNREACHABLE)
    for closes in (who, relay.head):
        with pytest.raises(TouchesMissing):
            close_lead(relay.work, closes, form, minutes(5))
    with pytest.raises(NotYours):
        close_lead(relay.work, who, CloseLead(lead_id, CloseReason.NO_NEED), minutes(5))
    for hour in (1, 2, 3):
        attempt(relay, who, minutes(60 * hour))
    close_lead(relay.work, who, form, minutes(200))
    assert relay.work.leads.get(lead_id).state is LeadState.CLOSED


def test_a_hand_over_that_nobody_has_gets_no_end(relay: Relay) -> None:
    handoff_id, _ = accepted(relay)
    start_touches(relay.work, relay.handoff(handoff_id), NOW)
    relay.work.handoffs.move(replace(relay.handoff(handoff_id), receiver_id=None), {relay.handoff(handoff_id).state})
    assert fire_touches(relay.work, OVER) == 2
    assert relay.told(NoticeKind.TOUCH_MISSED) == []


def test_a_lead_that_was_closed_owes_no_touches(relay: Relay) -> None:
    handoff_id, _ = accepted(relay)
    close_lead(relay.work, relay.head, CloseLead(relay.handoff(handoff_id).lead_id, CloseReason.NO_NEED), minutes(5))
    fire_touches(relay.work, WARNED)
    fire_touches(relay.work, OVER)
    assert relay.told(NoticeKind.TOUCH_WARN) == relay.told(NoticeKind.TOUCH_MISSED) == []
    assert "untouched" not in {what for what, _ in relay.facts(handoff_id)}
