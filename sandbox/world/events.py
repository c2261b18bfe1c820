"""What the page is told while it is open."""

import asyncio

from sandbox.shapes import Json

_FULL = 1000


class Events:
    """Every listener has a queue of its own; one that doesn't read loses the oldest, the page then reloads anyway."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Json]] = set()

    def listen(self) -> asyncio.Queue[Json]:
        """From now on; give the queue back with `leave`."""
        queue: asyncio.Queue[Json] = asyncio.Queue(_FULL)
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Json]) -> None:
        """Nobody reads it any more."""
        self._listeners.discard(queue)

    def publish(self, kind: str, **facts: object) -> None:
        """Never waits."""
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait({"type": kind, **facts})
