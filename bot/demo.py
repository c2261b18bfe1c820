"""The demo team: made-up people in the sandbox, and the same people as a firm, through the product's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from bot.app import App
from locales import data
from sales.actions.company import Product, SetUpCompany, add_product, set_up_company
from sales.actions.invite import InviteMember, hash_of, invite_member, new_token
from sales.actions.join import AcceptInvite, ClaimOwner, accept_invite, claim_owner
from sales.actions.people import actor_of
from sales.actions.places import BindPlace, bind_place
from sales.people import Actor, Role
from sales.worktime import Schedule, is_working, next_working_moment

OPENS, CLOSES = time(9), time(18)


@dataclass(frozen=True, slots=True)
class Extra:
    """One person of the demo."""

    id: int
    name: str
    roles: tuple[Role, ...]


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
    words = data("demo")
    hours = Schedule(ZoneInfo(app.settings.time_zone), OPENS, CLOSES)
    async with aiohttp.ClientSession() as http:
        sandbox = Sandbox(url, http)
        if not is_working(app.clock.now(), hours):
            await sandbox.post("/clock", {"to": next_working_moment(app.clock.now(), hours).isoformat()})
        people = [await _person(sandbox, each) for each in words["people"]]
        group = await sandbox.post("/groups", _group(words["group"], people))
        await _found_the_firm(app, words, people, group["id"])
        for person in people:
            await sandbox.post(f"/chats/{person.id}/messages", {"from": person.id, "text": "/start"})


async def _person(sandbox: Sandbox, words: dict[str, Any]) -> Extra:
    first, _, last = words["name"].partition(" ")
    made = await sandbox.post("/people", {"first_name": first, "last_name": last, "roles": words["roles"]})
    return Extra(made["id"], words["name"], tuple(Role(role) for role in words["roles"]))


def _group(title: str, people: list[Extra]) -> dict[str, Any]:
    admins = [person.id for person in people if Role.HEAD in person.roles]
    return {"title": title, "members": [person.id for person in people], "admins": admins}


async def _found_the_firm(app: App, words: dict[str, Any], people: list[Extra], group_id: int) -> None:
    now = app.clock.now()
    owner, *others = people
    await app.desk.admit(claim_owner, ClaimOwner(owner.id, owner.name), key=str(owner.id), now=now)
    founder = await _actor(app, owner)
    await app.desk.run(set_up_company, founder, _company(app, words), key="demo", now=now)
    for person in others:
        await _hire(app, founder, person, now)
    head = await _actor(app, next(person for person in people if Role.HEAD in person.roles))
    for name in words["products"]:
        await app.desk.run(add_product, head, Product(name), key=name, now=now)
    await app.desk.run(bind_place, head, BindPlace(group_id, None, words["group"]), key="demo", now=now)


def _company(app: App, words: dict[str, Any]) -> SetUpCompany:
    hours = {"opens": OPENS, "closes": CLOSES, "digest_at": CLOSES}
    zone = app.settings.time_zone
    return SetUpCompany(company=words["company"], team=words["team"], zone=zone, also_head=False, **hours)


async def _hire(app: App, founder: Actor, person: Extra, now: datetime) -> None:
    token = new_token()
    await app.desk.run(
        invite_member, founder, InviteMember(person.roles, hash_of(token)), key=f"demo {person.id}", now=now
    )
    form = AcceptInvite(person.id, person.name, token)
    await app.desk.admit(accept_invite, form, key=f"demo {person.id}", now=now)


async def _actor(app: App, person: Extra) -> Actor:
    found = await app.desk.look(actor_of, person.id)
    if found is None:
        raise LookupError(person.name)
    return found
