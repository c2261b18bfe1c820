"""What time it is, and what is done when it has moved on. The only place that asks the system's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import aiohttp
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)

#: Seconds between two looks at what is due.
TICK = 5
#: Seconds after which a sandbox that went away is asked again.
PAUSE = 1.0
LONG_POLL = 60

Chore = Callable[[datetime], Awaitable[int]]


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FollowedClock:
    """The virtual clock of a sandbox in another process: real time plus its offset."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/sandbox/clock"
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    async def read(self) -> None:
        """Waits for the sandbox: nothing may be stamped before its time is known."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LONG_POLL)) as http:
            while True:
                try:
                    await self._ask(http, None)
                    return
                except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
                    log.warning("the sandbox's clock can't be read", error=type(error).__name__)
                    await asyncio.sleep(PAUSE)

    async def follow(self, step: Callable[[datetime], Awaitable[None]]) -> None:
        """For ever. To ask again with a version says that the work due at it is done."""
        version: int | None = None
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LONG_POLL + 30)) as http:
            while True:
                try:
                    told = await self._ask(http, version)
                except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
                    log.warning("the sandbox's clock can't be read", error=type(error).__name__)
                    await asyncio.sleep(PAUSE)
                    continue
                if told != version:
                    version = told
                    await step(self.now())

    async def _ask(self, http: aiohttp.ClientSession, version: int | None) -> int:
        query = {} if version is None else {"after": version}
        async with http.get(self.url, params=query) as reply:
            reply.raise_for_status()
            told: dict[str, Any] = await reply.json()
        if told["version"] != version:  # else it is as long on its way as the offset would change
            self.offset = datetime.fromisoformat(told["now"]) - datetime.now(UTC)
        return int(told["version"])


class Ticker:
    """Does what is due: every few seconds by APScheduler, or at once when the virtual clock has moved.

    `chores` look at rows and say how many they handled; what a stop delayed is done at the first tick. A chore that
    fails is told to `failed` and keeps no other one from its turn.
    """

    #: Rounds of one chore in one tick; the rest waits for the next.
    ROUNDS = 1000

    def __init__(self, clock: Clock, chores: Sequence[Chore], failed: Callable[[Exception], Awaitable[object]]) -> None:
        self.clock = clock
        self.chores = chores
        self.failed = failed
        self._turn = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        how = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(self._on_time, "interval", seconds=TICK, **how)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _on_time(self) -> None:
        """A stop in the middle is no failure: what is left is done after the next start."""
        with suppress(asyncio.CancelledError):
            await self.tick()

    async def tick(self) -> None:
        async with self._turn:
            now = self.clock.now()
            for chore in self.chores:
                try:
                    await self._until_nothing_is_left(chore, now)
                except Exception as error:
                    await self.failed(error)

    async def _until_nothing_is_left(self, chore: Chore, now: datetime) -> None:
        for _ in range(self.ROUNDS):
            if not await chore(now):
                return
