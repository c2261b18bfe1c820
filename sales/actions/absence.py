"""Absences: entered for certain days with a substitute, begun and ended by the clock or by the person.

While one lasts, new work flows past (`away_until`), deadlines rest, what the person was asked goes on to others, and
steps that fall due are lent to the substitute, who is a party of the person's clients. An accepted hand-over stays the
person's: its touch standard rests, its agreed step is lent like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sales.absence import (
    Absence,
    AbsenceState,
    Days,
    able_to_stand_in,
    back_at,
    check_substitute,
    days_of,
    refuse_overlap,
)
from sales.actions.lending import hand_requests, lend, move_parked, parked_back, return_loans
from sales.actions.news import post_news
from sales.actions.request_routing import pass_requests
from sales.actions.rest import rest_until
from sales.actions.routing import pass_on
from sales.actions.stand_in import stand_in
from sales.actions.steps import schedule_for
from sales.company import News
from sales.errors import NotAllowed, NotFound, NotYours, WrongState
from sales.handoff import Escalation
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.ports import NEW, Work
from sales.timers import TimerKind

KINDS = (TimerKind.ABSENCE_BEGIN, TimerKind.ABSENCE_END)
#: Absences looked at in one tick.
AT_ONCE = 200
AHEAD = frozenset({AbsenceState.PLANNED, AbsenceState.CURRENT})


@dataclass(frozen=True, slots=True)
class EnterAbsence:
    """Both days are absent ones. `substitute_id` None: only where nobody could stand in."""

    member_id: int
    first: date
    last: date
    substitute_id: int | None


@dataclass(frozen=True, slots=True)
class EndAbsence:
    """Before its time; a planned one just doesn't happen."""

    absence_id: int


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """`substitute`: an empty string where nobody stands in."""

    absence_id: int
    member_id: int
    name: str
    substitute_id: int | None
    substitute: str
    first: date
    last: date
    until: datetime
    state: AbsenceState


def enter_absence(work: Work, actor: Actor, form: EnterAbsence, now: datetime) -> AbsenceView:
    """By the person, or by whoever manages people. One that begins today begins at once."""
    member = whose(work, actor, form.member_id)
    days, substitute = checked(work, member, form, now)
    planned = Absence(
        id=NEW,
        team_id=member.team_id,
        member_id=member.id,
        substitute_id=substitute.id if substitute else None,
        first_day=days.first,
        last_day=days.last,
        since=days.since,
        until=days.until,
        state=AbsenceState.PLANNED,
        entered_by=actor.member_id,
        created_at=now,
    )
    made = work.absences.add(planned)
    work.timers.set(TimerKind.ABSENCE_END, made.id, days.until, exact=True)
    facts: dict[str, Fact] = {"member": member.id, "substitute": made.substitute_id}
    facts |= {"first": days.first.isoformat(), "last": days.last.isoformat()}
    work.audit.note(actor.member_id, "enter_absence", made.id, now, facts=facts)
    if days.since <= now:
        _begin(work, made, now)
    else:
        work.timers.set(TimerKind.ABSENCE_BEGIN, made.id, days.since, exact=True)
        _tell(work, made, but=actor.member_id)
    return absence_view(work, made.id)


def whose(work: Work, actor: Actor, member_id: int) -> Member:
    """Oneself, or with the permission anybody of the teams in reach who is still here."""
    member = work.people.get(member_id)
    if member.id == actor.member_id:
        return member
    require(actor, Permission.MANAGE_PEOPLE)
    if member.company_id != actor.company_id or not member.active:
        raise NotFound(what="member")
    if member.team_id not in actor.reach:
        raise NotYours
    return member


def checked(work: Work, member: Member, form: EnterAbsence, now: datetime) -> tuple[Days, Member | None]:
    days = days_of(form.first, form.last, now, schedule_for(work, member.id))
    refuse_overlap(work.absences.ahead_of(member.id), days.since, days.until)
    if form.substitute_id is None:
        if fit(work, member, days):
            raise NotFound(what="member")
        return days, None
    other = work.people.get(form.substitute_id)
    if other.company_id != member.company_id or other.team_id != member.team_id or not other.active:
        raise NotYours
    check_substitute(member, other, work.absences.ahead_of(other.id), days)
    if not other.may(Permission.LOG_ACTS):
        raise NotAllowed(permission=Permission.LOG_ACTS.value)
    return days, other


def fit(work: Work, member: Member, days: Days) -> list[Member]:
    """Who could stand in; nobody where the person has no clients to work with."""
    if not member.may(Permission.LOG_ACTS):
        return []
    return [
        one
        for one in work.people.of_team(member.team_id)
        if one.id != member.id
        and one.team_id == member.team_id
        and able_to_stand_in(one)
        and back_at(one, work.absences.ahead_of(one.id), days) is None
    ]


def end_absence(work: Work, actor: Actor, form: EndAbsence, now: datetime) -> AbsenceView:
    """«I'm back», or it is called off."""
    absence = work.absences.get(form.absence_id)
    whose(work, actor, absence.member_id)
    if absence.state is AbsenceState.OVER:
        raise WrongState(state=absence.state.value)
    _end(work, absence, now, but=actor.member_id)
    work.audit.note(actor.member_id, "end_absence", absence.id, now)
    return absence_view(work, absence.id)


def absence_view(work: Work, absence_id: int) -> AbsenceView:
    """Also for the notice that leaves."""
    one = work.absences.get(absence_id)
    substitute = work.people.get(one.substitute_id).name if one.substitute_id else ""
    return AbsenceView(
        one.id,
        one.member_id,
        work.people.get(one.member_id).name,
        one.substitute_id,
        substitute,
        one.first_day,
        one.last_day,
        one.until,
        one.state,
    )


def fire_absences(work: Work, now: datetime) -> int:
    """Absences that begin or end, and steps that have become due for somebody absent; gives how many were looked at.
    A whole absence that a stop has swallowed just ends."""
    due = work.timers.due(KINDS, now, AT_ONCE)
    for timer in due:
        if not work.timers.fire(timer.id, now):
            continue
        absence = work.absences.get(timer.subject)
        if absence.state is AbsenceState.OVER:
            continue
        if absence.until <= now:
            _end(work, absence, now)
        elif absence.state is AbsenceState.PLANNED:
            _begin(work, absence, now)
    return len(due) + len(lend(work, now))


def _begin(work: Work, absence: Absence, now: datetime) -> None:
    if not work.absences.move(replace(absence, state=AbsenceState.CURRENT), {AbsenceState.PLANNED}):
        return
    member = work.people.get(absence.member_id)
    work.people.save(replace(member, away_until=absence.until))
    rest_until(work, member.id, absence.until, now)
    for offer in work.handoffs.open_offers_of(member.id):
        handoff = work.handoffs.get(offer.handoff_id)
        if not handoff.binding:
            pass_on(work, handoff, member.id, Escalation.BUSY, now)
    pass_requests(work, member.id, now)
    holder = stand_in(work, member.id)
    lent: list[int] = []
    if holder.id != member.id:
        hand_requests(work, member, holder, now)
        move_parked(work, member.id, holder.id, absence.until)
        lent = [step.id for lender_id, step in lend(work, now, absence.id) if lender_id == absence.id]
    work.audit.note(None, "begin_absence", absence.id, now)
    _tell(work, absence, steps=lent)
    post_news(work, absence.team_id, News.HANDOVERS, Notice(NoticeKind.AWAY, absence.id))


def _end(work: Work, absence: Absence, now: datetime, but: int | None = None) -> None:
    over = replace(absence, state=AbsenceState.OVER, ended_at=now)
    if not work.absences.move(over, AHEAD):
        return
    for kind in KINDS:
        work.timers.cancel(kind, absence.id)
    if absence.state is AbsenceState.PLANNED:
        _tell(work, over, but=but)
        return
    member = work.people.get(absence.member_id)
    if member.active:
        longer = member.away_until if absence.until <= now and member.is_away(now) else None
        work.people.save(replace(member, away_until=longer))
        rest_until(work, member.id, longer, now)
    done, back = return_loans(work, absence, now)
    if member.active:
        parked_back(work, member.id)
    _tell(work, over, but=but, steps=back, done=done)


def _tell(
    work: Work,
    absence: Absence,
    *,
    but: int | None = None,
    steps: list[int] | None = None,
    done: list[int] | None = None,
) -> None:
    """The absent and the substitute, each with one message; the places' line follows."""
    facts: dict[str, Fact] = {"steps": steps or [], "done": done or []}
    for member_id in (absence.member_id, absence.substitute_id):
        if member_id is not None and member_id != but:
            work.outbox.tell(member_id, Notice(NoticeKind.ABSENCE, absence.id, facts))
    work.outbox.refresh(NoticeKind.AWAY, absence.id)


def come_back(work: Work, member_id: int, now: datetime) -> bool:
    """Whoever says they are here again is; False where no absence lasts."""
    absence = work.absences.current_of(member_id)
    if absence is None:
        return False
    _end(work, absence, now)
    return True


def leave_absences(work: Work, member: Member, now: datetime) -> None:
    """Somebody works here no more: their own absences are over, and what was lent is theirs again, to be moved on with
    the rest."""
    for absence in work.absences.ahead_of(member.id):
        _end(work, absence, now, but=member.id)


def replace_substitute(work: Work, member_id: int, heir_id: int | None) -> None:
    """Where the leaver would have stood in, the heir does; or nobody, and then what is lent stays with whoever has it
    until the absent one is back."""
    for absence in work.absences.ahead_for(member_id):
        changed = replace(absence, substitute_id=None if heir_id == absence.member_id else heir_id)
        if work.absences.move(changed, {absence.state}):
            _tell(work, changed)
    for loan in work.absences.loans_held_by(member_id):
        work.absences.save_loan(replace(loan, holder_id=work.steps.get(loan.step_id).member_id))
