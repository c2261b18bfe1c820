"""A lead in its giver's hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sales.actions.lead_views import lead_form, my_leads
from sales.actions.leads import (
    AnswerQuestion,
    FillLead,
    StartLead,
    Submit,
    answer_question,
    fill_lead,
    lead_to_start,
    start_lead,
    submit_lead,
)
from sales.actions.parking import CloseLead, Park, Resume, close_lead, park_lead, resume_lead
from sales.activities import Outcome
from sales.company import Routing
from sales.errors import (
    BadAmount,
    Empty,
    LeadIncomplete,
    NotAllowed,
    NotFound,
    NotYours,
    OpenLeadExists,
    Overtaken,
    PastTime,
    TooLong,
    WrongState,
)
from sales.handoff import Escalation, HandoffState
from sales.leads import FORM, CloseReason, LeadState, Question, Source, Verdict
from sales.notices import NoticeKind
from sales.people import Role
from sales.steps import StepKind, StepPlan, StepState
from sales.timers import TimerKind
from tests.builders import NOW
from tests.sales.actions.relay import TOMORROW, Relay, filled, minutes


def begin(relay: Relay) -> int:
    return start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW).lead_id


def test_a_new_lead_lacks_everything_in_the_order_of_the_form(relay: Relay) -> None:
    started = start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW)
    assert started.missing == FORM
    assert (started.client, started.answered) == ("ООО «Ромашка»", 0)


def test_every_answer_is_kept_at_once_and_the_next_start_asks_only_what_is_open(relay: Relay) -> None:
    lead_id = begin(relay)
    for question in (Question.PAINS, Question.FIT, Question.BUDGET):
        answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, question, Verdict.YES, "так"), NOW)
    fill_lead(relay.work, relay.giver, filled(lead_id, estimate=None), NOW)
    again = start_lead(relay.work, relay.giver, StartLead(relay.client.id), minutes(60))
    assert (again.lead_id, again.answered, again.missing) == (lead_id, 3, ("severity", "estimate"))


def test_evidence_in_words_is_the_yes(relay: Relay) -> None:
    lead_id = begin(relay)
    with pytest.raises(Empty):
        answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.PAINS, Verdict.YES, "  "), NOW)
    with pytest.raises(TooLong):
        form = AnswerQuestion(lead_id, Question.PAINS, Verdict.YES, "я" * 1001)
        answer_question(relay.work, relay.giver, form, NOW)


def test_not_knowing_leaves_the_question_open_and_forgets_no_words(relay: Relay) -> None:
    lead_id = begin(relay)
    blank = answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.PAINS, Verdict.OPEN), NOW)
    assert "pains" in blank.missing
    answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.PAINS, Verdict.YES, "теряют"), NOW)
    answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.PAINS, Verdict.OPEN), NOW)
    shown = lead_form(relay.work, relay.giver, relay.client.id, NOW)
    assert [(one.words, one.verdict) for one in shown.answers] == [("теряют", Verdict.OPEN)]


def test_a_no_is_never_answered_without_parking(relay: Relay) -> None:
    with pytest.raises(WrongState):
        form = AnswerQuestion(begin(relay), Question.PAINS, Verdict.NO, "нет")
        answer_question(relay.work, relay.giver, form, NOW)


def test_the_form_offers_what_is_known(relay: Relay) -> None:
    relay.firm.products("Заявки", "Склад")
    begin(relay)
    shown = lead_form(relay.work, relay.giver, relay.client.id, NOW)
    assert shown.products == ("Заявки", "Склад")
    assert shown.people == ("Пётр Ильин, коммерческий директор",)
    assert shown.step is None


def test_the_source_of_the_client_is_kept_from_the_first_touch(relay: Relay) -> None:
    relay.work.clients.save(replace(relay.client, source="exhibition"))
    begin(relay)
    shown = lead_form(relay.work, relay.giver, relay.client.id, NOW)
    assert shown.lead.source is Source.EXHIBITION


@pytest.mark.parametrize("estimate", [0, -1, 10**15 + 1])
def test_an_estimate_is_a_sensible_sum(relay: Relay, estimate: int) -> None:
    with pytest.raises(BadAmount):
        fill_lead(relay.work, relay.giver, FillLead(begin(relay), estimate=estimate), NOW)


def test_the_agreed_step_lies_ahead(relay: Relay) -> None:
    with pytest.raises(PastTime):
        past = StepPlan(StepKind.CALL, minutes(-1), True)
        fill_lead(relay.work, relay.giver, FillLead(begin(relay), step=past), NOW)


def test_nothing_may_be_missing(relay: Relay) -> None:
    lead_id = relay.ready()
    answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.BUDGET, Verdict.OPEN), NOW)
    with pytest.raises(LeadIncomplete) as refused:
        submit_lead(relay.work, relay.giver, Submit(lead_id), NOW)
    assert refused.value.facts["missing"] == "budget"


def test_an_agreement_whose_time_has_passed_is_none(relay: Relay) -> None:
    lead_id = relay.ready()
    with pytest.raises(LeadIncomplete) as refused:
        submit_lead(relay.work, relay.giver, Submit(lead_id), TOMORROW)
    assert refused.value.facts["missing"] == "next_at"


def test_a_submitted_lead_asks_one_in_turn_until_the_deadline(relay: Relay) -> None:
    done = relay.submitted()
    assert (done.receivers, done.deadline_at, done.escalation) == (("Тимур Каримов",), minutes(30), None)
    assert relay.told(NoticeKind.OFFER) == [relay.hunters[0].member_id]
    assert relay.facts(done.handoff_id) == [("submitted", relay.giver.member_id)]
    assert relay.owner() == relay.giver.member_id


def test_the_agreed_step_becomes_the_givers_until_somebody_accepts(relay: Relay) -> None:
    done = relay.submitted()
    (step,) = relay.work.steps.open_of_client(relay.client.id)
    assert (step.member_id, step.due_at, step.words) == (relay.giver.member_id, TOMORROW, "демо")
    relay.accept(done.handoff_id)
    (step,) = relay.work.steps.open_of_client(relay.client.id)
    assert step.member_id == relay.hunters[0].member_id


def test_a_step_that_stands_already_is_not_made_twice(relay: Relay) -> None:
    from sales.actions.steps import plan_step

    plan = StepPlan(StepKind.MEETING, TOMORROW, True, "показ")
    step = plan_step(relay.work, relay.firm.team, relay.client.id, relay.giver.member_id, plan, NOW)
    lead_id = relay.ready()
    suggested = lead_form(relay.work, relay.giver, relay.client.id, NOW).step
    assert suggested is not None and suggested.id == step.id
    fill_lead(relay.work, relay.giver, FillLead(lead_id, step_id=step.id), NOW)
    submit_lead(relay.work, relay.giver, Submit(lead_id), NOW)
    assert [one.id for one in relay.work.steps.open_of_client(relay.client.id)] == [step.id]


def test_a_step_whose_time_has_passed_is_not_suggested(relay: Relay) -> None:
    from sales.actions.steps import plan_step

    plan = StepPlan(StepKind.CALL, TOMORROW, True)
    plan_step(relay.work, relay.firm.team, relay.client.id, relay.giver.member_id, plan, NOW)
    begin(relay)
    assert lead_form(relay.work, relay.giver, relay.client.id, TOMORROW).step is None


def test_one_field_is_filled_without_the_others(relay: Relay) -> None:
    lead_id = begin(relay)
    fill_lead(relay.work, relay.giver, FillLead(lead_id, product="Склад"), NOW)
    lead = relay.work.leads.get(lead_id)
    assert (lead.product, lead.expects, lead.next_at) == ("Склад", "", None)


def test_another_agreement_replaces_the_step_made_of_the_first(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    (step,) = relay.work.steps.open_of_client(relay.client.id)
    lead_id = begin(relay)
    later = StepPlan(StepKind.CALL, TOMORROW + timedelta(hours=1), True)
    fill_lead(relay.work, relay.giver, FillLead(lead_id, step=later), NOW)
    assert relay.work.steps.get(step.id).state is StepState.DROPPED


def test_a_step_of_another_client_is_no_agreement(relay: Relay) -> None:
    from sales.actions.steps import plan_step

    other = relay.firm.client(relay.giver, "АО «Лютик»", "лютик")
    plan = StepPlan(StepKind.CALL, TOMORROW, True)
    step = plan_step(relay.work, relay.firm.team, other.id, relay.giver.member_id, plan, NOW)
    with pytest.raises(WrongState):
        fill_lead(relay.work, relay.giver, FillLead(begin(relay), step_id=step.id), NOW)


def test_everybody_free_is_asked_where_the_team_has_a_pool(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    assert relay.submitted().receivers == ("Тимур Каримов", "Анна Белова")


@pytest.mark.parametrize("routing", list(Routing))
def test_absent_and_unreachable_people_and_the_giver_are_skipped(relay: Relay, routing: Routing) -> None:
    relay.firm.settle(routing=routing)
    relay.firm.member(Role.HUNTER, active=False)
    relay.firm.member(Role.HUNTER, unreachable="blocked")
    first = relay.work.people.get(relay.hunters[0].member_id)
    relay.work.people.save(replace(first, away_until=minutes(60)))
    assert relay.submitted(giver=relay.hunters[1], client=relay.firm.client(relay.hunters[1])).receivers == ()
    assert relay.submitted().receivers == ("Анна Белова",)


def test_the_least_loaded_one_is_asked_first(relay: Relay) -> None:
    first = relay.submitted()
    second = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"), now=minutes(1))
    relay.accept(first.handoff_id, now=minutes(2))
    relay.give_back(second.handoff_id, now=minutes(2))
    third = relay.submitted(client=relay.firm.client(relay.giver, "Пион", "пион"), now=minutes(3))
    assert [first.receivers, second.receivers, third.receivers] == [
        ("Тимур Каримов",),
        ("Анна Белова",),
        ("Анна Белова",),
    ]


def test_without_a_receiver_the_heads_have_it_with_the_reason(relay: Relay) -> None:
    for hunter in relay.hunters:
        relay.work.people.save(replace(relay.work.people.get(hunter.member_id), away_until=minutes(60)))
    done = relay.submitted()
    assert (done.receivers, done.deadline_at, done.escalation) == ((), None, Escalation.ALL_AWAY)
    assert relay.told(NoticeKind.ESCALATED) == [relay.head.member_id]
    for hunter in relay.hunters:
        relay.work.people.save(replace(relay.work.people.get(hunter.member_id), active=False))
    other = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"))
    assert other.escalation is Escalation.NOBODY


def test_a_draft_belongs_to_its_giver(relay: Relay) -> None:
    lead_id = relay.ready()
    with pytest.raises(NotYours):
        submit_lead(relay.work, relay.head, Submit(lead_id), NOW)
    with pytest.raises(NotYours):
        lead_form(relay.work, relay.hunters[0], relay.client.id, NOW)
    with pytest.raises(NotAllowed):
        submit_lead(relay.work, relay.firm.actor(Role.ANALYST), Submit(lead_id), NOW)
    submit_lead(relay.work, relay.giver, Submit(lead_id), NOW)
    with pytest.raises(WrongState):
        submit_lead(relay.work, relay.giver, Submit(lead_id), NOW)


def test_a_stranger_to_the_client_begins_no_lead_with_it(relay: Relay) -> None:
    with pytest.raises(NotYours):
        start_lead(relay.work, relay.hunters[0], StartLead(relay.client.id), NOW)
    with pytest.raises(NotFound):
        start_lead(relay.work, replace(relay.giver, reach=frozenset({99})), StartLead(relay.client.id), NOW)


def test_one_open_lead_per_client_and_its_holder_is_named(relay: Relay) -> None:
    lead_id = begin(relay)
    taken = start_lead(relay.work, relay.head, StartLead(relay.client.id), NOW)
    assert taken.lead_id == lead_id, "a blank draft holds nobody back"
    answer_question(relay.work, relay.head, AnswerQuestion(lead_id, Question.PAINS, Verdict.YES, "так"), NOW)
    with pytest.raises(OpenLeadExists) as refused:
        begin(relay)
    assert refused.value.facts["who"] == "Ольга Павлова"


def test_an_accepted_lead_is_held_by_its_receiver(relay: Relay) -> None:
    relay.accept(relay.submitted().handoff_id)
    with pytest.raises(OpenLeadExists) as refused:
        start_lead(relay.work, relay.head, StartLead(relay.client.id), NOW)
    assert refused.value.facts["who"] == "Тимур Каримов"


def test_what_somebody_left_behind_can_be_taken_over(relay: Relay) -> None:
    lead_id = relay.ready()
    relay.work.people.save(replace(relay.work.people.get(relay.giver.member_id), active=False))
    assert start_lead(relay.work, relay.head, StartLead(relay.client.id), NOW).lead_id == lead_id
    assert relay.work.leads.get(lead_id).giver_id == relay.head.member_id


def test_an_overtaken_save_is_refused(relay: Relay) -> None:
    from sales.actions.leads import save_lead

    lead = relay.work.leads.get(begin(relay))
    save_lead(relay.work, lead)
    with pytest.raises(Overtaken):
        save_lead(relay.work, lead)


def test_before_a_form_opens_it_is_known_what_it_will_ask(relay: Relay) -> None:
    fresh = lead_to_start(relay.work, relay.giver, relay.client.id, NOW)
    assert (fresh.lead_id, fresh.missing) == (0, FORM)
    with pytest.raises(NotFound):
        lead_form(relay.work, relay.giver, relay.client.id, NOW)
    lead_id = park(relay)
    assert lead_to_start(relay.work, relay.giver, relay.client.id, NOW).missing == ("budget",)
    assert relay.work.leads.get(lead_id).state is LeadState.PARKED, "asking changes nothing"
    resume_lead(relay.work, relay.giver, Resume(lead_id), NOW)
    assert lead_to_start(relay.work, relay.giver, relay.client.id, NOW).missing == ("budget",)


MARCH = date(2027, 3, 9)


def park(relay: Relay) -> int:
    lead_id = relay.ready()
    park_lead(relay.work, relay.giver, Park(lead_id, Question.BUDGET, "денег нет до весны", MARCH), NOW)
    return lead_id


def test_a_no_parks_the_lead_with_reason_and_date_and_reminds(relay: Relay) -> None:
    lead = relay.work.leads.get(park(relay))
    assert (lead.state, lead.reason_words, lead.parked_until) == (LeadState.PARKED, "денег нет до весны", MARCH)
    (timer,) = relay.work.timers.pending_kind(TimerKind.PARKED)
    assert (timer.subject, timer.member_id) == (lead.id, relay.giver.member_id)
    assert timer.due_at.isoformat() == "2027-03-09T06:00:00+00:00"


def test_a_parked_lead_comes_back_with_the_refused_question_open(relay: Relay) -> None:
    lead_id = park(relay)
    resumed = resume_lead(relay.work, relay.giver, Resume(lead_id), NOW)
    assert resumed.missing == ("budget",)
    assert relay.work.timers.pending_kind(TimerKind.PARKED) == []
    assert lead_form(relay.work, relay.giver, relay.client.id, NOW).answers[-1].words == "денег нет до весны"


def test_beginning_anew_resumes_what_was_parked(relay: Relay) -> None:
    lead_id = park(relay)
    assert start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW).lead_id == lead_id
    assert relay.work.leads.get(lead_id).state is LeadState.DRAFT


def test_only_its_giver_resumes_a_parked_lead_and_only_once(relay: Relay) -> None:
    lead_id = park(relay)
    with pytest.raises(NotYours):
        resume_lead(relay.work, relay.hunters[0], Resume(lead_id), NOW)
    resume_lead(relay.work, relay.giver, Resume(lead_id), NOW)
    with pytest.raises(WrongState):
        resume_lead(relay.work, relay.giver, Resume(lead_id), NOW)


@pytest.mark.parametrize("until", [date(2026, 11, 25), date(2026, 11, 1), date(2036, 1, 1)])
def test_a_parked_lead_comes_back_on_a_sensible_day(relay: Relay, until: date) -> None:
    with pytest.raises(PastTime):
        park_lead(relay.work, relay.giver, Park(begin(relay), Question.FIT, "не подходит", until), NOW)


def test_own_leads_are_listed_drafts_first(relay: Relay) -> None:
    parked = park(relay)
    other = relay.firm.client(relay.giver, "Лютик", "лютик")
    draft = start_lead(relay.work, relay.giver, StartLead(other.id), NOW).lead_id
    lines = my_leads(relay.work, relay.giver)
    assert [(line.lead_id, line.answered, line.parked_until) for line in lines] == [
        (draft, 0, None),
        (parked, 3, MARCH),
    ]


def worked(relay: Relay) -> int:
    from sales.actions.completion import complete_by_contact

    done = relay.submitted()
    relay.accept(done.handoff_id)
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[0], client, 1, Outcome.AGREED, NOW)
    return relay.handoff(done.handoff_id).lead_id


def test_a_worked_lead_is_closed_with_a_reason_and_reminds_nobody(relay: Relay) -> None:
    lead_id = worked(relay)
    form = CloseLead(lead_id, CloseReason.COMPETITOR, "ушли к соседям")
    closed = close_lead(relay.work, relay.hunters[0], form, NOW)
    assert closed.reason is CloseReason.COMPETITOR
    assert relay.work.leads.get(lead_id).state is LeadState.CLOSED
    assert relay.work.steps.open_of_client(relay.client.id) == []
    assert relay.work.timers.pending_kind(TimerKind.STEP) == []
    again = start_lead(relay.work, relay.hunters[0], StartLead(relay.client.id), NOW)
    assert again.lead_id != lead_id


def test_another_reason_wants_words(relay: Relay) -> None:
    with pytest.raises(Empty):
        close_lead(relay.work, relay.hunters[0], CloseLead(worked(relay), CloseReason.OTHER), NOW)


def test_before_the_first_contact_only_the_head_closes(relay: Relay) -> None:
    done = relay.submitted()
    lead_id = relay.handoff(done.handoff_id).lead_id
    form = CloseLead(lead_id, CloseReason.NO_NEED)
    with pytest.raises(WrongState):
        close_lead(relay.work, relay.head, form, NOW)
    relay.accept(done.handoff_id)
    with pytest.raises(NotYours):
        close_lead(relay.work, relay.hunters[0], form, NOW)
    close_lead(relay.work, relay.head, form, NOW)
    assert relay.handoff(done.handoff_id).state is HandoffState.WITHDRAWN


def test_a_giver_does_not_close_what_was_handed_over(relay: Relay) -> None:
    with pytest.raises(NotYours):
        close_lead(relay.work, relay.giver, CloseLead(worked(relay), CloseReason.NO_NEED), NOW)


def test_a_lead_is_reckoned_in_its_clients_currency_as_it_is_when_the_sum_is_told(relay: Relay) -> None:
    relay.work.clients.save(replace(relay.client, country="KZ", currency="KZT"))
    lead_id = start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW).lead_id
    assert relay.work.leads.get(lead_id).currency == "KZT"
    relay.work.clients.save(replace(relay.work.clients.get(relay.client.id), currency="USD"))
    assert lead_form(relay.work, relay.giver, relay.client.id, NOW).currency == "USD"
    fill_lead(relay.work, relay.giver, FillLead(lead_id, product="Склад"), NOW)
    assert relay.work.leads.get(lead_id).currency == "KZT"
    fill_lead(relay.work, relay.giver, FillLead(lead_id, estimate=500_00), NOW)
    assert relay.work.leads.get(lead_id).currency == "USD"
