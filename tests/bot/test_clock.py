"""Ticks: what is due is done, one thing's failure is not another's, and a jump of the clock is a tick too."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot import clock as clock_module
from bot.clock import FollowedClock, Ticker
from tests.bot.fakes import FakeClock, eventually
from tests.builders import NOW


class Chores:
    """`left`: how much there is to do."""

    def __init__(self, left: int = 0) -> None:
        self.left = left
        self.seen: list[datetime] = []
        self.failures: list[Exception] = []

    async def some(self, now: datetime) -> int:
        self.seen.append(now)
        done = min(self.left, 10)
        self.left -= done
        return done

    async def broken(self, now: datetime) -> int:
        raise LookupError("a fault")

    async def failed(self, error: Exception) -> None:
        self.failures.append(error)


async def test_a_tick_goes_on_until_nothing_is_left(clock: FakeClock) -> None:
    chores = Chores(left=35)
    await Ticker(clock, [chores.some], chores.failed).tick()
    assert chores.left == 0
    assert set(chores.seen) == {NOW}, "one tick happens at one moment"


async def test_a_chore_that_fails_keeps_nobody_from_their_turn(clock: FakeClock) -> None:
    chores = Chores(left=5)
    await Ticker(clock, [chores.broken, chores.some], chores.failed).tick()
    assert chores.left == 0
    assert [type(error) for error in chores.failures] == [LookupError]


async def test_ticks_do_not_overlap(clock: FakeClock) -> None:
    running = most = 0

    async def slow(_: datetime) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        return 0

    ticker = Ticker(clock, [slow], Chores().failed)
    await asyncio.gather(*(ticker.tick() for _ in range(5)))
    assert most == 1


async def test_it_ticks_by_itself(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_module, "TICK", 0.01)
    chores = Chores()
    ticker = Ticker(clock, [chores.some], chores.failed)
    ticker.start()
    await asyncio.sleep(0.1)
    ticker.stop()
    assert len(chores.seen) >= 3


async def test_a_stop_in_the_middle_of_a_tick_is_no_failure(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clock_module, "TICK", 0.01)
    begun = asyncio.Event()

    async def endless(_: datetime) -> int:
        begun.set()
        await asyncio.sleep(60)
        return 0

    chores = Chores()
    ticker = Ticker(clock, [endless], chores.failed)
    ticker.start()
    await begun.wait()
    ticker.stop()
    await asyncio.sleep(0.05)
    assert chores.failures == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_sandbox_elsewhere_is_followed_and_told_when_the_work_is_done() -> None:
    asked: list[str | None] = []
    later = datetime.now(UTC) + timedelta(hours=5)

    async def look(request: web.Request) -> web.Response:
        after = request.query.get("after")
        asked.append(after)
        if after == "2":
            await asyncio.sleep(60)
        version = 1 if after is None else 2
        now = datetime.now(UTC) if after is None else later
        return web.json_response({"version": version, "now": now.isoformat()})

    app = web.Application()
    app.router.add_get("/sandbox/clock", look)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    clock = FollowedClock(f"http://127.0.0.1:{runner.addresses[0][1]}")
    steps: list[datetime] = []

    async def step(now: datetime) -> None:
        assert asked[-1] != "2", "not confirmed before it is done"
        steps.append(now)

    following = asyncio.create_task(clock.follow(step))
    await eventually(lambda: asked[-1:] == ["2"])
    following.cancel()
    await runner.cleanup()
    assert len(steps) == 2
    assert abs(clock.now() - later) < timedelta(seconds=5)
