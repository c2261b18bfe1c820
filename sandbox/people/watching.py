"""Looking on: calls, idleness, faults, the bot's own report, events for the page, files, health."""

import json

from aiohttp import web
from pydantic import Field

from sandbox.botapi.faults import Fault, known_kind
from sandbox.botapi.log import Entry
from sandbox.people.bodies import Body, limit, number, read, seconds
from sandbox.people.desk import Desk, done, many
from sandbox.world.events import heard
from sandbox.world.refusals import Refused

_HEARTBEAT = 15.0


class NewFault(Body):
    """`kind`: an HTTP status from 400 on, or timeout, reset, lost_reply."""

    kind: str | int
    method: str | None = None
    times: int = Field(1, ge=1, le=1_000_000)
    retry_after: int = Field(1, ge=1, le=86_400)
    probability: float = Field(1.0, gt=0, le=1)
    seed: int | None = None


class Report(Body):
    """What the bot has still to do."""

    pending: int = Field(ge=0)


class Watching:
    """What stands beside the conversation."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        return [
            web.get("/sandbox/idle", self.idle),
            web.post("/sandbox/bot", self.report),
            web.get("/sandbox/calls", self.calls),
            web.post("/sandbox/faults", self.add_fault),
            web.get("/sandbox/faults", self.planned),
            web.delete("/sandbox/faults", self.clear_faults),
            web.get("/sandbox/events", self.events),
            web.get("/sandbox/files/{file_id}", self.file),
            web.get("/sandbox/health", self.health),
        ]

    async def idle(self, request: web.Request) -> web.Response:
        """200 once nothing is under way, else 504."""
        if await self.desk.idle.wait(seconds(request, "timeout", 10, 600)):
            return done({"idle": True})
        bot = self.desk.world.main
        waiting = len(bot.queue.waiting)
        sentence = f"Not idle in time: {waiting} updates unconfirmed, {bot.pending} pending in the bot."
        return done({"error": sentence}, 504)

    async def report(self, request: web.Request) -> web.Response:
        """The bot says how much it has still to do."""
        body = await read(request, Report)
        self.desk.bot(request).pending = body.pending
        return done({"pending": body.pending})

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """The bot's calls, in order; `limit` keeps the oldest of them."""
        entries = self.desk.door.calls.after(number(request, "after", 0) or 0, limit(request))
        return await many(request, entries, Entry.json)

    async def add_fault(self, request: web.Request) -> web.Response:
        """The next calls fail so."""
        body = await read(request, NewFault)
        kind = str(body.kind)
        if not known_kind(kind):
            raise Refused("kind: a status from 400 to 599, or timeout, reset, lost_reply.")
        fault = Fault(kind, body.method, body.times, body.retry_after, body.probability, body.seed)
        self.desk.door.faults.planned.append(fault)
        return done({"planned": len(self.desk.door.faults.planned)})

    async def planned(self, request: web.Request) -> web.Response:
        """What is still to come."""
        planned = self.desk.door.faults.planned
        return done([{"kind": one.kind, "method": one.method, "times": one.times} for one in planned])

    async def clear_faults(self, request: web.Request) -> web.Response:
        """All is well again."""
        self.desk.door.faults.planned.clear()
        return done({"planned": 0})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events for the page."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        queue = self.desk.world.events.listen()
        try:
            await response.write(b": hello\n\n")
            while True:
                lines = [f"data: {json.dumps(event)}\n\n" for event in await heard(queue, _HEARTBEAT)]
                await response.write("".join(lines).encode() or b": still here\n\n")
        finally:
            self.desk.world.events.leave(queue)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A picture or document for people; never run by a browser as a page of ours."""
        file = self.desk.world.files.by_id.get(request.match_info["file_id"])
        if file is None:
            raise Refused("There is no such file.", 404)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
        mime = file.mime if file.mime.startswith(("image/", "audio/", "video/")) else "application/octet-stream"
        return web.Response(body=file.data, content_type=mime.split(";")[0], headers=headers)

    async def health(self, request: web.Request) -> web.Response:
        """Up, with who the bot is."""
        bot = self.desk.world.main
        return done({"ok": True, "bot": bot.user, "listens": bot.listens})
