"""Sets the stage: the people and their group in the sandbox, the same people as a firm with three months behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
from sqlalchemy.engine import Connection

from bot.app import App
from bot.demo import opening, trade
from bot.demo.firm import Extra, Room, extra, found, hours
from bot.demo.history import set_timers, three_months
from locales import data
from sales.people import Role
from sales.worktime import is_working, next_working_moment
from storage.work import open_work

#: Working minutes before the start in which an order is marked as paid.
PAID = 17


class Sandbox:
    """The people's side of a sandbox, over HTTP."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.http.post(f"{self.url}/sandbox{path}", json=body) as reply:
            reply.raise_for_status()
            return await reply.json()


async def set_the_stage(app: App, url: str) -> None:
    """Before the bot runs: everybody says /start, so its first act is to greet them. Whoever starts the demo at night
    or on a day off meets the next working morning: deadlines would stand still."""
    words, zone = data("demo"), app.settings.time_zone
    async with aiohttp.ClientSession() as http:
        sandbox = Sandbox(url, http)
        if not is_working(app.clock.now(), hours(zone)):
            morning = next_working_moment(app.clock.now(), hours(zone))
            await sandbox.post("/clock", {"to": morning.isoformat()})
        people = [await _person(sandbox, each) for each in words["people"]]
        room = await _room(app, sandbox, words, people)
        await app.storage.write(live_until, words, people, room, zone, app.clock.now())
        await asyncio.gather(*(_start(sandbox, person) for person in people))


def live_until(
    conn: Connection, words: Mapping[str, Any], people: Sequence[Extra], room: Room, zone: str, now: datetime
) -> None:
    """The firm with its past, in one transaction, into an empty database."""
    work = open_work(conn)
    firm = found(work, words, people, room, zone, now)
    past = three_months(firm.team, firm.crew, now)
    news = trade.follow(work, past)
    ready = opening.prepare(past)
    set_timers(past)
    past.rows.write(conn, firm.team.id, now)
    opening.begin(work, past, ready)
    trade.open_with(work, past, news, opening.working_back(past, PAID))


async def _person(sandbox: Sandbox, words: Mapping[str, Any]) -> Extra:
    first, _, last = words["name"].partition(" ")
    made = await sandbox.post("/people", {"first_name": first, "last_name": last, "roles": words["roles"]})
    return extra(made["id"], words)


async def _room(app: App, sandbox: Sandbox, words: Mapping[str, Any], people: Sequence[Extra]) -> Room:
    """A group with topics. The bot makes them, as an administrator."""
    admins = [person.id for person in people if Role.HEAD in person.roles]
    members = [person.id for person in people]
    group = {"title": words["group"], "members": members, "admins": admins, "forum": True, "bot_admin": True}
    chat_id = (await sandbox.post("/groups", group))["id"]
    topics = [await app.bot.create_forum_topic(chat_id, name) for name in words["topics"]]
    threads = {topic.name: topic.message_thread_id for topic in topics}
    return Room(chat_id, threads[words["announced_in"]], words["group"])


async def _start(sandbox: Sandbox, person: Extra) -> None:
    await sandbox.post(f"/chats/{person.id}/messages", {"from": person.id, "text": "/start"})
