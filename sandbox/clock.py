"""The virtual clock: real time plus an offset. The only file of the sandbox that asks what time it is.

Whoever does timed work follows the clock, so that "it is 18:00 now" is answered only when the work due at 18:00 has
been done: in this process by a callback, from another process by a long poll that reports back by asking again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from sandbox.signals import Signal

Follower = Callable[[datetime], Awaitable[None]]

_GRACE = 5.0
"""Real seconds between two long polls of one follower before we think that it went away."""


class ClockTooSlowError(Exception):
    """A follower didn't do its due work in time."""


class Clock:
    """Never goes back: a bot that has seen 18:00 can't be brought to 17:00."""

    def __init__(self) -> None:
        """Starts as the real clock."""
        self.version = 0
        self._offset = timedelta()
        self._followers: list[Follower] = []
        self._changed = Signal()
        self._back = Signal()
        self._owed: dict[int, int] = {}
        self._open_polls = 0
        self._last_poll: float | None = None
        self._moving = asyncio.Lock()

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC) + self._offset

    def seconds(self) -> int:
        """Unix time, as Telegram dates its messages."""
        return int(self.now().timestamp())

    @property
    def offset(self) -> float:
        """How far ahead of the real clock, in seconds."""
        return self._offset.total_seconds()

    def follow(self, follower: Follower) -> None:
        """Awaited with the new time on every move, in the order of registration."""
        self._followers.append(follower)

    def unfollow(self, follower: Follower) -> None:
        """Forget a follower; unknown ones are no error."""
        if follower in self._followers:
            self._followers.remove(follower)

    async def advance(self, step: timedelta, patience: float = 30.0) -> None:
        """Move forward and come back when due work is done; ClockTooSlowError after `patience` real seconds."""
        async with self._moving:
            await self._advance(step, patience)

    async def _advance(self, step: timedelta, patience: float) -> None:
        expected = self._expected_polls()
        self._offset += step
        self.version += 1
        version = self.version
        self._owed = {version: expected} if expected else {}
        self._changed.ring()
        deadline = time.monotonic() + patience
        now = self.now()
        for follower in list(self._followers):
            await _in_time(follower(now), deadline)
        await self._all_back(version, deadline)

    async def next_after(self, version: int, patience: float) -> None:
        """The long poll of a follower elsewhere: it has done the work of `version` and waits for the next one."""
        self._report_back(version)
        self._open_polls += 1
        try:
            deadline = time.monotonic() + patience
            while self.version <= version and (left := deadline - time.monotonic()) > 0:
                await self._changed.wait(left)
            self._last_poll = time.monotonic()
        finally:
            self._open_polls -= 1

    def _report_back(self, version: int) -> None:
        owed = self._owed.get(version, 0)
        if owed:
            self._owed[version] = owed - 1
            self._back.ring()

    def _expected_polls(self) -> int:
        if self._open_polls:
            return self._open_polls
        lately = self._last_poll is not None and time.monotonic() - self._last_poll < _GRACE
        return 1 if lately else 0

    async def _all_back(self, version: int, deadline: float) -> None:
        while self._owed.get(version, 0) > 0:
            left = deadline - time.monotonic()
            if left <= 0 or not await self._back.wait(left):
                self._last_poll = None
                self._owed.clear()
                raise ClockTooSlowError


async def _in_time(work: Awaitable[None], deadline: float) -> None:
    try:
        await asyncio.wait_for(work, max(0.01, deadline - time.monotonic()))
    except TimeoutError:
        raise ClockTooSlowError from None
