"""Which command menu a person sees: the narrowest scope that has one, as Telegram resolves it."""

from collections.abc import Iterator

from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.people import Person


def scope_key(scope: Json) -> str:
    """A BotCommandScope as one word."""
    return ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)


def _scopes(chat: Chat, person: Person | None) -> Iterator[str]:
    """Narrow to wide."""
    if chat.is_private:
        yield from (f"chat:{chat.id}", "all_private_chats", "default")
        return
    admin = person is not None and chat.is_admin(person.id)
    if person is not None:
        yield f"chat_member:{chat.id}:{person.id}"
    if admin:
        yield f"chat_administrators:{chat.id}"
    yield f"chat:{chat.id}"
    if admin:
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")


def commands_for(bot: Bot, chat: Chat, person: Person | None) -> list[Json]:
    """[{command, description}]; within a scope the person's language comes before the general list."""
    language = (person.language_code or "")[:2] if person else ""
    for scope in _scopes(chat, person):
        for key in dict.fromkeys(((scope, language), (scope, ""))):
            if bot.commands.get(key):
                return bot.commands[key]
    return []
