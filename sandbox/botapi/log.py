"""Every call of a bot, in order: what checks read to see what a bot did, and how fast."""

from dataclasses import dataclass
from typing import Any

from sandbox.botapi.uploads import Upload
from sandbox.clock import Clock
from sandbox.shapes import Json, without_nothing

_KEPT = 100_000
_SLACK = 10_000


@dataclass(slots=True)
class Entry:
    """`status` is None while the call is under way and 0 when its answer never left."""

    n: int
    at: str
    method: str
    bot_id: int
    params: Json
    status: int | None = None
    message_id: int | None = None
    error: str | None = None
    fault: str | None = None
    unknown: list[str] | None = None
    """Parameters that the method doesn't have: Telegram ignores them, a reader may wonder."""

    def json(self) -> Json:
        """`at` is ISO by the virtual clock, to the microsecond."""
        body: Json = {"n": self.n, "at": self.at, "method": self.method, "params": self.params, "status": self.status}
        return body | without_nothing(
            bot=self.bot_id,
            message_id=self.message_id,
            error=self.error,
            fault=self.fault,
            unknown=self.unknown or None,
        )


class CallLog:
    """Keeps the last hundred thousand (and some more, forgotten many at once)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._n = 0

    def begin(self, method: str, bot_id: int, params: Json, uploads: dict[str, Upload]) -> Entry:
        """A call has come."""
        self._n += 1
        files = {name: {"file": upload.name, "size": len(upload.data)} for name, upload in uploads.items()}
        at = self._clock.now().isoformat()
        entry = Entry(self._n, at, method, bot_id, params | files)
        self._entries.append(entry)
        if len(self._entries) > _KEPT + _SLACK:
            del self._entries[:_SLACK]
        return entry

    def after(self, n: int, limit: int | None = None) -> list[Entry]:
        """Those with a higher number, the oldest first; at most `limit`."""
        start = max(0, len(self._entries) - (self._n - n)) if n < self._n else len(self._entries)
        return self._entries[start:] if limit is None else self._entries[start : start + limit]


def message_id_of(result: Any) -> int | None:
    """Of the message that a call made or touched, where its result tells."""
    first = result[0] if isinstance(result, list) and result else result
    return first.get("message_id") if isinstance(first, dict) else None
