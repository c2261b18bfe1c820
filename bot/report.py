"""Tells a sandbox whether the bot still has something to do, so that whoever watches needn't guess when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import aiohttp
import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from storage import deliveries, inbox
from storage.engine import Storage

log = structlog.get_logger(__name__)


class Report:
    """`tell` is given the number of undone updates and due messages whenever that becomes or stops being zero.
    Without it nobody listens (Telegram doesn't), and nothing is counted."""

    def __init__(self, storage: Storage, clock: Clock, tell: Callable[[int], Awaitable[None]] | None) -> None:
        self.storage = storage
        self.clock = clock
        self.tell = tell
        self._told: bool | None = None
        self._turn = asyncio.Lock()
        self._touched = asyncio.Event()

    def touch(self) -> None:
        """Something has begun or ended."""
        self._touched.set()

    async def look(self) -> None:
        """Comes back when it has been told."""
        if self.tell is None:
            return
        async with self._turn:
            count = await self.storage.read(undone, self.clock.now())
            if self._told is bool(count):
                return
            try:
                await self.tell(count)
                self._told = bool(count)
            except (aiohttp.ClientError, TimeoutError) as error:
                self._told = None
                log.warning("the sandbox can't be told", error=type(error).__name__)

    async def run(self) -> None:
        """For ever."""
        while True:
            await self._touched.wait()
            self._touched.clear()
            try:
                await self.look()
            except SQLAlchemyError:
                log.exception("what is undone can't be counted")


def undone(conn: Connection, now: datetime) -> int:
    return inbox.pending(conn) + deliveries.pending(conn, now)


def by_http(url: str) -> Callable[[int], Awaitable[None]]:
    """For a sandbox in another process."""

    async def tell(count: int) -> None:
        async with aiohttp.ClientSession() as http, http.post(f"{url}/sandbox/bot", json={"pending": count}) as reply:
            reply.raise_for_status()

    return tell
