"""Work changes hands: clients with all that was promised, open offers, single steps; one or many at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.activities import LogAct, log_act
from sales.actions.clients import may_see_all
from sales.actions.completion import Introduce, complete_by_contact, introduce
from sales.actions.deadlines import fire_deadlines
from sales.actions.introduction import introduction_view
from sales.actions.leads import StartLead, start_lead
from sales.actions.parking import Park, park_lead
from sales.actions.reassign import Reassign, Stays, reassign, reassign_plan
from sales.actions.reassign_views import Scope, basket, moved_clients, moved_steps, takers
from sales.actions.reminders import fire_reminders
from sales.actions.steps import FinishStep, PlanNext, finish_step, plan_next
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.errors import Absent, AlreadyTaken, GiverAgain, ListFull, NotAllowed, NotFound, NotYours, Overtaken
from sales.handoff import HandoffState, OfferState
from sales.leads import LeadState, Question
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.reassign import AT_ONCE, Obstacle, Piece, What
from sales.steps import Step, StepKind, StepPlan
from sales.timers import TimerKind
from storage.timers import timer
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes
from tests.sales.actions.told import recorded, told


def the_client(client: Client) -> Piece:
    return Piece(What.CLIENT, client.id, client.id)


def the_offer(handoff_id: int, client: Client) -> Piece:
    return Piece(What.HANDOFF, handoff_id, client.id)


def the_step(step: Step) -> Piece:
    return Piece(What.STEP, step.id, step.client_id)


def planned(relay: Relay, who: Actor, client: Client, at: datetime, now: datetime = NOW) -> Step:
    plan = StepPlan(StepKind.CALL, at, True, "прислать расчёт")
    return relay.work.steps.get(plan_next(relay.work, who, PlanNext(client.id, plan), now).step_id)


def reminded_of(relay: Relay) -> dict[int, int | None]:
    """Whom the pending timers of steps belong to, by step."""
    rows = sa.select(timer.c.subject, timer.c.member_id).where(timer.c.kind == TimerKind.STEP, timer.c.pending)
    return {row[0]: row[1] for row in relay.conn.execute(rows)}


@pytest.fixture
def mine(relay: Relay) -> Client:
    """A hunter's client without any lead."""
    return relay.firm.client(relay.hunters[0], "Лютик", "лютик")


def test_a_client_moves_with_its_steps_and_their_times(relay: Relay, mine: Client) -> None:
    old, new = relay.hunters
    step = planned(relay, old, mine, minutes(90))
    done = reassign(relay.work, relay.head, Reassign((the_client(mine),), (new.member_id,)), minutes(5))
    assert [(one.name, one.clients, one.steps) for one in done.given] == [("Анна Белова", 1, 0)]
    assert relay.work.clients.get(mine.id).owner_id == new.member_id
    assert relay.work.steps.get(step.id) == replace(step, member_id=new.member_id), "the promise keeps its time"
    assert reminded_of(relay)[step.id] == new.member_id
    assert recorded(relay.conn, "reassign") == [
        (
            relay.head.member_id,
            mine.id,
            {"what": "client", "id": mine.id, "from": [old.member_id], "to": new.member_id},
        )
    ]


def test_receiver_and_former_owner_hear_of_it_once_whatever_the_number(relay: Relay) -> None:
    old, new = relay.hunters
    many = [relay.firm.client(old, f"Лютик {number}", f"лютик {number}") for number in range(30)]
    reassign(relay.work, relay.head, Reassign(tuple(map(the_client, many)), (new.member_id,)), NOW)
    (got, gone) = told(relay.conn, NoticeKind.REASSIGNED)
    assert (got[0], len(got[2]["clients"]), got[2]["taken"]) == (new.member_id, 30, False)
    assert (gone[0], len(gone[2]["clients"]), gone[2]["taken"]) == (old.member_id, 30, True)


def test_what_is_overdue_stands_in_the_list_and_is_not_reminded_of_again(relay: Relay, mine: Client) -> None:
    step = planned(relay, relay.hunters[0], mine, minutes(10))
    reassign(relay.work, relay.head, Reassign((the_step(step),), (relay.hunters[1].member_id,)), minutes(60))
    assert step.id not in reminded_of(relay)
    assert fire_reminders(relay.work, minutes(90)) == 0
    (got, _) = told(relay.conn, NoticeKind.REASSIGNED)
    assert got[2]["steps"] == [step.id]


def test_who_gets_a_single_step_may_carry_it_out_and_no_longer(relay: Relay, mine: Client) -> None:
    old, new = relay.hunters
    step = planned(relay, old, mine, minutes(90))
    assert not may_see_all(relay.work, new, mine)
    reassign(relay.work, relay.head, Reassign((the_step(step),), (new.member_id,)), NOW)
    assert relay.work.clients.get(mine.id).owner_id == old.member_id
    assert may_see_all(relay.work, new, mine)
    assert fire_reminders(relay.work, minutes(90)) == 1
    finish_step(relay.work, new, FinishStep(step.id), minutes(95))
    assert not may_see_all(relay.work, new, mine)


def test_a_draft_and_a_parked_lead_go_with_their_client(relay: Relay) -> None:
    draft = start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW).lead_id
    reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (relay.hunters[0].member_id,)), NOW)
    assert relay.work.leads.get(draft).giver_id == relay.hunters[0].member_id
    until = (NOW + timedelta(days=30)).date()
    park_lead(relay.work, relay.hunters[0], Park(draft, Question.BUDGET, "нет бюджета", until), NOW)
    reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (relay.giver.member_id,)), NOW)
    (parked,) = relay.work.timers.pending_kind(TimerKind.PARKED)
    assert parked.member_id == relay.giver.member_id


def test_a_role_that_carries_no_leads_gets_no_client_with_a_draft(relay: Relay, mine: Client) -> None:
    start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW)
    farmer = relay.firm.actor(Role.FARMER, name="Пётр Смирнов")
    with pytest.raises(NotAllowed):
        reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (farmer.member_id,)), NOW)
    done = reassign(
        relay.work, relay.head, Reassign((the_client(relay.client), the_client(mine)), (farmer.member_id,)), NOW
    )
    assert done.stays == (Stays(Obstacle.ROLE, 1),)
    assert relay.work.clients.get(mine.id).owner_id == farmer.member_id


def test_an_accepted_lead_moves_to_another_receiver_who_need_not_answer(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    relay.accept(handoff_id, now=minutes(3))
    old = relay.actor(relay.handoff(handoff_id).receiver_id or 0)
    new = next(one for one in relay.hunters if one.member_id != old.member_id)
    reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (new.member_id,)), minutes(60))
    moved = relay.handoff(handoff_id)
    assert (moved.state, moved.receiver_id, moved.accepted_at) == (HandoffState.ACCEPTED, new.member_id, minutes(60))
    assert relay.owner() == new.member_id
    assert relay.facts(handoff_id)[-1] == ("accepted", old.member_id), "who answered in time keeps the credit"
    assert relay.told(NoticeKind.OFFER) == [old.member_id], "no card to answer"
    form = LogAct(relay.client.id, ActKind.CALL, Direction.COLD, Outcome.AGREED)
    assert log_act(relay.work, new, form, minutes(70)).completed == handoff_id


def test_a_client_in_contact_moves_and_the_past_of_its_hand_over_stays(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    relay.accept(handoff_id)
    old = relay.actor(relay.handoff(handoff_id).receiver_id or 0)
    complete_by_contact(relay.work, old, relay.client, 1, Outcome.AGREED, minutes(5))
    before = relay.handoff(handoff_id)
    reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (relay.giver.member_id,)), minutes(60))
    assert relay.owner() == relay.giver.member_id, "the hand-over is over, so its giver may have the client"
    assert relay.handoff(handoff_id) == before
    assert relay.work.leads.get(before.lead_id).state is LeadState.CONTACTED


def test_an_open_offer_moves_by_the_machine_and_runs_its_whole_term(relay: Relay) -> None:
    done = relay.submitted()
    first = relay.asked(done.handoff_id)
    other = next(one for one in relay.hunters if one.member_id != first.member_id)
    result = reassign(
        relay.work, relay.head, Reassign((the_offer(done.handoff_id, relay.client),), (other.member_id,)), minutes(20)
    )
    assert [(one.member_id, one.offers) for one in result.given] == [(other.member_id, 1)]
    assert relay.asked(done.handoff_id).member_id == other.member_id
    assert relay.handoff(done.handoff_id).deadline_at == minutes(50)
    assert [one.state for one in relay.work.handoffs.offers(done.handoff_id)] == [OfferState.MOVED, OfferState.OPEN]
    assert told(relay.conn, NoticeKind.REASSIGNED) == [], "the card says all there is to say"
    assert relay.owner() == relay.giver.member_id, "until somebody accepts"
    fire_deadlines(relay.work, minutes(50))
    assert relay.handoff(done.handoff_id).state is HandoffState.ESCALATED


def test_never_to_the_giver_of_an_open_hand_over(relay: Relay) -> None:
    done = relay.submitted()
    relay.work.people.set_roles(relay.giver.member_id, relay.firm.team.id, {Role.LEAD_GENERATOR, Role.HUNTER})
    to_giver = (relay.giver.member_id,)
    with pytest.raises(GiverAgain):
        reassign(relay.work, relay.head, Reassign((the_offer(done.handoff_id, relay.client),), to_giver), NOW)
    relay.accept(done.handoff_id)
    with pytest.raises(GiverAgain):
        reassign(relay.work, relay.head, Reassign((the_client(relay.client),), to_giver), NOW)


def test_never_to_the_absent_the_inactive_or_who_gets_no_messages(relay: Relay, mine: Client) -> None:
    taker = relay.work.people.get(relay.hunters[1].member_id)
    form = Reassign((the_client(mine),), (taker.id,))
    for gone in (
        replace(taker, away_until=NOW + timedelta(days=5)),
        replace(taker, unreachable="blocked"),
    ):
        relay.work.people.save(gone)
        with pytest.raises(Absent):
            reassign(relay.work, relay.head, form, NOW)
    relay.work.people.save(replace(taker, active=False))
    with pytest.raises(NotAllowed):
        reassign(relay.work, relay.head, form, NOW)
    assert relay.work.clients.get(mine.id).owner_id == relay.hunters[0].member_id


def test_busy_today_is_no_hindrance_and_is_said(relay: Relay, mine: Client) -> None:
    taker = relay.work.people.get(relay.hunters[1].member_id)
    relay.work.people.save(replace(taker, away_until=minutes(240)))
    plan = reassign_plan(relay.work, relay.head, Reassign((the_client(mine),), (taker.id,)), NOW)
    assert plan.given[0].busy_until == minutes(240)


def test_what_is_on_its_way_stays_with_its_giver(relay: Relay, mine: Client) -> None:
    done = relay.submitted()
    before = relay.handoff(done.handoff_id)
    spare = relay.firm.actor(Role.HUNTER, name="Пётр Смирнов")
    result = reassign(
        relay.work, relay.head, Reassign((the_client(relay.client), the_client(mine)), (spare.member_id,)), NOW
    )
    assert result.stays == (Stays(Obstacle.ON_ITS_WAY, 1),)
    assert relay.handoff(done.handoff_id) == before
    with pytest.raises(Overtaken):
        reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (spare.member_id,)), NOW)


def test_what_waits_in_the_queue_is_asked_of_the_receiver(relay: Relay) -> None:
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    fire_deadlines(relay.work, minutes(60))
    reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (relay.hunters[1].member_id,)), minutes(70))
    assert relay.asked(done.handoff_id).member_id == relay.hunters[1].member_id
    with pytest.raises(NotAllowed):
        farmer = relay.firm.actor(Role.FARMER)
        piece = the_offer(done.handoff_id, relay.client)
        reassign(relay.work, relay.head, Reassign((piece,), (farmer.member_id,)), minutes(71))
    with pytest.raises(AlreadyTaken):
        piece = the_offer(done.handoff_id, relay.client)
        reassign(relay.work, relay.head, Reassign((piece,), (relay.hunters[1].member_id,)), minutes(71))


def test_what_a_leaver_leaves_behind_moves_whole(relay: Relay, mine: Client) -> None:
    old, new = relay.hunters
    steps = [planned(relay, old, mine, minutes(90)), planned(relay, old, mine, minutes(200))]
    relay.vanish(old, minutes(5))
    left = basket(relay.work, relay.head, Scope.CLIENTS, old.member_id, minutes(6))
    assert [line.client for line in left.lines] == ["Лютик"]
    reassign(relay.work, relay.head, Reassign(tuple(line.piece for line in left.lines), (new.member_id,)), minutes(6))
    assert basket(relay.work, relay.head, Scope.CLIENTS, old.member_id, minutes(6)).lines == ()
    assert {reminded_of(relay)[step.id] for step in steps} == {new.member_id}
    assert [one[0] for one in told(relay.conn, NoticeKind.REASSIGNED)] == [new.member_id], "a leaver is told nothing"


def test_many_are_shared_out_evenly(relay: Relay) -> None:
    many = tuple(the_client(relay.firm.client(relay.head, f"Лютик {one}", f"лютик {one}")) for one in range(6))
    done = reassign(relay.work, relay.head, Reassign(many, tuple(one.member_id for one in relay.hunters)), NOW)
    assert [one.clients for one in done.given] == [3, 3]


def test_where_one_of_several_cant_take_a_piece_another_does(relay: Relay) -> None:
    start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW)
    farmer = relay.firm.actor(Role.FARMER)
    form = Reassign((the_client(relay.client),), (farmer.member_id, relay.hunters[0].member_id))
    assert [one.member_id for one in reassign(relay.work, relay.head, form, NOW).given] == [relay.hunters[0].member_id]


def test_a_step_of_a_client_that_moves_is_no_piece_of_its_own(relay: Relay, mine: Client) -> None:
    step = planned(relay, relay.hunters[0], mine, minutes(90))
    both = (the_step(step), the_client(mine), the_client(mine))
    done = reassign(relay.work, relay.head, Reassign(both, (relay.hunters[1].member_id,)), NOW)
    assert [(one.clients, one.steps) for one in done.given] == [(1, 0)]


def test_only_a_head_in_reach_moves_anything(relay: Relay, mine: Client) -> None:
    form = Reassign((the_client(mine),), (relay.hunters[1].member_id,))
    with pytest.raises(NotAllowed):
        reassign(relay.work, relay.hunters[0], form, NOW)
    stranger = replace(relay.head, reach=frozenset({99}))
    with pytest.raises(NotYours):
        reassign(relay.work, stranger, form, NOW)
    for scope, subject in ((Scope.CLIENTS, relay.hunters[0].member_id), (Scope.LATE, relay.hunters[0].member_id)):
        with pytest.raises(NotYours):
            basket(relay.work, stranger, scope, subject, NOW)
    operations = relay.firm.actor(Role.OPERATIONS_MANAGER)
    assert reassign(relay.work, operations, form, NOW).given


def test_what_lies_outside_the_heads_teams_is_not_touched(relay: Relay, mine: Client) -> None:
    other = relay.work.companies.add_team(replace(relay.firm.team, id=0, name="Другой"))
    relay.work.clients.save(replace(mine, team_id=other.id))
    with pytest.raises(NotYours):
        reassign(relay.work, relay.head, Reassign((the_client(mine),), (relay.hunters[1].member_id,)), NOW)
    wide = replace(relay.head, reach=frozenset({relay.firm.team.id, other.id}))
    with pytest.raises(NotAllowed):
        reassign(relay.work, wide, Reassign((the_client(mine),), (relay.hunters[1].member_id,)), NOW)


def test_what_was_settled_meanwhile_is_refused(relay: Relay, mine: Client) -> None:
    step = planned(relay, relay.hunters[0], mine, minutes(90))
    to = (relay.hunters[1].member_id,)
    with pytest.raises(AlreadyTaken):
        reassign(relay.work, relay.head, Reassign((the_client(mine),), (relay.hunters[0].member_id,)), NOW)
    with pytest.raises(AlreadyTaken):
        reassign(relay.work, relay.head, Reassign((the_step(step),), (relay.hunters[0].member_id,)), NOW)
    finish_step(relay.work, relay.hunters[0], FinishStep(step.id), NOW)
    with pytest.raises(Overtaken):
        reassign(relay.work, relay.head, Reassign((the_step(step),), to), NOW)
    done = relay.submitted()
    relay.accept(done.handoff_id)
    with pytest.raises(Overtaken):
        reassign(relay.work, relay.head, Reassign((the_offer(done.handoff_id, relay.client),), to), NOW)
    with pytest.raises(Overtaken):
        reassign(relay.work, relay.head, Reassign((the_offer(999, mine),), to), NOW)
    with pytest.raises(Overtaken):
        reassign(relay.work, relay.head, Reassign((), to), NOW)
    with pytest.raises(NotFound):
        reassign(relay.work, relay.head, Reassign((the_client(mine),), ()), NOW)
    with pytest.raises(ListFull):
        reassign(relay.work, relay.head, Reassign((the_client(mine),) * (AT_ONCE + 1), to), NOW)


def test_baskets_hold_what_their_scope_says(relay: Relay, mine: Client) -> None:
    late = planned(relay, relay.hunters[0], mine, minutes(10))
    ahead = planned(relay, relay.hunters[0], mine, minutes(500))
    who = relay.hunters[0].member_id

    def pieces(scope: Scope, subject: int) -> Iterator[Piece]:
        return (line.piece for line in basket(relay.work, relay.head, scope, subject, minutes(30)).lines)

    assert list(pieces(Scope.LATE, who)) == [the_step(late)]
    assert list(pieces(Scope.STEP, ahead.id)) == [the_step(ahead)]
    assert list(pieces(Scope.CLIENT, mine.id)) == [the_client(mine)]
    done = relay.submitted()
    assert list(pieces(Scope.HANDOFF, done.handoff_id)) == [the_offer(done.handoff_id, relay.client)]
    relay.accept(done.handoff_id)
    assert list(pieces(Scope.HANDOFF, done.handoff_id)) == [the_client(relay.client)]
    assert [line.client for line in moved_clients(relay.work, (mine.id,))] == ["Лютик"]
    finish_step(relay.work, relay.hunters[0], FinishStep(late.id), minutes(40))
    assert [line.piece for line in moved_steps(relay.work, (late.id, ahead.id))] == [the_step(ahead)]


def test_takers_are_shown_with_their_load_and_without_giver_holder_and_absent(relay: Relay, mine: Client) -> None:
    relay.work.people.set_roles(relay.giver.member_id, relay.firm.team.id, {Role.LEAD_GENERATOR, Role.HUNTER})
    done = relay.submitted()
    asked = relay.asked(done.handoff_id)
    found = takers(relay.work, relay.head, (the_offer(done.handoff_id, relay.client),), NOW)
    assert {one.member_id for one in found} == {one.member_id for one in relay.hunters}
    assert {one.member_id: one.handoffs for one in found}[asked.member_id] == 1
    planned(relay, relay.hunters[0], mine, minutes(10))
    away = relay.work.people.get(relay.hunters[1].member_id)
    relay.work.people.save(replace(away, away_until=minutes(60)))
    later = takers(relay.work, relay.head, (the_client(relay.client), the_client(mine)), minutes(20))
    loads = {one.member_id: (one.clients, one.overdue, one.busy_until) for one in later}
    assert loads[relay.hunters[0].member_id] == (1, 1, None)
    assert later[-1].member_id == away.id and later[-1].busy_until == minutes(60), "the busy ones last"
    alone = takers(relay.work, relay.head, (the_client(mine),), minutes(20))
    assert relay.hunters[0].member_id not in {one.member_id for one in alone}
    step = relay.work.steps.open_of_client(mine.id)[0]
    assert relay.hunters[0].member_id not in {
        one.member_id for one in takers(relay.work, relay.head, (the_step(step),), NOW)
    }
    relay.work.people.save(replace(away, away_until=NOW + timedelta(days=9)))
    assert away.id not in {one.member_id for one in takers(relay.work, relay.head, (the_client(mine),), NOW)}


def test_a_helper_who_gets_the_whole_client_keeps_the_own_step_as_it_is(relay: Relay, mine: Client) -> None:
    step = planned(relay, relay.hunters[0], mine, minutes(90))
    to = (relay.hunters[1].member_id,)
    reassign(relay.work, relay.head, Reassign((the_step(step),), to), NOW)
    reassign(relay.work, relay.head, Reassign((the_client(mine),), to), minutes(1))
    assert relay.work.steps.get(step.id).member_id == reminded_of(relay)[step.id] == relay.hunters[1].member_id


def test_a_head_who_takes_it_over_is_not_told_by_the_bot(relay: Relay, mine: Client) -> None:
    reassign(relay.work, relay.head, Reassign((the_client(mine),), (relay.head.member_id,)), NOW)
    assert [one[0] for one in told(relay.conn, NoticeKind.REASSIGNED)] == [relay.hunters[0].member_id]


def test_a_receiver_in_the_first_ones_place_is_not_introduced_yet(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    new = relay.hunters[1]
    introduce(relay.work, relay.giver, Introduce(done.handoff_id), minutes(1))
    reassign(relay.work, relay.head, Reassign((the_client(relay.client),), (new.member_id,)), minutes(5))
    moved = relay.handoff(done.handoff_id)
    assert (moved.state, moved.receiver_id) == (HandoffState.ACCEPTED, new.member_id)
    assert moved.introduced_at is None
    assert not introduction_view(relay.work, relay.giver, done.handoff_id).introduced
