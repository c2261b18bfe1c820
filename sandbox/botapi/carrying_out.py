"""From a method's name and parameters to its result, whichever way the call came."""

import inspect
from typing import Any

from sandbox.botapi import methods
from sandbox.botapi.call import ANSWERS, Call
from sandbox.botapi.errors import bad, not_found
from sandbox.botapi.limits import Limits, is_paced
from sandbox.botapi.models import METHODS, validated

LISTENING = ("getupdates", "setwebhook")
"""Calls that only the bot itself makes, never somebody who just looks."""

__all__ = ["LISTENING", "carry_out", "methods", "unknown_names"]


def unknown_names(name: str, given: dict[str, Any]) -> list[str]:
    """Parameters that the method doesn't have; Telegram ignores them."""
    method = METHODS.get(name.lower())
    return sorted(set(given) - set(method.model_fields)) if method else []


async def carry_out(call: Call, limits: Limits | None) -> Any:
    """The result (JSON, or Told); ApiError in Telegram's words."""
    name = call.name.lower()
    method, answer = METHODS.get(name), ANSWERS.get(name)
    if method is None or answer is None:
        raise not_found("method not found" if method is None else f"the sandbox doesn't answer {call.name}")
    model, call.params = validated(method, call.params)
    if limits is not None and is_paced(name):
        chat_id = call.params.get("chat_id")
        limits.check(call.bot.id, chat_id)
    try:
        result = answer(call, model)
    except OverflowError:
        raise bad("a number is out of range") from None
    return await result if inspect.isawaitable(result) else result
