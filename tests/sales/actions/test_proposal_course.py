"""What becomes of a proposal in time: it waits for a judge, ends with its cause, comes back with its leg."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.completion import complete_by_contact
from sales.actions.deals import EndDeal, MoveDeal, OpenDeal, end_deal, move_deal, open_deal
from sales.actions.handoff import Accept, GiveBack, accept_offer, return_offer
from sales.actions.handoff_views import heads_queue
from sales.actions.proposal_deadlines import fire_proposals, fire_stalled
from sales.actions.proposals import (
    AskHandover,
    Confirm,
    LeaveProposal,
    Objection,
    ask_handover,
    confirm_proposal,
    leave_proposal,
    object_to,
    propose,
)
from sales.actions.reassign import Reassign, reassign
from sales.actions.steps import PlanNext, plan_next
from sales.actions.structure import SwitchStructure, switch_structure
from sales.activities import Outcome
from sales.deals import Deal, DealStage
from sales.handoff import Handoff, HandoffState
from sales.legs import Leg, Structure
from sales.passport import Point
from sales.people import Role
from sales.reassign import Piece, What
from sales.regular import ClientStatus
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.sales.actions.base import SECOND, Base
from tests.sales.actions.later_legs import Legs
from tests.sales.actions.relay import minutes

DAY = timedelta(days=1)
LATE = NOW + 15 * DAY


@pytest.fixture
def legs(firm: Firm, conn: sa.Connection) -> Legs:
    return Legs(firm, conn)


def standing(legs: Legs) -> Handoff | None:
    return legs.work.handoffs.open_of_client(legs.client.id)


def returned(legs: Legs, handoff: Handoff, now: datetime) -> Handoff:
    sent = legs.confirmed(handoff, now)
    (offer,) = legs.open_offers(sent.handoff_id)
    form = GiveBack(offer.id, None, "не знают нас", Point.EXPECTS)
    return_offer(legs.work, legs.actor(offer.member_id), form, now)
    return legs.now(sent.handoff_id)


def disputed(legs: Legs) -> Handoff:
    back = returned(legs, legs.propose(), NOW)
    dispute_return(legs.work, legs.hunter, Disagree(back.id), NOW)
    return back


def deal_of(legs: Legs) -> Deal:
    found = legs.work.deals.last_of_client(legs.client.id)
    assert found is not None
    return found


def moves(legs: Legs, stage: DealStage, now: datetime) -> None:
    deal = deal_of(legs)
    plan = StepPlan(StepKind.CALL, now + DAY, exact=True)
    last = legs.work.deals.moves(deal.id)[-1].id
    move_deal(legs.work, legs.actor(deal.owner_id), MoveDeal(deal.id, last, stage, plan), now)


def wins(legs: Legs, now: datetime) -> None:
    deal = deal_of(legs)
    last = legs.work.deals.moves(deal.id)[-1].id
    end_deal(legs.work, legs.actor(deal.owner_id), EndDeal(deal.id, last), now)


def late_deal(legs: Legs) -> None:
    open_deal(legs.work, legs.hunter, OpenDeal(legs.client.id), NOW)
    moves(legs, DealStage.NEGOTIATION, NOW)


def stalled(legs: Legs) -> Handoff:
    """Fifteen days later the bot has proposed it to a closer."""
    late_deal(legs)
    fire_stalled(legs.work, NOW)
    fire_stalled(legs.work, LATE)
    found = standing(legs)
    assert found is not None and found.why == "stalled"
    return found


class TestJudged:
    """A return that is disputed may have to be accepted after all."""

    def test_nothing_is_proposed_until_the_judge_has_decided(self, legs: Legs) -> None:
        back = disputed(legs)
        fire_proposals(legs.work, NOW + 5 * DAY)
        assert propose(legs.work, legs.client.id, Leg.KEY, why="key", by=None, now=NOW + 5 * DAY) is None
        assert standing(legs) is None
        assert [one.id for one in heads_queue(legs.work, legs.head).disputed] == [back.id]
        decide_dispute(legs.work, legs.head, Decide(back.id, good=True), NOW + 5 * DAY)
        assert legs.now(back.id).state is HandoffState.REROUTED

    def test_an_upheld_return_is_proposed_anew(self, legs: Legs) -> None:
        back = disputed(legs)
        fire_proposals(legs.work, NOW + 5 * DAY)
        decide_dispute(legs.work, legs.head, Decide(back.id, good=False), NOW + 5 * DAY)
        fire_proposals(legs.work, NOW + 5 * DAY + timedelta(hours=1))
        assert standing(legs) is None, "its giver has the usual term to mend the card"
        fire_proposals(legs.work, NOW + 9 * DAY)
        anew = standing(legs)
        assert anew is not None and (anew.state, anew.leg) == (HandoffState.PROPOSED, back.leg)

    def test_the_queue_holds_no_dispute_that_nobody_can_decide_any_more(self, legs: Legs) -> None:
        disputed(legs)
        ask_handover(legs.work, legs.hunter, AskHandover(legs.client.id, Leg.KEY), NOW)
        assert heads_queue(legs.work, legs.head).disputed == ()


class TestCause:
    def test_a_won_deal_is_not_proposed_to_a_closer_again(self, legs: Legs) -> None:
        returned(legs, stalled(legs), LATE)
        wins(legs, LATE)
        fire_proposals(legs.work, LATE + 5 * DAY)
        assert standing(legs) is None

    def test_a_deal_that_still_stands_is(self, legs: Legs) -> None:
        returned(legs, stalled(legs), LATE)
        fire_proposals(legs.work, LATE + 5 * DAY)
        assert standing(legs) is not None

    @pytest.mark.parametrize("objects", [False, True])
    def test_a_deal_that_moves_on_needs_no_closer(self, legs: Legs, objects: bool) -> None:
        made = stalled(legs)
        if objects:
            object_to(legs.work, legs.hunter, Objection(made.id, "договор у юристов"), LATE)
        moves(legs, DealStage.CONTRACT, LATE)
        assert legs.now(made.id).state is HandoffState.WITHDRAWN
        fire_proposals(legs.work, LATE + 9 * DAY)
        assert standing(legs) is None

    def test_what_the_hunter_asks_for_does_not_end_when_the_deal_moves(self, legs: Legs) -> None:
        late_deal(legs)
        asked = ask_handover(legs.work, legs.hunter, AskHandover(legs.client.id, Leg.CLOSE), NOW)
        moves(legs, DealStage.CONTRACT, NOW + timedelta(minutes=1))
        assert legs.now(asked.handoff_id).state is HandoffState.PROPOSED

    def test_a_deal_that_waits_for_the_client_as_agreed_does_not_stand_still(self, legs: Legs) -> None:
        late_deal(legs)
        plan = StepPlan(StepKind.WAIT, NOW + 20 * DAY, exact=True)
        plan_next(legs.work, legs.hunter, PlanNext(legs.client.id, plan), NOW)
        fire_stalled(legs.work, NOW)
        fire_stalled(legs.work, LATE)
        assert standing(legs) is None
        fire_stalled(legs.work, NOW + 21 * DAY)
        assert standing(legs) is not None

    def test_the_heads_are_not_troubled_with_what_is_not_so_any_more(self, legs: Legs) -> None:
        made = stalled(legs)
        plan = StepPlan(StepKind.WAIT, LATE + 30 * DAY, exact=True)
        plan_next(legs.work, legs.hunter, PlanNext(legs.client.id, plan), LATE)
        fire_proposals(legs.work, LATE + 9 * DAY)
        assert legs.now(made.id).state is HandoffState.WITHDRAWN
        assert not [one for one in heads_queue(legs.work, legs.head).escalated if one.id == made.id]

    @pytest.mark.parametrize("moved", [False, True])
    def test_a_won_client_that_a_hunter_returns_is_proposed_again_while_the_closer_has_it(
        self, legs: Legs, moved: bool
    ) -> None:
        legs.firm.settle(closer_keeps=False)
        sent = legs.confirmed(stalled(legs), LATE)
        (offer,) = legs.open_offers(sent.handoff_id)
        accept_offer(legs.work, legs.closer, Accept(offer.id), LATE)
        complete_by_contact(legs.work, legs.closer, legs.client, 1, Outcome.AGREED, LATE)
        wins(legs, LATE)
        fire_stalled(legs.work, LATE + DAY)
        back = standing(legs)
        assert back is not None and back.why == "won"
        returned(legs, back, LATE + DAY)
        if moved:
            other = legs.firm.actor(Role.CLOSER, name="Мария Лис")
            piece = Piece(What.CLIENT, legs.client.id, legs.client.id)
            reassign(legs.work, legs.head, Reassign((piece,), (other.member_id,)), LATE + DAY)
        fire_proposals(legs.work, LATE + 6 * DAY)
        assert (standing(legs) is None) is moved


class TestStatus:
    @pytest.fixture
    def base(self, firm: Firm, conn: sa.Connection) -> Base:
        base = Base(firm, conn)
        base.rule(ClientStatus.REGULAR, SECOND)
        base.buys()
        return base

    @pytest.mark.parametrize("aim", [ClientStatus.REGULAR, ClientStatus.KEY])
    @pytest.mark.parametrize("cancelled", [False, True])
    def test_what_came_back_is_proposed_again_while_the_client_has_its_status(
        self, base: Base, cancelled: bool, aim: ClientStatus
    ) -> None:
        if aim is ClientStatus.KEY:
            base.rule(aim, SECOND)
        order = base.buys()
        made = base.work.handoffs.open_of_client(base.client.id)
        assert made is not None
        confirm_proposal(base.work, base.head, Confirm(made.id, as_it_is=True), NOW)
        asked = base.kam if aim is ClientStatus.KEY else base.farmer
        (offer,) = base.work.handoffs.open_offers_of(asked.member_id)
        return_offer(base.work, asked, GiveBack(offer.id, None, "не знают нас", Point.EXPECTS), NOW)
        if cancelled:
            base.cancels(order, minutes(5))
        fire_proposals(base.work, NOW + 5 * DAY)
        assert (base.work.handoffs.open_of_client(base.client.id) is None) is cancelled

    def test_what_waits_for_the_head_ends_with_the_status_too(self, base: Base) -> None:
        order = base.buys()
        made = base.work.handoffs.open_of_client(base.client.id)
        assert made is not None
        object_to(base.work, base.hunter, Objection(made.id, "идёт допродажа"), NOW)
        base.cancels(order, minutes(5))
        assert base.work.handoffs.get(made.id).state is HandoffState.WITHDRAWN
        assert heads_queue(base.work, base.head).escalated == ()

    @pytest.mark.parametrize("days", [0, 10])
    def test_a_leg_that_comes_back_finds_its_proposals(self, base: Base, days: int) -> None:
        base.buys()
        then = NOW + days * DAY
        switch_structure(base.work, base.head, SwitchStructure(Structure.UNIVERSAL), NOW)
        assert base.work.handoffs.open_of_client(base.client.id) is None
        fire_proposals(base.work, then)
        switch_structure(base.work, base.head, SwitchStructure(Structure.FULL_RELAY), then)
        fire_proposals(base.work, then + 5 * DAY)
        anew = base.work.handoffs.open_of_client(base.client.id)
        assert anew is not None and (anew.leg, anew.state) == (Leg.REGULAR, HandoffState.PROPOSED)


def test_only_the_giver_leaves_a_proposal(legs: Legs) -> None:
    asked = ask_handover(legs.work, legs.hunter, AskHandover(legs.client.id, Leg.KEY), NOW)
    assert not leave_proposal(legs.work, legs.farmer, LeaveProposal(asked.handoff_id), NOW)
    assert legs.now(asked.handoff_id).state is HandoffState.PROPOSED
    assert leave_proposal(legs.work, legs.hunter, LeaveProposal(asked.handoff_id), NOW)
    assert not leave_proposal(legs.work, legs.hunter, LeaveProposal(asked.handoff_id), NOW), "said once more"
