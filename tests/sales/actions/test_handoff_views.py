"""What notices and lists read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sales.actions.arbitration import Disagree, dispute_return
from sales.actions.deadlines import fire_deadlines
from sales.actions.handoff_views import (
    directed_choice,
    handoff_choice,
    handoff_view,
    heads_queue,
    my_offer,
    offer_view,
    own_handoff,
)
from sales.actions.lead_views import lead_in_form
from sales.errors import AlreadyTaken, NotAllowed, NotFound, NotYours, OfferClosed, WrongState
from sales.handoff import Dispute, OfferState
from sales.people import Role
from tests.sales.actions.relay import Relay, minutes


def test_a_view_names_everybody_and_says_how_long_it_took(relay: Relay) -> None:
    done = relay.submitted()
    seen = handoff_view(relay.work, done.handoff_id)
    assert (seen.giver, seen.receiver, seen.asked, seen.took) == ("Елена Орлова", "", ("Тимур Каримов",), 0)
    fire_deadlines(relay.work, minutes(30))
    relay.accept(done.handoff_id, now=minutes(42))
    seen = handoff_view(relay.work, done.handoff_id)
    assert (seen.receiver, seen.missed, seen.took) == ("Анна Белова", ("Тимур Каримов",), 12 * 60)


def test_arbiters_are_named_only_while_they_are_waited_for(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    assert handoff_view(relay.work, done.handoff_id).arbiters == ()
    dispute_return(relay.work, relay.giver, Disagree(done.handoff_id), minutes(5))
    seen = handoff_view(relay.work, done.handoff_id)
    assert (seen.dispute, seen.arbiters, seen.answer) == (Dispute.RAISED, ("Ольга Павлова",), "слова: budget")


def test_an_offer_is_its_receivers_only_while_they_have_it(relay: Relay) -> None:
    done = relay.submitted()
    offer_id = relay.offer_of(done.handoff_id, relay.hunters[0])
    assert not offer_view(relay.work, offer_id).mine
    relay.accept(done.handoff_id)
    seen = offer_view(relay.work, offer_id)
    assert (seen.mine, seen.state, seen.phone) == (True, OfferState.ACCEPTED, "+79000000012")


def test_details_are_for_the_asked_one_and_only_while_they_may_see_them(relay: Relay) -> None:
    done = relay.submitted()
    offer_id = relay.offer_of(done.handoff_id, relay.hunters[0])
    assert my_offer(relay.work, relay.hunters[0], offer_id, open_only=True).id == offer_id
    with pytest.raises(NotYours):
        my_offer(relay.work, relay.hunters[1], offer_id)
    fire_deadlines(relay.work, minutes(30))
    with pytest.raises(NotYours):
        my_offer(relay.work, relay.hunters[0], offer_id)
    with pytest.raises(OfferClosed):
        my_offer(relay.work, relay.hunters[0], offer_id, open_only=True)


def test_a_client_without_a_contact_has_none_on_the_card(relay: Relay) -> None:
    done = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"))
    seen = offer_view(relay.work, relay.offer_of(done.handoff_id, relay.hunters[0]))
    assert (seen.contact, seen.phone) == ("", None)


def test_candidates_come_free_ones_first_then_by_load(relay: Relay) -> None:
    third = relay.firm.actor(Role.HUNTER, name="Игорь Громов")
    first = relay.submitted()
    relay.accept(first.handoff_id)
    away = relay.work.people.get(third.member_id)
    relay.work.people.save(replace(away, away_until=minutes(60)))
    other = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"))
    choice = handoff_choice(relay.work, other.handoff_id, minutes(1))
    assert [(one.name, one.load, one.away_until) for one in choice.candidates] == [
        ("Тимур Каримов", 1, None),
        ("Анна Белова", 1, None),
        ("Игорь Громов", 0, minutes(60)),
    ]
    assert choice.home == "Елена Орлова"


def test_who_has_it_is_no_candidate(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    choice = directed_choice(relay.work, relay.head, relay.client.id, minutes(1))
    assert [one.name for one in choice.candidates] == ["Анна Белова"]


def test_only_heads_of_the_team_choose(relay: Relay) -> None:
    with pytest.raises(NotYours):
        directed_choice(relay.work, relay.head, relay.client.id, minutes(1))
    relay.submitted()
    with pytest.raises(NotAllowed):
        directed_choice(relay.work, relay.giver, relay.client.id, minutes(1))
    with pytest.raises(NotFound):
        stranger = replace(relay.head, reach=frozenset({99}))
        directed_choice(relay.work, stranger, relay.client.id, minutes(1))


def test_the_queue_shows_each_what_they_may_decide(relay: Relay) -> None:
    for hunter in relay.hunters[1:]:
        relay.work.people.save(replace(relay.work.people.get(hunter.member_id), away_until=minutes(600)))
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    other = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"), now=minutes(31))
    relay.give_back(other.handoff_id, minutes(32))
    dispute_return(relay.work, relay.giver, Disagree(other.handoff_id), minutes(33))
    seen = {
        role: (
            [one.id for one in heads_queue(relay.work, relay.firm.actor(role)).escalated],
            [one.id for one in heads_queue(relay.work, relay.firm.actor(role)).disputed],
        )
        for role in (Role.HEAD, Role.OPERATIONS_MANAGER, Role.QUALITY_MANAGER)
    }
    assert seen == {
        Role.HEAD: ([done.handoff_id], [other.handoff_id]),
        Role.OPERATIONS_MANAGER: ([done.handoff_id], []),
        Role.QUALITY_MANAGER: ([], [other.handoff_id]),
    }
    with pytest.raises(NotAllowed):
        heads_queue(relay.work, relay.giver)


def test_what_can_be_withdrawn_is_the_givers_own(relay: Relay) -> None:
    done = relay.submitted()
    assert own_handoff(relay.work, relay.giver, client_id=relay.client.id).asked == ("Тимур Каримов",)
    with pytest.raises(NotYours):
        own_handoff(relay.work, relay.head, handoff_id=done.handoff_id)
    with pytest.raises(NotFound):
        own_handoff(relay.work, relay.giver)
    relay.accept(done.handoff_id)
    with pytest.raises(AlreadyTaken):
        own_handoff(relay.work, relay.giver, handoff_id=done.handoff_id)


def test_what_is_over_cannot_be_withdrawn(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    with pytest.raises(WrongState):
        own_handoff(relay.work, relay.giver, handoff_id=done.handoff_id)


def test_a_form_finds_its_lead_whatever_became_of_it(relay: Relay) -> None:
    with pytest.raises(NotFound):
        lead_in_form(relay.work, relay.giver, relay.client.id)
    done = relay.submitted()
    assert lead_in_form(relay.work, relay.giver, relay.client.id) == relay.handoff(done.handoff_id).lead_id
    with pytest.raises(NotFound):
        lead_in_form(relay.work, relay.head, relay.client.id)
