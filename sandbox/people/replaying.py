"""Updates out of the ordinary: delivered again, or made by hand."""

from typing import Any

from aiogram.types import Update as UpdateModel
from aiohttp import web
from pydantic import ValidationError

from sandbox.people.bodies import Body, read, read_json
from sandbox.people.desk import Desk, done
from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.handmade import take_in
from sandbox.world.refusals import Refused
from sandbox.world.updates import MESSAGE_LIVES, Update


class Again(Body):
    """Which update."""

    update_id: int


class Replaying:
    """/sandbox/updates"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        return [web.post("/sandbox/updates/replay", self.replay), web.post("/sandbox/updates", self.raw)]

    async def replay(self, request: web.Request) -> web.Response:
        """The same update once more, whatever was confirmed."""
        body = await read(request, Again)
        known = self.desk.world.history.get(body.update_id)
        if known is None:
            raise Refused(f"There was no update {body.update_id}.", 404)
        bot, update = known
        self._force(bot, update.id, update.kind, update.payload, update.subject)
        return done({"update_id": update.id})

    async def raw(self, request: web.Request) -> web.Response:
        """An update as it stands; its people, chat and message exist afterwards."""
        data = await read_json(request)
        if not isinstance(data, dict):
            raise Refused("The body must be a JSON object.")
        kind, data = _checked(_with_defaults(self.desk, data))
        payload: Json = data[kind]
        bot = self.desk.bot(request)
        subject = take_in(self.desk.world, bot, kind, payload)
        self._force(bot, data["update_id"], kind, payload, subject)
        return done({"update_id": data["update_id"]})

    def _force(self, bot: Bot, update_id: int, kind: str, payload: Json, subject: int) -> None:
        expires = self.desk.clock.now().timestamp() + MESSAGE_LIVES
        update = Update(update_id, kind, payload, expires, subject, forced=True)
        self.desk.world.enqueue(bot, update)


def _with_defaults(desk: Desk, data: Json) -> Json:
    """Numbers and dates that the writer left out."""
    filled = dict(data)
    filled.setdefault("update_id", desk.world.next_update_id())
    for kind in ("message", "edited_message", "channel_post", "edited_channel_post"):
        if isinstance(filled.get(kind), dict):
            message = dict(filled[kind])
            message.setdefault("message_id", desk.world.next_message_id())
            message.setdefault("date", desk.clock.seconds())
            filled[kind] = message
    return filled


def _checked(data: Json) -> tuple[str, Json]:
    """(the one kind of the update, the update in Telegram's types); Refused when Telegram has no such update."""
    kinds = [name for name in UpdateModel.model_fields if name != "update_id" and isinstance(data.get(name), dict)]
    if len(kinds) != 1:
        raise Refused("An update has exactly one content, such as message or callback_query.")
    try:
        update = UpdateModel.model_validate(data)
    except ValidationError as problem:
        error: Any = problem.errors()[0]
        where = ".".join(str(part) for part in error["loc"])
        raise Refused(f"{where}: {error['msg']}.") from None
    if not 0 < update.update_id < 2**63:
        raise Refused("update_id: a positive number.")
    return kinds[0], update.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
