"""Posting updates to a bot's webhook: in order per chat, again until it says 2xx.

A method in the reply's body is carried out, as Telegram does.
"""

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import aiohttp

from sandbox.botapi.call import Call
from sandbox.shapes import Json
from sandbox.strict_json import parsed
from sandbox.world.bots import Bot, Webhook
from sandbox.world.updates import Update
from sandbox.world.world import World

if TYPE_CHECKING:
    from sandbox.botapi.door import Door

log = logging.getLogger(__name__)
_PATIENCE = aiohttp.ClientTimeout(total=60)
_LONGEST_PAUSE = 60.0


class Webhooks:
    """One lane per (bot, chat), each a task of ours; all end with `stop`."""

    def __init__(self, world: World, door: "Door", pause: float) -> None:
        self._world = world
        self._door = door
        self._pause = pause
        self._main: asyncio.Task[None] | None = None
        self._lanes: dict[tuple[Bot, int], asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        """Needs a running loop."""
        self._main = asyncio.create_task(self._run(), name="sandbox-webhooks")

    async def stop(self) -> None:
        """Posts under way are cut off."""
        tasks = [task for task in (self._main, *self._lanes.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _run(self) -> None:
        while True:
            for bot in self._world.all_bots():
                if bot.webhook is not None:
                    self._open_lanes(bot)
            await self._world.hooks.wait(None)

    def _open_lanes(self, bot: Bot) -> None:
        for lane in [key for key, task in self._lanes.items() if task.done()]:
            del self._lanes[lane]
        bot.queue.expire(self._world.clock.now().timestamp())
        for update in bot.queue.waiting:
            key = (bot, update.subject)
            if key not in self._lanes and bot.webhook and len(self._lanes) < bot.webhook.max_connections:
                self._lanes[key] = asyncio.create_task(self._lane(bot, update.subject))

    async def _lane(self, bot: Bot, subject: int) -> None:
        """Everything that waits for one chat, oldest first; a failed post holds up the chat, not the others."""
        pause = self._pause
        while (hook := bot.webhook) is not None:
            bot.queue.expire(self._world.clock.now().timestamp())
            update = next((one for one in bot.queue.waiting if one.subject == subject), None)
            if update is None:
                break
            update.fetched = True
            if await self._post(bot, hook, update):
                bot.queue.drop(update)
                self._door.idle.stir()
                pause = self._pause
            else:
                await self._rest(bot, hook, pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
        self._world.hooks.ring()

    async def _rest(self, bot: Bot, hook: Webhook, pause: float) -> None:
        """Cut short when the webhook is set anew or removed."""
        deadline = time.monotonic() + pause
        while bot.webhook is hook and (left := deadline - time.monotonic()) > 0:
            await self._world.hooks.wait(left)

    async def _post(self, bot: Bot, hook: Webhook, update: Update) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_PATIENCE)
        try:
            async with self._session.post(hook.url, json=update.json(), headers=headers) as reply:
                if not 200 <= reply.status < 300:
                    words = f"Wrong response from the webhook: {reply.status} {reply.reason}"
                    hook.last_error = (self._world.clock.seconds(), words)
                    return False
                await self._carry_out_reply(bot, await reply.read())
                return True
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            hook.last_error = (self._world.clock.seconds(), f"Connection failed: {type(problem).__name__}")
            return False

    async def _carry_out_reply(self, bot: Bot, body: bytes) -> None:
        """{"method": …} in the reply is a call whose answer nobody reads."""
        try:
            data = parsed(body)
        except ValueError:
            return
        if not isinstance(data, dict) or not isinstance(data.get("method"), str):
            return
        params: Json = {name: value for name, value in data.items() if name != "method"}
        call = Call(self._world, bot, data["method"], params, {}, by_webhook=True)
        entry = self._door.calls.begin(call.name, bot.id, params, {})
        await self._door.run(call, entry)
