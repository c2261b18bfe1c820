"""What waits for a bot. An update is forgotten only when a higher offset is asked for, or when it is too old."""

import math
from bisect import bisect_left
from dataclasses import dataclass

from sandbox.shapes import Json
from sandbox.signals import Signal

PRESS_LIVES = 150
MESSAGE_LIVES = 24 * 3600
"""Seconds by the virtual clock."""

ON_REQUEST_ONLY = ("chat_member", "message_reaction", "message_reaction_count")
"""Kinds that a bot gets only when it names them in allowed_updates."""


@dataclass(eq=False, slots=True)
class Update:
    """`forced` ones (replayed, hand-made) come whatever the offset, until they were fetched and confirmed once."""

    id: int
    kind: str
    payload: Json
    expires: float
    """Unix seconds by the virtual clock."""
    subject: int
    """The chat (or person) within which a webhook keeps the order."""
    fetched: bool = False
    forced: bool = False

    def json(self) -> Json:
        """As Telegram's Update."""
        return {"update_id": self.id, self.kind: self.payload}


def _id_of(update: Update) -> int:
    return update.id


class UpdateQueue:
    """In the order of ids; `changed` rings on everything that a poller or the webhook should look at."""

    def __init__(self) -> None:
        self.waiting: list[Update] = []
        self.changed = Signal()
        self.turn = 0
        self._first_expires = math.inf

    def add(self, update: Update) -> None:
        """By id: a replayed update stands before newer ones."""
        late = bool(self.waiting) and self.waiting[-1].id > update.id
        self.waiting.append(update)
        self._first_expires = min(self._first_expires, update.expires)
        if late:
            self.waiting.sort(key=lambda one: one.id)
        self.changed.ring()

    def next_turn(self) -> int:
        """A poller takes the turn; whoever polled before sees that it lost it."""
        self.turn += 1
        self.changed.ring()
        return self.turn

    def confirm(self, offset: int) -> int:
        """Forget what an offset confirms; → how many. A negative one keeps the newest only."""
        before = len(self.waiting)
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset > 0:
            kept = bisect_left(self.waiting, offset, key=_id_of)
            again = [one for one in self.waiting[:kept] if one.forced and not one.fetched]
            self.waiting = again + self.waiting[kept:]
        return before - len(self.waiting)

    def expire(self, now: float) -> None:
        """Forget what Telegram would no longer deliver; asked often, it looks only when something is due."""
        if now < self._first_expires:
            return
        self.waiting = [one for one in self.waiting if one.expires > now]
        self._first_expires = min((one.expires for one in self.waiting), default=math.inf)

    def take(self, limit: int) -> list[Update]:
        """The oldest ones; they stay until confirmed."""
        taken = self.waiting[:limit]
        for update in taken:
            update.fetched = True
        return taken

    def drop(self, update: Update) -> None:
        """The webhook has delivered it."""
        if update in self.waiting:
            self.waiting.remove(update)
        self.changed.ring()

    def clear(self) -> None:
        """drop_pending_updates."""
        self.waiting.clear()
        self.changed.ring()
