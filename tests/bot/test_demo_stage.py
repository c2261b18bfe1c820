"""What a newcomer meets: the demo in a browser's place, over the sandbox's own doors."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot import __main__ as command_line
from bot.config import Settings, read_settings
from bot.demo.firm import hours
from sales.worktime import is_working
from tests.bot.demo_house import ZONE

#: Seconds in which a newcomer should see everybody greeted; of this process's own work, whatever else the machine does,
#: and how much slower a busy machine works.
READY, SLOW = 5, 3


class Visitor:
    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url, self.http = url, http

    async def get(self, path: str) -> Any:
        async with self.http.get(f"{self.url}/sandbox{path}") as reply:
            reply.raise_for_status()
            return await reply.json()

    async def people(self) -> dict[str, int]:
        """By family name."""
        return {one["last_name"]: one["id"] for one in await self.get("/people")}

    async def screen(self, chat_id: int, who: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.get(f"/chats/{chat_id}/messages?as={who}")
        return found

    async def labels(self, person_id: int) -> list[str]:
        """Of all buttons on the person's screen."""
        screen = await self.screen(person_id, person_id)
        return [button["text"] for message in screen for row in message["buttons"] for button in row]


@asynccontextmanager
async def the_demo(capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Visitor]:
    stop = asyncio.Event()
    running = asyncio.create_task(command_line.run_demo(read_settings(sandbox_port=0, _env_file=None), stop))
    said = ""
    async with asyncio.timeout(120), aiohttp.ClientSession() as http:
        while not (found := re.search(r"http://\S+", said)) and not running.done():
            await asyncio.sleep(0.02)
            said += capsys.readouterr().out
        assert found is not None, said
        yield Visitor(found.group(), http)
        stop.set()
        await running


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


async def test_a_newcomer_meets_a_department_at_work(capsys: pytest.CaptureFixture[str]) -> None:
    """One start for all questions: it is the longest way of the house."""
    began = process_time()
    async with the_demo(capsys) as visitor:
        await everybody_is_greeted(visitor)
        assert process_time() - began < READY * SLOW
        assert await visitor.get("/idle?timeout=20")
        await the_owner_sees_the_menu_last(visitor)
        await hunters_are_asked_and_a_head_has_to_decide(visitor)
        await the_group_reads_of_hand_overs_in_their_topic(visitor)
        await it_is_a_working_moment(visitor)


async def everybody_is_greeted(visitor: Visitor) -> None:
    people = (await visitor.people()).values()
    for _ in range(1000):
        screens = [await visitor.screen(one, one) for one in people]
        if all(any(message["buttons"] for message in screen) for screen in screens):
            return
        await asyncio.sleep(0.05)
    pytest.fail("somebody was left without a menu")


async def the_owner_sees_the_menu_last(visitor: Visitor) -> None:
    owner = (await visitor.people())["Павлова"]
    screen = await visitor.screen(owner, owner)
    assert len(screen) == 2
    assert screen[-1]["buttons"]


async def hunters_are_asked_and_a_head_has_to_decide(visitor: Visitor) -> None:
    people = await visitor.people()
    labels = {name: await visitor.labels(people[name]) for name in ("Каримов", "Белова", "Громов", "Смирнов", "Орлова")}

    assert labels["Каримов"].count("✅ Принять") + labels["Белова"].count("✅ Принять") == 2
    assert any(label.startswith("Тимур Каримов · ") for label in labels["Громов"])
    assert "Не согласен" in labels["Смирнов"] + labels["Орлова"]


async def the_group_reads_of_hand_overs_in_their_topic(visitor: Visitor) -> None:
    (group,) = await visitor.get("/groups")
    head = (await visitor.people())["Громов"]
    topics = {topic["name"]: topic["id"] for topic in group["topics"]}
    lines = [one for one in await visitor.screen(group["id"], head) if one["text"]]

    assert set(topics) == {"Передачи", "Победы"}
    assert len(lines) >= 4
    assert {line["thread"] for line in lines} == {topics["Передачи"]}


async def it_is_a_working_moment(visitor: Visitor) -> None:
    now = datetime.fromisoformat((await visitor.get("/clock"))["now"])
    assert is_working(now.astimezone(ZoneInfo(ZONE)), hours(ZONE))
