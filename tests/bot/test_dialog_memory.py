"""What a conversation remembers, and when others may know."""

from __future__ import annotations

import asyncio

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot import dialog_memory
from bot.dialog_memory import DialogMemory
from storage import inbox
from storage.engine import Storage
from tests.builders import NOW

KEY = StorageKey(bot_id=42, chat_id=7, user_id=7)
STACK = StorageKey(bot_id=42, chat_id=7, user_id=7, destiny="aiogd:stack:")


class Steps(StatesGroup):
    first = State()


async def end(storage: Storage, memory: DialogMemory, buffer: dialog_memory.Buffer) -> None:
    changes = memory.changes(buffer)
    await storage.write(inbox.finish, 1, changes, NOW)
    memory.committed(changes)


async def test_an_update_sees_its_own_writes(storage: Storage) -> None:
    memory = DialogMemory(storage)
    with memory.one_update():
        await memory.set_state(KEY, Steps.first)
        await memory.set_data(KEY, {"step": 1, "who": "Ильин"})
        assert await memory.get_state(KEY) == "Steps:first"
        assert await memory.update_data(KEY, {"step": 2}) == {"step": 2, "who": "Ильин"}
        await memory.set_data(KEY, {})
        assert await memory.get_data(KEY) == {}


async def test_nothing_is_kept_until_the_update_is_done(storage: Storage) -> None:
    memory = DialogMemory(storage)
    with memory.one_update():
        await memory.set_data(KEY, {"step": 1})
    with memory.one_update():
        assert await memory.get_data(KEY) == {}


async def test_it_outlives_the_process(storage: Storage) -> None:
    memory = DialogMemory(storage)
    with memory.one_update() as buffer:
        await memory.set_data(KEY, {"step": 1})
        await memory.set_state(KEY, Steps.first)
        await memory.set_data(STACK, {"intents": ["x"]})
        await end(storage, memory, buffer)
    reborn = DialogMemory(storage)
    with reborn.one_update() as buffer:
        assert await reborn.get_data(KEY) == {"step": 1}
        assert await reborn.get_data(STACK) == {"intents": ["x"]}, "each destiny has a place of its own"
        await reborn.set_data(KEY, {})
        await end(storage, reborn, buffer)
    with DialogMemory(storage).one_update():
        assert await DialogMemory(storage).get_data(KEY) == {}


async def test_a_failed_handler_leaves_no_trace(storage: Storage) -> None:
    memory = DialogMemory(storage)
    with memory.one_update() as buffer:
        await memory.set_data(KEY, {"step": 2})
        memory.forget_this_update()
        assert await memory.get_data(KEY) == {}
        assert memory.changes(buffer) == {}


async def test_a_click_that_changes_nothing_writes_nothing(storage: Storage) -> None:
    memory = DialogMemory(storage)
    for changed in (1, 0):
        with memory.one_update() as buffer:
            await memory.get_data(KEY)
            await memory.set_data(KEY, {"step": 1})
            assert len(memory.changes(buffer)) == changed
            await end(storage, memory, buffer)


async def test_people_served_side_by_side_do_not_mix(storage: Storage) -> None:
    memory = DialogMemory(storage)

    async def person(number: int) -> dict[str, object]:
        key = StorageKey(bot_id=42, chat_id=number, user_id=number)
        with memory.one_update() as buffer:
            await memory.set_data(key, {"who": number})
            await asyncio.sleep(0)
            assert len(buffer) == 1
            return await memory.get_data(key)

    assert await asyncio.gather(*(person(number) for number in range(5))) == [{"who": n} for n in range(5)]


async def test_the_cache_stays_small(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialog_memory, "CACHED", 10)
    memory = DialogMemory(storage)
    with memory.one_update():
        for number in range(50):
            await memory.get_data(StorageKey(bot_id=42, chat_id=number, user_id=number))
    assert len(memory.cache) == 10
