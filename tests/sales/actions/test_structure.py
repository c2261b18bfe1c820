"""A team is structured anew with live work inside: told before, and done in one go."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from sales.actions.company import ChangeSettings, change_settings
from sales.actions.completion import complete_by_contact
from sales.actions.direction import Release, release_lead
from sales.actions.proposals import propose
from sales.actions.structure import SwitchStructure, structure_preview, switch_structure
from sales.activities import Outcome
from sales.company import Routing
from sales.errors import NotAllowed, Overtaken
from sales.handoff import HandoffState, OfferState
from sales.leads import LeadState
from sales.legs import Leg, Structure
from sales.notices import NoticeKind
from sales.people import Role
from tests.builders import NOW, Firm
from tests.sales.actions.later_legs import Legs
from tests.sales.actions.relay import Relay
from tests.sales.actions.told import recorded, told


@pytest.fixture
def legs(firm: Firm, conn: sa.Connection) -> Legs:
    return Legs(firm, conn)


def proposed_offered_and_accepted(legs: Legs) -> list[int]:
    """One of each, on three clients."""
    ids = []
    for number in range(3):
        legs.client = legs.firm.client(legs.hunter, f"Лютик {number}", f"лютик {number}")
        ids.append(legs.propose().id if number == 0 else 0)
        if number == 1:
            ids[1] = legs.confirmed(legs.propose()).handoff_id
        if number == 2:
            ids[2] = legs.accepted().id
    return ids


def test_it_is_told_before_and_changes_nothing(legs: Legs) -> None:
    ids = proposed_offered_and_accepted(legs)
    found = structure_preview(legs.work, legs.head, Structure.LEADGEN_AND_SALES, NOW)
    assert found.lost == (Leg.CLOSE, Leg.REGULAR, Leg.KEY) and found.gained == ()
    assert (found.dropped, found.withdrawn, found.go_on) == (1, 1, 1)
    states = [legs.now(one).state for one in ids]
    assert states == [HandoffState.PROPOSED, HandoffState.OFFERED, HandoffState.ACCEPTED]
    with pytest.raises(NotAllowed):
        structure_preview(legs.work, legs.hunter, Structure.UNIVERSAL, NOW)


def test_switching_does_what_was_told(legs: Legs) -> None:
    ids = proposed_offered_and_accepted(legs)
    told_before = structure_preview(legs.work, legs.head, Structure.UNIVERSAL, NOW)
    done = switch_structure(legs.work, legs.head, SwitchStructure(Structure.UNIVERSAL), NOW)
    assert done == told_before
    states = [legs.now(one).state for one in ids]
    assert states == [HandoffState.WITHDRAWN, HandoffState.WITHDRAWN, HandoffState.ACCEPTED]
    assert [one.state for one in legs.work.handoffs.offers(ids[1])] == [OfferState.WITHDRAWN]
    owners = [legs.work.clients.get(legs.now(one).client_id).owner_id for one in ids]
    assert owners == [legs.hunter.member_id, legs.hunter.member_id, legs.farmer.member_id]
    assert [row[:2] for row in told(legs.conn, NoticeKind.RELEASED)] == [(legs.hunter.member_id, ids[1])]
    assert ("structure", "full_relay", "universal") in [
        (row[2]["name"], row[2]["old"], row[2]["new"]) for row in recorded(legs.conn, "change_settings")
    ]
    assert propose(legs.work, legs.now(ids[0]).client_id, Leg.REGULAR, why="regular", by=None, now=NOW) is None
    with pytest.raises(NotAllowed):
        switch_structure(legs.work, legs.hunter, SwitchStructure(Structure.UNIVERSAL), NOW)


def test_switching_to_what_is_changes_nothing(legs: Legs) -> None:
    switch_structure(legs.work, legs.head, SwitchStructure(Structure.FULL_RELAY), NOW)
    assert recorded(legs.conn, "change_settings") == []


def test_whose_giver_has_left_comes_to_a_head(legs: Legs) -> None:
    sent = legs.confirmed(legs.propose())
    legs.work.people.save(replace(legs.work.people.get(legs.hunter.member_id), active=False))
    switch_structure(legs.work, legs.head, SwitchStructure(Structure.UNIVERSAL), NOW)
    assert legs.owner() == legs.head.member_id
    assert legs.now(sent.handoff_id).giver_id == legs.head.member_id
    assert told(legs.conn, NoticeKind.RELEASED) == [], "who does it knows it"


def test_a_leg_that_is_gone_takes_nobody_back_in(legs: Legs) -> None:
    done = legs.accepted()
    complete_by_contact(legs.work, legs.farmer, legs.client, 1, Outcome.AGREED, NOW)
    other = legs.firm.actor(Role.FARMER, name="Мария Лис")
    switch_structure(legs.work, legs.head, SwitchStructure(Structure.UNIVERSAL), NOW)
    with pytest.raises(Overtaken):
        release_lead(legs.work, legs.head, Release(done.id, other.member_id), NOW)


def test_closers_who_keep_their_clients_end_the_way_back(legs: Legs) -> None:
    legs.firm.settle(closer_keeps=False)
    legs.client = legs.firm.client(legs.closer, "Лютик", "лютик")
    made = legs.propose(Leg.BACK, why="won")
    change_settings(legs.work, legs.head, ChangeSettings(closer_keeps=True, stalled_days=20), NOW)
    assert legs.now(made.id).state is HandoffState.WITHDRAWN
    assert legs.work.companies.team(legs.firm.team.id).settings.stalled_days == 20


@pytest.mark.parametrize(
    ("structure", "roles"),
    [
        (Structure.FULL_RELAY, {Role.HUNTER}),
        (Structure.NEW_VS_EXISTING, {Role.HUNTER, Role.CLOSER}),
        (Structure.LEADGEN_AND_SALES, {Role.HUNTER, Role.CLOSER}),
        (Structure.UNIVERSAL, {Role.HUNTER, Role.CLOSER, Role.FARMER, Role.KAM}),
    ],
)
def test_to_whom_a_lead_may_go_follows_the_structure(
    firm: Firm, conn: sa.Connection, structure: Structure, roles: set[Role]
) -> None:
    firm.settle(structure=structure, routing=Routing.POOL)
    relay = Relay(firm, conn, hunters=0)
    people = {role: firm.actor(role).member_id for role in (Role.HUNTER, Role.CLOSER, Role.FARMER, Role.KAM)}
    sent = relay.submitted()
    assert {offer.member_id for offer in relay.offers(sent.handoff_id)} == {people[role] for role in roles}


def test_who_takes_a_lead_only_in_this_structure_accepts_it_like_a_hunter(firm: Firm, conn: sa.Connection) -> None:
    firm.settle(structure=Structure.LEADGEN_AND_SALES)
    relay = Relay(firm, conn, hunters=0)
    closer = firm.actor(Role.CLOSER, name="Анна Белова")
    sent = relay.submitted()
    relay.accept(sent.handoff_id, closer)
    lead = relay.work.leads.last_of_client(relay.client.id)
    assert relay.owner() == closer.member_id and lead is not None and lead.state is LeadState.ACCEPTED


@pytest.mark.parametrize(("hunters", "state"), [(1, HandoffState.REROUTED), (0, HandoffState.ESCALATED)])
def test_a_lead_whose_receiver_takes_none_any_more_finds_another(
    firm: Firm, conn: sa.Connection, hunters: int, state: HandoffState
) -> None:
    firm.settle(structure=Structure.UNIVERSAL)
    farmer = firm.actor(Role.FARMER, name="Мария Лис")
    relay = Relay(firm, conn, hunters=0)
    sent = relay.submitted()
    assert relay.asked(sent.handoff_id).member_id == farmer.member_id
    for number in range(hunters):
        firm.actor(Role.HUNTER, name=f"Хантер {number}")
    found = structure_preview(relay.work, relay.head, Structure.FULL_RELAY, NOW)
    assert (found.passed, found.dropped, found.withdrawn, found.go_on) == (1, 0, 0, 0)
    assert switch_structure(relay.work, relay.head, SwitchStructure(Structure.FULL_RELAY), NOW) == found
    assert relay.handoff(sent.handoff_id).state is state
    assert relay.work.handoffs.offers(sent.handoff_id)[0].state is OfferState.PASSED


def test_a_known_clients_owner_goes_on_being_asked(firm: Firm, conn: sa.Connection) -> None:
    """The client is theirs, whatever the structure."""
    firm.settle(structure=Structure.UNIVERSAL)
    relay = Relay(firm, conn, hunters=1)
    farmer = firm.actor(Role.FARMER, name="Мария Лис")
    known = firm.client(farmer, "Лютик", "лютик")
    sent = relay.submitted(relay.head, known)
    assert relay.asked(sent.handoff_id).member_id == farmer.member_id
    assert structure_preview(relay.work, relay.head, Structure.FULL_RELAY, NOW).passed == 0


def test_the_others_of_the_pool_go_on_being_asked(firm: Firm, conn: sa.Connection) -> None:
    firm.settle(structure=Structure.UNIVERSAL, routing=Routing.POOL)
    relay = Relay(firm, conn, hunters=1)
    for role in (Role.FARMER, Role.KAM):
        firm.actor(role)
    sent = relay.submitted()
    assert len(relay.offers(sent.handoff_id)) == 3
    switch_structure(relay.work, relay.head, SwitchStructure(Structure.FULL_RELAY), NOW)
    assert relay.asked(sent.handoff_id) == relay.hunters[0]
