"""Pressing buttons (under a message or in the reply keyboard) and asking inline."""

from typing import Any

from aiohttp import web
from pydantic import Field

from sandbox.people.bodies import Body, path_number, read
from sandbox.people.composing import words
from sandbox.people.desk import Desk, done
from sandbox.people.view import message_view
from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.posting import write
from sandbox.world.presses import ask_inline, choose_inline, press
from sandbox.world.refusals import Refused


class Press(Body):
    """Which button: its text, its data (also data that the message no longer has), or its place from 0."""

    sender: int | None = Field(None, alias="from")
    text: str | None = None
    data: str | None = None
    row: int | None = Field(None, ge=0)
    col: int | None = Field(None, ge=0)
    chat: int | None = None
    users: list[int] | None = None


class Asked(Body):
    """An inline query; `chat` and `choose` (a result's id) send that result there at once."""

    sender: int = Field(alias="from")
    query: str = Field("", max_length=256)
    offset: str = ""
    chat: int | None = None
    choose: str | None = None


class Buttons:
    """/sandbox/chats/…/press and /sandbox/inline"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        return [
            web.post("/sandbox/chats/{chat_id}/messages/{message_id}/press", self.press),
            web.post("/sandbox/inline", self.inline),
        ]

    async def press(self, request: web.Request) -> web.Response:
        """→ {answer: null or {text, show_alert, url}}; a reply-keyboard button → also the message it sent."""
        body = await read(request, Press)
        chat = self.desk.chat(request)
        person = self.desk.member(chat, body.sender)
        message = chat.history.ever(path_number(request, "message_id"))
        if message is None or (message.deleted and body.data is None):
            raise Refused("There is no such message in this chat.", 404)
        if body.data is not None:
            return done(await self._data(message, person, body.data))
        return done(await self.push(chat, person, message, _find(message, body), body))

    async def push(self, chat: Chat, person: Person, message: Message, button: Json, body: Press | None = None) -> Json:
        """One of the message's own buttons → as `press` answers. `body` says what a button asks for besides."""
        if message.inline_keyboard is None:
            return self._reply_button(chat, message, person, button, body or Press.model_validate({}))
        if "callback_data" in button:
            return await self._data(message, person, button["callback_data"])
        return {"answer": None, "button": button}

    async def _data(self, message: Message, person: Person, data: str) -> Json:
        if not 1 <= len(data.encode()) <= 64:
            raise Refused("data: a button carries 1 to 64 bytes.")
        query = press(self.desk.world, message, person, data)
        return {"answer": await query.wait(self.desk.answer_patience)}

    def _reply_button(self, chat: Chat, keyboard: Message, person: Person, button: Json, body: Press) -> Json:
        content, answering = self._sent(chat, person, button, body), None
        if "contact" in content or "location" in content:
            answering = keyboard
        message = write(self.desk.world, chat, person, content, answering, keyboard.thread)
        return {"answer": None, "message": message_view(message)}

    def _sent(self, chat: Chat, person: Person, button: Json, body: Press) -> Json:
        if button.get("request_contact"):
            return {"contact": person.contact()}
        if button.get("request_location"):
            return {"location": {"latitude": 55.751244, "longitude": 37.618423}}
        if button.get("request_chat"):
            return {"chat_shared": self._shared_chat(button["request_chat"], person, body.chat)}
        if button.get("request_users"):
            return {"users_shared": self._shared_users(button["request_users"], body.users)}
        return words(button["text"], 4096, "text")

    def _shared_chat(self, wanted: Json, person: Person, chat_id: int | None) -> Json:
        """The person picks one of the own groups; channels have buttons of their own."""
        if chat_id is None:
            raise Refused("chat: this button asks for a group; name it.")
        chat = self.desk.world.groups.get(chat_id)
        if chat is None or not chat.has(person.id):
            raise Refused(f"chat: this person has no group {chat_id}.", 404)
        if (chat.kind == "channel") != bool(wanted.get("chat_is_channel")):
            raise Refused(
                "chat: this button asks for a group."
                if chat.kind == "channel"
                else "chat: this button asks for a channel."
            )
        if wanted.get("bot_is_member") and not chat.has_bot(self.desk.world.main):
            raise Refused("chat: the bot must be a member of it.")
        shared: Json = {"request_id": wanted["request_id"], "chat_id": chat.id}
        return shared | ({"title": chat.title} if wanted.get("request_title") else {})

    def _shared_users(self, wanted: Json, users: list[int] | None) -> Json:
        if not users:
            raise Refused("users: this button asks for people; name them.")
        people = [self.desk.world.person(one) for one in users]
        if len(people) > int(wanted.get("max_quantity") or 1):
            raise Refused("users: more than the button asks for.")
        shown = [_shared_user(one, wanted) for one in people]
        return {"request_id": wanted["request_id"], "users": shown, "user_ids": [one.id for one in people]}

    async def inline(self, request: web.Request) -> web.Response:
        """→ {results} as the bot answered, or {results: null} after 5 s."""
        body = await read(request, Asked)
        world, bot = self.desk.world, self.desk.bot(request)
        person = world.person(body.sender)
        answer = await ask_inline(world, bot, person, body.query, body.offset).wait(self.desk.answer_patience)
        results: list[Json] | None = answer["results"] if answer else None
        shown = [{k: v for k, v in one.items() if k != "_content" and v is not None} for one in results or ()]
        reply: Json = {"results": shown if results is not None else None}
        if body.choose is not None:
            reply["message"] = self._choose(bot, person, body, results or [])
        return done(reply)

    def _choose(self, bot: Bot, person: Person, body: Asked, results: list[Json]) -> Json:
        result = next((one for one in results if one["id"] == body.choose), None)
        if result is None:
            raise Refused(f"choose: there is no result {body.choose}.", 404)
        chat = self.desk.world.chat(bot, body.chat if body.chat is not None else person.id)
        if chat is None or not chat.has(person.id):
            raise Refused("chat: this person isn't in such a chat.", 404)
        return message_view(choose_inline(self.desk.world, bot, person, chat, result, body.query))


def _shared_user(person: Person, wanted: Json) -> Json:
    shared: Json = {"user_id": person.id}
    if wanted.get("request_name"):
        shared |= {"first_name": person.first_name}
    return shared


def _find(message: Message, body: Press) -> Json:
    """The button by text or place; Refused when the message no longer has it."""
    markup = message.markup or {}
    raw: list[list[Any]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    if body.text is not None:
        for row in raw:
            for button in row:
                if button["text"] == body.text:
                    return dict(button)
        raise Refused(f"This message has no button «{body.text}».", 404)
    if body.row is None and body.col is None:
        raise Refused("Name the button: text, data, or row and col.")
    try:
        return dict(raw[body.row or 0][body.col or 0])
    except IndexError:
        raise Refused("This message has no button at this place.", 404) from None
