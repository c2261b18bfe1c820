"""Whose budget of loud messages it is, and what becomes of what was held back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sales.actions.steps import schedule_for, schedule_of
from sales.away import AwayTill, away_until
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member
from sales.ports import Work
from sales.timers import TimerKind
from sales.worktime import local_day, local_moment

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Allowance:
    """A person's loud messages of a day: since that midnight of theirs, at most so many."""

    since: datetime
    limit: int


@dataclass(frozen=True, slots=True)
class Heard:
    """How the person's day has sounded so far."""

    loud: int
    limit: int


def allowance(work: Work, member: Member, now: datetime) -> Allowance:
    team = work.companies.team(member.team_id)
    zone = schedule_of(team, member.zone).zone
    return Allowance(local_moment(local_day(now, zone), time(0), zone), team.settings.loud_a_day)


def heard_today(work: Work, actor: Actor, now: datetime) -> Heard:
    allowed = allowance(work, work.people.get(actor.member_id), now)
    return Heard(work.budget.heard(actor.member_id, allowed.since), allowed.limit)


def plan_leftovers(work: Work, member_id: int, now: datetime) -> None:
    """What is held back is told along with the next message; where there is none, when the working day closes."""
    closing = away_until(AwayTill.DAY_END, now, schedule_for(work, member_id))
    work.timers.set(TimerKind.LEFTOVER, member_id, closing, member_id=member_id, exact=True)


def fire_leftovers(work: Work, now: datetime) -> int:
    """Gives how many people's were looked at."""
    due = work.timers.due([TimerKind.LEFTOVER], now, AT_ONCE)
    for member_id in [timer.subject for timer in due if work.timers.fire(timer.id, now)]:
        tell_leftovers(work, member_id)
    return len(due)


def tell_leftovers(work: Work, member_id: int) -> None:
    """All of it in one silent message, made when it leaves. Nothing where such a message is waiting already."""
    if work.budget.holds_any(member_id) and not work.budget.waits(member_id, NoticeKind.LEFTOVER):
        work.outbox.tell(member_id, Notice(NoticeKind.LEFTOVER, member_id, silent=True))
