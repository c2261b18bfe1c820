"""People write, edit, delete and react; bots see of it what their privacy mode lets through."""

from typing import TYPE_CHECKING

from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.refusals import Refused

if TYPE_CHECKING:
    from sandbox.world.world import World


def sees(bot: Bot, message: Message) -> bool:
    """In groups a bot that is no admin gets commands, replies to itself and service messages, unless privacy is off."""
    chat = message.chat
    if not chat.has_bot(bot):
        return False
    if chat.is_private or chat.bot_is_admin(bot) or message.is_service:
        return True
    if chat.kind == "channel":
        return False
    answers_it = message.reply_to is not None and message.reply_to.bot is bot
    return not bot.privacy or answers_it or _is_command_for(bot, message.content.get("text", ""))


def _is_command_for(bot: Bot, text: str) -> bool:
    if not text.startswith("/"):
        return False
    command = text.split(maxsplit=1)[0]
    if "@" not in command:
        return True
    return command.split("@", 1)[1].lower() == str(bot.user["username"]).lower()


def bots_in(chat: Chat) -> list[Bot]:
    """Every bot that could see something of the chat."""
    return [chat.owner] if chat.owner is not None else list(chat.seats)


def deliver_message(world: "World", message: Message, edited: bool = False) -> None:
    """As message, channel_post or their edited kinds."""
    name = "channel_post" if message.chat.kind == "channel" else "message"
    kind = f"edited_{name}" if edited else name
    for bot in bots_in(message.chat):
        if sees(bot, message):
            world.deliver(bot, kind, message.json(), message.chat.id)


def write(
    world: "World",
    chat: Chat,
    person: Person | None,
    content: Json,
    reply_to: Message | None = None,
    thread: int | None = None,
    as_chat: bool = False,
) -> Message:
    """A person's message appears and goes to the bots.

    `as_chat`: from the chat itself (an anonymous admin, a channel's post), without an author: `person` may be None.
    """
    _may_write(chat, person, as_chat)
    if thread is not None and thread not in chat.topics:
        raise Refused(f"There is no topic {thread} in this chat.", 404)
    anonymous = as_chat or chat.kind == "channel" or person is None
    message = Message(
        id=world.next_message_id(),
        chat=chat,
        date=world.clock.seconds(),
        content=content,
        sender=None if anonymous or person is None else person.user(),
        sender_chat=chat.json() if anonymous else None,
        reply_to=reply_to,
        thread=thread,
    )
    world.keep(message)
    deliver_message(world, message)
    return message


def _may_write(chat: Chat, person: Person | None, as_chat: bool) -> None:
    if chat.migrated_to is not None:
        raise Refused(f"This group has become the supergroup {chat.migrated_to}.", 409)
    if chat.is_private and as_chat:
        raise Refused("Nobody can write as a private chat.")
    if person is None:
        if not as_chat and chat.kind != "channel":
            raise Refused("from: who writes? A group has several members.")
        return
    if not chat.has(person.id):
        raise Refused("This person isn't in the chat.", 403)
    if chat.owner is not None and person.id in chat.owner.blocked_by:
        raise Refused("This person has blocked the bot; unblock it first.", 409)
    if (chat.kind == "channel" or as_chat) and not chat.is_admin(person.id):
        raise Refused("Only an administrator can write as the chat.", 403)


def own_message(chat: Chat, message_id: int, person: Person | None) -> Message:
    """The person's own message (None: the chat's own); Refused when it is gone or somebody else's."""
    message = chat.find(message_id)
    if message is None:
        raise Refused(f"There is no message {message_id} in this chat.", 404)
    if message.bot is not None or not _is_author(message, person):
        raise Refused("Only the author can do this.", 403)
    return message


def _is_author(message: Message, person: Person | None) -> bool:
    if message.sender_chat is not None:
        return person is None or message.chat.is_admin(person.id)
    return person is not None and message.named_by() == person.id


def edit(world: "World", message: Message, content: Json) -> None:
    """The bots that saw it get the new version."""
    message.content = content
    message.edited_at = world.clock.seconds()
    world.told(message, "edited")
    deliver_message(world, message, edited=True)


def delete(world: "World", message: Message) -> None:
    """Bots aren't told, as in Telegram."""
    message.chat.history.remove(message)
    if message.id in message.chat.pinned:
        message.chat.pinned.remove(message.id)
    world.told(message, "deleted")


def react(world: "World", message: Message, person: Person, reactions: list[Json]) -> None:
    """A bot gets it when it asked for message_reaction and, in groups, is an admin."""
    before = message.reactions.get(person.id, [])
    if reactions:
        message.reactions[person.id] = reactions
    else:
        message.reactions.pop(person.id, None)
    world.told(message, "reacted")
    change = {
        "chat": message.chat.json(),
        "message_id": message.id,
        "user": person.user(),
        "date": world.clock.seconds(),
        "old_reaction": before,
        "new_reaction": reactions,
    }
    for bot in bots_in(message.chat):
        if message.chat.has_bot(bot) and message.chat.bot_is_admin(bot):
            world.deliver(bot, "message_reaction", change, message.chat.id)
