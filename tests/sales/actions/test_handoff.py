"""Accepting, returning, withdrawing, completing: who may, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.completion import complete_by_contact, reopen_completion
from sales.actions.direction import Release, release_lead
from sales.actions.handoff import (
    Accept,
    GiveBack,
    Withdraw,
    accept_offer,
    member_left,
    return_offer,
    withdraw_lead,
)
from sales.actions.lead_views import lead_form
from sales.actions.leads import Submit, submit_lead
from sales.actions.parking import Park, park_lead
from sales.actions.routing import ask, ask_again, escalate
from sales.activities import CONTACT_MADE, Outcome
from sales.company import Routing
from sales.errors import AlreadyTaken, Empty, NotAllowed, NotYours, OfferClosed, Overtaken, TooLong, WrongState
from sales.handoff import Escalation, HandoffState, OfferState
from sales.leads import LeadState, Question, Verdict
from sales.notices import NoticeKind
from sales.people import Role
from sales.timers import TimerKind
from storage.handoffs import HandoffsShelf
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes


def contact(relay: Relay, outcome: Outcome = Outcome.AGREED) -> int | None:
    client = relay.work.clients.get(relay.client.id)
    return complete_by_contact(relay.work, relay.hunters[0], client, 1, outcome, minutes(20))


def test_who_accepts_gets_the_client_the_steps_and_the_thanks(relay: Relay) -> None:
    done = relay.submitted()
    accepted = relay.accept(done.handoff_id, now=minutes(7))
    receiver = relay.hunters[0].member_id
    assert (accepted.took, accepted.giver, accepted.client) == (7 * 60, "Елена Орлова", "ООО «Ромашка»")
    assert relay.owner() == receiver
    assert relay.handoff(done.handoff_id).state is HandoffState.ACCEPTED
    assert relay.told(NoticeKind.ACCEPTED) == [relay.giver.member_id]
    assert relay.facts(done.handoff_id)[-1] == ("accepted", receiver)
    assert relay.work.timers.pending_kind(TimerKind.OFFER_END) == []


def test_the_time_to_acceptance_is_working_time(relay: Relay) -> None:
    evening = NOW + timedelta(hours=7, minutes=50)
    done = relay.submitted(now=evening)
    accepted = relay.accept(done.handoff_id, now=evening + timedelta(hours=15, minutes=20))
    assert accepted.took == 20 * 60 + 10 * 60 - 10 * 60, "ten minutes in the evening and ten in the morning"


def test_accepting_twice_gives_the_first_result(relay: Relay) -> None:
    done = relay.submitted()
    first = relay.accept(done.handoff_id, now=minutes(7))
    assert relay.accept(done.handoff_id, relay.hunters[0], now=minutes(9)) == first
    assert len(relay.facts(done.handoff_id)) == 2


def test_in_a_pool_the_first_wins_and_the_late_one_learns_who(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    relay.accept(done.handoff_id, relay.hunters[1])
    with pytest.raises(AlreadyTaken) as late:
        relay.accept(done.handoff_id, relay.hunters[0])
    assert late.value.facts["who"] == "Анна Белова"
    assert relay.owner() == relay.hunters[1].member_id
    assert [offer.member_id for offer in relay.offers(done.handoff_id, OfferState.LOST)] == [relay.hunters[0].member_id]


def test_who_lost_the_race_gets_nothing_from_the_old_card_later_either(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    relay.accept(done.handoff_id, relay.hunters[0])
    contact(relay)
    with pytest.raises(AlreadyTaken):
        relay.accept(done.handoff_id, relay.hunters[1])
    assert relay.handoff(done.handoff_id).state is HandoffState.COMPLETE


def test_nobody_but_the_asked_one_answers(relay: Relay) -> None:
    done = relay.submitted()
    offer_id = relay.offers(done.handoff_id)[0].id
    for outsider in (relay.hunters[1], relay.firm.actor(Role.HUNTER)):
        with pytest.raises(NotYours):
            accept_offer(relay.work, outsider, Accept(offer_id), NOW)
        with pytest.raises(NotYours):
            return_offer(relay.work, outsider, GiveBack(offer_id, Question.FIT, "нет"), NOW)
    for outsider in (relay.giver, relay.head):
        with pytest.raises(NotAllowed):
            accept_offer(relay.work, outsider, Accept(offer_id), NOW)


def test_who_receives_no_leads_any_more_cannot_accept(relay: Relay) -> None:
    done = relay.submitted()
    demoted = replace(relay.hunters[0], roles=frozenset({Role.CLOSER}))
    with pytest.raises(NotAllowed):
        relay.accept(done.handoff_id, demoted)


def test_a_return_takes_effect_at_once_and_reopens_the_named_question(relay: Relay) -> None:
    done = relay.submitted()
    back = relay.give_back(done.handoff_id)
    assert (back.giver, back.client) == ("Елена Орлова", "ООО «Ромашка»")
    handoff = relay.handoff(done.handoff_id)
    assert (handoff.state, handoff.question, handoff.remark) == (
        HandoffState.RETURNED,
        Question.BUDGET,
        "готовы до 300 000 ₽",
    )
    shown = lead_form(relay.work, relay.giver, relay.client.id, NOW)
    assert shown.missing == ("budget",)
    budget = shown.answers[-1]
    assert (budget.verdict, budget.words, budget.remark) == (Verdict.OPEN, "слова: budget", "готовы до 300 000 ₽")
    assert relay.told(NoticeKind.RETURNED) == [relay.giver.member_id]
    assert relay.facts(done.handoff_id)[-1] == ("returned", relay.hunters[0].member_id)
    assert relay.owner() == relay.giver.member_id


def test_a_return_needs_words(relay: Relay) -> None:
    done = relay.submitted()
    offer_id = relay.offers(done.handoff_id)[0].id
    for words, refusal in (("  ", Empty), ("я" * 1001, TooLong)):
        with pytest.raises(refusal):
            return_offer(relay.work, relay.hunters[0], GiveBack(offer_id, Question.FIT, words), NOW)


def test_an_accepted_lead_is_not_returned(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    with pytest.raises(AlreadyTaken):
        form = GiveBack(relay.offer_of(done.handoff_id, relay.hunters[0]), Question.FIT, "нет")
        return_offer(relay.work, relay.hunters[0], form, NOW)


def test_one_return_takes_the_lead_from_the_whole_pool(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    form = GiveBack(relay.offer_of(done.handoff_id, relay.hunters[0]), Question.FIT, "нет")
    return_offer(relay.work, relay.hunters[0], form, NOW)
    with pytest.raises(OfferClosed) as late:
        relay.accept(done.handoff_id, relay.hunters[1])
    assert late.value.facts["state"] == "withdrawn"


def test_who_returned_a_lead_is_not_asked_again(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    again = relay.submitted(now=minutes(5))
    assert again.receivers == ("Анна Белова",)
    relay.give_back(again.handoff_id, now=minutes(6))
    third = relay.submitted(now=minutes(10))
    assert third.escalation is Escalation.ALL_RETURNED


def test_the_giver_withdraws_as_long_as_nobody_has_accepted(relay: Relay) -> None:
    done = relay.submitted()
    withdrawn = withdraw_lead(relay.work, relay.giver, Withdraw(done.handoff_id), minutes(3))
    assert relay.work.leads.get(withdrawn.lead_id).state is LeadState.DRAFT
    assert relay.facts(done.handoff_id)[-1] == ("withdrawn", relay.giver.member_id)
    with pytest.raises(OfferClosed) as late:
        relay.accept(done.handoff_id, relay.hunters[0])
    assert late.value.facts == {"state": "withdrawn", "who": ""}
    with pytest.raises(WrongState):
        withdraw_lead(relay.work, relay.giver, Withdraw(done.handoff_id), minutes(4))
    assert relay.submitted(now=minutes(5)).receivers, "and hands it over again"


def test_nobody_else_withdraws_and_nobody_after_the_acceptance(relay: Relay) -> None:
    done = relay.submitted()
    with pytest.raises(NotYours):
        withdraw_lead(relay.work, relay.head, Withdraw(done.handoff_id), NOW)
    relay.accept(done.handoff_id)
    with pytest.raises(AlreadyTaken):
        withdraw_lead(relay.work, relay.giver, Withdraw(done.handoff_id), NOW)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_first_successful_contact_completes_the_handover(relay: Relay, outcome: Outcome) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    completed = contact(relay, outcome)
    assert (completed == done.handoff_id) is (outcome in CONTACT_MADE)
    handoff = relay.handoff(done.handoff_id)
    assert (handoff.state is HandoffState.COMPLETE) is (outcome in CONTACT_MADE)
    if completed:
        assert relay.told(NoticeKind.COMPLETE) == [relay.giver.member_id]
        assert relay.work.leads.get(handoff.lead_id).state is LeadState.CONTACTED
        assert relay.facts(done.handoff_id)[-1] == ("complete", relay.hunters[0].member_id)
        assert contact(relay) is None, "and only the first"


def test_a_contact_before_the_acceptance_or_by_the_giver_completes_nothing(relay: Relay) -> None:
    done = relay.submitted()
    assert contact(relay) is None
    relay.accept(done.handoff_id)
    client = relay.work.clients.get(relay.client.id)
    assert complete_by_contact(relay.work, relay.giver, client, 1, Outcome.AGREED, NOW) is None


def test_an_undone_contact_opens_the_handover_again(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    contact(relay)
    reopen_completion(relay.work, done.handoff_id, minutes(25))
    assert relay.handoff(done.handoff_id).state is HandoffState.ACCEPTED
    assert [what for what, _ in relay.facts(done.handoff_id)] == ["submitted", "accepted"]
    with pytest.raises(WrongState):
        reopen_completion(relay.work, done.handoff_id, minutes(26))
    assert contact(relay) == done.handoff_id


def leave(relay: Relay, member_id: int) -> None:
    relay.work.people.save(replace(relay.work.people.get(member_id), active=False))
    member_left(relay.work, member_id, minutes(10))


def test_what_was_offered_to_somebody_who_left_goes_to_the_next(relay: Relay) -> None:
    done = relay.submitted()
    leave(relay, relay.hunters[0].member_id)
    assert relay.asked(done.handoff_id).member_id == relay.hunters[1].member_id
    assert ("missed", relay.hunters[0].member_id) not in relay.facts(done.handoff_id)


def test_in_a_pool_the_others_go_on(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    leave(relay, relay.hunters[0].member_id)
    assert relay.handoff(done.handoff_id).state is HandoffState.OFFERED
    assert relay.asked(done.handoff_id).member_id == relay.hunters[1].member_id


def test_what_somebody_had_accepted_comes_to_the_heads(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    leave(relay, relay.hunters[0].member_id)
    handoff = relay.handoff(done.handoff_id)
    assert (handoff.state, handoff.escalation, handoff.receiver_id) == (HandoffState.ESCALATED, Escalation.LEFT, None)
    assert relay.told(NoticeKind.ESCALATED) == [relay.head.member_id]
    assert relay.work.leads.get(handoff.lead_id).state is LeadState.OFFERED
    assert [what for what, _ in relay.facts(done.handoff_id)] == ["submitted"]


def test_what_somebody_had_given_comes_to_the_heads(relay: Relay) -> None:
    done = relay.submitted()
    leave(relay, relay.giver.member_id)
    assert relay.handoff(done.handoff_id).escalation is Escalation.LEFT
    with pytest.raises(OfferClosed):
        relay.accept(done.handoff_id, relay.hunters[0])


def test_what_a_leaver_gave_and_somebody_accepted_goes_on(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    leave(relay, relay.giver.member_id)
    assert contact(relay) == done.handoff_id


def test_a_head_is_reminded_of_what_a_leaver_had_parked(relay: Relay) -> None:
    lead_id = relay.ready()
    park = Park(lead_id, Question.FIT, "нет", (NOW + timedelta(days=90)).date())
    park_lead(relay.work, relay.giver, park, NOW)
    relay.ready(client=relay.firm.client(relay.giver, "Лютик", "лютик"))
    leave(relay, relay.giver.member_id)
    (timer,) = relay.work.timers.pending_kind(TimerKind.PARKED)
    assert timer.member_id == relay.head.member_id


def test_a_return_to_somebody_who_left_finds_the_head(relay: Relay) -> None:
    done = relay.submitted()
    giver = relay.work.people.get(relay.giver.member_id)
    relay.work.people.save(replace(giver, active=False))
    relay.give_back(done.handoff_id)
    lead_id = relay.handoff(done.handoff_id).lead_id
    assert relay.work.leads.get(lead_id).giver_id == relay.head.member_id == relay.owner()
    assert relay.told(NoticeKind.RETURNED) == [relay.head.member_id]


def test_without_a_head_a_return_stays_with_the_giver_and_the_owner_hears_of_the_queue(relay: Relay) -> None:
    relay.work.people.set_roles(relay.head.member_id, relay.firm.team.id, {Role.OWNER})
    for hunter in relay.hunters:
        relay.work.people.save(replace(relay.work.people.get(hunter.member_id), active=False))
    done = submit_lead(relay.work, relay.giver, Submit(relay.ready()), NOW)
    assert done.escalation is Escalation.NOBODY
    assert relay.told(NoticeKind.ESCALATED) == [relay.head.member_id]


def test_every_team_above_is_asked_for_a_head(relay: Relay) -> None:
    from sales.actions.routing import stewards
    from sales.company import Team, TeamSettings
    from sales.people import Permission
    from sales.ports import NEW

    company_id = relay.firm.team.company_id
    below = relay.work.companies.add_team(Team(NEW, company_id, relay.firm.team.id, "Группа", TeamSettings()))
    found = stewards(relay.work, below.id, Permission.DIRECT_HANDOVERS)
    assert [member.id for member in found] == [relay.head.member_id]


def test_group_and_cards_follow_every_change(relay: Relay) -> None:
    from storage.outbox import outbox

    place_id = relay.group()
    done = relay.submitted()
    rows = relay.conn.execute(outbox.select().where(outbox.c.place_id == place_id)).all()
    assert [(row.kind, row.subject) for row in rows] == [(NoticeKind.ANNOUNCEMENT, done.handoff_id)]
    relay.conn.execute(outbox.update().values(state="sent", message_id=1))
    relay.accept(done.handoff_id)
    rows = relay.conn.execute(outbox.select().where(outbox.c.edit)).all()
    assert sorted(row.kind for row in rows) == [NoticeKind.ANNOUNCEMENT, NoticeKind.OFFER]


def test_whoever_holds_a_stale_row_changes_nothing(relay: Relay) -> None:
    stale = relay.handoff(relay.submitted().handoff_id)
    relay.accept(stale.id)
    members = [relay.work.people.get(hunter.member_id) for hunter in relay.hunters]
    for change in (
        lambda: ask(relay.work, stale, members, NOW),
        lambda: ask_again(relay.work, stale, members, NOW),
        lambda: escalate(relay.work, stale, Escalation.NOBODY, NOW),
    ):
        with pytest.raises(Overtaken):
            change()
    assert len(relay.work.handoffs.offers(stale.id)) == 1


def test_whoever_is_overtaken_at_the_last_moment_changes_nothing(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row had moved between the look and the act, as two processes may bring about."""
    offered, returned = relay.submitted().handoff_id, relay.firm.client(relay.giver, "Лютик", "лютик")
    back = relay.submitted(client=returned).handoff_id
    relay.give_back(back)
    offer = relay.offers(offered)[0]
    monkeypatch.setattr(HandoffsShelf, "move", lambda *_: False)
    receiver = relay.actor(offer.member_id)
    for refusal, change in (
        (OfferClosed, lambda: accept_offer(relay.work, receiver, Accept(offer.id), NOW)),
        (OfferClosed, lambda: return_offer(relay.work, receiver, GiveBack(offer.id, Question.FIT, "нет"), NOW)),
        (Overtaken, lambda: withdraw_lead(relay.work, relay.giver, Withdraw(offered), NOW)),
        (Overtaken, lambda: dispute_return(relay.work, relay.giver, Disagree(back), NOW)),
    ):
        with pytest.raises(refusal):
            change()


def test_a_decision_a_release_and_a_contact_can_be_overtaken_too(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = relay.submitted().handoff_id
    relay.accept(accepted)
    back = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик")).handoff_id
    relay.give_back(back)
    dispute_return(relay.work, relay.giver, Disagree(back), NOW)
    monkeypatch.setattr(HandoffsShelf, "move", lambda *_: False)
    with pytest.raises(Overtaken):
        release_lead(relay.work, relay.head, Release(accepted), NOW)
    with pytest.raises(Overtaken):
        decide_dispute(relay.work, relay.head, Decide(back, good=False), NOW)
    assert contact(relay) is None
