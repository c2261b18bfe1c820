"""What is told once on each working date, whatever restarts: a row per person and date decides, made ahead of time.

Where several dates were missed, only the latest is told. A row that waits moves with the team's hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sales.digest import Rhythm
from sales.ports import Work
from sales.timers import Timer, TimerKind


def fire_daily(
    work: Work,
    kind: TimerKind,
    people: Iterable[tuple[int, Rhythm]],
    tell: Callable[[int, date], bool],
    now: datetime,
) -> int:
    """Sends what is due and plans what is next; gives how many dates `tell` has taken. Who isn't among the `people` any
    more is told nothing, whatever was planned."""
    pending: dict[int, list[Timer]] = {}
    for timer in work.timers.pending_kind(kind):
        pending.setdefault(timer.subject, []).append(timer)
    served = 0
    for member_id, rhythm in people:
        day = _serve(work, kind, rhythm, member_id, pending.pop(member_id, []), now)
        served += int(day is not None and tell(member_id, day))
    for timer in (timer for timers in pending.values() for timer in timers if timer.due_at <= now):
        work.timers.fire(timer.id, now)
    return served


def _serve(
    work: Work, kind: TimerKind, rhythm: Rhythm, member_id: int, pending: list[Timer], now: datetime
) -> date | None:
    """The date to be told now."""
    last = rhythm.last_day(now)
    ahead = [timer for timer in pending if timer.occasion > last.isoformat()]
    is_due = len(ahead) < len(pending) and _end(work, kind, rhythm, member_id, last, now)
    for timer in ahead:
        moment = rhythm.moment(date.fromisoformat(timer.occasion))
        if timer.due_at != moment:
            work.timers.set(kind, member_id, moment, member_id=member_id, exact=True, occasion=timer.occasion)
    if not ahead:
        _plan_next(work, kind, rhythm, member_id, last)
    return last if is_due else None


def _end(work: Work, kind: TimerKind, rhythm: Rhythm, member_id: int, day: date, now: datetime) -> bool:
    """Ends whatever is due. The date's own timer decides whether it was told before, so where only an earlier date
    was planned, it is made first."""
    _plan(work, kind, rhythm, member_id, day)
    due = [timer for timer in work.timers.pending_kind(kind) if timer.subject == member_id]
    fired = {timer.occasion for timer in due if timer.occasion <= day.isoformat() and work.timers.fire(timer.id, now)}
    return day.isoformat() in fired


def _plan_next(work: Work, kind: TimerKind, rhythm: Rhythm, member_id: int, last: date) -> None:
    """The date after, if the next one was told already: the time was put off after it."""
    upcoming = rhythm.day_after(last)
    if not _plan(work, kind, rhythm, member_id, upcoming):
        _plan(work, kind, rhythm, member_id, rhythm.day_after(upcoming))


def _plan(work: Work, kind: TimerKind, rhythm: Rhythm, member_id: int, day: date) -> bool:
    moment, occasion = rhythm.moment(day), day.isoformat()
    return work.timers.plan(kind, member_id, moment, member_id=member_id, occasion=occasion)
