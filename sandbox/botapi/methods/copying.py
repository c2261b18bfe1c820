"""Forwarding and copying."""

from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, ForwardMessage, ForwardMessages

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.posting import post
from sandbox.botapi.targets import known_chat
from sandbox.botapi.wording import caption_content
from sandbox.shapes import Json
from sandbox.world.messages import Message

_MOST = 100
_NOT_COPIED = ("forward_origin", "via_bot", "media_group_id")


def _source(call: Call, chat_id: int | str, message_id: int, act: str) -> Message:
    message = known_chat(call, chat_id).find(message_id)
    if message is None:
        raise bad(f"message to {act} not found")
    if message.is_service or message.protected:
        raise bad(f"the message can't be {'copied' if act == 'copy' else 'forwarded'}")
    return message


def origin_of(message: Message) -> Json:
    """As Telegram's MessageOrigin; a forward of a forward keeps the first author."""
    first: Json | None = message.content.get("forward_origin")
    if first is not None:
        return first
    if message.chat.kind == "channel":
        return {"type": "channel", "date": message.date, "chat": message.chat.json(), "message_id": message.id}
    if message.sender_chat is not None:
        return {"type": "chat", "date": message.date, "sender_chat": message.sender_chat}
    return {"type": "user", "date": message.date, "sender_user": message.sender}


def _forwarded(call: Call, method: Any, message: Message) -> Message:
    content = {name: value for name, value in message.content.items() if name != "via_bot"}
    return post(call, method, content | {"forward_origin": origin_of(message)})


@answers(ForwardMessage)
def forward(call: Call, method: ForwardMessage) -> Json:
    """With its author; keyboards stay behind."""
    return _forwarded(call, method, _source(call, method.from_chat_id, method.message_id, "forward")).json()


@answers(ForwardMessages)
def forward_many(call: Call, method: ForwardMessages) -> list[Json]:
    """What can't be found is skipped."""
    return [{"message_id": _forwarded(call, method, one).id} for one in _many(call, method, "forward")]


@answers(CopyMessage)
def copy(call: Call, method: CopyMessage) -> Json:
    """As if written anew; a file may get another caption."""
    message = _source(call, method.from_chat_id, method.message_id, "copy")
    content = _copied(message)
    if method.caption is not None and message.has_file:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= caption_content(call, method.caption, method.parse_mode, method.caption_entities)
    return {"message_id": post(call, method, content).id}


@answers(CopyMessages)
def copy_many(call: Call, method: CopyMessages) -> list[Json]:
    """What can't be found is skipped."""
    return [{"message_id": post(call, method, _copied(one)).id} for one in _many(call, method, "copy")]


def _copied(message: Message) -> Json:
    return {name: value for name, value in message.content.items() if name not in _NOT_COPIED}


def _many(call: Call, method: Any, act: str) -> list[Message]:
    if not 1 <= len(method.message_ids) <= _MOST:
        raise bad("message identifiers are not specified" if not method.message_ids else "too many messages specified")
    chat = known_chat(call, method.from_chat_id)
    found = [message for message in map(chat.find, method.message_ids) if message is not None]
    if not found:
        raise bad(f"there are no messages to {act}")
    return [one for one in found if not one.is_service and not one.protected]
