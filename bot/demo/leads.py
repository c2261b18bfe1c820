"""Qualification in the past: answer by answer to a lead that can be handed over; parked, taken up again, closed.
As `sales.actions.leads` and `sales.actions.parking` keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.demo import steps
from bot.demo.past import Event, Past, Story
from bot.demo.people import Colleague
from sales.activities import Outcome
from sales.leads import Answer, CloseReason, Lead, LeadState, Question, Verdict, answered, missing
from sales.ports import NEW
from sales.steps import Step, StepKind
from sales.timers import Timer, TimerKind
from sales.worktime import day_start

#: How many answers one talk brings, by its outcome.
ANSWERS = {Outcome.AGREED: (0, 1, 1, 1, 2), Outcome.THINKING: (0, 0, 1)}
#: Working days a parked lead waits.
PARKED = (6, 45)
#: Talks without progress after which a worked lead is given up, and with progress before one may be won.
PATIENCE, WARM = 5, 4
#: What a lost lead is lost for.
LOST = {CloseReason.COMPETITOR: 4, CloseReason.NO_MONEY: 4, CloseReason.NO_NEED: 3}


def lead_of(past: Past, story: Story) -> Lead | None:
    return past.rows.leads[story.lead_id] if story.lead_id else None


def change(past: Past, lead: Lead, **changes: Any) -> Lead:
    return past.rows.leads.save(replace(lead, version=lead.version + 1, **changes))


def answers_of(past: Past, lead: Lead) -> list[Answer]:
    return [past.rows.answers[lead.id, one] for one in Question if (lead.id, one) in past.rows.answers]


def qualify(past: Past, story: Story, who: Colleague, outcome: Outcome, agreed: Step | None, at: datetime) -> None:
    """What the talk has brought. Once nothing is missing, the lead is on its way to be handed over."""
    lead = lead_of(past, story)
    count = past.rng.choice(ANSWERS[outcome])
    if lead is None:
        if not count:
            return
        lead = _start(past, story, who, at)
    if lead.state is not LeadState.DRAFT:
        return
    held = {one.question for one in answers_of(past, lead) if one.verdict is Verdict.YES}
    for question in [one for one in Question if one not in held][:count]:
        _answer(past, story, lead, question, at)
    lead = _fill(past, story, lead, agreed, at)
    if not missing(lead, answers_of(past, lead), at):
        past.expect(at + past.some(3, 12), Event.SUBMIT, lead.id)


def make_ready(past: Past, story: Story, lead: Lead, at: datetime) -> Lead:
    """Whatever is missing becomes known; a step that is still ahead is what was agreed."""
    giver = past.crew[lead.giver_id]
    held = {one.question for one in answers_of(past, lead) if one.verdict is Verdict.YES}
    for question in [one for one in Question if one not in held]:
        _answer(past, story, lead, question, at)
    ahead = [step for step in steps.open_ones(past, story, giver.id) if step.due_at > past.now]
    agreed = ahead[0] if ahead else steps.plan(past, story, giver, StepKind.CALL, 2, at)
    return _fill(past, story, lead, agreed, at)


def _start(past: Past, story: Story, who: Colleague, at: datetime) -> Lead:
    team = past.team
    lead = past.rows.leads.save(
        Lead(
            id=past.rows.leads.next,
            company_id=team.company_id,
            team_id=team.id,
            client_id=story.client_id,
            giver_id=who.id,
            state=LeadState.DRAFT,
            created_at=at,
            source=story.prospect.source,
        )
    )
    story.lead_id = lead.id
    past.rows.note(who.id, "start_lead", lead.id, at, story.client_id)
    return lead


def evidence(story: Story, question: Question) -> str:
    case = story.prospect.case
    return {
        Question.PAINS: case["pain"],
        Question.FIT: case["fit"],
        Question.SEVERITY: case["severity"],
        Question.BUDGET: str(story.prospect.budget["words"]),
    }[question]


def _answer(past: Past, story: Story, lead: Lead, question: Question, at: datetime) -> None:
    said = Answer(question, Verdict.YES, evidence(story, question), lead.giver_id, at)
    past.rows.answers[lead.id, question] = said
    past.rows.note(lead.giver_id, "answer_question", lead.id, at, lead.client_id)


def _fill(past: Past, story: Story, lead: Lead, agreed: Step | None, at: datetime) -> Lead:
    """What stands beside the answers becomes known together with them."""
    one, known = story.prospect, {answer.question for answer in answers_of(past, lead)}
    changes: dict[str, Any] = {}
    if Question.FIT in known:
        changes["product"] = one.case["product"]
    if Question.SEVERITY in known:
        changes["decision_maker"] = one.decides
    if Question.BUDGET in known:
        changes |= {"estimate": one.budget["roubles"] * 100, "expects": one.expects}
    if agreed is not None:
        changes |= {"next_kind": agreed.kind, "next_at": agreed.due_at, "next_exact": agreed.exact}
        changes |= {"next_words": agreed.words, "next_place": agreed.place, "step_id": agreed.id}
    past.rows.note(lead.giver_id, "fill_lead", lead.id, at, lead.client_id)
    return change(past, lead, **changes)


def park(past: Past, story: Story, lead: Lead, at: datetime) -> None:
    """The client has said no to a question: not now."""
    known = answered(answers_of(past, lead))
    question = list(Question)[min(known, len(Question) - 1)]
    words, until = past.one_of("lead", "parked", question.value), past.day(at, past.rng.randrange(*PARKED))
    past.rows.answers[lead.id, question] = Answer(question, Verdict.NO, words, lead.giver_id, at)
    change(past, lead, state=LeadState.PARKED, parked_until=until, reason_words=words)
    past.rows.note(lead.giver_id, "park_lead", lead.id, at, lead.client_id)
    past.expect(day_start(until, past.schedule) + past.some(5, 240), Event.PARKED, lead.id)


def resume(past: Past, lead_id: int, at: datetime) -> None:
    """Its date has come: the client is called again."""
    lead = past.rows.leads[lead_id]
    story, giver = past.story(lead.client_id), past.crew[lead.giver_id]
    for answer in answers_of(past, lead):
        if answer.verdict is Verdict.NO:
            past.rows.answers[lead_id, answer.question] = replace(answer, verdict=Verdict.OPEN)
    change(past, lead, state=LeadState.DRAFT, parked_until=None, reason_words="")
    past.rows.note(lead.giver_id, "resume_lead", lead_id, at, lead.client_id)
    steps.plan(past, story, giver, StepKind.CALL, 0, at)


def work_on(past: Past, story: Story, who: Colleague, outcome: Outcome, at: datetime) -> bool:
    """After the first contact: won, lost, or not over yet (True)."""
    lead = lead_of(past, story)
    if lead is None or lead.state is not LeadState.CONTACTED:
        return True
    story.warm += outcome is Outcome.AGREED
    story.cold += outcome is Outcome.THINKING
    if story.warm >= WARM and outcome is Outcome.AGREED and past.chance(who.manner.moves * 0.6):
        close(past, story, lead, who, CloseReason.WON, at)
    elif outcome is Outcome.REFUSED or story.cold >= PATIENCE:
        close(past, story, lead, who, past.rng.choices(list(LOST), list(LOST.values()))[0], at)
    else:
        return True
    return False


def close(past: Past, story: Story, lead: Lead, who: Colleague, reason: CloseReason, at: datetime) -> None:
    """With its steps. Whoever bought is asked after a while how it goes."""
    at = steps.when_free(past, who, at, 2)
    words = past.one_of("lead", "closed", reason.value)
    change(past, lead, state=LeadState.CLOSED, closed_at=at, close_reason=reason, reason_words=words)
    past.rows.note(who.id, "close_lead", lead.id, at, lead.client_id, {"reason": reason.value, "words": words})
    steps.drop_all(past, story, at)
    if reason is CloseReason.WON:
        later = at + past.some(1, 4)
        made = steps.plan(past, story, who, StepKind.CALL, past.rng.randrange(8, 16), later, "regular")
        past.rows.note(who.id, "plan_step", made.id, later, lead.client_id)


def parked_timers(past: Past) -> list[Timer]:
    """Of the leads whose date is still ahead, or has come on a day off."""
    dates: list[tuple[Lead, date]] = [(one, one.parked_until) for one in past.rows.leads if one.parked_until]
    return [
        Timer(NEW, TimerKind.PARKED, lead.id, "", lead.giver_id, day_start(until, past.schedule), False)
        for lead, until in dates
    ]
