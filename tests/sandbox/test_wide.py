"""A hundred people and a hundred thousand messages: every act takes about as long as in a small world."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp

from sandbox.server import Sandbox
from sandbox.world import posting
from tests.sandbox.conftest import TOKEN, Lab

PEOPLE, MANY, FEW = 100, 100_000, 100
ROUNDS, MOST = 10, 100
FACTOR = 4
"""Of the quickest rounds (others at work on this machine only add): what looks at every message takes far longer."""


ACTS = ("say", "poll", "send", "edit", "newest", "older", "newer", "one", "everybody", "calls", "idle", "remove")


class World:
    """A sandbox whose only group holds so many messages; the bot is an admin there, so that it hears them all."""

    def __init__(self, lab: Lab, team: int, people: list[int]) -> None:
        self.lab = lab
        self.team = team
        self.people = people
        self.messages = f"/chats/{team}/messages"
        self.turn = 0

    async def prepare(self) -> None:
        """The bot's own message in the middle of things, and what is new confirmed."""
        await self.lab.ok("getUpdates", offset=-1)
        await self.lab.updates()
        self.sent = (await self.lab.ok("sendMessage", chat_id=self.team, text="x"))["message_id"]
        for _ in range(5):
            await self.lab.ok("getMe")
        self.last_call = (await self.lab.get("/calls"))[-1]["n"] - 5

    async def say(self) -> None:
        await self.lab.says(self.team, "word", **{"from": self.people[0]})

    async def poll(self) -> None:
        assert await self.lab.updates(limit=100)

    async def send(self) -> None:
        await self.lab.ok("sendMessage", chat_id=self.team, text="y")

    async def edit(self) -> None:
        self.turn += 1
        await self.lab.ok("editMessageText", chat_id=self.team, message_id=self.sent, text=f"z{self.turn}")

    async def newest(self) -> None:
        assert len(await self.lab.get(f"{self.messages}?limit=50")) == 50

    async def older(self) -> None:
        assert len(await self.lab.get(f"{self.messages}?before={self.sent}&limit=50")) == 50

    async def newer(self) -> None:
        assert (await self.lab.get(f"{self.messages}?after={self.sent - 5}&limit=4"))[-1]["id"] <= self.sent

    async def one(self) -> None:
        assert (await self.lab.get(f"{self.messages}/{self.sent}"))["id"] == self.sent

    async def everybody(self) -> None:
        assert len(await self.lab.get("/people")) == PEOPLE

    async def calls(self) -> None:
        assert len(await self.lab.get(f"/calls?after={self.last_call}&limit=5")) == 5

    async def idle(self) -> None:
        await self.lab.call("GET", "/idle?timeout=0")

    async def remove(self) -> None:
        said = await self.lab.ok("sendMessage", chat_id=self.team, text="gone soon")
        await self.lab.ok("deleteMessage", chat_id=self.team, message_id=said["message_id"])


@asynccontextmanager
async def world_of(count: int) -> AsyncIterator[World]:
    sandbox = Sandbox(token=TOKEN)
    people = [sandbox.world.add_person(f"Person {number}") for number in range(PEOPLE)]
    team = sandbox.world.add_group("Everybody", [one.id for one in people], kind="supergroup", bot_admin=True)
    for number in range(count):
        posting.write(sandbox.world, team, people[number % PEOPLE], {"text": f"word {number}"})
        sandbox.door.calls.begin("getMe", sandbox.world.main.id, {}, {})
    port = await sandbox.start(port=0)
    async with aiohttp.ClientSession() as session:
        world = World(Lab(sandbox, port, session), team.id, [one.id for one in people])
        await world.prepare()
        yield world
    await sandbox.stop()


async def _took(act: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await act()
    return time.perf_counter() - began


async def _quickest(name: str, small: World, full: World) -> tuple[float, float]:
    """Of both, side by side; asked again where others at work on this machine may have had their part in it."""
    times: dict[World, list[float]] = {small: [], full: []}
    while len(times[full]) < ROUNDS or (min(times[full]) > min(times[small]) * FACTOR and len(times[full]) < MOST):
        for world in times:
            if name == "poll":
                await world.say()
            times[world].append(await _took(getattr(world, name)))
    return min(times[small]), min(times[full])


async def test_a_full_world_answers_like_a_small_one() -> None:
    slow = {}
    async with world_of(FEW) as small, world_of(MANY) as full:
        for name in ACTS:
            few, many = await _quickest(name, small, full)
            if many > few * FACTOR:
                slow[name] = f"{few * 1000:.1f} ms and {many * 1000:.1f} ms"
    assert not slow


async def test_reading_everything_keeps_nobody_waiting() -> None:
    async with world_of(10_000) as world:
        reading = asyncio.create_task(world.lab.get(world.messages))
        answered = 0
        while not reading.done() and answered < 1000:
            await world.one()
            answered += 1
        assert len(await reading) >= 10_000 and answered > 5


async def test_a_listener_that_never_reads_is_told_to_reload() -> None:
    world = Sandbox(token=TOKEN).world
    anna = world.add_person("Anna")
    listener, chat = world.events.listen(), world.private_chat(world.main, anna)
    for number in range(5000):
        posting.write(world, chat, anna, {"text": f"word {number}"})
    assert listener.qsize() <= 1000 and listener.get_nowait() == {"type": "reload"}
