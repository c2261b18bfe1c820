"""The page's words: every one that the code says is there, and none lies there unsaid."""

import json
import re
from pathlib import Path
from typing import Any

import sandbox
from sandbox.world.messages import SERVICE

ROOT = Path(sandbox.__file__).parent
WORDS: dict[str, Any] = json.loads((ROOT / "words" / "ru.json").read_text("utf-8"))
SCRIPTS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "page").glob("*.js")))
CHOSEN_WHILE_RUNNING = {
    *(f"message.{kind}" for kind in ("photo", "document", "voice", "video")),
    *(f"chats.{kind}" for kind in ("group", "supergroup", "channel")),
    *(f"clock.{name}" for name in ("plus15", "plus60", "evening", "workday")),
    *(f"service.{kind}" for kind in SERVICE),
}


def ids(words: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in words.items():
        found |= ids(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found


def test_every_word_said_is_written() -> None:
    said = set(re.findall(r'say\("([^"]+)"', SCRIPTS)) | CHOSEN_WHILE_RUNNING
    assert len(said) > 20 and said <= ids(WORDS)


def test_every_word_written_is_said() -> None:
    said = set(re.findall(r'"([\w.]+)"', SCRIPTS)) | CHOSEN_WHILE_RUNNING
    assert {one for one in ids(WORDS) if not one.startswith("roles.")} - said == set()


def test_no_words_for_people_stand_in_code() -> None:
    for path in [path for kind in ("py", "js", "html", "css") for path in ROOT.rglob(f"*.{kind}")]:
        assert not re.search("[\u0400-\u04ff]", path.read_text("utf-8")), path
