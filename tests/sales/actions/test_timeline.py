"""A client's history: everything that has happened, the newest first, for those who see the client whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.actions.activities import LogAct, log_act
from sales.actions.parking import CloseLead, close_lead
from sales.actions.reassign import Reassign, reassign
from sales.actions.timeline import timeline
from sales.activities import ActKind, Direction, Outcome
from sales.deals import Deal, DealMove, DealStage
from sales.errors import NotYours
from sales.leads import CloseReason
from sales.orders import Order
from sales.ports import NEW
from sales.reassign import Piece, What
from sales.regular import ClientStatus, StatusChange, StatusWhy
from sales.steps import StepKind, StepPlan
from sales.timeline import PAGE, Event, EventKind, page_of
from tests.builders import NOW, Firm
from tests.sales.actions.later_legs import Legs
from tests.sales.actions.relay import Relay, minutes


def logged(relay: Relay, minute: int) -> None:
    plan = StepPlan(StepKind.CALL, NOW + timedelta(days=1), exact=False)
    form = LogAct(relay.client.id, ActKind.CALL, Direction.COLD, Outcome.THINKING, plan=plan)
    log_act(relay.work, relay.giver, form, minutes(minute))


def kinds(relay: Relay) -> list[EventKind]:
    return [one.kind for one in timeline(relay.work, relay.head, relay.client.id).events]


def test_a_hand_over_is_told_from_its_beginning_to_its_end(relay: Relay) -> None:
    first = relay.submitted(now=minutes(1))
    relay.give_back(first.handoff_id, minutes(2))
    again = relay.submitted(now=minutes(3))
    relay.accept(again.handoff_id, now=minutes(4))
    lead = relay.work.leads.last_of_client(relay.client.id)
    assert lead is not None
    close_lead(relay.work, relay.head, CloseLead(lead.id, CloseReason.NO_NEED, "не нужно"), minutes(5))
    assert kinds(relay) == [
        EventKind.LEAD_CLOSED,
        EventKind.WITHDRAWN,
        EventKind.ACCEPTED,
        EventKind.OFFERED,
        EventKind.RETURNED,
        EventKind.OFFERED,
        EventKind.MADE,
    ]


def test_a_proposal_stands_before_the_hand_over_that_comes_of_it(firm: Firm, conn: sa.Connection) -> None:
    legs = Legs(firm, conn)
    made = legs.propose()
    seen = timeline(legs.work, legs.head, legs.client.id).events
    assert [one.kind for one in seen] == [EventKind.PROPOSED, EventKind.MADE]
    legs.confirmed(made, minutes(5))
    seen = timeline(legs.work, legs.head, legs.client.id).events
    assert [one.kind for one in seen] == [EventKind.OFFERED, EventKind.PROPOSED, EventKind.MADE]


def test_deals_orders_statuses_and_moves_stand_in_it(relay: Relay) -> None:
    work, client, who = relay.work, relay.client, relay.giver.member_id
    same = (NEW, client.company_id, client.team_id, client.id, who)
    deal = work.deals.add(Deal(*same, DealStage.QUALIFICATION, NOW, NOW))
    work.deals.add_move(DealMove(NEW, deal.id, who, None, DealStage.PROPOSAL, minutes(1), "КП ушло"))
    day = NOW.date()
    work.orders.add(
        Order(
            *same,
            "Склад",
            5_000_00,
            "RUB",
            day,
            day,
            None,
            None,
            minutes(2),
            cancelled_at=minutes(3),
            cancel_words="дубль",
        )
    )
    work.statuses.add(
        StatusChange(NEW, client.team_id, client.id, ClientStatus.REGULAR, StatusWhy.RULE, minutes(4), day)
    )
    pieces = (Piece(What.CLIENT, client.id, client.id),)
    reassign(work, relay.head, Reassign(pieces, (relay.hunters[0].member_id,)), minutes(5))
    events = timeline(work, relay.head, client.id).events
    told = [(one.kind, one.what, one.words, one.amount) for one in events]
    assert told == [
        (EventKind.MOVED, "", "", 0),
        (EventKind.STATUS, "regular", "", 0),
        (EventKind.CANCELLED, "", "дубль", 5_000_00),
        (EventKind.ORDER, "", "Склад", 5_000_00),
        (EventKind.DEAL, "proposal", "КП ушло", 0),
        (EventKind.MADE, "", "", 0),
    ]
    assert (events[0].who, events[0].to) == ("Ольга Павлова", "Тимур Каримов")


def test_pages_leave_nothing_out(relay: Relay) -> None:
    for minute in range(PAGE + 3):
        logged(relay, minute + 1)
    first = timeline(relay.work, relay.giver, relay.client.id)
    assert (len(first.events), first.older, len(first.acts)) == (PAGE, True, PAGE)
    second = timeline(relay.work, relay.giver, relay.client.id, PAGE)
    assert [one.kind for one in second.events] == [EventKind.ACT] * 3 + [EventKind.MADE]
    assert not second.older
    assert not first.acts.keys() & second.acts.keys()


def test_who_sees_name_and_owner_only_sees_no_history(relay: Relay) -> None:
    with pytest.raises(NotYours):
        timeline(relay.work, relay.hunters[0], relay.client.id)


def test_of_one_moment_the_outcome_stands_above_its_beginning() -> None:
    events = [Event(NOW, kind) for kind in (EventKind.COMPLETE, EventKind.OFFERED, EventKind.ACT)]
    assert [one.kind for one in page_of(events, 0)[0]] == [EventKind.COMPLETE, EventKind.OFFERED, EventKind.ACT]
