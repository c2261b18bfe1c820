"""What every route of the people's side needs, and how its refusals look."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from sandbox.botapi.door import Door
from sandbox.clock import Clock
from sandbox.idle import Idle
from sandbox.people.bodies import number, path_number
from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.people import Person
from sandbox.world.refusals import Refused
from sandbox.world.world import World

log = logging.getLogger(__name__)
_PIECE = 500
_Thing = TypeVar("_Thing")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Desk:
    """`?bot=ID` on any call names another bot than the main one."""

    world: World
    clock: Clock
    idle: Idle
    door: Door
    answer_patience: float = 5.0
    """Real seconds that a press or an inline query waits for the bot."""
    zone: str | None = None
    """The time zone (IANA name) in which the page shows moments; the browser's own by default."""

    def bot(self, request: web.Request) -> Bot:
        """The bot that the call is about."""
        bot_id = number(request, "bot")
        if bot_id is None:
            return self.world.main
        bot = self.world.bot_by_id(bot_id)
        if bot is None:
            raise Refused(f"There is no bot with id {bot_id}.", 404)
        return bot

    def chat(self, request: web.Request) -> Chat:
        """The chat in the path; a known person who never wrote gets a private chat only by writing."""
        chat_id = path_number(request, "chat_id")
        chat = self.world.chat(self.bot(request), chat_id)
        if chat is None:
            raise Refused(f"There is no chat {chat_id}.", 404)
        return chat

    def chat_to_write(self, request: web.Request) -> Chat:
        """The same, begun by this very call if it is a person's private one."""
        chat_id = path_number(request, "chat_id")
        person = self.world.people.get(chat_id)
        return self.world.private_chat(self.bot(request), person) if person else self.chat(request)

    def member(self, chat: Chat, person_id: int | None) -> Person:
        """Who acts: in a private chat it goes without saying; Refused for people who aren't in the chat."""
        if person_id is None and chat.person is not None:
            return chat.person
        if person_id is None:
            raise Refused("from: who does it? A group has several members.")
        person = self.world.person(person_id)
        if not chat.has(person.id):
            raise Refused(f"Person {person_id} isn't in this chat.", 403)
        return person


def done(body: Any, status: int = 200) -> web.Response:
    """JSON."""
    return web.json_response(body, status=status)


async def many(request: web.Request, things: Sequence[_Thing], view: Callable[[_Thing], Json]) -> web.StreamResponse:
    """A JSON list; a long one goes out piece by piece, so that nobody else has to wait for it."""
    if len(things) <= _PIECE:
        return done([view(one) for one in things])
    response = web.StreamResponse(headers={"Content-Type": "application/json; charset=utf-8"})
    await response.prepare(request)
    for start in range(0, len(things), _PIECE):
        piece = ",".join(json.dumps(view(one)) for one in things[start : start + _PIECE])
        await response.write(f"{',' if start else '['}{piece}".encode())
        await asyncio.sleep(0)
    await response.write(b"]")
    return response


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """People's side: {"error": "one sentence"}. A bug is logged and is the only 500."""
    try:
        return await handler(request)
    except Refused as refused:
        return done({"error": refused.sentence}, refused.status)
    except web.HTTPRequestEntityTooLarge:
        return done({"error": "The body is too large."}, 413)
    except web.HTTPException as problem:
        if problem.status < 400:
            raise
        return _plain(request, problem.status)
    except web.RequestPayloadError:
        unread = _plain(request, 400)
        unread.force_close()
        return unread
    except ConnectionResetError:
        raise
    except Exception:
        log.exception("the sandbox failed at %s", request.path)
        return done({"error": "The sandbox has a bug here; its log says more."}, 500)


def _plain(request: web.Request, status: int) -> web.Response:
    if request.path.startswith(("/bot", "/file/")):
        description = {404: "Not Found", 405: "Method Not Allowed"}.get(status, "Bad Request")
        return done({"ok": False, "error_code": status, "description": description}, status)
    sentence = {404: "There is nothing at this address.", 405: "This address doesn't take this method."}
    return done({"error": sentence.get(status, "The request can't be understood.")}, status)
