"""Proposals by the clock: reminded of, taken to the heads, made anew; and the deals that have stalled, once a working
day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sales.actions.nightly import fire_nightly
from sales.actions.proposal_causes import STALLED, WON, rescued, stands_still, still_so
from sales.actions.proposal_course import WARN_AT, drop_proposal, is_judged, refresh_proposal, term_end
from sales.actions.proposals import propose
from sales.actions.routing import escalate
from sales.company import Team
from sales.handoff import Escalation, Handoff, HandoffState
from sales.legs import Leg
from sales.notices import Notice, NoticeKind
from sales.ports import Work
from sales.timers import Timer, TimerKind

TERMS = (TimerKind.PROPOSAL_WARN, TimerKind.PROPOSAL_END)
AT_ONCE = 200
#: What has to wait for something else is looked at again so much later.
LATER = timedelta(days=1)
#: So long after the contract a closer's client is proposed to go back, whatever was in its way before.
LATELY = timedelta(days=7)


def fire_proposals(work: Work, now: datetime) -> int:
    """Gives how many timers were looked at. After a stop only the last missed step is taken."""
    due = work.timers.due(TERMS, now, AT_ONCE)
    by_handoff: dict[int, list[Timer]] = {}
    for timer in due:
        by_handoff.setdefault(timer.subject, []).append(timer)
    for handoff_id, timers in by_handoff.items():
        fired = {timer.kind for timer in timers if work.timers.fire(timer.id, now)}
        handoff = work.handoffs.get(handoff_id)
        if handoff.state is HandoffState.PROPOSED and fired:
            _step(work, handoff, fired, now)
    again = work.timers.due([TimerKind.PROPOSAL_AGAIN], now, AT_ONCE)
    for timer in [one for one in again if work.timers.fire(one.id, now)]:
        _anew(work, work.handoffs.get(timer.subject), now)
    return len(due) + len(again)


def _step(work: Work, handoff: Handoff, fired: set[TimerKind], now: datetime) -> None:
    """The giver may have rested meanwhile: the term runs on, and nobody is warned too early. What isn't so any more
    troubles nobody."""
    if not still_so(work, handoff, now):
        drop_proposal(work, handoff, now)
        return
    since = handoff.proposed_at or handoff.offered_at
    end = term_end(work, handoff, since)
    if end <= now:
        escalate(work, handoff, Escalation.IGNORED, now)
        refresh_proposal(work, work.handoffs.get(handoff.id))
        work.audit.note(None, "proposal_ignored", handoff.id, now, client_id=handoff.client_id)
        return
    if end != handoff.deadline_at:
        work.handoffs.move(replace(handoff, deadline_at=end), {HandoffState.PROPOSED})
        refresh_proposal(work, handoff)
    work.timers.set(TimerKind.PROPOSAL_END, handoff.id, end)
    warn = term_end(work, handoff, since, WARN_AT)
    if warn > now:
        work.timers.set(TimerKind.PROPOSAL_WARN, handoff.id, warn)
    elif TimerKind.PROPOSAL_WARN in fired:
        work.outbox.tell(handoff.giver_id, Notice(NoticeKind.PROPOSAL_WARN, handoff.id))


def _anew(work: Work, before: Handoff, now: datetime) -> None:
    """What came back, or had to wait, is proposed once more, to whoever owns the client by now; unless its cause is
    gone."""
    runs = work.companies.team(before.team_id).settings.runs(before.leg)
    waits = work.handoffs.open_of_client(before.client_id) is not None or is_judged(work, before.client_id) or not runs
    if not still_so(work, before, now):
        return
    if waits:
        work.timers.set(TimerKind.PROPOSAL_AGAIN, before.id, now + LATER)
    else:
        propose(work, before.client_id, before.leg, why=before.why, by=None, now=now)


def fire_stalled(work: Work, now: datetime) -> int:
    """Deals that stand at a late stage longer than the team has settled are proposed to a closer, and clients whose
    deal a closer has won to the hunter they came from; gives how many teams were looked through."""
    return fire_nightly(work, TimerKind.STALLED, lambda team: _look(work, team, now), now)


def _look(work: Work, team: Team, now: datetime) -> None:
    if team.settings.runs(Leg.CLOSE):
        _stalled(work, team, now)
    if team.settings.runs(Leg.BACK):
        _won(work, team, now)


def _stalled(work: Work, team: Team, now: datetime) -> None:
    for deal in work.deals.stalled(team.id, now - timedelta(days=team.settings.stalled_days)):
        if stands_still(work, deal, now):
            propose(work, deal.client_id, Leg.CLOSE, why=STALLED, by=None, now=now)


def _won(work: Work, team: Team, now: datetime) -> None:
    """Where the team has settled that closers give clients back."""
    for deal in work.deals.won(team.id, now - LATELY, now):
        came = rescued(work, deal.client_id)
        if came is not None:
            propose(work, deal.client_id, Leg.BACK, why=WON, by=None, now=now, receiver_id=came.giver_id)
