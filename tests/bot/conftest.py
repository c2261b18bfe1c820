from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine import Storage, open_storage
from storage.tables import metadata
from tests.bot.fakes import FakeClock, FakeTelegram
from tests.bot.post import Post, a_post


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = open_storage(f"sqlite:///{tmp_path}/test.db")
    await opened.write(metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def post(storage: Storage, telegram: FakeTelegram, clock: FakeClock) -> Post:
    return await a_post(storage, telegram, clock)
