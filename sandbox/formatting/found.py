"""What Telegram finds in plain text by itself: commands, mentions, tags, addresses; and the trimming of the edges."""

import re
from collections.abc import Iterator

from sandbox.formatting.units import Formatted, in_order, the_first, units
from sandbox.shapes import Json

_PATTERNS = (
    ("url", re.compile(r"(?<![\w@/.])(?:https?://|ftp://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]", re.I)),
    ("email", re.compile(r"(?<![\w.+\-])[\w.+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}(?!\w)", re.I | re.A)),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w{1,256}")),
)
_KEEPS_ITS_TEXT = {"pre", "code", "text_link", "text_mention", "url", "email", "bot_command", "mention", "hashtag"}


def with_found(formatted: Formatted) -> Formatted:
    """Adds what Telegram highlights unasked; nothing inside code, links or an earlier find."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in formatted.entities if e["type"] in _KEEPS_ITS_TEXT]
    entities = list(formatted.entities)
    for entity in _finds(formatted.text):
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if all(end <= other_begin or begin >= other_end for other_begin, other_end in taken):
            taken.append((begin, end))
            entities.append(entity)
    return Formatted(formatted.text, the_first(in_order(entities)))


def _finds(text: str) -> Iterator[Json]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])}


def trimmed(formatted: Formatted) -> Formatted:
    """Telegram cuts white space off both ends; entities that lose all their text disappear."""
    text = formatted.text.replace("\r", "") if not formatted.entities else formatted.text
    kept = text.strip(" \t\r\n\v\f")
    lead = units(text[: len(text) - len(text.lstrip(" \t\r\n\v\f"))])
    whole = units(kept)
    entities = []
    for entity in formatted.entities:
        begin = max(0, entity["offset"] - lead)
        end = min(whole, entity["offset"] + entity["length"] - lead)
        if end > begin:
            entities.append(entity | {"offset": begin, "length": end - begin})
    return Formatted(kept, in_order(entities))
