"""What may be told to whom. A notice names its subject; its text is made from storage when it leaves, so that a
message sent late still tells the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Fact = str | int | bool | None | list[int] | list[str]


class NoticeKind(StrEnum):
    """The subject is in brackets. LIVE ones are edited in place when their subject moves."""

    OFFER = "offer"  # [offer] live: the hand-over card of one receiver
    OFFER_WARN = "offer_warn"  # [offer] live: the deadline is near
    ANNOUNCEMENT = "announcement"  # [hand-over] live: the group's one line
    ACCEPTED = "accepted"  # [hand-over] to the giver
    RETURNED = "returned"  # [hand-over] live, to the giver
    ESCALATED = "escalated"  # [hand-over] live, to the heads
    DISPUTED = "disputed"  # [hand-over] live, to those who arbitrate
    DECIDED = "decided"  # [hand-over] the arbitration's outcome, to the giver and the receiver
    COMPLETE = "complete"  # [hand-over] first contact confirmed, to the giver
    RELEASED = "released"  # [hand-over] the head took it back, to the giver and the receiver
    REMINDER = "reminder"  # [member] facts: steps, meetings, parked (ids), late
    DIGEST = "digest"  # [member] facts: day, until (ISO)
    WELCOME = "welcome"  # [member] someone has joined, to who invited
    UNDELIVERED = "undelivered"  # [member or place] facts: reason; to the heads
    FAULT = "fault"  # [update] facts: reference; to the owners
    CALENDAR = "calendar"  # [year] no table of transferred days, to the heads
    TEXT = "text"  # [-] facts: html; a part of a message that was too long for one


LIVE = frozenset(
    {
        NoticeKind.OFFER,
        NoticeKind.OFFER_WARN,
        NoticeKind.ANNOUNCEMENT,
        NoticeKind.RETURNED,
        NoticeKind.ESCALATED,
        NoticeKind.DISPUTED,
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """`facts`: JSON values only. `silent`: arrives without a sound."""

    kind: NoticeKind
    subject: int
    facts: Mapping[str, Fact] = field(default_factory=dict)
    silent: bool = False
