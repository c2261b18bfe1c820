"""Deadlines of hand-overs: what happens when nobody answers in time, or says at once that they are busy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.handoff import closed, own_offer
from sales.actions.own import SetAway, set_away
from sales.actions.routing import close_offers, go_on, note_fact, pass_on
from sales.errors import WrongState
from sales.handoff import ASKING, Escalation, Handoff, OfferState
from sales.notices import Notice, NoticeKind
from sales.people import Actor
from sales.ports import Work
from sales.timers import Timer, TimerKind

KINDS = (TimerKind.OFFER_WARN, TimerKind.OFFER_END)
AT_ONCE = 200


def fire_deadlines(work: Work, now: datetime) -> int:
    """Every hand-over whose warning or end is due takes its last missed step, and only that: after a stop a passed
    deadline isn't warned of any more, and whoever is asked next has the whole term from now. Gives how many timers
    were looked at; 0: nothing is left."""
    due = work.timers.due(KINDS, now, AT_ONCE)
    by_handoff: dict[int, list[Timer]] = {}
    for timer in due:
        by_handoff.setdefault(timer.subject, []).append(timer)
    for handoff_id, timers in by_handoff.items():
        fired = {timer.kind for timer in timers if work.timers.fire(timer.id, now)}
        handoff = work.handoffs.get(handoff_id)
        if handoff.state not in ASKING or handoff.deadline_at is None:
            continue
        if handoff.deadline_at <= now and TimerKind.OFFER_END in fired:
            _end(work, handoff, now)
        elif handoff.deadline_at > now and TimerKind.OFFER_WARN in fired:
            _warn(work, handoff)
    return len(due)


def _end(work: Work, handoff: Handoff, now: datetime) -> None:
    """Whose own time hasn't run, because of a rest, is asked no more either, but has missed nothing."""
    for offer in work.handoffs.offers(handoff.id):
        if offer.state is OfferState.OPEN and offer.deadline_at <= now:
            work.handoffs.answer(offer.id, OfferState.EXPIRED, now)
            note_fact(work, handoff, offer.member_id, "missed", now)
    close_offers(work, handoff.id, OfferState.PASSED, now)
    go_on(work, handoff, Escalation.NO_ANSWER, now)
    work.audit.note(None, "deadline_passed", handoff.id, now, client_id=handoff.client_id)


def _warn(work: Work, handoff: Handoff) -> None:
    for offer in work.handoffs.offers(handoff.id):
        if offer.state is OfferState.OPEN and offer.deadline_at == handoff.deadline_at:
            work.outbox.tell(offer.member_id, Notice(NoticeKind.OFFER_WARN, offer.id))


@dataclass(frozen=True, slots=True)
class PassOn:
    offer_id: int
    away_until: datetime


@dataclass(frozen=True, slots=True)
class PassedOn:
    client_id: int
    client: str
    away_until: datetime


def pass_offer(work: Work, actor: Actor, form: PassOn, now: datetime) -> PassedOn:
    """Busy until then: new work flows past the person, and this offer goes on at once, without a missed deadline."""
    offer, handoff = own_offer(work, actor, form.offer_id)
    if handoff.binding:
        raise WrongState(state="binding")
    if offer.state is not OfferState.OPEN or handoff.state not in ASKING:
        raise closed(work, offer, handoff)
    pass_on(work, handoff, actor.member_id, Escalation.BUSY, now)
    set_away(work, actor, SetAway(form.away_until), now)
    work.audit.note(actor.member_id, "pass_offer", handoff.id, now, client_id=handoff.client_id)
    return PassedOn(handoff.client_id, work.clients.get(handoff.client_id).name, form.away_until)
