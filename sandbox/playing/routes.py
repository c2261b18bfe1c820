"""/sandbox/play: the script comes in, is begun, paused, stopped, looked at."""

from typing import Literal

from aiohttp import web
from pydantic import Field

from sandbox.people.bodies import Body, read
from sandbox.people.desk import done
from sandbox.playing.player import Player
from sandbox.playing.script import Script


class Order(Body):
    """`pace`: 1 can be followed by eye, 0 is as fast as it goes."""

    do: Literal["start", "pause", "go_on", "stop", "step"]
    pace: float | None = Field(None, ge=0, le=10)


class Playing:
    """Every call answers with the player's view."""

    def __init__(self, player: Player) -> None:
        self.player = player

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        return [
            web.put("/sandbox/play", self.load),
            web.get("/sandbox/play", self.look),
            web.post("/sandbox/play", self.order),
        ]

    async def load(self, request: web.Request) -> web.Response:
        """Takes the place of the script before it."""
        self.player.load(await read(request, Script))
        return done(self.player.view())

    async def look(self, request: web.Request) -> web.Response:
        """How far the play is."""
        return done(self.player.view())

    async def order(self, request: web.Request) -> web.Response:
        """409 for what isn't possible now."""
        body = await read(request, Order)
        match body.do:
            case "start":
                self.player.start(1.0 if body.pace is None else body.pace)
            case "pause":
                self.player.pause()
            case "go_on":
                self.player.go_on(body.pace)
            case "step":
                self.player.step(body.pace)
            case "stop":
                await self.player.stop()
        return done(self.player.view())
