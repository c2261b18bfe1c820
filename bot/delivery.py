"""Messages go out: the outbox is drained, one message of a recipient after another, recipients side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.courier import Courier
from bot.faults import Faults
from storage import deliveries
from storage.engine import Storage
from storage.outbox import Parcel

log = structlog.get_logger(__name__)

#: Messages on their way at the same time.
PARALLEL = 30
#: Seconds between two looks without a reason.
LOOK_EVERY = 1.0
#: Seconds between two looks for rows that nobody carries.
RESCUE_EVERY = 30.0


class Delivery:
    """`fallen` is called whenever something was finished."""

    def __init__(
        self, storage: Storage, clock: Clock, courier: Courier, faults: Faults, fallen: Callable[[], None]
    ) -> None:
        self.storage = storage
        self.clock = clock
        self.courier = courier
        self.faults = faults
        self.fallen = fallen
        self.busy: set[int] = set()
        self._woken = asyncio.Event()
        self._finished = asyncio.Event()
        self._stopping = False
        self._rescue_at = 0.0

    def wake(self) -> None:
        """There may be something to send."""
        self._woken.set()

    async def run(self) -> None:
        """Until `stop`."""
        async with asyncio.TaskGroup() as group:
            while not self._stopping:
                self._woken.clear()
                try:
                    await self._rescue_now_and_then()
                    await self._start_due(group)
                except SQLAlchemyError:
                    log.exception("the outbox can't be read")
                await self._wait_for_a_reason()

    async def stop(self, seconds: float) -> None:
        """What is on its way is waited for; the rest stays in the outbox for the next start."""
        self._stopping = True
        self.wake()
        try:
            async with asyncio.timeout(seconds):
                while self.busy:
                    self._finished.clear()
                    await self._finished.wait()
        except TimeoutError:
            log.warning("stopped while messages were on their way", count=len(self.busy))

    async def drained(self) -> None:
        """Comes back when nothing may leave any more and nothing is on its way."""
        while self.busy or await self._count_due():
            self.wake()
            await asyncio.sleep(0.02)

    async def _count_due(self) -> int:
        return await self.storage.read(deliveries.pending, self.clock.now())

    async def _start_due(self, group: asyncio.TaskGroup) -> None:
        room = PARALLEL - len(self.busy)
        if room <= 0:
            return
        found = await self.storage.read(deliveries.due, self.clock.now(), frozenset(self.busy), room)
        for parcel in found:
            self.busy.add(parcel.line)
            group.create_task(self._carry(parcel), name=f"parcel {parcel.id}")

    async def _carry(self, parcel: Parcel) -> None:
        try:
            await self.courier.carry(parcel)
        except SQLAlchemyError:
            log.exception("the outbox can't be written", parcel=parcel.id)
            await asyncio.sleep(LOOK_EVERY)
        except Exception as error:
            await self.faults.report(error, what="a message can't be made")
            await self._put_off(parcel, type(error).__name__)
        finally:
            self.busy.discard(parcel.line)
            self._finished.set()
            self.fallen()
            self.wake()

    async def _put_off(self, parcel: Parcel, why: str) -> None:
        try:
            await self.courier.failed(parcel, why)
        except SQLAlchemyError:
            log.exception("the outbox can't be written", parcel=parcel.id)

    async def _rescue_now_and_then(self) -> None:
        """Rows on their way that nobody carries: the process died, or could not note what became of them."""
        now = asyncio.get_running_loop().time()
        if now < self._rescue_at:
            return
        for parcel in await self.storage.read(deliveries.stranded, frozenset(self.busy)):
            await self.courier.in_doubt(parcel, "interrupted")
        self._rescue_at = now + RESCUE_EVERY

    async def _wait_for_a_reason(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._woken.wait()
        except TimeoutError:
            return
