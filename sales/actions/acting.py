"""Acting heads: named for a period, in force and over by the clock, ended early by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.acting import Acting, ActingState, check_period, refuse_overlap
from sales.errors import Absent, NotAllowed, NotYours, OwnRoles, WrongState
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Member, Permission, Role, require
from sales.ports import NEW, Work
from sales.timers import TimerKind

SINCE, UNTIL = "since", "until"
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class NameActing:
    """`since` None: from this moment on."""

    member_id: int
    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class EndActing:
    acting_id: int


@dataclass(frozen=True, slots=True)
class ActingView:
    """`head`: in whose place; an empty string where the team has no head of its own."""

    acting_id: int
    name: str
    head: str
    since: datetime
    until: datetime
    state: ActingState


@dataclass(frozen=True, slots=True)
class ActingChoice:
    """What is planned or current, and who could be named."""

    ahead: tuple[ActingView, ...]
    candidates: tuple[tuple[int, str], ...]


def name_acting(work: Work, actor: Actor, form: NameActing, now: datetime) -> ActingView:
    """By the head for the head's own place, or by an owner; never by somebody who acts for a head."""
    head = _head_of(work, actor)
    member = work.people.get(form.member_id)
    since = max(form.since or now, now)
    check_period(since, form.until, now)
    _check_fit(actor, member, head, since)
    others = work.acting.ahead(actor.team_id)
    refuse_overlap([(one, work.people.get(one.member_id).name) for one in others], since, form.until)
    head_id = head.id if head else None
    planned = Acting(
        NEW, actor.team_id, head_id, member.id, since, form.until, ActingState.PLANNED, named_by=actor.member_id
    )
    made = work.acting.add(planned)
    if since <= now:
        work.acting.save(replace(made, state=ActingState.CURRENT))
    else:
        work.timers.set(TimerKind.ACTING, made.id, since, exact=True, occasion=SINCE)
    work.timers.set(TimerKind.ACTING, made.id, form.until, exact=True, occasion=UNTIL)
    _tell(work, made, actor.member_id)
    facts: dict[str, Fact] = {"member": member.id, "since": since.isoformat(), "until": form.until.isoformat()}
    work.audit.note(actor.member_id, "name_acting", made.id, now, facts=facts)
    return acting_view(work, made.id)


def _check_fit(actor: Actor, member: Member, head: Member | None, since: datetime) -> None:
    if member.company_id != actor.company_id or member.team_id != actor.team_id or not member.active:
        raise NotYours
    if head is not None and member.id == head.id:
        raise OwnRoles
    if member.unreachable is not None or member.is_away(since):
        raise Absent(who=member.name, at=member.away_until if member.is_away(since) else "never")


def _head_of(work: Work, actor: Actor) -> Member | None:
    """In whose place somebody will act: the actor's own, else the first head of the team that the owner looks at."""
    own = work.people.get(actor.member_id)
    if not own.may(Permission.NAME_ACTING):
        raise NotAllowed(permission=Permission.NAME_ACTING.value)
    if Role.HEAD in own.roles:
        return own
    heads = [one for one in work.people.of_team(actor.team_id) if Role.HEAD in one.roles]
    return heads[0] if heads else None


def end_acting(work: Work, actor: Actor, form: EndActing, now: datetime) -> ActingView:
    """Before its time; also what hasn't begun. The acting head may lay it down too."""
    acting = work.acting.get(form.acting_id)
    if acting.team_id not in actor.reach:
        raise NotYours
    if acting.member_id != actor.member_id:
        _head_of(work, actor)
    if acting.state is ActingState.OVER:
        raise WrongState(state=acting.state.value)
    _end(work, acting, now)
    _tell(work, acting, actor.member_id)
    work.audit.note(actor.member_id, "end_acting", acting.id, now)
    return acting_view(work, acting.id)


def _end(work: Work, acting: Acting, now: datetime) -> None:
    work.acting.save(replace(acting, state=ActingState.OVER, ended_at=now))
    work.timers.cancel(TimerKind.ACTING, acting.id)


def _tell(work: Work, acting: Acting, but: int | None = None) -> None:
    """The acting head and the head, as it stands when the message leaves."""
    for member_id in (acting.member_id, acting.head_id):
        if member_id is not None and member_id != but:
            work.outbox.tell(member_id, Notice(NoticeKind.ACTING, acting.id))


def fire_acting(work: Work, now: datetime) -> int:
    """Periods that begin or end; a whole one that a stop has swallowed just ends."""
    due = work.timers.due([TimerKind.ACTING], now, AT_ONCE)
    for timer in due:
        if not work.timers.fire(timer.id, now):
            continue
        acting = work.acting.get(timer.subject)
        if acting.until <= now:
            _end(work, acting, now)
            _tell(work, acting)
        else:
            _begin(work, acting, now)
    return len(due)


def _begin(work: Work, acting: Acting, now: datetime) -> None:
    """Who has left meanwhile, or whose team has another acting head, doesn't begin."""
    if not work.people.get(acting.member_id).active or work.acting.current(acting.team_id) is not None:
        _end(work, acting, now)
    else:
        work.acting.save(replace(acting, state=ActingState.CURRENT))
        work.audit.note(None, "begin_acting", acting.id, now)
    _tell(work, acting)


def leave_acting(work: Work, member: Member, now: datetime) -> None:
    """Somebody works here no more: what they were named for is over."""
    for acting in [one for one in work.acting.ahead(member.team_id) if one.member_id == member.id]:
        _end(work, acting, now)
        _tell(work, acting, member.id)


def acting_choice(work: Work, actor: Actor, now: datetime) -> ActingChoice:
    head = _head_of(work, actor)
    ahead = tuple(acting_view(work, one.id) for one in work.acting.ahead(actor.team_id))
    fits = [
        one
        for one in work.people.of_team(actor.team_id)
        if one.team_id == actor.team_id and one.unreachable is None and (head is None or one.id != head.id)
    ]
    return ActingChoice(ahead, tuple((one.id, one.name) for one in fits))


def acting_now(work: Work, actor: Actor) -> ActingView | None:
    """For everybody who looks at the team."""
    require(actor, Permission.MANAGE_PEOPLE)
    current = work.acting.current(actor.team_id)
    return acting_view(work, current.id) if current else None


def acting_view(work: Work, acting_id: int) -> ActingView:
    acting = work.acting.get(acting_id)
    head = work.people.get(acting.head_id).name if acting.head_id else ""
    name = work.people.get(acting.member_id).name
    return ActingView(acting.id, name, head, acting.since, acting.until, acting.state)
