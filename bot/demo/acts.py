"""Calls and meetings of the past: each settles what was due, and sets the next step. As `sales.actions.activities`
logs them."""

from __future__ import annotations

from datetime import datetime

from bot.demo import leads, relay, steps, touches
from bot.demo.past import Event, Past, Story
from bot.demo.people import Colleague
from sales.actions.activities import INBOUND_SOURCES
from sales.activities import CONTACT_MADE, Activity, ActKind, Direction, Outcome
from sales.leads import CloseReason, LeadState
from sales.steps import Step, StepKind, StepState

#: Attempts in a row after which a day passes before the next one, and after which a worked lead is unreachable.
TRIES, UNREACHABLE = 2, 6
#: Share of meetings that don't take place.
NOT_HELD = 0.08
#: Shares of the conversations that don't lead on which end it: with strangers and with those who know us.
NO_THANKS = {False: 0.42, True: 0.14}


def keep(past: Past, step_id: int, at: datetime) -> None:
    """The step's time has come: done, or left for another day."""
    step = past.rows.steps[step_id]
    if step.state is not StepState.OPEN:
        return
    story, who = past.story(step.client_id), past.crew[step.member_id]
    is_meeting = step.kind is StepKind.MEETING
    begins = steps.when_free(past, who, at, past.rng.uniform(35, 70) if is_meeting else past.rng.uniform(2, 8))
    if steps.is_over(past, who.free_at) or _waits(past, story) or past.chance(who.manner.delays):
        past.expect(_another_day(past, story, begins), Event.STEP, step_id)
    elif is_meeting:
        meet(past, story, who, who.free_at)
    elif step.kind is StepKind.CALL:
        call(past, story, who, begins)
    else:
        _finish(past, story, who, step, begins)


def call(past: Past, story: Story, who: Colleague, at: datetime) -> None:
    outcome = _outcome_of_call(past, story, who, at)
    story.misses = 0 if outcome in CONTACT_MADE else story.misses + 1
    lead = leads.lead_of(past, story)
    worked = lead is not None and lead.state is LeadState.CONTACTED
    if lead and worked and story.misses >= UNREACHABLE:
        log(past, story, who, ActKind.CALL, outcome, at, None)
        leads.close(past, story, lead, who, CloseReason.UNREACHABLE, at)
        return
    log(past, story, who, ActKind.CALL, outcome, at, _next_after_call(past, story, who, outcome))


def meet(past: Past, story: Story, who: Colleague, at: datetime) -> None:
    outcome = Outcome.NOT_HELD if past.chance(NOT_HELD) else _talked(past, story, who, at)
    if outcome is Outcome.NOT_HELD:
        log(past, story, who, ActKind.MEETING, outcome, at, (StepKind.MEETING, past.rng.randrange(1, 4)))
    else:
        log(past, story, who, ActKind.MEETING, outcome, at, _next_after_talk(past, story, who, outcome))


def log(
    past: Past,
    story: Story,
    who: Colleague,
    kind: ActKind,
    outcome: Outcome,
    at: datetime,
    plan: tuple[StepKind, int] | None,
) -> None:
    """One act with all that follows from it: steps closed and made, a hand-over completed, answers, an end."""
    closing = _carried_out(past, story, who, kind, outcome, at)
    for step in closing:
        steps.close(past, story, step.id, StepState.DONE, at)
    about = "regular" if story.ours and plan and plan[0] is StepKind.CALL else ""
    made = steps.plan(past, story, who, *plan, at, about) if plan else None
    act = past.rows.acts.save(
        Activity(
            id=past.rows.acts.next,
            company_id=past.team.company_id,
            team_id=past.team.id,
            client_id=story.client_id,
            member_id=who.id,
            kind=kind,
            direction=_direction(story),
            outcome=outcome,
            note=_note(past, story, kind, outcome),
            at=at,
            reopens=tuple(step.id for step in closing),
            made_step=made.id if made else None,
            completed=relay.complete(past, story, who, past.rows.acts.next, outcome, at),
        )
    )
    facts = {"kind": kind.value, "outcome": outcome.value}
    past.rows.note(who.id, "log_act", act.id, at, story.client_id, dict(facts))
    if outcome in CONTACT_MADE:
        story.spoken = True
        _go_on(past, story, who, outcome, made, at)


def _note(past: Past, story: Story, kind: ActKind, outcome: Outcome) -> str:
    """Nobody writes the same twice about one client, as long as there is something else to say."""
    of_customers = story.ours and outcome in CONTACT_MADE
    shelf = "regular" if of_customers else "calls" if kind is ActKind.CALL else "meetings"
    fresh = [note for note in past.words[shelf][outcome.value] if note not in story.said]
    note: str = past.rng.choice(fresh or [""])
    story.said.update({note} - {""})
    return note


def _go_on(past: Past, story: Story, who: Colleague, outcome: Outcome, made: Step | None, at: datetime) -> None:
    """What the talk means for the lead, or for a client without one."""
    lead = leads.lead_of(past, story)
    receives = lead is not None and lead.state in (LeadState.ACCEPTED, LeadState.CONTACTED)
    gives = not story.ours and not receives
    if receives:
        leads.work_on(past, story, who, outcome, at)
    elif gives and outcome is not Outcome.REFUSED:
        leads.qualify(past, story, who, outcome, made, at)
    elif lead is not None and gives and lead.state is LeadState.DRAFT:
        leads.park(past, story, lead, at)


def _outcome_of_call(past: Past, story: Story, who: Colleague, at: datetime) -> Outcome:
    reached = who.manner.reaches * (1.35 if story.spoken else 1.0) * past.skill(who, at)
    if past.chance(reached):
        return _talked(past, story, who, at)
    if not story.spoken and past.chance(0.02):
        return Outcome.WRONG_NUMBER
    return Outcome.CALL_BACK if past.chance(0.2) else Outcome.NO_ANSWER


def _talked(past: Past, story: Story, who: Colleague, at: datetime) -> Outcome:
    if past.chance(who.manner.moves * past.skill(who, at)):
        return Outcome.AGREED
    refuses = NO_THANKS[story.spoken] * (0.4 if story.ours else 1.0)
    return Outcome.REFUSED if past.chance(refuses) else Outcome.THINKING


def _next_after_call(past: Past, story: Story, who: Colleague, outcome: Outcome) -> tuple[StepKind, int] | None:
    """Which step, in how many working days."""
    if outcome is Outcome.WRONG_NUMBER:
        return None
    if outcome in (Outcome.NO_ANSWER, Outcome.CALL_BACK):
        soon = story.misses < TRIES or touches.hurries(past, story)
        return StepKind.CALL, 0 if soon else past.rng.randrange(1, 3 + story.misses)
    return _next_after_talk(past, story, who, outcome)


def _next_after_talk(past: Past, story: Story, who: Colleague, outcome: Outcome) -> tuple[StepKind, int] | None:
    """Customers are called again after a refusal too, later than usual."""
    if outcome is Outcome.REFUSED:
        return (StepKind.CALL, who.trade.rhythm * 2) if story.ours else None
    wait = max(1, round(past.rng.gauss(who.trade.rhythm, who.trade.rhythm / 3)))
    if past.chance(who.trade.meets):
        return StepKind.MEETING, wait
    kinds = {StepKind.CALL: 74, StepKind.SEND: 18, StepKind.OTHER: 4, StepKind.WAIT: 4}
    return past.rng.choices(list(kinds), list(kinds.values()))[0], wait


def _carried_out(past: Past, story: Story, who: Colleague, kind: ActKind, outcome: Outcome, at: datetime) -> list[Step]:
    """Which of the person's open steps the act settles: the product's own rule."""
    mine = steps.open_ones(past, story, who.id)
    meetings = [step for step in mine if step.kind is StepKind.MEETING]
    due = [step for step in meetings if step.due_at <= at]
    held = due or meetings[:1] if kind is ActKind.MEETING else due
    if outcome is Outcome.NO_ANSWER:
        return [step for step in mine if step.kind is StepKind.CALL][:1]
    if outcome is Outcome.NOT_HELD:
        return held
    return [step for step in mine if step.kind is not StepKind.MEETING] + held


def _direction(story: Story) -> Direction:
    if story.spoken:
        return Direction.EXISTING
    inbound = story.lead_id is not None and story.prospect.source in INBOUND_SOURCES
    return Direction.INBOUND if inbound else Direction.COLD


def _finish(past: Past, story: Story, who: Colleague, step: Step, at: datetime) -> None:
    """Sent, prepared or waited for; a call follows."""
    steps.close(past, story, step.id, StepState.DONE, at)
    past.rows.note(who.id, "finish_step", step.id, at, step.client_id)
    later = at + past.some(0.3, 2)
    made = steps.plan(past, story, who, StepKind.CALL, past.rng.randrange(1, 3), later)
    past.rows.note(who.id, "plan_step", made.id, later, step.client_id)


def _waits(past: Past, story: Story) -> bool:
    """While somebody is asked to take the client over, or to decide about it, nobody calls."""
    lead = leads.lead_of(past, story)
    return lead is not None and (lead.state is LeadState.OFFERED or relay.is_disputed(past, story))


def _another_day(past: Past, story: Story, at: datetime) -> datetime:
    """Later this day or on one of the next ones; who waits for a first contact isn't kept waiting for long."""
    return at + (past.some(30, 240) if touches.hurries(past, story) else past.some(300, 4200))
