"""The demo team lives its day by itself, in the process that `python -m bot` runs without a token."""

from __future__ import annotations

import asyncio
import re
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import run_demo
from bot.config import read_settings
from locales import data
from tests.journeys.stage import Group, Person, Stage
from tests.journeys.test_quiet_week import LIMIT, by_date

#: Seconds for the team to stand ready, and for a day at full speed on a busy machine.
READY, DAY = 60, 400

LINE = re.compile(r"(\w+): 📞 (\d+) · 🤝 (\d+) · 🎯 (\d+) / (\d+)")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture
async def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """As the command starts it, in an empty folder; the team is there and greeted."""
    monkeypatch.chdir(tmp_path)
    port, stop = free_port(), asyncio.Event()
    settings = read_settings(_env_file=None, bot_token=None, sandbox_url=None, sandbox_port=port)
    running = asyncio.create_task(run_demo(settings, stop))
    async with aiohttp.ClientSession() as http:
        stage = Stage(f"http://127.0.0.1:{port}", http)
        await ready(stage, running)
        yield stage
    stop.set()
    await running


async def ready(stage: Stage, running: asyncio.Task[None]) -> None:
    async with asyncio.timeout(READY):
        while not running.done():
            try:
                if (await stage.ask("GET", "/play"))["state"] == "ready":
                    await stage.idle()
                    return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
    await running


async def play(stage: Stage) -> None:
    """A whole day; fails with what was given up."""
    view = await stage.ask("POST", "/play", {"do": "start", "pace": 0})
    for _ in range(DAY * 5):
        if view["state"] == "done":
            break
        await asyncio.sleep(0.2)
        view = await stage.ask("GET", "/play")
    assert (view["state"], view["given_up"]) == ("done", [])


async def someone(stage: Stage, name: str) -> Person:
    people = await stage.ask("GET", "/people")
    return Person(stage, next(one["id"] for one in people if f"{one['first_name']} {one['last_name']}" == name), name)


async def the_group(stage: Stage) -> Group:
    title = data("demo")["group"]
    groups = await stage.ask("GET", "/groups")
    return Group(stage, next(one["id"] for one in groups if one["title"] == title), title)


async def test_the_day_shows_the_whole_first_leg_and_the_field(demo: Stage, tmp_path: Path) -> None:
    """One day for all questions: it is the longest way of the house."""
    await play(demo)
    head, orlova = await someone(demo, "Игорь Громов"), await someone(demo, "Елена Орлова")
    await _the_group_has_seen_it(await the_group(demo), head)
    await _another_ones_client_shows_no_phone(await someone(demo, "Дарья Соколова"))
    await _a_line_was_a_call_and_lists_were_called(orlova, await someone(demo, "Пётр Смирнов"))
    await _the_day_was_told_at_both_ends(orlova)
    await _nobodys_day_was_loud(demo, tmp_path / "data" / "sandbox.db")
    await _the_head_has_seen_who_waits(head)
    await _the_digest_agrees(head)


async def _the_group_has_seen_it(group: Group, reader: Person) -> None:
    bakery, clinic, carrier, hotel = (
        data("demo_day")["names"][one][0] for one in ("bakery", "clinic", "carrier", "hotel")
    )
    texts = await group.texts(reader)
    lines = [text for text in texts if "контакт есть" in text or "возврат" in text]
    for client, pair in (
        (bakery, "Орлова → Каримов"),
        (carrier, "Белова → Смирнов · возврат"),
        (carrier, "Смирнов → Каримов"),
        (hotel, "Орлова → Белова"),
        (clinic, "Смирнов → Каримов"),
    ):
        assert any(f"«{client}»: {pair}" in line for line in lines), (client, pair, texts)
    assert not any("+7" in text for text in texts)


async def _another_ones_client_shows_no_phone(farmer: Person) -> None:
    card = await farmer.sees("Телефоны и историю видит тот, кто ведёт клиента.")
    assert data("demo_day")["names"]["bakery"][0] in card.text and "+7" not in card.text


async def _a_line_was_a_call_and_lists_were_called(orlova: Person, smirnov: Person) -> None:
    shown = [seen.text for seen in await smirnov.messages() if "/call" not in seen.text]
    clinic = data("demo_day")["names"]["clinic"][0]
    assert any(clinic in text and "просит перезвонить" in text for text in shown), shown[:8]
    assert "Прозвон · Холодные · звонков: 3" in (await smirnov.sees("Прозвон · ")).text
    assert "Договорились: 1 · отказ: 1 · нет ответа: 1" in (await orlova.sees("Прозвон · Холодные")).text


async def _the_day_was_told_at_both_ends(rep: Person) -> None:
    assert (await rep.sees("План · ")).raw["date"] < (await rep.sees("Ваш день · ")).raw["date"]
    summary = (await rep.sees("Ваш день · ")).text
    assert "📞 8 звонков" in summary and "⏰ Дальше: " in summary, summary


async def _nobodys_day_was_loud(demo: Stage, database: Path) -> None:
    """Of what the bot has sent by itself, whoever it was for."""
    with closing(sqlite3.connect(database)) as conn:
        told = set(conn.execute("select chat_id, message_id from outbox where chat_id > 0 and not edit"))
    sent = [one for one in await demo.calls() if one["method"] == "sendMessage"]
    for person in {chat for chat, _ in told}:
        own = [one for one in sent if (int(one["params"]["chat_id"]), one.get("message_id")) in told]
        days = by_date([one for one in own if int(one["params"]["chat_id"]) == person])
        assert days and all(sum(day) <= LIMIT for day in days.values()), (person, days)


async def _the_head_has_seen_who_waits(head: Person) -> None:
    """The picture has kept itself up to date since."""
    picture = (await head.sees("Сейчас · на ")).text
    assert "Обновляется само." in picture


async def _the_digest_agrees(head: Person) -> None:
    """Worked out by hand from the script: who has called, met, handed over and taken how often."""
    lines = LINE.findall((await head.sees("Люди")).text)
    done = {name: tuple(map(int, counts)) for name, *counts in lines}
    assert {name: counts[:3] for name, counts in done.items() if any(counts)} == {
        "Орлова": (8, 0, 2),
        "Смирнов": (7, 0, 3),
        "Каримов": (3, 0, 0),
        "Белова": (1, 2, 0),
        "Юсупов": (2, 0, 0),
        "Соколова": (1, 0, 0),
        "Лебедев": (0, 1, 0),
    }
    calls, meetings, submitted, taken = map(sum, zip(*done.values(), strict=True))
    assert taken >= 4
    await head.press("Назад")
    digest = (await head.sees("Итоги")).text
    for figure in (f"📞 {calls} звонк", f"🤝 {meetings} встреч", f"🎯 {submitted} лид"):
        assert figure in digest, digest
