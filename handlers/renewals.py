"""A contract's end in words: to whoever carries the client, and to the heads where nothing has happened."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram import Router

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.live import keyboard
from handlers.notices import Envelope, Outgoing, Sender
from handlers.order_told import NewOrderPress
from handlers.order_words import OrderPress
from sales.actions.renewals import renewal
from sales.clients import in_quotes
from sales.notices import NoticeKind
from sales.people import short_name


async def remind(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Nothing any more once it was prolonged, cancelled or corrected away."""
    return await _told(sender, envelope, last=False)


async def last_call(sender: Sender, envelope: Envelope) -> Outgoing | None:
    return await _told(sender, envelope, last=True)


async def _told(sender: Sender, envelope: Envelope, *, last: bool) -> Outgoing | None:
    seen, words = await sender.desk.look(renewal, envelope.subject), sender.words
    if envelope.reader is None or not seen.matters:
        return None
    today = sender.now.astimezone(ZoneInfo(envelope.reader.zone)).date()
    lines = [
        words("renewal-title", client=in_quotes(seen.client), day=words.date(seen.ends_on, today)),
        words("order-what", sum=words.money(seen.amount, seen.currency), product=seen.product),
        words("renewal-silent", who=short_name(seen.owner)) if last else words("renewal-do"),
    ]
    card = (words("to-card"), CardPress(client=seen.client_id))
    order = (words("to-order"), OrderPress(order=seen.order_id))
    new = [] if last else [(words("renewal-new"), NewOrderPress(client=seen.client_id))]
    return Outgoing("\n".join(lines), keyboard(new, [card, order]))


def build() -> list[Router]:
    """Its buttons are those of orders and of the client's card."""
    return []


FEATURE = Feature("renewals", build, notices={NoticeKind.RENEWAL: remind, NoticeKind.RENEWAL_LAST: last_call})
