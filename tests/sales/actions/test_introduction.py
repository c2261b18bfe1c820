"""Who may introduce whom, until when, and whose the meeting of three is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sales.actions.introduction import MeetThree, introduction_view, meet_three, to_introduce
from sales.actions.meetings import meeting_entry, meeting_told
from sales.actions.steps import FinishStep, finish_step
from sales.errors import NotYours, PastTime, WrongState
from sales.notices import NoticeKind
from sales.steps import StepKind
from tests.sales.actions.relay import TOMORROW, Relay, minutes


@pytest.fixture
def taken(relay: Relay) -> int:
    """A lead accepted by the first hunter; the call of tomorrow is promised."""
    done = relay.submitted()
    relay.accept(done.handoff_id, now=minutes(7))
    return done.handoff_id


def test_the_letter_knows_whom_it_greets_who_carries_on_and_what_comes_next(relay: Relay, taken: int) -> None:
    seen = introduction_view(relay.work, relay.giver, taken)
    assert (seen.contact, seen.giver, seen.receiver) == ("Пётр Ильин", "Елена Орлова", "Тимур Каримов")
    assert (seen.next_kind, seen.next_at, seen.zone) == (StepKind.CALL, TOMORROW, "Europe/Moscow")
    assert not seen.introduced
    assert introduction_view(relay.work, relay.hunters[0], taken).handoff_id == taken


def test_a_client_without_a_name_or_a_step_is_introduced_too(relay: Relay) -> None:
    nameless = relay.firm.client(relay.giver, name="Лютик", key="лютик")
    done = relay.submitted(client=nameless)
    receiver = relay.asked(done.handoff_id)
    relay.accept(done.handoff_id, now=minutes(7))
    for step in relay.work.steps.open_of_client(nameless.id):
        finish_step(relay.work, receiver, FinishStep(step.id), minutes(8))
    seen = introduction_view(relay.work, relay.giver, done.handoff_id)
    assert (seen.contact, seen.next_kind, seen.next_at) == ("", None, None)


def test_only_the_two_introduce_and_only_between_acceptance_and_contact(relay: Relay, taken: int) -> None:
    client_id = relay.client.id
    assert to_introduce(relay.work, relay.giver, client_id) == taken
    assert to_introduce(relay.work, relay.hunters[0], client_id) == taken
    assert to_introduce(relay.work, relay.head, client_id) is None
    with pytest.raises(NotYours):
        introduction_view(relay.work, relay.head, taken)


def test_before_the_acceptance_there_is_nobody_to_introduce(relay: Relay) -> None:
    assert to_introduce(relay.work, relay.giver, relay.client.id) is None
    done = relay.submitted()
    assert to_introduce(relay.work, relay.giver, relay.client.id) is None
    with pytest.raises(WrongState):
        meet_three(relay.work, relay.giver, MeetThree(done.handoff_id, TOMORROW, True), minutes(1))


def test_the_meeting_is_the_receivers_step_and_the_other_one_is_told(relay: Relay, taken: int) -> None:
    at = TOMORROW + timedelta(hours=1)
    met = meet_three(relay.work, relay.giver, MeetThree(taken, at, True, "  Ленина,  5 "), minutes(10))
    step = relay.work.steps.get(met.step_id)
    assert (step.member_id, step.due_at, step.place) == (relay.hunters[0].member_id, at, "Ленина, 5")
    assert relay.told(NoticeKind.MEETING_OF_THREE) == [relay.hunters[0].member_id]
    assert meeting_entry(relay.work, relay.giver, met.step_id).starts_at == at, "for the giver's calendar too"
    again = meet_three(relay.work, relay.hunters[0], MeetThree(taken, at + timedelta(days=1), True), minutes(11))
    assert relay.work.steps.get(again.step_id).member_id == relay.hunters[0].member_id
    assert relay.told(NoticeKind.MEETING_OF_THREE)[-1] == relay.giver.member_id


def test_a_meeting_lies_ahead(relay: Relay, taken: int) -> None:
    with pytest.raises(PastTime):
        meet_three(relay.work, relay.giver, MeetThree(taken, minutes(9), True), minutes(10))
    assert relay.told(NoticeKind.MEETING_OF_THREE) == []


def test_a_meeting_that_is_over_is_told_to_nobody(relay: Relay, taken: int) -> None:
    met = meet_three(relay.work, relay.giver, MeetThree(taken, TOMORROW, True), minutes(10))
    told = meeting_told(relay.work, met.step_id)
    assert told is not None and told.client == "ООО «Ромашка»"
    finish_step(relay.work, relay.hunters[0], FinishStep(met.step_id), minutes(12))
    assert meeting_told(relay.work, met.step_id) is None
