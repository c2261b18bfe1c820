"""The touch standard of accepted leads: its term, who is behind, and whether it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sales.actions.routing import note_fact, stewards
from sales.actions.steps import schedule_for
from sales.errors import TouchesMissing
from sales.handoff import HELD, Handoff, HandoffState
from sales.notices import Notice, NoticeKind
from sales.people import Permission
from sales.ports import Work
from sales.rest import add_active
from sales.timers import Timer, TimerKind
from sales.touches import Touches, warn_after

KINDS = (TimerKind.TOUCH_WARN, TimerKind.TOUCH_END)
AT_ONCE = 200


def start_touches(work: Work, accepted: Handoff, now: datetime) -> None:
    """From the moment the receiver has the lead; a term that ran before for somebody else is over."""
    term = _term(work, accepted)
    for kind, part in ((TimerKind.TOUCH_WARN, warn_after(term)), (TimerKind.TOUCH_END, term)):
        work.timers.set(kind, accepted.id, _after(work, accepted, now, part))


def touches_of(work: Work, handoff: Handoff) -> Touches | None:
    """None where nobody has it."""
    if handoff.receiver_id is None or handoff.accepted_at is None:
        return None
    done = work.activities.count_since(handoff.receiver_id, handoff.client_id, handoff.accepted_at)
    needed = work.companies.team(handoff.team_id).settings.touch_attempts
    return Touches(done, needed, _after(work, handoff, handoff.accepted_at, _term(work, handoff)))


def _term(work: Work, handoff: Handoff) -> timedelta:
    return timedelta(hours=work.companies.team(handoff.team_id).settings.touch_hours)


def _after(work: Work, handoff: Handoff, start: datetime, term: timedelta) -> datetime:
    """In the receiver's own working hours; it stands still while the receiver rests."""
    receiver = handoff.receiver_id or handoff.giver_id
    return add_active(start, term, work.rests.of(receiver, start), schedule_for(work, receiver))


def refuse_unreachable(work: Work, client_id: int) -> None:
    """Nobody is unreachable before the standard's attempts were made. Raises TouchesMissing."""
    handoff = work.handoffs.open_of_client(client_id)
    touches = touches_of(work, handoff) if handoff else None
    if touches is not None and not touches.is_met:
        raise TouchesMissing(done=touches.done, needed=touches.needed)


def fire_touches(work: Work, now: datetime) -> int:
    """Whose term has run that far; gives how many timers were looked at."""
    due = work.timers.due(KINDS, now, AT_ONCE)
    for timer in [one for one in due if work.timers.fire(one.id, now)]:
        handoff = work.handoffs.get(timer.subject)
        if _put_off(work, handoff, timer, now):
            continue
        if timer.kind is TimerKind.TOUCH_END:
            _end(work, handoff, now)
        else:
            _warn(work, handoff, now)
    return len(due)


def _put_off(work: Work, handoff: Handoff, timer: Timer, now: datetime) -> bool:
    """The receiver has rested meanwhile, so that the term runs longer."""
    if handoff.state not in HELD or handoff.accepted_at is None:
        return False
    term = _term(work, handoff)
    part = warn_after(term) if timer.kind is TimerKind.TOUCH_WARN else term
    at = _after(work, handoff, handoff.accepted_at, part)
    if at > now:
        work.timers.set(timer.kind, handoff.id, at)
    return at > now


def _warn(work: Work, handoff: Handoff, now: datetime) -> None:
    """Only the receiver, only who is behind, and not once the end itself has come."""
    touches = touches_of(work, handoff)
    if handoff.state not in HELD or touches is None or handoff.receiver_id is None:
        return
    if touches.lags_at_warning and touches.until > now:
        work.outbox.tell(handoff.receiver_id, Notice(NoticeKind.TOUCH_WARN, handoff.id))


def _end(work: Work, handoff: Handoff, now: datetime) -> None:
    """Kept by a talk as well as by the attempts; else the heads learn of it, once for a hand-over."""
    touches = touches_of(work, handoff)
    if touches is None or handoff.receiver_id is None:
        return
    talked = handoff.state is HandoffState.COMPLETE
    if handoff.state not in HELD and not talked:
        return
    kept = talked or touches.is_met
    note_fact(work, handoff, handoff.receiver_id, "touched" if kept else "untouched", now)
    if kept:
        return
    for head in stewards(work, handoff.team_id, Permission.DIRECT_HANDOVERS):
        work.outbox.tell(head.id, Notice(NoticeKind.TOUCH_MISSED, handoff.id))


@dataclass(frozen=True, slots=True)
class TouchView:
    """A hand-over as its standard's notices need it; `receiver`: an empty string where nobody has it."""

    state: HandoffState
    client_id: int
    client: str
    receiver_id: int
    receiver: str
    touches: Touches | None


def touch_view(work: Work, handoff_id: int) -> TouchView:
    handoff = work.handoffs.get(handoff_id)
    client, receiver_id = work.clients.get(handoff.client_id), handoff.receiver_id or 0
    receiver = work.people.get(receiver_id).name if receiver_id else ""
    return TouchView(handoff.state, client.id, client.name, receiver_id, receiver, touches_of(work, handoff))
