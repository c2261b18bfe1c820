"""What people type, made fit to be kept: one form, a limit, and nothing that turns a line around."""

from __future__ import annotations

import unicodedata

from sales.errors import Empty, TooLong

#: Characters of a name or another single line.
LINE = 200
#: Characters of a note, an agreement, evidence.
WORDS = 1000

#: Marks that turn the writing direction of whatever follows, in other people's messages too.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def a_line(text: str, limit: int = LINE) -> str:
    """One line with single spaces; TooLong or Empty where it can't be kept."""
    return _kept(" ".join(_visible(text).split()), limit)


def words(text: str, limit: int = WORDS) -> str:
    """Several lines are kept, blank ones and edges aren't; TooLong or Empty where it can't be kept."""
    lines = (" ".join(line.split()) for line in _visible(text).splitlines())
    return _kept("\n".join(line for line in lines if line), limit)


def shortened(text: str, limit: int) -> str:
    """On one line, for a card: cut at a word where there is one, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip(" ,.;:") + "…"


def _visible(text: str) -> str:
    return "".join(sign for sign in text if sign in "\n\t" or not _unwanted(sign))


def _unwanted(sign: str) -> bool:
    return sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs")


def _kept(text: str, limit: int) -> str:
    if len(text) > limit:
        raise TooLong(limit=limit)
    if not text:
        raise Empty
    return text
