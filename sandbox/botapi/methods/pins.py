"""Pinning."""

from aiogram.methods import PinChatMessage, UnpinAllChatMessages, UnpinChatMessage

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.targets import need_admin, writable_chat
from sandbox.world.chats import Chat
from sandbox.world.membership import service

_RIGHTS = "not enough rights to manage pinned messages in the chat"


def _chat(call: Call, chat_id: int | str) -> Chat:
    chat = writable_chat(call, chat_id)
    need_admin(call, chat, _RIGHTS)
    return chat


@answers(PinChatMessage)
def pin(call: Call, method: PinChatMessage) -> bool:
    """A service message tells of it; pinning what is pinned already tells nothing."""
    chat = _chat(call, method.chat_id)
    message = chat.find(method.message_id)
    if message is None:
        raise bad("message to pin not found")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    call.world.told(message, "pinned")
    service(call.world, chat, call.bot.user, {"pinned_message": message.json(with_reply=False)})
    return True


@answers(UnpinChatMessage)
def unpin(call: Call, method: UnpinChatMessage) -> bool:
    """Without an id: the one that was pinned last."""
    chat = _chat(call, method.chat_id)
    message_id = method.message_id if method.message_id is not None else (chat.pinned[-1] if chat.pinned else None)
    message = chat.find(message_id)
    if message is None and method.message_id is not None:
        raise bad("message to unpin not found")
    if message is not None and message.id in chat.pinned:
        chat.pinned.remove(message.id)
        call.world.told(message, "unpinned")
    return True


@answers(UnpinAllChatMessages)
def unpin_all(call: Call, method: UnpinAllChatMessages) -> bool:
    """Nothing pinned is no error."""
    chat = _chat(call, method.chat_id)
    pinned, chat.pinned = chat.pinned, []
    for message in filter(None, map(chat.find, pinned)):
        call.world.told(message, "unpinned")
    return True
