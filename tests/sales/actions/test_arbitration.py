"""A disputed return."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.deadlines import PassOn, fire_deadlines, pass_offer
from sales.actions.handoff import GiveBack, return_offer
from sales.actions.leads import AnswerQuestion, answer_question
from sales.actions.parking import Park, park_lead
from sales.errors import LeadIncomplete, NotAllowed, NotYours, Overtaken, WrongState
from sales.handoff import Dispute, Escalation, HandoffState
from sales.leads import LeadState, Question, Verdict
from sales.notices import NoticeKind
from sales.people import Role
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def returned(relay: Relay) -> int:
    handoff_id = relay.submitted().handoff_id
    relay.give_back(handoff_id)
    return handoff_id


@pytest.fixture
def disputed(relay: Relay, returned: int) -> int:
    dispute_return(relay.work, relay.giver, Disagree(returned), minutes(5))
    return returned


def test_the_giver_disagrees_once_and_the_arbiters_hear_of_it(relay: Relay, returned: int) -> None:
    quality = relay.firm.actor(Role.QUALITY_MANAGER, name="Пётр Смирнов")
    done = dispute_return(relay.work, relay.giver, Disagree(returned), minutes(5))
    assert done.arbiters == ("Ольга Павлова", "Пётр Смирнов")
    assert relay.told(NoticeKind.DISPUTED) == [relay.head.member_id, quality.member_id]
    with pytest.raises(WrongState):
        dispute_return(relay.work, relay.giver, Disagree(returned), minutes(6))


def test_nobody_else_disagrees(relay: Relay, returned: int) -> None:
    with pytest.raises(NotYours):
        dispute_return(relay.work, relay.head, Disagree(returned), NOW)


def test_overruled_the_same_receiver_must_accept(relay: Relay, disputed: int) -> None:
    done = decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(10))
    assert done.asked
    handoff = relay.handoff(disputed)
    assert (handoff.state, handoff.binding, handoff.deadline_at) == (HandoffState.REROUTED, True, minutes(40))
    receiver = relay.asked(disputed)
    assert receiver.member_id == relay.hunters[0].member_id
    offer_id = relay.offer_of(disputed, receiver)
    with pytest.raises(WrongState):
        return_offer(relay.work, receiver, GiveBack(offer_id, Question.FIT, "всё равно нет"), minutes(11))
    with pytest.raises(WrongState):
        pass_offer(relay.work, receiver, PassOn(offer_id, minutes(100)), minutes(11))
    assert [what for what, _ in relay.facts(disputed)] == ["submitted"], "a return that did not hold is none"
    relay.accept(disputed, now=minutes(12))
    assert relay.told(NoticeKind.DECIDED) == [relay.giver.member_id]


def test_overruled_and_still_not_accepted_it_comes_to_the_head(relay: Relay, disputed: int) -> None:
    decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(10))
    fire_deadlines(relay.work, minutes(40))
    assert relay.handoff(disputed).escalation is Escalation.DISPUTE


def test_overruled_with_the_receiver_gone_it_comes_to_the_head(relay: Relay, disputed: int) -> None:
    gone = relay.work.people.get(relay.hunters[0].member_id)
    relay.work.people.save(replace(gone, active=False))
    done = decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(10))
    assert not done.asked
    assert relay.handoff(disputed).escalation is Escalation.DISPUTE


def test_upheld_the_return_stands_and_both_hear_of_it(relay: Relay, disputed: int) -> None:
    done = decide_dispute(relay.work, relay.head, Decide(disputed, good=False), minutes(10))
    assert not done.asked
    handoff = relay.handoff(disputed)
    assert (handoff.state, handoff.dispute) == (HandoffState.RETURNED, Dispute.UPHELD)
    assert relay.told(NoticeKind.DECIDED) == [relay.giver.member_id, relay.hunters[0].member_id]
    with pytest.raises(Overtaken):
        decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(11))


def test_a_decision_is_made_once(relay: Relay, disputed: int) -> None:
    second = relay.firm.actor(Role.TEAM_LEAD)
    decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(10))
    with pytest.raises(Overtaken):
        decide_dispute(relay.work, second, Decide(disputed, good=False), minutes(10))


def test_a_party_does_not_decide_where_somebody_else_can(relay: Relay) -> None:
    other = relay.firm.actor(Role.TEAM_LEAD, name="Пётр Смирнов")
    client = relay.firm.client(relay.head, "Лютик", "лютик")
    handoff_id = relay.submitted(giver=relay.head, client=client).handoff_id
    relay.give_back(handoff_id)
    assert dispute_return(relay.work, relay.head, Disagree(handoff_id), NOW).arbiters == ("Пётр Смирнов",)
    with pytest.raises(NotYours):
        decide_dispute(relay.work, relay.head, Decide(handoff_id, good=True), NOW)
    assert decide_dispute(relay.work, other, Decide(handoff_id, good=True), NOW).asked


def test_an_only_head_decides_also_as_a_party(relay: Relay) -> None:
    client = relay.firm.client(relay.head, "Лютик", "лютик")
    handoff_id = relay.submitted(giver=relay.head, client=client).handoff_id
    relay.give_back(handoff_id)
    dispute_return(relay.work, relay.head, Disagree(handoff_id), NOW)
    assert decide_dispute(relay.work, relay.head, Decide(handoff_id, good=True), NOW).asked


def test_the_parties_of_the_trade_do_not_arbitrate(relay: Relay, disputed: int) -> None:
    for outsider in (relay.giver, relay.hunters[0]):
        with pytest.raises(NotAllowed):
            decide_dispute(relay.work, outsider, Decide(disputed, good=True), NOW)


def test_handing_over_anew_ends_the_dispute(relay: Relay, disputed: int) -> None:
    relay.submitted(now=minutes(8))
    assert relay.handoff(disputed).dispute is Dispute.NONE
    with pytest.raises(Overtaken):
        decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(10))
    with pytest.raises(Overtaken):
        dispute_return(relay.work, relay.giver, Disagree(disputed), minutes(10))


def test_a_parked_lead_is_disputed_no_more(relay: Relay, disputed: int) -> None:
    lead = relay.work.leads.get(relay.handoff(disputed).lead_id)
    assert lead.state is LeadState.DRAFT
    until = minutes(60 * 24 * 30).date()
    park_lead(relay.work, relay.giver, Park(lead.id, Question.BUDGET, "нет", until), minutes(6))
    with pytest.raises(Overtaken):
        decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(10))


def test_what_the_giver_has_opened_since_keeps_the_gate_shut(relay: Relay, disputed: int) -> None:
    lead_id = relay.handoff(disputed).lead_id
    answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.PAINS, Verdict.OPEN), minutes(6))
    with pytest.raises(LeadIncomplete):
        decide_dispute(relay.work, relay.head, Decide(disputed, good=True), minutes(10))
