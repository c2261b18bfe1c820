"""Telegram measures text in UTF-16 units: an emoji is two."""

from dataclasses import dataclass, field

from sandbox.shapes import Json

_MOST_ENTITIES = 100


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """A slice by UTF-16 offset and length; half of an emoji is replaced, never an error."""
    raw = text.encode("utf-16-le", "surrogatepass")[offset * 2 : (offset + length) * 2]
    return raw.decode("utf-16-le", "replace")


@dataclass(frozen=True)
class Formatted:
    """Plain text with its entities, sorted by (offset, longest first)."""

    text: str
    entities: list[Json] = field(default_factory=list)


class MarkupError(Exception):
    """Markup that Telegram refuses; the message is Telegram's own, without the prefix."""


def the_first(entities: list[Json]) -> list[Json]:
    """As many as a message may have; Telegram drops the others without a word."""
    return entities[:_MOST_ENTITIES]


def in_order(entities: list[Json]) -> list[Json]:
    """Outer entities before the inner ones that start at the same place."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
