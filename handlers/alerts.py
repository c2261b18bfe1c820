"""What the house itself reports: who has come, whom a message doesn't reach, what has failed, what is missing."""

from __future__ import annotations

from aiogram import Router

from handlers.feature import Feature
from handlers.notices import Envelope, Outgoing, Sender
from handlers.roles import role_names
from locales import Html
from sales.actions.people import who_is
from sales.actions.places import title_of
from sales.notices import NoticeKind


async def _welcome(sender: Sender, envelope: Envelope) -> Outgoing | None:
    who = await sender.desk.look(who_is, envelope.subject, sender.now)
    roles = Html(role_names(sender.words, who.roles))
    entry = str(envelope.facts.get("entry", "new"))
    return Outgoing(sender.words("notice-welcome", name=who.name, roles=roles, entry=entry))


async def _undelivered(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """`kind` among the facts: it is this one message that was given up, its recipient can be reached."""
    facts, what = envelope.facts, str(envelope.facts.get("what"))
    if what == "place":
        name = await sender.desk.look(title_of, envelope.subject)
    else:
        name = (await sender.desk.look(who_is, envelope.subject, sender.now)).name
    text = "notice-undelivered-message" if "kind" in facts else f"notice-undelivered-{what}"
    return Outgoing(sender.words(text, name=name, why=sender.words(f"undelivered-{facts['reason']}")))


async def _fault(sender: Sender, envelope: Envelope) -> Outgoing | None:
    return Outgoing(sender.words("notice-fault", reference=str(envelope.facts["reference"])))


async def _calendar(sender: Sender, envelope: Envelope) -> Outgoing | None:
    return Outgoing(sender.words("notice-calendar", year=str(envelope.subject)))


def build() -> list[Router]:
    """Nothing is asked here."""
    return []


FEATURE = Feature(
    "alerts",
    build,
    notices={
        NoticeKind.WELCOME: _welcome,
        NoticeKind.UNDELIVERED: _undelivered,
        NoticeKind.FAULT: _fault,
        NoticeKind.CALENDAR: _calendar,
    },
)
