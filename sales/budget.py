"""How loud a person's day may be. Messages that nobody asked for are a budget: so many a day may make a sound, the
others arrive silently or wait to be told together with the next one.

The last slots are kept for what can't wait: a hand-over with its deadline, a time that the person set. They share the
same total, so that the day's number holds whatever comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sales.notices import Fact, NoticeKind


class Weight(StrEnum):
    URGENT = "urgent"  # a deadline runs, or the person named that very time
    ORDINARY = "ordinary"  # something is to be done, but not this minute
    MINOR = "minor"  # good to know: one line says it all, so it may travel with another message


class Voice(StrEnum):
    """How a message leaves."""

    LOUD = "loud"
    SILENT = "silent"
    HELD = "held"  # not by itself: told along with the next message, or when the day closes


URGENT = frozenset(
    {
        NoticeKind.OFFER,
        NoticeKind.OFFER_WARN,
        NoticeKind.ESCALATED,
        NoticeKind.REQUEST,
        NoticeKind.REQUEST_WARN,
        NoticeKind.REQUEST_STUCK,
    }
)
#: Their first line is all they say. Never live ones: a line in another message can't be edited.
MINOR = frozenset({NoticeKind.ACCEPTED, NoticeKind.COMPLETE, NoticeKind.WELCOME, NoticeKind.CLIENT_ACTED})

#: These stay as they were sent, whatever is pressed below them. In one that is edited, as an offer's card when it moves
#: or a reminder when it is snoozed, lines about something else would vanish.
STAYS = MINOR | {
    NoticeKind.MORNING,
    NoticeKind.EVENING,
    NoticeKind.LEFTOVER,
    NoticeKind.CALENDAR,
    NoticeKind.UNDELIVERED,
    NoticeKind.FAULT,
}


def weight_of(kind: NoticeKind, facts: Mapping[str, Fact]) -> Weight:
    if kind in URGENT or (kind is NoticeKind.REMINDER and facts.get("exact")):
        return Weight.URGENT
    return Weight.MINOR if kind in MINOR else Weight.ORDINARY


def share(weight: Weight, limit: int) -> int:
    """Up to how many loud messages of a day such a one is loud too: a quarter is kept for what can't wait."""
    return limit if weight is Weight.URGENT else limit - limit // 4


def voice_of(weight: Weight, heard: int, limit: int) -> Voice:
    """`heard`: loud messages of this person's day so far."""
    if heard < share(weight, limit):
        return Voice.LOUD
    return Voice.HELD if weight is Weight.MINOR else Voice.SILENT


def carries(kind: NoticeKind) -> bool:
    """Whether lines of other messages may be added to one of this kind."""
    return kind in STAYS
