"""A rep with a phone: contacts and stickers are sent too, and a notice may be delivered."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from handlers.features import RENDERERS
from handlers.notices import Envelope, Sender
from sales.clients import Client
from sales.company import Place
from sales.notices import NoticeKind
from sales.people import Actor
from storage.outbox import outbox
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone

MOSCOW = ZoneInfo("Europe/Moscow")


class Rep(Phone):
    def __init__(self, firm: Firm, actor: Actor) -> None:
        super().__init__(firm.work, actor, NOW)
        self.firm = firm

    async def send(self, **content: Any) -> None:
        """Anything that isn't text."""
        await self._feed(message={**self._message(next(self.screen.ids)), **content})

    async def share(self, phone: str, first_name: str) -> None:
        await self.send(contact={"phone_number": phone, "first_name": first_name})

    async def speak(self, seconds: int = 42, **more: Any) -> None:
        voice = {"file_id": f"voice-{seconds}", "file_unique_id": f"u{seconds}", "duration": seconds}
        await self.send(voice=voice, **more)

    async def forward(self, text: str = "", user_id: int | None = None, name: str = "", **more: Any) -> None:
        """Somebody's message: of an account, or of a name that hides one."""
        date = int(self.now.timestamp())
        first, _, last = name.partition(" ")
        user = {"id": user_id, "is_bot": False, "first_name": first, "last_name": last}
        shown = {"type": "user", "date": date, "sender_user": user}
        hidden = {"type": "hidden_user", "date": date, "sender_user_name": name}
        words = {"text": text} if text else {}
        await self.send(forward_origin=shown if user_id else hidden, **words, **more)

    async def sticker(self) -> None:
        size = {"width": 1, "height": 1}
        kinds = {"type": "regular", "is_animated": False, "is_video": False}
        await self.send(sticker={"file_id": "1", "file_unique_id": "1", **size, **kinds})

    async def tap(self, *words: str) -> None:
        """One after the other, each on the latest message that has such a button."""
        for one in words:
            number, data = self.find(one)
            await self.press_data(data, number)

    def find(self, words: str) -> tuple[int, str]:
        for number, shown in reversed(self.screen.shown.items()):
            for text, data in self.buttons(shown).items():
                if words in text:
                    return number, data
        raise AssertionError(f"no button «{words}»; last: {self.text}, {list(self.buttons())}")

    async def deliver(self, kind: NoticeKind, place: Place | None = None) -> bool:
        """Renders the newest waiting notice of that kind and shows it; False where it says nothing any more."""
        rows = sa.select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id.desc())
        row = self.firm.work.outbox.conn.execute(rows).first()  # type: ignore[attr-defined]
        assert row is not None, "nobody is told anything"
        reader = self.firm.as_actor(self.firm.work.people.get(row.member_id))
        envelope = Envelope(kind, row.subject, row.facts, reader, place)
        sender = Sender(self.desk, self.words, self.now)  # type: ignore[arg-type]
        outgoing = await RENDERERS[kind](sender, envelope)
        if outgoing is None:
            return False
        await self.bot.send_message(self.actor.telegram_id, outgoing.text, reply_markup=outgoing.keyboard)
        return True

    def acts(self, client: Client) -> list[tuple[str, str, str]]:
        """(kind, outcome, note), newest first."""
        logged = self.firm.work.activities.of_client(client.id, 10)
        return [(act.kind.value, act.outcome.value, act.note) for act in logged]

    def steps(self, client: Client) -> list[tuple[str, str]]:
        """(kind, due in Moscow) of the open ones."""
        open_steps = self.firm.work.steps.open_of_client(client.id)
        return [(step.kind.value, step.due_at.astimezone(MOSCOW).strftime("%a %d %H:%M")) for step in open_steps]
