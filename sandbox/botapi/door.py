"""Where a bot's HTTP calls arrive: token, faults, the call itself, the log, Telegram's envelope."""

import asyncio
import logging
import re
from typing import Any

from aiohttp import web

from sandbox.botapi.call import Call, Told
from sandbox.botapi.carrying_out import LISTENING, carry_out, unknown_names
from sandbox.botapi.errors import ApiError
from sandbox.botapi.faults import Fault, Faults
from sandbox.botapi.limits import Limits
from sandbox.botapi.log import CallLog, Entry, message_id_of
from sandbox.botapi.reading import read_call
from sandbox.idle import Idle
from sandbox.shapes import Json
from sandbox.world.world import World

_TOKEN = re.compile(r"\d{1,16}:[\w-]+", re.ASCII)
_HANGS = 120.0
"""Real seconds that a call hit by the timeout fault hangs; a bot gives up earlier."""

log = logging.getLogger(__name__)


class Door:
    """`limits` None: the pace is free."""

    def __init__(self, world: World, idle: Idle, limits: Limits | None = None) -> None:
        self.world = world
        self.idle = idle
        self.limits = limits
        self.faults = Faults()
        self.calls = CallLog(world.clock)

    def routes(self) -> list[web.RouteDef]:
        """/bot<token>/<method> and /file/bot<token>/<path>."""
        return [
            web.route("*", r"/bot{token:[^/]+}/{method}", self.handle),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self.file),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP."""
        token, name = request.match_info["token"], request.match_info["method"]
        if not _TOKEN.fullmatch(token):
            return _answer(ApiError(401, "Unauthorized").envelope(), 401)
        listens = name.lower() in LISTENING
        bot = self.world.bot_for(token, listens)
        try:
            params, uploads = await read_call(request)
        except ApiError as problem:
            return self._refused_unread(name, bot.id, problem)
        call = Call(self.world, bot, name, params, uploads)
        return await self._with_fault(request, call)

    def _refused_unread(self, name: str, bot_id: int, problem: ApiError) -> web.Response:
        entry = self.calls.begin(name, bot_id, {}, {})
        entry.status, entry.error = problem.code, problem.description
        self.idle.stir()
        return _answer(problem.envelope(), problem.code)

    async def _with_fault(self, request: web.Request, call: Call) -> web.StreamResponse:
        entry = self.calls.begin(call.name, call.bot.id, call.params, call.uploads)
        fault = self.faults.strike(call.name)
        if fault is None:
            body, status = await self.run(call, entry)
            return _answer(body, status)
        entry.fault = fault.kind
        self.idle.stir()
        return await self._struck(request, call, entry, fault)

    async def _struck(self, request: web.Request, call: Call, entry: Entry, fault: Fault) -> web.StreamResponse:
        if fault.error is not None:
            entry.status, entry.error = fault.error.code, fault.error.description
            return _answer(fault.error.envelope(), fault.error.code)
        if fault.kind == "lost_reply":
            await self.run(call, entry)
        elif fault.kind == "timeout":
            entry.status = 0
            await asyncio.sleep(_HANGS)
        entry.status = entry.status if fault.kind == "lost_reply" else 0
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=499)

    async def run(self, call: Call, entry: Entry) -> tuple[Json, int]:
        """Carries the call out and fills its log entry; → (envelope, HTTP status)."""
        polls = call.name.lower() == "getupdates"
        if not polls:
            self.idle.stir()
        entry.unknown = unknown_names(call.name, call.params)
        try:
            body = _success(await carry_out(call, self.limits))
            entry.status, entry.message_id = 200, message_id_of(body["result"])
        except ApiError as problem:
            body = problem.envelope()
            entry.status, entry.error = problem.code, problem.description
        except Exception:
            log.exception("the sandbox failed at %s", call.name)
            body = ApiError(500, "Internal Server Error").envelope()
            entry.status = 500
        if not polls or call.confirmed:
            self.idle.stir()
        if call.name.lower() != "getupdates":
            entry.params = {**call.params, **{k: v for k, v in entry.params.items() if k in call.uploads}}
        self.world.events.publish("call", n=entry.n, method=call.name)
        return body, int(entry.status)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file by the path that getFile told."""
        file = self.world.files.by_path.get(request.match_info["path"])
        if not _TOKEN.fullmatch(request.match_info["token"]):
            return _answer(ApiError(401, "Unauthorized").envelope(), 401)
        if file is None:
            return _answer(ApiError(404, "Not Found").envelope(), 404)
        return web.Response(body=file.data, content_type="application/octet-stream")


def _success(result: Any) -> Json:
    if isinstance(result, Told):
        return {"ok": True, "result": result.result, "description": result.description}
    return {"ok": True, "result": result}


def _answer(body: Json, status: int) -> web.Response:
    return web.json_response(body, status=status)
