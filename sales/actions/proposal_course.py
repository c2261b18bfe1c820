"""What becomes of a proposal that nobody has answered: it has a term, makes room for other things, ends with its cause,
and comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sales.actions.proposal_causes import BY_HAND, still_so
from sales.actions.routing import move, return_stands
from sales.actions.steps import schedule_for
from sales.errors import HandoverOpen, Overtaken
from sales.handoff import Dispute, Handoff, HandoffState
from sales.legs import LEGS
from sales.notices import NoticeKind
from sales.ports import Work
from sales.rest import add_active
from sales.timers import TimerKind

#: The part of its term after which a proposal is reminded of.
WARN_AT = 0.75


def make_room(work: Work, client_id: int, now: datetime) -> None:
    """Before something else is begun with the client. A proposal waits, to be made anew afterwards: it must not hold a
    lead up. Raises HandoverOpen for anything further on."""
    handoff = work.handoffs.open_of_client(client_id)
    if handoff is None:
        return
    if handoff.state is not HandoffState.PROPOSED:
        raise HandoverOpen(who=work.people.get(handoff.giver_id).name)
    end_proposal(work, handoff, now)
    come_back(work, handoff, now)


def end_proposal(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    """Nobody is asked any more."""
    ended = replace(handoff, state=HandoffState.WITHDRAWN, deadline_at=None, ended_at=now)
    if not move(work, handoff, ended):
        raise Overtaken
    cancel_term(work, handoff.id)
    refresh_proposal(work, ended)
    return ended


def end_if_over(work: Work, client_id: int, now: datetime) -> None:
    """What has started a proposal may be gone: then neither its giver nor the heads have anything to decide."""
    handoff = work.handoffs.open_of_client(client_id)
    if handoff is not None and handoff.rounds == 0 and not still_so(work, handoff, now):
        drop_proposal(work, handoff, now)


def drop_proposal(work: Work, handoff: Handoff, now: datetime) -> None:
    """Its cause is gone."""
    end_proposal(work, handoff, now)
    work.audit.note(None, "cause_gone", handoff.id, now, client_id=handoff.client_id)


def is_judged(work: Work, client_id: int) -> bool:
    """The client's last return is disputed: until it is decided nothing new is proposed, for it may have to be
    accepted after all."""
    last = work.handoffs.last_of_client(client_id)
    return last is not None and last.dispute is Dispute.RAISED and return_stands(work, last)


def come_back(work: Work, handoff: Handoff, now: datetime) -> None:
    """What the bot has proposed is never lost by a return, a withdrawal or a lead in between."""
    if LEGS[handoff.leg].proposed and handoff.why not in BY_HAND:
        work.timers.set(TimerKind.PROPOSAL_AGAIN, handoff.id, term_end(work, handoff, now))


def term_end(work: Work, handoff: Handoff, start: datetime, part: float = 1.0) -> datetime:
    """In the giver's own working hours, rests left out."""
    term = timedelta(hours=work.companies.team(handoff.team_id).settings.proposal_hours) * part
    rests, schedule = work.rests.of(handoff.giver_id, start), schedule_for(work, handoff.giver_id)
    return add_active(start, term, rests, schedule)


def set_term(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    due = replace(handoff, deadline_at=term_end(work, handoff, now))
    work.handoffs.move(due, {HandoffState.PROPOSED})
    work.timers.set(TimerKind.PROPOSAL_END, handoff.id, term_end(work, handoff, now))
    work.timers.set(TimerKind.PROPOSAL_WARN, handoff.id, term_end(work, handoff, now, WARN_AT))
    return due


def cancel_term(work: Work, handoff_id: int) -> None:
    work.timers.cancel(TimerKind.PROPOSAL_WARN, handoff_id)
    work.timers.cancel(TimerKind.PROPOSAL_END, handoff_id)


def refresh_proposal(work: Work, handoff: Handoff) -> None:
    """The giver's card, and the heads', tell what has become of it. A lead was never proposed."""
    if handoff.proposed_at is None:
        return
    work.outbox.refresh(NoticeKind.PROPOSED, handoff.id)
    work.outbox.refresh(NoticeKind.PROPOSAL_WARN, handoff.id)
    if handoff.escalation is not None:
        work.outbox.refresh(NoticeKind.ESCALATED, handoff.id)
