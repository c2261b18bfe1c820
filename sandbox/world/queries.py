"""Questions that a bot has to answer within a time: a pressed button, an inline query."""

import secrets
from dataclasses import dataclass, field

from sandbox.shapes import Json
from sandbox.signals import Signal
from sandbox.world.messages import Message
from sandbox.world.people import Person


def new_query_id() -> str:
    """As long and as meaningless as Telegram's."""
    return str(secrets.randbits(62) | 1 << 61)


@dataclass(eq=False)
class Query:
    """`answer` stays None until the bot answers; `answered` rings then."""

    id: str
    person: Person
    asked_at: int
    """Unix seconds by the virtual clock."""
    message: Message | None = None
    answer: Json | None = None
    answered: Signal = field(default_factory=Signal)

    def give(self, answer: Json) -> None:
        """The first answer counts, as on a phone: the second finds nothing that waits."""
        if self.answer is None:
            self.answer = answer
            self.answered.ring()

    async def wait(self, seconds: float) -> Json | None:
        """The answer, or None when none came within so many real seconds."""
        if self.answer is None:
            await self.answered.wait(seconds)
        return self.answer
