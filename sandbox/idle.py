"""When is everything done? Checks wait for that instead of sleeping."""

import asyncio
import time

from sandbox.world.bots import Bot
from sandbox.world.world import World

_QUIET = 0.150
_STEP = 0.02


class Idle:
    """Open long polls are no activity; every other call is, and so is confirming updates."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._last = time.monotonic()

    def stir(self) -> None:
        """A call came or was answered."""
        self._last = time.monotonic()

    async def wait(self, seconds: float, quiet: float = _QUIET) -> bool:
        """True once all is done and no call has come for `quiet` seconds; False after so many real seconds."""
        deadline = time.monotonic() + seconds
        while not self._is_quiet(quiet):
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(_STEP)
        return True

    def _is_quiet(self, quiet: float) -> bool:
        now = self._world.clock.now().timestamp()
        bots = [bot for bot in self._world.all_bots() if bot is self._world.main or bot.listens]
        return time.monotonic() - self._last >= quiet and not any(_busy(bot, now) for bot in bots)


def _busy(bot: Bot, now: float) -> bool:
    bot.queue.expire(now)
    return bool(bot.queue.waiting) or bot.pending > 0
