"""The bot's own reactions."""

from aiogram.methods import SetMessageReaction

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.targets import writable_chat
from sandbox.world.reactions import ALLOWED


@answers(SetMessageReaction)
def set_reaction(call: Call, method: SetMessageReaction) -> bool:
    """At most one; none takes it back."""
    message = writable_chat(call, method.chat_id).find(method.message_id)
    if message is None:
        raise bad("message to react not found")
    given = [one.model_dump(exclude_none=True, mode="json") for one in method.reaction or ()]
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(one["type"] != "emoji" or one["emoji"] not in ALLOWED for one in given):
        raise bad("REACTION_INVALID")
    if given:
        message.reactions[call.bot.id] = given
    else:
        message.reactions.pop(call.bot.id, None)
    call.world.told(message, "reacted")
    return True
