"""A lead of a client that is known: its owner is asked first, then whoever its territory names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.catalogue import (
    NewEntry,
    PlaceTerritory,
    RetireEntry,
    add_territory,
    place_territory,
    retire_territory,
)
from sales.actions.deadlines import fire_deadlines
from sales.actions.handoff import give_client
from sales.company import Routing, Structure
from sales.errors import NotAllowed
from sales.handoff import HandoffState
from sales.leads import LeadState
from sales.people import Actor, Role
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def relay(relay: Relay) -> Relay:
    relay.firm.settle(structure=Structure.FULL_RELAY)
    return relay


def owned_by(relay: Relay, role: Role, **fields: object) -> Actor:
    """The client's owner by now is somebody of that role; its lead is prepared by the head."""
    owner = relay.firm.actor(role, name="Игорь Громов", **fields)
    give_client(relay.work, relay.client.id, owner.member_id, NOW)
    return owner


@pytest.mark.parametrize("role", [Role.FARMER, Role.KAM, Role.CLOSER, Role.HUNTER])
@pytest.mark.parametrize("routing", list(Routing))
def test_whoever_sells_to_it_already_is_asked_first(relay: Relay, role: Role, routing: Routing) -> None:
    relay.firm.settle(routing=routing)
    owner = owned_by(relay, role)
    done = relay.submitted(relay.head)
    assert done.receivers == ("Игорь Громов",)
    relay.accept(done.handoff_id, owner)
    assert relay.owner() == owner.member_id
    lead = relay.work.leads.last_of_client(relay.client.id)
    assert lead is not None
    assert lead.state is LeadState.ACCEPTED


def test_after_the_owner_the_lead_goes_its_usual_way(relay: Relay) -> None:
    owner = owned_by(relay, Role.FARMER)
    done = relay.submitted(relay.head)
    fire_deadlines(relay.work, minutes(31))
    assert relay.asked(done.handoff_id).member_id in {one.member_id for one in relay.hunters}
    assert relay.owner() == owner.member_id, "until somebody accepts"


def test_an_owner_who_returns_it_is_not_asked_again(relay: Relay) -> None:
    owner = owned_by(relay, Role.FARMER)
    first = relay.submitted(relay.head)
    relay.give_back(first.handoff_id)
    again = relay.submitted(relay.head)
    assert owner.name not in again.receivers
    assert relay.owner() == owner.member_id


@pytest.mark.parametrize(
    "fields", [{"away_until": NOW + timedelta(hours=3)}, {"unreachable": "blocked"}, {"active": False}]
)
def test_an_owner_who_is_not_there_holds_nobody_up(relay: Relay, fields: dict[str, object]) -> None:
    owned_by(relay, Role.FARMER, **fields)
    done = relay.submitted(relay.head)
    assert done.receivers in {("Тимур Каримов",), ("Анна Белова",)}


def test_the_givers_own_client_is_routed_as_ever(relay: Relay) -> None:
    done = relay.submitted()
    assert relay.handoff(done.handoff_id).wanted_id is None


def test_a_lead_that_has_gone_on_is_nothing_for_a_farmer_to_accept(relay: Relay) -> None:
    owner = owned_by(relay, Role.FARMER)
    done = relay.submitted(relay.head)
    offer = relay.offer_of(done.handoff_id, owner)
    give_client(relay.work, relay.client.id, relay.hunters[0].member_id, NOW)
    with pytest.raises(NotAllowed):
        relay.accept(done.handoff_id, owner)
    assert relay.work.handoffs.offer(offer).id == offer


class TestTerritory:
    def placed(self, relay: Relay, receiver: Actor) -> int:
        north = add_territory(relay.work, relay.head, NewEntry("Север"), NOW)
        place_territory(relay.work, relay.head, PlaceTerritory(north, receiver_id=receiver.member_id), NOW)
        relay.work.clients.save(replace(relay.work.clients.get(relay.client.id), territory_id=north))
        return north

    def test_its_receiver_is_preferred(self, relay: Relay) -> None:
        self.placed(relay, relay.hunters[1])
        assert relay.submitted().receivers == ("Анна Белова",)

    def test_a_busy_receiver_is_passed_by(self, relay: Relay) -> None:
        self.placed(relay, relay.hunters[1])
        busy = relay.work.people.get(relay.hunters[1].member_id)
        relay.work.people.save(replace(busy, away_until=NOW + timedelta(hours=3)))
        done = relay.submitted()
        assert done.receivers == ("Тимур Каримов",)
        assert relay.handoff(done.handoff_id).state is HandoffState.OFFERED

    def test_a_known_clients_owner_comes_before_it(self, relay: Relay) -> None:
        self.placed(relay, relay.hunters[1])
        owned_by(relay, Role.FARMER)
        assert relay.submitted(relay.head).receivers == ("Игорь Громов",)

    def test_a_retired_one_decides_nothing(self, relay: Relay) -> None:
        north = self.placed(relay, relay.hunters[1])
        retire_territory(relay.work, relay.head, RetireEntry(north), NOW)
        assert relay.submitted().receivers == ("Тимур Каримов",)
