"""The head's hand: the queue and releases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sales.actions.completion import complete_by_contact
from sales.actions.deadlines import fire_deadlines
from sales.actions.direction import Assign, Release, assign_lead, release_lead
from sales.actions.handoff import member_left
from sales.actions.handoff_views import directed_choice, may_release
from sales.actions.leads import Submitted
from sales.actions.parking import CloseLead, close_lead
from sales.actions.proposals import Confirm, confirm_proposal, propose
from sales.activities import Outcome
from sales.company import Routing
from sales.errors import AlreadyTaken, HandoverOpen, NotAllowed, NotYours, OfferClosed, Overtaken, WrongState
from sales.handoff import Escalation, Handoff, HandoffState
from sales.leads import CloseReason, LeadState
from sales.legs import Leg
from sales.notices import NoticeKind
from sales.people import Actor, Role
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def queued(relay: Relay) -> Submitted:
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    fire_deadlines(relay.work, minutes(60))
    return done


def test_the_head_finds_a_receiver_and_the_deadline_runs_anew(relay: Relay, queued: Submitted) -> None:
    form = Assign(queued.handoff_id, relay.hunters[0].member_id)
    done = assign_lead(relay.work, relay.head, form, minutes(70))
    assert (done.receiver, done.deadline_at) == ("Тимур Каримов", minutes(100))
    assert relay.asked(queued.handoff_id).member_id == relay.hunters[0].member_id
    with pytest.raises(Overtaken):
        assign_lead(relay.work, relay.head, form, minutes(71))
    fire_deadlines(relay.work, minutes(100))
    assert relay.handoff(queued.handoff_id).state is HandoffState.ESCALATED, "and after it the head again"
    assert relay.told(NoticeKind.ESCALATED) == [relay.head.member_id] * 2


def test_an_assigned_lead_can_be_accepted_or_returned(relay: Relay, queued: Submitted) -> None:
    assign_lead(relay.work, relay.head, Assign(queued.handoff_id, relay.hunters[1].member_id), minutes(70))
    relay.give_back(queued.handoff_id, minutes(75))
    assert relay.handoff(queued.handoff_id).state is HandoffState.RETURNED


def test_only_a_head_directs_and_only_to_a_receiver(relay: Relay, queued: Submitted) -> None:
    form = Assign(queued.handoff_id, relay.hunters[0].member_id)
    for outsider in (relay.giver, relay.hunters[0]):
        with pytest.raises(NotAllowed):
            assign_lead(relay.work, outsider, form, NOW)
    with pytest.raises(NotYours):
        assign_lead(relay.work, replace(relay.head, reach=frozenset({99})), form, NOW)
    for nobody in (relay.giver.member_id, relay.head.member_id):
        with pytest.raises(NotAllowed):
            assign_lead(relay.work, relay.head, Assign(queued.handoff_id, nobody), NOW)


def test_a_head_who_sells_takes_it_over_and_has_accepted_it(relay: Relay, queued: Submitted) -> None:
    relay.work.people.set_roles(relay.head.member_id, relay.firm.team.id, {Role.HEAD, Role.HUNTER})
    head = relay.actor(relay.head.member_id)
    done = assign_lead(relay.work, head, Assign(queued.handoff_id, head.member_id), minutes(70))
    assert done.deadline_at is None
    assert relay.handoff(queued.handoff_id).state is HandoffState.ACCEPTED
    assert relay.owner() == head.member_id


def test_a_released_lead_goes_back_to_its_giver(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    released = release_lead(relay.work, relay.head, Release(done.handoff_id, None, "в отпуске"), NOW)
    assert released.holder == "Елена Орлова"
    handoff = relay.handoff(done.handoff_id)
    assert handoff.state is HandoffState.WITHDRAWN
    assert relay.work.leads.get(handoff.lead_id).state is LeadState.DRAFT
    assert relay.owner() == relay.giver.member_id
    assert {step.member_id for step in relay.work.steps.open_of_client(relay.client.id)} == {relay.giver.member_id}
    assert sorted(relay.told(NoticeKind.RELEASED)) == [relay.giver.member_id, relay.hunters[0].member_id]
    with pytest.raises(OfferClosed):
        relay.accept(done.handoff_id, relay.hunters[0])


def test_a_released_lead_may_go_to_another_receiver_who_has_to_answer(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    relay.accept(done.handoff_id, relay.hunters[0])
    to = Release(done.handoff_id, relay.hunters[1].member_id)
    released = release_lead(relay.work, relay.head, to, minutes(5))
    assert (released.holder, released.deadline_at) == ("Анна Белова", minutes(35))
    assert relay.owner() == relay.giver.member_id, "until somebody accepts"
    assert [what for what, _ in relay.facts(done.handoff_id)] == ["submitted"]
    with pytest.raises(OfferClosed):
        relay.accept(done.handoff_id, relay.hunters[0])
    relay.accept(done.handoff_id, relay.hunters[1], minutes(6))
    assert relay.owner() == relay.hunters[1].member_id


def test_who_lost_the_first_race_cannot_take_a_released_lead_by_the_old_card(relay: Relay) -> None:
    third = relay.firm.actor(Role.HUNTER, name="Игорь Громов")
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    relay.accept(done.handoff_id, relay.hunters[0])
    release_lead(relay.work, relay.head, Release(done.handoff_id, relay.hunters[1].member_id), minutes(5))
    with pytest.raises(OfferClosed):
        relay.accept(done.handoff_id, third)


def test_a_worked_lead_is_released_too_but_not_a_closed_one(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[0], client, 1, Outcome.AGREED, NOW)
    release_lead(relay.work, relay.head, Release(done.handoff_id, relay.hunters[1].member_id), minutes(5))
    relay.accept(done.handoff_id, relay.hunters[1], minutes(6))
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[1], client, 1, Outcome.AGREED, NOW)
    lead_id = relay.handoff(done.handoff_id).lead_id
    close_lead(relay.work, relay.hunters[1], CloseLead(lead_id, CloseReason.NO_NEED), NOW)
    with pytest.raises(WrongState):
        release_lead(relay.work, relay.head, Release(done.handoff_id), NOW)


def test_a_lead_is_not_released_to_whom_has_it_nor_while_somebody_is_asked(relay: Relay) -> None:
    done = relay.submitted()
    with pytest.raises(WrongState):
        release_lead(relay.work, relay.head, Release(done.handoff_id), NOW)
    relay.accept(done.handoff_id)
    with pytest.raises(AlreadyTaken):
        release_lead(relay.work, relay.head, Release(done.handoff_id, relay.hunters[0].member_id), NOW)
    with pytest.raises(NotAllowed):
        release_lead(relay.work, relay.hunters[0], Release(done.handoff_id), NOW)


def test_what_waits_in_the_queue_can_go_back_to_its_giver(relay: Relay, queued: Submitted) -> None:
    release_lead(relay.work, relay.head, Release(queued.handoff_id), minutes(70))
    handoff = relay.handoff(queued.handoff_id)
    assert relay.work.leads.get(handoff.lead_id).state is LeadState.DRAFT
    assert relay.facts(queued.handoff_id)[-1] == ("withdrawn", relay.giver.member_id)


def test_a_leavers_lead_finds_another_receiver_through_the_queue(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    relay.work.people.save(replace(relay.work.people.get(relay.hunters[0].member_id), active=False))
    member_left(relay.work, relay.hunters[0].member_id, minutes(5))
    assert relay.handoff(done.handoff_id).escalation is Escalation.LEFT
    assign_lead(relay.work, relay.head, Assign(done.handoff_id, relay.hunters[1].member_id), minutes(6))
    relay.accept(done.handoff_id, relay.hunters[1], minutes(7))
    assert relay.owner() == relay.hunters[1].member_id


def test_what_waits_in_the_queue_can_be_released_to_a_receiver_as_well(relay: Relay, queued: Submitted) -> None:
    to = Release(queued.handoff_id, relay.hunters[1].member_id)
    assert release_lead(relay.work, relay.head, to, minutes(70)).holder == "Анна Белова"
    assert relay.asked(queued.handoff_id).member_id == relay.hunters[1].member_id


def talked(relay: Relay, hunter: Actor) -> None:
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, hunter, client, 1, Outcome.AGREED, minutes(90))


def regular(relay: Relay) -> Handoff:
    """The client's owner is asked to give it to a farmer."""
    made = propose(relay.work, relay.client.id, Leg.REGULAR, why="bot", by=None, now=minutes(100))
    assert made is not None
    return made


def test_an_old_button_of_the_queue_takes_no_client_back(relay: Relay, queued: Submitted) -> None:
    old = Release(queued.handoff_id, waiting_round=relay.handoff(queued.handoff_id).rounds)
    assign_lead(relay.work, relay.head, Assign(queued.handoff_id, relay.hunters[0].member_id), minutes(70))
    for goes_on in (
        lambda: relay.accept(queued.handoff_id, now=minutes(80)),
        lambda: talked(relay, relay.hunters[0]),
        lambda: None,
    ):
        with pytest.raises(Overtaken):
            release_lead(relay.work, relay.head, old, minutes(99))
        goes_on()
    assert relay.owner() == relay.hunters[0].member_id


def test_a_button_of_an_earlier_round_decides_nothing(relay: Relay, queued: Submitted) -> None:
    old = Release(queued.handoff_id, waiting_round=relay.handoff(queued.handoff_id).rounds)
    assign_lead(relay.work, relay.head, Assign(queued.handoff_id, relay.hunters[0].member_id), minutes(70))
    fire_deadlines(relay.work, minutes(100))
    with pytest.raises(Overtaken):
        release_lead(relay.work, relay.head, old, minutes(101))
    again = Release(queued.handoff_id, waiting_round=relay.handoff(queued.handoff_id).rounds)
    assert release_lead(relay.work, relay.head, again, minutes(102)).holder == "Елена Орлова"


def test_a_client_who_has_gone_on_is_not_released_from_an_earlier_hand_over(relay: Relay) -> None:
    farmer = relay.firm.actor(Role.FARMER, name="Ирина Зуева")
    done = relay.submitted()
    relay.accept(done.handoff_id)
    talked(relay, relay.hunters[0])
    made = regular(relay)
    confirm_proposal(relay.work, relay.head, Confirm(made.id, as_it_is=True), minutes(101))
    with pytest.raises(HandoverOpen):
        release_lead(relay.work, relay.head, Release(done.handoff_id), minutes(102))
    assert not may_release(relay.work, relay.head, relay.client.id)
    relay.accept(made.id, farmer, minutes(103))
    with pytest.raises(Overtaken):
        release_lead(relay.work, relay.head, Release(done.handoff_id), minutes(104))
    assert directed_choice(relay.work, relay.head, relay.client.id, minutes(104)).handoff.id == made.id


@pytest.mark.parametrize("stays", [False, True])
def test_a_later_leg_that_came_to_nothing_does_not_stand_in_a_releases_way(relay: Relay, stays: bool) -> None:
    """Nor does one whose giver hasn't answered: it makes room."""
    relay.firm.actor(Role.FARMER, name="Ирина Зуева")
    done = relay.submitted()
    relay.accept(done.handoff_id)
    talked(relay, relay.hunters[0])
    made = regular(relay)
    if stays:
        release_lead(relay.work, relay.head, Release(made.id), minutes(101))
    assert may_release(relay.work, relay.head, relay.client.id)
    choice = directed_choice(relay.work, relay.head, relay.client.id, minutes(102))
    assert (choice.handoff.id, choice.home) == (done.handoff_id, "Елена Орлова")
    release_lead(relay.work, relay.head, Release(choice.handoff.id), minutes(103))
    assert relay.owner() == relay.giver.member_id
    assert relay.handoff(made.id).state is HandoffState.WITHDRAWN


def test_whose_client_came_by_no_hand_over_has_nothing_to_release(relay: Relay) -> None:
    assert not may_release(relay.work, relay.head, relay.client.id)
    with pytest.raises(NotYours):
        directed_choice(relay.work, relay.head, relay.client.id, NOW)


def test_what_was_closed_after_its_contact_is_not_released(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    talked(relay, relay.hunters[0])
    lead_id = relay.handoff(done.handoff_id).lead_id
    close_lead(relay.work, relay.hunters[0], CloseLead(lead_id, CloseReason.NO_NEED), minutes(95))
    assert not may_release(relay.work, relay.head, relay.client.id)
