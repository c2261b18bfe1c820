"""Telegram's limits: 30 messages a second over all, 1 a second to a chat, 20 a minute to a group.

Sliding windows anchored at the moment of sending; a guard stands for the unevenness of the way there. Broadcasts wait
for a place; a handler's direct answer never waits behind them, it only counts, and while there are such answers the
broadcasts leave room for them. A 429 silences its chat for as long as it says; two chats at once mean that it was the
overall limit. It is obeyed with pacing off, too.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

#: True in the tasks whose sends have been given their turn already.
in_the_queue: ContextVar[bool] = ContextVar("in_the_queue", default=False)

OVERALL = 30
CHAT = 1
GROUP = 20
SECOND = 1.0
MINUTE = 60.0
GUARD = 0.03
#: Places that broadcasts leave free while people are talking to the bot.
HEADROOM = 5
#: What has been silent for so long can be forgotten.
IDLE = 2 * MINUTE
TIDY_ABOVE = 1000


class Window:
    """At most `limit` sends in any `span` seconds."""

    def __init__(self, limit: int, span: float) -> None:
        self.span = span
        self.sends: deque[float] = deque(maxlen=limit)

    def wait(self, now: float, spare: int = 0) -> float:
        """Seconds until one more may leave, with `spare` places to stay free."""
        limit = (self.sends.maxlen or 1) - spare
        if len(self.sends) < limit:
            return 0.0
        return max(0.0, self.sends[len(self.sends) - limit] + self.span + GUARD - now)

    def count(self, now: float) -> None:
        self.sends.append(now)


@dataclass(slots=True)
class Chat:
    second: Window = field(default_factory=lambda: Window(CHAT, SECOND))
    minute: Window = field(default_factory=lambda: Window(GROUP, MINUTE))
    silent_until: float = 0.0
    last_used: float = 0.0


class Pacer:
    """`clock` counts seconds like time.monotonic; with `is_on` False only 429s are obeyed."""

    def __init__(
        self,
        *,
        is_on: bool = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.is_on = is_on
        self.clock = clock
        self.sleep = sleep
        self.overall = Window(OVERALL, SECOND)
        self.direct = Window(HEADROOM, SECOND)
        self.silent_until = 0.0
        self.chats: dict[int, Chat] = {}
        self._gate = asyncio.Lock()
        self._tidied_at = clock()

    async def ready(self, chat_id: int) -> None:
        """Comes back when the chat itself may be written to; the long part of a wait, with nothing held."""
        while (wait := self._chat_wait(chat_id)) > 0:
            await self.sleep(wait)

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """A place among all messages. What is done inside ends right before the send, which is counted then."""
        if not self.is_on:
            await self.ready(chat_id)
            yield
            return
        async with self._gate:
            while (wait := max(self._chat_wait(chat_id), self._overall_wait())) > 0:
                await self.sleep(wait)
            yield
            self._count(chat_id)

    async def direct_answer(self, chat_id: int) -> None:
        """Waits for nothing but the end of a silence that Telegram asked for."""
        while (wait := max(self.silent_until, self._chat(chat_id).silent_until) - self.clock()) > 0:
            await self.sleep(wait)
        self.direct.count(self.clock())
        self._count(chat_id)

    def silence(self, chat_id: int, seconds: float) -> None:
        """A 429 for this chat; while another chat is silenced already, for everybody."""
        now = self.clock()
        if any(chat.silent_until > now for other, chat in self.chats.items() if other != chat_id):
            self.silent_until = max(self.silent_until, now + seconds)
        chat = self._chat(chat_id)
        chat.silent_until = max(chat.silent_until, now + seconds)

    def _chat_wait(self, chat_id: int) -> float:
        now, chat = self.clock(), self._chat(chat_id)
        silent = max(self.silent_until, chat.silent_until) - now
        if not self.is_on:
            return silent
        return max(silent, chat.second.wait(now), chat.minute.wait(now) if chat_id < 0 else 0.0)

    def _overall_wait(self) -> float:
        now = self.clock()
        lately = sum(1 for at in self.direct.sends if at > now - SECOND)
        return self.overall.wait(now, spare=lately)

    def _count(self, chat_id: int) -> None:
        now, chat = self.clock(), self._chat(chat_id)
        self.overall.count(now)
        chat.second.count(now)
        chat.minute.count(now)

    def _chat(self, chat_id: int) -> Chat:
        if len(self.chats) > TIDY_ABOVE and self.clock() > self._tidied_at + MINUTE:
            self._tidy()
        chat = self.chats.setdefault(chat_id, Chat())
        chat.last_used = self.clock()
        return chat

    def _tidy(self) -> None:
        now = self._tidied_at = self.clock()
        for chat_id, chat in list(self.chats.items()):
            if chat.last_used < now - IDLE and chat.silent_until < now:
                del self.chats[chat_id]
