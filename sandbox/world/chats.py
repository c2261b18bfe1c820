"""A chat: private, group, supergroup or channel; who is in it and what was written."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiogram.types import ChatMemberAdministrator

from sandbox.shapes import Json, without_nothing
from sandbox.world.history import History
from sandbox.world.messages import Message
from sandbox.world.people import Person

if TYPE_CHECKING:
    from sandbox.world.bots import Bot

IN_CHAT = ("creator", "administrator", "member")

_RIGHTS = tuple(
    name
    for name, field in ChatMemberAdministrator.model_fields.items()
    if field.annotation is bool and name[:4] == "can_"
)
"""Those that every administrator has; Telegram adds some from version to version, aiogram follows."""


@dataclass(eq=False)
class Topic:
    """A forum topic; its id is that of the service message that opened it."""

    id: int
    name: str
    icon_color: int
    closed: bool = False


@dataclass(eq=False)
class Chat:
    """Private chats have `person` and `owner` (the bot on the other side); the others have members and seats."""

    id: int
    kind: str
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    person: Person | None = None
    owner: "Bot | None" = None
    members: dict[int, str] = field(default_factory=dict)
    """Person id → creator, administrator, member, left or kicked."""
    seats: dict["Bot", str] = field(default_factory=dict)
    """The same for bots."""
    history: History = field(default_factory=History)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    description: str | None = None

    def json(self) -> Json:
        """As Telegram's Chat."""
        if self.person is not None:
            return self.person.private_chat()
        return without_nothing(
            id=self.id,
            title=self.title,
            username=self.username,
            type=self.kind,
            is_forum=True if self.is_forum else None,
        )

    @property
    def is_private(self) -> bool:
        """Between one person and one bot."""
        return self.person is not None

    def has(self, person_id: int) -> bool:
        """Whether the person is in the chat now."""
        if self.person is not None:
            return self.person.id == person_id
        return self.members.get(person_id) in IN_CHAT

    def is_admin(self, person_id: int) -> bool:
        """Creators count."""
        return self.members.get(person_id) in ("creator", "administrator")

    def has_bot(self, bot: "Bot") -> bool:
        """Whether the bot is in the chat now."""
        return self.owner is bot or self.seats.get(bot) in IN_CHAT

    def bot_is_admin(self, bot: "Bot") -> bool:
        """In a private chat a bot may do what an admin may."""
        return self.owner is bot or self.seats.get(bot) == "administrator"

    def find(self, message_id: int | None) -> Message | None:
        """A message that is still there."""
        return self.history.find(message_id)


def chat_member(user: Json, status: str, kind: str) -> Json:
    """As Telegram's ChatMember; administrators get every right that their kind of chat knows."""
    member: Json = {"user": user, "status": status}
    if status == "creator":
        return member | {"is_anonymous": False}
    if status == "administrator":
        rights = dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
        if kind == "channel":
            return member | rights | {"can_post_messages": True, "can_edit_messages": True}
        return member | rights | {"can_pin_messages": True, "can_manage_topics": True}
    if status == "kicked":
        return member | {"until_date": 0}
    return member
