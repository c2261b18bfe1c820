"""Texts and captions: from what the bot sent to plain text with entities, within Telegram's limits."""

from typing import Any

from sandbox.botapi.call import Call
from sandbox.botapi.errors import bad
from sandbox.formatting.found import trimmed, with_found
from sandbox.formatting.html import KINDS, parse_html
from sandbox.formatting.markdown import parse_markdown, parse_markdown_v2
from sandbox.formatting.units import Formatted, MarkupError, in_order, units
from sandbox.shapes import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_READERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


def text_content(call: Call, text: str, parse_mode: Any, entities: Any, too_long: str = "message is too long") -> Json:
    """{"text", "entities"?}; 400 when it is empty or over 4096 UTF-16 units after parsing."""
    formatted = _formatted(call, text, parse_mode, entities)
    if not formatted.text:
        raise bad("message text is empty")
    if units(formatted.text) > TEXT_LIMIT:
        raise bad(too_long)
    return {"text": formatted.text} | ({"entities": formatted.entities} if formatted.entities else {})


def caption_content(call: Call, caption: str | None, parse_mode: Any, entities: Any) -> Json:
    """{"caption", "caption_entities"?} or nothing; 400 when over 1024 UTF-16 units after parsing."""
    if not caption:
        return {}
    formatted = _formatted(call, caption, parse_mode, entities)
    if units(formatted.text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    if not formatted.text:
        return {}
    found = {"caption_entities": formatted.entities} if formatted.entities else {}
    return {"caption": formatted.text} | found


def _formatted(call: Call, text: str, parse_mode: Any, entities: Any) -> Formatted:
    mode = parse_mode.lower() if isinstance(parse_mode, str) else ""
    if mode and mode not in _READERS and mode != "none":
        raise bad("unsupported parse_mode")
    try:
        formatted = _READERS[mode](text) if mode in _READERS else Formatted(text, _given(text, entities))
    except MarkupError as problem:
        raise bad(f"can't parse entities: {problem}") from None
    return _with_people(call, with_found(trimmed(formatted)))


def _given(text: str, entities: Any) -> list[Json]:
    """Those that make sense; Telegram silently passes over the others."""
    given: list[Json] = [entity.model_dump(exclude_none=True, mode="json") for entity in entities or ()]
    whole = units(text)
    inside = [one for one in given if one["offset"] >= 0 and 0 < one["length"] <= whole - one["offset"]]
    return in_order([one for one in inside if one["type"] in KINDS and _NEEDS.get(one["type"], "type") in one])


def _with_people(call: Call, formatted: Formatted) -> Formatted:
    """A mention by id shows the person; of a stranger it is plain text, as in Telegram."""
    entities = []
    for entity in formatted.entities:
        if entity["type"] == "text_mention":
            person = call.world.people.get(entity["user"]["id"])
            if person is None:
                continue
            entity = entity | {"user": person.user()}
        entities.append(entity)
    return Formatted(formatted.text, entities)
