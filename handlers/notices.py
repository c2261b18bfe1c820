"""A notice that leaves: from its subject to the words, buttons and loudness of one message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from handlers.here import Desk
from locales import Texts
from sales.company import Place
from sales.notices import Fact, NoticeKind
from sales.people import Actor


@dataclass(frozen=True, slots=True)
class Envelope:
    """Exactly one of `reader` (a member as the Actor that may be asked for) and `place` is set."""

    kind: NoticeKind
    subject: int
    facts: Mapping[str, Fact]
    reader: Actor | None
    place: Place | None
    is_edit: bool = False

    def ids(self, fact: str) -> list[int]:
        """The numbers that fact lists; none where it isn't there."""
        listed = self.facts.get(fact)
        return [int(one) for one in listed] if isinstance(listed, list) else []


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`is_pinned`: stays at the top of its chat, pinned without a sound when it is posted."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """What a renderer may use: `desk.look` to read the subject as it stands, and the words."""

    desk: Desk
    words: Texts
    now: datetime
    bot_name: str = ""


#: None: it no longer matters to anybody and is dropped. Declared by the conversation that the notice belongs to.
Renderer = Callable[[Sender, Envelope], Awaitable[Outgoing | None]]
