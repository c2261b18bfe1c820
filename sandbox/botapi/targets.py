"""Which chat, message, topic a call means, and whether the bot may act there."""

from typing import Any

from sandbox.botapi.call import Call
from sandbox.botapi.errors import bad, forbidden, moved
from sandbox.world.chats import Chat
from sandbox.world.messages import Message


def known_chat(call: Call, chat_id: int | str) -> Chat:
    """The chat, if the bot is in it; a person who never wrote is no chat."""
    chat = _find(call, chat_id)
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise moved(chat.migrated_to)
    if not chat.has_bot(call.bot):
        kicked = chat.seats.get(call.bot) == "kicked"
        raise forbidden(f"bot {'was kicked from' if kicked else 'is not a member of'} the {_kind(chat)} chat")
    return chat


def _kind(chat: Chat) -> str:
    return chat.kind


def _find(call: Call, chat_id: int | str) -> Chat | None:
    if isinstance(chat_id, str) and chat_id.startswith("@"):
        name = chat_id[1:].lower()
        return next((c for c in call.world.groups.values() if (c.username or "").lower() == name), None)
    try:
        return call.world.chat(call.bot, int(chat_id))
    except ValueError:
        return None


def writable_chat(call: Call, chat_id: int | str) -> Chat:
    """A chat where the bot may write now."""
    chat = known_chat(call, chat_id)
    if chat.person is not None and chat.person.id in call.bot.blocked_by:
        raise forbidden("bot was blocked by the user")
    if chat.kind == "channel" and not chat.bot_is_admin(call.bot):
        raise bad("need administrator rights in the channel chat")
    return chat


def topic_of(chat: Chat, thread: int | None) -> int | None:
    """The topic to write to; 400 when the chat has none of this id. 1 is the general topic, which has no id."""
    if thread is None or (chat.is_forum and thread == 1):
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed:
        raise bad("TOPIC_CLOSED")
    return thread


def replied(call: Call, chat: Chat, model: Any) -> Message | None:
    """The message that the new one answers, by reply_parameters or the older reply_to_message_id."""
    reply = getattr(model, "reply_parameters", None)
    message_id = reply.message_id if reply else getattr(model, "reply_to_message_id", None)
    if message_id is None:
        return None
    message = chat.find(message_id)
    optional = (reply and reply.allow_sending_without_reply) is True or bool(
        getattr(model, "allow_sending_without_reply", None)
    )
    if message is None and not optional:
        raise bad("message to be replied not found")
    return message


def own_message(call: Call, chat_id: int | str | None, message_id: int | None, inline_id: str | None) -> Message:
    """The message to edit: the bot's own, by chat and id or by inline id."""
    if inline_id is not None:
        inline = call.world.inline_messages.get(inline_id)
        if inline is None or inline.bot is not call.bot:
            raise bad("MESSAGE_ID_INVALID")
        return inline
    if chat_id is None or message_id is None:
        raise bad("chat_id is empty" if message_id is not None else "message identifier is not specified")
    chat = writable_chat(call, chat_id)
    message = chat.find(message_id)
    if message is None:
        raise bad("message to edit not found")
    foreign = message.bot is not call.bot or message.inline_id is not None or message.is_service
    if foreign or (message.markup is not None and message.inline_keyboard is None):
        raise bad("message can't be edited")
    return message


def need_admin(call: Call, chat: Chat, refusal: str) -> None:
    """400 with Telegram's words when the bot is no administrator."""
    if not chat.bot_is_admin(call.bot):
        raise bad(refusal)
