"""The whole relay: every leg, people coming and going, absences, structures switched with live work inside, deadlines
fired; after every step of every walk the same things hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy.pool import StaticPool

from sales.actions import deadlines, leads, leaving, proposal_deadlines, routing
from sales.actions import handoff as handoff_actions
from sales.actions.handoff import give_client
from sales.actions.proposal_course import end_proposal
from sales.handoff import OPEN_HANDOFF, Handoff, HandoffState, OfferState
from sales.legs import Leg, Structure
from sales.people import Member, Role
from sales.ports import Work
from storage.handoffs import HandoffsShelf
from storage.tables import metadata
from tests.sales.actions.department import GIVERS, Department
from tests.sales.actions.department_checks import Transition, step
from tests.sales.actions.relay_paths import run, scripts, wanted

CLIENTS = 5
numbers = st.integers(0, CLIENTS - 1)
few = st.integers(0, 3)
people = st.integers(0, 11)
ways = st.integers(0, 59)
LATER = (Leg.CLOSE, Leg.BACK, Leg.REGULAR, Leg.KEY)


def _engine(*, indexed: bool = True) -> sa.Engine:
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)

    @sa.event.listens_for(engine, "connect")
    def plain(driver: Any, _: object) -> None:
        driver.isolation_level = None
        driver.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def begun(conn: sa.Connection) -> None:
        conn.exec_driver_sql("BEGIN")

    metadata.create_all(engine)
    if not indexed:
        with engine.begin() as conn:
            conn.exec_driver_sql("DROP INDEX uq_handoff_open_client")
    return engine


ENGINE = _engine()
COUNTS: Counter[Transition] = Counter()


@contextmanager
def a_department(*, pool: bool = False) -> Iterator[Department]:
    with ENGINE.connect() as conn:
        transaction = conn.begin()
        yield Department(conn, pool=pool)
        transaction.rollback()


Act = Callable[[Department, int, int], bool]
#: What anybody may try at any moment, in vain as a rule.
ANYTIME: dict[str, Act] = {
    "submit": lambda dep, client, _: dep.submit(client),
    "confirm": lambda dep, client, _: dep.confirm(client),
    "object": lambda dep, client, _: dep.object(client),
    "accept": lambda dep, client, chosen: dep.accept(client, chosen),
    "accept at once": lambda dep, client, chosen: dep.two_at_once(client, chosen),
    "return": lambda dep, client, chosen: dep.give_back(client, chosen),
    "withdraw": lambda dep, client, _: dep.withdraw(client),
    "introduce": lambda dep, client, chosen: dep.introduce(client, by_giver=chosen > 1),
    "talk": lambda dep, client, _: dep.talk(client),
    "undo": lambda dep, client, _: dep.undo(client),
    "dispute": lambda dep, client, _: dep.dispute(client),
    "decide": lambda dep, client, chosen: dep.decide(client, good=chosen > 1),
    "assign": lambda dep, client, chosen: dep.assign(client, chosen),
    "release": lambda dep, client, chosen: dep.release(client, home=chosen > 1, member=chosen),
    "close": lambda dep, client, _: dep.close(client),
    "stall": lambda dep, client, _: dep.stall(client),
}
STRUCTURES = list(Structure)
#: What happens around the clients: (how it is called, what is done), in this order. The second number is the client's
#: and a choice, the third a member's.
CHANGES: dict[str, list[tuple[str, Act]]] = {
    "asks": [("ask", lambda dep, n, m: dep.ask(n, LATER[m % len(LATER)], by_head=n >= CLIENTS))],
    "moves": [("move", lambda dep, n, m: dep.move(n, m))],
    "switches": [
        ("switch", lambda dep, n, m: dep.switch(STRUCTURES[m % len(STRUCTURES)])),
        ("switch", lambda dep, n, m: m % 3 == 0 or dep.switch(Structure.FULL_RELAY)),
    ],
    "leaves": [
        ("come", lambda dep, n, m: dep.come(*dep.actor(dep.people[m % len(dep.people)]).roles)),
        ("leave", lambda dep, n, m: dep.leave(m, n)),
    ],
    "who is asked leaves": [("leave", lambda dep, n, m: dep.asked_leaves(n, m))],
    "are absent": [
        ("absent", lambda dep, n, m: dep.be_absent(m, 4 + n % 6)),
        ("absent", lambda dep, n, m: dep.be_absent(m + 1, 4 + n % 6)),
    ],
    "comes back": [("back", lambda dep, n, m: dep.come_back(m))],
}
AS_IT_IS: tuple[str, Act] = ("confirm", lambda dep, client, _: dep.confirm(client, as_it_is=True))
GONE: tuple[str, Act] = ("leave", lambda dep, client, chosen: dep.asked_leaves(client, chosen))
ANSWER: tuple[str, Act] = ("time", lambda dep, _, __: dep.time_passes(minutes=250))
WEEKS: tuple[str, Act] = ("time", lambda dep, _, __: dep.time_passes(days=15))
DAYS: tuple[str, Act] = ("time", lambda dep, _, __: dep.time_passes(days=3))


def some(*names: str) -> list[tuple[str, Act]]:
    return [(name, ANYTIME[name]) for name in names]


#: By the state of the client's newest hand-over.
USUAL: dict[HandoffState, list[tuple[str, Act]]] = {
    HandoffState.PROPOSED: [
        *some("confirm", "confirm", "confirm", "object", "release", "assign", "withdraw"),
        AS_IT_IS,
        DAYS,
    ],
    HandoffState.OFFERED: [
        *some("accept", "accept", "accept at once", "return", "return", "withdraw"),
        ANSWER,
        ANSWER,
        GONE,
    ],
    HandoffState.REROUTED: [*some("accept", "accept", "return"), ANSWER],
    HandoffState.ESCALATED: [*some("assign", "assign", "assign", "release", "withdraw"), AS_IT_IS, AS_IT_IS],
    HandoffState.ACCEPTED: some("introduce", "introduce", "talk", "talk", "release", "release"),
    HandoffState.INTRODUCED: some("talk", "talk", "talk", "release", "release"),
    HandoffState.RETURNED: some("dispute", "decide", "decide", "decide", "submit"),
    HandoffState.COMPLETE: some("undo", "release", "close"),
    HandoffState.WITHDRAWN: [],
}


def usual(dep: Department, client: int, way: int) -> tuple[str, Callable[[], bool]]:
    handoff = dep.handoff(client)
    ways = list(USUAL[handoff.state] if handoff else [])
    if handoff is None or handoff.state not in OPEN_HANDOFF:
        legs = [leg for leg, role in GIVERS.items() if role in dep.owner(client).roles and leg is not Leg.LEAD]
        ways += [*some("submit", "submit", "stall"), WEEKS]
        ways += [("propose", lambda dep, client, _, leg=leg: dep.propose(client, leg)) for leg in legs * 2]
    name, act = ways[way % len(ways)]
    return name, lambda: act(dep, client, way // len(ways))


class Walk(RuleBasedStateMachine):
    @initialize(pool=st.booleans())
    def open(self, pool: bool) -> None:
        self.stage = a_department(pool=pool)
        self.dep = self.stage.__enter__()
        for role in (Role.LEAD_GENERATOR, Role.HUNTER, Role.CLOSER, Role.FARMER, Role.HUNTER):
            self.dep.new_client(role)

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.stage.__exit__(None, None, None)

    def does(self, name: str, act: Callable[[], bool]) -> None:
        step(self.dep, COUNTS, name, act)

    def goes_on(self, client: int, way: int) -> None:
        """What usually comes next with this client, one way or another."""
        name, act = usual(self.dep, client, way)
        self.does(name, act)

    @rule(client=numbers, way=ways)
    def goes_on_first(self, client: int, way: int) -> None:
        self.goes_on(client, way)

    @rule(client=numbers, way=ways)
    def goes_on_then(self, client: int, way: int) -> None:
        self.goes_on(client, way)

    @rule(client=numbers, way=ways, again=st.lists(ways, max_size=6))
    def goes_on_and_on(self, client: int, way: int, again: list[int]) -> None:
        for one in [way, *again]:
            self.goes_on(client, one)

    @rule(client=numbers, act=st.sampled_from(list(ANYTIME)), chosen=few)
    def anything_is_tried(self, client: int, act: str, chosen: int) -> None:
        self.does(act, lambda: ANYTIME[act](self.dep, client, chosen))

    @rule(change=st.sampled_from(list(CHANGES)), client=numbers, member=people, chosen=few)
    def things_change(self, change: str, client: int, member: int, chosen: int) -> None:
        for name, act in CHANGES[change]:
            self.does(name, lambda act=act: act(self.dep, client + CLIENTS * chosen, member))  # type: ignore[misc]

    @rule(client=numbers)
    def goes_past_the_absent(self, client: int) -> None:
        self.does("past the absent", lambda: self.dep.past_the_absent(client))

    @rule(minutes=st.sampled_from([31, 250, 600, 1440, 3 * 1440]))
    def time_passes(self, minutes: int) -> None:
        self.does("time", lambda: self.dep.time_passes(minutes=minutes))


def walks(count: int) -> None:
    chosen = settings(
        max_examples=count,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=chosen)  # type: ignore[no-untyped-call]


#: Every transition of every leg is made so often at least, by the walks and where they don't come by, on purpose.
MINIMUM = 3
WALKS = 12
LEGS = tuple(leg for leg in Leg if leg is not Leg.ABSENCE)


def top_up(leg: Leg) -> None:
    """The scripts that still bring something, until each transition was made often enough."""
    brings: dict[int, set[Transition]] = {}
    while lacking := {one for one in wanted(leg) if COUNTS[one] < MINIMUM}:
        useful = [n for n, _ in enumerate(scripts(leg)) if n not in brings or brings[n] & lacking]
        assert useful, f"no script leads there: {lacking}"
        for number in useful:
            before = Counter(COUNTS)
            with a_department() as dep:
                run(dep, COUNTS, leg, scripts(leg)[number])
            brings[number] = set(COUNTS - before)


def test_whatever_happens_every_client_is_somebodys_or_the_heads_know() -> None:
    COUNTS.clear()
    walks(WALKS)
    for leg in LEGS:
        top_up(leg)
    assert all(COUNTS[one] >= MINIMUM for leg in LEGS for one in wanted(leg))


def test_absence_takes_no_client_away_and_gives_every_step_back() -> None:
    """The leg on which nothing changes hands for good: what is due meanwhile is lent."""
    with a_department() as dep:
        number = dep.new_client(Role.HUNTER)
        step(dep, COUNTS, "stall", lambda: dep.stall(number))
        owner = dep.owner(number)
        where = dep.people.index(owner.member_id)
        step(dep, COUNTS, "absent", lambda: dep.be_absent(where, 3))
        step(dep, COUNTS, "time", lambda: dep.time_passes(days=2))
        (lent,) = dep.work.steps.open_of_client(dep.client_id(number))
        step(dep, COUNTS, "back", lambda: dep.come_back(where))
        (back,) = dep.work.steps.open_of_client(dep.client_id(number))
    assert lent.member_id != owner.member_id == back.member_id


Defect = Callable[[pytest.MonkeyPatch], None]


def no_compare_and_set(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(HandoffsShelf, "move", lambda self, entity, _: self.shelf.save(entity))


def the_giver_can_receive(patch: pytest.MonkeyPatch) -> None:
    everybody = routing.eligible
    patch.setattr(routing, "eligible", lambda members, _, excluded, roles: everybody(members, 0, excluded, roles))


def the_owner_changes_at_the_offer(patch: pytest.MonkeyPatch) -> None:
    ask = routing.ask

    def asks(work: Work, one: Handoff, members: Sequence[Member], now: datetime) -> Handoff:
        give_client(work, one.client_id, members[0].id, now)
        return ask(work, one, members, now)

    patch.setattr(routing, "ask", asks)


def the_deadline_is_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(deadlines, "_end", lambda *_: None)


def the_return_keeps_the_receiver(patch: pytest.MonkeyPatch) -> None:
    back = handoff_actions.back_home

    def keeps(work: Work, ended: Handoff, now: datetime) -> None:
        back(work, ended, now)
        who = [one.member_id for one in work.handoffs.offers(ended.id) if one.state is OfferState.RETURNED]
        if who:
            give_client(work, ended.client_id, who[-1], now)

    patch.setattr(handoff_actions, "back_home", keeps)


def two_are_open(patch: pytest.MonkeyPatch) -> None:
    """Neither asked before, nor kept by the index."""
    patch.setattr(leads, "make_room", lambda *_: None)
    patch.setattr("tests.sales.actions.test_relay_machine.ENGINE", _engine(indexed=False))


def a_proposal_is_lost_at_its_deadline(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proposal_deadlines, "escalate", lambda work, one, _, now: end_proposal(work, one, now))


def who_has_left_is_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(leaving, "_pass_offers", lambda *_: None)


def absence_is_not_respected(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Member, "is_away", lambda *_: False)


def credit_is_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(handoff_actions, "keep_credit", lambda *_: None)


DEFECTS: tuple[Defect, ...] = (
    no_compare_and_set,
    the_giver_can_receive,
    the_owner_changes_at_the_offer,
    the_deadline_is_ignored,
    the_return_keeps_the_receiver,
    two_are_open,
    a_proposal_is_lost_at_its_deadline,
    who_has_left_is_asked,
    absence_is_not_respected,
    credit_is_lost,
)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.__name__)
def test_the_same_checks_catch_a_defect(defect: Defect, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten variants of the machine, each broken in one place: the walks of the test above meet every one of them."""
    defect(monkeypatch)
    with pytest.raises(AssertionError) as caught:
        walks(WALKS)
    assert caught.traceback[-1].path.name.startswith("department"), "by what has to hold, not by an accident"
