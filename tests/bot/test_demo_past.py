"""What three months of the demo have left behind keeps to the product's own rules, whatever day it is started."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import pairwise
from statistics import fmean
from typing import Any

import pytest

from bot.demo.rhythm import past_days
from sales.actions.clients import still_theirs
from sales.actions.clock_work import DUE
from sales.actions.digest import digest, digest_people
from sales.actions.pipeline import TEAM, pipeline
from sales.actions.regular import orders_of, rules_of
from sales.actions.rules import rules_view
from sales.actions.steps import schedule_of
from sales.actions.today import Waiting, my_day
from sales.actions.watch import look_over
from sales.activities import CONTACT_MADE, ActKind
from sales.deals import ENDED, LADDER, LATE, DealStage, moved, way
from sales.digest import Period, Rhythm, period_span
from sales.handoff import ASKING, OPEN_HANDOFF, UNANSWERED, Dispute, HandoffState, OfferState
from sales.identify import format_phone, likeness, normal_inn
from sales.leads import OPEN_STATES, CloseReason, LeadState, missing
from sales.legs import Leg
from sales.orders import check_order
from sales.people import Permission, Role
from sales.ports import ANSWERS
from sales.regular import ClientStatus, due_status, standing, stretches
from sales.steps import StepState
from sales.timers import TimerKind
from sales.watch import Sign
from sales.worktime import (
    count_working_days,
    day_end,
    day_start,
    is_working,
    is_working_day,
    local_day,
    next_working_day,
    previous_working_day,
    working_between,
)
from storage.activities import activity
from storage.audit import audit
from storage.catalogue import product
from storage.clients import client, contact
from storage.deals import deal, deal_move, deal_note
from storage.facts import handoff_fact
from storage.handoffs import handoff, offer
from storage.import_tables import client_import
from storage.leads import lead
from storage.orders import order
from storage.outbox import outbox
from storage.regular import client_status, rule_reading, watch_warning
from storage.steps import step
from storage.timers import timer
from tests.bot.demo_house import THREAD, House, raise_house

#: In Moscow: a Monday's opening, after the holiday of November; a summer afternoon; the end of a January day.
MOMENTS = {
    "monday": datetime(2026, 11, 23, 6, 0, tzinfo=UTC),
    "afternoon": datetime(2026, 7, 15, 11, 20, tzinfo=UTC),
    "evening": datetime(2027, 1, 19, 14, 40, tzinfo=UTC),
}


@pytest.fixture(scope="module", params=MOMENTS.values(), ids=MOMENTS.keys())
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    made, engine = raise_house(request.param)
    yield made
    made.conn.close()
    engine.dispose()


def the_end(house: House) -> datetime:
    """Closing of the last working day before this one."""
    today = local_day(house.now, house.schedule.zone)
    return day_end(previous_working_day(today, house.schedule), house.schedule)


class TestPeople:
    def test_a_dozen_people_hold_every_role(self, house: House) -> None:
        held = {role for one in house.people for role in one.roles}

        assert len(house.people) == 12
        assert held == set(Role)

    def test_somebody_came_later_and_learns(self, house: House) -> None:
        newest = max(house.people, key=lambda one: one.joined_at)
        acts = [row for row in house.rows(activity) if row.member_id == newest.id]
        third = (house.now - newest.joined_at) / 3
        early = [row.outcome in CONTACT_MADE for row in acts if row.at < newest.joined_at + third]
        late = [row.outcome in CONTACT_MADE for row in acts if row.at > house.now - third]

        assert newest.joined_at > house.now - timedelta(days=80)
        assert min(row.at for row in acts) >= newest.joined_at
        assert fmean(late) > fmean(early)

    def test_hand_overs_are_announced_in_the_topic(self, house: House) -> None:
        assert [place.thread_id for place in house.work.places.of_team(house.team.id)] == [THREAD]


class TestClients:
    def test_about_250_are_owned_by_people_who_may_work_with_them(self, house: House) -> None:
        sellers = {one.id for one in house.people if one.may(Permission.LOG_ACTS)}
        rows = house.rows(client)

        assert 240 <= len(rows) <= 270
        assert {row.owner_id for row in rows} == sellers

    def test_their_numbers_are_right_and_nobodys(self, house: House) -> None:
        inns = [row.inn for row in house.rows(client)]
        phones = [row.phone for row in house.rows(contact)]

        assert [normal_inn(inn) for inn in inns] == inns
        assert all(format_phone(phone).startswith("+7 900 000-0") for phone in phones)
        assert len(set(inns)) == len(set(phones)) == len(inns) == len(phones)

    def test_no_two_look_like_one(self, house: House) -> None:
        keys = [row.name_key for row in house.rows(client)]
        assert not [(one, other) for n, one in enumerate(keys) for other in keys[:n] if likeness(one, other) > 80]

    def test_each_has_somebody_to_call(self, house: House) -> None:
        contacts = house.rows(contact)
        assert {row.client_id for row in contacts} == {row.id for row in house.rows(client)}
        assert all(row.name and row.position for row in contacts)


class TestTime:
    def test_nothing_was_done_outside_working_hours_nor_after_yesterday(self, house: House) -> None:
        acts = [row.at for row in house.rows(activity)]
        accepted = [row.accepted_at for row in house.rows(handoff) if row.accepted_at]

        assert not [at for at in acts + accepted if not is_working(at, house.schedule)]
        assert max(acts) < the_end(house)
        assert sum(at >= the_end(house) for at in accepted) <= 1, "but for the one of the opening"

    def test_every_working_day_of_three_months_has_its_acts(self, house: House) -> None:
        days = {local_day(row.at, house.schedule.zone) for row in house.rows(activity)}
        assert days == set(past_days(house.now, house.schedule))

    def test_nothing_is_known_before_it_happens(self, house: House) -> None:
        done = [row.at for table in (activity, audit, handoff_fact) for row in house.rows(table)]
        done += [row.at for table in (deal_move, deal_note, client_status, rule_reading) for row in house.rows(table)]
        done += [row.created_at for table in (client, step, lead, order) for row in house.rows(table)]
        done += [row.closed_at for table in (step, lead) for row in house.rows(table) if row.closed_at]

        assert max(done) <= house.now

    def test_a_day_has_its_shape(self, house: House) -> None:
        hours = Counter(row.at.astimezone(house.schedule.zone).hour for row in house.rows(activity))
        assert hours[13] < hours[11] / 1.5
        assert hours[17] < hours[11]

    def test_before_a_client_is_known_nobody_calls_it(self, house: House) -> None:
        known = {row.id: row.created_at for row in house.rows(client)}
        assert not [row for row in house.rows(activity) if row.at <= known[row.client_id]]


class TestSteps:
    def test_open_ones_belong_to_whoever_may_carry_them_out(self, house: House) -> None:
        people = {one.id: one for one in house.people}
        rows = [row for row in house.rows(step) if row.state is StepState.OPEN]
        assert not [row for row in rows if not still_theirs(house.work, people[row.member_id],
                                                            house.work.clients.get(row.client_id))]  # fmt: skip

    def test_acts_have_closed_what_they_say(self, house: House) -> None:
        closed = {row.id: row for row in house.rows(step)}
        for row in house.rows(activity):
            assert all(closed[one].closed_at == row.at for one in row.reopens)
            assert row.made_step is None or closed[row.made_step].created_at == row.at

    def test_whoever_was_taken_over_has_a_next_step(self, house: House) -> None:
        taken = {row.client_id for row in house.rows(lead) if row.state in (LeadState.ACCEPTED, LeadState.CONTACTED)}
        carried = {row.client_id for row in house.rows(step) if row.state is StepState.OPEN}
        assert not taken - carried

    def test_those_ahead_ring_and_those_behind_have_rung(self, house: House) -> None:
        rings = {row.subject: row for row in house.rows(timer) if row.kind is TimerKind.STEP}
        for row in house.rows(step):
            if row.state is StepState.OPEN:
                assert (rings[row.id].due_at, rings[row.id].pending) == (row.due_at, row.due_at > house.now)
                assert rings[row.id].member_id == row.member_id

    def test_a_few_are_overdue_and_none_for_long(self, house: House) -> None:
        opens = day_start(local_day(house.now, house.schedule.zone), house.schedule)
        late = [row for row in house.rows(step) if row.state is StepState.OPEN and row.due_at <= house.now]

        assert 1 <= len(late) <= 20
        assert all(row.due_at < opens for row in late)


class TestLeads:
    def test_a_client_has_one_open_lead_at_most(self, house: House) -> None:
        open_ones = Counter(row.client_id for row in house.rows(lead) if row.state in OPEN_STATES)
        assert set(open_ones.values()) == {1}

    def test_every_state_has_its_examples(self, house: House) -> None:
        assert {row.state for row in house.rows(lead)} >= set(LeadState) - {LeadState.OFFERED}
        assert {row.close_reason.value for row in house.rows(lead) if row.close_reason} >= {"won", "no_money"}

    def test_a_lead_stands_where_its_hand_over_stands(self, house: House) -> None:
        last = {row.lead_id: row for row in house.rows(handoff)}
        for row in house.rows(lead):
            states = _states_of(row.state)
            assert (last[row.id].state if row.id in last else None) in states, row

    def test_the_owner_is_the_giver_until_somebody_accepts(self, house: House) -> None:
        owners = {row.id: row.owner_id for row in house.rows(client)}
        receivers = {row.lead_id: row.receiver_id for row in house.rows(handoff)}
        for row in house.rows(lead):
            taken = row.accepted_at is not None
            assert owners[row.client_id] == (receivers[row.id] if taken else row.giver_id), row

    def test_whatever_is_offered_misses_nothing(self, house: House) -> None:
        offered = [house.work.leads.get(row.id) for row in house.rows(lead) if row.state is LeadState.OFFERED]
        assert len(offered) >= 3
        assert not [one for one in offered if missing(one, house.work.leads.answers(one.id), house.now)]

    def test_its_product_is_sold_by_the_team(self, house: House) -> None:
        assert {row.product for row in house.rows(lead)} <= {"", *(row.name for row in house.rows(product))}


def _states_of(state: LeadState) -> set[HandoffState | None]:
    """Where the latest hand-over of a lead in this state may stand."""
    ended: set[HandoffState | None] = {None, HandoffState.RETURNED, HandoffState.WITHDRAWN}
    return {
        LeadState.DRAFT: ended,
        LeadState.PARKED: ended,
        LeadState.OFFERED: set(UNANSWERED),
        LeadState.ACCEPTED: {HandoffState.ACCEPTED},
        LeadState.CONTACTED: {HandoffState.COMPLETE},
        LeadState.CLOSED: {HandoffState.COMPLETE},
    }[state]


class TestHandOvers:
    def test_who_is_asked_has_one_open_card_and_a_deadline_that_rings(self, house: House) -> None:
        rings = {row.subject: row for row in house.rows(timer) if row.kind is TimerKind.OFFER_END and row.pending}
        for row in house.rows(handoff):
            asked = [one for one in house.work.handoffs.offers(row.id) if one.state is OfferState.OPEN]
            assert len(asked) == (row.state in ASKING)
            assert row.state not in ASKING or rings[row.id].due_at == row.deadline_at == asked[0].deadline_at

    def test_the_facts_tell_what_the_rows_tell(self, house: House) -> None:
        told: dict[int, Counter[str]] = defaultdict(Counter)
        for fact in house.rows(handoff_fact):
            told[fact.handoff_id][fact.what] += 1
        for row in (one for one in house.rows(handoff) if one.state is not HandoffState.PROPOSED):
            facts = told[row.id]
            assert facts["submitted"] == 1
            assert facts["accepted"] == (row.accepted_at is not None)
            assert facts["complete"] == (row.state is HandoffState.COMPLETE)
            assert facts["returned"] == (row.state is HandoffState.RETURNED)
            offers = house.work.handoffs.offers(row.id)
            assert facts["missed"] == sum(one.state is OfferState.EXPIRED for one in offers)
            assert facts["withdrawn"] == (row.state is HandoffState.WITHDRAWN)

    def test_an_acceptance_took_the_working_time_since_the_offer(self, house: House) -> None:
        accepted = {
            (row.handoff_id, row.answered_at): row for row in house.rows(offer) if row.state.value == "accepted"
        }
        facts = [row for row in house.rows(handoff_fact) if row.what == "accepted"]
        for fact in facts:
            taken = accepted[fact.handoff_id, fact.at]
            assert fact.took == int(working_between(taken.offered_at, fact.at, house.schedule).total_seconds())
            assert fact.at <= taken.deadline_at
        assert len(facts) > 40

    def test_whoever_accepts_calls_in_time_and_is_watched_until_then(self, house: House) -> None:
        ends = {row.subject for row in house.rows(timer) if row.kind is TimerKind.TOUCH_END and row.pending}
        facts = Counter(row.what for row in house.rows(handoff_fact))

        assert {row.id for row in house.rows(handoff) if row.state is HandoffState.ACCEPTED} <= ends
        assert facts["touched"] > 40 and facts["untouched"] < 4

    def test_all_kinds_of_ways_were_gone(self, house: House) -> None:
        offers = Counter(row.state for row in house.rows(offer))
        disputes = {row.dispute for row in house.rows(handoff)}

        assert all(offers[state] for state in (OfferState.ACCEPTED, OfferState.RETURNED, OfferState.EXPIRED))
        assert any(row.rounds > 1 for row in house.rows(handoff))
        assert disputes > {Dispute.NONE}

    def test_nobody_is_asked_who_gave_it_or_has_returned_it(self, house: House) -> None:
        givers = {row.id: row.giver_id for row in house.rows(handoff)}
        receivers = {one.id for one in house.people if one.may(Permission.RECEIVE_LEADS)}
        assert not [row for row in house.rows(offer) if row.member_id == givers[row.handoff_id]]
        assert {row.member_id for row in house.rows(offer)} == receivers


class TestDeals:
    def test_every_lead_that_was_contacted_has_its_deal_and_ends_with_it(self, house: House) -> None:
        deals = {row.lead_id: row for row in house.rows(deal) if row.lead_id}
        contacted = {row.id: row for row in house.rows(lead) if row.contacted_at}

        assert deals.keys() == contacted.keys()
        for row in contacted.values():
            own = deals[row.id]
            assert (own.client_id, own.product, own.opened_at) == (row.client_id, row.product, row.contacted_at)
            assert own.ended_at == row.closed_at
            ended = CloseReason(own.reason.value) if own.reason else CloseReason.WON
            assert row.close_reason is (None if own.ended_at is None else ended), row

    def test_it_stands_where_its_moves_have_brought_it(self, house: House) -> None:
        for row in house.rows(deal):
            own, moves = house.work.deals.get(row.id), house.work.deals.moves(row.id)
            start = replace(own, stage=LADDER[0], stage_at=own.opened_at, ended_at=None)
            assert moves[0].start is None and moves[0].at == own.opened_at
            assert all(earlier.at < later.at for earlier, later in pairwise(moves))
            assert all(later.start is earlier.end and way(later.start, later.end) for earlier, later in pairwise(moves))
            assert reduce(moved, moves[1:], start) == own

    def test_it_goes_on_where_the_client_was_spoken_to(self, house: House) -> None:
        talks = {(row.client_id, row.member_id, local_day(row.at, house.schedule.zone)) for row in house.rows(activity)
                 if row.outcome in CONTACT_MADE}  # fmt: skip
        deals = {row.id: row for row in house.rows(deal)}
        for row in (one for one in house.rows(deal_move) if one.end in LADDER):
            assert (deals[row.deal_id].client_id, row.member_id, local_day(row.at, house.schedule.zone)) in talks

    def test_it_is_its_clients_owners_and_somebody_will_go_on_with_it(self, house: House) -> None:
        owners = {row.id: row.owner_id for row in house.rows(client)}
        carried = {row.client_id for row in house.rows(step) if row.state is StepState.OPEN}
        open_ones = [row for row in house.rows(deal) if row.stage not in ENDED]

        assert all(row.owner_id == owners[row.client_id] for row in house.rows(deal))
        assert {row.client_id for row in open_ones} <= carried
        assert len({row.client_id for row in open_ones}) == len(open_ones)

    def test_there_is_something_at_each_part_of_the_way(self, house: House) -> None:
        stages = Counter(row.stage for row in house.rows(deal))
        seen = pipeline(house.work, house.actor(Role.HEAD), TEAM, house.now).forecast

        assert all(stages[stage] for stage in (*LADDER[:3], DealStage.WON, DealStage.LOST))
        assert sum(stages[stage] for stage in LATE) >= 6 and sum(stages[stage] > 0 for stage in LATE) >= 2
        assert seen.deals >= 5 and seen.late <= 4 and seen.no_amount == 0


class TestOrders:
    def test_each_could_have_been_entered_when_it_was(self, house: House) -> None:
        known = {row.id: row for row in house.rows(client)}
        for row in house.rows(order):
            entered_on = local_day(row.created_at, house.schedule.zone)
            check_order(house.work.orders.get(row.id), local_day(house.now, house.schedule.zone))
            assert row.created_at > known[row.client_id].created_at
            assert row.ordered_on <= entered_on
            assert row.member_id == known[row.client_id].owner_id

    def test_customers_have_bought_and_whoever_was_won_has_a_first_order(self, house: House) -> None:
        finders = {one.id for one in house.people if Role.LEAD_GENERATOR in one.roles}
        ours = {row.id for row in house.rows(client) if row.created_by not in finders}
        won = {row.id: row for row in house.rows(deal) if row.stage is DealStage.WON}
        of_deals = {row.deal_id: row for row in house.rows(order) if row.deal_id}

        assert {row.client_id for row in house.rows(order)} == ours | {row.client_id for row in won.values()}
        assert of_deals.keys() == won.keys() and len(won) >= 4
        for number, row in of_deals.items():
            assert (row.client_id, row.amount, row.product) == (
                won[number].client_id, won[number].amount, won[number].product)  # fmt: skip

    def test_months_are_worth_what_such_a_team_sells(self, house: House) -> None:
        months: Counter[str] = Counter()
        for row in house.rows(order):
            assert row.currency == "RUB"
            assert 30_000 * 100 <= row.amount <= 3_000_000 * 100
            if row.paid_on:
                months[f"{row.paid_on:%Y-%m}"] += row.amount
        last = stretches(local_day(house.now, house.schedule.zone))[0]

        assert len(months) >= 12
        assert all(5_000_000 * 100 <= months[f"{month:%Y-%m}"] <= 30_000_000 * 100 for month in last)

    def test_what_came_with_the_file_says_so_and_the_rest_has_its_entry(self, house: House) -> None:
        (file,) = house.rows(client_import)
        came = {row.id for row in house.rows(order) if row.import_id == file.id}
        logged = {row.subject for row in house.rows(audit) if row.verb == "log_order"}

        assert file.made == len(came) > 200
        assert logged == {row.id for row in house.rows(order)} - came

    def test_whose_contract_ends_soon_will_be_reminded(self, house: House) -> None:
        today = local_day(house.now, house.schedule.zone)
        ends = {row.id: row.contract_ends_on for row in house.rows(order) if row.contract_ends_on}
        rings = [row for row in house.rows(timer) if row.kind is TimerKind.RENEWAL]
        last_calls = [row for row in house.rows(timer) if row.kind is TimerKind.RENEWAL_LAST]

        assert sum(day <= today + timedelta(days=50) for day in ends.values()) >= 3
        assert {row.subject for row in rings} == {one for one, day in ends.items() if day >= today}
        assert {row.subject for row in last_calls} == {row.subject for row in rings if not row.pending} != set()


class TestStandings:
    def test_every_client_is_what_the_rules_say_of_its_orders(self, house: House) -> None:
        rules, today = rules_of(house.work, house.team.id), local_day(house.now, house.schedule.zone)
        orders, known = orders_of(house.work, house.team.id), house.work.statuses.of_team(house.team.id)
        found = {one: due_status(own, rules, today)[0] for one, own in orders.items()}

        assert len(rules) == 2
        assert {one: standing(house.work.statuses.history(one)) for one in orders} == found
        assert known.keys() <= orders.keys()
        assert Counter(found.values())[ClientStatus.REGULAR] >= 30 and Counter(found.values())[ClientStatus.KEY] >= 8

    def test_regular_ones_are_the_farmers_but_for_one_that_is_to_be_handed_over(self, house: House) -> None:
        people = {one.id: one for one in house.people}
        for one, change in house.work.statuses.of_team(house.team.id).items():
            roles = people[house.work.clients.get(one).owner_id].roles
            open_one = house.work.handoffs.open_of_client(one)
            proposed = open_one is not None and open_one.state is HandoffState.PROPOSED and open_one.leg is Leg.REGULAR
            keepers = {Role.KAM} if change.status is ClientStatus.KEY else {Role.KAM, Role.FARMER}
            assert bool(roles & keepers) or proposed
        assert len([row for row in house.rows(handoff) if row.state is HandoffState.PROPOSED]) == 1

    def test_all_but_a_few_have_read_the_rules(self, house: House) -> None:
        seen = rules_view(house.work, house.actor(Role.HEAD), house.now)
        assert [rule.mine for rule in seen.rules] == [True, True]
        assert sorted(len(rule.unread) for rule in seen.rules) == [0, 2]

    def test_the_watch_finds_what_has_been_told(self, house: House) -> None:
        """It says nothing new, takes nothing back and leaves nothing to the heads."""
        told, said = house.rows(watch_warning), len(house.rows(outbox))
        look_over(house.work, house.team, house.now)
        signs = Counter(row.sign for row in told)

        assert house.rows(watch_warning) == told
        assert len(house.rows(outbox)) == said
        assert signs[Sign.SILENCE] == 2 and signs[Sign.FALL] == 1 and len(told) <= 15


#: What the house says by itself of deals, orders and clients.
OF_TRADE = {"proposed", "proposal_warn", "watch", "renewal", "renewal_last", "status", "rule"}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_nobody_is_flooded_when_the_clock_goes_on(moment: datetime) -> None:
    house, engine = raise_house(moment)
    today = local_day(moment, house.schedule.zone)
    ticks(house, moment)
    for _ in range(3):
        before = max(row.id for row in house.rows(outbox))
        today = next_working_day(today, house.schedule)
        ticks(house, day_start(today, house.schedule))
        by_person = Counter(row.member_id for row in _of_trade(house, before))
        assert max(by_person.values(), default=0) <= 3, (today, by_person)
    kinds = {row.kind.value for row in _of_trade(house, 0)}
    house.conn.close()
    engine.dispose()

    assert kinds >= {"proposed", "watch", "renewal"}
    assert kinds <= OF_TRADE - {"status", "rule"}


def _of_trade(house: House, after: int) -> list[Any]:
    return [row for row in house.rows(outbox) if row.id > after and row.kind.value in OF_TRADE and not row.edit]


def ticks(house: House, at: datetime) -> None:
    for due in DUE:
        due(house.work, at)


class TestFigures:
    def test_what_was_to_be_answered_was_answered_or_waits(self, house: House) -> None:
        facts, team_id = house.work.facts, house.team.id
        rhythm = Rhythm(house.team.settings.digest_at, schedule_of(house.team))
        days = past_days(house.now, house.schedule)
        spans = [rhythm.span(day) for day in days]
        spans += [period_span(period, house.now, house.schedule.zone) for period in Period]
        for span in spans:
            told = facts.handoffs(team_id, *span)
            submitted = sum(fact.what == "submitted" for fact in told)
            answered = sum(fact.what in ANSWERS for fact in told)
            before, after = len(facts.waiting(team_id, span.since)), len(facts.waiting(team_id, span.until))
            assert before + submitted == answered + after, span

    def test_a_usual_day_is_a_plausible_one(self, house: House) -> None:
        head = house.actor(Role.HEAD)
        day = past_days(house.now, house.schedule)[-1]
        told = digest(house.work, head, day, day_end(day, house.schedule))
        usual = {name: figure.usual or 0 for name, figure in told.team.values.items()}

        assert 30 <= usual["calls"] <= 75
        assert 0.35 <= usual["talks"] / usual["calls"] <= 0.75
        assert 1.5 <= usual["meetings"] <= 8
        assert 0.5 <= usual["submitted"] <= 5
        assert 3 * 60 <= usual["speed"] <= 25 * 60
        assert len(told.idle) <= 2

    def test_the_strong_do_more_than_the_others(self, house: House) -> None:
        calls = Counter(row.member_id for row in house.rows(activity) if row.kind is ActKind.CALL)
        givers = [calls[one.id] for one in house.people if Role.LEAD_GENERATOR in one.roles]
        assert max(givers) > 1.3 * min(givers)

    def test_the_digests_line_for_a_person_is_what_the_rows_say(self, house: House) -> None:
        head, day = house.actor(Role.HEAD), past_days(house.now, house.schedule)[-1]
        lines = digest_people(house.work, head, day, day_end(day, house.schedule))
        by_hand = Counter(
            row.member_id
            for row in house.rows(activity)
            if row.kind is ActKind.CALL and local_day(row.at, house.schedule.zone) == day
        )
        assert {line.who.member_id: line.calls for line in lines if line.calls} == by_hand

    def test_days_differ_but_not_wildly(self, house: House) -> None:
        days = Counter(local_day(row.at, house.schedule.zone) for row in house.rows(activity))
        counts = [days[day] for day in past_days(house.now, house.schedule)][5:]

        assert len(set(counts)) > 15
        assert max(counts) < 3 * fmean(counts)


class TestOpening:
    def test_two_are_asked_with_deadlines_in_the_next_half_hour_of_work(self, house: House) -> None:
        asked = [row for row in house.rows(handoff) if row.state in ASKING and row.deadline_at > house.now]
        left = [working_between(house.now, row.deadline_at, house.schedule) for row in asked]

        assert len(left) >= 2
        assert all(timedelta(0) < one <= timedelta(minutes=30) for one in left)

    def test_one_waits_in_the_queue_and_one_has_come_back(self, house: House) -> None:
        states = [row.state for row in house.rows(handoff)]
        returned = [row for row in house.rows(handoff) if row.state is HandoffState.RETURNED]

        assert HandoffState.ESCALATED in states
        assert any(house.now - row.ended_at < timedelta(days=5) for row in returned)
        assert any(house.work.leads.get(row.lead_id).state is LeadState.DRAFT for row in returned)

    def test_what_waits_for_somebody_was_told(self, house: House) -> None:
        told = Counter(row.kind.value for row in house.rows(outbox) if row.member_id)
        owner = house.actor(Role.OWNER)

        assert told["offer"] >= 2 and told["escalated"] >= 1 and told["returned"] == 1
        assert not [row for row in house.rows(outbox) if row.member_id == owner.member_id]

    def test_parked_leads_come_back_in_the_days_ahead(self, house: House) -> None:
        today = local_day(house.now, house.schedule.zone)
        until = [row.parked_until for row in house.rows(lead) if row.parked_until]
        rings = [row for row in house.rows(timer) if row.kind is TimerKind.PARKED]

        assert any(count_working_days(today, day, house.schedule) <= 3 for day in until)
        assert all(is_working_day(day, house.schedule) for day in until)
        assert len(rings) == len(until)

    def test_everybody_who_sells_has_a_day(self, house: House) -> None:
        sellers = [one for one in house.people if one.may(Permission.LOG_ACTS)]
        for one in sellers:
            seen = my_day(house.work, house.as_actor(one), house.now)
            assert seen.steps or _is_short(house), one.name

    def test_the_plan_waits_for_whoever_begins_with_the_day(self, house: House) -> None:
        today = local_day(house.now, house.schedule.zone)
        planned = {row.subject for row in house.rows(timer) if row.kind is TimerKind.MORNING and row.pending}
        sellers = {one.id for one in house.people if one.may(Permission.LOG_ACTS)}

        assert planned == (sellers if house.now == day_start(today, house.schedule) else set())

    def test_the_hunters_meet_a_card(self, house: House) -> None:
        hunters = [one for one in house.people if Role.HUNTER in one.roles]
        waits = [my_day(house.work, house.as_actor(one), house.now).handoffs for one in hunters]
        assert any(each.waiting is Waiting.ANSWER for seen in waits for each in seen)


def _is_short(house: House) -> bool:
    closes = day_end(local_day(house.now, house.schedule.zone), house.schedule)
    return closes - house.now < timedelta(hours=1)


def test_open_hand_overs_are_the_ones_of_their_clients(house: House) -> None:
    open_ones = Counter(row.client_id for row in house.rows(handoff) if row.state in OPEN_HANDOFF)
    assert set(open_ones.values()) == {1}


def test_it_is_written_in_few_statements(house: House) -> None:
    """So many rows one by one would keep a newcomer waiting."""
    rows = sum(len(each) for each in house.everything().values())
    assert rows > 8_000
    assert house.statements < rows / 20


def test_the_same_day_has_the_same_past_and_the_next_day_another() -> None:
    now = MOMENTS["monday"]
    houses = [raise_house(moment) for moment in (now, now, now + timedelta(days=1))]
    first, again, later = (house.everything() for house, _ in houses)
    for _, engine in houses:
        engine.dispose()

    assert first == again
    assert first["activity"] != later["activity"]
