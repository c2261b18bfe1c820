"""One message, kept with what both sides need of it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.shapes import Json, without_nothing

if TYPE_CHECKING:
    from sandbox.world.bots import Bot
    from sandbox.world.chats import Chat

SERVICE = (
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "pinned_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "chat_shared",
    "users_shared",
    "write_access_allowed",
)
"""Contents that tell of an event; a bot gets them regardless of its privacy mode."""

FILES = ("photo", "document", "voice", "audio", "video", "animation", "video_note", "sticker")


@dataclass(eq=False, slots=True)
class Message:
    """`content` holds Telegram's content fields (text, entities, photo …); what can change lives beside it."""

    id: int
    chat: "Chat"
    date: int
    content: Json
    sender: Json | None = None
    sender_chat: Json | None = None
    bot: "Bot | None" = None
    reply_to: "Message | None" = None
    thread: int | None = None
    markup: Json | None = None
    edited_at: int | None = None
    deleted: bool = False
    silent: bool = False
    protected: bool = False
    inline_id: str | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    """Who (user id) reacts with which ReactionType objects."""

    @property
    def is_service(self) -> bool:
        """Tells of an event instead of holding somebody's words."""
        return any(name in self.content for name in SERVICE)

    @property
    def has_file(self) -> bool:
        """Has a caption instead of a text."""
        return any(name in self.content for name in FILES)

    @property
    def inline_keyboard(self) -> Json | None:
        """The markup if it belongs to the message itself, not to the input field."""
        return self.markup if self.markup and "inline_keyboard" in self.markup else None

    def json(self, with_reply: bool = True) -> Json:
        """As Telegram's Message; a reply shows the message it answers, but not what that one answers."""
        answered = self.reply_to or self._topic_opening()
        replied = answered.json(with_reply=False) if answered and with_reply else None
        head = without_nothing(
            message_id=self.id,
            message_thread_id=self.thread,
            sender_chat=self.sender_chat,
            chat=self.chat.json(),
            date=self.date,
            edit_date=self.edited_at,
            is_topic_message=True if self.thread else None,
            has_protected_content=True if self.protected else None,
            reply_to_message=replied,
        )
        if self.sender is not None:
            head["from"] = self.sender
        return head | self.content | without_nothing(reply_markup=self.inline_keyboard)

    def _topic_opening(self) -> "Message | None":
        """What stands in a topic answers, if nothing else, the message that opened the topic."""
        opening = self.chat.find(self.thread) if self.chat.is_forum else None
        return None if opening is self else opening

    def inaccessible(self) -> Json:
        """What a button pressed on a message that is gone carries instead of it."""
        return {"message_id": self.id, "chat": self.chat.json(), "date": 0}

    def named_by(self) -> int | None:
        """The id of whoever it is shown as from."""
        author = self.sender_chat or self.sender
        return author["id"] if author else None
