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
    AWAY = "away"  # [absence] live: the places' one line while somebody is absent
    LEFT = "left"  # [member] who carries a leaver's clients from now on; facts: to (ids), clients (how many each)
    ACCEPTED = "accepted"  # [hand-over] to the giver
    RETURNED = "returned"  # [hand-over] live, to the giver
    ESCALATED = "escalated"  # [hand-over] live, to the heads
    DISPUTED = "disputed"  # [hand-over] live, to those who arbitrate
    DECIDED = "decided"  # [hand-over] the arbitration's outcome, to the giver and the receiver
    COMPLETE = "complete"  # [hand-over] first contact confirmed, to the giver
    RELEASED = "released"  # [hand-over] the head took it back, to the giver and the receiver
    PROPOSED = "proposed"  # [hand-over] live, to the client's owner: shall it be handed over?
    PROPOSAL_WARN = "proposal_warn"  # [hand-over] live: the time to answer it is nearly over
    INTRODUCTION = "introduction"  # [hand-over] live, to the giver: accepted, now introduce the receiver
    MEETING_OF_THREE = "meeting_of_three"  # [step] planned by the other one of giver and receiver; facts: by
    REMINDER = "reminder"  # [member] facts: steps, meetings, parked (ids), late, exact
    CLIENT_ACTED = "client_acted"  # [step] somebody else's client was waited for, and has acted; facts: who
    MORNING = "morning"  # [member] the day's plan; facts: day (ISO), parked (ids), late
    EVENING = "evening"  # [member] the day's summary; facts: day, until (ISO)
    LEFTOVER = "leftover"  # [member] what was held back beyond the budget and nothing has carried
    DIGEST = "digest"  # [member] facts: day, until (ISO)
    SITUATION = "situation"  # [member] live: a head's picture of this moment
    REASSIGNED = "reassigned"  # [member] what the head has moved to or from them; facts: by, to, the ids by kind
    INQUIRY = "inquiry"  # [inquiry] a head asks
    INQUIRY_REPLY = "inquiry_reply"  # [inquiry] and is answered
    TOUCH_WARN = "touch_warn"  # [hand-over] behind the touch standard, to the receiver
    TOUCH_MISSED = "touch_missed"  # [hand-over] the standard wasn't kept, to the heads
    ABSENCE = "absence"  # [absence] planned, begun, over: to the absent and the substitute; facts: steps, done (ids)
    BOARD = "board"  # [place] live, pinned: who carries what
    MERGED = "merged"  # [client] the head has made one client of two; facts: by, gone (its name)
    ACTING = "acting"  # [acting head] named, begun, over: to the acting head and the head
    REQUEST = "request"  # [request] live: the card of whoever was asked
    REQUEST_WARN = "request_warn"  # [request] live: the deadline is near, or what was taken waits
    REQUEST_STUCK = "request_stuck"  # [request] live, to the heads: nobody has taken it
    REQUEST_LINE = "request_line"  # [request] live: one line in the places that take requests
    REQUEST_OWNER = "request_owner"  # [request] to the client's owner: it was their client
    WIN = "win"  # [member] facts: words; to the places that take wins
    WELCOME = "welcome"  # [member] someone has joined, to who invited
    UNDELIVERED = "undelivered"  # [member or place] facts: reason; to the heads
    FAULT = "fault"  # [update] facts: reference; to the owners
    CALENDAR = "calendar"  # [year] no table of transferred days, to the heads
    RENEWAL = "renewal"  # [order] its contract will end, to the client's owner
    RENEWAL_LAST = "renewal_last"  # [order] and nothing has happened, to the heads
    IMPORTED = "imported"  # [import] to whoever got clients of it; facts: count
    STATUS = "status"  # [status change] the client is regular, key or neither: to the owner
    RULE = "rule"  # [rule] what makes a client regular has changed: to everybody, to be confirmed
    WATCH = "watch"  # [warning] live, to the owner and then the heads: a regular client is leaving
    TEXT = "text"  # [-] facts: html; a part of a message that was too long for one


LIVE = frozenset(
    {
        NoticeKind.OFFER,
        NoticeKind.OFFER_WARN,
        NoticeKind.INTRODUCTION,
        NoticeKind.ANNOUNCEMENT,
        NoticeKind.AWAY,
        NoticeKind.RETURNED,
        NoticeKind.ESCALATED,
        NoticeKind.DISPUTED,
        NoticeKind.PROPOSED,
        NoticeKind.PROPOSAL_WARN,
        NoticeKind.SITUATION,
        NoticeKind.REQUEST,
        NoticeKind.REQUEST_WARN,
        NoticeKind.REQUEST_STUCK,
        NoticeKind.REQUEST_LINE,
        NoticeKind.WATCH,
        NoticeKind.BOARD,
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """`facts`: JSON values only. `silent`: arrives without a sound."""

    kind: NoticeKind
    subject: int
    facts: Mapping[str, Fact] = field(default_factory=dict)
    silent: bool = False
