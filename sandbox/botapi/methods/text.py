"""Messages of words, and the sign that somebody is typing."""

from aiogram.methods import SendChatAction, SendMessage

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.posting import post
from sandbox.botapi.targets import topic_of, writable_chat
from sandbox.botapi.wording import text_content
from sandbox.shapes import Json, without_nothing
from sandbox.world.world import place

_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
)


@answers(SendMessage)
def send_message(call: Call, method: SendMessage) -> Json:
    """→ the message."""
    writable_chat(call, method.chat_id)
    content = text_content(call, method.text, method.parse_mode, method.entities)
    return post(call, method, content).json()


@answers(SendChatAction)
def send_chat_action(call: Call, method: SendChatAction) -> bool:
    """Shown on the page for some seconds."""
    chat = writable_chat(call, method.chat_id)
    thread = topic_of(chat, method.message_thread_id)
    if method.action not in _ACTIONS:
        raise bad("wrong parameter action in request")
    where = place(chat) | without_nothing(thread=thread)
    call.world.events.publish("typing", **where, action=method.action, name=call.bot.user["first_name"])
    return True
