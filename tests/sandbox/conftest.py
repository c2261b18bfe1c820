"""A sandbox over HTTP on a free port, with two short-hands: what a bot calls and what people do."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest_asyncio
from aiohttp import web

from sandbox.server import Sandbox

TOKEN = "4242:test-token"
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000002000000030802000000") + b"\0" * 8
"""Begins as a PNG of 2 x 3."""


class Lab:
    """`bot` calls the Bot API and gives (status, envelope); `get`, `post` … are the people's side."""

    def __init__(self, sandbox: Sandbox, port: int, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.base = f"http://127.0.0.1:{port}"
        self.session = session
        self.offset = 0

    async def bot(self, method: str, token: str = TOKEN, **params: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.base}/bot{token}/{method}", json=params) as reply:
            return reply.status, await reply.json()

    async def ok(self, method: str, **params: Any) -> Any:
        status, body = await self.bot(method, **params)
        assert status == 200, body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        status, body = await self.bot(method, **params)
        assert status == body["error_code"] and not body["ok"], body
        return f"{status} {body['description']}"

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """What is new, confirmed at once."""
        got = await self.ok("getUpdates", offset=self.offset, **params)
        if got:
            self.offset = got[-1]["update_id"] + 1
            await self.ok("getUpdates", offset=self.offset)
        return got

    async def call(self, verb: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.session.request(verb, f"{self.base}/sandbox{path}", json=body) as reply:
            return reply.status, await reply.json()

    async def do(self, verb: str, path: str, body: Any = None) -> Any:
        status, answer = await self.call(verb, path, body)
        assert status == 200, answer
        return answer

    async def get(self, path: str) -> Any:
        return await self.do("GET", path)

    async def post(self, path: str, body: Any = None) -> Any:
        return await self.do("POST", path, body or {})

    async def person(self, first_name: str = "Anna", **more: Any) -> int:
        return (await self.post("/people", {"first_name": first_name, **more}))["id"]

    async def talking(self, first_name: str = "Anna", **more: Any) -> int:
        """A person who has written to the bot; the update is confirmed."""
        person = await self.person(first_name, **more)
        await self.says(person, "/start")
        await self.updates()
        return person

    async def says(self, chat: int, text: str, **more: Any) -> dict[str, Any]:
        return await self.post(f"/chats/{chat}/messages", {"text": text, **more})

    async def group(self, *members: int, **more: Any) -> int:
        return (await self.post("/groups", {"title": "Team", "members": list(members), **more}))["id"]

    async def sees(self, chat: int) -> list[dict[str, Any]]:
        return await self.get(f"/chats/{chat}/messages")


@pytest_asyncio.fixture
async def lab() -> AsyncIterator[Lab]:
    sandbox = Sandbox(webhook_pause=0.05, answer_patience=1.0)
    port = await sandbox.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        yield Lab(sandbox, port, session)
    await sandbox.stop()


def keyboard(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """[("text", "data")] rows → an inline keyboard."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


@asynccontextmanager
async def serving(hook: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """The address of a webhook on this machine."""
    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()
