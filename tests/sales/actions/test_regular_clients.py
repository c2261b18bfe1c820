"""A client becomes a regular one: at an order, at night, by a head's word; and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.merging import MergeClients, merge_clients
from sales.actions.proposals import Confirm, Objection, confirm_proposal, object_to
from sales.actions.regular import (
    MarkClient,
    became,
    change_told,
    client_standing,
    fire_regular,
    mark_client,
    order_changed,
)
from sales.actions.rules import DropCriterion, drop_criterion
from sales.clients import Client
from sales.errors import NotAllowed, NotFound, NotYours, WrongState
from sales.handoff import Escalation, HandoffState
from sales.legs import Leg, Structure
from sales.notices import NoticeKind
from sales.orders import Measure
from sales.regular import ClientStatus, Part, PartKind, StatusWhy
from tests.builders import NOW, Firm
from tests.sales.actions.base import DAY, SECOND, TODAY, VOLUME, Base

NEW, REGULAR, KEY = ClientStatus


@pytest.fixture
def base(firm: Firm, conn: sa.Connection) -> Base:
    return Base(firm, conn)


def handoff(base: Base):  # type: ignore[no-untyped-def]
    return base.work.handoffs.open_of_client(base.client.id)


def test_the_order_that_meets_the_rule_makes_a_regular_client_and_proposes_the_hand_over(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.buys()
    assert (base.status(), handoff(base)) == (NEW, None)
    base.buys()
    assert base.status() is REGULAR
    proposed = handoff(base)
    assert (proposed.leg, proposed.state, proposed.why) == (Leg.REGULAR, HandoffState.PROPOSED, "regular")
    assert proposed.giver_id == base.hunter.member_id
    assert base.told(NoticeKind.PROPOSED) == [base.hunter.member_id]
    assert base.told(NoticeKind.STATUS) == [], "the proposal tells it"
    (change,) = base.work.statuses.history(base.client.id)
    assert change.handoff_id == proposed.id
    line = became(base.work, base.client.id)
    assert line is not None and (line.why, line.measure, line.because[0].number) == (StatusWhy.RULE, Measure.PAID, 2)


def test_without_a_rule_nobody_becomes_anything(base: Base) -> None:
    base.buys()
    assert order_changed(base.work, base.client.id, NOW) is NEW
    assert became(base.work, base.client.id) is None


def test_the_next_order_proposes_nothing_a_second_time(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    for _ in range(4):
        base.buys()
    assert base.told(NoticeKind.PROPOSED) == [base.hunter.member_id]
    assert len(base.work.statuses.history(base.client.id)) == 1


def test_at_the_threshold_a_farmers_client_is_proposed_to_the_key_account_manager(base: Base) -> None:
    base.owned_by(base.farmer)
    base.rule(REGULAR, SECOND)
    base.rule(KEY, VOLUME)
    base.buys()
    base.buys()
    assert (base.status(), handoff(base)) == (REGULAR, None)
    assert base.told(NoticeKind.STATUS) == [base.farmer.member_id], "the farmer has the client already"
    base.buys(amount=40_000)
    assert (base.status(), handoff(base).leg) == (KEY, Leg.KEY)


def test_from_nothing_to_key_at_once_goes_to_the_key_account_manager(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.rule(KEY, VOLUME)
    base.buys(amount=200_000)
    assert (base.status(), handoff(base).leg) == (KEY, Leg.KEY)


def test_without_a_key_account_manager_the_farmers_keep_key_clients(base: Base) -> None:
    base.work.people.save(replace(base.work.people.get(base.kam.member_id), active=False))
    base.rule(KEY, VOLUME)
    base.buys(amount=200_000)
    assert (base.status(), handoff(base).leg) == (KEY, Leg.REGULAR)


def test_where_everybody_serves_their_own_only_the_owner_is_told(base: Base) -> None:
    base.firm.settle(structure=Structure.UNIVERSAL)
    base.rule(REGULAR, SECOND)
    base.buys()
    base.buys()
    assert (base.status(), handoff(base)) == (REGULAR, None)
    assert base.told(NoticeKind.STATUS) == [base.hunter.member_id]


def test_what_the_hunter_objects_to_goes_to_the_head(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.buys()
    base.buys()
    object_to(base.work, base.hunter, Objection(handoff(base).id, "Второй договор в работе"), NOW)
    assert (handoff(base).state, handoff(base).escalation) == (HandoffState.ESCALATED, Escalation.OBJECTION)
    assert base.status() is REGULAR


def test_a_cancelled_order_takes_the_status_and_the_proposal_along(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.buys()
    order = base.buys()
    base.cancels(order)
    assert (base.status(), handoff(base)) == (NEW, None)
    newest = base.work.statuses.history(base.client.id)[0]
    assert (newest.why, newest.because) == (StatusWhy.ORDERS, ())
    assert base.told(NoticeKind.STATUS) == [base.hunter.member_id, base.head.member_id]


def test_a_hand_over_that_went_on_stays_when_an_order_is_cancelled(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.buys()
    order = base.buys()
    confirm_proposal(base.work, base.head, Confirm(handoff(base).id, as_it_is=True), NOW)
    base.cancels(order)
    assert handoff(base).state is HandoffState.OFFERED, "its receiver decides with what is known by then"


def test_an_older_order_that_is_cancelled_after_more_were_bought_takes_nothing(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    order = base.buys()
    base.buys()
    base.buys()
    base.cancels(order)
    assert base.status() is REGULAR


def test_weaker_months_and_stricter_rules_take_nothing_that_was_won(base: Base) -> None:
    base.rule(REGULAR, Part(PartKind.MONTHS, amount=1))
    for month in (9, 10, 11):
        base.buys(date(2026, month, 1))
    assert base.status() is REGULAR
    base.rule(REGULAR, Part(PartKind.ORDERS, number=50))
    order_changed(base.work, base.client.id, NOW + 200 * DAY)
    assert base.status() is REGULAR


def test_a_key_client_whose_volume_was_cancelled_is_a_regular_one_again(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.rule(KEY, VOLUME)
    base.buys()
    base.buys()
    order = base.buys(amount=70_000)
    assert base.status() is KEY
    base.cancels(order)
    assert base.status() is REGULAR
    base.cancels(base.work.orders.of_client(base.client.id)[0])
    assert base.status() is NEW


def test_the_teams_midnight_ends_the_month_not_that_of_the_server(base: Base) -> None:
    """23:30 on the last of November in Kaliningrad is the first of December in Moscow."""
    at = datetime(2026, 11, 30, 21, 30, tzinfo=UTC)
    base.rule(REGULAR, Part(PartKind.MONTHS, amount=1))
    for month in (8, 9, 10):
        base.stored(date(2026, month, 15))
    assert order_changed(base.work, base.client.id, at) is NEW, "December in Moscow: August is too long ago"
    base.firm.settle(zone="Europe/Kaliningrad")
    assert order_changed(base.work, base.client.id, at) is REGULAR
    assert base.work.statuses.history(base.client.id)[0].on == date(2026, 11, 30)


def test_an_order_of_tomorrow_counts_once_the_teams_tomorrow_has_come(base: Base) -> None:
    base.rule(REGULAR, Part(PartKind.ORDERS, number=1))
    base.buys(TODAY + DAY)
    assert base.status() is NEW
    evening = datetime(2026, 11, 25, 20, 59, tzinfo=UTC)
    assert order_changed(base.work, base.client.id, evening) is NEW
    assert order_changed(base.work, base.client.id, evening + timedelta(minutes=1)) is REGULAR


def test_every_night_the_whole_base_is_looked_through_once(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    assert fire_regular(base.work, NOW) == 0, "the first night is still to come"
    base.stored()
    base.stored()
    opening = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
    assert fire_regular(base.work, opening - timedelta(seconds=1)) == 0
    assert (fire_regular(base.work, opening), base.status()) == (1, REGULAR)
    assert fire_regular(base.work, opening) == 0
    friday = opening + DAY
    assert fire_regular(base.work, friday) == 1
    assert fire_regular(base.work, friday + 2 * DAY) == 0, "nobody is called on a Sunday"
    assert fire_regular(base.work, friday + 3 * DAY) == 1


def test_what_could_not_be_proposed_is_proposed_a_night_later(base: Base) -> None:
    """The client was on its way to somebody already, or there was no farmer."""
    farmer = base.work.people.get(base.farmer.member_id)
    base.work.people.save(replace(farmer, active=False))
    base.rule(REGULAR, SECOND)
    base.buys()
    base.buys()
    assert handoff(base) is None
    fire_regular(base.work, NOW)
    base.work.people.save(farmer)
    fire_regular(base.work, NOW + DAY)
    assert handoff(base).leg is Leg.REGULAR
    assert base.work.statuses.history(base.client.id)[0].handoff_id == handoff(base).id


def test_a_head_picks_a_key_client_by_hand_and_says_why(base: Base) -> None:
    base.owned_by(base.farmer)
    done = mark_client(base.work, base.head, MarkClient(base.client.id, KEY, "Холдинг, 40 филиалов"), NOW)
    assert (done.status, done.proposed, handoff(base).leg) == (KEY, True, Leg.KEY)
    change = base.work.statuses.history(base.client.id)[0]
    assert (change.why, change.member_id, change.words) == (
        StatusWhy.HAND,
        base.head.member_id,
        "Холдинг, 40 филиалов",
    )
    with pytest.raises(WrongState):
        mark_client(base.work, base.head, MarkClient(base.client.id, KEY, "ещё раз"), NOW)


def test_what_a_head_gave_no_cancelled_order_takes(base: Base) -> None:
    base.rule(KEY, VOLUME)
    mark_client(base.work, base.head, MarkClient(base.client.id, REGULAR, "Договор на год"), NOW)
    order = base.buys(amount=200_000)
    assert base.status() is KEY
    base.cancels(order)
    newest = base.work.statuses.history(base.client.id)[0]
    assert (newest.status, newest.rule_id) == (REGULAR, None)
    order_changed(base.work, base.client.id, NOW)
    assert len(base.work.statuses.history(base.client.id)) == 3


def test_a_heads_word_holds_when_two_clients_turn_out_to_be_one(base: Base) -> None:
    mark_client(base.work, base.head, MarkClient(base.client.id, KEY, "Холдинг"), NOW)
    later = replace(base.work.statuses.history(base.client.id)[0], status=REGULAR, why=StatusWhy.RULE, member_id=None)
    base.work.statuses.add(later)
    assert order_changed(base.work, base.client.id, NOW) is KEY
    newest = base.work.statuses.history(base.client.id)[0]
    assert (newest.why, newest.words, newest.member_id) == (StatusWhy.HAND, "Холдинг", base.head.member_id)


def test_what_a_head_has_lowered_no_order_lifts(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.buys()
    base.buys()
    mark_client(base.work, base.head, MarkClient(base.client.id, NEW, "Разовая закупка"), NOW)
    base.buys()
    assert (base.status(), handoff(base)) == (NEW, None)
    mark_client(base.work, base.head, MarkClient(base.client.id, REGULAR, "Вернулись"), NOW)
    assert base.status() is REGULAR


def test_a_mark_is_the_heads_and_within_reach(base: Base, firm: Firm) -> None:
    for actor in (base.hunter, base.farmer):
        with pytest.raises(NotAllowed):
            mark_client(base.work, actor, MarkClient(base.client.id, KEY, "хочу"), NOW)
    stranger = replace(base.head, reach=frozenset())
    with pytest.raises(NotFound):
        mark_client(base.work, stranger, MarkClient(base.client.id, KEY, "чужой"), NOW)


def test_the_owner_is_told_of_a_mark_and_the_head_who_made_it_is_not(base: Base) -> None:
    base.firm.settle(structure=Structure.UNIVERSAL)
    mark_client(base.work, base.head, MarkClient(base.client.id, REGULAR, "Договор"), NOW)
    mark_client(base.work, base.head, MarkClient(base.client.id, NEW, "Ошибка"), NOW)
    assert base.told(NoticeKind.STATUS) == [base.hunter.member_id, base.hunter.member_id]
    first, second = base.work.statuses.history(base.client.id)[::-1]
    assert (change_told(base.work, first.id).stands, change_told(base.work, second.id).stands) == (False, True)


def test_an_owner_who_has_left_is_told_nothing(base: Base) -> None:
    base.firm.settle(structure=Structure.UNIVERSAL)
    base.rule(REGULAR, Part(PartKind.ORDERS, number=1))
    base.work.people.save(replace(base.work.people.get(base.hunter.member_id), active=False))
    base.buys()
    assert (base.status(), base.told(NoticeKind.STATUS)) == (REGULAR, [])


def test_the_standing_shows_the_history_and_how_far_it_is_to_the_next_status(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.rule(KEY, VOLUME, Part(PartKind.PRODUCT, product="ERP"))
    seen = client_standing(base.work, base.hunter, base.client.id, NOW)
    assert (seen.status, seen.next, seen.history, seen.may_mark) == (NEW, REGULAR, (), False)
    assert [(one.part.kind, one.number) for one in seen.towards] == [(PartKind.ORDERS, 0)]
    base.buys()
    base.buys()
    seen = client_standing(base.work, base.head, base.client.id, NOW)
    assert (seen.status, seen.next, seen.may_mark) == (REGULAR, KEY, True)
    assert [(one.part.kind, one.amount) for one in seen.towards] == [(PartKind.VOLUME, 60_000), (PartKind.PRODUCT, 0)]
    base.buys(amount=40_000)
    seen = client_standing(base.work, base.head, base.client.id, NOW)
    assert (seen.status, seen.next, seen.towards, len(seen.history)) == (KEY, None, (), 2)
    with pytest.raises(NotYours):
        client_standing(base.work, base.farmer, base.client.id, NOW)


def test_the_rule_of_another_team_is_not_ours(base: Base, firm: Firm) -> None:
    other = base.work.companies.add_team(replace(firm.team, name="Регионы"))
    base.work.clients.save(replace(base.client, team_id=other.id))
    base.rule(REGULAR, Part(PartKind.ORDERS, number=1))
    base.buys()
    assert base.status() is NEW


class TestTwoThatAreOne:
    @pytest.fixture
    def base(self, firm: Firm, conn: sa.Connection) -> Base:
        """Nobody hands a client over: two who are on their way are not merged."""
        firm.settle(structure=Structure.UNIVERSAL)
        return Base(firm, conn)

    def merged(self, base: Base, gone: Client, into: Client | None = None) -> list[tuple[ClientStatus, StatusWhy]]:
        kept = into or base.client
        merge_clients(base.work, base.head, MergeClients(kept.id, gone.id), NOW)
        return [(one.status, one.why) for one in base.work.statuses.history(kept.id)]

    def test_a_key_client_stays_one_whoever_it_turns_out_to_be(self, base: Base) -> None:
        base.rule(KEY, VOLUME)
        base.rule(REGULAR, SECOND)
        base.buys(amount=100_000)
        other = base.firm.client(base.hunter, "Василёк", "василек")
        base.buys(client=other)
        base.buys(client=other)
        drop_criterion(base.work, base.head, DropCriterion(KEY), NOW)
        assert (base.status(), base.status(other)) == (KEY, REGULAR)
        assert self.merged(base, other)[0] == (KEY, StatusWhy.RULE)
        third = base.firm.client(base.hunter, "Лютик", "лютик")
        mark_client(base.work, base.head, MarkClient(third.id, REGULAR, "Холдинг"), NOW)
        assert self.merged(base, base.client, third)[0] == (REGULAR, StatusWhy.HAND), "the head's word about it"

    def test_the_higher_status_of_the_other_one_goes_on(self, base: Base) -> None:
        other = base.firm.client(base.hunter, "Василёк", "василек")
        mark_client(base.work, base.head, MarkClient(other.id, KEY, "Холдинг"), NOW)
        mark_client(base.work, base.head, MarkClient(base.client.id, REGULAR, "договор"), NOW)
        assert self.merged(base, other)[0] == (KEY, StatusWhy.HAND)

    def test_what_a_head_has_lowered_stays_lowered(self, base: Base) -> None:
        base.rule(REGULAR, SECOND)
        base.buys()
        base.buys()
        mark_client(base.work, base.head, MarkClient(base.client.id, NEW, "Разовая закупка"), NOW)
        other = base.firm.client(base.hunter, "Василёк", "василек")
        base.buys(client=other)
        base.buys(client=other)
        assert self.merged(base, other)[0] == (NEW, StatusWhy.HAND)
        base.buys()
        assert base.status() is NEW

    def test_where_nothing_was_won_nothing_is(self, base: Base) -> None:
        other = base.firm.client(base.hunter, "Василёк", "василек")
        assert self.merged(base, other) == []

    def test_an_old_button_shows_the_survivor(self, base: Base) -> None:
        base.rule(REGULAR, SECOND)
        base.buys()
        other = base.firm.client(base.hunter, "Василёк", "василек")
        self.merged(base, other)
        seen = client_standing(base.work, base.head, other.id, NOW)
        assert (seen.client_id, [one.number for one in seen.towards]) == (base.client.id, [1])
        mark_client(base.work, base.head, MarkClient(base.client.id, REGULAR, "договор"), NOW)
        assert client_standing(base.work, base.head, other.id, NOW).status is REGULAR
