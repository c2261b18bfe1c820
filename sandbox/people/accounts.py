"""People: making them, listing them, blocking the bot."""

from aiohttp import web
from pydantic import Field

from sandbox.people.bodies import Body, path_number, read
from sandbox.people.desk import Desk, done
from sandbox.people.view import people_view
from sandbox.world.membership import block


class NewPerson(Body):
    """`id` and `phone` are additions for a demo team that shall look the same at each start."""

    first_name: str = Field(min_length=1, max_length=64)
    last_name: str | None = Field(None, max_length=64)
    username: str | None = Field(None, pattern=r"^[A-Za-z][A-Za-z0-9_]{2,31}$")
    language_code: str | None = Field(None, max_length=16)
    roles: list[str] | str | None = None
    phone: str | None = None
    id: int | None = Field(None, gt=0, lt=2**52)


class Accounts:
    """/sandbox/people"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        return [
            web.post("/sandbox/people", self.create),
            web.get("/sandbox/people", self.everybody),
            web.post("/sandbox/people/{person}/block", self.block),
            web.post("/sandbox/people/{person}/unblock", self.unblock),
        ]

    async def create(self, request: web.Request) -> web.Response:
        """→ {id}"""
        body = await read(request, NewPerson)
        person = self.desk.world.add_person(
            body.first_name,
            body.last_name,
            body.username,
            body.language_code,
            body.roles if body.roles is not None else [],
            body.phone,
            body.id,
        )
        return done({"id": person.id})

    async def everybody(self, request: web.Request) -> web.Response:
        """With their chats."""
        return done(people_view(self.desk.world))

    async def block(self, request: web.Request) -> web.Response:
        """The person stops the bot."""
        return self._block(request, True)

    async def unblock(self, request: web.Request) -> web.Response:
        """The person restarts the bot."""
        return self._block(request, False)

    def _block(self, request: web.Request, blocked: bool) -> web.Response:
        person = self.desk.world.person(path_number(request, "person"))
        block(self.desk.world, self.desk.bot(request), person, blocked)
        return done({"blocked": blocked})
