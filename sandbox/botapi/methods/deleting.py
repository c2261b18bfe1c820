"""Taking messages away."""

from aiogram.methods import DeleteMessage, DeleteMessages

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.targets import known_chat
from sandbox.world.messages import Message
from sandbox.world.posting import delete

_LIMIT = 48 * 3600
_MOST = 100


def _deletable(call: Call, message: Message) -> bool:
    """Younger than 48 h by the virtual clock; in groups and channels others' messages only as an admin."""
    chat = message.chat
    if not chat.is_private and chat.bot_is_admin(call.bot):
        return True
    if call.world.clock.seconds() - message.date > _LIMIT:
        return False
    return message.bot is call.bot or chat.bot_is_admin(call.bot)


@answers(DeleteMessage)
def delete_message(call: Call, method: DeleteMessage) -> bool:
    """Own ones, and others' where the bot may."""
    message = known_chat(call, method.chat_id).find(method.message_id)
    if message is None:
        raise bad("message to delete not found")
    if not _deletable(call, message):
        raise bad("message can't be deleted for everyone")
    delete(call.world, message)
    return True


@answers(DeleteMessages)
def delete_messages(call: Call, method: DeleteMessages) -> bool:
    """What is gone already is skipped."""
    if not 1 <= len(method.message_ids) <= _MOST:
        raise bad("message identifiers are not specified" if not method.message_ids else "too many messages specified")
    chat = known_chat(call, method.chat_id)
    for message in filter(None, map(chat.find, method.message_ids)):
        if not _deletable(call, message):
            raise bad("message can't be deleted for everyone")
        delete(call.world, message)
    return True
