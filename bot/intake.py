"""Updates come in: Telegram → inbox, committed → only then confirmed → workers, each person's in order.

`accept` is the one way in; polling feeds it here, a webhook would feed the same. A crash anywhere loses nothing: what
isn't done is in the inbox, and what is done is never done again.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.dialog_memory import Buffer, DialogMemory
from storage import inbox
from storage.engine import Storage
from storage.inbox import Waiting

log = structlog.get_logger(__name__)

#: People served at the same time.
WORKERS = 32
#: Updates that may wait in memory before no more are fetched.
ROOM = 1000
#: Starts of the same update that ended in a crash, before it is set aside.
CRASHES = 3
#: Seconds until a database that failed is tried again.
RETRY_AFTER = 1.0
LONGEST_RETRY = 30.0


class Clock(Protocol):
    def now(self) -> datetime: ...


class Handling(Protocol):
    """What is done with one update; it answers the person by itself and may fail."""

    async def __call__(self, waiting: Waiting) -> None: ...


class Intake:
    """`handle` gets each update once (again after a crash). `poisoned` is told which one was set aside."""

    def __init__(
        self,
        storage: Storage,
        memory: DialogMemory,
        clock: Clock,
        handle: Handling,
        *,
        poisoned: Callable[[Waiting], Awaitable[None]],
        risen: Callable[[], Awaitable[None]],
        fallen: Callable[[], None],
    ) -> None:
        self.storage = storage
        self.memory = memory
        self.clock = clock
        self.handle = handle
        self.poisoned = poisoned
        self.risen = risen
        self.fallen = fallen
        self.lines: dict[int, deque[Waiting]] = {}
        self.held: set[int] = set()
        self._places = asyncio.Semaphore(WORKERS)
        self._changed = asyncio.Event()
        self.is_stopping = False
        self._group: asyncio.TaskGroup | None = None
        self._workers: set[asyncio.Task[None]] = set()

    async def accept(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Comes back when they are safe. What was done before, or waits here already, is left alone."""
        taken = await self.storage.write(inbox.take_in, updates, self.clock.now())
        fresh = [waiting for waiting in taken if waiting.update_id not in self.held]
        for waiting in fresh:
            self._put(waiting)
        if fresh:
            await self.risen()

    async def room(self) -> None:
        """Waits while too many wait already."""
        while len(self.held) >= ROOM:
            self._changed.clear()
            await self._changed.wait()

    async def recover(self) -> None:
        """What the last process left undone, one by one, so that an update which kills us is known by its number."""
        for waiting in await self.storage.read(inbox.waiting):
            if waiting.tries >= CRASHES:
                log.error("update set aside", update_id=waiting.update_id, crashes=waiting.tries)
                await self.storage.write(inbox.set_aside, waiting.update_id)
                await self.poisoned(waiting)
                continue
            await self.storage.write(inbox.begin_again, waiting.update_id)
            await self._one(waiting)

    def open(self, group: asyncio.TaskGroup) -> None:
        """Workers live in this group."""
        self._group = group

    async def drain(self, seconds: float) -> bool:
        """Whoever is being served is served to the end; the rest stays in the inbox for the next start, and so does
        what isn't done in time."""
        self.is_stopping = True
        try:
            async with asyncio.timeout(seconds):
                while self.lines:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            log.warning("stopped before every update was done", left=len(self.held))
            for worker in self._workers:
                worker.cancel()
        return not self.lines

    def _put(self, waiting: Waiting) -> None:
        if self._group is None:
            raise RuntimeError("the intake isn't open")
        self.held.add(waiting.update_id)
        line = self.lines.get(waiting.person)
        if line is None:
            self.lines[waiting.person] = deque([waiting])
            worker = self._group.create_task(self._serve(waiting.person), name=f"person {waiting.person}")
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        else:
            line.append(waiting)

    async def _serve(self, person: int) -> None:
        line = self.lines[person]
        while line and not self.is_stopping:
            async with self._places:
                await self._one(line[0])
            self.held.discard(line.popleft().update_id)
            self._changed.set()
        del self.lines[person]
        self._changed.set()

    async def _one(self, waiting: Waiting) -> None:
        with self.memory.one_update() as buffer:
            try:
                await self.handle(waiting)
            except Exception:
                self.memory.forget_this_update()
                log.exception("update failed", update_id=waiting.update_id)
        await self._finish(waiting, buffer)
        self.fallen()

    async def _finish(self, waiting: Waiting, buffer: Buffer) -> None:
        """A database that is full or away is waited for: this person's next update mustn't overtake."""
        changes, pause = self.memory.changes(buffer), RETRY_AFTER
        while True:
            try:
                await self.storage.write(inbox.finish, waiting.update_id, changes, self.clock.now())
            except SQLAlchemyError:
                log.exception("the end of an update could not be saved", update_id=waiting.update_id)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_RETRY)
            else:
                self.memory.committed(changes)
                return
