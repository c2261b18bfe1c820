"""Notices as their readers would get them, and phones for the people of a relay."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from handlers.features import RENDERERS
from handlers.notices import Envelope, Outgoing, Sender
from sales.notices import Fact, NoticeKind
from sales.people import Actor
from storage.outbox import outbox
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


async def group_line(relay: Relay, place_id: int, now: datetime = NOW) -> str:
    """The newest message to that place, as it reads when it leaves."""
    to_place = sa.select(outbox).where(outbox.c.place_id == place_id).order_by(outbox.c.id.desc())
    row = relay.conn.execute(to_place).first()
    assert row is not None, "nothing is announced"
    found = await seen(relay, row.kind, row.subject, None, now, row.facts)
    assert found is not None
    return found.text


def phone_of(relay: Relay, actor: Actor, now: datetime = NOW) -> Phone:
    return Phone(relay.work, actor, now)


async def press(phone: Phone, card: Seen, words: str) -> None:
    """On a card that came as a notice."""
    await phone.press_data(card.buttons[words], 55)


__all__ = ["Relay", "Seen", "group_line", "phone_of", "press", "seen", "told"]
