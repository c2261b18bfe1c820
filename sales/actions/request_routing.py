"""Whom an inbound request asks, until when, and what happens when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sales.actions.news import post_news
from sales.actions.routing import stewards
from sales.actions.stand_in import stand_in
from sales.actions.steps import schedule_of
from sales.company import News
from sales.errors import Overtaken
from sales.handoff import in_turn
from sales.notices import Notice, NoticeKind
from sales.people import Member, Permission
from sales.ports import NEW, Work
from sales.requests import (
    IN_TURN,
    UNTAKEN,
    AskState,
    InboundRequest,
    RequestAsk,
    RequestState,
    Stuck,
    on_duty,
    qualifiers,
)
from sales.rest import active_between, add_active, resting
from sales.timers import Timer, TimerKind

KINDS = (TimerKind.REQUEST_WARN, TimerKind.REQUEST_END)
#: The cards and lines that show how a request stands.
SHOWN = (NoticeKind.REQUEST, NoticeKind.REQUEST_WARN, NoticeKind.REQUEST_STUCK, NoticeKind.REQUEST_LINE)
AT_ONCE = 200


def save(work: Work, request: InboundRequest) -> InboundRequest:
    """Raises Overtaken where somebody was quicker."""
    if not work.requests.save(request):
        raise Overtaken
    return replace(request, version=request.version + 1)


def refresh(work: Work, request_id: int) -> None:
    for kind in SHOWN:
        work.outbox.refresh(kind, request_id)


def silence(work: Work, request_id: int) -> None:
    for kind in KINDS:
        work.timers.cancel(kind, request_id)


def open_request(work: Work, request: InboundRequest, now: datetime) -> InboundRequest:
    """Its first round: a known client's owner or who stands in, else the next in turn, else the heads."""
    post_news(work, request.team_id, News.REQUESTS, Notice(NoticeKind.REQUEST_LINE, request.id))
    if request.client_id is None:
        return _ask_next(work, request, None, now)
    owner = stand_in(work, work.clients.get(request.client_id).owner_id)
    if owner.may(Permission.LOG_ACTS) and owner.unreachable is None and _is_here(work, owner, now):
        return ask(work, request, owner, now)
    return escalate(work, request, Stuck.OWNER, now)


def ask(work: Work, old: InboundRequest, member: Member, now: datetime) -> InboundRequest:
    """A card with a deadline in working time; it stands still while the person rests."""
    work.requests.answer(old.id, AskState.PASSED)
    asked = replace(
        old,
        state=RequestState.WAITING,
        holder_id=member.id,
        asked_at=now,
        deadline_at=_deadline(work, old.team_id, member.id, now),
        rounds=old.rounds + 1,
        stuck=None,
        taken_at=None,
    )
    asked = save(work, asked)
    work.requests.add_ask(RequestAsk(NEW, old.id, member.id, now, AskState.OPEN))
    refresh(work, old.id)
    work.outbox.tell(member.id, Notice(NoticeKind.REQUEST, old.id))
    _set_timers(work, asked, now)
    return asked


def _deadline(work: Work, team_id: int, member_id: int, since: datetime) -> datetime:
    team = work.companies.team(team_id)
    return add_active(since, team.settings.accept_within, work.rests.of(member_id, since), schedule_of(team))


def _set_timers(work: Work, request: InboundRequest, now: datetime) -> None:
    """Warned of so many working minutes before the end; not at all where less is left."""
    assert request.holder_id is not None and request.deadline_at is not None  # noqa: S101 - somebody is asked
    silence(work, request.id)
    work.timers.set(TimerKind.REQUEST_END, request.id, request.deadline_at)
    team = work.companies.team(request.team_id)
    rests, schedule = work.rests.of(request.holder_id, now), schedule_of(team)
    left = active_between(now, request.deadline_at, rests, schedule) - timedelta(minutes=team.settings.warn_minutes)
    if left > timedelta(0):
        work.timers.set(TimerKind.REQUEST_WARN, request.id, add_active(now, left, rests, schedule))


def _is_here(work: Work, member: Member, now: datetime) -> bool:
    return not member.is_away(now) and resting(work.rests.of(member.id, now), now) is None


def _ask_next(work: Work, request: InboundRequest, why: Stuck | None, now: datetime) -> InboundRequest:
    """By turn among those on duty who are here, else among all who qualify. `why` None: nobody was asked yet."""
    asked = {one.member_id for one in work.requests.asks(request.id)}
    members = [one for one in work.people.of_team(request.team_id) if one.id not in asked]
    able = qualifiers(members)
    first = [one for one in on_duty(members, work.requests.duty(request.team_id)) if _is_here(work, one, now)]
    here = first or [one for one in able if _is_here(work, one, now)]
    chosen = in_turn(here, work.requests.loads(request.team_id))
    if chosen is not None:
        return ask(work, request, chosen, now)
    return escalate(work, request, why or (Stuck.ALL_AWAY if able else Stuck.NOBODY), now)


def go_on(work: Work, request: InboundRequest, why: Stuck, now: datetime) -> InboundRequest:
    """Who was asked won't take it: once to the next in turn, then to the heads. A known client is the owner's or
    whose the heads say."""
    if request.client_id is not None:
        return escalate(work, request, Stuck.OWNER if request.rounds == 1 else why, now)
    if request.rounds < IN_TURN:
        return _ask_next(work, request, why, now)
    return escalate(work, request, why, now)


def escalate(work: Work, old: InboundRequest, why: Stuck, now: datetime) -> InboundRequest:
    """Each head gets a card; who was asked may still take it."""
    work.requests.answer(old.id, AskState.PASSED)
    stuck = replace(
        old, state=RequestState.ESCALATED, holder_id=None, deadline_at=None, asked_at=None, taken_at=None, stuck=why
    )
    stuck = save(work, stuck)
    silence(work, old.id)
    refresh(work, old.id)
    for head in stewards(work, old.team_id, Permission.DIRECT_HANDOVERS):
        work.outbox.tell(head.id, Notice(NoticeKind.REQUEST_STUCK, old.id))
    work.audit.note(None, "request_stuck", old.id, now, client_id=old.client_id, facts={"why": why.value})
    return stuck


def fire_requests(work: Work, now: datetime) -> int:
    """Warnings and ends that are due; of each request only the last missed step. Gives how many were looked at."""
    due = work.timers.due(KINDS, now, AT_ONCE)
    by_request: dict[int, list[Timer]] = {}
    for timer in due:
        by_request.setdefault(timer.subject, []).append(timer)
    for request_id, timers in by_request.items():
        fired = {timer.kind for timer in timers if work.timers.fire(timer.id, now)}
        request = work.requests.get(request_id)
        if TimerKind.REQUEST_END in fired and request.state is RequestState.WAITING:
            _miss(work, request, now)
        elif TimerKind.REQUEST_WARN in fired and request.holder_id is not None:
            work.outbox.tell(request.holder_id, Notice(NoticeKind.REQUEST_WARN, request.id))
    return len(due)


def _miss(work: Work, request: InboundRequest, now: datetime) -> None:
    work.requests.answer(request.id, AskState.MISSED)
    work.audit.note(None, "request_missed", request.id, now, facts={"member": request.holder_id})
    go_on(work, request, Stuck.NO_ANSWER, now)


def remind_of_taken(work: Work, request: InboundRequest, now: datetime) -> None:
    """Taken is not done: after the same term the holder is asked what has come of it, once."""
    assert request.holder_id is not None  # noqa: S101 - somebody has taken it
    silence(work, request.id)
    work.timers.set(TimerKind.REQUEST_WARN, request.id, _deadline(work, request.team_id, request.holder_id, now))


def settle_requests(work: Work, member_id: int, now: datetime) -> None:
    """The person's rests have changed: what they are asked ends when the whole term has run outside them."""
    for request in work.requests.held_by(member_id):
        if request.state is not RequestState.WAITING or request.asked_at is None:
            continue
        deadline = _deadline(work, request.team_id, member_id, request.asked_at)
        if deadline not in (request.deadline_at, now) and deadline > now:
            _set_timers(work, save(work, replace(request, deadline_at=deadline)), now)
            refresh(work, request.id)


def pass_requests(work: Work, member_id: int, now: datetime) -> None:
    """Absent from now on: what waits for the person's answer goes on at once."""
    for request in work.requests.held_by(member_id):
        if request.state is RequestState.WAITING:
            go_on(work, request, Stuck.ALL_AWAY, now)


def leave_requests(work: Work, member_id: int, now: datetime) -> None:
    """Works here no more: what was asked goes on, what the person had comes to the heads."""
    for request in work.requests.held_by(member_id):
        if request.state in UNTAKEN:
            go_on(work, request, Stuck.LEFT, now)
        else:
            escalate(work, request, Stuck.LEFT, now)
