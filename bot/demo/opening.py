"""What is under way when the curtain rises: a lead that waits in the heads' queue, two that are asked about, one that
was just accepted, one that has just come back, and a day with something to do for everybody. What people are told of it
leaves as usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.demo import leads, relay
from bot.demo.past import Past
from sales.actions.arbitration import arbiters
from sales.actions.handoff import Accept, GiveBack, accept_offer, return_offer
from sales.actions.leads import Submit, submit_lead
from sales.actions.people import actor_of_member
from sales.actions.routing import stewards
from sales.handoff import Dispute, Handoff, HandoffState, Offer, OfferState
from sales.leads import Lead, LeadState, Question, answered
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Permission
from sales.ports import Work
from sales.steps import Step, StepState
from sales.timers import LATE_AFTER, TimerKind
from sales.worktime import day_end, day_start, local_day, next_working_day, previous_working_day

#: Before yesterday's closing, so that two receivers could let their terms pass.
QUEUED_BEFORE = timedelta(hours=2, minutes=20)
#: Working minutes before the start: the lead that comes back is handed over, comes back; one is handed over, accepted;
#: two more are handed over.
GIVEN, BACK, PASSED, TAKEN, ASKED = 41, 23, 35, 29, (12, 4)
#: Hand-overs of the last days that the group can read of.
ANNOUNCED = 6
#: Working days until a parked lead comes back.
SOON = 2
#: Steps that the first day keeps for each, so that whoever watches it can follow; and how many go to a day after it.
TODAY, LATER = 3, 2
#: A day that is shorter than this takes nothing more.
SHORT = timedelta(hours=1)


def prepare(past: Past) -> Sequence[int]:
    """Makes room in the day that begins, and leads ready. Gives those that will be handed over at the opening."""
    _make_the_day(past)
    _bring_back(past)
    ready = _promising(past)
    queued, *others = ready[: 3 + len(ASKED)]
    at = past.end - QUEUED_BEFORE
    _pass_in_vain(past, leads.make_ready(past, past.story(queued.client_id), queued, at), at + timedelta(minutes=3))
    early = working_back(past, GIVEN + 5)
    return [leads.make_ready(past, past.story(lead.client_id), lead, early).id for lead in others]


def begin(work: Work, past: Past, ready: Sequence[int]) -> None:
    """The last minutes, through the product's own actions: cards go out, and a line to the group for each."""
    _tell_what_waits(work, past)
    _plan_the_mornings(work, past)
    back, taken, *asked = ready
    _submit(work, past, back, GIVEN)
    _submit(work, past, taken, PASSED)
    _accept(work, past, taken)
    _give_back(work, past, back)
    for lead_id, minutes in zip(asked, ASKED, strict=True):
        _submit(work, past, lead_id, minutes)


def _promising(past: Past) -> list[Lead]:
    """Drafts that nobody touched in the last hours, the most answers first."""
    quiet = past.end - QUEUED_BEFORE
    touched = {act.client_id for act in past.rows.acts if act.at > quiet - timedelta(minutes=15)}
    returned = {one.lead_id for one in past.rows.handoffs}
    drafts = [
        lead
        for lead in past.rows.leads
        if lead.state is LeadState.DRAFT and lead.client_id not in touched and lead.id not in returned
    ]
    return sorted(drafts, key=lambda lead: -answered(leads.answers_of(past, lead)))


def _pass_in_vain(past: Past, lead: Lead, at: datetime) -> None:
    """Handed over, and nobody has the time: it waits for the head."""
    relay.submit(past, lead.id, at)
    while (offer := next((one for one in past.rows.offers if one.state is OfferState.OPEN), None)) is not None:
        relay.deadline(past, offer.id, offer.deadline_at)


def _make_the_day(past: Past) -> None:
    """What was due earlier today is put off to later; who has nothing to do gets something from tomorrow."""
    today = local_day(past.now, past.schedule.zone)
    opens, closes = day_start(today, past.schedule), day_end(today, past.schedule)
    for step in [one for one in _open(past) if opens <= one.due_at <= past.now]:
        _put_off(past, step, closes)
    if closes - past.now < SHORT:
        return
    for who in past.crew.values():
        mine = sorted((one for one in _open(past) if one.member_id == who.id), key=lambda one: one.due_at)
        ahead = [one for one in mine if one.due_at > past.now]
        if ahead and ahead[0].due_at > closes:
            _put_off(past, ahead[0], closes)
        _thin_out(past, [one for one in ahead if one.due_at <= closes][TODAY:])


def _thin_out(past: Past, crowd: Sequence[Step]) -> None:
    """To the same times of the days after."""
    for place, step in enumerate(crowd):
        today = local_day(step.due_at, past.schedule.zone)
        later = past.day(step.due_at, 1 + place // LATER) - today
        past.rows.steps.save(replace(step, due_at=step.due_at + later))


def _bring_back(past: Past) -> None:
    """A parked lead whose date comes within days, where the nearest one was further away."""
    parked = [one for one in past.rows.leads if one.parked_until is not None]
    soon = past.day(past.now, SOON)
    if parked:
        first = min(parked, key=lambda lead: lead.parked_until or soon)
        past.rows.leads.save(replace(first, parked_until=min(first.parked_until or soon, soon)))


def _open(past: Past) -> list[Step]:
    return [one for one in past.rows.steps if one.state is StepState.OPEN]


def _put_off(past: Past, step: Step, closes: datetime) -> None:
    """To a quarter of an hour later this day, or to the same time of the next one."""
    quarters = (closes - past.now) // timedelta(minutes=15)
    if closes - past.now < SHORT:
        today = local_day(past.now, past.schedule.zone)
        due_at = step.due_at + (next_working_day(today, past.schedule) - today)
    else:
        due_at = past.now.replace(second=0, microsecond=0, minute=past.now.minute // 15 * 15)
        due_at += timedelta(minutes=15) * past.rng.randrange(1, quarters)
    past.rows.steps.save(replace(step, due_at=due_at))


def working_back(past: Past, minutes: int) -> datetime:
    """So much working time before now: at nine o'clock that is yesterday evening."""
    today = local_day(past.now, past.schedule.zone)
    at, opens = past.now - timedelta(minutes=minutes), day_start(today, past.schedule)
    if at >= opens:
        return at
    return day_end(previous_working_day(today, past.schedule), past.schedule) - (opens - at)


def _submit(work: Work, past: Past, lead_id: int, minutes: int) -> None:
    giver = _actor(work, work.leads.get(lead_id).giver_id)
    submit_lead(work, giver, Submit(lead_id), working_back(past, minutes))


def _accept(work: Work, past: Past, lead_id: int) -> None:
    offer = _last_offer(work, lead_id)
    accept_offer(work, _actor(work, offer.member_id), Accept(offer.id), working_back(past, TAKEN))


def _give_back(work: Work, past: Past, lead_id: int) -> None:
    offer, question = _last_offer(work, lead_id), Question.BUDGET
    form = GiveBack(offer.id, question, past.one_of("lead", "remarks", question.value))
    return_offer(work, _actor(work, offer.member_id), form, working_back(past, BACK))


def _last_offer(work: Work, lead_id: int) -> Offer:
    handoff = work.handoffs.last_of_client(work.leads.get(lead_id).client_id)
    if handoff is None:
        raise LookupError(lead_id)
    return work.handoffs.offers(handoff.id)[-1]


def _plan_the_mornings(work: Work, past: Past) -> None:
    """Who begins with the day gets the plan of it, as on every other one."""
    today = local_day(past.now, past.schedule.zone)
    opens = day_start(today, past.schedule)
    if opens <= past.now <= opens + LATE_AFTER:
        for who in past.crew.values():
            work.timers.plan(TimerKind.MORNING, who.id, opens, member_id=who.id, occasion=today.isoformat())


def _tell_what_waits(work: Work, past: Past) -> None:
    """The cards that stand unanswered, and the group's last lines."""
    handoffs = list(past.rows.handoffs)
    for handoff in handoffs:
        for member_id, kind in _waiting(work, handoff):
            work.outbox.tell(member_id, Notice(kind, handoff.id))
    for place in work.places.of_team(past.team.id):
        for handoff in handoffs[-ANNOUNCED:]:
            work.outbox.announce(place.id, Notice(NoticeKind.ANNOUNCEMENT, handoff.id, silent=True))


def _waiting(work: Work, handoff: Handoff) -> list[tuple[int, NoticeKind]]:
    if handoff.state is HandoffState.ESCALATED:
        heads = stewards(work, handoff.team_id, Permission.DIRECT_HANDOVERS)
        return [(head.id, NoticeKind.ESCALATED) for head in heads]
    if handoff.state is HandoffState.RETURNED and handoff.dispute is Dispute.RAISED:
        return [(judge.id, NoticeKind.DISPUTED) for judge in arbiters(work, handoff)]
    return []


def _actor(work: Work, member_id: int) -> Actor:
    actor = actor_of_member(work, member_id)
    if actor is None:
        raise LookupError(member_id)
    return actor
