"""Timers: rows that say what must be looked at when. The clock only ticks; whether a timer still matters is asked
of the thing it belongs to at the moment it fires."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: Reminders of one person due within this span leave as one message (domain: decided list).
HOLD = timedelta(minutes=15)
#: Later than this, a reminder says that it is late.
LATE_AFTER = timedelta(minutes=30)


class TimerKind(StrEnum):
    """The subject is in brackets."""

    STEP = "step"  # [step] its time has come
    MEETING = "meeting"  # [step] a meeting is near
    PARKED = "parked"  # [lead] a parked lead's date has come
    OFFER_WARN = "offer_warn"  # [hand-over] the deadline is near
    OFFER_END = "offer_end"  # [hand-over] the deadline has passed
    DIGEST = "digest"  # [member] occasion: the local date
    TOUCH_WARN = "touch_warn"  # [hand-over] two thirds of the touch standard's term have run
    TOUCH_END = "touch_end"  # [hand-over] its term is over
    REQUEST_WARN = "request_warn"  # [request] the deadline is near, or what was taken waits
    REQUEST_END = "request_end"  # [request] the deadline has passed
    ACTING = "acting"  # [acting head] a period begins or ends; occasion: which of the two
    MORNING = "morning"  # [member] occasion: the local date
    EVENING = "evening"  # [member] occasion: the local date
    LEFTOVER = "leftover"  # [member] what was held back beyond the budget is told
    REGULAR = "regular"  # [team] a new working day: who has become a regular client
    WATCH = "watch"  # [team] a new working day: which regular clients are leaving
    ANSWERS = "answers"  # [team] who has written and got no answer
    REST = "rest"  # [step] a planned meeting begins
    RENEWAL = "renewal"  # [order] its contract will end
    RENEWAL_LAST = "renewal_last"  # [order] and half of the time has run; occasion: when the owner was reminded
    ABSENCE_BEGIN = "absence_begin"  # [absence]
    ABSENCE_END = "absence_end"  # [absence]
    PROPOSAL_WARN = "proposal_warn"  # [hand-over] the giver's time to answer a proposal is nearly over
    PROPOSAL_END = "proposal_end"  # [hand-over] it is over: the heads have it
    PROPOSAL_AGAIN = "proposal_again"  # [hand-over] what came back, or had to wait, is proposed anew
    STALLED = "stalled"  # [team] stalled deals are looked for


#: These are shown to a person and may travel together; the others are looked at by their own actions.
PERSONAL = frozenset({TimerKind.STEP, TimerKind.MEETING, TimerKind.PARKED})


@dataclass(frozen=True, slots=True)
class Timer:
    """Unique per (kind, subject, occasion). `exact`: never held back."""

    id: int
    kind: TimerKind
    subject: int
    occasion: str
    member_id: int | None
    due_at: datetime
    exact: bool


def to_fire(timers: Iterable[Timer], now: datetime) -> list[Timer]:
    """Which of ONE person's pending personal timers leave now, as one message; empty while they are held.

    A timer that isn't exact waits for the latest one due within HOLD of the earliest; never early, never longer.
    """
    pending = sorted(timers, key=lambda timer: timer.due_at)
    due = [timer for timer in pending if timer.due_at <= now]
    held = [timer for timer in due if not timer.exact]
    if len(held) < len(due):
        return due
    if not held:
        return []
    last = max(timer.due_at for timer in pending if not timer.exact and timer.due_at <= held[0].due_at + HOLD)
    return due if last <= now else []
