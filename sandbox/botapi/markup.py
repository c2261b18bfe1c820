"""Keyboards: what aiogram's models can't know about them."""

from typing import Any
from urllib.parse import urlsplit

from aiogram.types import TelegramObject

from sandbox.botapi.errors import bad
from sandbox.shapes import Json
from sandbox.world.chats import Chat

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_MOST_BUTTONS = 100
_PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "web_app": "web App buttons can be used in private chats only",
}


def checked_markup(markup: TelegramObject | None, chat: Chat | None) -> Json | None:
    """The keyboard as JSON, or None; 400 for what Telegram refuses. `chat` is None for inline messages."""
    if markup is None:
        return None
    shown: Json = markup.model_dump(exclude_none=True, mode="json")
    if "inline_keyboard" in shown:
        return _checked_inline(shown)
    if chat is not None and chat.kind == "channel":
        raise bad("inline keyboard expected")
    if "keyboard" in shown:
        _check_reply_keyboard(shown["keyboard"], chat)
    return shown


def inline_only(markup: TelegramObject | None) -> Json | None:
    """For edits: they take inline keyboards only."""
    shown = checked_markup(markup, None)
    if shown is not None and "inline_keyboard" not in shown:
        raise bad("inline keyboard expected")
    return shown


def _checked_inline(markup: Json) -> Json | None:
    rows: list[list[Json]] = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > _MOST_BUTTONS:
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Json) -> None:
    if not str(button.get("text") or "").strip():
        raise bad('can\'t parse inline keyboard button: Field "text" must be a non-empty String')
    given = [name for name in _ACTIONS if name in button]
    if not given:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad(f"can't parse inline keyboard button: only one action is allowed, found {' and '.join(given)}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"])
    if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
        url = button["web_app"]["url"]
        raise bad(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _check_url(url: str) -> None:
    address = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https", "tg", "ton") and bool(parts.netloc)
    except ValueError:
        valid = False
    if not valid:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    named = parts.scheme not in ("http", "https") or "." in (parts.hostname or "")
    if not named:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_reply_keyboard(rows: list[list[Any]], chat: Chat | None) -> None:
    for row in rows:
        for button in row:
            if not str(button.get("text") or "").strip():
                raise bad('can\'t parse keyboard button: Field "text" must be a non-empty String')
            for name, refusal in _PRIVATE_ONLY.items():
                if button.get(name) and chat is not None and not chat.is_private:
                    raise bad(refusal)
