"""What the page needs before it can show anything, in one answer instead of five."""

from aiohttp import web

from sandbox.people.desk import Desk, done
from sandbox.people.timing import clock_view
from sandbox.people.view import message_view
from sandbox.shapes import Json, without_nothing
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.people import Person


class Overview:
    """/sandbox/page"""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[web.RouteDef]:
        """All of this file."""
        return [web.get("/sandbox/page", self.look)]

    async def look(self, request: web.Request) -> web.Response:
        """→ {bot, clock, zone, people, groups}: people and living groups with last message and pinned ids."""
        world, bot = self.desk.world, self.desk.bot(request)
        groups = [chat for chat in world.groups.values() if chat.migrated_to is None]
        return done(
            {
                "bot": bot.user,
                "clock": clock_view(self.desk.clock),
                "zone": self.desk.zone,
                "people": [_person(bot, person) for person in world.people.values()],
                "groups": [_group(bot, chat) for chat in groups],
            }
        )


def _person(bot: Bot, person: Person) -> Json:
    chat = bot.private.get(person.id)
    shown = person.user() | {"roles": person.roles, "blocked": person.id in bot.blocked_by}
    return shown | (_lately(chat) if chat else {})


def _group(bot: Bot, chat: Chat) -> Json:
    shown = without_nothing(
        id=chat.id,
        type=chat.kind,
        title=chat.title,
        is_forum=True if chat.is_forum else None,
        topics=[{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values()] or None,
    )
    members = [one for one in chat.members if chat.has(one)]
    admins = [one for one in members if chat.is_admin(one)]
    return shown | {"members": members, "admins": admins, "bot": chat.has_bot(bot)} | _lately(chat)


def _lately(chat: Chat) -> Json:
    last = chat.history.last
    return without_nothing(last=message_view(last) if last else None, pinned=list(chat.pinned) or None)
