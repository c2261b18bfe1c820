"""From the acceptance to the first contact on a later leg, who is credited for it, and the deals that stall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.completion import Introduce, complete_by_contact, introduce, reopen_completion
from sales.actions.deals import EndDeal, MoveDeal, OpenDeal, end_deal, move_deal, open_deal
from sales.actions.direction import Release, release_lead
from sales.actions.handoff import GiveBack, member_left, return_offer
from sales.actions.proposal_deadlines import fire_stalled
from sales.activities import Outcome
from sales.credit import Credit, months_after
from sales.deals import DealStage
from sales.errors import NotYours, WrongState
from sales.handoff import HandoffState
from sales.legs import Leg, Structure
from sales.passport import Point
from sales.people import Role
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.sales.actions.later_legs import Legs

TODAY = date(2026, 11, 25)


@pytest.fixture
def legs(firm: Firm, conn: sa.Connection) -> Legs:
    return Legs(firm, conn)


def test_giver_and_receiver_may_say_that_the_client_knows(legs: Legs) -> None:
    done = legs.accepted()
    with pytest.raises(NotYours):
        introduce(legs.work, legs.kam, Introduce(done.id), NOW)
    told = introduce(legs.work, legs.hunter, Introduce(done.id), NOW)
    assert told.receiver == "Игорь Громов"
    assert introduce(legs.work, legs.farmer, Introduce(done.id), NOW) == told, "told once more, nothing changes"
    assert legs.now(done.id).state is HandoffState.INTRODUCED


def test_nobody_is_introduced_before_the_acceptance(legs: Legs) -> None:
    made = legs.propose()
    with pytest.raises(WrongState):
        introduce(legs.work, legs.hunter, Introduce(made.id), NOW)


@pytest.mark.parametrize("introduced", [True, False])
def test_the_first_contact_completes_it_and_an_undo_goes_back(legs: Legs, introduced: bool) -> None:
    done = legs.accepted()
    if introduced:
        introduce(legs.work, legs.hunter, Introduce(done.id), NOW)
    assert complete_by_contact(legs.work, legs.hunter, legs.client, 1, Outcome.AGREED, NOW) is None
    assert complete_by_contact(legs.work, legs.farmer, legs.client, 1, Outcome.NO_ANSWER, NOW) is None
    assert complete_by_contact(legs.work, legs.farmer, legs.client, 1, Outcome.AGREED, NOW) == done.id
    assert legs.now(done.id).state is HandoffState.COMPLETE
    reopen_completion(legs.work, done.id, NOW)
    assert legs.now(done.id).state is (HandoffState.INTRODUCED if introduced else HandoffState.ACCEPTED)


def test_a_completion_stays_where_the_client_is_on_its_next_leg(legs: Legs) -> None:
    done = legs.accepted()
    complete_by_contact(legs.work, legs.farmer, legs.client, 1, Outcome.AGREED, NOW)
    legs.propose(Leg.KEY, why="key")
    with pytest.raises(WrongState):
        reopen_completion(legs.work, done.id, NOW)


def credited(legs: Legs, on: date) -> tuple[Credit, ...]:
    people = (legs.hunter, legs.closer, legs.farmer)
    kept = [one for who in people for one in legs.work.credits.of_member(who.member_id)]
    return tuple(one for one in kept if one.client_id == legs.client.id and one.holds(on))


def test_the_hunter_keeps_credit_for_a_regular_client_for_some_months(legs: Legs) -> None:
    done = legs.accepted()
    kept = Credit(1, legs.client.id, legs.hunter.member_id, Leg.REGULAR, done.id, TODAY, date(2027, 5, 25))
    assert credited(legs, TODAY) == (kept,)
    assert credited(legs, date(2027, 5, 24)) == (kept,)
    assert credited(legs, date(2027, 5, 25)) == ()


def test_no_months_are_no_credit(legs: Legs) -> None:
    legs.firm.settle(credit_months=0)
    legs.accepted()
    assert credited(legs, TODAY) == ()


def test_a_rescued_deal_counts_for_both_until_the_next_leg_ends_it(legs: Legs) -> None:
    done = legs.accepted(Leg.CLOSE)
    complete_by_contact(legs.work, legs.closer, legs.client, 1, Outcome.AGREED, NOW)
    (shared,) = credited(legs, date(2036, 1, 1))
    assert (shared.member_id, shared.handoff_id) == (legs.hunter.member_id, done.id)
    further = legs.accepted()
    assert {one.member_id for one in credited(legs, TODAY)} == {
        legs.hunter.member_id,
        legs.closer.member_id,
    }
    assert credited(legs, date(2036, 1, 1)) == ()
    release_lead(legs.work, legs.head, Release(further.id), NOW)
    assert [one.member_id for one in credited(legs, date(2036, 1, 1))] == [legs.hunter.member_id]


def test_credit_goes_with_the_hand_over_that_is_taken_back(legs: Legs) -> None:
    done = legs.accepted()
    release_lead(legs.work, legs.head, Release(done.id), NOW)
    assert credited(legs, TODAY) == ()
    assert legs.owner() == legs.hunter.member_id


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 25), 1, date(2026, 12, 25)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day: date, months: int, end: date) -> None:
    assert months_after(day, months) == end


def test_an_overruled_return_must_be_accepted(legs: Legs) -> None:
    sent = legs.confirmed(legs.propose())
    (offer,) = legs.open_offers(sent.handoff_id)
    return_offer(legs.work, legs.farmer, GiveBack(offer.id, None, "не знают нас", Point.EXPECTS), NOW)
    dispute_return(legs.work, legs.hunter, Disagree(sent.handoff_id), NOW)
    decided = decide_dispute(legs.work, legs.head, Decide(sent.handoff_id, good=True), NOW)
    assert decided.asked and legs.now(sent.handoff_id).binding
    (again,) = legs.open_offers(sent.handoff_id)
    with pytest.raises(WrongState):
        return_offer(legs.work, legs.farmer, GiveBack(again.id, None, "нет", Point.EXPECTS), NOW)


def stall(legs: Legs, stage: DealStage = DealStage.NEGOTIATION) -> None:
    open_deal(legs.work, legs.hunter, OpenDeal(legs.client.id), NOW)
    deal = legs.work.deals.open_of_client(legs.client.id)
    assert deal is not None
    last = legs.work.deals.moves(deal.id)[-1]
    plan = StepPlan(StepKind.CALL, NOW + timedelta(days=1), exact=True)
    move_deal(legs.work, legs.hunter, MoveDeal(deal.id, last.id, stage, plan), NOW)


@pytest.mark.parametrize(
    ("days", "stage", "structure", "found"),
    [
        (15, DealStage.NEGOTIATION, Structure.FULL_RELAY, True),
        (12, DealStage.NEGOTIATION, Structure.FULL_RELAY, False),
        (15, DealStage.MEETING, Structure.FULL_RELAY, False),
        (15, DealStage.NEGOTIATION, Structure.UNIVERSAL, False),
    ],
)
def test_a_deal_that_stands_still_at_a_late_stage_is_proposed_to_a_closer(
    legs: Legs, days: int, stage: DealStage, structure: Structure, found: bool
) -> None:
    legs.firm.settle(structure=structure)
    stall(legs, stage)
    fire_stalled(legs.work, NOW)
    fire_stalled(legs.work, NOW + timedelta(days=days))
    standing = legs.work.handoffs.open_of_client(legs.client.id)
    assert (standing is not None) is found
    if standing is not None:
        assert (standing.leg, standing.why, standing.state) == (Leg.CLOSE, "stalled", HandoffState.PROPOSED)
    assert fire_stalled(legs.work, NOW + timedelta(days=days)) == 0


def test_the_deal_goes_with_its_client(legs: Legs) -> None:
    stall(legs)
    legs.accepted(Leg.CLOSE)
    deal = legs.work.deals.open_of_client(legs.client.id)
    assert deal is not None and deal.owner_id == legs.closer.member_id == legs.owner()


def test_back_from_the_closer_to_a_hunter(legs: Legs) -> None:
    legs.firm.settle(closer_keeps=False)
    complete = legs.accepted(Leg.CLOSE)
    complete_by_contact(legs.work, legs.closer, legs.client, 1, Outcome.AGREED, NOW)
    back = legs.accepted(Leg.BACK)
    assert back.receiver_id == legs.hunter.member_id == complete.giver_id
    kept = {one.member_id for one in credited(legs, TODAY)}
    assert legs.closer.member_id in kept


def test_a_receiver_who_leaves_leaves_it_to_the_head_and_nobody_is_credited(legs: Legs) -> None:
    done = legs.accepted()
    legs.work.people.save(replace(legs.work.people.get(legs.farmer.member_id), active=False))
    member_left(legs.work, legs.farmer.member_id, NOW)
    assert legs.now(done.id).state is HandoffState.ESCALATED
    assert credited(legs, TODAY) == ()


@pytest.mark.parametrize("keeps", [True, False])
def test_a_deal_that_a_closer_has_won_leads_back_to_the_hunter(legs: Legs, keeps: bool) -> None:
    """Unless the team has settled that the client stays with the closer."""
    legs.firm.settle(closer_keeps=keeps)
    other = legs.firm.actor(Role.HUNTER, name="Мария Лис")
    stall(legs)
    legs.accepted(Leg.CLOSE)
    complete_by_contact(legs.work, legs.closer, legs.client, 1, Outcome.AGREED, NOW)
    deal = legs.work.deals.open_of_client(legs.client.id)
    assert deal is not None
    last = legs.work.deals.moves(deal.id)[-1]
    end_deal(legs.work, legs.closer, EndDeal(deal.id, last.id), NOW)
    fire_stalled(legs.work, NOW)
    fire_stalled(legs.work, NOW + timedelta(days=1))
    standing = legs.work.handoffs.open_of_client(legs.client.id)
    assert (standing is None) is keeps
    if standing is not None:
        assert (standing.leg, standing.why, standing.wanted_id) == (Leg.BACK, "won", legs.hunter.member_id)
        sent = legs.confirmed(standing, NOW + timedelta(days=1))
        assert sent.receivers == ("Тимур Каримов",) != (other.name,)
