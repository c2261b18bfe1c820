"""The head's picture of this moment, and the one live message that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.people import actor_of_member
from sales.actions.steps import schedule_of
from sales.actions.touches import touches_of
from sales.company import Team
from sales.handoff import ASKING, HELD, UNANSWERED, Handoff, HandoffState, OfferState
from sales.kpi import Duty, duties_of
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member, Permission, require, short_names
from sales.ports import Work
from sales.requests import UNTAKEN
from sales.situation import (
    HABIT_DAYS,
    LIVE_FOR,
    LOOK_EVERY,
    SILENT_FROM,
    Line,
    Section,
    Watch,
    fingerprint,
    is_silent,
)
from sales.worktime import (
    Schedule,
    day_start,
    is_working,
    local_day,
    local_moment,
    working_between,
    working_days,
)

#: Everything that is nobody's, or accepted and not complete.
SHOWN_STATES = UNANSWERED | HELD
#: Requests of a team that are looked at.
REQUESTS = 100


def situation(work: Work, actor: Actor, now: datetime) -> tuple[Line, ...]:
    """Of the teams in reach, section by section."""
    require(actor, Permission.SEE_TEAM_FIGURES)
    lines: list[Line] = []
    for team_id in sorted(actor.reach):
        team = work.companies.team(team_id)
        members = {one.id: one for one in work.people.of_team(team_id, active=False)}
        names = short_names(members.values())
        lines += _handoffs(work, team_id, names, now)
        lines += _requests(work, team_id, names, now)
        lines += _leavers(work, team_id, members, names)
        lines += _late(work, team_id, members, names, now)
        lines += _silent(work, team, members.values(), names, now)
    order = list(Section)
    return tuple(sorted(lines, key=lambda line: (order.index(line.section), line.at is None, line.at or now)))


def _handoffs(work: Work, team_id: int, names: dict[int, str], now: datetime) -> list[Line]:
    return [_handoff(work, one, names, now) for one in work.handoffs.waiting(team_id, SHOWN_STATES)]


def _handoff(work: Work, handoff: Handoff, names: dict[int, str], now: datetime) -> Line:
    client = work.clients.get(handoff.client_id)
    asked = [one.member_id for one in work.handoffs.offers(handoff.id) if one.state is OfferState.OPEN]
    who = asked[0] if len(asked) == 1 else 0
    line = Line(
        Section.ANSWER,
        handoff.id,
        handoff=True,
        who=who,
        name=names.get(who, ""),
        client_id=client.id,
        client=client.name,
        at=handoff.deadline_at,
        count=len(asked),
        of=0,
        pressing=handoff.deadline_at is not None and handoff.deadline_at <= now,
    )
    if handoff.state in ASKING:
        return line
    if handoff.state is HandoffState.ESCALATED:
        giver = work.people.get(handoff.giver_id)
        asked_for = giver.id if giver.active else 0
        name = names.get(giver.id, giver.name)
        return replace(line, section=Section.NOBODY, who=asked_for, name=name, at=handoff.offered_at, pressing=True)
    touches = touches_of(work, handoff)
    receiver = handoff.receiver_id or 0
    line = replace(line, section=Section.TOUCH, who=receiver, name=names.get(receiver, ""), pressing=False)
    if touches is None:
        return line
    late = touches.until <= now and not touches.is_met
    return replace(line, at=touches.until, count=touches.done, of=touches.needed, pressing=late)


def _requests(work: Work, team_id: int, names: dict[int, str], now: datetime) -> list[Line]:
    """Who has taken one is reminded of it; until then it is everybody's loss."""
    found = [one for one in work.requests.open_of_team(team_id, REQUESTS) if one.state in UNTAKEN]
    return [
        Line(Section.REQUEST, one.id, handoff=False, who=one.holder_id or 0, name=names.get(one.holder_id or 0, ""),
             client_id=0, client=one.contact or one.words, at=one.deadline_at, count=0, of=0,
             pressing=one.deadline_at is None or one.deadline_at <= now)
        for one in found
    ]  # fmt: skip


def _leavers(work: Work, team_id: int, members: dict[int, Member], names: dict[int, str]) -> list[Line]:
    """Clients of those who work here no more."""
    return [
        Line(Section.NOBODY, owner, handoff=False, who=0, name=names[owner], client_id=0, client="", at=None,
             count=count, of=0, pressing=True)
        for owner, count in sorted(work.clients.counts(team_id).items())
        if owner in members and not members[owner].active
    ]  # fmt: skip


def _late(work: Work, team_id: int, members: dict[int, Member], names: dict[int, str], now: datetime) -> list[Line]:
    """Overdue steps by person; those of a leaver are among the leaver's clients."""
    return [
        Line(Section.LATE, who, handoff=False, who=who, name=names[who], client_id=0, client="", at=late.since,
             count=late.steps, of=0, pressing=True)
        for who, late in work.facts.overdue(team_id, now).items()
        if who in members and members[who].active
    ]  # fmt: skip


def _silent(work: Work, team: Team, members: Iterable[Member], names: dict[int, str], now: datetime) -> list[Line]:
    schedule = schedule_of(team)
    if not is_working(now, schedule):
        return []
    opened = day_start(local_day(now, schedule.zone), schedule)
    last = work.facts.last_entries(team.id, opened)
    sellers = [one for one in members if Duty.SELLING in duties_of(one) and one.team_id == team.id]
    here = [one for one in sellers if one.joined_at <= now and not one.is_away(now)]
    quiet = [one for one in here if _is_quiet(work, team, schedule, one, max(opened, last.get(one.id, opened)), now)]
    return [
        Line(Section.SILENT, one.id, handoff=False, who=one.id, name=names[one.id], client_id=0, client="",
             at=last.get(one.id), count=0, of=0, pressing=False)
        for one in quiet
    ]  # fmt: skip


def _is_quiet(work: Work, team: Team, schedule: Schedule, member: Member, since: datetime, now: datetime) -> bool:
    """Compared with the very same hours of earlier working days."""
    since = max(since, member.joined_at)
    quiet = working_between(since, now, schedule)
    if quiet < SILENT_FROM:
        return False
    zone = schedule.zone
    walls = since.astimezone(zone).time(), now.astimezone(zone).time()
    days = [
        day
        for day in working_days(local_day(now, zone), HABIT_DAYS, schedule)
        if day > local_day(member.joined_at, zone)
    ]
    spans = [(local_moment(day, walls[0], zone), local_moment(day, walls[1], zone)) for day in days]
    return is_silent(quiet, sum(work.facts.has_entry(team.id, member.id, *span) for span in spans), len(days))


@dataclass(frozen=True, slots=True)
class ShowNow:
    """Nothing to say beside it."""


@dataclass(frozen=True, slots=True)
class Looked:
    changed: bool


def show_now(work: Work, actor: Actor, form: ShowNow, now: datetime) -> None:
    """One live message, below everything else: an earlier one is left as it is."""
    shown = fingerprint(situation(work, actor, now))
    work.watches.put(Watch(actor.member_id, now + LIVE_FOR, now, shown))
    work.outbox.tell(actor.member_id, Notice(NoticeKind.SITUATION, actor.member_id, silent=True))


def look_again(work: Work, actor: Actor, form: ShowNow, now: datetime) -> Looked:
    """Asked for by its head; a picture that had stopped lives on."""
    shown, before = fingerprint(situation(work, actor, now)), work.watches.get(actor.member_id)
    work.watches.put(Watch(actor.member_id, now + LIVE_FOR, now, shown))
    changed = before is None or before.shown != shown
    if changed:
        work.outbox.refresh(NoticeKind.SITUATION, actor.member_id)
    return Looked(changed)


def is_live(work: Work, actor: Actor) -> bool:
    """Whether the picture keeps itself up to date."""
    return work.watches.get(actor.member_id) is not None


def keep_situations(work: Work, now: datetime) -> int:
    """Every live picture that hasn't been looked at for a while is compared with how things stand, and edited where
    they stand differently; gives how many were looked at."""
    due = work.watches.looked_at_before(now - LOOK_EVERY)
    for watch in due:
        actor = actor_of_member(work, watch.member_id)
        over = actor is None or not actor.may(Permission.SEE_TEAM_FIGURES) or watch.until <= now
        if over or actor is None:
            work.watches.drop(watch.member_id)
            work.outbox.refresh(NoticeKind.SITUATION, watch.member_id)
            continue
        shown = fingerprint(situation(work, actor, now))
        work.watches.put(replace(watch, looked_at=now, shown=shown))
        if shown != watch.shown:
            work.outbox.refresh(NoticeKind.SITUATION, watch.member_id)
    return len(due)
