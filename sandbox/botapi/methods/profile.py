"""Who the bot is and how it presents itself."""

from typing import Any

from aiogram.methods import (
    Close,
    GetChatMenuButton,
    GetMe,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    LogOut,
    SetChatMenuButton,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.targets import known_chat
from sandbox.shapes import Json

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


@answers(GetMe)
def get_me(call: Call, method: GetMe) -> Json:
    """With what only a bot learns about itself."""
    return call.bot.user | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@answers(LogOut, Close)
def leave(call: Call, method: Any) -> bool:
    """Nothing to leave: there is only this server."""
    return True


def _set(call: Call, what: str, method: Any) -> bool:
    text = getattr(method, what) or ""
    if len(text) > _LIMITS[what]:
        raise bad(f"{what} is too long")
    call.bot.texts[what, method.language_code or ""] = text
    return True


def _get(call: Call, what: str, method: Any) -> Json:
    texts, language = call.bot.texts, method.language_code or ""
    text = texts.get((what, language)) or texts.get((what, "")) or ""
    return {what: text or (call.bot.user["first_name"] if what == "name" else "")}


@answers(SetMyName)
def set_name(call: Call, method: SetMyName) -> bool:
    """The general name is what people see from now on."""
    _set(call, "name", method)
    if method.name and not method.language_code:
        call.bot.user["first_name"] = method.name
    return True


@answers(SetMyDescription)
def set_description(call: Call, method: SetMyDescription) -> bool:
    """Shown in an empty chat."""
    return _set(call, "description", method)


@answers(SetMyShortDescription)
def set_short_description(call: Call, method: SetMyShortDescription) -> bool:
    """Shown on the bot's profile."""
    return _set(call, "short_description", method)


@answers(GetMyName)
def get_name(call: Call, method: GetMyName) -> Json:
    """In this language, else in general."""
    return _get(call, "name", method)


@answers(GetMyDescription)
def get_description(call: Call, method: GetMyDescription) -> Json:
    """In this language, else in general."""
    return _get(call, "description", method)


@answers(GetMyShortDescription)
def get_short_description(call: Call, method: GetMyShortDescription) -> Json:
    """In this language, else in general."""
    return _get(call, "short_description", method)


@answers(SetChatMenuButton)
def set_menu_button(call: Call, method: SetChatMenuButton) -> bool:
    """For one private chat, or (without chat_id) for all."""
    if method.chat_id is not None and not known_chat(call, method.chat_id).is_private:
        raise bad("chat_id must identify a private chat")
    button = method.menu_button
    shown = button.model_dump(exclude_none=True, mode="json") if button else {"type": "default"}
    call.bot.menu_buttons[method.chat_id] = shown
    call.world.events.publish("commands")
    return True


@answers(GetChatMenuButton)
def get_menu_button(call: Call, method: GetChatMenuButton) -> Json:
    """The chat's own, else the general one."""
    buttons = call.bot.menu_buttons
    return buttons.get(method.chat_id) or buttons.get(None) or {"type": "commands"}
