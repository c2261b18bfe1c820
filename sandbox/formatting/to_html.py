"""Plain text with entities → HTML that is safe to show: everything that a person or a bot wrote is escaped."""

from html import escape

from sandbox.formatting.units import cut, in_order, the_first, units
from sandbox.shapes import Json

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


def to_html(text: str, entities: list[Json] | None) -> str:
    """The text as people see it; entities that cross each other are cut at the border of the outer one."""
    return _part(text, the_first(in_order(list(entities or ()))), 0, units(text))


def _part(text: str, entities: list[Json], begin: int, end: int) -> str:
    pieces, at = [], begin
    for number, entity in enumerate(entities):
        start = entity["offset"]
        if start < at or start >= end:
            continue
        stop = min(end, start + entity["length"])
        pieces.append(escape(cut(text, at, start - at)))
        pieces.append(
            _wrapped(entity, _part(text, entities[number + 1 :], start, stop), cut(text, start, stop - start))
        )
        at = stop
    pieces.append(escape(cut(text, at, end - at)))
    return "".join(pieces)


def _wrapped(entity: Json, inside: str, plain: str) -> str:
    kind = entity["type"]
    if kind == "text_link" and entity.get("url"):
        return f'<a href="{escape(entity["url"])}">{inside}</a>'
    if kind == "url":
        address = plain if "://" in plain else f"http://{plain}"
        return f'<a href="{escape(address)}">{inside}</a>'
    if kind == "email":
        return f'<a href="mailto:{escape(plain)}">{inside}</a>'
    if kind == "text_mention" and entity.get("user"):
        return f'<a href="tg://user?id={int(entity["user"]["id"])}">{inside}</a>'
    if kind == "pre" and entity.get("language"):
        return f'<pre><code class="language-{escape(entity["language"])}">{inside}</code></pre>'
    tag = _TAGS.get(kind)
    return f"<{tag}>{inside}</{tag}>" if tag else inside
