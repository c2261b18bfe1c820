"""An inbound request: somebody outside wants something, and a colleague has passed it on (domain: leads from outside).
It isn't a lead and counts nowhere before somebody has made one of it.

waiting ──take──► taken ──client known or made──► made
   │ deadline, «can't» ► waiting      (once, the next in turn)    └ closed, with a reason
   └ again, or nobody to ask ► escalated (the heads) ──assign──► waiting ──► …

Whoever was asked may take it as long as nobody has: late is better than never.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sales.identify import read_query
from sales.leads import Source
from sales.people import Member, Permission, Role

#: Characters of one request: a whole message of Telegram fits, for other people's words can't be shortened.
WORDS = 4096
#: Characters with everything that was said again about it.
ALL_WORDS = 12_000
#: The same phone within this span is the same request.
SAME_WITHIN = timedelta(days=1)
#: How many are asked in turn before the heads have it.
IN_TURN = 2


class RequestState(StrEnum):
    WAITING = "waiting"
    ESCALATED = "escalated"
    TAKEN = "taken"
    MADE = "made"
    CLOSED = "closed"


#: Nobody has it yet.
UNTAKEN = frozenset({RequestState.WAITING, RequestState.ESCALATED})
OPEN_REQUEST = UNTAKEN | {RequestState.TAKEN}


class Stuck(StrEnum):
    """Why the heads have it."""

    NOBODY = "nobody"  # no one could qualify it at all
    ALL_AWAY = "all_away"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    LEFT = "left"  # who was asked or had it works here no more
    OWNER = "owner"  # the client's owner can't be asked or hasn't answered


class RequestEnd(StrEnum):
    """Why nothing is made of it."""

    SPAM = "spam"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"


class AskState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"
    MISSED = "missed"
    PASSED = "passed"  # absent, gone, or somebody else has it


@dataclass(frozen=True, slots=True)
class InboundRequest:
    """`holder_id`: who is asked since `asked_at` (waiting), or has it (taken, made). `contact`: who wants something,
    `phone` in E.164, `key`: the contact as names are compared. `chat_id`, `message_id`: the message of a group that it
    was. `client_id`: the client whose phone or INN it is, or that was made. `rounds`: how many were asked."""

    id: int
    company_id: int
    team_id: int
    state: RequestState
    source: Source
    words: str
    dropped_at: datetime
    dropped_by: int | None = None
    contact: str = ""
    key: str = ""
    phone: str | None = None
    inn: str | None = None
    chat_id: int | None = None
    message_id: int | None = None
    holder_id: int | None = None
    asked_at: datetime | None = None
    deadline_at: datetime | None = None
    rounds: int = 0
    stuck: Stuck | None = None
    taken_at: datetime | None = None
    client_id: int | None = None
    ended_at: datetime | None = None
    end: RequestEnd | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class RequestAsk:
    id: int
    request_id: int
    member_id: int
    asked_at: datetime
    state: AskState


def may_qualify(member: Member) -> bool:
    """Makes leads, and messages reach them."""
    return member.may(Permission.SUBMIT_LEADS) and member.unreachable is None


def qualifiers(members: Iterable[Member]) -> list[Member]:
    """The lead generators; where there is none, whoever makes leads."""
    able = [member for member in members if may_qualify(member)]
    return [member for member in able if Role.LEAD_GENERATOR in member.roles] or able


def on_duty(members: Iterable[Member], duty: Collection[int]) -> list[Member]:
    """Whom the head has named; empty: nobody in particular."""
    return [member for member in members if member.id in duty and may_qualify(member)]


#: Seven digits are a phone of a town already, whatever stands between them.
_NUMBER = re.compile(r"[+(]*\d(?:[\W_]{0,3}\d){6,}")


def without_numbers(text: str) -> str:
    """What may be read in a group: no number that somebody could be called at."""
    return _NUMBER.sub("…", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class RequestLine:
    """`words`: empty where nothing but a contact was said. `source` None: not said."""

    words: str
    contact: str = ""
    phone: str | None = None
    inn: str | None = None
    source: Source | None = None


#: A name in front of a number has so many words at most.
NAME_WORDS = 3


def read_request(line: str, sources: Mapping[str, Source], labels: frozenset[str]) -> RequestLine:
    """A typed line in parts between commas: a name in front of a phone is the contact, a part that names a source is
    one, and whatever is left is what was said. `sources`: by their words in small letters."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    source = next((sources[part.casefold()] for part in reversed(parts) if part.casefold() in sources), None)
    parts = [part for part in parts if part.casefold() not in sources]
    for at, part in enumerate(parts):
        found = read_query(part, labels)
        if found.phone and not found.doubtful:
            before, after = parts[:at], parts[at + 1 :]
            named = found.name or (before.pop() if before and len(before[-1].split()) <= NAME_WORDS else "")
            return RequestLine(", ".join([*before, *after]), named, found.phone, _inn_in(line, labels), source)
    return RequestLine(", ".join(parts), inn=_inn_in(line, labels), source=source)


def _inn_in(line: str, labels: frozenset[str]) -> str | None:
    found = read_query(line, labels)
    return None if found.doubtful else found.inn


def sources_by_words(table: Mapping[str, Collection[str]]) -> dict[str, Source]:
    """`table`: the words of each source, by its value."""
    return {word.casefold(): Source(name) for name, words in table.items() for word in words}
