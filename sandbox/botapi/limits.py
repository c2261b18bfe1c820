"""Telegram's pace, where asked for: 30 messages a second overall, 1 a second to a chat, 20 a minute to a group."""

import math
import time
from collections import defaultdict, deque

from sandbox.botapi.errors import too_many

_PACED = ("send", "edit", "copy", "forward")
_OVERALL = (30, 1.0)
_PER_CHAT = (1, 1.0)
_PER_GROUP = (20, 60.0)


def is_paced(method: str) -> bool:
    """Whether the method counts; sendChatAction doesn't make a message."""
    return method.lower().startswith(_PACED) and method.lower() != "sendchataction"


class Limits:
    """By the real clock: advancing the virtual one doesn't let a bot write faster."""

    def __init__(self) -> None:
        self._sent: dict[object, deque[float]] = defaultdict(deque)

    def check(self, bot_id: int, chat_id: object) -> None:
        """Counts the message, or refuses it with 429; a refused one doesn't count."""
        now = time.monotonic()
        windows: list[tuple[object, int, float]] = [((bot_id, None), *_OVERALL), ((bot_id, chat_id), *_PER_CHAT)]
        if str(chat_id).startswith(("-", "@")):
            windows[1] = ((bot_id, chat_id), *_PER_GROUP)
            windows.append(((bot_id, chat_id, "second"), *_PER_CHAT))
        wait = max(self._wait(key, count, seconds, now) for key, count, seconds in windows)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for key, _, _ in windows:
            self._sent[key].append(now)

    def _wait(self, key: object, count: int, seconds: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[0] + seconds - now if len(sent) >= count else 0.0
