"""What a team sells and where: products and territories, as data that the head keeps (domain: matrix management)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

#: Characters of a name (it becomes a button), and how many names a list may have.
NAME, LENGTH = 60, 50


@dataclass(frozen=True, slots=True)
class Product:
    """What a lead, a deal or an order may be about: they carry its name. `key`: the name as names are compared."""

    id: int
    team_id: int
    name: str
    key: str
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Territory:
    """`manager_id`: who answers for its volume. `receiver_id`: who is asked first about its leads."""

    id: int
    team_id: int
    name: str
    key: str
    manager_id: int | None = None
    receiver_id: int | None = None
    retired_at: datetime | None = None


class Entry(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def retired_at(self) -> datetime | None: ...


E = TypeVar("E", bound=Entry)


def offered(entries: Iterable[E]) -> tuple[E, ...]:
    """Those that may still be chosen."""
    return tuple(one for one in entries if one.retired_at is None)


def same_name(entries: Iterable[E], name: str) -> E | None:
    """In whatever case it is typed."""
    return next((one for one in entries if one.key == key_of(name)), None)


def key_of(name: str) -> str:
    return name.casefold()
