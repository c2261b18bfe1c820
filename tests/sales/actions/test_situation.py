"""The head's picture of this moment, and the message that keeps itself up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.activities import LogAct, log_act
from sales.actions.deadlines import fire_deadlines
from sales.actions.situation import ShowNow, is_live, keep_situations, look_again, show_now, situation
from sales.actions.steps import PlanNext, plan_next
from sales.activities import Activity, ActKind, Direction, Outcome
from sales.errors import NotAllowed
from sales.handoff import HandoffState
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW
from sales.situation import LIVE_FOR, LOOK_EVERY, Line, Section
from sales.steps import StepKind, StepPlan
from storage.outbox import OutboxState, outbox
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes

LONG_AGO = NOW - timedelta(days=60)


def of(relay: Relay, section: Section, now: datetime = NOW) -> list[Line]:
    return [line for line in situation(relay.work, relay.head, now) if line.section is section]


def test_an_offer_waits_with_who_is_asked_and_till_when(relay: Relay) -> None:
    done = relay.submitted()
    (line,) = of(relay, Section.ANSWER)
    asked = relay.asked(done.handoff_id)
    assert (line.subject, line.who, line.at, line.pressing) == (done.handoff_id, asked.member_id, minutes(30), False)
    assert of(relay, Section.ANSWER, minutes(30))[0].pressing


def test_a_lead_without_a_receiver_is_nobodys_and_its_giver_may_be_asked(relay: Relay) -> None:
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    fire_deadlines(relay.work, minutes(60))
    (line,) = of(relay, Section.NOBODY, minutes(61))
    assert (line.subject, line.handoff, line.who) == (done.handoff_id, True, relay.giver.member_id)
    relay.vanish(relay.giver, minutes(62))
    assert [(one.handoff, one.who) for one in of(relay, Section.NOBODY, minutes(63))] == [(True, 0), (False, 0)]


def test_a_leavers_clients_are_nobodys(relay: Relay) -> None:
    relay.firm.client(relay.hunters[0], "Лютик", "лютик")
    relay.firm.client(relay.hunters[0], "Василёк", "василёк")
    relay.vanish(relay.hunters[0])
    (line,) = of(relay, Section.NOBODY)
    assert (line.subject, line.handoff, line.count, line.name) == (relay.hunters[0].member_id, False, 2, "Каримов")


def test_an_accepted_lead_is_shown_with_its_touches_until_the_first_talk(relay: Relay) -> None:
    done = relay.submitted()
    who = relay.asked(done.handoff_id)
    relay.accept(done.handoff_id)
    form = LogAct(relay.client.id, ActKind.CALL, Direction.COLD, Outcome.NO_ANSWER)
    log_act(relay.work, who, form, minutes(10))
    (line,) = of(relay, Section.TOUCH, minutes(11))
    assert (line.who, line.count, line.of, line.pressing) == (who.member_id, 1, 3, False)
    assert of(relay, Section.TOUCH, NOW + timedelta(days=7))[0].pressing
    log_act(relay.work, who, replace(form, outcome=Outcome.AGREED), minutes(12))
    assert of(relay, Section.TOUCH, minutes(13)) == []


def test_a_hand_over_without_its_receiver_counts_no_touches(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    handoff = relay.handoff(done.handoff_id)
    relay.work.handoffs.move(replace(handoff, receiver_id=None), {HandoffState.ACCEPTED})
    assert [(one.who, one.of) for one in of(relay, Section.TOUCH)] == [(0, 0)]


def test_overdue_steps_are_told_person_by_person(relay: Relay) -> None:
    who = relay.hunters[0]
    client = relay.firm.client(who, "Лютик", "лютик")
    for at in (10, 20, 500):
        plan_next(relay.work, who, PlanNext(client.id, StepPlan(StepKind.CALL, minutes(at), True)), NOW)
    (line,) = of(relay, Section.LATE, minutes(30))
    assert (line.who, line.count, line.at, line.pressing) == (who.member_id, 2, minutes(10), True)


def hired_long_ago(relay: Relay, actor: Actor) -> None:
    relay.work.people.save(replace(relay.work.people.get(actor.member_id), joined_at=LONG_AGO))


def logged(relay: Relay, who: Actor, at: datetime) -> None:
    ids = (NEW, relay.client.company_id, relay.client.team_id, relay.client.id, who.member_id)
    relay.work.activities.add(Activity(*ids, ActKind.CALL, Direction.COLD, Outcome.NO_ANSWER, "", at))


def silent(relay: Relay, now: datetime) -> set[int]:
    return {line.who for line in of(relay, Section.SILENT, now)}


def test_who_is_usually_at_work_by_now_and_has_logged_nothing_is_silent(relay: Relay) -> None:
    busy, idle = relay.hunters
    for who in (busy, idle):
        hired_long_ago(relay, who)
        for days in range(1, 15):
            logged(relay, who, NOW - timedelta(days=days))
    noon = minutes(120)
    assert silent(relay, noon) == {busy.member_id, idle.member_id}
    logged(relay, busy, minutes(60))
    assert silent(relay, noon) == {idle.member_id}
    assert silent(relay, NOW) == set(), "an hour after the opening nobody is silent"
    assert silent(relay, NOW + timedelta(hours=11)) == set(), "nor in the evening"


def test_who_seldom_logs_in_the_morning_is_not_silent_then(relay: Relay) -> None:
    who = relay.hunters[0]
    hired_long_ago(relay, who)
    for days in range(1, 15):
        logged(relay, who, NOW - timedelta(days=days) + timedelta(hours=7))
    assert who.member_id not in silent(relay, minutes(120))


def test_the_absent_and_who_has_just_joined_are_not_silent(relay: Relay) -> None:
    away = relay.work.people.get(relay.hunters[0].member_id)
    relay.work.people.save(replace(away, joined_at=LONG_AGO, away_until=minutes(600)))
    assert silent(relay, minutes(150)) == set()
    assert silent(relay, minutes(180)) == {relay.giver.member_id, relay.hunters[1].member_id}, "three hours after"


def test_a_lead_handed_over_is_an_entry_too(relay: Relay) -> None:
    relay.submitted(now=minutes(90))
    assert relay.giver.member_id not in silent(relay, minutes(200))


def test_only_who_may_see_the_team_sees_it(relay: Relay) -> None:
    with pytest.raises(NotAllowed):
        situation(relay.work, relay.hunters[0], NOW)
    assert situation(relay.work, relay.firm.actor(Role.ANALYST), NOW) == ()


def edits(relay: Relay) -> int:
    rows = sa.select(sa.func.count()).where(outbox.c.kind == NoticeKind.SITUATION, outbox.c.edit)
    return relay.conn.scalar(rows.where(outbox.c.state == OutboxState.PENDING)) or 0


def delivered(relay: Relay) -> None:
    sent = {"state": OutboxState.SENT, "sent_at": NOW, "chat_id": 1, "message_id": 1}
    relay.conn.execute(sa.update(outbox).values(sent))


def test_the_message_edits_itself_when_things_have_changed_and_only_then(relay: Relay) -> None:
    show_now(relay.work, relay.head, ShowNow(), NOW)
    delivered(relay)
    assert keep_situations(relay.work, NOW + LOOK_EVERY) == 1
    assert keep_situations(relay.work, NOW + LOOK_EVERY) == 0, "not more often"
    assert edits(relay) == 0
    relay.submitted()
    relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"))
    keep_situations(relay.work, NOW + 2 * LOOK_EVERY)
    assert edits(relay) == 1, "two changes, one edit"
    assert relay.told(NoticeKind.SITUATION) == [relay.head.member_id]


def test_time_alone_changes_the_picture_too(relay: Relay) -> None:
    relay.submitted()
    show_now(relay.work, relay.head, ShowNow(), NOW)
    delivered(relay)
    keep_situations(relay.work, minutes(31))
    assert edits(relay) == 1, "the deadline has passed"


def test_looking_again_says_whether_anything_is_new(relay: Relay) -> None:
    show_now(relay.work, relay.head, ShowNow(), NOW)
    assert not look_again(relay.work, relay.head, ShowNow(), minutes(1)).changed
    relay.submitted()
    assert look_again(relay.work, relay.head, ShowNow(), minutes(2)).changed


def test_a_picture_lives_for_some_hours_and_is_revived_by_a_look(relay: Relay) -> None:
    show_now(relay.work, relay.head, ShowNow(), NOW)
    delivered(relay)
    keep_situations(relay.work, NOW + LIVE_FOR)
    assert not is_live(relay.work, relay.head)
    assert edits(relay) == 1, "it says that it has stopped"
    assert look_again(relay.work, relay.head, ShowNow(), NOW + LIVE_FOR).changed
    assert is_live(relay.work, relay.head)


def test_who_may_not_see_it_any_more_gets_no_further_edits(relay: Relay) -> None:
    show_now(relay.work, relay.head, ShowNow(), NOW)
    relay.work.people.set_roles(relay.head.member_id, relay.firm.team.id, {Role.HUNTER})
    keep_situations(relay.work, minutes(5))
    assert relay.work.watches.looked_at_before(minutes(60)) == []
