"""Waking everybody who waits for a change, without polling and without losing anybody."""

import asyncio


class Signal:
    """Waiters look at the state themselves after each ring, so a ring carries nothing."""

    def __init__(self) -> None:
        """Nobody waits yet; a running event loop isn't needed before the first wait."""
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake all who wait now; those who come later wait for the next ring."""
        self._event.set()
        self._event.clear()

    async def wait(self, seconds: float | None) -> bool:
        """False when the time (real seconds; None = no limit) ran out first."""
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return False
        return True
