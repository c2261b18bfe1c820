"""The machine of a hand-over: what holds after every step, whoever does whatever in whichever order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.pool import StaticPool

from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.completion import complete_by_contact, reopen_completion
from sales.actions.deadlines import PassOn, fire_deadlines, pass_offer
from sales.actions.direction import Assign, Release, assign_lead, release_lead
from sales.actions.handoff import (
    Accept,
    GiveBack,
    Withdraw,
    accept_offer,
    member_left,
    return_offer,
    withdraw_lead,
)
from sales.actions.leads import Submit, submit_lead
from sales.actions.parking import CloseLead, Park, Resume, close_lead, park_lead, resume_lead
from sales.activities import Outcome
from sales.company import Routing
from sales.errors import SalesError
from sales.handoff import (
    ASKING,
    OPEN_HANDOFF,
    UNANSWERED,
    WAYS,
    Handoff,
    HandoffState,
    Load,
    Offer,
    OfferState,
    in_turn,
)
from sales.leads import CloseReason, Lead, LeadState, Question
from sales.notices import NoticeKind
from sales.people import Member, Role
from sales.timers import TimerKind
from storage.handoffs import handoff as handoff_table
from storage.outbox import outbox
from storage.shelf import Shelf
from storage.tables import metadata
from storage.work import open_work
from tests.builders import NOW, a_firm
from tests.sales.actions.relay import Relay

#: Of one walk. The walks are the same in every run: what they found once stays found.
STEPS = 80


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
#: What was tried over all walks, and how often it was carried out: a walk that nobody can take proves nothing.
DONE: Counter[str] = Counter()


@contextmanager
def a_walk(seed: int) -> Iterator[Walk]:
    with ENGINE.connect() as conn:
        transaction = conn.begin()
        yield Walk(conn, random.Random(seed))
        transaction.rollback()


class Walk:
    """Two clients, a giver, two receivers, a head, a head who sells, and somebody without any right. Who acts is the
    rightful person as a rule, and now and then anybody."""

    def __init__(self, conn: sa.Connection, chance: random.Random) -> None:
        self.conn, self.chance, self.now = conn, chance, NOW
        self.work = open_work(conn)
        firm = a_firm(self.work)
        firm.settle(routing=chance.choice(list(Routing)))
        self.relay = Relay(firm, conn)
        other = firm.actor(Role.HEAD, Role.HUNTER, name="Пётр Смирнов")
        people = [self.relay.giver, *self.relay.hunters, self.relay.head, other, firm.actor(Role.ANALYST)]
        self.people = [one.member_id for one in people]
        self.clients = [self.relay.client, firm.client(self.relay.giver, "Лютик", "лютик")]
        self.owners = self.owners_now()
        for client in self.clients:
            self.relay.submitted(client=client)

    def owners_now(self) -> dict[int, int]:
        return {client.id: self.work.clients.get(client.id).owner_id for client in self.clients}

    def leads_of_leavers_find_a_home(self) -> None:
        """What comes back while its client's owner works here no more goes to whom it comes back to."""
        now = self.owners_now()
        self.owners |= {client: now[client] for client, owner in self.owners.items() if self.has_left(owner)}

    def has_left(self, member_id: int) -> bool:
        return not self.work.people.get(member_id).active

    def act(self, rightful: int, action: Callable[..., Any], form: Any) -> Any:
        """One transaction, as the desk makes it: what is refused leaves nothing behind."""
        who = rightful if self.chance.random() < 0.8 else self.chance.choice(self.people)
        if self.has_left(who):
            return None
        return self.tried(action.__name__, lambda: action(self.work, self.relay.actor(who), form, self.now))

    def tried(self, name: str, job: Callable[[], Any]) -> Any:
        self.conn.exec_driver_sql("SAVEPOINT act")
        try:
            done = job()
            DONE[name] += done is not None
            return done
        except SalesError:
            self.conn.exec_driver_sql("ROLLBACK TO act")
            return None
        finally:
            self.conn.exec_driver_sql("RELEASE act")

    def handoffs(self) -> list[Handoff]:
        return Shelf(self.conn, handoff_table, Handoff).all()

    def one(self, *states: HandoffState) -> Handoff:
        """One of the newest, if there is one in such a state."""
        newest = self.handoffs()[-3:]
        fitting = [handoff for handoff in newest if handoff.state in states and self.chance.random() < 0.9]
        return self.chance.choice(fitting or newest)

    def offer(self) -> Offer:
        """An open one as a rule, now and then an old one."""
        offers = self.work.handoffs.offers(self.one(*ASKING).id) or self.relay_offers()
        still = [offer for offer in offers if offer.state is OfferState.OPEN and self.chance.random() < 0.9]
        return self.chance.choice(still or offers)

    def relay_offers(self) -> list[Offer]:
        return [offer for handoff in self.handoffs() for offer in self.work.handoffs.offers(handoff.id)]

    def lead(self) -> Lead:
        lead = self.work.leads.last_of_client(self.chance.choice(self.clients).id)
        assert lead is not None
        return lead

    def a_head(self) -> int:
        return self.chance.choice(self.people[3:5])

    def submits(self) -> None:
        lead = self.lead()
        if lead.state not in (LeadState.DRAFT, LeadState.CLOSED):
            return
        client = self.work.clients.get(lead.client_id)
        rightful = lead.giver_id if lead.state is LeadState.DRAFT else client.owner_id
        rightful = self.a_head() if self.has_left(rightful) else rightful
        self.tried("ready", lambda: self.relay.ready(self.relay.actor(rightful), client, self.now))
        fresh = self.work.leads.last_of_client(client.id)
        self.act(rightful, submit_lead, Submit(fresh.id if fresh else lead.id))

    def accepts(self) -> None:
        offer = self.offer()
        if self.act(offer.member_id, accept_offer, Accept(offer.id)):
            self.owners = self.owners_now()

    def returns(self) -> None:
        offer = self.offer()
        form = GiveBack(offer.id, self.chance.choice(list(Question)), "нет")
        if self.act(offer.member_id, return_offer, form):
            self.leads_of_leavers_find_a_home()

    def passes(self) -> None:
        offer = self.offer()
        self.act(offer.member_id, pass_offer, PassOn(offer.id, self.now + timedelta(minutes=20)))

    def withdraws(self) -> None:
        handoff = self.one(HandoffState.OFFERED, HandoffState.ESCALATED)
        if self.act(handoff.giver_id, withdraw_lead, Withdraw(handoff.id)):
            self.leads_of_leavers_find_a_home()

    def assigns(self) -> None:
        handoff, to = self.one(HandoffState.ESCALATED), self.chance.choice(self.people)
        done = self.act(self.a_head(), assign_lead, Assign(handoff.id, to))
        if done and done.deadline_at is None:
            self.owners = self.owners_now()

    def releases(self) -> None:
        handoff = self.one(HandoffState.ACCEPTED, HandoffState.COMPLETE)
        to = self.chance.choice([None, *self.people])
        if self.act(self.a_head(), release_lead, Release(handoff.id, to)):
            self.owners = self.owners_now()

    def speaks_to_the_client(self) -> None:
        client = self.work.clients.get(self.one(HandoffState.ACCEPTED).client_id)
        actor = self.relay.actor(self.chance.choice([client.owner_id, *self.people]))
        talk = (self.work, actor, client, 1, Outcome.AGREED, self.now)
        self.tried("complete", lambda: complete_by_contact(*talk))

    def undoes_the_contact(self) -> None:
        handoff = self.one(HandoffState.COMPLETE)
        self.tried("reopen", lambda: reopen_completion(self.work, handoff.id, self.now) or True)

    def disagrees(self) -> None:
        handoff = self.one(HandoffState.RETURNED)
        self.act(handoff.giver_id, dispute_return, Disagree(handoff.id))

    def decides(self) -> None:
        handoff = self.one(HandoffState.RETURNED)
        self.act(self.a_head(), decide_dispute, Decide(handoff.id, self.chance.random() < 0.6))

    def closes(self) -> None:
        lead = self.lead()
        if lead.state is not LeadState.DRAFT:
            owner = self.work.clients.get(lead.client_id).owner_id
            self.act(self.chance.choice([owner, self.a_head()]), close_lead, CloseLead(lead.id, CloseReason.NO_NEED))

    def parks_and_resumes(self) -> None:
        lead = self.lead()
        until = (self.now + timedelta(days=40)).date()
        self.act(lead.giver_id, park_lead, Park(lead.id, Question.BUDGET, "нет", until))
        self.act(lead.giver_id, resume_lead, Resume(lead.id))

    def time_passes(self) -> None:
        self.now += timedelta(minutes=self.chance.choice([5, 21, 31, 300]))
        fire_deadlines(self.work, self.now)
        assert fire_deadlines(self.work, self.now) == 0, "each step once"

    def leaves(self) -> None:
        member = self.work.people.get(self.chance.choice(self.people[:3]))
        if member.active and self.chance.random() < 0.15:
            self.work.people.save(replace(member, active=False))
            member_left(self.work, member.id, self.now)
            DONE["left"] += 1

    def step(self) -> None:
        acts = [self.submits, self.accepts, self.returns, self.passes, self.withdraws, self.assigns, self.releases]
        acts += [self.speaks_to_the_client, self.undoes_the_contact, self.disagrees, self.decides, self.closes]
        acts += [self.parks_and_resumes, self.time_passes, self.leaves]
        weights = [6, 5, 4, 2, 1, 4, 2, 4, 1, 7, 7, 1, 1, 4, 2]
        self.chance.choices(acts, weights)[0]()

    def check(self) -> None:
        every, owners = self.handoffs(), self.owners_now()
        assert owners == self.owners, "only an acceptance or a release moves a client"
        for client in self.clients:
            found = [one for one in every if one.client_id == client.id]
            open_ones = [one for one in found if one.state in OPEN_HANDOFF]
            assert open_ones in ([], found[-1:]), "one at most is open, and it is the newest"
            self.check_owner(owners[client.id], found[-1])
            lead = self.work.leads.last_of_client(client.id)
            assert lead is not None
            check_pair(lead, found[-1])
            self.check_asked(found[-1])

    def check_owner(self, owner_id: int, handoff: Handoff) -> None:
        if handoff.state in (HandoffState.ACCEPTED, HandoffState.COMPLETE):
            assert handoff.receiver_id == owner_id
        if handoff.state is HandoffState.ESCALATED:
            rows = sa.select(outbox.c.id).where(outbox.c.kind == NoticeKind.ESCALATED, outbox.c.subject == handoff.id)
            assert self.conn.execute(rows).first(), "the heads know what waits in their queue"

    def check_asked(self, handoff: Handoff) -> None:
        asked = [one.member_id for one in self.work.handoffs.offers(handoff.id) if one.state is OfferState.OPEN]
        assert bool(asked) == (handoff.state in ASKING)
        assert not any(self.has_left(member_id) for member_id in asked)
        deadlines = {timer.subject: timer.due_at for timer in self.work.timers.pending_kind(TimerKind.OFFER_END)}
        assert deadlines.get(handoff.id) == (handoff.deadline_at if asked else None), "it runs while somebody is asked"


def check_pair(lead: Lead, handoff: Handoff) -> None:
    expected = {
        LeadState.OFFERED: UNANSWERED,
        LeadState.ACCEPTED: {HandoffState.ACCEPTED},
        LeadState.CONTACTED: {HandoffState.COMPLETE},
    }
    if lead.state in expected:
        assert handoff.state in expected[lead.state]
        assert lead.id == handoff.lead_id
    else:
        assert handoff.state not in OPEN_HANDOFF


@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, deadline=None, derandomize=True)
def walk(seed: int) -> None:
    with a_walk(seed) as taken:
        taken.check()
        for _ in range(STEPS):
            taken.step()
            taken.check()


def test_after_every_step_a_client_is_somebodys_or_the_heads_know_of_it() -> None:
    DONE.clear()
    walk()
    assert {name for name, times in DONE.items() if times == 0} == set(), "every act was carried out at least once"
    assert len(DONE) == 16


def test_no_way_leads_into_being_proposed_and_every_way_starts_somewhere() -> None:
    assert WAYS.keys() == set(HandoffState)
    assert not WAYS[HandoffState.PROPOSED]
    assert all(WAYS[state] for state in HandoffState if state is not HandoffState.PROPOSED)
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
