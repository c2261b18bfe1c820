"""Coming and going: groups, members, administrators, blocking, the move from group to supergroup."""

from typing import TYPE_CHECKING

from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import IN_CHAT, Chat, chat_member
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.posting import deliver_message
from sandbox.world.refusals import Refused

if TYPE_CHECKING:
    from sandbox.world.world import World

KINDS = ("group", "supergroup", "channel")


def create_group(
    world: "World",
    title: str,
    members: list[int],
    admins: list[int],
    kind: str = "group",
    forum: bool = False,
    bot: Bot | None = None,
    bot_admin: bool = False,
) -> Chat:
    """The first admin (else the first member) makes it; the bot learns of it as Telegram tells it."""
    kind = "supergroup" if forum and kind == "group" else kind
    if kind not in KINDS or (forum and kind == "channel"):
        raise Refused(f"A group's kind is one of {', '.join(KINDS)}; only supergroups are forums.")
    everybody = list(dict.fromkeys([*admins, *members]))
    if not everybody:
        raise Refused("A group needs at least one member: somebody has to make it.")
    people = [world.person(person_id) for person_id in everybody]
    chat = Chat(world.next_group_id(kind != "group"), kind, title, is_forum=forum)
    chat.members = {person.id: "administrator" if person.id in admins else "member" for person in people}
    chat.members[people[0].id] = "creator"
    world.groups[chat.id] = chat
    if bot is not None:
        _seat(world, chat, bot, people[0], "administrator" if bot_admin else "member")
    _announce_creation(world, chat, people[0], bot)
    world.events.publish("people")
    return chat


def _announce_creation(world: "World", chat: Chat, creator: Person, bot: Bot | None) -> None:
    if chat.kind == "group":
        service(world, chat, creator.user(), {"group_chat_created": True})
    elif chat.kind == "supergroup" and bot is not None:
        service(world, chat, creator.user(), _newcomers(bot.user))


def _newcomers(user: Json) -> Json:
    return {"new_chat_members": [user], "new_chat_member": user, "new_chat_participant": user}


def service(world: "World", chat: Chat, author: Json, content: Json, thread: int | None = None) -> Message:
    """A service message, delivered to every bot of the chat."""
    message = Message(world.next_message_id(), chat, world.clock.seconds(), content, author, thread=thread)
    if chat.kind == "channel":
        message.sender, message.sender_chat = None, chat.json()
    world.keep(message)
    deliver_message(world, message)
    return message


def _seat(world: "World", chat: Chat, bot: Bot, by: Person, status: str) -> None:
    """Gives the bot a place (or takes it) and tells it by my_chat_member."""
    before = chat.seats.get(bot, "left")
    chat.seats[bot] = status
    if before != status:
        change = _change(world, chat, by.user(), bot.user, before, status)
        world.deliver(bot, "my_chat_member", change, chat.id)


def _change(world: "World", chat: Chat, by: Json, who: Json, before: str, after: str) -> Json:
    return {
        "chat": chat.json(),
        "from": by,
        "date": world.clock.seconds(),
        "old_chat_member": chat_member(who, before, chat.kind),
        "new_chat_member": chat_member(who, after, chat.kind),
    }


def _creator(world: "World", chat: Chat) -> Person:
    found = next((person_id for person_id, status in chat.members.items() if status == "creator"), None)
    return world.people[found if found is not None else next(iter(chat.members))]


def add_bot(world: "World", chat: Chat, bot: Bot, by: Person | None = None, admin: bool = False) -> None:
    """Somebody adds the bot to an existing group."""
    if chat.has_bot(bot):
        raise Refused("The bot is already in this group.", 409)
    adder = by or _creator(world, chat)
    _seat(world, chat, bot, adder, "administrator" if admin else "member")
    if chat.kind != "channel":
        service(world, chat, adder.user(), _newcomers(bot.user))


def remove_bot(world: "World", chat: Chat, bot: Bot, by: Person | None = None) -> None:
    """Somebody removes the bot: it is told that it was, and can't write there any more."""
    if not chat.has_bot(bot):
        raise Refused("The bot isn't in this group.", 409)
    remover = by or _creator(world, chat)
    if chat.kind != "channel":
        service(world, chat, remover.user(), _leaver(bot.user))
    _seat(world, chat, bot, remover, "kicked")


def _leaver(user: Json) -> Json:
    return {"left_chat_member": user, "left_chat_participant": user}


def bot_leaves(world: "World", chat: Chat, bot: Bot) -> None:
    """leaveChat: the bot goes by itself."""
    if chat.kind != "channel":
        message = Message(world.next_message_id(), chat, world.clock.seconds(), _leaver(bot.user), bot.user)
        world.keep(message)
    before = chat.seats.get(bot, "left")
    chat.seats[bot] = "left"
    change = _change(world, chat, bot.user, bot.user, before, "left")
    world.deliver(bot, "my_chat_member", change, chat.id)
    world.events.publish("people")


def promote_bot(world: "World", chat: Chat, bot: Bot, admin: bool) -> None:
    """Makes the bot an administrator, or a plain member again."""
    if not chat.has_bot(bot):
        raise Refused("The bot isn't in this group.", 409)
    _seat(world, chat, bot, _creator(world, chat), "administrator" if admin else "member")


def person_status(world: "World", chat: Chat, person: Person, status: str) -> None:
    """Joining, leaving, being promoted: the service message, and chat_member for bots that are admins."""
    before = chat.members.get(person.id, "left")
    chat.members[person.id] = status
    came, went = status in IN_CHAT and before not in IN_CHAT, status not in IN_CHAT and before in IN_CHAT
    if chat.kind != "channel" and (came or went):
        service(world, chat, person.user(), _newcomers(person.user()) if came else _leaver(person.user()))
    change = _change(world, chat, person.user(), person.user(), before, status)
    for bot, seat in chat.seats.items():
        if seat == "administrator":
            world.deliver(bot, "chat_member", change, chat.id)
    world.events.publish("people")


def join(world: "World", chat: Chat, person: Person) -> None:
    """A person comes in."""
    if chat.has(person.id):
        raise Refused("This person is already in the group.", 409)
    person_status(world, chat, person, "member")


def leave(world: "World", chat: Chat, person: Person) -> None:
    """A person goes."""
    if not chat.has(person.id):
        raise Refused("This person isn't in the group.", 409)
    person_status(world, chat, person, "left")


def block(world: "World", bot: Bot, person: Person, blocked: bool) -> None:
    """The person stops (or restarts) the bot; told by my_chat_member as kicked and member."""
    if blocked == (person.id in bot.blocked_by):
        return
    chat = world.private_chat(bot, person)
    (bot.blocked_by.add if blocked else bot.blocked_by.discard)(person.id)
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    change = _change(world, chat, person.user(), bot.user, before, after)
    world.deliver(bot, "my_chat_member", change, chat.id)
    world.events.publish("people")


def migrate(world: "World", chat: Chat, forum: bool = False) -> Chat:
    """A group becomes a supergroup under a new id; both chats tell of it, the old one takes no more calls."""
    if chat.kind != "group":
        raise Refused("Only a plain group can become a supergroup.")
    if chat.migrated_to is not None:
        raise Refused(f"This group has already become {chat.migrated_to}.", 409)
    moved = Chat(world.next_group_id(True), "supergroup", chat.title, is_forum=forum)
    moved.members, moved.seats = dict(chat.members), dict(chat.seats)
    world.groups[moved.id] = moved
    creator = _creator(world, chat).user()
    service(world, chat, creator, {"migrate_to_chat_id": moved.id})
    service(world, moved, creator, {"migrate_from_chat_id": chat.id})
    chat.migrated_to = moved.id
    world.events.publish("people")
    return moved
