"""Updates: none lost, none twice, each person's in order, whatever the process dies of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Concatenate

import pytest
import sqlalchemy as sa
from aiogram.exceptions import TelegramConflictError, TelegramUnauthorizedError
from aiogram.fsm.storage.base import StorageKey

from bot import intake, polling
from bot.dialog_memory import DialogMemory
from bot.intake import CRASHES, Intake
from bot.pacing import Pacer
from bot.polling import poll
from bot.session import open_bot
from storage import inbox
from storage.engine import Storage
from storage.inbox import Waiting
from tests.bot.fakes import TOKEN, FakeClock, FakeTelegram, eventually, no_connection


def say(number: int, person: int = 7) -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": person}, "chat": {"id": person}, "text": str(number)}}


@dataclass
class House:
    """An intake whose handler writes down what it was given and does what it is told to."""

    storage: Storage
    clock: FakeClock
    handled: list[int] = field(default_factory=list)
    poisoned: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    act: Callable[[Waiting], Awaitable[None]] | None = None

    def __post_init__(self) -> None:
        self.memory = DialogMemory(self.storage)
        self.intake = Intake(
            self.storage, self.memory, self.clock, self.handle,
            poisoned=self.set_aside, risen=self.risen, fallen=lambda: self.told.append("fallen"),
        )  # fmt: skip

    async def handle(self, waiting: Waiting) -> None:
        if self.act is not None:
            await self.act(waiting)
        self.handled.append(waiting.update_id)

    async def set_aside(self, waiting: Waiting) -> None:
        self.poisoned.append(waiting.update_id)

    async def risen(self) -> None:
        self.told.append("risen")

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Intake]:
        async with asyncio.TaskGroup() as group:
            self.intake.open(group)
            yield self.intake
            await self.idle()

    async def idle(self) -> None:
        await eventually(lambda: not self.intake.lines)

    async def undone(self) -> list[int]:
        return [waiting.update_id for waiting in await self.storage.read(inbox.waiting)]


@pytest.fixture
def house(storage: Storage, clock: FakeClock) -> House:
    return House(storage, clock)


async def test_what_is_taken_in_is_handled_once(house: House) -> None:
    async with house.open() as intake:
        await intake.accept([say(1), say(2)])
        await house.idle()
        await intake.accept([say(2), say(3)])
    assert house.handled == [1, 2, 3]
    assert await house.undone() == []


async def test_a_batch_that_comes_again_while_it_waits_is_not_handled_twice(house: House) -> None:
    gate = asyncio.Event()

    async def wait(_: Waiting) -> None:
        await gate.wait()

    house.act = wait
    async with house.open() as intake:
        await intake.accept([say(1), say(2)])
        await intake.accept([say(1), say(2)])
        gate.set()
    assert house.handled == [1, 2]


async def test_each_persons_updates_keep_their_order_and_people_do_not_wait_for_each_other(house: House) -> None:
    gate = asyncio.Event()

    async def slow_for_seven(waiting: Waiting) -> None:
        if waiting.person == 7:
            await gate.wait()

    house.act = slow_for_seven
    async with house.open() as intake:
        await intake.accept([say(1), say(2), say(3, person=8), say(4), say(5, person=8)])
        await eventually(lambda: len(house.handled) == 2)
        assert house.handled == [3, 5]
        gate.set()
    assert house.handled == [3, 5, 1, 2, 4]


async def test_a_handler_that_fails_ends_its_update_and_leaves_the_conversation_alone(house: House) -> None:
    key = StorageKey(bot_id=42, chat_id=7, user_id=7)

    async def fail(waiting: Waiting) -> None:
        await house.memory.set_data(key, {"step": waiting.update_id})
        if waiting.update_id == 2:
            raise LookupError("a fault")

    house.act = fail
    async with house.open() as intake:
        await intake.accept([say(1), say(2)])
    assert await house.undone() == []
    with house.memory.one_update():
        assert await house.memory.get_data(key) == {"step": 1}


async def test_the_end_waits_for_a_database_that_is_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "RETRY_AFTER", 0.001)
    failures = iter([True, True, False])
    real = house.storage.write

    async def write(job: Callable[Concatenate[sa.Connection, ...], Any], *args: Any) -> Any:
        if job is inbox.finish and next(failures):
            raise sa.exc.OperationalError("COMMIT", {}, OSError("disk full"))
        return await real(job, *args)

    monkeypatch.setattr(house.storage, "write", write)
    async with house.open() as taking_in:
        await taking_in.accept([say(1)])
    assert house.handled == [1], "it is the end that is repeated, not the act"
    assert await house.undone() == []


async def test_after_a_stop_what_was_undone_comes_first(house: House) -> None:
    await house.storage.write(inbox.take_in, [say(1), say(2)], house.clock.now())
    async with house.open() as intake:
        await intake.recover()
        await intake.accept([say(2), say(3)])
    assert house.handled == [1, 2, 3]


async def test_an_update_that_kills_the_process_is_set_aside(house: House) -> None:
    class PowerCut(BaseException):
        pass

    async def die(waiting: Waiting) -> None:
        if waiting.update_id == 1:
            raise PowerCut

    house.act = die
    await house.storage.write(inbox.take_in, [say(1), say(2)], house.clock.now())
    for _ in range(CRASHES):
        with pytest.raises(PowerCut):
            await house.intake.recover()
    await house.intake.recover()
    assert house.poisoned == [1]
    assert house.handled == [2]


async def test_a_rise_is_told_before_the_batch_can_be_confirmed(house: House) -> None:
    async with house.open() as intake:
        await intake.accept([say(1)])
        assert house.told[0] == "risen"
    assert "fallen" in house.told


async def test_stopping_serves_who_is_being_served_and_keeps_the_rest(house: House) -> None:
    gate = asyncio.Event()

    async def wait(_: Waiting) -> None:
        await gate.wait()

    house.act = wait
    async with asyncio.TaskGroup() as group:
        house.intake.open(group)
        await house.intake.accept([say(1), say(2)])
        await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.01, gate.set)
        assert await house.intake.drain(5)
    assert house.handled == [1]
    assert await house.undone() == [2]


async def test_a_handler_that_never_ends_does_not_keep_the_process(house: House) -> None:
    async def hang(_: Waiting) -> None:
        await asyncio.Event().wait()

    house.act = hang
    async with asyncio.timeout(2), asyncio.TaskGroup() as group:
        house.intake.open(group)
        await house.intake.accept([say(1), say(2)])
        await asyncio.sleep(0.01)
        assert not await house.intake.drain(0.05)
    assert await house.undone() == [1, 2]


async def test_too_many_waiting_updates_hold_up_the_next_question(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "ROOM", 2)
    gate = asyncio.Event()

    async def wait(_: Waiting) -> None:
        await gate.wait()

    house.act = wait
    async with house.open() as taking_in:
        await taking_in.accept([say(1), say(2)])
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(taking_in.room(), 0.01)
        gate.set()
        await asyncio.wait_for(taking_in.room(), 1)


class Enough(Exception):
    """Ends a loop that would go on for ever."""


async def polled(house: House, telegram: FakeTelegram) -> list[int | None]:
    """Polls through what was planned; gives the offsets."""

    def stop(_: object) -> Exception:
        return Enough()

    telegram.next("getUpdates", stop)
    async with house.open() as taking_in:
        with pytest.raises(Enough):
            await poll(open_bot(TOKEN, None, Pacer(), telegram), taking_in)
    return [call.offset for call in telegram.named("getUpdates")]


async def test_an_update_is_confirmed_only_when_it_is_safe(house: House, telegram: FakeTelegram) -> None:
    telegram.next("getUpdates", [say(1), say(2)], [])
    offsets = await polled(house, telegram)
    assert offsets == [None, 3, None], "an empty answer has confirmed everything: numbers may begin anew"
    assert house.handled == [1, 2]


async def test_what_could_not_be_saved_is_not_confirmed(
    house: House, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(polling.asyncio, "sleep", _noting(pauses))
    real, failures = house.intake.accept, iter([True, False])

    async def accept(updates: list[dict[str, Any]]) -> None:
        if next(failures):
            raise sa.exc.OperationalError("COMMIT", {}, OSError("disk full"))
        await real(updates)

    monkeypatch.setattr(house.intake, "accept", accept)
    telegram.next("getUpdates", [say(1)], [say(1)])
    assert await polled(house, telegram) == [None, None, 2]
    assert house.handled == [1]
    assert pauses[0] >= 1


async def test_trouble_on_the_way_is_sat_out(
    house: House, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(polling.asyncio, "sleep", _noting(pauses))
    conflict = lambda method: TelegramConflictError(method, "terminated by other getUpdates request")  # noqa: E731
    telegram.next("getUpdates", no_connection, conflict, conflict, [say(1)])
    assert await polled(house, telegram) == [None, None, None, None, 2]
    assert [pause for pause in pauses if pause >= 1] == [1, 2, 4]


async def test_a_token_that_is_refused_ends_the_process(house: House, telegram: FakeTelegram) -> None:
    telegram.next("getUpdates", lambda method: TelegramUnauthorizedError(method, "Unauthorized"))
    with pytest.raises(TelegramUnauthorizedError):
        await poll(open_bot(TOKEN, None, Pacer(), telegram), house.intake)


def _noting(pauses: list[float]) -> Callable[[float], Awaitable[None]]:
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await real(0)

    return sleep
