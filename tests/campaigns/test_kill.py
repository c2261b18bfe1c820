"""kill -9 at four points of an update's way. Whatever the point, the firm's tables end as if nothing had happened."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from pytest import TempPathFactory

from bot.points import Point
from sandbox.server import Sandbox
from tests.journeys.conftest import moscow, ordinary_wednesday
from tests.journeys.firm import Firm, found_by, qualify
from tests.journeys.stage import Person, Stage, plain

POINTS = (Point.INBOX_COMMITTED, Point.EFFECT_COMMITTED, Point.MESSAGE_SENT, Point.MESSAGE_MARKED)
CLIENTS = ("ООО Ромашка", "ЗАО Лютик", "ИП Астра", "АО Пион")
KILLED = -9
ANY_RUNS_OWN = re.compile(r"start=[\w-]+|\d\d:\d\d|\d+ мин")
#: The first person of a sandbox.
OWNER_ID = 500001

#: What the house needs for itself, and what differs between any two runs: moments, attempts, numbers of messages.
HOUSE = {"inbox", "dialog_memory", "receipt", "alembic_version"}
FLEETING = {"id", "at", "tries", "doubtful", "not_before", "message_id", "token_hash", "reason", "took"}


@dataclass
class Campaign:
    """The warm parent, and the bot that is alive now."""

    process: asyncio.subprocess.Process
    url: str
    home: Path
    stage: Stage
    pid: int = 0

    @property
    def database(self) -> Path:
        return self.home / "campaign.db"

    async def order(self, **what: Any) -> int:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        await self.process.stdin.drain()
        return int(await asyncio.wait_for(self.process.stdout.readline(), 60))

    async def start(self, die_at: Point | None = None) -> None:
        where = {"url": self.url, "database": f"sqlite:///{self.database}", "log": str(self.home / "bot.log")}
        before = await self.stage.last_call()
        self.pid = await self.order(start={**where, "owner_id": OWNER_ID, "die_at": die_at})
        if die_at is None:
            await self._listens(before)

    async def _listens(self, before: int) -> None:
        """A bot that isn't up yet has nothing pending, as far as the sandbox knows."""
        for _ in range(600):
            if any(call["method"] == "getUpdates" for call in await self.stage.calls(before)):
                return
            await asyncio.sleep(0.1)
        raise AssertionError("the bot doesn't come up")

    async def press(self, person: Person, button: str, die_at: Point | None) -> None:
        """The press of a bot's whole life; where the bot dies of it, the next life goes on."""
        assert await self.order(stop=self.pid) == 0
        await self.start(die_at)
        if die_at is None:
            await person.press(button)
            return
        seen = await person.with_button(button)
        raw = next(b["text"] for line in seen.raw["buttons"] for b in line if button in plain(b["text"]))
        pressed = asyncio.create_task(
            self.stage.ask("POST", f"/chats/{person.id}/messages/{seen.id}/press", {"from": person.id, "text": raw})
        )
        assert await self.order(wait=self.pid) == KILLED
        await self.start()
        await pressed
        await self.stage.idle()


@asynccontextmanager
async def a_campaign(home: Path) -> AsyncIterator[Campaign]:
    sandbox = Sandbox()
    url = f"http://127.0.0.1:{await sandbox.start('127.0.0.1', 0)}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.campaigns.warm", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        await asyncio.wait_for(process.stdout.readline(), 120)
        async with aiohttp.ClientSession() as http:
            yield Campaign(process, url, home, Stage(url, http))
    finally:
        process.kill()
        await process.wait()
        await sandbox.stop()


async def live_through(home: Path, deaths: Sequence[Point | None]) -> dict[str, Any]:
    """As many leads as deaths, each from its review to its acceptance, the bot killed in both; gives what remains."""
    async with a_campaign(home) as campaign:
        await campaign.stage.ask("POST", "/clock", {"to": moscow(ordinary_wednesday(), 10).isoformat()})
        await campaign.start()
        owner = await campaign.stage.person("Ольга Павлова")
        assert owner.id == OWNER_ID
        firm = await found_by(campaign.stage, owner, "/start")
        receivers = (firm.karimov, firm.belova) * 2  # whoever has fewer open ones, then who waits longer
        for number, (death, receiver) in enumerate(zip(deaths, receivers, strict=True)):
            await qualify(firm.orlova, f"{CLIENTS[number]} +7 900 000-00-1{number}", step="завтра в 11:00")
            await campaign.press(firm.orlova, "Передать", death)
            await campaign.press(receiver, "Принять", death)
        await campaign.stage.later(minutes=1)  # a message in doubt is sent once more after a while
        assert await campaign.order(stop=campaign.pid) == 0
        return {**tables(campaign.database), **await what_everybody_sees(firm)}


def tables(database: Path) -> dict[str, list[str]]:
    """Every table of the trade, as sorted rows without what may differ."""
    conn = sqlite3.connect(database)
    conn.row_factory = sqlite3.Row
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for name in names:
        if name in HOUSE or name.startswith("sqlite_"):
            continue
        where = " WHERE NOT edit" if name == "outbox" else ""  # whether an edit was needed depends on the moment
        rows = [dict(row) for row in conn.execute(f"SELECT * FROM {name}{where}")]  # a name out of the database
        found[name] = sorted(json.dumps({k: v for k, v in row.items() if not fleeting(k)}) for row in rows)
    conn.close()
    return found


def fleeting(column: str) -> bool:
    return column in FLEETING or column.endswith("_at")


async def what_everybody_sees(firm: Firm) -> dict[str, list[str]]:
    """What the bot has said in each chat. A repeated screen is no difference; tokens and moments are any run's own."""
    chats = [firm.owner, firm.head, firm.orlova, firm.smirnov, firm.karimov, firm.belova]
    said = {chat.name: [seen for seen in await chat.messages() if seen.raw["from"] != chat.id] for chat in chats}
    said["group"] = await firm.group.messages(reader=firm.head.id)
    return {name: sorted({ANY_RUNS_OWN.sub("…", seen.text) for seen in messages}) for name, messages in said.items()}


async def test_a_kill_at_any_point_of_submit_and_accept_changes_nothing(tmp_path_factory: TempPathFactory) -> None:
    undisturbed = await live_through(tmp_path_factory.mktemp("undisturbed"), [None] * len(POINTS))
    killed = await live_through(tmp_path_factory.mktemp("killed"), POINTS)
    for name, rows in undisturbed.items():
        assert killed[name] == rows, name
    assert killed.keys() == undisturbed.keys()
