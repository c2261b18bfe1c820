"""A head's picture in words: a line for each thing, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.lead_words import until
from locales import Html, Texts
from sales.clients import in_quotes
from sales.situation import Line, Section
from sales.wording import shortened

#: Characters of a client's name within a line.
NAME = 32


def line_text(words: Texts, zone: ZoneInfo, now: datetime, line: Line, number: int = 0) -> Html:
    """`number`: that of its buttons; 0 in a list, where the button carries the name."""
    said = words(
        f"situation-line-{_variant(line)}",
        client=_client(line),
        name=line.name,
        count=line.count,
        of=line.of,
        at=until(words, line.at, zone, now) if line.at else "",
        late="yes" if line.pressing else "no",
    )
    return (
        words("situation-numbered", number=number, icon=_icon(words, line), line=said)
        if number
        else Html(words("situation-plain", icon=_icon(words, line), line=said))
    )


def _client(line: Line) -> str:
    if line.section is Section.REQUEST:
        return shortened(line.client, NAME)
    return shortened(in_quotes(line.client), NAME) if line.client else ""


def _variant(line: Line) -> str:
    if line.section is Section.REQUEST and line.at is None:
        return "request-stuck"
    if line.section is Section.NOBODY:
        return "nobody" if line.handoff else "leaver"
    if line.section is Section.ANSWER and line.count != 1:
        return "pool"
    if line.section is Section.SILENT and line.at is None:
        return "silent-all-day"
    return line.section.value


def _icon(words: Texts, line: Line) -> Html:
    return words("situation-icon-late" if line.pressing else "situation-icon-waits")


def section_counts(words: Texts, lines: Sequence[Line]) -> Html:
    return Html(" · ".join(button_of(words, section, lines) for section in Section if _count(section, lines)))


def button_of(words: Texts, section: Section, lines: Sequence[Line]) -> Html:
    return words(f"situation-count-{section.value}", count=_count(section, lines))


def _count(section: Section, lines: Sequence[Line]) -> int:
    return sum(line.section is section for line in lines)
