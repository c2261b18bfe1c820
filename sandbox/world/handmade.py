"""Hand-made updates: whoever and whatever they name exists from then on, so that the bot can answer."""

from typing import TYPE_CHECKING

from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.presses import remember
from sandbox.world.queries import Query

if TYPE_CHECKING:
    from sandbox.world.world import World

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
_HEAD = (
    "message_id",
    "message_thread_id",
    "from",
    "sender_chat",
    "chat",
    "date",
    "edit_date",
    "is_topic_message",
    "reply_to_message",
    "reply_markup",
)


def take_in(world: "World", bot: Bot, kind: str, payload: Json) -> int:
    """Stores what the update tells of; → the chat (or person) that it belongs to."""
    author = payload.get("from") or payload.get("user")
    person = _person(world, author) if author and not author.get("is_bot") else None
    if kind in _MESSAGES:
        chat = _chat(world, bot, payload["chat"], person)
        _message(world, chat, payload)
        return chat.id
    if kind == "callback_query":
        return _press(world, bot, payload, person)
    if kind == "inline_query" and person is not None:
        remember(bot.inline, Query(payload["id"], person, world.clock.seconds()))
    if "chat" in payload:
        return _chat(world, bot, payload["chat"], person).id
    return person.id if person else 0


def _person(world: "World", user: Json) -> Person:
    known = world.people.get(user["id"])
    if known is not None:
        return known
    names = (user.get("first_name") or "?", user.get("last_name"), user.get("username"), user.get("language_code"))
    return world.add_person(*names, person_id=user["id"])


def _chat(world: "World", bot: Bot, described: Json, person: Person | None) -> Chat:
    chat = world.chat(bot, described["id"])
    if chat is not None:
        return chat
    if described.get("type") == "private":
        owner = person if person and person.id == described["id"] else _person(world, described)
        return world.private_chat(bot, owner)
    chat = Chat(described["id"], described.get("type", "group"), described.get("title", ""))
    chat.is_forum = bool(described.get("is_forum"))
    chat.seats[bot] = "administrator" if chat.kind == "channel" else "member"
    if person is not None:
        chat.members[person.id] = "member"
    world.groups[chat.id] = chat
    world.events.publish("people")
    return chat


def _message(world: "World", chat: Chat, payload: Json) -> Message:
    content = {name: value for name, value in payload.items() if name not in _HEAD}
    reply = payload.get("reply_to_message")
    message = Message(
        id=payload["message_id"],
        chat=chat,
        date=payload["date"],
        content=content,
        sender=payload.get("from"),
        sender_chat=payload.get("sender_chat"),
        reply_to=chat.find(reply["message_id"]) if reply else None,
        thread=payload.get("message_thread_id"),
        edited_at=payload.get("edit_date"),
    )
    return world.keep(message)


def _press(world: "World", bot: Bot, payload: Json, person: Person | None) -> int:
    described = payload.get("message")
    chat = _chat(world, bot, described["chat"], person) if described else None
    message = chat.history.ever(described["message_id"]) if chat and described else None
    if person is not None:
        remember(bot.presses, Query(payload["id"], person, world.clock.seconds(), message))
    return chat.id if chat else person.id if person else 0
