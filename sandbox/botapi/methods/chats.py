"""What a bot may ask about a chat, and leaving it."""

from aiogram.methods import (
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
)

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.targets import known_chat
from sandbox.shapes import Json
from sandbox.world.chats import IN_CHAT, Chat, chat_member
from sandbox.world.membership import bot_leaves

_REACTIONS_OFF: Json = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}
"""What ChatFullInfo always has."""


@answers(GetChat)
def get_chat(call: Call, method: GetChat) -> Json:
    """As Telegram's ChatFullInfo."""
    chat = known_chat(call, method.chat_id)
    full = chat.json() | _REACTIONS_OFF
    pinned = chat.find(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        full["pinned_message"] = pinned.json(with_reply=False)
    if chat.description:
        full["description"] = chat.description
    return full


def _members(call: Call, chat: Chat) -> list[Json]:
    """Everybody who was ever in the chat, with what they are now."""
    if chat.person is not None:
        return [chat_member(chat.person.user(), "member", chat.kind), chat_member(call.bot.user, "member", chat.kind)]
    people = [chat_member(call.world.people[one].user(), status, chat.kind) for one, status in chat.members.items()]
    return people + [chat_member(bot.user, status, chat.kind) for bot, status in chat.seats.items()]


@answers(GetChatMember)
def get_chat_member(call: Call, method: GetChatMember) -> Json:
    """Known people who never were in the chat have left it; strangers are invalid."""
    chat = known_chat(call, method.chat_id)
    for member in _members(call, chat):
        if member["user"]["id"] == method.user_id:
            return member
    person = call.world.people.get(method.user_id)
    if person is None:
        raise bad("PARTICIPANT_ID_INVALID" if not chat.is_private else "member not found")
    return chat_member(person.user(), "left", chat.kind)


@answers(GetChatAdministrators)
def get_chat_administrators(call: Call, method: GetChatAdministrators) -> list[Json]:
    """The creator is one of them."""
    chat = known_chat(call, method.chat_id)
    if chat.is_private:
        raise bad("there are no administrators in the private chat")
    return [one for one in _members(call, chat) if one["status"] in ("creator", "administrator")]


@answers(GetChatMemberCount)
def get_chat_member_count(call: Call, method: GetChatMemberCount) -> int:
    """Bots count."""
    return sum(one["status"] in IN_CHAT for one in _members(call, known_chat(call, method.chat_id)))


@answers(LeaveChat)
def leave_chat(call: Call, method: LeaveChat) -> bool:
    """Groups and channels only."""
    chat = known_chat(call, method.chat_id)
    if chat.is_private:
        raise bad("chat member status can't be changed in private chats")
    bot_leaves(call.world, chat, call.bot)
    return True
