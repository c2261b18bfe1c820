"""A bot as Telegram knows it: who it is, what waits for it, what it has set up."""

from dataclasses import dataclass, field

from sandbox.shapes import Json
from sandbox.world.chats import Chat
from sandbox.world.queries import Query
from sandbox.world.updates import ON_REQUEST_ONLY, UpdateQueue

UNKNOWN_ID = 1_000_000_000
"""The id of a bot that has not called yet; it takes the one of its token at the first call."""


@dataclass
class Webhook:
    """Where updates are posted to; `last_error` is (unix seconds, words)."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    last_error: tuple[int, str] | None = None


@dataclass(eq=False)
class Bot:
    """`token` is None until the first call: people may write before the bot is started."""

    user: Json
    token: str | None = None
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    listens: bool = False
    """It has polled or set a webhook: it is a bot, not somebody's getMe."""
    privacy: bool = True
    allowed: list[str] | None = None
    webhook: Webhook | None = None
    private: dict[int, Chat] = field(default_factory=dict)
    """Person id → chat; there is one only once the person wrote."""
    blocked_by: set[int] = field(default_factory=set)
    presses: dict[str, Query] = field(default_factory=dict)
    inline: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    """(scope key, language or "") → commands."""
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """(name, description or short_description; language) → what setMyName and its sisters set."""
    pending: int = 0
    """What it said it has still to do."""

    @property
    def id(self) -> int:
        """The digits before the colon of its token."""
        return int(self.user["id"])

    def adopt(self, token: str) -> None:
        """Becomes the bot of this token; messages that name it keep pointing at the same user object."""
        self.token = token
        self.user["id"] = int(token.split(":")[0])

    def wants(self, kind: str) -> bool:
        """By its allowed_updates, or Telegram's defaults."""
        if self.allowed:
            return kind in self.allowed
        return kind not in ON_REQUEST_ONLY
