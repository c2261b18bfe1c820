"""The touch standard in words: the receiver who is behind, and the head once its term is over."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Router

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.lead_words import touches_line, until
from handlers.live import keyboard
from handlers.notices import Envelope, Outgoing, Sender
from handlers.situation import press_on
from sales.actions.touches import touch_view
from sales.clients import in_quotes
from sales.handoff import HELD
from sales.notices import NoticeKind
from sales.people import Permission, short_name
from sales.situation import Section


async def behind(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Nothing any more once the client was spoken to, or the lead is somebody else's."""
    seen, words = await sender.desk.look(touch_view, envelope.subject), sender.words
    mine = envelope.reader is not None and envelope.reader.member_id == seen.receiver_id
    if envelope.reader is None or not mine or seen.state not in HELD or seen.touches is None:
        return None
    zone = ZoneInfo(envelope.reader.zone)
    title = words("touch-warn", client=in_quotes(seen.client), until=until(words, seen.touches.until, zone, sender.now))
    lines = [title, touches_line(words, seen.touches, zone, sender.now)]
    return Outgoing("\n".join(lines), keyboard([(words("to-card"), CardPress(client=seen.client_id))]))


async def missed(sender: Sender, envelope: Envelope) -> Outgoing | None:
    seen, words = await sender.desk.look(touch_view, envelope.subject), sender.words
    if envelope.reader is None or seen.state not in HELD or seen.touches is None:
        return None
    said = {"done": seen.touches.done, "needed": seen.touches.needed}
    lines = [
        words("touch-missed", client=in_quotes(seen.client)),
        words("touch-missed-who", who=short_name(seen.receiver), **said),
    ]
    if not envelope.reader.may(Permission.DIRECT_HANDOVERS):
        return Outgoing("\n".join(lines))
    move = (words("situation-move-it"), press_on("move", Section.TOUCH, envelope.subject, handoff=True))
    ask = (words("situation-ask-it"), press_on("ask", Section.TOUCH, envelope.subject, handoff=True))
    card = (words("to-card"), CardPress(client=seen.client_id))
    return Outgoing("\n".join(lines), keyboard([move, ask], [card]))


def build() -> list[Router]:
    """Its buttons are those of the picture and of the card."""
    return []


FEATURE = Feature("touches", build, notices={NoticeKind.TOUCH_WARN: behind, NoticeKind.TOUCH_MISSED: missed})
