"""Voice messages that were kept: a note of an act, or the evidence of a lead's answer. What was said stays with
Telegram, here lies the name under which the bot may send it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sales.leads import Question


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """`file_id`: by which this very bot can send it again (another bot can't). `unique_id`: the same for every bot.
    `seconds`: how long it takes to listen to."""

    file_id: str
    unique_id: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Belongs to an act (`activity_id`), or to the answer to a lead's `question`. `member_id`: who spoke, or passed it
    on."""

    id: int
    client_id: int
    member_id: int
    at: datetime
    file_id: str
    unique_id: str
    seconds: int
    activity_id: int | None = None
    lead_id: int | None = None
    question: Question | None = None


def spoken_notes(voices: Iterable[Voice]) -> Mapping[int, int]:
    """Seconds by act; several notes of one act together."""
    found: dict[int, int] = {}
    for one in voices:
        if one.activity_id is not None:
            found[one.activity_id] = found.get(one.activity_id, 0) + one.seconds
    return found


def spoken_answers(voices: Iterable[Voice]) -> Mapping[Question, int]:
    """Seconds of evidence, by the question."""
    found: dict[Question, int] = {}
    for one in voices:
        if one.question is not None:
            found[one.question] = found.get(one.question, 0) + one.seconds
    return found
