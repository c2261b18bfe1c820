"""People at their phones: everything a journey does goes over HTTP to the sandbox, as messages and presses."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

#: Spaces that don't break look like spaces to a reader.
_SPACES = re.compile("[\u00a0\u202f\u2009]")


def plain(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")


def _buttons(row: dict[str, Any]) -> list[str]:
    lines = [*(row.get("buttons") or []), *(row.get("reply_keyboard") or [])]
    return [button["text"] for line in lines for button in line]


@dataclass(frozen=True)
class Seen:
    """A message as its reader sees it now."""

    id: int
    text: str
    buttons: list[str]
    raw: dict[str, Any]


class Stage:
    """One sandbox. `idle` after every act, so that a journey reads like a story and never sleeps."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        async with self.http.request(method, f"{self.url}/sandbox{path}", json=body) as reply:
            found = await reply.json()
            if reply.status >= 400:
                raise AssertionError(f"{method} {path}: {reply.status} {found}")
            return found

    async def idle(self) -> None:
        await self.ask("GET", "/idle?timeout=30")

    async def person(self, name: str, *, roles: list[str] | None = None) -> Person:
        first, _, last = name.partition(" ")
        made = await self.ask("POST", "/people", {"first_name": first, "last_name": last, "roles": roles or []})
        return Person(self, made["id"], name)

    async def group(self, title: str, members: list[Person], admins: list[Person]) -> Group:
        body = {"title": title, "members": [one.id for one in members], "admins": [one.id for one in admins]}
        made = await self.ask("POST", "/groups", body)
        await self.idle()
        return Group(self, made["id"], title)

    async def calls(self, after: int = 0) -> list[dict[str, Any]]:
        found = await self.ask("GET", f"/calls?after={after}")
        return found if isinstance(found, list) else found["calls"]

    async def last_call(self) -> int:
        calls = await self.calls()
        return calls[-1]["n"] if calls else 0

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self.ask("GET", "/clock"))["now"])

    async def at(self, moment: datetime) -> None:
        """Turns the clock to that moment and waits until what was due is done."""
        await self.ask("POST", "/clock", {"to": moment.isoformat()})
        await self.idle()

    async def later(self, **span: float) -> None:
        from datetime import timedelta

        await self.ask("POST", "/clock", {"advance": timedelta(**span).total_seconds()})
        await self.idle()


@dataclass
class Chat:
    stage: Stage
    id: int
    name: str

    async def messages(self, after: int = 0, reader: int | None = None) -> list[Seen]:
        found = await self.stage.ask("GET", f"/chats/{self.id}/messages?after={after}&as={reader or self.id}")
        rows = found if isinstance(found, list) else found["messages"]
        return [
            Seen(
                row["id"],
                plain(row.get("text")),
                [plain(text) for text in _buttons(row)],
                row,
            )
            for row in rows
        ]


@dataclass
class Group(Chat):
    async def texts(self, reader: Person) -> list[str]:
        return [seen.text for seen in await self.messages(reader=reader.id)]


@dataclass
class Person(Chat):
    """Their private chat with the bot."""

    taps: int = 0

    async def say(self, text: str = "", *, chat: Chat | None = None, **more: Any) -> Seen:
        """Writes and waits; gives the newest message of the private chat afterwards."""
        body = {"from": self.id, **({"text": text} if text else {}), **more}
        await self.stage.ask("POST", f"/chats/{(chat or self).id}/messages", body)
        await self.stage.idle()
        return await self.last()

    async def press(self, button: str, *, on: Seen | None = None, chat: Chat | None = None) -> dict[str, Any] | None:
        """Presses the button whose text holds `button`, on the newest message that has it (buttons below the screen
        too); gives the bot's answer. `chat`: what is picked where a button asks for a chat."""
        seen = on or await self.with_button(button)
        exact = next(text for text in seen.buttons if button in text)
        raw = next(text for text in _buttons(seen.raw) if plain(text) == exact)
        self.taps += 1
        path = f"/chats/{self.id}/messages/{seen.id}/press"
        body = {"from": self.id, "text": raw, **({"chat": chat.id} if chat else {})}
        found = await self.stage.ask("POST", path, body)
        await self.stage.idle()
        return found["answer"]

    async def with_button(self, button: str) -> Seen:
        for seen in reversed(await self.messages()):
            if any(button in text for text in seen.buttons):
                return seen
        shown = [(seen.text, seen.buttons) for seen in (await self.messages())[-3:]]
        raise AssertionError(f"{self.name} sees no button «{button}»; last: {shown}")

    async def last(self) -> Seen:
        """The newest message from the bot."""
        return [seen for seen in await self.messages() if seen.raw["from"] != self.id][-1]

    async def sees(self, words: str) -> Seen:
        """The newest message that holds these words."""
        for seen in reversed(await self.messages()):
            if words in seen.text:
                return seen
        shown = [seen.text for seen in (await self.messages())[-4:]]
        raise AssertionError(f"{self.name} sees no «{words}»; last: {shown}")

    async def count(self, words: str) -> int:
        return sum(words in seen.text for seen in await self.messages())


@dataclass(frozen=True)
class Pressed:
    """One of several presses: the bot's answer, and when it was released and answered (seconds of the loop)."""

    person: Person
    answer: dict[str, Any] | None
    released: float
    answered: float


async def press_together(stage: Stage, *presses: tuple[Person, str]) -> list[Pressed]:
    """Several people's presses, released at the same moment."""
    found = [await person.with_button(button) for person, button in presses]

    async def one(person: Person, button: str, seen: Seen) -> Pressed:
        raw = next(b["text"] for line in seen.raw["buttons"] for b in line if button in plain(b["text"]))
        path = f"/chats/{person.id}/messages/{seen.id}/press"
        released = asyncio.get_running_loop().time()
        reply = await stage.ask("POST", path, {"from": person.id, "text": raw})
        return Pressed(person, reply["answer"], released, asyncio.get_running_loop().time())

    pressed = await asyncio.gather(
        *(one(person, button, seen) for (person, button), seen in zip(presses, found, strict=True))
    )
    await stage.idle()
    return list(pressed)
