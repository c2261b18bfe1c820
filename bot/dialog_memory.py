"""aiogram's FSM storage on our own database, so that a conversation survives a restart.

What a handler writes lies in its update's buffer. It is committed together with the end of the update, never by
itself: after a crash the step is replayed from the state that the person saw.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

from storage import dialogs
from storage.engine import Storage

Buffer = dict[str, str | None]

#: Values kept at hand; about two for each person who is talking to the bot.
CACHED = 5000

_buffer: ContextVar[Buffer] = ContextVar("dialog_buffer")


class DialogMemory(BaseStorage):
    """Reads: this update's own writes, then the cache, then the row. Only one process may write to the table, as
    only one may poll."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.keys = DefaultKeyBuilder(with_bot_id=True, with_destiny=True)
        self.cache: OrderedDict[str, str | None] = OrderedDict()

    @contextmanager
    def one_update(self) -> Iterator[Buffer]:
        """What is written inside comes to lie in the buffer, in this task only."""
        buffer: Buffer = {}
        token = _buffer.set(buffer)
        try:
            yield buffer
        finally:
            _buffer.reset(token)

    def forget_this_update(self) -> None:
        """The handler failed half-way: the dialog stays where the person saw it."""
        _buffer.get().clear()

    def changes(self, buffer: Buffer) -> Buffer:
        """What really differs from the rows: a click that changes nothing writes nothing."""
        return {key: value for key, value in buffer.items() if key not in self.cache or self.cache[key] != value}

    def committed(self, changes: Mapping[str, str | None]) -> None:
        """Only now may other updates see it."""
        for key, value in changes.items():
            self._keep(key, value)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        _buffer.get()[self._name(key, "state")] = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        return await self._value(self._name(key, "state"))

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        text = json.dumps(data, ensure_ascii=False) if data else None
        _buffer.get()[self._name(key, "data")] = text

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        text = await self._value(self._name(key, "data"))
        found: dict[str, Any] = json.loads(text) if text else {}
        return found

    async def close(self) -> None:
        """The storage belongs to the composition root."""

    async def _value(self, name: str) -> str | None:
        buffer = _buffer.get()
        if name in buffer:
            return buffer[name]
        if name not in self.cache:
            self._keep(name, await self.storage.read(dialogs.recall, name))
        return self.cache[name]

    def _keep(self, name: str, value: str | None) -> None:
        self.cache[name] = value
        self.cache.move_to_end(name)
        if len(self.cache) > CACHED:
            self.cache.popitem(last=False)

    def _name(self, key: StorageKey, part: Literal["data", "state"]) -> str:
        return self.keys.build(key, part)
