"""The virtual clock over HTTP, for people who move it and for a bot in another process that follows it."""

from datetime import UTC, datetime, timedelta

from aiohttp import web

from sandbox.clock import Clock, ClockTooSlowError
from sandbox.people.bodies import Body, number, read, seconds
from sandbox.people.desk import Desk, done
from sandbox.shapes import Json
from sandbox.world.refusals import Refused

_LONGEST_STEP = 10 * 366 * 24 * 3600
_END = datetime(2100, 1, 1, tzinfo=UTC)


def clock_view(clock: Clock) -> Json:
    """The virtual time, aware UTC in ISO 8601; `offset` is how many seconds it is ahead of the real one."""
    return {"version": clock.version, "now": clock.now().isoformat(), "offset": clock.offset}


class Move(Body):
    """Seconds forward, or a moment (ISO 8601; UTC when it names no offset)."""

    advance: float | None = None
    to: datetime | None = None


class Timing:
    """/sandbox/clock"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        return [web.get("/sandbox/clock", self.look), web.post("/sandbox/clock", self.move)]

    async def look(self, request: web.Request) -> web.Response:
        """{version, now, offset}; with ?after=VERSION only once there is a later version (or the patience ends)."""
        version = number(request, "after")
        if version is not None:
            await self.desk.clock.next_after(version, seconds(request, "timeout", 25, 600))
        return done(clock_view(self.desk.clock))

    async def move(self, request: web.Request) -> web.Response:
        """Answers once the work that became due has been done; 504 when it isn't within 30 s."""
        step = self._step(await read(request, Move))
        try:
            await self.forward(step)
        except ClockTooSlowError:
            return done({"error": "The bot didn't report its due work as done within 30 seconds."}, 504)
        return done(clock_view(self.desk.clock))

    async def forward(self, step: timedelta) -> None:
        """The page is told, whether or not the bot was quick enough."""
        try:
            await self.desk.clock.advance(step)
        finally:
            self.desk.world.events.publish("clock", **clock_view(self.desk.clock))

    def _step(self, body: Move) -> timedelta:
        if (body.advance is None) == (body.to is None):
            raise Refused("Give either advance (seconds) or to (a moment).")
        if body.to is not None:
            moment = body.to if body.to.tzinfo else body.to.replace(tzinfo=UTC)
            step = (moment - self.desk.clock.now()).total_seconds()
        else:
            step = body.advance or 0.0
        if not 0 <= step <= _LONGEST_STEP:
            raise Refused("The clock only goes forward, by ten years at most.")
        if self.desk.clock.now() + timedelta(seconds=step) >= _END:
            raise Refused("The clock ends with the year 2099.")
        return timedelta(seconds=step)
