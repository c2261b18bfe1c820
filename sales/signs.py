"""Signs that acts are logged for show. They say «have a look», never what it means: there are good reasons for each of
them, so they reach the head alone, silently, and enter no figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

#: So many acts within this span are more than one can really do.
BURST, BURST_WITHIN = 10, timedelta(minutes=3)
#: An unanswered call out of a calling list is a ring and one press: twice as many of them are honest work.
UNANSWERED = 0.5
#: The same words so often; shorter notes repeat by themselves.
SAME_NOTES, NOTE_LENGTH = 5, 4
#: Entries of the night.
NIGHT, NIGHT_FROM, NIGHT_TILL = 3, time(22), time(6)


class SignKind(StrEnum):
    BURST = "burst"
    SAME_NOTE = "same_note"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it was logged. `unanswered`: a call out of a calling list that nobody picked up."""

    member_id: int
    at: datetime
    note: str
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """`times`: how many acts it is about."""

    member_id: int
    kind: SignKind
    times: int


def signs(entries: Iterable[Entry], zone: ZoneInfo) -> list[Sign]:
    """Of one span; person by person, the most telling first."""
    by_member: dict[int, list[Entry]] = {}
    for entry in entries:
        by_member.setdefault(entry.member_id, []).append(entry)
    found = [sign for member_id, own in by_member.items() for sign in _of_one(member_id, own, zone)]
    return sorted(found, key=lambda sign: (list(SignKind).index(sign.kind), -sign.times, sign.member_id))


def _of_one(member_id: int, entries: Sequence[Entry], zone: ZoneInfo) -> list[Sign]:
    counted = {
        SignKind.BURST: (_burst(entries), BURST),
        SignKind.SAME_NOTE: (_same_note(entries), SAME_NOTES),
        SignKind.NIGHT: (sum(_is_night(entry.at, zone) for entry in entries), NIGHT),
    }
    return [Sign(member_id, kind, times) for kind, (times, enough) in counted.items() if times >= enough]


def _burst(entries: Sequence[Entry]) -> int:
    """The most acts within one span, or none where they aren't too many for it."""
    ordered = sorted(entries, key=lambda entry: entry.at)
    most, times, weight, first = 0.0, 0, 0.0, 0
    for last, entry in enumerate(ordered):
        weight += _weight(entry)
        while entry.at - ordered[first].at > BURST_WITHIN:
            weight -= _weight(ordered[first])
            first += 1
        if weight > most:
            most, times = weight, last - first + 1
    return times if most >= BURST else 0


def _weight(entry: Entry) -> float:
    return UNANSWERED if entry.unanswered else 1.0


def _same_note(entries: Sequence[Entry]) -> int:
    said = [" ".join(entry.note.casefold().split()) for entry in entries]
    often = Counter(note for note in said if len(note) >= NOTE_LENGTH)
    return max(often.values(), default=0)


def _is_night(at: datetime, zone: ZoneInfo) -> bool:
    wall = at.astimezone(zone).time()
    return wall >= NIGHT_FROM or wall < NIGHT_TILL
