"""Whatever a head moves, in whatever order with what people do: one owner, whole hand-overs, no lost step."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.pool import StaticPool

from sales.actions.activities import LogAct, log_act
from sales.actions.clients import may_see_all
from sales.actions.deadlines import fire_deadlines
from sales.actions.direction import Release, release_lead
from sales.actions.leaving import Leave, leave
from sales.actions.people import actor_of_member
from sales.actions.reassign import Reassign, reassign
from sales.actions.reassign_views import Scope, basket
from sales.actions.steps import PlanNext, plan_next
from sales.activities import ActKind, Direction, Outcome
from sales.errors import SalesError
from sales.handoff import ASKING, HandoffState
from sales.leads import LeadState
from sales.people import Actor
from sales.reassign import Piece, What
from sales.steps import StepKind, StepPlan
from sales.timers import TimerKind
from storage.tables import metadata
from storage.timers import timer
from storage.work import open_work
from tests.builders import NOW, Firm, a_firm
from tests.sales.actions.relay import Relay

CLIENTS, SELLERS = 4, 3
numbers = st.integers(0, CLIENTS - 1)
people = st.integers(0, SELLERS)


class Office(RuleBasedStateMachine):
    """Refusals are part of the game: what is refused has to leave everything as it was."""

    @initialize()
    def open(self) -> None:
        engine = sa.create_engine("sqlite://", poolclass=StaticPool)
        metadata.create_all(engine)
        self.conn = engine.connect()
        firm: Firm = a_firm(open_work(self.conn))
        self.relay, self.now = Relay(firm, self.conn, hunters=SELLERS), NOW
        self.work = self.relay.work
        self.clients = [firm.client(self.relay.giver, f"Лютик {one}", f"лютик {one}") for one in range(CLIENTS)]
        for number, client in enumerate(self.clients):
            handoff_id = self.relay.submitted(client=client).handoff_id
            if number % 2:
                self.relay.accept(handoff_id)

    def person(self, number: int) -> Actor:
        return [self.relay.giver, *self.relay.hunters][number]

    def attempt(self, act: Callable[[], Any]) -> None:
        self.now += timedelta(minutes=1)
        before = self.conn.begin_nested()
        try:
            act()
        except SalesError:
            before.rollback()
        else:
            before.commit()

    @rule(client=numbers)
    def submits(self, client: int) -> None:
        self.attempt(lambda: self.relay.submitted(client=self.clients[client], now=self.now))

    @rule(client=numbers)
    def accepts(self, client: int) -> None:
        handoff = self.work.handoffs.open_of_client(self.clients[client].id)
        if handoff is not None and handoff.state in ASKING:
            self.attempt(lambda: self.relay.accept(handoff.id, now=self.now))

    @rule(client=numbers)
    def returns(self, client: int) -> None:
        handoff = self.work.handoffs.open_of_client(self.clients[client].id)
        if handoff is not None and handoff.state in ASKING:
            self.attempt(lambda: self.relay.give_back(handoff.id, self.now))

    @rule(client=numbers)
    def talks(self, client: int) -> None:
        chosen = self.work.clients.get(self.clients[client].id)
        owner = actor_of_member(self.work, chosen.owner_id)
        form = LogAct(chosen.id, ActKind.CALL, Direction.COLD, Outcome.AGREED)
        if owner is not None:
            self.attempt(lambda: log_act(self.work, owner, form, self.now))

    @rule(client=numbers, hours=st.integers(1, 30))
    def plans(self, client: int, hours: int) -> None:
        chosen = self.work.clients.get(self.clients[client].id)
        owner = actor_of_member(self.work, chosen.owner_id)
        plan = StepPlan(StepKind.CALL, self.now + timedelta(hours=hours), True)
        if owner is not None:
            self.attempt(lambda: plan_next(self.work, owner, PlanNext(chosen.id, plan), self.now))

    @rule(minutes=st.sampled_from([31, 120, 600]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        fire_deadlines(self.work, self.now)

    @rule(client=numbers)
    def releases(self, client: int) -> None:
        handoff = self.work.handoffs.last_of_client(self.clients[client].id)
        if handoff is not None:
            self.attempt(lambda: release_lead(self.work, self.relay.head, Release(handoff.id), self.now))

    @rule(number=st.integers(1, SELLERS))
    def leaves(self, number: int) -> None:
        if sum(self.work.people.get(one.member_id).active for one in self.relay.hunters) > 1:
            gone = self.person(number).member_id
            heirs = tuple(one.member_id for one in self.relay.hunters if one.member_id != gone)
            here = tuple(one for one in heirs if self.work.people.get(one).active)
            self.attempt(lambda: leave(self.work, self.relay.head, Leave(gone, here), self.now))

    @rule(number=people, to=st.lists(people, min_size=1, max_size=3, unique=True))
    def moves_all_of_somebody(self, number: int, to: list[int]) -> None:
        left = basket(self.work, self.relay.head, Scope.CLIENTS, self.person(number).member_id, self.now)
        self.moves([line.piece for line in left.lines], to)

    @rule(chosen=st.sets(numbers, min_size=1), to=people)
    def moves_clients(self, chosen: set[int], to: int) -> None:
        ids = [self.clients[one].id for one in sorted(chosen)]
        self.moves([Piece(What.CLIENT, one, one) for one in ids], [to])

    @rule(chosen=st.sets(numbers, min_size=1), to=people)
    def moves_offers(self, chosen: set[int], to: int) -> None:
        ids = [self.clients[one].id for one in sorted(chosen)]
        found = [self.work.handoffs.open_of_client(client_id) for client_id in ids]
        self.moves([Piece(What.HANDOFF, one.id, one.client_id) for one in found if one], [to])

    @rule(client=numbers, to=people)
    def moves_steps(self, client: int, to: int) -> None:
        steps = self.work.steps.open_of_client(self.clients[client].id)
        self.moves([Piece(What.STEP, step.id, step.client_id) for step in steps], [to])

    def moves(self, pieces: list[Piece], to: list[int]) -> None:
        ids = tuple(self.person(one).member_id for one in to)
        promised = self.promises()
        self.attempt(lambda: reassign(self.work, self.relay.head, Reassign(tuple(pieces), ids), self.now))
        assert self.promises() == promised, "what was promised keeps its time, and none is lost"

    def promises(self) -> list[tuple[int, datetime]]:
        return [(one.id, one.due_at) for client in self.clients for one in self.work.steps.open_of_client(client.id)]

    @invariant()
    def an_open_hand_over_is_whole(self) -> None:
        for client in self.clients if hasattr(self, "clients") else ():
            handoff = self.work.handoffs.open_of_client(client.id)
            if handoff is None:
                continue
            asked = {one.member_id for one in self.relay.offers(handoff.id)}
            if handoff.lead_id is None:
                assert self.work.clients.get(client.id).owner_id == handoff.receiver_id
                continue
            lead = self.work.leads.get(handoff.lead_id)
            assert handoff.giver_id not in asked | {handoff.receiver_id}
            if handoff.state is HandoffState.ACCEPTED:
                assert lead.state is LeadState.ACCEPTED and not asked
                assert self.work.clients.get(client.id).owner_id == handoff.receiver_id
            else:
                assert lead.state is LeadState.OFFERED and handoff.receiver_id is None
                assert bool(asked) == (handoff.state in ASKING)

    @invariant()
    def every_step_is_somebodys_who_may_carry_it_out(self) -> None:
        for client in self.clients if hasattr(self, "clients") else ():
            for step in self.work.steps.open_of_client(client.id):
                holder = actor_of_member(self.work, step.member_id)
                assert holder is None or may_see_all(self.work, holder, self.work.clients.get(client.id))
                rows = sa.select(timer.c.member_id).where(
                    timer.c.kind == TimerKind.STEP, timer.c.subject == step.id, timer.c.pending
                )
                assert set(self.conn.scalars(rows)) <= {step.member_id}, "and it reminds nobody else"

    def teardown(self) -> None:
        with suppress(AttributeError):
            self.conn.close()


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
