"""The command menu, by scope and language."""

import re
from typing import Any

from aiogram.methods import DeleteMyCommands, GetMyCommands, SetMyCommands

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.targets import known_chat
from sandbox.shapes import Json
from sandbox.world.commands import scope_key

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_MOST = 100


@answers(SetMyCommands)
def set_commands(call: Call, method: SetMyCommands) -> bool:
    """Replaces the list of this scope and language."""
    if len(method.commands) > _MOST:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    shown: list[Json] = []
    for command in method.commands:
        name = command.command.removeprefix("/")
        if not _NAME.fullmatch(name):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        shown.append({"command": name, "description": command.description})
    call.bot.commands[_key(call, method)] = shown
    call.world.events.publish("commands")
    return True


@answers(GetMyCommands)
def get_commands(call: Call, method: GetMyCommands) -> list[Json]:
    """Of exactly this scope and language."""
    return call.bot.commands.get(_key(call, method), [])


@answers(DeleteMyCommands)
def delete_commands(call: Call, method: DeleteMyCommands) -> bool:
    """People then see those of the next wider scope."""
    call.bot.commands.pop(_key(call, method), None)
    call.world.events.publish("commands")
    return True


def _key(call: Call, method: Any) -> tuple[str, str]:
    language = method.language_code or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("LANG_CODE_INVALID")
    scope: Json = method.scope.model_dump(exclude_none=True, mode="json") if method.scope else {"type": "default"}
    if "chat_id" in scope:
        scope["chat_id"] = known_chat(call, scope["chat_id"]).id
    return scope_key(scope), language
