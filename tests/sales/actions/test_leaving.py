"""Somebody leaves: everything moves at once, access ends, and nothing is left in the leaver's hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.pool import StaticPool

from sales.actions.absence import EnterAbsence, enter_absence, fire_absences
from sales.actions.acting import NameActing, name_acting
from sales.actions.activities import LogAct, log_act
from sales.actions.direction import Release, release_lead
from sales.actions.handoff import Accept, accept_offer
from sales.actions.leads import StartLead, Submit, start_lead, submit_lead
from sales.actions.leaving import Leave, leave, leaving_plan
from sales.actions.leaving_views import leaver
from sales.actions.parking import Park, park_lead
from sales.actions.people import Deactivate, actor_of_member, deactivate, member_card
from sales.actions.proposals import propose
from sales.actions.request_answers import TakeRequest, take_request
from sales.actions.requests import DropRequest, drop_request
from sales.actions.situation import ShowNow, show_now
from sales.actions.steps import PlanNext, plan_next
from sales.activities import ActKind, Direction, Outcome
from sales.calling import CallingList, CallSource
from sales.catalogue import Territory
from sales.clients import Client
from sales.company import Team, TeamSettings
from sales.errors import Absent, HeirNeeded, NotAllowed, NotYours, OwnRoles
from sales.handoff import Escalation, HandoffState
from sales.leads import LeadState, Question, Source
from sales.leaving import Holding
from sales.legs import Leg
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW
from sales.requests import RequestState
from sales.steps import Step, StepKind, StepPlan
from sales.timers import TimerKind
from storage.tables import metadata
from storage.timers import timer
from storage.work import open_work
from tests.builders import NOW, a_firm
from tests.sales.actions.relay import Relay, minutes
from tests.sales.actions.told import recorded, told

WANTED = DropRequest(Source.SITE, "хотят демо", phone="+79000000055")
MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 4)

#: Every column that names a member, and when it says who has something now. None: it is history, or is about the
#: person. A new column has to be looked at, lest somebody's leaving orphan it.
HOLDS: dict[str, str | None] = {
    "absence.entered_by": None,
    "absence.member_id": "absence.state != 'over'",
    "absence.substitute_id": "absence.state != 'over'",
    "acting_head.head_id": None,
    "acting_head.member_id": "acting_head.state != 'over'",
    "acting_head.named_by": None,
    "activity.member_id": None,
    "audit.member_id": None,
    "calling_list.member_id": "calling_list.ended_at IS NULL",
    "client.created_by": None,
    "client.owner_id": "1 = 1",
    "client_import.member_id": None,
    "client_order.member_id": None,
    "client_rule.made_by": None,
    "client_status.member_id": None,
    "credit.member_id": None,
    "deal.owner_id": "deal.ended_at IS NULL",
    "deal_move.member_id": None,
    "deal_note.member_id": None,
    "duty.member_id": "1 = 1",
    "handoff.giver_id": "handoff.state IN ('proposed', 'offered', 'rerouted', 'escalated')",
    "handoff.receiver_id": "handoff.state IN ('accepted', 'introduced')",
    "handoff.wanted_id": None,
    "handoff_fact.giver_id": None,
    "handoff_fact.member_id": None,
    "inquiry.asker_id": None,
    "inquiry.member_id": None,
    "invite.created_by": "invite.used_at IS NULL AND invite.revoked_at IS NULL",
    "invite.used_by": None,
    "lead.giver_id": "lead.state IN ('draft', 'parked', 'offered')",
    "lead_answer.member_id": None,
    "loan.holder_id": "loan.returned_at IS NULL",
    "member_role.member_id": None,
    "offer.member_id": "offer.state = 'open'",
    "passport_point.member_id": None,
    "place.bound_by": None,
    "preference.member_id": None,
    "request.dropped_by": None,
    "request.holder_id": "request.state IN ('waiting', 'escalated', 'taken')",
    "request_ask.member_id": "request_ask.state = 'open'",
    "rest.member_id": None,
    "rule_reading.member_id": None,
    "step.member_id": "step.state = 'open'",
    "territory.manager_id": "1 = 1",
    "territory.receiver_id": "1 = 1",
    "timer.member_id": "timer.pending",
    "voice.member_id": None,
    "watch.member_id": "1 = 1",
    "watch_warning.member_id": None,
    "watch_warning.snoozed_by": None,
}


def held_rows(conn: sa.Connection, member_id: int) -> dict[str, int]:
    """How many rows say that this member has something now, by column."""
    found = {}
    for column, when in HOLDS.items():
        table, name = column.split(".")
        if when is not None:
            query = sa.text(f'SELECT count(*) FROM "{table}" WHERE "{name}" = :member AND {when}')
            found[column] = conn.execute(query, {"member": member_id}).scalar_one()
    return {column: count for column, count in found.items() if count}


def gone(relay: Relay, who: Actor, *to: Actor, now: datetime = NOW) -> None:
    leave(relay.work, relay.head, Leave(who.member_id, tuple(one.member_id for one in to)), now)
    assert held_rows(relay.conn, who.member_id) == {}
    assert actor_of_member(relay.work, who.member_id) is None


def planned(relay: Relay, who: Actor, client: Client, at: datetime) -> Step:
    return relay.work.steps.get(
        plan_next(relay.work, who, PlanNext(client.id, StepPlan(StepKind.CALL, at, True)), NOW).step_id
    )


def owner(relay: Relay, client: Client) -> int:
    return relay.work.clients.get(client.id).owner_id


@pytest.fixture
def mine(relay: Relay) -> Client:
    return relay.firm.client(relay.hunters[0], "Лютик", "лютик", phone="+79000000077")


def test_every_column_that_names_a_member_was_looked_at() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if any(key.column.table.name == "member" for key in column.foreign_keys)
    }
    assert named == set(HOLDS)


def test_clients_move_with_their_steps_and_access_ends_at_once(relay: Relay, mine: Client) -> None:
    old, new = relay.hunters
    step = planned(relay, old, mine, minutes(90))
    done = leave(relay.work, relay.head, Leave(old.member_id, (new.member_id,)), NOW)
    assert [(one.name, one.clients, one.steps) for one in done.shares] == [("Анна Белова", 1, 0)]
    assert {one.holding: one.count for one in done.held} == {Holding.CLIENTS: 1, Holding.STEPS: 1}
    assert owner(relay, mine) == new.member_id
    assert relay.work.steps.get(step.id) == replace(step, member_id=new.member_id), "the promise keeps its time"
    assert actor_of_member(relay.work, old.member_id) is None
    assert recorded(relay.conn, "leave") == [(relay.head.member_id, old.member_id, {"to": [new.member_id]})]
    assert recorded(relay.conn, "inherit") == [
        (relay.head.member_id, mine.id, {"from": old.member_id, "to": new.member_id})
    ]
    ((who, _, facts),) = told(relay.conn, NoticeKind.REASSIGNED)
    assert (who, facts["clients"]) == (new.member_id, [mine.id]), "once, with a list"


def test_many_are_spread_by_load(relay: Relay) -> None:
    third = relay.firm.actor(Role.HUNTER, name="Игорь Громов")
    old, new = relay.hunters
    busy = [relay.firm.client(new, f"Занят {one}", f"занят {one}") for one in range(2)]
    for client in busy:
        plan_next(relay.work, new, PlanNext(client.id, StepPlan(StepKind.CALL, minutes(1), True)), NOW)
    for one in range(6):
        relay.firm.client(old, f"Лютик {one}", f"лютик {one}")
    plan = leaving_plan(relay.work, relay.head, Leave(old.member_id, (new.member_id, third.member_id)), minutes(5))
    gone(relay, old, new, third, now=minutes(5))
    assert [one.clients for one in plan.shares] == [2, 4], "who has two overdue steps gets two fewer"
    assert relay.work.clients.counts(relay.firm.team.id) == {
        relay.giver.member_id: 1, new.member_id: 4, third.member_id: 4
    }  # fmt: skip


def test_nobody_goes_before_somebody_is_named(relay: Relay, mine: Client) -> None:
    with pytest.raises(HeirNeeded):
        leave(relay.work, relay.head, Leave(relay.hunters[0].member_id, ()), NOW)
    with pytest.raises(HeirNeeded):
        deactivate(relay.work, relay.head, Deactivate(relay.hunters[0].member_id), NOW)
    assert member_card(relay.work, relay.head, relay.hunters[0].member_id, NOW).must_move
    gone(relay, relay.hunters[1])
    assert relay.work.people.get(relay.hunters[0].member_id).active


def test_where_nobody_is_there_to_take_over_the_heads_have_it(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    relay.accept(handoff_id)
    old = relay.hunters[0] if relay.owner() == relay.hunters[0].member_id else relay.hunters[1]
    for one in (relay.giver, relay.head, *(other for other in relay.hunters if other is not old)):
        member = relay.work.people.get(one.member_id)
        relay.work.people.save(replace(member, unreachable="blocked"))
    assert leaver(relay.work, relay.head, old.member_id, NOW).heirs == ()
    deactivate(relay.work, relay.head, Deactivate(old.member_id), NOW)
    assert relay.handoff(handoff_id).state is HandoffState.ESCALATED


@pytest.mark.parametrize("fault", ["absent", "role", "oneself", "elsewhere"])
def test_who_cannot_take_it_over_is_refused(relay: Relay, mine: Client, fault: str) -> None:
    old, new = relay.hunters
    if fault == "absent":
        enter_absence(relay.work, new, EnterAbsence(new.member_id, NOW.date(), FRIDAY, old.member_id), NOW)
    team = relay.work.companies.add_team(Team(NEW, relay.firm.team.company_id, None, "Другие", TeamSettings()))
    chosen = {
        "absent": (new.member_id, Absent),
        "role": (relay.firm.member(Role.ANALYST).id, NotAllowed),
        "oneself": (old.member_id, NotYours),
        "elsewhere": (relay.firm.member(Role.HUNTER, team_id=team.id).id, NotYours),
    }
    heir, error = chosen[fault]
    with pytest.raises(error):
        leave(relay.work, relay.head, Leave(old.member_id, (heir,)), NOW)
    assert relay.work.people.get(old.member_id).active


def test_who_may_part_with_whom_is_asked_as_ever(relay: Relay) -> None:
    with pytest.raises(NotAllowed):
        leave(relay.work, relay.hunters[0], Leave(relay.giver.member_id, ()), NOW)
    with pytest.raises(OwnRoles):
        leave(relay.work, relay.head, Leave(relay.head.member_id, ()), NOW)


class TestHandOvers:
    def test_what_is_asked_goes_on_by_its_own_machine(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        old = relay.asked(handoff_id)
        gone(relay, old, relay.head)
        assert relay.asked(handoff_id).member_id != old.member_id
        assert relay.owner() == relay.giver.member_id

    def test_what_was_accepted_is_the_heirs_with_a_new_term(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        old = relay.asked(handoff_id)
        relay.accept(handoff_id)
        new = next(one for one in relay.hunters if one.member_id != old.member_id)
        gone(relay, old, new, now=minutes(20))
        handoff = relay.handoff(handoff_id)
        assert (handoff.state, handoff.receiver_id, handoff.accepted_at) == (
            HandoffState.ACCEPTED, new.member_id, minutes(20)
        )  # fmt: skip
        assert relay.owner() == new.member_id

    def test_an_heir_who_cannot_receive_it_keeps_the_client_and_the_heads_find_somebody(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        old = relay.asked(handoff_id)
        relay.accept(handoff_id)
        gone(relay, old, relay.giver)
        handoff = relay.handoff(handoff_id)
        assert (handoff.state, handoff.escalation) == (HandoffState.ESCALATED, Escalation.LEFT)
        assert relay.owner() == relay.giver.member_id
        assert relay.told(NoticeKind.ESCALATED) == [relay.head.member_id]

    def test_an_heir_from_whom_the_head_takes_the_client_learns_of_it(self, relay: Relay) -> None:
        handoff_id, heir = relay.submitted().handoff_id, relay.firm.actor(Role.FARMER)
        old = relay.asked(handoff_id)
        relay.accept(handoff_id)
        gone(relay, old, heir)
        assert relay.owner() == heir.member_id
        release_lead(relay.work, relay.head, Release(handoff_id), minutes(5))
        assert relay.owner() == relay.giver.member_id
        assert {heir.member_id, relay.giver.member_id} <= set(relay.told(NoticeKind.RELEASED))

    def test_whom_the_leaver_has_asked_may_still_accept_or_give_back_to_the_heir(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        heir = relay.firm.actor(Role.LEAD_GENERATOR, name="Пётр Смирнов")
        gone(relay, relay.giver, heir)
        handoff = relay.handoff(handoff_id)
        assert (handoff.state, handoff.giver_id) == (HandoffState.OFFERED, heir.member_id)
        relay.give_back(handoff_id)
        lead = relay.work.leads.open_of_client(relay.client.id)
        assert lead is not None and (lead.state, lead.giver_id) == (LeadState.DRAFT, heir.member_id)

    def test_whoever_is_asked_and_inherits_has_accepted_thereby(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        heir = relay.asked(handoff_id)
        gone(relay, relay.giver, heir)
        assert (relay.handoff(handoff_id).state, relay.owner()) == (HandoffState.ACCEPTED, heir.member_id)

    def test_a_client_with_business_going_on_waits_for_the_heirs_first_contact(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        old = relay.asked(handoff_id)
        relay.accept(handoff_id)
        talk = LogAct(relay.client.id, ActKind.CALL, Direction.COLD, Outcome.AGREED)
        log_act(relay.work, old, replace(talk, plan=StepPlan(StepKind.CALL, minutes(900), True)), minutes(5))
        new = next(one for one in relay.hunters if one.member_id != old.member_id)
        gone(relay, old, new, now=minutes(10))
        handoff = relay.work.handoffs.open_of_client(relay.client.id)
        assert handoff is not None
        assert (handoff.leg, handoff.state, handoff.giver_id, handoff.receiver_id) == (
            Leg.LEAVING, HandoffState.ACCEPTED, old.member_id, new.member_id
        )  # fmt: skip
        deal = relay.work.deals.open_of_client(relay.client.id)
        assert deal is not None and deal.owner_id == new.member_id
        log_act(relay.work, new, replace(talk, plan=StepPlan(StepKind.CALL, minutes(950), True)), minutes(15))
        assert relay.work.handoffs.open_of_client(relay.client.id) is None
        assert relay.handoff(handoff.id).state is HandoffState.COMPLETE

    def test_a_cold_client_needs_no_confirmation(self, relay: Relay, mine: Client) -> None:
        gone(relay, *relay.hunters)
        assert relay.work.handoffs.last_of_client(mine.id) is None

    def test_a_proposal_follows_its_client(self, relay: Relay, mine: Client) -> None:
        relay.firm.actor(Role.FARMER, name="Пётр Смирнов")
        made = propose(relay.work, mine.id, Leg.REGULAR, why="regular", by=None, now=NOW)
        assert made is not None
        gone(relay, *relay.hunters)
        handoff = relay.handoff(made.id)
        assert (handoff.state, handoff.giver_id) == (HandoffState.PROPOSED, relay.hunters[1].member_id)


class TestEverythingElse:
    def test_drafts_and_parked_leads_go_to_who_may_prepare_them(self, relay: Relay) -> None:
        heir = relay.firm.actor(Role.LEAD_GENERATOR, name="Пётр Смирнов")
        closer = relay.firm.actor(Role.CLOSER, name="Мария Котова")
        other = relay.firm.client(relay.giver, "Лютик", "лютик")
        draft = start_lead(relay.work, relay.giver, StartLead(other.id), NOW).lead_id
        parked = relay.ready()
        park_lead(relay.work, relay.giver, Park(parked, Question.BUDGET, "нет бюджета", MONDAY), NOW)
        gone(relay, relay.giver, closer, heir)
        assert {relay.work.leads.get(one).giver_id for one in (draft, parked)} == {heir.member_id}
        row = sa.select(timer.c.member_id).where(timer.c.kind == TimerKind.PARKED, timer.c.pending)
        assert relay.conn.scalar(row) == heir.member_id

    def test_a_step_with_somebody_elses_client_is_the_heirs(self, relay: Relay, mine: Client) -> None:
        support, heir = relay.firm.actor(Role.FARMER, name="Пётр Смирнов"), relay.hunters[1]
        step = planned(relay, relay.hunters[0], mine, minutes(90))
        relay.work.steps.save(replace(step, member_id=support.member_id))
        done = leave(relay.work, relay.head, Leave(support.member_id, (heir.member_id,)), NOW)
        assert [(one.clients, one.steps) for one in done.shares] == [(0, 1)]
        assert relay.work.steps.get(step.id).member_id == heir.member_id
        assert owner(relay, mine) == relay.hunters[0].member_id
        ((who, _, facts),) = told(relay.conn, NoticeKind.REASSIGNED)
        assert (who, facts["steps"]) == (heir.member_id, [step.id])

    def test_requests_duty_lists_and_territories(self, relay: Relay) -> None:
        old, heir = relay.giver, relay.firm.actor(Role.LEAD_GENERATOR, name="Пётр Смирнов")
        dropped = drop_request(relay.work, relay.head, WANTED, NOW)
        relay.work.requests.set_duty(relay.firm.team.id, {old.member_id, heir.member_id})
        holder = relay.work.requests.get(dropped.request_id).holder_id
        assert holder is not None
        take_request(relay.work, relay.actor(holder), TakeRequest(dropped.request_id), minutes(1))
        leaving, heir = (old, heir) if holder == old.member_id else (heir, old)
        entries = [relay.client.id]
        calls = relay.work.callings.add(CallingList(NEW, leaving.member_id, CallSource.COLD, 1, NOW), entries)
        place = Territory(NEW, relay.firm.team.id, "Урал", "урал", leaving.member_id, leaving.member_id)
        place = relay.work.catalogue.add_territory(place)
        show_now(relay.work, relay.head, ShowNow(), NOW)
        counted = {one.holding for one in leaver(relay.work, relay.head, leaving.member_id, minutes(2)).held}
        assert {Holding.REQUESTS, Holding.LISTS, Holding.DUTY, Holding.TERRITORIES} <= counted
        gone(relay, leaving, heir, now=minutes(2))
        request = relay.work.requests.get(dropped.request_id)
        assert (request.state, request.holder_id) == (RequestState.WAITING, heir.member_id)
        assert relay.work.requests.duty(relay.firm.team.id) == {heir.member_id}
        assert relay.work.callings.get(calls.id).ended_at == minutes(2)
        kept = relay.work.catalogue.territory(place.id)
        assert (kept.receiver_id, kept.manager_id) == (heir.member_id, None)

    def test_a_taken_request_goes_to_the_heads_where_no_heir_qualifies(self, relay: Relay) -> None:
        dropped = drop_request(relay.work, relay.head, WANTED, NOW)
        take_request(relay.work, relay.giver, TakeRequest(dropped.request_id), minutes(1))
        gone(relay, relay.giver, relay.firm.actor(Role.FARMER))
        assert relay.work.requests.get(dropped.request_id).state is RequestState.ESCALATED

    def test_an_acting_head_acts_no_more(self, relay: Relay) -> None:
        name_acting(relay.work, relay.head, NameActing(relay.hunters[0].member_id, None, NOW + timedelta(days=3)), NOW)
        held = leaver(relay.work, relay.head, relay.hunters[0].member_id, NOW).held
        assert [one.holding for one in held] == [Holding.ACTING]
        gone(relay, relay.hunters[0])
        assert relay.work.acting.current(relay.firm.team.id) is None

    def test_an_absent_ones_lent_steps_move_too(self, relay: Relay, mine: Client) -> None:
        old, new = relay.hunters
        step = planned(relay, old, mine, minutes(90))
        enter_absence(relay.work, old, EnterAbsence(old.member_id, NOW.date(), FRIDAY, new.member_id), NOW)
        plan = leaving_plan(relay.work, relay.head, Leave(old.member_id, (relay.head.member_id,)), minutes(1))
        assert {one.holding: one.count for one in plan.held}[Holding.STEPS] == 1
        gone(relay, old, relay.head, now=minutes(1))
        assert relay.work.steps.get(step.id).member_id == relay.head.member_id

    def test_where_the_leaver_stands_in_the_heir_does(self, relay: Relay, mine: Client) -> None:
        old, new = relay.hunters
        step = planned(relay, old, mine, minutes(90))
        enter_absence(relay.work, old, EnterAbsence(old.member_id, NOW.date(), FRIDAY, new.member_id), NOW)
        gone(relay, new, relay.head, now=minutes(1))
        (absence,) = relay.work.absences.ahead_of(old.member_id)
        assert absence.substitute_id == relay.head.member_id
        assert relay.work.steps.get(step.id).member_id == relay.head.member_id
        fire_absences(relay.work, absence.until)
        assert relay.work.steps.get(step.id).member_id == old.member_id, "and it still comes back"

    def test_in_the_far_east_the_morning_is_another_day_already(self, relay: Relay) -> None:
        relay.firm.settle(zone="Asia/Vladivostok")
        old, new = relay.hunters
        enter_absence(relay.work, old, EnterAbsence(old.member_id, NOW.date(), FRIDAY, new.member_id), NOW)
        gone(relay, new, relay.head, now=datetime(2026, 11, 25, 22, 30, tzinfo=UTC))
        (absence,) = relay.work.absences.ahead_of(old.member_id)
        assert absence.substitute_id == relay.head.member_id

    def test_nobody_stands_in_for_themselves_or_while_absent(self, relay: Relay) -> None:
        old, new = relay.hunters
        enter_absence(relay.work, old, EnterAbsence(old.member_id, MONDAY, FRIDAY, new.member_id), NOW)
        head = relay.head
        enter_absence(relay.work, head, EnterAbsence(head.member_id, FRIDAY, FRIDAY, relay.giver.member_id), NOW)
        gone(relay, new, old, head)
        (absence,) = relay.work.absences.ahead_of(old.member_id)
        assert absence.substitute_id is None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_a_person_holds_nothing_is_orphaned(data: st.DataObject) -> None:
    """Every client has one owner who is here, whoever goes and whoever inherits."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    with engine.connect() as conn:
        relay = Relay(a_firm(open_work(conn)), conn, hunters=3)
        crew = [relay.giver, *relay.hunters, relay.firm.actor(Role.FARMER), relay.firm.actor(Role.LEAD_GENERATOR)]
        clients = [relay.client]
        for number in range(data.draw(st.integers(1, 6), "clients")):
            who = data.draw(st.sampled_from(crew), "owner")
            clients.append(relay.firm.client(who, f"Лютик {number}", f"лютик {number}"))
        for client in clients:
            _live(relay, client, data)
        for who in data.draw(st.lists(st.sampled_from(crew), min_size=1, max_size=3, unique=True), "leavers"):
            here = [one for one in [*crew, relay.head] if one is not who and _is_here(relay, one)]
            heirs = data.draw(st.lists(st.sampled_from(here), min_size=1, max_size=3, unique=True), "heirs")
            gone(relay, who, *heirs, now=minutes(60))
        for client in clients:
            assert relay.work.people.get(owner(relay, client)).active
            for step in relay.work.steps.open_of_client(client.id):
                assert relay.work.people.get(step.member_id).active
    engine.dispose()


def _is_here(relay: Relay, who: Actor) -> bool:
    return relay.work.people.get(who.member_id).active


def _live(relay: Relay, client: Client, data: st.DataObject) -> None:
    """One of the states that a client may be in."""
    carrier = relay.actor(owner(relay, client))
    fate = data.draw(st.sampled_from(["cold", "step", "draft", "parked", "offered", "accepted", "contacted"]), "fate")
    if fate == "step":
        planned(relay, carrier, client, minutes(data.draw(st.integers(10, 3000))))
    if fate in ("cold", "step") or carrier.roles == {Role.FARMER}:
        return
    lead_id = relay.ready(carrier, client)
    if fate == "parked":
        park_lead(relay.work, carrier, Park(lead_id, Question.BUDGET, "нет бюджета", MONDAY), NOW)
    if fate in ("draft", "parked"):
        return
    handoff_id = submit_lead(relay.work, carrier, Submit(lead_id), NOW).handoff_id
    if fate == "offered":
        return
    receiver = relay.asked(handoff_id)
    accept_offer(relay.work, receiver, Accept(relay.offer_of(handoff_id, receiver)), minutes(1))
    if fate == "contacted":
        talk = LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.THINKING)
        log_act(relay.work, receiver, talk, minutes(2))
