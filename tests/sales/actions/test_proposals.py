"""A proposal to hand a client over: answered by its owner, ignored, objected to, passed by the head, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.direction import Assign, Release, assign_lead, release_lead
from sales.actions.handoff import GiveBack, Withdraw, return_offer, withdraw_lead
from sales.actions.leads import Submit, submit_lead
from sales.actions.own import SetAway, set_away
from sales.actions.people import Deactivate, deactivate
from sales.actions.proposal_causes import ASKED
from sales.actions.proposal_course import make_room
from sales.actions.proposal_deadlines import fire_proposals
from sales.actions.proposal_views import ways_on
from sales.actions.proposals import (
    AskHandover,
    Confirm,
    Objection,
    ask_handover,
    confirm_proposal,
    object_to,
    propose,
)
from sales.actions.reassign import Reassign, reassign
from sales.errors import (
    BadInput,
    Empty,
    HandoverOpen,
    NotAllowed,
    NotYours,
    Overtaken,
    PassportIncomplete,
    WrongState,
)
from sales.handoff import Escalation, HandoffState
from sales.leads import Question
from sales.legs import Leg, Structure
from sales.notices import NoticeKind
from sales.passport import Point
from sales.people import Role
from sales.reassign import Piece, What
from tests.builders import NOW, Firm
from tests.sales.actions.later_legs import Legs
from tests.sales.actions.relay import Relay
from tests.sales.actions.told import told

MINUTE = timedelta(minutes=1)
#: Sixteen working hours after Wednesday 10:00: Thursday 17:00 in Moscow.
ENDS = datetime.fromisoformat("2026-11-26T14:00:00+00:00")


@pytest.fixture
def legs(firm: Firm, conn: sa.Connection) -> Legs:
    return Legs(firm, conn)


def test_the_owner_is_asked_and_has_working_hours_to_answer(legs: Legs) -> None:
    made = legs.propose()
    asked = legs.now(made.id)
    assert (asked.state, asked.giver_id, asked.rounds) == (HandoffState.PROPOSED, legs.hunter.member_id, 0)
    assert asked.deadline_at == ENDS
    assert [row[0] for row in told(legs.conn, NoticeKind.PROPOSED)] == [legs.hunter.member_id]
    assert legs.owner() == legs.hunter.member_id


def test_it_goes_on_when_what_is_missing_was_said(legs: Legs) -> None:
    made = legs.propose()
    with pytest.raises(PassportIncomplete) as refused:
        confirm_proposal(legs.work, legs.hunter, Confirm(made.id), NOW)
    assert len(str(refused.value.facts["missing"]).split()) == 3, "three questions at most"
    sent = legs.confirmed(made, NOW + MINUTE)
    assert (sent.receivers, sent.leg) == (("Игорь Громов",), Leg.REGULAR)
    assert sent.deadline_at is not None and sent.escalation is None
    assert legs.now(made.id).state is HandoffState.OFFERED


def test_a_client_that_is_only_being_qualified_goes_on_as_a_lead(legs: Legs) -> None:
    qualifier = legs.firm.actor(Role.LEAD_GENERATOR)
    client = legs.firm.client(qualifier, "Вега", "вега")
    assert ways_on(legs.work, qualifier, client.id) == ()
    for who in (qualifier, legs.head):
        with pytest.raises(WrongState):
            ask_handover(legs.work, who, AskHandover(client.id, Leg.KEY), NOW)
    hunters = legs.firm.client(legs.hunter, "Орбита", "орбита")
    assert Leg.KEY in ways_on(legs.work, legs.hunter, hunters.id)
    assert ways_on(legs.work, legs.farmer, hunters.id) == (), "nor somebody else's"


def test_who_is_named_is_asked(legs: Legs) -> None:
    other = legs.firm.actor(Role.FARMER, name="Мария Лис")
    made = legs.propose()
    legs.fill(made)
    with pytest.raises(NotAllowed):
        confirm_proposal(legs.work, legs.hunter, Confirm(made.id, legs.kam.member_id), NOW)
    sent = confirm_proposal(legs.work, legs.hunter, Confirm(made.id, other.member_id), NOW)
    assert sent.receivers == ("Мария Лис",)


def test_a_head_passes_it_as_it_is_and_nobody_else_does(legs: Legs) -> None:
    made = legs.propose()
    for stranger in (legs.farmer, legs.hunter):
        with pytest.raises(NotYours):
            confirm_proposal(legs.work, stranger, Confirm(made.id, as_it_is=True), NOW)
    sent = confirm_proposal(legs.work, legs.head, Confirm(made.id, as_it_is=True), NOW)
    assert sent.receivers == ("Игорь Громов",)
    with pytest.raises(Overtaken):
        confirm_proposal(legs.work, legs.head, Confirm(made.id, as_it_is=True), NOW)


def test_where_all_are_away_the_heads_have_it(legs: Legs) -> None:
    set_away(legs.work, legs.farmer, SetAway(NOW + timedelta(hours=3)), NOW)
    sent = legs.confirmed(legs.propose())
    assert (sent.receivers, sent.escalation) == ((), Escalation.ALL_AWAY)


def test_an_ignored_proposal_is_the_heads(legs: Legs) -> None:
    made = legs.propose()
    ends = made.deadline_at
    assert ends is not None
    fire_proposals(legs.work, ends - timedelta(minutes=30))
    assert [row[0] for row in told(legs.conn, NoticeKind.PROPOSAL_WARN)] == [legs.hunter.member_id]
    fire_proposals(legs.work, ends)
    queued = legs.now(made.id)
    assert (queued.state, queued.escalation) == (HandoffState.ESCALATED, Escalation.IGNORED)
    assert legs.head.member_id in [row[0] for row in told(legs.conn, NoticeKind.ESCALATED)]
    assert legs.owner() == legs.hunter.member_id
    assert fire_proposals(legs.work, ends) == 0


def test_after_a_stop_only_the_end_is_told(legs: Legs) -> None:
    made = legs.propose()
    fire_proposals(legs.work, NOW + timedelta(days=7))
    assert legs.now(made.id).state is HandoffState.ESCALATED
    assert told(legs.conn, NoticeKind.PROPOSAL_WARN) == []


def test_the_term_runs_on_by_what_the_owner_has_rested(legs: Legs) -> None:
    made = legs.propose()
    ends = made.deadline_at
    assert ends is not None
    set_away(legs.work, legs.hunter, SetAway(NOW + timedelta(hours=5)), NOW + MINUTE)
    fire_proposals(legs.work, ends - timedelta(hours=3))
    assert told(legs.conn, NoticeKind.PROPOSAL_WARN) == [], "nobody is warned too early"
    fire_proposals(legs.work, ends)
    standing = legs.now(made.id)
    assert standing.state is HandoffState.PROPOSED
    assert standing.deadline_at is not None and standing.deadline_at > ends
    fire_proposals(legs.work, standing.deadline_at)
    assert legs.now(made.id).state is HandoffState.ESCALATED


def test_an_answered_proposal_has_no_deadline_any_more(legs: Legs) -> None:
    made = legs.propose()
    legs.confirmed(made)
    assert fire_proposals(legs.work, NOW + timedelta(days=9)) == 0
    assert legs.now(made.id).state is HandoffState.OFFERED


def test_an_objection_goes_to_the_head(legs: Legs) -> None:
    made = legs.propose()
    with pytest.raises(Empty):
        object_to(legs.work, legs.hunter, Objection(made.id, " "), NOW)
    with pytest.raises(NotYours):
        object_to(legs.work, legs.farmer, Objection(made.id, "мой"), NOW)
    object_to(legs.work, legs.hunter, Objection(made.id, "идёт вторая сделка"), NOW)
    queued = legs.now(made.id)
    assert (queued.state, queued.escalation) == (HandoffState.ESCALATED, Escalation.OBJECTION)
    assert queued.objection == "идёт вторая сделка"
    with pytest.raises(Overtaken):
        object_to(legs.work, legs.hunter, Objection(made.id, "ещё раз"), NOW)
    with pytest.raises(NotYours):
        confirm_proposal(legs.work, legs.farmer, Confirm(made.id), NOW)
    with pytest.raises(Overtaken):
        confirm_proposal(legs.work, legs.hunter, Confirm(made.id), NOW)


def test_an_upheld_objection_is_not_argued_with_every_night(legs: Legs) -> None:
    made = legs.propose()
    object_to(legs.work, legs.hunter, Objection(made.id, "идёт вторая сделка"), NOW)
    release_lead(legs.work, legs.head, Release(made.id), NOW)
    assert legs.now(made.id).state is HandoffState.WITHDRAWN
    assert propose(legs.work, legs.client.id, Leg.REGULAR, why="regular", by=None, now=NOW + timedelta(days=90)) is None
    by_head = ask_handover(legs.work, legs.head, AskHandover(legs.client.id, Leg.REGULAR), NOW)
    assert legs.now(by_head.handoff_id).state is HandoffState.PROPOSED, "the head may ask again"


def test_a_stalled_deal_is_proposed_again_after_two_weeks(legs: Legs) -> None:
    made = legs.propose(Leg.CLOSE, why="stalled")
    release_lead(legs.work, legs.head, Release(made.id), NOW)
    for days, again in ((13, False), (14, True)):
        found = propose(legs.work, legs.client.id, Leg.CLOSE, why="stalled", by=None, now=NOW + timedelta(days=days))
        assert (found is not None) is again


def test_the_head_appoints_somebody_without_waiting(legs: Legs) -> None:
    made = legs.propose()
    done = assign_lead(legs.work, legs.head, Assign(made.id, legs.farmer.member_id), NOW)
    assert done.receiver == "Игорь Громов"
    assert legs.now(made.id).state is HandoffState.REROUTED
    assert fire_proposals(legs.work, NOW + timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("leg", "structure"),
    [
        (Leg.REGULAR, Structure.UNIVERSAL),
        (Leg.CLOSE, Structure.NEW_VS_EXISTING),
        (Leg.KEY, Structure.LEADGEN_AND_SALES),
        (Leg.LEAD, Structure.FULL_RELAY),
        (Leg.LEAVING, Structure.FULL_RELAY),
    ],
)
def test_a_leg_that_the_team_does_not_run_is_not_proposed(legs: Legs, leg: Leg, structure: Structure) -> None:
    legs.firm.settle(structure=structure)
    assert propose(legs.work, legs.client.id, leg, why="regular", by=None, now=NOW) is None
    with pytest.raises(WrongState):
        ask_handover(legs.work, legs.hunter, AskHandover(legs.client.id, leg), NOW)


def test_nothing_is_proposed_where_nobody_could_have_it_or_its_owner_has_it_already(legs: Legs) -> None:
    legs.work.people.save(replace(legs.work.people.get(legs.farmer.member_id), active=False))
    assert propose(legs.work, legs.client.id, Leg.REGULAR, why="regular", by=None, now=NOW) is None
    kept = legs.firm.client(legs.kam, "Лютик", "лютик")
    assert propose(legs.work, kept.id, Leg.KEY, why="key", by=None, now=NOW) is None


def test_a_client_has_one_proposal_at_a_time(legs: Legs) -> None:
    made = legs.propose()
    assert propose(legs.work, legs.client.id, Leg.CLOSE, why="stalled", by=None, now=NOW) is None
    again = ask_handover(legs.work, legs.hunter, AskHandover(legs.client.id, Leg.REGULAR), NOW)
    assert again.handoff_id == made.id, "the same one goes on"
    with pytest.raises(HandoverOpen):
        ask_handover(legs.work, legs.hunter, AskHandover(legs.client.id, Leg.CLOSE), NOW)


def test_who_asks_in_person_may_take_it_back(legs: Legs) -> None:
    asked = ask_handover(legs.work, legs.hunter, AskHandover(legs.client.id, Leg.KEY, legs.kam.member_id), NOW)
    assert asked.missing and told(legs.conn, NoticeKind.PROPOSED) == [], "the form is open already"
    withdraw_lead(legs.work, legs.hunter, Withdraw(asked.handoff_id), NOW)
    assert legs.now(asked.handoff_id).state is HandoffState.WITHDRAWN
    assert fire_proposals(legs.work, NOW + timedelta(days=9)) == 0, "and nobody proposes it anew"
    with pytest.raises(NotAllowed):
        ask_handover(legs.work, legs.farmer, AskHandover(legs.client.id, Leg.KEY), NOW)


def test_the_bots_proposal_can_not_be_taken_back(legs: Legs) -> None:
    made = legs.propose()
    with pytest.raises(WrongState):
        withdraw_lead(legs.work, legs.hunter, Withdraw(made.id), NOW)


def test_what_came_back_is_proposed_anew(legs: Legs) -> None:
    legs.confirmed(legs.propose())
    handoff = legs.work.handoffs.open_of_client(legs.client.id)
    assert handoff is not None
    (offer,) = legs.open_offers(handoff.id)
    with pytest.raises(BadInput):
        return_offer(legs.work, legs.farmer, GiveBack(offer.id, Question.PAINS, "нет"), NOW)
    return_offer(legs.work, legs.farmer, GiveBack(offer.id, None, "не знают нас", Point.EXPECTS), NOW)
    returned = legs.now(handoff.id)
    assert (returned.state, returned.fact, legs.owner()) == (HandoffState.RETURNED, "expects", legs.hunter.member_id)
    fire_proposals(legs.work, NOW + timedelta(days=5))
    anew = legs.work.handoffs.open_of_client(legs.client.id)
    assert anew is not None and (anew.id, anew.state) == (handoff.id + 1, HandoffState.PROPOSED)


def test_a_lead_has_no_point_of_a_card_to_return(firm: Firm, conn: sa.Connection) -> None:
    relay = Relay(firm, conn)
    sent = relay.submitted()
    offer = relay.offer_of(sent.handoff_id, relay.asked(sent.handoff_id))
    with pytest.raises(BadInput):
        return_offer(relay.work, relay.asked(sent.handoff_id), GiveBack(offer, None, "нет", Point.EXPECTS), NOW)


def test_a_proposal_makes_room_for_a_lead_and_comes_again(legs: Legs, conn: sa.Connection) -> None:
    relay = Relay(legs.firm, conn)
    made = legs.propose()
    lead_id = relay.ready(legs.hunter, legs.client)
    sent = submit_lead(legs.work, legs.hunter, Submit(lead_id), NOW)
    assert legs.now(made.id).state is HandoffState.WITHDRAWN
    fire_proposals(legs.work, NOW + timedelta(days=5))
    standing = legs.work.handoffs.open_of_client(legs.client.id)
    assert standing is not None and standing.id == sent.handoff_id, "the lead is still on its way"
    withdraw_lead(legs.work, legs.hunter, Withdraw(sent.handoff_id), NOW)
    fire_proposals(legs.work, NOW + timedelta(days=7))
    anew = legs.work.handoffs.open_of_client(legs.client.id)
    assert anew is not None and anew.leg is Leg.REGULAR


def test_what_is_further_on_is_not_interrupted(legs: Legs) -> None:
    made = legs.propose()
    legs.confirmed(made)
    with pytest.raises(HandoverOpen) as refused:
        make_room(legs.work, legs.client.id, NOW)
    assert refused.value.facts["who"] == "Тимур Каримов"


def test_who_leaves_leaves_the_proposal_to_the_head(legs: Legs) -> None:
    made = legs.propose()
    others = [one for one in legs.work.people.of_team(legs.firm.team.id) if one.id != legs.hunter.member_id]
    for one in others:
        if one.id != legs.head.member_id:
            legs.work.people.save(replace(one, unreachable="blocked"))
    legs.work.people.save(replace(legs.work.people.get(legs.head.member_id), unreachable="blocked"))
    deactivate(legs.work, legs.head, Deactivate(legs.hunter.member_id), NOW)
    queued = legs.now(made.id)
    assert (queued.state, queued.escalation) == (HandoffState.ESCALATED, Escalation.LEFT)


def test_of_who_has_left_the_head_is_asked_at_once(legs: Legs) -> None:
    legs.work.people.save(replace(legs.work.people.get(legs.hunter.member_id), active=False))
    made = legs.propose()
    assert made.escalation is Escalation.LEFT
    sent = confirm_proposal(legs.work, legs.head, Confirm(made.id, as_it_is=True), NOW)
    assert legs.now(sent.handoff_id).giver_id == legs.head.member_id, "the head gives in the leaver's place"


@pytest.mark.parametrize(("to", "state"), [("hunter", HandoffState.PROPOSED), ("farmer", HandoffState.WITHDRAWN)])
def test_a_proposal_follows_the_client_to_another_owner(legs: Legs, to: str, state: HandoffState) -> None:
    made = legs.propose()
    other = legs.farmer if to == "farmer" else legs.firm.actor(Role.HUNTER, name="Мария Лис")
    piece = Piece(What.CLIENT, legs.client.id, legs.client.id)
    reassign(legs.work, legs.head, Reassign((piece,), (other.member_id,)), NOW)
    moved = legs.now(made.id)
    assert moved.state is state
    assert moved.giver_id == (other.member_id if to == "hunter" else legs.hunter.member_id)
    assert moved.why != ASKED
