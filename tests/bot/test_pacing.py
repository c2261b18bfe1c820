"""Telegram's limits, in virtual time: none is ever passed, and hardly a place is wasted."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.pacing import CHAT, GROUP, MINUTE, OVERALL, SECOND, Pacer

#: Seconds by which one message may travel longer than another.
JITTER = 0.03


class VirtualLoop(asyncio.SelectorEventLoop):
    """Where everybody sleeps, time jumps to the first who wakes."""

    _now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self._now = max(self._now, self._scheduled[0].when())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def simulate(scene: Coroutine[Any, Any, float]) -> float:
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(scene)
    finally:
        loop.close()


class Server:
    """Counts arrivals in strict sliding windows; the way there takes up to JITTER longer for some than for others."""

    def __init__(self, pacer: Pacer) -> None:
        self.pacer = pacer
        self.arrivals: list[tuple[float, int]] = []
        self.luck = random.Random(1)

    async def send(self, chat_id: int) -> None:
        await self.pacer.ready(chat_id)
        async with self.pacer.turn(chat_id):
            pass
        self.arrivals.append((self.pacer.clock() + self.luck.uniform(0, JITTER), chat_id))

    async def direct(self, chat_id: int) -> None:
        await self.pacer.direct_answer(chat_id)
        self.arrivals.append((self.pacer.clock(), chat_id))

    async def line(self, chat_id: int, count: int) -> None:
        for _ in range(count):
            await self.send(chat_id)

    def worst(self, span: float, chat_id: int | None = None) -> int:
        times = sorted(at for at, chat in self.arrivals if chat_id in (None, chat))
        return max(sum(1 for other in times if at <= other < at + span) for at in times)

    def last(self) -> float:
        return max(at for at, _ in self.arrivals)


def house() -> Server:
    return Server(Pacer(clock=asyncio.get_running_loop().time))


def test_a_broadcast_uses_the_limit_and_never_passes_it() -> None:
    async def scene() -> float:
        server = house()
        await asyncio.gather(*(server.send(chat) for chat in range(1, 501)))
        assert server.worst(SECOND) <= OVERALL
        return server.last()

    assert simulate(scene()) <= (500 - 1) // OVERALL / 0.96 + JITTER


def test_a_chat_gets_one_a_second_and_a_group_twenty_a_minute() -> None:
    async def scene() -> float:
        server = house()
        await asyncio.gather(server.line(7, 10), server.line(-9, 45))
        assert server.worst(SECOND, 7) <= CHAT
        assert server.worst(MINUTE, -9) <= GROUP
        return server.last()

    assert simulate(scene()) == pytest.approx(2 * MINUTE + 5, rel=0.05)


def test_a_slow_group_keeps_nobody_else_waiting() -> None:
    async def scene() -> float:
        server = house()
        await asyncio.gather(server.line(-9, 40), *(server.send(chat) for chat in range(1, 61)))
        return max(at for at, chat in server.arrivals if chat > 0)

    assert simulate(scene()) < 4


def test_a_direct_answer_waits_for_nobody_and_the_broadcast_makes_room() -> None:
    async def scene() -> float:
        server = house()
        broadcast = asyncio.gather(*(server.send(chat) for chat in range(1, 301)))
        waited = 0.0
        for person in range(1000, 1020):
            await asyncio.sleep(0.3)
            before = server.pacer.clock()
            await server.direct(person)
            waited = max(waited, server.pacer.clock() - before)
        await broadcast
        server.arrivals = [(at, chat) for at, chat in server.arrivals if at > SECOND]
        assert server.worst(SECOND) <= OVERALL, "only the first second may be surprised by them"
        return waited

    assert simulate(scene()) == 0


@pytest.mark.parametrize("is_on", [True, False])
def test_a_silence_is_kept_by_its_chat_alone(is_on: bool) -> None:
    async def scene() -> float:
        server = house()
        server.pacer.is_on = is_on
        server.pacer.silence(7, 30)
        await asyncio.gather(server.send(7), server.send(8), server.direct(7))
        times = defaultdict(list)
        for at, chat in server.arrivals:
            times[chat].append(at)
        assert times[8][0] < 1
        return min(times[7])

    assert simulate(scene()) >= 30


def test_two_silent_chats_mean_the_overall_limit() -> None:
    async def scene() -> float:
        server = house()
        server.pacer.silence(7, 5)
        server.pacer.silence(8, 10)
        await server.send(9)
        return server.last()

    assert simulate(scene()) >= 10


def test_chats_that_fell_silent_are_forgotten() -> None:
    async def scene() -> float:
        server = house()
        server.pacer.is_on = False
        for chat in range(1, 1500):
            await server.direct(chat)
        await asyncio.sleep(3 * MINUTE)
        await server.direct(1)
        return float(len(server.pacer.chats))

    assert simulate(scene()) <= 2
