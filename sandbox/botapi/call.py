"""One call of a bot, and the table of methods that the sandbox answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiogram.methods import TelegramMethod

from sandbox.botapi.uploads import Upload
from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.world import World


@dataclass
class Call:
    """`params` are decoded JSON; the validated method is handed to the answering function beside this."""

    world: World
    bot: Bot
    name: str
    params: Json
    uploads: dict[str, Upload]
    by_webhook: bool = False
    """Came as the reply to a webhook post: nobody reads the answer."""
    confirmed: int = 0
    """How many updates this call confirmed (getUpdates)."""


@dataclass(frozen=True)
class Told:
    """A result with a description beside it, as setWebhook answers."""

    result: Any
    description: str


Answer = Callable[[Call, Any], Any]
"""(call, validated method) → the result as JSON, or an awaitable of it; raises ApiError."""

ANSWERS: dict[str, Answer] = {}
"""Lower-case method name → who answers it; Telegram minds no case."""

_Function = TypeVar("_Function", bound=Answer)


def answers(*methods: type[TelegramMethod[Any]]) -> Callable[[_Function], _Function]:
    """Registers the function for these methods."""

    def register(function: _Function) -> _Function:
        for method in methods:
            ANSWERS[method.__api_method__.lower()] = function
        return function

    return register
