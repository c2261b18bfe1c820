"""The page's words: every one that the code says is there, and none lies there unsaid."""

import json
import re
from pathlib import Path

import sandbox

ROOT = Path(sandbox.__file__).parent
SCRIPTS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "page").glob("*.js")))
CHOSEN_AT_RUN_TIME = ("service.", "roles.", "clock.")


def ids(words: dict[str, object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in words.items():
        found |= ids(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found


def test_words_said_and_words_written_are_the_same() -> None:
    written = ids(json.loads((ROOT / "words" / "ru.json").read_text("utf-8")))
    said = set(re.findall(r"\"([a-z]+(?:\.[a-zA-Z0-9]+)+|title|subtitle|ok)\"", SCRIPTS)) & {
        one for one in re.findall(r"\"([^\"]+)\"", SCRIPTS) if "/" not in one
    }
    said -= {"page.js"}
    assert {one for one in said if one.split(".")[0] in {w.split(".")[0] for w in written}} <= written
    kinds = {f"message.{kind}" for kind in ("photo", "document", "voice", "video")}
    kinds |= {f"chats.{kind}" for kind in ("group", "supergroup", "channel")}
    unsaid = {one for one in written - said - kinds if not one.startswith(CHOSEN_AT_RUN_TIME)}
    assert unsaid == set()


def test_every_service_message_has_words() -> None:
    from sandbox.world.messages import SERVICE

    words = json.loads((ROOT / "words" / "ru.json").read_text("utf-8"))
    assert set(words["service"]) == set(SERVICE)


def test_no_words_for_people_stand_in_code() -> None:
    for path in [*ROOT.rglob("*.py"), *ROOT.rglob("*.js"), *ROOT.rglob("*.html"), *ROOT.rglob("*.css")]:
        assert not re.search("[\u0400-\u04ff]", path.read_text("utf-8")), path
