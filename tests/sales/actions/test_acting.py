"""An acting head for a period: what it gives, how it begins and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sales.acting import LONGEST, ActingState
from sales.actions.acting import (
    EndActing,
    NameActing,
    acting_choice,
    acting_now,
    acting_view,
    end_acting,
    fire_acting,
    name_acting,
)
from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.deadlines import fire_deadlines
from sales.actions.digest import fire_digests
from sales.actions.direction import Assign, assign_lead
from sales.actions.people import Deactivate, actor_of_member, deactivate
from sales.errors import Absent, BadInput, NotAllowed, NotYours, OwnRoles, PastTime, PeriodsOverlap, WrongState
from sales.notices import NoticeKind
from sales.people import Actor, Permission, Role
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes
from tests.sales.actions.told import recorded, told

WEEK = NOW + timedelta(days=7)


def now_of(relay: Relay, actor: Actor) -> Actor:
    """As the person's next update finds them."""
    found = actor_of_member(relay.work, actor.member_id)
    assert found is not None
    return found


def named(relay: Relay, since: datetime | None = None, until: datetime = WEEK) -> Actor:
    """The first hunter acts for the head."""
    who = relay.hunters[0]
    name_acting(relay.work, relay.head, NameActing(who.member_id, since, until), NOW)
    return who


def test_for_the_period_the_acting_head_may_what_a_head_may(relay: Relay) -> None:
    who = named(relay)
    acting = now_of(relay, who)
    assert acting.may(Permission.DIRECT_HANDOVERS) and acting.may(Permission.ARBITRATE)
    assert acting.may(Permission.RECEIVE_LEADS), "and still sells"
    fire_acting(relay.work, WEEK)
    assert not now_of(relay, who).may(Permission.DIRECT_HANDOVERS)
    assert acting_now(relay.work, relay.head) is None


def test_a_planned_period_begins_and_ends_by_itself_and_both_are_told(relay: Relay) -> None:
    begins = NOW + timedelta(days=1)
    who = named(relay, begins)
    assert not now_of(relay, who).may(Permission.DIRECT_HANDOVERS)
    assert fire_acting(relay.work, begins) == 1
    assert fire_acting(relay.work, begins) == 0
    assert now_of(relay, who).may(Permission.DIRECT_HANDOVERS)
    fire_acting(relay.work, WEEK)
    both = [who.member_id, relay.head.member_id]
    assert [one[0] for one in told(relay.conn, NoticeKind.ACTING)] == [who.member_id, *both, *both]


def test_a_period_that_a_stop_has_swallowed_just_ends(relay: Relay) -> None:
    who = named(relay, NOW + timedelta(days=1))
    fire_acting(relay.work, WEEK + timedelta(days=1))
    assert not now_of(relay, who).may(Permission.DIRECT_HANDOVERS)
    assert acting_choice(relay.work, relay.head, WEEK).ahead == ()


def test_escalations_go_to_the_acting_head_alone(relay: Relay) -> None:
    relay.firm.member(Role.TEAM_LEAD, name="Пётр Смирнов")
    acting = relay.firm.actor(Role.FARMER, name="Ирина Зуева")
    name_acting(relay.work, relay.head, NameActing(acting.member_id, None, WEEK), NOW)
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    fire_deadlines(relay.work, minutes(60))
    told_to = relay.told(NoticeKind.ESCALATED)
    assert told_to[0] == acting.member_id and relay.head.member_id not in told_to
    assert len(told_to) == 2, "who directs in their own right is told as ever"
    form = Assign(done.handoff_id, relay.hunters[0].member_id)
    assign_lead(relay.work, now_of(relay, acting), form, minutes(70))
    ((_, _, facts),) = recorded(relay.conn, "assign_lead")
    assert facts["acting"], "the record says in which quality"


def test_disputes_go_to_the_acting_head_and_the_head_may_still_decide(relay: Relay) -> None:
    acting = relay.firm.actor(Role.FARMER, name="Ирина Зуева")
    name_acting(relay.work, relay.head, NameActing(acting.member_id, None, WEEK), NOW)
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    dispute_return(relay.work, relay.giver, Disagree(done.handoff_id), NOW)
    assert relay.told(NoticeKind.DISPUTED) == [acting.member_id]
    decide_dispute(relay.work, relay.head, Decide(done.handoff_id, good=False), NOW)
    assert relay.told(NoticeKind.DECIDED)


def test_the_digest_comes_to_both(relay: Relay) -> None:
    who = named(relay)
    fire_digests(relay.work, NOW)
    fire_digests(relay.work, NOW + timedelta(hours=10))
    assert sorted(one[0] for one in told(relay.conn, NoticeKind.DIGEST)) == sorted(
        [who.member_id, relay.head.member_id]
    )


def test_the_head_or_the_acting_head_ends_it_early(relay: Relay) -> None:
    for ends in (relay.head, None):
        who = named(relay)
        (view,) = acting_choice(relay.work, relay.head, NOW).ahead
        end_acting(relay.work, ends or now_of(relay, who), EndActing(view.acting_id), minutes(5))
        assert not now_of(relay, who).may(Permission.DIRECT_HANDOVERS)
        assert acting_view(relay.work, view.acting_id).state is ActingState.OVER
        with pytest.raises(WrongState):
            end_acting(relay.work, relay.head, EndActing(view.acting_id), minutes(6))
    assert fire_acting(relay.work, WEEK) == 0


def test_who_leaves_acts_no_more(relay: Relay) -> None:
    who = named(relay)
    deactivate(relay.work, relay.head, Deactivate(who.member_id), minutes(1))
    assert relay.work.acting.current(relay.firm.team.id) is None
    later = relay.firm.actor(Role.HUNTER)
    made = name_acting(relay.work, relay.head, NameActing(later.member_id, NOW + timedelta(days=1), WEEK), minutes(2))
    gone = relay.work.people.get(later.member_id)
    relay.work.people.save(replace(gone, active=False))
    fire_acting(relay.work, NOW + timedelta(days=1))
    assert acting_view(relay.work, made.acting_id).state is ActingState.OVER


def test_periods_never_overlap(relay: Relay) -> None:
    named(relay, NOW + timedelta(days=2), WEEK)
    other = relay.hunters[1].member_id
    for since, until in ((None, WEEK), (NOW + timedelta(days=3), NOW + timedelta(days=4))):
        with pytest.raises(PeriodsOverlap):
            name_acting(relay.work, relay.head, NameActing(other, since, until), NOW)
    name_acting(relay.work, relay.head, NameActing(other, None, NOW + timedelta(days=2)), NOW)
    name_acting(relay.work, relay.head, NameActing(other, WEEK, WEEK + timedelta(days=2)), NOW)
    assert len(acting_choice(relay.work, relay.head, NOW).ahead) == 3


def test_only_an_active_member_of_the_team_who_is_here_acts(relay: Relay) -> None:
    who = relay.work.people.get(relay.hunters[0].member_id)
    form = NameActing(who.id, None, WEEK)
    for gone, error in (
        (replace(who, active=False), NotYours),
        (replace(who, away_until=minutes(60)), Absent),
        (replace(who, unreachable="blocked"), Absent),
    ):
        relay.work.people.save(gone)
        with pytest.raises(error):
            name_acting(relay.work, relay.head, form, NOW)
    with pytest.raises(OwnRoles):
        name_acting(relay.work, relay.head, NameActing(relay.head.member_id, None, WEEK), NOW)


def test_a_period_ends_after_it_begins_ahead_and_within_reason(relay: Relay) -> None:
    who = relay.hunters[0].member_id
    for since, until in ((None, NOW), (WEEK, WEEK), (NOW - timedelta(days=2), NOW - timedelta(days=1))):
        with pytest.raises(PastTime):
            name_acting(relay.work, relay.head, NameActing(who, since, until), NOW)
    with pytest.raises(BadInput):
        name_acting(relay.work, relay.head, NameActing(who, None, NOW + LONGEST + timedelta(days=1)), NOW)


def test_only_a_head_or_an_owner_names_and_an_acting_head_does_not(relay: Relay) -> None:
    form = NameActing(relay.hunters[1].member_id, WEEK, WEEK + timedelta(days=1))
    for outsider in (relay.giver, relay.firm.actor(Role.TEAM_LEAD), now_of(relay, named(relay))):
        with pytest.raises(NotAllowed):
            name_acting(relay.work, outsider, form, NOW)
    owner = relay.firm.actor(Role.OWNER)
    view = name_acting(relay.work, owner, form, NOW)
    assert view.head == relay.head.name
    with pytest.raises(NotYours):
        end_acting(relay.work, replace(owner, reach=frozenset({99})), EndActing(view.acting_id), NOW)


def test_a_team_without_a_head_has_an_acting_one(relay: Relay) -> None:
    owner = relay.firm.actor(Role.OWNER)
    relay.work.people.set_roles(relay.head.member_id, relay.firm.team.id, {Role.FARMER})
    view = name_acting(relay.work, owner, NameActing(relay.hunters[0].member_id, None, WEEK), NOW)
    assert view.head == ""
    assert now_of(relay, relay.hunters[0]).may(Permission.DIRECT_HANDOVERS)
