"""Changing what was already sent."""

from typing import Any

from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)

from sandbox.botapi.attachments import media_content
from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.markup import inline_only
from sandbox.botapi.targets import own_message
from sandbox.botapi.wording import caption_content, text_content
from sandbox.shapes import Json
from sandbox.world.messages import FILES, Message

_SAME = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
_WORDS = ("text", "entities", "caption", "caption_entities")


def _target(call: Call, method: Any) -> Message:
    return own_message(call, method.chat_id, method.message_id, method.inline_message_id)


def _changed(call: Call, message: Message, content: Json, markup: Json | None) -> Json | bool:
    """Telegram refuses an edit that changes nothing; → the message, or True for inline ones."""
    if _comparable(content) == _comparable(message.content) and markup == message.markup:
        raise bad(_SAME)
    message.content, message.markup = content, markup
    message.edited_at = call.world.clock.seconds()
    call.world.told(message, "edited")
    return True if message.inline_id is not None else message.json()


def _comparable(content: Json) -> Json:
    """A file sent again under a new id is a change; the same id isn't."""
    return {name: value for name, value in content.items() if name not in ("via_bot", "forward_origin")}


def _without(content: Json, *names: str) -> Json:
    return {name: value for name, value in content.items() if name not in names}


@answers(EditMessageText)
def edit_text(call: Call, method: EditMessageText) -> Json | bool:
    """Of text messages only; without reply_markup the keyboard goes."""
    message = _target(call, method)
    words = text_content(call, method.text or "", method.parse_mode, method.entities, "MESSAGE_TOO_LONG")
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return _changed(call, message, _without(message.content, *_WORDS) | words, inline_only(method.reply_markup))


@answers(EditMessageCaption)
def edit_caption(call: Call, method: EditMessageCaption) -> Json | bool:
    """Of messages with a file."""
    message = _target(call, method)
    if not message.has_file:
        raise bad("there is no caption in the message to edit")
    words = caption_content(call, method.caption, method.parse_mode, method.caption_entities)
    return _changed(call, message, _without(message.content, *_WORDS) | words, inline_only(method.reply_markup))


@answers(EditMessageMedia)
def edit_media(call: Call, method: EditMessageMedia) -> Json | bool:
    """Another file in the place of the old one (or added to a text)."""
    message = _target(call, method)
    content = _without(message.content, *_WORDS, *FILES) | media_content(call, method.media)
    return _changed(call, message, content, inline_only(method.reply_markup))


@answers(EditMessageReplyMarkup)
def edit_markup(call: Call, method: EditMessageReplyMarkup) -> Json | bool:
    """Only the keyboard."""
    message = _target(call, method)
    return _changed(call, message, message.content, inline_only(method.reply_markup))
