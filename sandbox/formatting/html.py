"""Telegram's HTML, as strictly as Telegram reads it and with the same words when it refuses."""

import re
from dataclasses import dataclass

from sandbox.formatting.units import Formatted, MarkupError, in_order, units
from sandbox.shapes import Json

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
KINDS = frozenset(_TYPES.values()) | {"text_mention", "expandable_blockquote", "pre"}
"""Entities that a bot may set; what Telegram finds by itself (commands, mentions) it finds anyway."""
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?")
_TOKEN = re.compile(r"[\w.\-]*", re.ASCII)
_SPACE = " \t\r\n\v\f"
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")


@dataclass
class _Open:
    tag: str
    argument: str
    begins: int
    """In UTF-16 units of the plain text."""


class _Reader:
    """One pass over the text; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.opened: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> Formatted:
        while self.at < len(self.text):
            if self.text[self.at] != "<":
                self._character()
            elif self._peek(1) == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.opened:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return Formatted("".join(self.plain), in_order(self.entities))

    def _peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.text[place] if place < len(self.text) else ""

    def _bytes(self, place: int) -> int:
        return len(self.text[:place].encode("utf-8", "surrogatepass"))

    def _character(self) -> None:
        piece, self.at = _character(self.text, self.at)
        self.plain.append(piece)
        self.length += units(piece)

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self.at += 1

    def _word(self, stops: str) -> str:
        begin = self.at
        while self._peek() and self._peek() not in stops:
            self.at += 1
        return self.text[begin : self.at]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._word(_SPACE + ">").lower()
        if not self._peek():
            raise MarkupError(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in _TYPES:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.opened.append(_Open(tag, argument, self.length))
        self.at += 1

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._skip_space()
            if self._peek() == ">":
                return argument
            name = self._word(_SPACE + "=>").lower()
            if not name:
                raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}')
            argument = _argument(tag, name, self._attribute_value(tag, name, begin)) or argument

    def _attribute_value(self, tag: str, name: str, begin: int) -> str:
        self._skip_space()
        if self._peek() != "=":
            if tag == "blockquote" and name == "expandable":
                return ""
            message = f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset '
            raise MarkupError(message + str(self._bytes(begin)))
        self.at += 1
        self._skip_space()
        value = self._quoted() if self._peek() and self._peek() in "'\"" else self._name_token()
        if not self._peek():
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
        return value

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = ""
        while self._peek() and self._peek() != quote:
            piece, self.at = _character(self.text, self.at)
            value += piece
        self.at += 1
        return value

    def _name_token(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        begin = self.at
        self.at = found.end() if found else self.at
        if self._peek() and self._peek() not in _SPACE + ">":
            raise MarkupError(f"Unexpected end of name token at byte offset {self._bytes(begin)}")
        return self.text[begin : self.at].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.opened:
            raise MarkupError(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        self.at += 2
        name = self._word(_SPACE + ">").lower()
        self._skip_space()
        if self._peek() != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.at += 1
        opened = self.opened.pop()
        if name and name != opened.tag:
            where = f"Unmatched end tag at byte offset {self._bytes(begin)}"
            raise MarkupError(f'{where}, expected "</{opened.tag}>", found "</{name}>"')
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.begins
        if length <= 0:
            return
        entity = _entity(opened, length, "".join(self.plain))
        if entity is not None and not self._merged_into_pre(opened, entity):
            self.entities.append(entity)

    def _merged_into_pre(self, opened: _Open, entity: Json) -> bool:
        """`<pre><code class="language-x">` is one entity: the code gives its language to the pre."""
        if opened.tag == "pre" and self.entities:
            last = self.entities[-1]
            same = last["offset"] == entity["offset"] and last["length"] == entity["length"]
            if last["type"] == "code" and same:
                last["type"] = "pre"
                return True
        return False


def _character(text: str, at: int) -> tuple[str, int]:
    """One character, a reference such as &lt; taken as one; anything else after & stays as it is."""
    found = _REFERENCE.match(text, at) if text[at] == "&" else None
    if found is None:
        return text[at], at + 1
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED[name], found.end()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return (chr(code), found.end()) if valid else (text[at], at + 1)


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if tag == "blockquote" and name == "expandable":
        return "expandable"
    return ""


def _entity(opened: _Open, length: int, plain: str) -> Json | None:
    entity: Json = {"type": _TYPES[opened.tag], "offset": opened.begins, "length": length}
    if opened.tag == "a":
        return _link(entity, opened.argument or plain.encode("utf-16-le")[opened.begins * 2 :].decode("utf-16-le"))
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.argument
    elif opened.tag == "code" and opened.argument:
        entity["language"] = opened.argument
    elif opened.argument == "expandable":
        entity["type"] = "expandable_blockquote"
    return entity


def _link(entity: Json, address: str) -> Json | None:
    """A link to a person is a mention; what can't be an address is silently plain text, as in Telegram."""
    person = _USER_LINK.fullmatch(address)
    if person:
        return entity | {"type": "text_mention", "user": {"id": int(person[1])}}
    if re.match(r"[a-z][a-z0-9+.\-]*:", address, re.I):
        return entity | {"url": address}
    if re.fullmatch(r"[^\s/]+\.[^\s]+", address):
        return entity | {"url": f"http://{address}"}
    return None


def parse_html(text: str) -> Formatted:
    """Text with tags → plain text and entities; MarkupError with Telegram's words when it is malformed."""
    return _Reader(text).read()
