"""The machine of a hand-over: what holds after every step, whoever does whatever in whichever order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.pool import StaticPool

from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.deadlines import PassOn, fire_deadlines, pass_offer
from sales.actions.direction import Assign, Release, assign_lead, release_lead
from sales.actions.handoff import (
    Accept,
    GiveBack,
    Withdraw,
    accept_offer,
    complete_by_contact,
    member_left,
    reopen_completion,
    return_offer,
    withdraw_lead,
)
from sales.actions.leads import Submit, submit_lead
from sales.actions.parking import CloseLead, Park, Resume, close_lead, park_lead, resume_lead
from sales.activities import Outcome
from sales.company import Routing
from sales.errors import SalesError
from sales.handoff import ASKING, OPEN_HANDOFF, WAYS, Handoff, HandoffState, Load, Offer, OfferState, in_turn
from sales.leads import CloseReason, Lead, LeadState, Question
from sales.notices import NoticeKind
from sales.people import Actor, Member, Role
from sales.timers import TimerKind
from storage.handoffs import handoff as handoff_table
from storage.outbox import outbox
from storage.tables import metadata
from storage.work import open_work
from tests.builders import NOW, a_firm
from tests.sales.actions.relay import Relay

CLIENTS = ("Ромашка", "Лютик")
#: Whose press it is; None: the rightful person's. Anybody else must be refused.
WHO = st.integers(0, 5)
TRIES = st.one_of(st.none(), st.none(), st.none(), WHO)
WHICH = st.integers(0, 50)


def _engine() -> sa.Engine:
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)

    @sa.event.listens_for(engine, "connect")
    def plain(driver: Any, _: object) -> None:
        driver.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def begun(conn: sa.Connection) -> None:
        conn.exec_driver_sql("BEGIN")

    metadata.create_all(engine)
    return engine


ENGINE = _engine()


class HandOvers(RuleBasedStateMachine):
    """Two clients, one giver, a second seller, two receivers, two heads; every act may be tried by everybody."""

    @initialize(pool=st.booleans())
    def a_team(self, pool: bool) -> None:
        self.conn = ENGINE.connect()
        self.transaction = self.conn.begin()
        self.work = open_work(self.conn)
        firm = a_firm(self.work)
        firm.settle(routing=Routing.POOL if pool else Routing.TURN)
        self.relay, self.now = Relay(firm, self.conn), NOW
        other = firm.actor(Role.HEAD, Role.HUNTER, name="Пётр Смирнов")
        self.people = [self.relay.giver, *self.relay.hunters, self.relay.head, other, firm.actor(Role.ANALYST)]
        self.clients = [self.relay.client, firm.client(self.relay.giver, CLIENTS[1], "лютик")]
        self.left: set[int] = set()
        self.owners = {client.id: client.owner_id for client in self.clients}
        for client in self.clients:
            self.relay.submitted(client=client)

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            self.transaction.rollback()
            self.conn.close()

    def actor(self, who: int) -> Actor:
        member = self.work.people.get(self.people[who].member_id)
        return self.relay.firm.as_actor(member)

    def act(self, who: int, action: Callable[..., Any], form: Any) -> Any:
        """One transaction, as the desk makes it: what is refused leaves nothing behind."""
        actor = self.actor(who)
        if actor.member_id in self.left:
            return None
        return self.tried(lambda: action(self.work, actor, form, self.now))

    def tried(self, job: Callable[[], Any]) -> Any:
        self.conn.exec_driver_sql("SAVEPOINT act")
        try:
            return job()
        except SalesError:
            self.conn.exec_driver_sql("ROLLBACK TO act")
            return None
        finally:
            self.conn.exec_driver_sql("RELEASE act")

    def handoffs(self) -> list[Handoff]:
        ids = list(self.conn.scalars(sa.select(handoff_table.c.id).order_by(handoff_table.c.id)))
        return [self.work.handoffs.get(handoff_id) for handoff_id in ids]

    def one(self, which: int) -> Handoff | None:
        """Lately made ones are met more often."""
        found = self.handoffs()
        return found[-1 - which % min(len(found), 3)] if found else None

    def offer(self, which: int) -> Offer | None:
        """An open one as a rule, now and then an old one."""
        handoff = self.one(which)
        offers = self.work.handoffs.offers(handoff.id) if handoff else []
        still = [offer for offer in offers if offer.state is OfferState.OPEN and which % 5]
        found = still or offers
        return found[which % len(found)] if found else None

    def lead(self, which: int) -> Lead | None:
        return self.work.leads.last_of_client(self.clients[which % 2].id)

    def settled(self) -> None:
        """After an act that may move clients: their owners as they are now."""
        self.owners = {client.id: self.work.clients.get(client.id).owner_id for client in self.clients}

    def whose(self, who: int | None, rightful: int | None) -> int:
        """The rightful person's number, unless somebody else tries."""
        if who is not None or rightful is None:
            return who or 0
        return next(n for n, one in enumerate(self.people) if one.member_id == rightful)

    @rule(who=TRIES, which=WHICH)
    def submits(self, who: int | None, which: int) -> None:
        lead, client = self.lead(which), self.clients[which % 2]
        if lead is not None and lead.state in (LeadState.DRAFT, LeadState.CLOSED):
            rightful = lead.giver_id if lead.state is LeadState.DRAFT else self.work.clients.get(client.id).owner_id
            number = self.whose(who, rightful)
            self.tried(lambda: self.relay.ready(self.actor(number), client, self.now))
            fresh = self.work.leads.last_of_client(client.id)
            self.act(number, submit_lead, Submit(fresh.id if fresh else lead.id))

    @rule(who=TRIES, which=WHICH)
    def accepts(self, who: int | None, which: int) -> None:
        offer = self.offer(which)
        if offer and self.act(self.whose(who, offer.member_id), accept_offer, Accept(offer.id)):
            self.settled()

    @rule(who=TRIES, which=WHICH, question=st.sampled_from(Question))
    def returns(self, who: int | None, which: int, question: Question) -> None:
        offer = self.offer(which)
        if offer is None:
            return
        form = GiveBack(offer.id, question, "нет")
        giver = self.work.handoffs.get(offer.handoff_id).giver_id
        if self.act(self.whose(who, offer.member_id), return_offer, form) and giver in self.left:
            self.settled()  # the lead of somebody who has left finds a head

    @rule(who=TRIES, which=WHICH)
    def passes(self, who: int | None, which: int) -> None:
        offer = self.offer(which)
        if offer:
            form = PassOn(offer.id, self.now + timedelta(hours=1))
            self.act(self.whose(who, offer.member_id), pass_offer, form)

    @rule(who=TRIES, which=WHICH)
    def withdraws(self, who: int | None, which: int) -> None:
        handoff = self.one(which)
        if handoff:
            self.act(self.whose(who, handoff.giver_id), withdraw_lead, Withdraw(handoff.id))

    @rule(who=TRIES, which=WHICH, to=WHO)
    def assigns(self, who: int | None, which: int, to: int) -> None:
        handoff, number = self.one(which), self.whose(who, self.relay.head.member_id)
        form = Assign(handoff.id, self.people[to].member_id) if handoff else None
        if form and self.act(number, assign_lead, form) and number == to:
            self.settled()

    @rule(who=TRIES, which=WHICH, to=st.none() | WHO)
    def releases(self, who: int | None, which: int, to: int | None) -> None:
        handoff = self.one(which)
        form = Release(handoff.id, None if to is None else self.people[to].member_id) if handoff else None
        if form and self.act(self.whose(who, self.relay.head.member_id), release_lead, form):
            self.settled()

    @rule(who=TRIES, which=WHICH)
    def speaks_to_the_client(self, who: int | None, which: int) -> None:
        client = self.work.clients.get(self.clients[which % 2].id)
        actor = self.actor(self.whose(who, client.owner_id))
        self.tried(lambda: complete_by_contact(self.work, actor, client, 1, Outcome.AGREED, self.now))

    @rule(which=WHICH)
    def undoes_the_contact(self, which: int) -> None:
        handoff = self.one(which)
        if handoff:
            self.tried(lambda: reopen_completion(self.work, handoff.id, self.now))

    @rule(who=TRIES, which=WHICH)
    def disagrees(self, who: int | None, which: int) -> None:
        handoff = self.one(which)
        if handoff:
            self.act(self.whose(who, handoff.giver_id), dispute_return, Disagree(handoff.id))

    @rule(who=TRIES, which=WHICH, good=st.booleans())
    def decides(self, who: int | None, which: int, good: bool) -> None:
        handoff = self.one(which)
        if handoff:
            self.act(self.whose(who, self.relay.head.member_id), decide_dispute, Decide(handoff.id, good))

    @rule(who=TRIES, which=WHICH)
    def closes(self, who: int | None, which: int) -> None:
        lead = self.lead(which)
        if lead and lead.state is not LeadState.DRAFT:
            owner = self.work.clients.get(lead.client_id).owner_id
            self.act(self.whose(who, owner), close_lead, CloseLead(lead.id, CloseReason.NO_NEED))

    @rule(which=WHICH)
    def parks_and_resumes(self, which: int) -> None:
        lead = self.lead(which)
        if lead:
            number, until = self.whose(None, lead.giver_id), (self.now + timedelta(days=40)).date()
            self.act(number, park_lead, Park(lead.id, Question.BUDGET, "нет", until))
            self.act(number, resume_lead, Resume(lead.id))

    @rule(minutes=st.sampled_from([5, 21, 31, 300]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.tried(lambda: fire_deadlines(self.work, self.now))
        assert fire_deadlines(self.work, self.now) == 0, "each step once"

    @rule(who=st.sampled_from([1, 2, 0]))
    def leaves(self, who: int) -> None:
        member = self.work.people.get(self.people[who].member_id)
        if member.active and len(self.left) < 2:
            self.work.people.save(replace(member, active=False))
            self.left.add(member.id)
            member_left(self.work, member.id, self.now)

    @invariant()
    def a_client_has_one_owner_or_waits_in_the_queue(self) -> None:
        for client in getattr(self, "clients", ()):
            owner_id = self.work.clients.get(client.id).owner_id
            assert owner_id == self.owners[client.id], "only an acceptance or a release moves a client"
            handoff = self.work.handoffs.open_of_client(client.id)
            if handoff is None or handoff.state is not HandoffState.ESCALATED:
                continue
            heads = self.told(NoticeKind.ESCALATED, handoff.id)
            assert heads, "the heads know of it"

    @invariant()
    def hand_overs_leads_offers_and_timers_agree(self) -> None:
        for client in getattr(self, "clients", ()):
            found = [one for one in self.handoffs() if one.client_id == client.id]
            open_ones = [one for one in found if one.state in OPEN_HANDOFF]
            assert len(open_ones) <= 1
            assert open_ones in ([], found[-1:]), "what is open is the newest"
            lead = self.work.leads.last_of_client(client.id)
            assert lead is not None
            self.check_pair(lead, found[-1] if found else None)

    def check_pair(self, lead: Lead, handoff: Handoff | None) -> None:
        state = handoff.state if handoff else None
        expected = {
            LeadState.OFFERED: ASKING | {HandoffState.ESCALATED},
            LeadState.ACCEPTED: {HandoffState.ACCEPTED},
            LeadState.CONTACTED: {HandoffState.COMPLETE},
        }
        if lead.state in expected:
            assert state in expected[lead.state]
        else:
            assert state not in OPEN_HANDOFF
        if handoff is None:
            return
        asked = [one for one in self.work.handoffs.offers(handoff.id) if one.state is OfferState.OPEN]
        assert bool(asked) == (handoff.state in ASKING)
        assert (handoff.receiver_id is not None) == (
            handoff.state in (HandoffState.ACCEPTED, HandoffState.COMPLETE)
            or (lead.state is LeadState.CLOSED and handoff.receiver_id is not None)
        )
        pending = {timer.subject for timer in self.work.timers.pending_kind(TimerKind.OFFER_END)}
        assert (handoff.id in pending) == (handoff.state in ASKING), "a deadline runs exactly while somebody is asked"

    def told(self, kind: NoticeKind, subject: int) -> list[int]:
        rows = sa.select(outbox.c.member_id).where(outbox.c.kind == kind, outbox.c.subject == subject)
        return list(self.conn.scalars(rows))


HandOvers.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestHandOvers = HandOvers.TestCase


def test_no_way_leads_into_being_offered_and_every_way_starts_somewhere() -> None:
    assert WAYS.keys() == set(HandoffState)
    assert not WAYS[HandoffState.OFFERED]
    assert all(WAYS[state] for state in HandoffState if state is not HandoffState.OFFERED)
    assert HandoffState.WITHDRAWN not in frozenset().union(*WAYS.values()), "what was withdrawn is over"


def member(number: int) -> Member:
    return Member(number, 1, 1, number, "", None, True, None, None, NOW, frozenset({Role.HUNTER}))


def test_the_turn_goes_by_load_then_by_waiting_then_by_seniority() -> None:
    people = [member(number) for number in (1, 2, 3, 4)]
    earlier = NOW - timedelta(hours=1)
    loads = {1: Load(2, earlier), 2: Load(1, NOW), 3: Load(1, earlier)}
    order = []
    while people:
        first = in_turn(people, loads)
        assert first is not None
        order.append(first.id)
        people.remove(first)
    assert order == [4, 3, 2, 1]
    assert in_turn([], loads) is None
    assert in_turn([member(6), member(5)], {}) == member(5)
