"""Placeholder of the subject's view; the slice of clients completes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClientCard:
    client_id: int
