"""MarkdownV2 and the older Markdown, read by turning them into the same entities as HTML.

Bots of this project speak HTML; others that are pointed at the sandbox may not.
"""

from sandbox.formatting.units import Formatted, MarkupError, in_order, units
from sandbox.shapes import Json

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}


class _Reader:
    """One pass; `opened` holds (mark, where it began in UTF-16 units)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.opened: list[tuple[str, int]] = []
        self.entities: list[Json] = []

    def put(self, piece: str) -> None:
        self.plain.append(piece)
        self.length += units(piece)

    def bytes(self) -> int:
        return len(self.text[: self.at].encode("utf-8", "surrogatepass"))

    def add(self, kind: str, begin: int, **more: object) -> None:
        if self.length > begin:
            self.entities.append({"type": kind, "offset": begin, "length": self.length - begin, **more})

    def code(self, literal: bool) -> bool:
        """`code` and ```pre```: nothing inside is markup."""
        fence = "```" if self.text.startswith("```", self.at) else "`"
        if not self.text.startswith(fence, self.at):
            return False
        end = self.text.find(fence, self.at + len(fence))
        if end < 0:
            kind = "PreCode" if fence == "```" else "Code"
            raise MarkupError(f"Can't find end of {kind} entity at byte offset {self.bytes()}")
        inside = self.text[self.at + len(fence) : end]
        begin, language = self.length, ""
        if fence == "```" and "\n" in inside:
            language, inside = inside.split("\n", 1)
        self.put(inside if literal else inside.replace("\\`", "`").replace("\\\\", "\\"))
        kind = "pre" if fence == "```" else "code"
        self.add(kind, begin, **({"language": language.strip()} if language.strip() else {}))
        self.at = end + len(fence)
        return True

    def link(self) -> None:
        """At the closing bracket: an address follows, or the text was only in brackets."""
        _, begin = self.opened.pop()
        self.at += 1
        if not self.text.startswith("(", self.at):
            return
        end = self.text.find(")", self.at)
        if end < 0:
            raise MarkupError(f"Can't find end of a URL at byte offset {self.bytes()}")
        url = self.text[self.at + 1 : end].replace("\\", "")
        if url.startswith("tg://user?id=") and url[13:].isdigit():
            self.add("text_mention", begin, user={"id": int(url[13:])})
        elif url:
            self.add("text_link", begin, url=url)
        self.at = end + 1

    def toggle(self, mark: str, kind: str) -> None:
        """A mark opens, or closes the last opened one."""
        if self.opened and self.opened[-1][0] == mark:
            self.add(kind, self.opened.pop()[1])
        else:
            self.opened.append((mark, self.length))
        self.at += len(mark)

    def done(self) -> Formatted:
        if self.opened:
            kind = {"[": "TextUrl"}.get(self.opened[-1][0]) or _MARKS[self.opened[-1][0]].capitalize()
            raise MarkupError(f"Can't find end of {kind} entity at byte offset {self.bytes()}")
        return Formatted("".join(self.plain), in_order(self.entities))


def parse_markdown_v2(text: str) -> Formatted:
    """As strict as Telegram: every reserved character outside an entity is escaped."""
    reader = _Reader(text)
    while reader.at < len(text):
        _step_v2(reader)
    return reader.done()


def _step_v2(reader: _Reader) -> None:
    text, at = reader.text, reader.at
    char = text[at]
    mark = next((m for m in ("__", "||", "*", "_", "~") if text.startswith(m, at)), None)
    if char == "\\" and at + 1 < len(text) and ord(text[at + 1]) < 127:
        reader.put(text[at + 1])
        reader.at += 2
    elif char == "`":
        reader.code(literal=False)
    elif mark is not None:
        reader.toggle(mark, _MARKS[mark])
    elif char == "[":
        reader.opened.append(("[", reader.length))
        reader.at += 1
    elif char == "]" and reader.opened and reader.opened[-1][0] == "[":
        reader.link()
    elif char == ">" and (at == 0 or text[at - 1] == "\n"):
        _quote(reader)
    elif char in _RESERVED:
        reason = f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
        raise MarkupError(reason)
    else:
        reader.put(char)
        reader.at += 1


def _quote(reader: _Reader) -> None:
    """One quoted line; neighbours join into one quote."""
    reader.at += 1
    end = reader.text.find("\n", reader.at)
    stop = len(reader.text) if end < 0 else end
    begin = reader.length
    while reader.at < stop:
        _step_v2(reader)
    last = reader.entities[-1] if reader.entities else None
    if last and last["type"] == "blockquote" and last["offset"] + last["length"] + 1 == begin:
        last["length"] = reader.length - last["offset"]
    else:
        reader.add("blockquote", begin)


def parse_markdown(text: str) -> Formatted:
    """The legacy kind: *bold*, _italic_, code and links, without nesting."""
    reader = _Reader(text)
    while reader.at < len(text):
        char = text[reader.at]
        inside = reader.opened[-1][0] if reader.opened else ""
        if char == "\\" and text[reader.at + 1 : reader.at + 2] in tuple("_*`["):
            reader.put(text[reader.at + 1])
            reader.at += 2
        elif char == "`" and not inside:
            reader.code(literal=True)
        elif char in "*_" and inside in ("", char):
            reader.toggle(char, _MARKS[char])
        elif char == "[" and not inside:
            reader.opened.append(("[", reader.length))
            reader.at += 1
        elif char == "]" and inside == "[":
            reader.link()
        else:
            reader.put(char)
            reader.at += 1
    return reader.done()
