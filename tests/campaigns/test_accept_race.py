"""Two receivers, one lead, one moment: it is accepted once, and the loser learns who was quicker."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from sales.actions.handoff import Accept, Accepted, accept_offer
from sales.actions.leads import Submit, submit_lead
from sales.company import Routing
from sales.errors import AlreadyTaken
from sales.handoff import Handoff, HandoffState, OfferState
from sales.leads import Answer, Lead, LeadState, Question, Verdict
from sales.people import Actor
from sales.ports import NEW
from sales.steps import StepKind
from storage.engine import Storage
from storage.handoffs import HandoffsShelf, handoff
from storage.work import open_work
from tests.builders import NOW, a_firm
from tests.sales.actions.relay import TOMORROW, Relay, filled
from tests.storage.conftest import postgres_url, storage  # noqa: F401 - fixtures

LEADS = 200
#: More than the database has connections, fewer than would wait too long for one.
AT_ONCE = 24


@dataclass(frozen=True)
class Press:
    handoff_id: int
    offer_id: int
    receiver: Actor


def an_open_pool(conn: sa.Connection, leads: int) -> list[Press]:
    """So many leads, each offered to both receivers."""
    firm = a_firm(open_work(conn))
    firm.settle(routing=Routing.POOL)
    relay, presses = Relay(firm, conn), []
    for number in range(leads):
        done = submit_lead(relay.work, relay.giver, Submit(a_full_draft(relay, number)), NOW)
        presses += [Press(done.handoff_id, relay.offer_of(done.handoff_id, hunter), hunter) for hunter in relay.hunters]
    return presses


def a_full_draft(relay: Relay, number: int) -> int:
    """Written down as it stands after its form, for the form is not what is raced for."""
    client = relay.firm.client(relay.giver, f"Клиент {number}", f"клиент {number}")
    form = filled(NEW)
    lead = relay.work.leads.add(
        Lead(
            id=NEW,
            company_id=client.company_id,
            team_id=client.team_id,
            client_id=client.id,
            giver_id=relay.giver.member_id,
            state=LeadState.DRAFT,
            created_at=NOW,
            product=str(form.product),
            estimate=form.estimate,
            decision_maker=str(form.decision_maker),
            expects=str(form.expects),
            source=form.source,
            next_kind=StepKind.CALL,
            next_at=TOMORROW,
        )
    )
    for question in Question:
        relay.work.leads.put_answer(lead.id, Answer(question, Verdict.YES, "да", relay.giver.member_id, NOW))
    return lead.id


def press(conn: sa.Connection, one: Press) -> Accepted:
    return accept_offer(open_work(conn), one.receiver, Accept(one.offer_id), NOW)


async def race(storage: Storage, leads: int) -> tuple[list[Press], list[Accepted | BaseException]]:  # noqa: F811
    """The two presses on a lead leave side by side, either of them first; AT_ONCE are under way together."""
    presses = await storage.write(an_open_pool, leads)
    chance, doors = random.Random(7), asyncio.Semaphore(AT_ONCE)
    presses.sort(key=lambda one: (one.handoff_id, chance.random()))

    async def released(one: Press) -> Accepted:
        async with doors:
            return await storage.write(press, one)

    outcomes = await asyncio.gather(*map(released, presses), return_exceptions=True)
    return presses, outcomes


def holders(conn: sa.Connection) -> dict[int, tuple[int, int, list[int]]]:
    """By hand-over: its receiver, the client's owner, and whose offers are marked as accepted."""
    work, found = open_work(conn), {}
    for (handoff_id,) in conn.execute(sa.select(handoff.c.id)):
        row = work.handoffs.get(handoff_id)
        accepted = [one.member_id for one in work.handoffs.offers(handoff_id) if one.state is OfferState.ACCEPTED]
        found[handoff_id] = (row.receiver_id or 0, work.clients.get(row.client_id).owner_id, accepted)
    return found


async def check(storage: Storage, leads: int) -> set[int]:  # noqa: F811
    """Gives the winners."""
    presses, outcomes = await race(storage, leads)
    winners: dict[int, Actor] = {}
    for one, outcome in zip(presses, outcomes, strict=True):
        if isinstance(outcome, Accepted):
            assert one.handoff_id not in winners, "accepted twice"
            winners[one.handoff_id] = one.receiver
    assert len(winners) == leads
    for one, outcome in zip(presses, outcomes, strict=True):
        if not isinstance(outcome, Accepted):
            assert isinstance(outcome, AlreadyTaken), outcome
            assert outcome.facts["who"] == winners[one.handoff_id].name
    for handoff_id, held in (await storage.read(holders)).items():
        winner = winners[handoff_id].member_id
        assert held == (winner, winner, [winner])
    return {winner.member_id for winner in winners.values()}


async def test_of_two_who_accept_at_once_one_has_it_and_the_other_learns_who(storage: Storage) -> None:  # noqa: F811
    winners = await check(storage, LEADS)
    assert len(winners) == 2, "both are quicker at times, or it was no race"


async def test_the_compare_and_set_is_what_decides_it(
    storage: Storage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unconditional(self: HandoffsShelf, entity: Handoff, expected: Collection[HandoffState]) -> bool:
        return self.shelf.save(entity)

    monkeypatch.setattr(HandoffsShelf, "move", unconditional)
    with pytest.raises(AssertionError):
        await check(storage, 5)
