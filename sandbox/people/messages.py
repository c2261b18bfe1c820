"""Writing, reading, editing, deleting, reacting."""

from aiohttp import web
from pydantic import Field

from sandbox.people.bodies import Body, checked, limit, number, path_number, read, read_json
from sandbox.people.composing import NewMessage, compose, words
from sandbox.people.desk import Desk, done, many
from sandbox.people.view import message_view
from sandbox.shapes import Json
from sandbox.world import posting
from sandbox.world.chats import Chat
from sandbox.world.commands import commands_for
from sandbox.world.messages import Message
from sandbox.world.reactions import ALLOWED
from sandbox.world.refusals import Refused


class Edit(Body):
    """The new words of an own message."""

    sender: int | None = Field(None, alias="from")
    text: str


class Who(Body):
    """Who does it."""

    sender: int | None = Field(None, alias="from")


class Reaction(Body):
    """An emoji, or nothing to take it back."""

    sender: int | None = Field(None, alias="from")
    emoji: str | None = None


class Messages:
    """/sandbox/chats"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        one = "/sandbox/chats/{chat_id}/messages/{message_id}"
        return [
            web.post("/sandbox/chats/{chat_id}/messages", self.write),
            web.get("/sandbox/chats/{chat_id}/messages", self.read),
            web.get(one, self.read_one),
            web.patch(one, self.edit),
            web.delete(one, self.delete),
            web.post(one + "/react", self.react),
            web.get("/sandbox/chats/{chat_id}/commands", self.commands),
        ]

    async def write(self, request: web.Request) -> web.Response:
        """A person writes → the message as people see it."""
        body = await read(request, NewMessage)
        chat_id = path_number(request, "chat_id")
        begun = self.desk.world.chat(self.desk.bot(request), chat_id) is not None
        if not begun and chat_id in self.desk.world.people and body.sender not in (None, chat_id):
            raise Refused("Nobody else can write in a private chat.", 403)
        person = self.desk.world.people.get(chat_id) if body.sender is None else self.desk.world.person(body.sender)
        content = compose(self.desk.world, body, person)
        chat = self.desk.chat_to_write(request)
        reply = self._reply(chat, body.reply_to)
        thread = body.thread if body.thread is not None else reply.thread if reply else None
        message = posting.write(self.desk.world, chat, person, content, reply, thread, body.as_chat)
        return done(message_view(message))

    def _reply(self, chat: Chat, message_id: int | None) -> Message | None:
        message = chat.find(message_id)
        if message is None and message_id is not None:
            raise Refused(f"reply_to: there is no message {message_id} in this chat.", 404)
        return message

    async def read(self, request: web.Request) -> web.StreamResponse:
        """What is there now, oldest first.

        `after` and `before` are message ids; `limit` keeps the oldest after `after`, else the newest.
        """
        after, before, most = number(request, "after"), number(request, "before"), limit(request)
        chat_id = path_number(request, "chat_id")
        begun = self.desk.world.chat(self.desk.bot(request), chat_id)
        if begun is None and chat_id in self.desk.world.people:
            return done([])
        return await many(request, self._shown(request).history.between(after, before, most), message_view)

    async def read_one(self, request: web.Request) -> web.Response:
        """One message as people see it; 404 when it isn't there."""
        message_id = path_number(request, "message_id")
        message = self._shown(request).find(message_id)
        if message is None:
            raise Refused(f"There is no message {message_id} in this chat.", 404)
        return done(message_view(message))

    def _shown(self, request: web.Request) -> Chat:
        """The chat, if the person named by `as` may look into it."""
        chat, person_id = self.desk.chat(request), number(request, "as")
        if person_id is not None:
            self.desk.member(chat, person_id)
        return chat

    async def edit(self, request: web.Request) -> web.Response:
        """Of an own message; the bot is told."""
        body = await read(request, Edit)
        message = self._own(request, body.sender)
        name = "caption" if message.has_file else "text"
        kept = {key: value for key, value in message.content.items() if not key.startswith(name) and key != "entities"}
        if name not in message.content and name == "text":
            raise Refused("This message has no words to edit.")
        posting.edit(self.desk.world, message, kept | self._words(body.text, name))
        return done(message_view(message))

    def _words(self, text: str, name: str) -> Json:
        if not text.strip() and name == "text":
            raise Refused("text: a message can't be emptied; delete it.")
        return words(text, 4096 if name == "text" else 1024, name) if text.strip() else {}

    async def delete(self, request: web.Request) -> web.Response:
        """Of an own message; the bot isn't told, as in Telegram. `from` may stand in the query."""
        data = await read_json(request)
        if isinstance(data, dict) and (asked := number(request, "from")) is not None:
            data.setdefault("from", asked)
        message = self._own(request, checked(data, Who).sender)
        posting.delete(self.desk.world, message)
        return done({"id": message.id})

    def _own(self, request: web.Request, person_id: int | None) -> Message:
        chat = self.desk.chat(request)
        person = None if person_id is None and not chat.is_private else self.desk.member(chat, person_id)
        return posting.own_message(chat, path_number(request, "message_id"), person)

    async def react(self, request: web.Request) -> web.Response:
        """One reaction each."""
        body = await read(request, Reaction)
        chat = self.desk.chat(request)
        person = self.desk.member(chat, body.sender)
        message = chat.find(path_number(request, "message_id"))
        if message is None:
            raise Refused("There is no such message in this chat.", 404)
        if body.emoji and body.emoji.replace("\ufe0f", "") not in ALLOWED:
            raise Refused("emoji: Telegram has no such reaction.")
        given: list[Json] = [{"type": "emoji", "emoji": body.emoji.replace("\ufe0f", "")}] if body.emoji else []
        posting.react(self.desk.world, message, person, given)
        return done(message_view(message))

    async def commands(self, request: web.Request) -> web.Response:
        """The menu, by Telegram's precedence of scopes."""
        bot, chat_id = self.desk.bot(request), path_number(request, "chat_id")
        person_id = number(request, "as")
        known = self.desk.world.people.get(chat_id)
        chat = Chat(chat_id, "private", person=known, owner=bot) if known is not None else self.desk.chat(request)
        person = self.desk.member(chat, person_id) if person_id is not None else known
        return done(commands_for(bot, chat, person))
