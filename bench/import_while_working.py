"""Twenty thousand rows come in while ten people work: how long the import takes, and how long they wait for their first
answers with and without it, side by side in one run.

    python -m bench.import_while_working [rows] [people]

A sandbox on a free port, the whole bot against it in another process, as in life. A working person sends /today, waits
for the answer, thinks for a moment, and so on; quiet spells before and after the import are the baseline.
"""

from __future__ import annotations

import asyncio
import base64
import io
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from openpyxl import Workbook

from sandbox.server import Sandbox

ROWS, PEOPLE = 20_000, 10
#: Seconds: of a quiet spell, of thinking between two acts, between two looks of who imports, and of the longest wait.
QUIET, THINKING, LOOK, PATIENCE = 20.0, 1.0, 0.2, 600.0
HOST = "127.0.0.1"
ROOT = Path(__file__).parent.parent
OWNER = 500_001
STAGES = ("Новый", "В работе", "Новый")


@dataclass
class Waits:
    """Seconds from a message to the first thing that the bot says to it."""

    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    is_busy: bool = False

    def note(self, seconds: float, was_busy: bool) -> None:
        (self.busy if was_busy or self.is_busy else self.quiet).append(seconds)


@dataclass(frozen=True)
class Result:
    """`staged`: seconds from the file to its preview; `switched`: from the «yes» to the card; then milliseconds."""

    rows: int
    staged: float
    switched: float
    quiet: Sequence[float]
    busy: Sequence[float]

    @property
    def ratio(self) -> float:
        return at(self.busy, 95) / at(self.quiet, 95)


def at(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


class People:
    """The people's side of the sandbox, over HTTP."""

    def __init__(self, sandbox: Sandbox, url: str, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.url, self.http = sandbox, url, http
        self._awaited: dict[int, asyncio.Event] = {}

    def answer_to(self, person: int) -> asyncio.Event:
        """Set by the next message that the bot shows this person."""
        self._awaited[person] = asyncio.Event()
        return self._awaited[person]

    async def watch(self) -> None:
        """For ever; from within, so that looking on costs the bot nothing."""
        shown = self.sandbox.world.events.listen()
        while True:
            event = await shown.get()
            if event["type"] == "message" and event["chat_id"] in self._awaited:
                self._look(event["chat_id"], event["message_id"])

    def _look(self, person: int, message_id: int) -> None:
        """Their own message is no answer."""
        world = self.sandbox.world
        for chat in world.chats_of(world.people[person]):
            message = chat.history.find(message_id)
            if message is not None and (message.sender or {}).get("id") != person:
                self._awaited[person].set()

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        async with self.http.request(method, f"{self.url}/sandbox{path}", json=body) as reply:
            reply.raise_for_status()
            return await reply.json()

    async def joins(self, name: str) -> int:
        first, _, last = name.partition(" ")
        return int((await self.ask("POST", "/people", {"first_name": first, "last_name": last}))["id"])

    async def say(self, person: int, text: str = "", **more: Any) -> None:
        body = {"from": person, **({"text": text} if text else {}), **more}
        await self.ask("POST", f"/chats/{person}/messages", body)

    async def press(self, person: int, button: str, after: int = 0) -> None:
        """On the newest message that has it, later than `after`."""
        seen = await self.sees(person, button=button, after=after)
        text = next(key["text"] for line in seen["buttons"] for key in line if button in key["text"])
        await self.ask("POST", f"/chats/{person}/messages/{seen['id']}/press", {"from": person, "text": text})

    async def last(self, person: int) -> int:
        return max((int(one["id"]) for one in await self.messages(person)), default=0)

    async def messages(self, person: int, after: int = 0) -> list[dict[str, Any]]:
        found = await self.ask("GET", f"/chats/{person}/messages?after={after}&as={person}")
        return list(found if isinstance(found, list) else found["messages"])

    async def sees(self, person: int, words: str = "", button: str = "", after: int = 0) -> dict[str, Any]:
        """Waits for it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for one in (await self.messages(person, after))[::-1]:
                keys = [key["text"] for line in one.get("buttons") or [] for key in line]
                if words in (one.get("text") or "") and (not button or any(button in key for key in keys)):
                    return one
            await asyncio.sleep(LOOK)
        raise TimeoutError(words or button)


async def measure(rows: int = ROWS, people: int = PEOPLE, quiet: float = QUIET) -> Result:
    """One run: a quiet spell, the import, a quiet spell."""
    async with _a_firm(people) as (crowd, head, team):
        waits = Waits()
        working = [asyncio.create_task(_work(crowd, person, waits)) for person in team]
        working.append(asyncio.create_task(crowd.watch()))
        await asyncio.sleep(quiet)
        waits.is_busy = True
        staged, switched = await _import(crowd, head, a_base(rows, people))
        waits.is_busy = False
        await asyncio.sleep(quiet)
        for task in working:
            task.cancel()
        for ended in await asyncio.gather(*working, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
        return Result(rows, staged, switched, waits.quiet, waits.busy)


async def _import(crowd: People, head: int, base: bytes) -> tuple[float, float]:
    began = time.monotonic()
    document = {"name": "base.xlsx", "base64": base64.b64encode(base).decode()}
    await crowd.say(head, document=document)
    await crowd.sees(head, button="Импортировать")
    ready = time.monotonic()
    await crowd.press(head, "Импортировать")
    await crowd.sees(head, "✅ Импорт")
    return ready - began, time.monotonic() - ready


async def _work(crowd: People, person: int, waits: Waits) -> None:
    """/today, an answer, a thought; for ever."""
    while True:
        began, was_busy, answered = time.monotonic(), waits.is_busy, crowd.answer_to(person)
        await crowd.say(person, "/today")
        await answered.wait()
        waits.note(time.monotonic() - began, was_busy)
        await asyncio.sleep(THINKING)


@asynccontextmanager
async def _a_firm(people: int) -> AsyncIterator[tuple[People, int, list[int]]]:
    """An owner who is the head too, and so many hunters, by messages and presses as in life."""
    sandbox = Sandbox()
    url = f"http://{HOST}:{await sandbox.start(HOST, 0)}"
    with tempfile.TemporaryDirectory(prefix="estafeta-bench-") as home:
        async with aiohttp.ClientSession() as http:
            crowd = People(sandbox, url, http)
            owner = await crowd.joins("Ольга Павлова")
            bot = await _bot(url, home, owner)
            try:
                yield crowd, owner, await _hire(crowd, owner, people)
            finally:
                bot.terminate()
                await bot.wait()
                await sandbox.stop()


async def _bot(url: str, home: str, owner: int) -> asyncio.subprocess.Process:
    env = {**os.environ, "SANDBOX_URL": url, "DATABASE_URL": f"sqlite:///{home}/bench.db", "OWNER_ID": str(owner)}
    env |= {"BACKUP_DIR": f"{home}/backups", "LOG_LEVEL": "WARNING", "PYTHONPATH": str(ROOT)}
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", cwd=home, env=env)


async def _hire(crowd: People, owner: int, people: int) -> list[int]:
    await crowd.say(owner, "/start")
    await crowd.sees(owner, "компани")
    await crowd.say(owner, "Заря")
    await crowd.press(owner, "Я")
    await crowd.press(owner, "Сохранить")
    await crowd.sees(owner, button="Пригласить")
    team = []
    for number in range(people):
        before = await crowd.last(owner)
        await crowd.say(owner, "/invite")
        await crowd.press(owner, "хантер", before)
        await crowd.press(owner, "Создать ссылку", before)
        link = re.search(r"start=([\w-]+)", (await crowd.sees(owner, "start=", after=before))["text"])
        person = await crowd.joins(f"Продавец {_name(number)}")
        await crowd.say(person, f"/start {link[1] if link else ''}")
        await crowd.sees(person, button="Мой день")
        team.append(person)
    return team


def _name(number: int) -> str:
    """A family name of its own for each."""
    return "А" + "бвгдежзиклмнопрстуфхцчшэюя"[number % 26] + "ов" + "о" * (number // 26)


def a_base(rows: int, people: int) -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Клиенты")
    sheet.append(["Название", "Контакт", "Должность", "Телефон", "Ответственный", "Этап", "Следующий шаг", "Дата шага"])
    for number in range(rows):
        person = ("Пётр Ильин", "директор", f"+79{number:09d}", f"Продавец {_name(number % people)}")
        step = ("Позвонить", f"{number % 28 + 1}.12.2030") if number % 2 else ("", "")
        sheet.append([f"ООО «Фирма {number}»", *person, STAGES[number % len(STAGES)], *step])
    book.save(file)
    return file.getvalue()


def report(result: Result) -> str:
    def spell(name: str, waits: Sequence[float]) -> str:
        shown = ", ".join(f"p{percent} {at(waits, percent) * 1000:.0f} ms" for percent in (50, 95))
        return f"{name}: {len(waits)} first answers, {shown}, longest {max(waits) * 1000:.0f} ms"

    total = result.staged + result.switched
    lines = [f"{result.rows} rows in {total:.1f} s: read and staged {result.staged:.1f}, live in {result.switched:.1f}"]
    lines += [spell("without the import", result.quiet), spell("with it", result.busy)]
    return "\n".join([*lines, f"p95 with / without: {result.ratio:.2f}"])


if __name__ == "__main__":
    chosen = [int(one) for one in sys.argv[1:3]]
    print(report(asyncio.run(measure(*chosen))), flush=True)
