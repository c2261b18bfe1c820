"""Lets those who are made later hear those who were made before."""

from __future__ import annotations

from collections.abc import Callable


class Bell:
    """Rings for everybody who was added."""

    def __init__(self, *hearers: Callable[[], None]) -> None:
        self._hearers = list(hearers)

    def add(self, hearer: Callable[[], None]) -> None:
        self._hearers.append(hearer)

    def ring(self) -> None:
        for hear in self._hearers:
            hear()
