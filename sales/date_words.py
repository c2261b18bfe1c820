"""The words of typed dates, and a typed line taken apart into them.

The words are data and come from outside; what they mean is fixed here. A line becomes tokens, each with all its
senses, for one word may be a unit of time and a part of the day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sales.errors import UnclearTime

Sense = int | float | str
"""What a token says in one of its senses: a number, or a name from the tables below."""
Senses = Mapping[str, Sense]
"""Kind of sense -> value."""

LONGEST = 120
"""Characters. A longer line is a message, not a time."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
PARTS = ("morning", "noon", "lunch", "afternoon", "evening")
QUALIFIERS = ("morning", "day", "evening", "night")
UNITS = ("minute", "hour", "day", "week", "month", "quarter", "year")
SPANS = ("half_hour", "half_year")
EDGES = ("start", "end")
MARKS = ("through", "at", "onto", "toward", "next", "this", "ordinal", "year_mark", "filler")
PREPOSITIONS = ("at", "onto", "toward")
"""Each has the sense `before` as well."""

_NAMED = {"weekdays": WEEKDAYS, "months": MONTHS, "parts": PARTS, "qualifiers": QUALIFIERS, "units": UNITS}
_NAMED |= {"spans": SPANS, "edges": EDGES, "marks": MARKS}
_COUNTED = ("days", "numbers")

_TOKEN = re.compile(
    r"""(?P<date>    \d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d) | \d{4}-\d{2}-\d{2}(?!\d) )
      | (?P<clock>   \d{1,2}:\d{2}(?![\d:]) )
      | (?P<dotted>  \d{1,2}[./]\d{1,2}(?!\d) )
      | (?P<decimal> \d{1,2},\d(?!\d) )
      | (?P<number>  \d{1,4}(?!\d) )
      | (?P<word>    [^\W\d_]+ )
      | (?P<gap>     [\s,.;]+ )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the line as typed, with its senses."""

    text: str
    senses: Senses


@dataclass(frozen=True, slots=True)
class DateWords:
    """`phrases`: a phrase, as the tuple of its words, -> its senses. `longest`: words in the longest phrase."""

    phrases: Mapping[tuple[str, ...], Senses]
    longest: int

    @classmethod
    def from_data(cls, data: Mapping[str, Mapping[str, Sequence[str]]]) -> DateWords:
        """`data` is the parsed `dates.toml`. ValueError for a meaning that the grammar doesn't know or misses."""
        phrases: dict[tuple[str, ...], dict[str, Sense]] = {}
        for table in (*_NAMED, *_COUNTED):
            _check(table, data)
            for meaning, entries in data[table].items():
                for entry in entries:
                    phrases.setdefault(tuple(plain(entry).split()), {}).update(_senses(table, meaning))
        return cls(phrases, max(map(len, phrases)))


def plain(text: str) -> str:
    """Small letters, one kind of space, no diaeresis; a hyphen between a figure and its ending counts as a space."""
    same = unicodedata.normalize("NFKC", text).casefold().replace("\u0451", "\u0435")
    return re.sub(r"(?<=\d)-(?=[^\W\d_])", " ", same).strip()


def tokens(text: str, words: DateWords) -> list[Token]:
    """The line as tokens. UnclearTime for any word or sign that isn't known."""
    pieces = _pieces(plain(text))
    found: list[Token] = []
    while pieces:
        token, length = _first(pieces, words)
        found.append(token)
        del pieces[:length]
    return found


def _pieces(line: str) -> list[re.Match[str]]:
    pieces: list[re.Match[str]] = []
    at = 0
    while at < len(line):
        piece = _TOKEN.match(line, at)
        if piece is None or len(line) > LONGEST:
            raise UnclearTime
        pieces += [piece] if piece.lastgroup != "gap" else []
        at = piece.end()
    return pieces


def _first(pieces: list[re.Match[str]], words: DateWords) -> tuple[Token, int]:
    """The first token and how many pieces it takes: the longest known phrase wins."""
    head = pieces[0]
    if head.lastgroup != "word":
        return Token(head[0], _figures(str(head.lastgroup), head[0])), 1
    for length in range(min(words.longest, len(pieces)), 0, -1):
        phrase = tuple(piece[0] for piece in pieces[:length])
        if phrase in words.phrases:
            return Token(" ".join(phrase), words.phrases[phrase]), length
    raise UnclearTime


def _figures(kind: str, text: str) -> Senses:
    """Senses of a token of figures; one with two parts may be a day and month, a clock time or a fraction."""
    if kind == "number":
        return _number(text)
    fraction = re.fullmatch(r"\d+[.,]\d", text)
    return {kind: text} | ({"amount": float(text.replace(",", "."))} if fraction else {})


def _number(text: str) -> Senses:
    """`hour` keeps the text: a leading zero tells a clock time from a spoken hour."""
    senses: dict[str, Sense] = {"amount": int(text)}
    if len(text) <= 2:
        senses |= {"number": int(text), "hour": text}
    if len(text) == 2:
        senses |= {"minutes": text}
    return senses | ({"full_year": int(text)} if len(text) == 4 else {})


def _senses(table: str, meaning: str) -> Senses:
    """A number's senses fit those of figures; an hour and a minute can be told from other units."""
    if table == "marks":
        return {meaning: meaning, "before": meaning} if meaning in PREPOSITIONS else {meaning: meaning}
    if table == "numbers":
        return _number(meaning) if meaning.isdigit() else {"amount": float(meaning)}
    if table == "units" and meaning in ("hour", "minute"):
        return {"unit": meaning, f"{meaning}_unit": meaning}
    if table in ("days", "weekdays", "months"):
        return {table[:-1]: _order(table, meaning)}
    return {table[:-1]: meaning}


def _order(table: str, meaning: str) -> int:
    """Days count from today, weekdays from 0, months from 1."""
    if table == "days":
        return int(meaning)
    return WEEKDAYS.index(meaning) if table == "weekdays" else MONTHS.index(meaning) + 1


def _check(table: str, data: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    if table not in data or (table in _NAMED and set(data[table]) != set(_NAMED[table])):
        raise ValueError(f"table of date words incomplete or unknown: {table}")
