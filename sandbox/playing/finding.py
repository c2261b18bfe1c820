"""From a step's words to who, where, and which button."""

import re
from collections.abc import Iterator

from sandbox.playing.script import Who
from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.refusals import Refused
from sandbox.world.world import World

_LOOKS_BACK = 200
_SPACES = re.compile("[\u00a0\u202f\u2009]")
_ICONS = re.compile(r"^[^\w«»(\"'/]+")


def person_called(world: World, who: Who) -> Person:
    """By id or name; Refused (404) when there is nobody."""
    if isinstance(who, int):
        return world.person(who)
    for person in world.people.values():
        if person.name == who:
            return person
    raise Refused(f"There is nobody called {who}.", 404)


def chat_for(world: World, bot: Bot, person: Person, place: int | str | None) -> Chat:
    """The person's private chat, or one of the person's groups by id or title; an old id leads to the supergroup."""
    if place is None or place == person.id:
        return world.private_chat(bot, person)
    for chat in world.groups.values():
        if place in (chat.id, chat.title) and chat.has(person.id):
            return world.groups.get(chat.migrated_to, chat) if chat.migrated_to else chat
    raise Refused(f"{person.name} is in no chat {place}.", 404)


def thread_of(chat: Chat, topic: str | None) -> int | None:
    """A topic's id by its name; None stands for the chat at large."""
    if topic is None:
        return None
    for one in chat.topics.values():
        if one.name == topic:
            return one.id
    raise Refused(f"{chat.title} has no topic {topic}.", 404)


def button_in(chat: Chat, text: str, of: str | None, thread: int | None) -> tuple[Message, Json] | None:
    """The newest message that has such a button, and the button that fits best; under it or in the reply keyboard."""
    wanted, about = plain(text), plain(of or "")
    for message, buttons in _with_buttons(chat):
        if about not in _words(message) or (thread is not None and message.thread != thread):
            continue
        ranked = [(rank, button) for button in buttons if (rank := _rank(plain(button["text"]), wanted)) is not None]
        if ranked:
            return message, min(ranked, key=lambda one: one[0])[1]
    return None


def _with_buttons(chat: Chat) -> Iterator[tuple[Message, list[Json]]]:
    """Newest first. Of the reply keyboards only the last one is there, if it wasn't removed."""
    covered = False
    for message in reversed(chat.history.between(limit=_LOOKS_BACK)):
        markup = message.markup or {}
        if message.inline_keyboard is not None:
            yield message, [button for row in markup["inline_keyboard"] for button in row]
        elif not covered and ("keyboard" in markup or "remove_keyboard" in markup):
            covered = True
            yield message, [dict(button) for row in markup.get("keyboard", []) for button in row]


def plain(text: str) -> str:
    """Spaces that don't break look like spaces to a reader."""
    return _SPACES.sub(" ", text)


def _words(message: Message) -> str:
    return plain(message.content.get("text") or message.content.get("caption") or "")


def _rank(shown: str, wanted: str) -> int | None:
    """0: the whole text; 1: its beginning, with or without the icon before it; 2: words in it."""
    forms = (shown, _ICONS.sub("", shown))
    if wanted in forms:
        return 0
    if any(form.startswith(wanted) for form in forms):
        return 1
    return 2 if wanted in shown else None
