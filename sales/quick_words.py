"""The words of a typed line about a call or a meeting, and the line taken apart: whom it is about, parts and phrases.

The words are data and come from outside. A colon ends the client's name, unless it stands in a clock time; without one
every beginning of the line may be a name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sales.activities import Outcome
from sales.date_words import plain
from sales.steps import StepKind

#: Words that a client's name may have where no colon ends it, and words of the longest phrase.
NAME_WORDS = 6
PHRASE = 4

_NAME_END = re.compile(r":(?!\d)|(?<!\d):")
_PART_END = re.compile(r"[;\n]|(?<!\d),|,(?!\d)|[.!?…]+(?=\s|$)")
_WORD = re.compile(r"\S+")
EDGES = " \t\"'()«»„“”[]{}<>,.;:!?…-–—"
_NAME_EDGES = " ,.;:-–—"


@dataclass(frozen=True, slots=True)
class QuickWords:
    """Phrases, as tuples of their words, by what they mean. `reached` and `fillers` mean themselves."""

    outcomes: Mapping[tuple[str, ...], Outcome]
    steps: Mapping[tuple[str, ...], StepKind]
    reached: frozenset[tuple[str, ...]]
    fillers: frozenset[tuple[str, ...]]

    @classmethod
    def from_data(cls, data: Mapping[str, Mapping[str, Sequence[str]]]) -> QuickWords:
        """`data` is the parsed `quick_line.toml`. ValueError for a meaning that the trade doesn't know."""
        return cls(
            outcomes={one: Outcome(name) for name, entries in data["outcomes"].items() for one in _phrases(entries)},
            steps={one: StepKind(name) for name, entries in data["steps"].items() for one in _phrases(entries)},
            reached=frozenset(_phrases(data["reached"]["words"])),
            fillers=frozenset(_phrases(data["fillers"]["words"])),
        )


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A way to take a line apart: the client's words, and what was said about it."""

    client: str
    rest: str


def named_by_colon(line: str) -> Named | None:
    """None where no colon ends a name."""
    found = _NAME_END.search(line)
    if found is None or not line[: found.start()].strip():
        return None
    return Named(" ".join(line[: found.start()].split()), line[found.end() :].strip())


def names_in(line: str) -> tuple[Named, ...]:
    """Without a colon: every beginning that may be a client's name, the longest first."""
    ends = [word.end() for word in _WORD.finditer(line)][:NAME_WORDS]
    return tuple(Named(" ".join(line[:end].strip(_NAME_EDGES).split()), line[end:].strip()) for end in reversed(ends))


def name_before_words(line: str, known: QuickWords) -> Named:
    """Where no beginning is a client's name: what stands before the first word that means something, and one word at
    least, is meant as one."""
    words = words_in(line)
    for at in range(1, len(words)):
        if any(match_at(words, at, phrases) for phrases in (known.outcomes, known.steps, known.reached)):
            return Named(line[: words[at].start].strip(_NAME_EDGES), line[words[at].start :])
    end = words[0].end if words else 0
    return Named(line[:end].strip(_NAME_EDGES), line[end:].strip())


def parts_in(text: str) -> Iterator[list[Word]]:
    at = 0
    for end in [*(found.start() for found in _PART_END.finditer(text)), len(text)]:
        words = [Word(one[0], one.start(), one.end()) for one in _WORD.finditer(text, at, end)]
        words = [word for word in words if word.text.strip(EDGES)]
        at = end
        if words:
            yield words


def words_in(text: str) -> list[Word]:
    return [Word(one[0], one.start(), one.end()) for one in _WORD.finditer(text)]


def said(words: Sequence[Word]) -> str:
    return " ".join(word.text.strip(EDGES) for word in words)


def phrase_at(words: list[Word], at: int, length: int) -> tuple[str, ...]:
    return tuple(plain(word.text.strip(EDGES)) for word in words[at : at + length])


def match_at(words: list[Word], at: int, known: Container[tuple[str, ...]]) -> int:
    """How many words the longest known phrase takes there; 0: none begins there."""
    for length in range(min(PHRASE, len(words) - at), 0, -1):
        if phrase_at(words, at, length) in known:
            return length
    return 0


def _phrases(entries: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(plain(one).split()) for one in entries)


__all__ = [
    "EDGES",
    "Named",
    "QuickWords",
    "Word",
    "match_at",
    "name_before_words",
    "named_by_colon",
    "names_in",
    "parts_in",
    "phrase_at",
    "said",
]
