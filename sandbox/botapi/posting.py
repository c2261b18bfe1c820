"""How a bot's new message appears, whatever it holds."""

from typing import Any

from sandbox.botapi.call import Call
from sandbox.botapi.markup import checked_markup
from sandbox.botapi.targets import replied, topic_of, writable_chat
from sandbox.shapes import Json
from sandbox.world.chats import Chat
from sandbox.world.messages import Message


def post(call: Call, model: Any, content: Json, reply_to: Message | None = None) -> Message:
    """Checks the chat, the topic, the keyboard and what is replied to; `model` is the send… method as validated."""
    chat = writable_chat(call, model.chat_id)
    thread = topic_of(chat, model.message_thread_id)
    markup = checked_markup(getattr(model, "reply_markup", None), chat)
    message = appear(call, chat, content, thread, markup, reply_to or replied(call, chat, model))
    message.silent = bool(getattr(model, "disable_notification", None))
    message.protected = getattr(model, "protect_content", None) is True
    return message


def appear(
    call: Call,
    chat: Chat,
    content: Json,
    thread: int | None = None,
    markup: Json | None = None,
    reply_to: Message | None = None,
) -> Message:
    """The message is there, dated by the virtual clock; in channels it is from the channel itself."""
    in_channel = chat.kind == "channel"
    message = Message(
        id=call.world.next_message_id(),
        chat=chat,
        date=call.world.clock.seconds(),
        content=content,
        sender=None if in_channel else call.bot.user,
        sender_chat=chat.json() if in_channel else None,
        bot=call.bot,
        reply_to=reply_to,
        thread=thread,
        markup=markup,
    )
    return call.world.keep(message)
