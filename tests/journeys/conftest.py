"""A sandbox on a free port and the whole bot against it, put together by the same composition root as the real one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.app import App, open_app
from bot.config import read_settings
from locales import Texts, load
from sales.actions.join import first_invite
from sales.worktime import Schedule, is_working_day
from sandbox.server import Sandbox
from storage.migrate import migrate
from tests.journeys.stage import Stage

MOSCOW = ZoneInfo("Europe/Moscow")
SCHEDULE = Schedule(MOSCOW, time(9), time(18))


@cache
def strict_words() -> Texts:
    """A text that is missing, or an argument, fails the journey instead of being shown."""
    return load(strict=True)


@cache
def ordinary_wednesday() -> date:
    """The next one ahead with two working days before it and two after."""
    day = datetime.now(UTC).date() + timedelta(days=3)
    while day.weekday() != 2 or not all(is_working_day(day + timedelta(days=n), SCHEDULE) for n in range(-2, 3)):
        day += timedelta(days=1)
    return day


def moscow(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), MOSCOW)


@dataclass
class Life:
    """The bot's process, as far as a test may touch it: stopped and started again on the same database."""

    sandbox: Sandbox
    url: str
    database: str
    app: App | None = None
    stop: asyncio.Event | None = None
    running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        settings = read_settings(
            _env_file=None, bot_token=None, sandbox_url=self.url, database_url=self.database, sandbox_port=0
        )
        await migrate(self.database, Path(self.database.removeprefix("sqlite:///")).parent, self.sandbox.clock.now())
        self.stop, ready = asyncio.Event(), asyncio.Event()
        self.running = asyncio.create_task(self._run(settings, ready))
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({self.running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self.running.done():
            await self.running

    async def _run(self, settings: object, ready: asyncio.Event) -> None:
        async def tell(count: int) -> None:
            self.sandbox.report_pending(count)

        assert self.stop is not None
        parts = {"clock": self.sandbox.clock, "words": strict_words(), "api_url": self.url, "tell": tell}
        async with open_app(settings, **parts) as app:  # type: ignore[arg-type]
            self.app = app
            self.sandbox.clock.follow(app.step)
            ready.set()
            await app.run(self.stop)

    async def end(self) -> None:
        if self.stop and self.running:
            self.stop.set()
            await self.running

    async def restart(self) -> None:
        await self.end()
        await self.start()

    async def owner_token(self) -> str:
        """What the console prints at the first start."""
        assert self.app is not None
        made = await self.app.desk.tick(first_invite, None, self.app.clock.now())
        assert made.token
        return str(made.token)


@asynccontextmanager
async def a_life(home: Path, **sandbox_options: object) -> AsyncIterator[Life]:
    sandbox = Sandbox(**sandbox_options)  # type: ignore[arg-type]
    url = f"http://127.0.0.1:{await sandbox.start('127.0.0.1', 0)}"
    life = Life(sandbox, url, f"sqlite:///{home}/journey.db")
    await life.start()
    try:
        yield life
    finally:
        await life.end()
        await sandbox.stop()


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    async with a_life(tmp_path) as one:
        yield one


@pytest.fixture
async def stage(life: Life) -> AsyncIterator[Stage]:
    """Nine o'clock on an ordinary Wednesday; nobody has written yet."""
    async with aiohttp.ClientSession() as http:
        found = Stage(life.url, http)
        await found.at(moscow(ordinary_wednesday(), 9))
        yield found
