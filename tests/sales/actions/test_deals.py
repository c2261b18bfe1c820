"""Deals: opened by the first contact or by hand, moved with their next step, ended with their lead, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.activities import LogAct, UndoAct, log_act, undo_act
from sales.actions.deal_facts import AddDealNote, ChangeDeal, change_deal, note_deal
from sales.actions.deal_moves import DealSet, save_deal
from sales.actions.deal_views import deal_card, deal_of_client
from sales.actions.deals import (
    DropDeal,
    EndDeal,
    MoveDeal,
    OpenDeal,
    UndoMove,
    drop_deal,
    end_deal,
    move_deal,
    open_deal,
    undo_move,
)
from sales.actions.direction import Release, release_lead
from sales.actions.handoff import give_client
from sales.actions.merging import MergeClients, merge_clients
from sales.actions.parking import CloseLead, close_lead
from sales.actions.reassign import Reassign, reassign
from sales.actions.steps import FinishStep, UndoStep, finish_step, undo_finish
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.deals import Deal, DealStage, LostReason, NoteKind
from sales.errors import (
    AmountNotPositive,
    AmountTooLarge,
    DealMoved,
    DealOver,
    DealTouched,
    Empty,
    ImpossibleDate,
    NotAllowed,
    NotFound,
    NotYours,
    OpenDealExists,
    PastTime,
    StepNeeded,
    TooLateToUndo,
    WrongState,
)
from sales.handoff import HandoffState
from sales.leads import CloseReason, LeadState
from sales.legs import Leg
from sales.money import LARGEST
from sales.people import Actor, Role
from sales.ports import NEW, Work
from sales.reassign import Piece, What
from sales.steps import Step, StepKind, StepPlan, StepState
from tests.builders import NOW, Firm
from tests.sales.actions.base import Base
from tests.sales.actions.later_legs import Legs
from tests.sales.actions.relay import Relay, minutes

TOMORROW = NOW + timedelta(days=1)
CALL = StepPlan(StepKind.CALL, TOMORROW, True, "прислать КП")


def talk(work: Work, who: Actor, client: Client, outcome: Outcome = Outcome.AGREED, **more: object):  # type: ignore[no-untyped-def]
    now = more.pop("now", NOW)
    plan = more.pop("plan", StepPlan(StepKind.CALL, now + timedelta(days=1), True))  # type: ignore[operator]
    form = LogAct(client.id, ActKind.CALL, Direction.EXISTING, outcome, plan=plan)  # type: ignore[arg-type]
    return log_act(work, who, form, now)  # type: ignore[arg-type]


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


@pytest.fixture
def client(firm: Firm, rep: Actor) -> Client:
    return firm.client(rep)


@pytest.fixture
def opened(work: Work, rep: Actor, client: Client) -> DealSet:
    return open_deal(work, rep, OpenDeal(client.id), NOW)


def contacted(relay: Relay) -> tuple[Actor, Deal]:
    """A lead that was accepted and whose client was spoken to: its receiver, and the deal that this has opened."""
    relay.accept(relay.submitted().handoff_id)
    hunter = relay.actor(relay.owner())
    talk(relay.work, hunter, relay.client)
    deal = relay.work.deals.open_of_client(relay.client.id)
    assert deal is not None
    return hunter, deal


def steps_of(work: Work, client: Client) -> list[StepKind]:
    return [step.kind for step in work.steps.open_of_client(client.id)]


class TestOpening:
    def test_the_first_contact_opens_the_deal_with_what_the_lead_knows(self, relay: Relay) -> None:
        relay.accept(relay.submitted().handoff_id)
        hunter = relay.actor(relay.owner())
        logged = talk(relay.work, hunter, relay.client)
        deal = relay.work.deals.open_of_client(relay.client.id)
        assert deal is not None
        assert (deal.stage, deal.owner_id) == (DealStage.QUALIFICATION, hunter.member_id)
        assert (deal.product, deal.amount) == ("модуль «Заявки»", 120_000_000)
        assert logged.deal is not None
        assert (logged.deal.opened, logged.deal.onward) == (True, DealStage.PRESENTATION)

    def test_undo_of_that_contact_removes_the_untouched_deal(self, relay: Relay) -> None:
        relay.accept(relay.submitted().handoff_id)
        hunter = relay.actor(relay.owner())
        logged = talk(relay.work, hunter, relay.client)
        undo_act(relay.work, hunter, UndoAct(logged.activity_id), minutes(1))
        assert relay.work.deals.of_client(relay.client.id) == []
        talk(relay.work, hunter, relay.client, now=minutes(2))
        assert relay.work.deals.open_of_client(relay.client.id) is not None

    def test_a_deal_that_was_worked_on_keeps_the_contact_from_being_undone(self, relay: Relay) -> None:
        relay.accept(relay.submitted().handoff_id)
        hunter = relay.actor(relay.owner())
        logged = talk(relay.work, hunter, relay.client)
        assert logged.deal is not None
        move = MoveDeal(logged.deal.deal_id, logged.deal.after, DealStage.PRESENTATION)
        move_deal(relay.work, hunter, move, minutes(1))
        with pytest.raises(DealTouched):
            undo_act(relay.work, hunter, UndoAct(logged.activity_id), minutes(2))

    def test_once_its_move_is_undone_the_contact_may_be_too(self, relay: Relay) -> None:
        relay.accept(relay.submitted().handoff_id)
        hunter = relay.actor(relay.owner())
        logged = talk(relay.work, hunter, relay.client)
        assert logged.deal is not None
        move = MoveDeal(logged.deal.deal_id, logged.deal.after, DealStage.PRESENTATION)
        moved = move_deal(relay.work, hunter, move, minutes(1))
        undo_move(relay.work, hunter, UndoMove(moved.move_id), minutes(3))
        undo_act(relay.work, hunter, UndoAct(logged.activity_id), minutes(4))
        assert relay.work.deals.of_client(relay.client.id) == []

    def test_a_contact_with_a_deal_that_is_open_already_goes_on_with_it(self, relay: Relay) -> None:
        open_deal(relay.work, relay.giver, OpenDeal(relay.client.id), NOW)
        relay.accept(relay.submitted().handoff_id, now=minutes(1))
        hunter = relay.actor(relay.owner())
        logged = talk(relay.work, hunter, relay.client, now=minutes(2))
        (deal,) = relay.work.deals.of_client(relay.client.id)
        lead = relay.work.leads.open_of_client(relay.client.id)
        assert lead is not None
        assert (deal.owner_id, deal.lead_id, deal.opened_at) == (hunter.member_id, lead.id, NOW)
        undo_act(relay.work, hunter, UndoAct(logged.activity_id), minutes(3))
        assert relay.work.deals.of_client(relay.client.id) == [relay.work.deals.get(deal.id)]

    def test_an_attempt_opens_nothing(self, relay: Relay) -> None:
        relay.accept(relay.submitted().handoff_id)
        hunter = relay.actor(relay.owner())
        logged = talk(relay.work, hunter, relay.client, Outcome.NO_ANSWER, plan=None)
        assert (logged.deal, relay.work.deals.of_client(relay.client.id)) == (None, [])

    def test_the_owner_opens_one_by_hand_and_only_one(self, work: Work, rep: Actor, client: Client) -> None:
        first = open_deal(work, rep, OpenDeal(client.id), NOW)
        assert (first.stage, first.start) == (DealStage.QUALIFICATION, None)
        with pytest.raises(OpenDealExists):
            open_deal(work, rep, OpenDeal(client.id), NOW)

    def test_nobody_opens_one_for_somebody_elses_client(self, work: Work, firm: Firm, client: Client) -> None:
        with pytest.raises(NotYours):
            open_deal(work, firm.actor(Role.HUNTER), OpenDeal(client.id), NOW)
        with pytest.raises(NotAllowed):
            open_deal(work, firm.actor(Role.ANALYST), OpenDeal(client.id), NOW)

    def test_no_deal_is_opened_while_the_lead_is_on_its_way(self, relay: Relay) -> None:
        relay.submitted()
        with pytest.raises(WrongState):
            open_deal(relay.work, relay.giver, OpenDeal(relay.client.id), NOW)

    def test_what_was_opened_by_mistake_is_dropped_and_what_was_worked_on_is_not(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        assert deal_card(work, rep, opened.deal_id, minutes(9)).droppable
        assert not deal_card(work, rep, opened.deal_id, minutes(11)).droppable
        change_deal(work, rep, ChangeDeal(opened.deal_id, amount=100), minutes(1))
        with pytest.raises(DealTouched):
            drop_deal(work, rep, DropDeal(opened.deal_id), minutes(2))
        again = open_deal_anew(work, rep, client, opened)
        drop_deal(work, rep, DropDeal(again.deal_id), minutes(4))
        assert [deal.id for deal in work.deals.of_client(client.id)] == [opened.deal_id]

    def test_a_deal_is_dropped_within_minutes(self, work: Work, rep: Actor, opened: DealSet) -> None:
        with pytest.raises(TooLateToUndo):
            drop_deal(work, rep, DropDeal(opened.deal_id), minutes(11))

    def test_a_lead_that_goes_back_takes_its_untouched_deal_along(self, relay: Relay) -> None:
        _, deal = contacted(relay)
        handoff = relay.work.handoffs.last_of_client(relay.client.id)
        assert handoff is not None
        release_lead(relay.work, relay.head, Release(handoff.id), minutes(5))
        assert deal.id not in [one.id for one in relay.work.deals.of_client(relay.client.id)]

    def test_a_lead_that_goes_back_leaves_what_was_worked_on_to_whoever_has_the_client(self, relay: Relay) -> None:
        hunter, deal = contacted(relay)
        change_deal(relay.work, hunter, ChangeDeal(deal.id, expected_on=date(2026, 12, 10)), minutes(1))
        handoff = relay.work.handoffs.last_of_client(relay.client.id)
        assert handoff is not None
        release_lead(relay.work, relay.head, Release(handoff.id), minutes(5))
        assert relay.work.deals.get(deal.id).owner_id == relay.owner() == relay.giver.member_id


def open_deal_anew(work: Work, rep: Actor, client: Client, opened: DealSet) -> DealSet:
    """The first one lost, a second one opened."""
    end_deal(work, rep, EndDeal(opened.deal_id, opened.move_id, LostReason.NO_NEED), minutes(2))
    return open_deal(work, rep, OpenDeal(client.id), minutes(3))


class TestMoving:
    def test_a_move_takes_the_next_step_along(self, work: Work, rep: Actor, client: Client, opened: DealSet) -> None:
        form = MoveDeal(opened.deal_id, opened.move_id, DealStage.PRESENTATION, CALL)
        moved = move_deal(work, rep, form, NOW)
        assert (moved.start, moved.stage) == (DealStage.QUALIFICATION, DealStage.PRESENTATION)
        assert (moved.step_kind, moved.due_at) == (StepKind.CALL, TOMORROW)
        assert steps_of(work, client) == [StepKind.CALL]

    def test_a_deal_in_work_always_has_a_next_step(self, work: Work, rep: Actor, opened: DealSet) -> None:
        with pytest.raises(StepNeeded):
            move_deal(work, rep, MoveDeal(opened.deal_id, opened.move_id, DealStage.PRESENTATION), NOW)

    def test_a_step_that_stands_already_is_enough(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        logged = talk(work, rep, client, now=minutes(1))
        assert logged.deal is not None and not logged.deal.opened
        moved = move_deal(work, rep, MoveDeal(opened.deal_id, logged.deal.after, DealStage.PRESENTATION), minutes(2))
        assert moved.step_id is None
        assert len(steps_of(work, client)) == 1

    def test_what_is_due_is_done_when_another_step_follows(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        first = MoveDeal(opened.deal_id, opened.move_id, DealStage.PRESENTATION, CALL)
        moved = move_deal(work, rep, first, NOW)
        later = TOMORROW + timedelta(hours=1)
        wait = StepPlan(StepKind.WAIT, later + timedelta(days=2), False)
        on = move_deal(work, rep, MoveDeal(opened.deal_id, moved.move_id, DealStage.MEETING, wait), later)
        assert steps_of(work, client) == [StepKind.WAIT]
        assert work.steps.get(moved.step_id or 0).state is StepState.DONE
        undo_move(work, rep, UndoMove(on.move_id), later + timedelta(minutes=1))
        assert steps_of(work, client) == [StepKind.CALL]

    def test_stages_may_be_skipped_and_gone_back_to_and_the_trace_keeps_it(
        self, work: Work, rep: Actor, opened: DealSet
    ) -> None:
        on = MoveDeal(opened.deal_id, opened.move_id, DealStage.NEGOTIATION, CALL)
        moved = move_deal(work, rep, on, NOW)
        back = MoveDeal(opened.deal_id, moved.move_id, DealStage.PROPOSAL, None, "просят пересчитать")
        move_deal(work, rep, back, minutes(1))
        card = deal_card(work, rep, opened.deal_id, minutes(2))
        trace = [(move.start, move.end, move.words) for move in card.moves]
        assert trace == [
            (None, DealStage.QUALIFICATION, ""),
            (DealStage.QUALIFICATION, DealStage.NEGOTIATION, ""),
            (DealStage.NEGOTIATION, DealStage.PROPOSAL, "просят пересчитать"),
        ]

    def test_what_is_said_with_a_comparison_or_a_trial_is_kept_as_such(
        self, work: Work, rep: Actor, opened: DealSet
    ) -> None:
        form = MoveDeal(opened.deal_id, opened.move_id, DealStage.COMPARISON, CALL, "с «Альфой», по цене")
        move_deal(work, rep, form, NOW)
        note_deal(work, rep, AddDealNote(opened.deal_id, NoteKind.OBJECTION, "долгое внедрение"), minutes(1))
        kept = [(note.kind, note.words) for note in deal_card(work, rep, opened.deal_id, minutes(2)).notes]
        assert kept == [(NoteKind.COMPARISON, "с «Альфой», по цене"), (NoteKind.OBJECTION, "долгое внедрение")]
        with pytest.raises(Empty):
            note_deal(work, rep, AddDealNote(opened.deal_id, NoteKind.TRIAL, "  "), minutes(1))

    def test_two_presses_on_the_same_sight_of_it_move_it_once(self, work: Work, rep: Actor, opened: DealSet) -> None:
        form = MoveDeal(opened.deal_id, opened.move_id, DealStage.PRESENTATION, CALL)
        move_deal(work, rep, form, NOW)
        with pytest.raises(DealMoved):
            move_deal(work, rep, replace(form, stage=DealStage.MEETING), NOW)

    @pytest.mark.parametrize("stage", [DealStage.QUALIFICATION, DealStage.WON, DealStage.PARKED])
    def test_it_moves_along_its_way_only(self, work: Work, rep: Actor, opened: DealSet, stage: DealStage) -> None:
        with pytest.raises(WrongState):
            move_deal(work, rep, MoveDeal(opened.deal_id, opened.move_id, stage, CALL), NOW)

    def test_a_step_behind_us_is_refused(self, work: Work, rep: Actor, opened: DealSet) -> None:
        form = MoveDeal(opened.deal_id, opened.move_id, DealStage.TRIAL, replace(CALL, due_at=NOW))
        with pytest.raises(PastTime):
            move_deal(work, rep, form, NOW)

    def test_the_head_may_move_it_and_the_step_is_its_owners(
        self, work: Work, firm: Firm, rep: Actor, opened: DealSet
    ) -> None:
        form = MoveDeal(opened.deal_id, opened.move_id, DealStage.TRIAL, CALL)
        moved = move_deal(work, firm.actor(Role.HEAD), form, NOW)
        assert work.steps.get(moved.step_id or 0).member_id == rep.member_id

    @pytest.mark.parametrize(("role", "refused"), [(Role.HUNTER, NotYours), (Role.ANALYST, NotAllowed)])
    def test_nobody_else_may(
        self, work: Work, firm: Firm, opened: DealSet, role: Role, refused: type[Exception]
    ) -> None:
        form = MoveDeal(opened.deal_id, opened.move_id, DealStage.TRIAL, CALL)
        with pytest.raises(refused):
            move_deal(work, firm.actor(role), form, NOW)

    def test_another_teams_deal_does_not_even_exist(self, work: Work, rep: Actor, opened: DealSet) -> None:
        stranger = replace(rep, reach=frozenset())
        with pytest.raises(NotFound):
            deal_card(work, stranger, opened.deal_id, NOW)

    def test_it_is_undone_within_minutes_by_whoever_moved_it(
        self, work: Work, firm: Firm, rep: Actor, opened: DealSet
    ) -> None:
        moved = move_deal(work, rep, MoveDeal(opened.deal_id, opened.move_id, DealStage.TRIAL, CALL), NOW)
        with pytest.raises(NotYours):
            undo_move(work, firm.actor(Role.HEAD), UndoMove(moved.move_id), minutes(1))
        with pytest.raises(TooLateToUndo):
            undo_move(work, rep, UndoMove(moved.move_id), minutes(11))
        undone = undo_move(work, rep, UndoMove(moved.move_id), minutes(9))
        assert (undone.stage, undone.start) == (DealStage.QUALIFICATION, DealStage.TRIAL)
        assert work.steps.get(moved.step_id or 0).state is StepState.DROPPED
        with pytest.raises(DealMoved):
            undo_move(work, rep, UndoMove(moved.move_id), minutes(9))

    def test_what_has_changed_since_is_left_as_it_is(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        """A step that is done stays done; one that is open again stays open."""
        moved = move_deal(work, rep, MoveDeal(opened.deal_id, opened.move_id, DealStage.TRIAL, CALL), NOW)
        later = TOMORROW + timedelta(minutes=1)
        plan = replace(CALL, due_at=TOMORROW + timedelta(days=5))
        on = move_deal(work, rep, MoveDeal(opened.deal_id, moved.move_id, DealStage.CONTRACT, plan), later)
        undo_finish(work, rep, UndoStep(moved.step_id or 0), later)
        finish_step(work, rep, FinishStep(on.step_id or 0), later)
        undo_move(work, rep, UndoMove(on.move_id), later)
        assert work.steps.get(moved.step_id or 0).state is StepState.OPEN
        assert work.steps.get(on.step_id or 0).state is StepState.DONE

    def test_of_two_who_have_read_the_same_deal_the_quicker_one_counts(
        self, work: Work, rep: Actor, opened: DealSet
    ) -> None:
        read = work.deals.get(opened.deal_id)
        change_deal(work, rep, ChangeDeal(opened.deal_id, amount=100), NOW)
        with pytest.raises(DealMoved):
            save_deal(work, replace(read, amount=200))
        assert work.deals.get(opened.deal_id).amount == 100

    def test_an_opening_is_no_move_and_is_not_undone_as_one(self, work: Work, rep: Actor, opened: DealSet) -> None:
        with pytest.raises(DealMoved):
            undo_move(work, rep, UndoMove(opened.move_id), minutes(1))

    def test_a_refusal_moves_nothing_on_by_itself(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        refused = talk(work, rep, client, Outcome.REFUSED)
        assert refused.deal is not None
        assert refused.deal.onward is None


class TestFacts:
    def test_amount_product_and_day_are_told_as_they_become_known(
        self, work: Work, rep: Actor, opened: DealSet
    ) -> None:
        change_deal(work, rep, ChangeDeal(opened.deal_id, amount=1_200_000_50), NOW)
        change_deal(work, rep, ChangeDeal(opened.deal_id, product=" модуль   «Склад» "), NOW)
        change_deal(work, rep, ChangeDeal(opened.deal_id, expected_on=date(2026, 11, 25)), NOW)
        deal = work.deals.get(opened.deal_id)
        assert (deal.amount, deal.product, deal.expected_on) == (1_200_000_50, "модуль «Склад»", date(2026, 11, 25))

    @pytest.mark.parametrize(
        ("amount", "refused"), [(0, AmountNotPositive), (-1, AmountNotPositive), (LARGEST + 1, AmountTooLarge)]
    )
    def test_absurd_amounts_are_refused(
        self, work: Work, rep: Actor, opened: DealSet, amount: int, refused: type[Exception]
    ) -> None:
        with pytest.raises(refused):
            change_deal(work, rep, ChangeDeal(opened.deal_id, amount=amount), NOW)

    @pytest.mark.parametrize(("day", "refused"), [(date(2026, 11, 24), PastTime), (date(2036, 1, 1), ImpossibleDate)])
    def test_a_day_that_is_over_or_beyond_all_plans_is_refused(
        self, work: Work, rep: Actor, opened: DealSet, day: date, refused: type[Exception]
    ) -> None:
        with pytest.raises(refused):
            change_deal(work, rep, ChangeDeal(opened.deal_id, expected_on=day), NOW)

    def test_what_it_is_told_leaves_the_buttons_under_older_messages_alive(
        self, work: Work, rep: Actor, opened: DealSet
    ) -> None:
        change_deal(work, rep, ChangeDeal(opened.deal_id, amount=100), NOW)
        move_deal(work, rep, MoveDeal(opened.deal_id, opened.move_id, DealStage.TRIAL, CALL), NOW)


class TestEnding:
    def test_won_closes_the_lead_too_and_keeps_what_was_promised(self, relay: Relay) -> None:
        hunter, deal = contacted(relay)
        after = relay.work.deals.moves(deal.id)[-1].id
        won = end_deal(relay.work, hunter, EndDeal(deal.id, after, amount=90_000_000), minutes(5))
        ended = relay.work.deals.get(deal.id)
        lead = relay.work.leads.last_of_client(relay.client.id)
        assert lead is not None
        assert (won.stage, ended.amount, ended.ended_at) == (DealStage.WON, 90_000_000, minutes(5))
        assert (lead.state, lead.close_reason) == (LeadState.CLOSED, CloseReason.WON)
        assert steps_of(relay.work, relay.client) == [StepKind.CALL]

    def test_lost_with_its_reason_puts_the_client_out_of_work(self, relay: Relay) -> None:
        hunter, deal = contacted(relay)
        after = relay.work.deals.moves(deal.id)[-1].id
        lost = end_deal(relay.work, hunter, EndDeal(deal.id, after, LostReason.PRICE, "дороже на треть"), minutes(5))
        lead = relay.work.leads.last_of_client(relay.client.id)
        assert lead is not None
        assert (lost.stage, lost.reason) == (DealStage.LOST, LostReason.PRICE)
        assert (lead.close_reason, lead.reason_words) == (CloseReason.PRICE, "дороже на треть")
        assert steps_of(relay.work, relay.client) == []

    def test_an_end_is_taken_back_with_the_lead_and_the_steps(self, relay: Relay) -> None:
        hunter, deal = contacted(relay)
        after = relay.work.deals.moves(deal.id)[-1].id
        lost = end_deal(relay.work, hunter, EndDeal(deal.id, after, LostReason.NO_NEED), minutes(5))
        undo_move(relay.work, hunter, UndoMove(lost.move_id), minutes(6))
        lead = relay.work.leads.open_of_client(relay.client.id)
        back = relay.work.deals.open_of_client(relay.client.id)
        assert lead is not None and back is not None
        assert (lead.state, lead.close_reason) == (LeadState.CONTACTED, None)
        assert (back.stage, back.reason, back.ended_at) == (DealStage.QUALIFICATION, None, None)
        assert steps_of(relay.work, relay.client) == [StepKind.CALL]

    def test_other_reasons_are_told_in_words(self, work: Work, rep: Actor, opened: DealSet) -> None:
        with pytest.raises(Empty):
            end_deal(work, rep, EndDeal(opened.deal_id, opened.move_id, LostReason.OTHER, " "), NOW)

    def test_what_is_over_stays_over(self, work: Work, rep: Actor, opened: DealSet) -> None:
        won = end_deal(work, rep, EndDeal(opened.deal_id, opened.move_id), NOW)
        with pytest.raises(DealOver):
            end_deal(work, rep, EndDeal(opened.deal_id, won.move_id, LostReason.PRICE), NOW)
        with pytest.raises(DealOver):
            move_deal(work, rep, MoveDeal(opened.deal_id, won.move_id, DealStage.TRIAL, CALL), NOW)

    def test_a_wrong_amount_ends_nothing(self, work: Work, rep: Actor, opened: DealSet) -> None:
        with pytest.raises(AmountNotPositive):
            end_deal(work, rep, EndDeal(opened.deal_id, opened.move_id, amount=0), NOW)

    def test_a_deal_of_its_own_ends_whatever_a_lead_is_doing(self, relay: Relay) -> None:
        opened = open_deal(relay.work, relay.giver, OpenDeal(relay.client.id), NOW)
        relay.accept(relay.submitted().handoff_id)
        hunter = relay.actor(relay.owner())
        deal = relay.work.deals.get(opened.deal_id)
        assert end_deal(relay.work, hunter, EndDeal(deal.id, opened.move_id), minutes(1)).stage is DealStage.WON

    def test_a_deal_of_a_lead_that_waits_for_its_first_contact_does_not_end(self, relay: Relay) -> None:
        lead_id = relay.ready()
        opened = open_deal(relay.work, relay.giver, OpenDeal(relay.client.id), NOW)
        relay.accept(relay.submitted_as_it_is(lead_id).handoff_id)
        with pytest.raises(WrongState):
            end_deal(relay.work, relay.actor(relay.owner()), EndDeal(opened.deal_id, opened.move_id), minutes(1))
        hunter = relay.actor(relay.owner())
        talk(relay.work, hunter, relay.client, now=minutes(2))
        won = end_deal(relay.work, hunter, EndDeal(opened.deal_id, opened.move_id), minutes(3))
        assert (won.stage, relay.work.leads.get(lead_id).state) == (DealStage.WON, LeadState.CLOSED)

    def test_a_draft_that_its_own_deal_has_overtaken_is_closed_and_reopened_with_it(self, relay: Relay) -> None:
        lead_id = relay.ready()
        opened = open_deal(relay.work, relay.giver, OpenDeal(relay.client.id), NOW)
        won = end_deal(relay.work, relay.giver, EndDeal(opened.deal_id, opened.move_id), minutes(1))
        assert relay.work.leads.get(lead_id).state is LeadState.CLOSED
        undo_move(relay.work, relay.giver, UndoMove(won.move_id), minutes(2))
        assert relay.work.leads.get(lead_id).state is LeadState.DRAFT

    def test_undo_leaves_a_deal_that_was_opened_since(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        lost = end_deal(work, rep, EndDeal(opened.deal_id, opened.move_id, LostReason.NO_NEED), minutes(1))
        open_deal(work, rep, OpenDeal(client.id), minutes(2))
        with pytest.raises(OpenDealExists):
            undo_move(work, rep, UndoMove(lost.move_id), minutes(3))


class TestLead:
    """Closing a lead ends its deal: there is one truth about a client."""

    def test_closing_the_lead_ends_its_deal_for_the_same_reason(self, relay: Relay) -> None:
        hunter, deal = contacted(relay)
        lead = relay.work.leads.open_of_client(relay.client.id)
        assert lead is not None
        close_lead(relay.work, hunter, CloseLead(lead.id, CloseReason.COMPETITOR, "ушли к «Альфе»"), minutes(5))
        ended = relay.work.deals.get(deal.id)
        assert (ended.stage, ended.reason) == (DealStage.LOST, LostReason.COMPETITOR)
        assert ended.reason_words == "ушли к «Альфе»"

    def test_a_lead_that_is_closed_as_won_wins_the_deal(self, relay: Relay) -> None:
        hunter, deal = contacted(relay)
        lead = relay.work.leads.open_of_client(relay.client.id)
        assert lead is not None
        close_lead(relay.work, hunter, CloseLead(lead.id, CloseReason.WON), minutes(5))
        assert relay.work.deals.get(deal.id).stage is DealStage.WON

    def test_a_deal_of_its_own_survives_the_lead(self, relay: Relay) -> None:
        opened = open_deal(relay.work, relay.giver, OpenDeal(relay.client.id), NOW)
        lead_id = relay.ready()
        close_lead(relay.work, relay.head, CloseLead(lead_id, CloseReason.NO_NEED), minutes(5))
        assert relay.work.deals.get(opened.deal_id).is_open


class TestParking:
    UNTIL = date(2027, 3, 1)

    def parked(self, work: Work, rep: Actor, opened: DealSet) -> DealSet:
        moved = move_deal(work, rep, MoveDeal(opened.deal_id, opened.move_id, DealStage.PROPOSAL, CALL), NOW)
        form = EndDeal(opened.deal_id, moved.move_id, LostReason.NOT_NOW, "бюджет весной", self.UNTIL)
        return end_deal(work, rep, form, minutes(1))

    def test_a_parked_deal_comes_back_on_its_day(self, work: Work, rep: Actor, client: Client, opened: DealSet) -> None:
        parked = self.parked(work, rep, opened)
        (step,) = work.steps.open_of_client(client.id)
        assert (parked.stage, parked.until, parked.reason) == (DealStage.PARKED, self.UNTIL, LostReason.NOT_NOW)
        assert (step.kind, step.words, step.due_at.date()) == (StepKind.CALL, "бюджет весной", self.UNTIL)

    def test_it_goes_on_where_it_stopped_and_needs_a_step_of_its_own(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        parked = self.parked(work, rep, opened)
        card = deal_card(work, rep, opened.deal_id, minutes(2))
        assert (card.onward, card.planned) == (DealStage.PROPOSAL, False)
        on = MoveDeal(opened.deal_id, parked.move_id, DealStage.PROPOSAL)
        with pytest.raises(StepNeeded):
            move_deal(work, rep, on, minutes(2))
        move_deal(work, rep, replace(on, plan=CALL), minutes(3))
        deal = work.deals.get(opened.deal_id)
        assert (deal.stage, deal.reason, deal.parked_until) == (DealStage.PROPOSAL, None, None)
        assert [step.due_at for step in work.steps.open_of_client(client.id)] == [TOMORROW]

    def test_undo_of_a_parking_brings_the_steps_back(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        parked = self.parked(work, rep, opened)
        undo_move(work, rep, UndoMove(parked.move_id), minutes(2))
        assert [step.due_at for step in work.steps.open_of_client(client.id)] == [TOMORROW]
        assert work.deals.get(opened.deal_id).stage is DealStage.PROPOSAL

    def test_the_lead_stays_open_beside_a_parked_deal(self, relay: Relay) -> None:
        hunter, deal = contacted(relay)
        after = relay.work.deals.moves(deal.id)[-1].id
        form = EndDeal(deal.id, after, LostReason.NOT_NOW, until=self.UNTIL)
        end_deal(relay.work, hunter, form, minutes(1))
        lead = relay.work.leads.open_of_client(relay.client.id)
        assert lead is not None
        assert lead.state is LeadState.CONTACTED

    def test_a_parked_deal_may_be_parked_again_and_lost_at_last(
        self, work: Work, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        parked = self.parked(work, rep, opened)
        later = EndDeal(opened.deal_id, parked.move_id, LostReason.NO_MONEY, until=date(2027, 9, 1))
        again = end_deal(work, rep, later, minutes(2))
        assert len(work.steps.open_of_client(client.id)) == 1
        lost = end_deal(work, rep, EndDeal(opened.deal_id, again.move_id, LostReason.NO_MONEY), minutes(3))
        assert lost.stage is DealStage.LOST
        assert work.steps.open_of_client(client.id) == []

    @pytest.mark.parametrize(("day", "refused"), [(date(2026, 11, 25), PastTime), (date(2036, 1, 1), ImpossibleDate)])
    def test_it_comes_back_on_a_day_ahead(
        self, work: Work, rep: Actor, opened: DealSet, day: date, refused: type[Exception]
    ) -> None:
        form = EndDeal(opened.deal_id, opened.move_id, LostReason.NOT_NOW, until=day)
        with pytest.raises(refused):
            end_deal(work, rep, form, NOW)


class TestOwner:
    def test_a_deal_goes_with_its_client(self, work: Work, firm: Firm, client: Client, opened: DealSet) -> None:
        other = firm.actor(Role.CLOSER)
        give_client(work, client.id, other.member_id, NOW)
        assert work.deals.get(opened.deal_id).owner_id == other.member_id
        assert [deal.id for deal in work.deals.of_owner(other.member_id)] == [opened.deal_id]

    def test_also_when_the_head_gives_the_client_to_somebody_else(
        self, work: Work, firm: Firm, client: Client, opened: DealSet
    ) -> None:
        head, other = firm.actor(Role.HEAD), firm.actor(Role.HUNTER)
        form = Reassign((Piece(What.CLIENT, client.id, client.id),), (other.member_id,))
        reassign(work, head, form, minutes(1))
        assert work.deals.get(opened.deal_id).owner_id == other.member_id

    def test_the_card_is_for_those_who_see_the_client_whole(
        self, work: Work, firm: Firm, rep: Actor, client: Client, opened: DealSet
    ) -> None:
        assert deal_of_client(work, rep, client.id) == opened.deal_id
        assert not deal_card(work, firm.actor(Role.ANALYST), opened.deal_id, NOW).may_move
        with pytest.raises(NotYours):
            deal_card(work, firm.actor(Role.HUNTER), opened.deal_id, NOW)
        with pytest.raises(NotFound):
            deal_of_client(work, rep, firm.client(rep, "АО «Лютик»", "лютик").id)


class TestRescue:
    """A stalled deal that is being handed to a closer, and ends meanwhile."""

    @pytest.mark.parametrize("sent", [False, True])
    def test_nobody_is_asked_any_more_once_it_has_ended(self, firm: Firm, conn: sa.Connection, sent: bool) -> None:
        legs = Legs(firm, conn)
        opened = open_deal(legs.work, legs.hunter, OpenDeal(legs.client.id), NOW)
        handoff = legs.propose(Leg.CLOSE)
        if sent:
            legs.confirmed(handoff)
        end_deal(legs.work, legs.hunter, EndDeal(opened.deal_id, opened.move_id), minutes(1))
        assert legs.now(handoff.id).state is HandoffState.WITHDRAWN
        assert legs.open_offers(handoff.id) == []
        assert legs.owner() == legs.hunter.member_id

    def test_a_regular_clients_way_to_the_farmer_goes_on(self, firm: Firm, conn: sa.Connection) -> None:
        legs = Legs(firm, conn)
        opened = open_deal(legs.work, legs.hunter, OpenDeal(legs.client.id), NOW)
        handoff = legs.propose(Leg.REGULAR)
        end_deal(legs.work, legs.hunter, EndDeal(opened.deal_id, opened.move_id), minutes(1))
        assert legs.now(handoff.id).state is HandoffState.PROPOSED

    def test_whoever_has_taken_it_over_ends_it(self, firm: Firm, conn: sa.Connection) -> None:
        legs = Legs(firm, conn)
        opened = open_deal(legs.work, legs.hunter, OpenDeal(legs.client.id), NOW)
        handoff = legs.accepted(Leg.CLOSE)
        won = end_deal(legs.work, legs.closer, EndDeal(opened.deal_id, opened.move_id), minutes(1))
        assert (won.stage, legs.now(handoff.id).state) == (DealStage.WON, HandoffState.ACCEPTED)


def test_what_stalls_at_a_late_stage_is_found(work: Work, firm: Firm, rep: Actor) -> None:
    stages = (DealStage.MEETING, DealStage.PROPOSAL, DealStage.CONTRACT)
    made = []
    for number, stage in enumerate(stages):
        opened = open_deal(work, rep, OpenDeal(firm.client(rep, f"клиент {number}", f"клиент {number}").id), NOW)
        at = NOW + timedelta(hours=number)
        plan = StepPlan(StepKind.CALL, at + timedelta(days=9), True)
        move_deal(work, rep, MoveDeal(opened.deal_id, opened.move_id, stage, plan), at)
        made.append(opened.deal_id)
    team = firm.team.id
    assert [deal.id for deal in work.deals.stalled(team, NOW + timedelta(days=1))] == made[1:]
    assert [deal.id for deal in work.deals.stalled(team, NOW + timedelta(hours=2))] == [made[1]]


def test_an_amount_is_told_in_the_currency_that_the_client_has_by_then(firm: Firm) -> None:
    hunter = firm.actor(Role.HUNTER)
    client = firm.client(hunter)
    deal_id = open_deal(firm.work, hunter, OpenDeal(client.id), NOW).deal_id
    firm.work.clients.save(replace(client, country="KZ", currency="KZT"))
    assert deal_card(firm.work, hunter, deal_id, NOW).currency == "KZT"
    assert change_deal(firm.work, hunter, ChangeDeal(deal_id, product="Склад"), NOW).currency == "RUB"
    assert change_deal(firm.work, hunter, ChangeDeal(deal_id, amount=500_00), NOW).currency == "KZT"
    firm.work.clients.save(replace(client, currency="USD"))
    after = deal_card(firm.work, hunter, deal_id, NOW).after
    assert end_deal(firm.work, hunter, EndDeal(deal_id, after, amount=700_00), NOW).currency == "USD"


@pytest.mark.parametrize("until", [None, (NOW + timedelta(days=40)).date()])
def test_a_client_who_has_bought_is_served_on_when_another_deal_comes_to_nothing(
    firm: Firm, conn: sa.Connection, until: date | None
) -> None:
    base = Base(firm, conn)
    work, farmer, helper = base.work, base.farmer, firm.actor(Role.HUNTER, name="Вера Котова")
    base.owned_by(farmer)
    opened = open_deal(work, farmer, OpenDeal(base.client.id), NOW)
    moved = move_deal(work, farmer, MoveDeal(opened.deal_id, opened.move_id, DealStage.TRIAL, CALL), NOW)
    served = [planned(work, farmer, base.client, days=7), planned(work, helper, base.client, days=2)]
    due = planned(work, farmer, base.client, days=0)
    base.stored()
    end_deal(work, farmer, EndDeal(opened.deal_id, moved.move_id, LostReason.PRICE, until=until), minutes(60))
    left = {step.id for step in work.steps.open_of_client(base.client.id)}
    assert left >= set(served)
    assert not left & {due, moved.step_id}


def planned(work: Work, who: Actor, client: Client, days: int) -> int:
    row = Step(
        *(NEW, client.team_id, client.id, who.member_id, StepKind.CALL, "", "", NOW + timedelta(days=days, minutes=1)),
        *(True, StepState.OPEN, NOW),
    )
    return work.steps.add(row).id


def test_one_who_has_bought_nothing_that_stands_is_out_of_work(firm: Firm, conn: sa.Connection) -> None:
    base = Base(firm, conn)
    opened = open_deal(base.work, base.hunter, OpenDeal(base.client.id), NOW)
    planned(base.work, base.hunter, base.client, days=7)
    base.stored(cancelled_at=NOW)
    form = EndDeal(opened.deal_id, opened.move_id, LostReason.PRICE)
    end_deal(base.work, base.hunter, form, minutes(60))
    assert base.work.steps.open_of_client(base.client.id) == []


def test_an_old_button_leads_to_the_survivors_deal(firm: Firm, conn: sa.Connection) -> None:
    base = Base(firm, conn)
    other = firm.client(base.hunter, "Василёк", "василек")
    opened = open_deal(base.work, base.hunter, OpenDeal(base.client.id), NOW)
    merge_clients(base.work, base.head, MergeClients(base.client.id, other.id), NOW)
    assert deal_of_client(base.work, base.hunter, other.id) == opened.deal_id
