"""What a handful of voices adds up to."""

from __future__ import annotations

from sales.leads import Question
from sales.voices import Voice, spoken_answers, spoken_notes
from tests.builders import NOW


def voice(seconds: int, **belongs: object) -> Voice:
    return Voice(1, 1, 1, NOW, "file", "unique", seconds, **belongs)  # type: ignore[arg-type]


def test_notes_and_evidence_are_told_apart_and_added_up() -> None:
    kept = [
        voice(3, activity_id=7),
        voice(4, activity_id=7),
        voice(5, activity_id=8),
        voice(6, lead_id=1, question=Question.PAINS),
        voice(7, lead_id=1, question=Question.PAINS),
    ]
    assert spoken_notes(kept) == {7: 7, 8: 5}
    assert spoken_answers(kept) == {Question.PAINS: 13}
