"""What the page is told while it is open."""

import asyncio

from sandbox.shapes import Json

_FULL = 1000


class Events:
    """Every listener has a queue of its own; one that doesn't read finds `reload` in place of what it missed."""

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
                _taken(queue)
                queue.put_nowait({"type": "reload"})
            queue.put_nowait({"type": kind, **facts})


async def heard(queue: asyncio.Queue[Json], patience: float) -> list[Json]:
    """What has come, waited for at most so many real seconds; nothing came: an empty list."""
    try:
        first = await asyncio.wait_for(queue.get(), patience)
    except TimeoutError:
        return []
    return [first, *_taken(queue)]


def _taken(queue: asyncio.Queue[Json]) -> list[Json]:
    return [queue.get_nowait() for _ in range(queue.qsize())]
