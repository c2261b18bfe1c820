"""Notices as their readers would get them, and phones for the people of a relay."""

from __future__ import annotations

from datetime import datetime

from handlers.features import RENDERERS, build_routers
from handlers.notices import Envelope, Outgoing, Sender
from sales.notices import Fact, NoticeKind
from sales.people import Actor
from tests.builders import NOW
from tests.handlers.phone import DirectDesk, Phone, buttons_of, plain, strict_words
from tests.sales.actions.relay import Relay


class Seen:
    def __init__(self, out: Outgoing) -> None:
        self.text = plain(out.text)
        self.buttons = buttons_of(out.keyboard)


async def seen(
    relay: Relay,
    kind: NoticeKind,
    subject: int,
    reader: Actor | None = None,
    now: datetime = NOW,
    facts: dict[str, Fact] | None = None,
    *,
    is_edit: bool = False,
) -> Seen | None:
    """None: it is dropped."""
    sender = Sender(DirectDesk(relay.work), strict_words(), now)  # type: ignore[arg-type]
    out = await RENDERERS[kind](sender, Envelope(kind, subject, facts or {}, reader, None, is_edit))
    return Seen(out) if out else None


async def told(relay: Relay, kind: NoticeKind, subject: int, reader: Actor | None = None, now: datetime = NOW) -> Seen:
    found = await seen(relay, kind, subject, reader, now)
    assert found is not None
    return found


def phone_of(relay: Relay, actor: Actor, now: datetime = NOW) -> Phone:
    return Phone(relay.work, actor, now, build_routers())


async def press(phone: Phone, card: Seen, words: str) -> None:
    """On a card that came as a notice."""
    await phone.press_data(card.buttons[words], 55)


__all__ = ["Relay", "Seen", "phone_of", "press", "seen", "told"]
