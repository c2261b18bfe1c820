"""getUpdates, with its true semantics: an update is kept until a higher offset is asked for."""

import time

from aiogram.methods import GetUpdates

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import conflict
from sandbox.shapes import Json
from sandbox.world.bots import Bot

_LONGEST = 50
_MOST = 100
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@answers(GetUpdates)
async def get_updates(call: Call, method: GetUpdates) -> list[Json]:
    """Waits up to `timeout` real seconds while nothing is there."""
    bot = call.bot
    if bot.webhook is not None:
        raise conflict(_WEBHOOK)
    if method.allowed_updates is not None:
        bot.allowed = list(method.allowed_updates) or None
    turn = bot.queue.next_turn()
    call.confirmed = bot.queue.confirm(method.offset or 0)
    limit = min(max(method.limit or _MOST, 1), _MOST)
    until = time.monotonic() + min(max(method.timeout or 0, 0), _LONGEST)
    while True:
        bot.queue.expire(call.world.clock.now().timestamp())
        left = until - time.monotonic()
        if bot.queue.waiting or left <= 0:
            return [update.json() for update in bot.queue.take(limit)]
        await bot.queue.changed.wait(left)
        _check_turn(bot, turn)


def _check_turn(bot: Bot, turn: int) -> None:
    if bot.webhook is not None:
        raise conflict("terminated by setWebhook request")
    if bot.queue.turn != turn:
        raise conflict(_OTHER)
