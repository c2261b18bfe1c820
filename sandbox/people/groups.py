"""Groups, supergroups and channels: making them, coming and going."""

from typing import Literal

from aiohttp import web
from pydantic import Field

from sandbox.people.bodies import Body, path_number, read
from sandbox.people.desk import Desk, done
from sandbox.people.view import chat_view
from sandbox.world import membership
from sandbox.world.chats import Chat
from sandbox.world.refusals import Refused

_Kind = Literal["group", "supergroup", "channel"]


class NewGroup(Body):
    """`bot` adds the bot (by default), `bot_admin` as an administrator."""

    title: str = Field(min_length=1, max_length=128)
    members: list[int] = Field(default_factory=list)
    admins: list[int] = Field(default_factory=list)
    kind: _Kind = "group"
    forum: bool = False
    bot: bool = True
    bot_admin: bool = False


class Whom(Body):
    """A person's id, or "bot"; `by` is who does it, `admin` is for the bot."""

    person: int | Literal["bot"]
    by: int | None = None
    admin: bool = False


class Groups:
    """/sandbox/groups"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file; GET and /admin are additions."""
        return [
            web.post("/sandbox/groups", self.create),
            web.get("/sandbox/groups", self.all),
            web.post("/sandbox/groups/{group}/migrate", self.migrate),
            web.post("/sandbox/groups/{group}/join", self.join),
            web.post("/sandbox/groups/{group}/leave", self.leave),
            web.post("/sandbox/groups/{group}/admin", self.admin),
        ]

    def _group(self, request: web.Request) -> Chat:
        group_id = path_number(request, "group")
        chat = self.desk.world.groups.get(group_id)
        if chat is None:
            raise Refused(f"There is no group {group_id}.", 404)
        return chat

    async def create(self, request: web.Request) -> web.Response:
        """→ {id}"""
        body = await read(request, NewGroup)
        bot = self.desk.bot(request) if body.bot else None
        chat = membership.create_group(
            self.desk.world, body.title, body.members, body.admins, body.kind, body.forum, bot, body.bot_admin
        )
        return done({"id": chat.id})

    async def all(self, request: web.Request) -> web.Response:
        """Every group."""
        bot = self.desk.bot(request)
        return done([chat_view(chat, bot) for chat in self.desk.world.groups.values()])

    async def migrate(self, request: web.Request) -> web.Response:
        """→ {id} of the supergroup."""
        return done({"id": membership.migrate(self.desk.world, self._group(request)).id})

    async def join(self, request: web.Request) -> web.Response:
        """A person comes, or the bot is added."""
        chat, body, world = self._group(request), await read(request, Whom), self.desk.world
        bot = self.desk.bot(request)
        if body.person == "bot" or body.person == bot.id:
            by = world.person(body.by) if body.by is not None else None
            membership.add_bot(world, chat, bot, by, body.admin)
        else:
            membership.join(world, chat, world.person(body.person))
        return done({"id": chat.id})

    async def leave(self, request: web.Request) -> web.Response:
        """A person goes, or the bot is removed."""
        chat, body, world = self._group(request), await read(request, Whom), self.desk.world
        bot = self.desk.bot(request)
        if body.person == "bot" or body.person == bot.id:
            membership.remove_bot(world, chat, bot, world.person(body.by) if body.by is not None else None)
        else:
            membership.leave(world, chat, world.person(body.person))
        return done({"id": chat.id})

    async def admin(self, request: web.Request) -> web.Response:
        """Makes a person or the bot an administrator (admin: true) or a plain member."""
        chat, body, world = self._group(request), await read(request, Whom), self.desk.world
        bot = self.desk.bot(request)
        if body.person == "bot" or body.person == bot.id:
            membership.promote_bot(world, chat, bot, body.admin)
        else:
            person = self.desk.member(chat, body.person)
            membership.person_status(world, chat, person, "administrator" if body.admin else "member")
        return done({"id": chat.id})
