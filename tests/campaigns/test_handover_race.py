"""The owner and the head hand the same client over, each elsewhere, at one moment: one of the two goes on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import sqlalchemy as sa

from sales.actions.proposals import AskHandover, Proposed, ask_handover
from sales.errors import HandoverOpen, Overtaken
from sales.legs import Leg
from sales.people import Actor, Role
from storage.engine import Storage
from storage.work import open_work
from tests.builders import NOW, a_firm
from tests.storage.conftest import postgres_url, storage  # noqa: F401 - fixtures

CLIENTS = 40


@dataclass(frozen=True)
class Wish:
    who: Actor
    client_id: int
    leg: Leg


def two_wishes_each(conn: sa.Connection) -> list[Wish]:
    firm = a_firm(open_work(conn))
    owner, head = firm.actor(Role.HUNTER), firm.actor(Role.HEAD)
    firm.actor(Role.FARMER)
    firm.actor(Role.KAM)
    clients = [firm.client(owner, f"Клиент {number}", f"клиент {number}").id for number in range(CLIENTS)]
    return [Wish(who, one, leg) for one in clients for who, leg in ((owner, Leg.REGULAR), (head, Leg.KEY))]


def asked(conn: sa.Connection, wish: Wish) -> Proposed:
    return ask_handover(open_work(conn), wish.who, AskHandover(wish.client_id, wish.leg), NOW)


def open_legs(conn: sa.Connection, client_ids: set[int]) -> dict[int, Leg]:
    work = open_work(conn)
    found = {one: work.handoffs.open_of_client(one) for one in client_ids}
    return {client_id: handoff.leg for client_id, handoff in found.items() if handoff is not None}


async def test_two_who_hand_the_same_client_over_make_one_handover(storage: Storage) -> None:  # noqa: F811
    wishes = await storage.write(two_wishes_each)
    outcomes = await asyncio.gather(*(storage.write(asked, one) for one in wishes), return_exceptions=True)
    won = {wish.client_id: wish.leg for wish, one in zip(wishes, outcomes, strict=True) if isinstance(one, Proposed)}
    assert len(won) == sum(isinstance(one, Proposed) for one in outcomes) == CLIENTS
    refused = [one for one in outcomes if not isinstance(one, Proposed)]
    assert all(isinstance(one, HandoverOpen | Overtaken) for one in refused), refused
    assert await storage.read(open_legs, set(won)) == won
