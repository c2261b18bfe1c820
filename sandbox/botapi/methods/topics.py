"""Forum topics; only supergroups made as forums have them."""

from aiogram.methods import CloseForumTopic, CreateForumTopic, EditForumTopic, ReopenForumTopic

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.targets import need_admin, writable_chat
from sandbox.shapes import Json, without_nothing
from sandbox.world.chats import Chat, Topic
from sandbox.world.membership import service

_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def _forum(call: Call, chat_id: int | str) -> Chat:
    chat = writable_chat(call, chat_id)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    need_admin(call, chat, "not enough rights to create a topic")
    return chat


def _topic(chat: Chat, thread: int) -> Topic:
    if thread not in chat.topics:
        raise bad("TOPIC_ID_INVALID")
    return chat.topics[thread]


@answers(CreateForumTopic)
def create_topic(call: Call, method: CreateForumTopic) -> Json:
    """Its id is that of the service message that opens it."""
    chat = _forum(call, method.chat_id)
    if not 1 <= len(method.name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not method.name else "topic name is too long")
    color = method.icon_color if method.icon_color is not None else _COLORS[0]
    if color not in _COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    opening = service(
        call.world, chat, call.bot.user, {"forum_topic_created": {"name": method.name, "icon_color": color}}
    )
    opening.thread = opening.id
    chat.topics[opening.id] = Topic(opening.id, method.name, color)
    call.world.events.publish("people")
    return {"message_thread_id": opening.id, "name": method.name, "icon_color": color}


@answers(EditForumTopic)
def edit_topic(call: Call, method: EditForumTopic) -> bool:
    """A new name."""
    chat = _forum(call, method.chat_id)
    topic = _topic(chat, method.message_thread_id)
    topic.name = method.name or topic.name
    service(call.world, chat, call.bot.user, {"forum_topic_edited": without_nothing(name=method.name)}, topic.id)
    return True


@answers(CloseForumTopic)
def close_topic(call: Call, method: CloseForumTopic) -> bool:
    """Nobody writes there any more."""
    return _closed(call, method.chat_id, method.message_thread_id, True)


@answers(ReopenForumTopic)
def reopen_topic(call: Call, method: ReopenForumTopic) -> bool:
    """Open again."""
    return _closed(call, method.chat_id, method.message_thread_id, False)


def _closed(call: Call, chat_id: int | str, thread: int, closed: bool) -> bool:
    chat = _forum(call, chat_id)
    topic = _topic(chat, thread)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    content: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    service(call.world, chat, call.bot.user, content, topic.id)
    return True
