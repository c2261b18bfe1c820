"""The page's files: every word that its code says is there, none lies there unsaid, and all of it is loaded at once."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import sandbox
from sandbox.world.messages import SERVICE

ROOT = Path(sandbox.__file__).parent
WORDS: dict[str, Any] = json.loads((ROOT / "words" / "ru.json").read_text("utf-8"))
SCRIPTS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "page").glob("*.js")))
INDEX = (ROOT / "page" / "index.html").read_text("utf-8")
CHOSEN_WHILE_RUNNING = {
    *(f"message.{kind}" for kind in ("photo", "document", "voice", "video", "contact", "location")),
    *(f"message.{what}{by}" for what in ("typing", "uploading") for by in ("", "By")),
    *(f"chats.{kind}" for kind in ("group", "supergroup", "channel")),
    *(f"clock.{name}{hint}" for name in ("plus15", "plus60", "evening", "workday") for hint in ("", "Hint")),
    *(f"play.{name}" for name in ("start", "again", "pause", "go_on")),
    *(f"size.{unit}" for unit in ("kb", "mb")),
    *(f"service.{kind}" for kind in SERVICE),
}


def ids(words: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in words.items():
        found |= ids(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found


def texts(words: Any) -> list[Any]:
    return [text for value in words.values() for text in (texts(value) if isinstance(value, dict) else [value])]


def test_every_word_said_is_written() -> None:
    said = set(re.findall(r'say\("([^"]+)"', SCRIPTS)) | CHOSEN_WHILE_RUNNING
    assert len(said) > 20 and said <= ids(WORDS)


def test_every_word_written_is_said() -> None:
    said = set(re.findall(r'"([\w.]+)"', SCRIPTS)) | CHOSEN_WHILE_RUNNING
    assert {one for one in ids(WORDS) if not one.startswith("roles.")} - said == set()


def test_words_that_count_have_the_three_russian_forms() -> None:
    counted = [text for text in texts(WORDS) if isinstance(text, list)]
    assert counted and all(len(forms) == 3 and all("{n}" in form for form in forms) for forms in counted)


def test_no_words_for_people_stand_in_code() -> None:
    for path in [path for kind in ("py", "js", "html", "css") for path in ROOT.rglob(f"*.{kind}")]:
        assert not re.search("[\u0400-\u04ff]", path.read_text("utf-8")), path


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "page").glob("*.[cj]s*")))
def test_every_file_of_the_page_is_loaded_by_it_at_once(name: str) -> None:
    """A script that only another script names would be asked for one round trip later."""
    assert f'"/page/{name}"' in INDEX


def test_every_sign_that_is_used_is_drawn() -> None:
    drawn = set(re.findall(r'id="i-([a-z]+)"', INDEX))
    calls = (
        r'(?:\bicon|iconButton|\bsign|signed)\("([a-z]+)"|sign: "([a-z]+)"|iconButton\(\w+ \? "([a-z]+)" : "([a-z]+)"'
    )
    used = {name for names in re.findall(calls, SCRIPTS) for name in names if name}
    assert len(used) > 20 and used <= drawn


def test_every_script_is_a_screenful_or_few() -> None:
    lengths = {path.name: path.read_text("utf-8").count("\n") for path in (ROOT / "page").glob("*.js")}
    assert not {name: lines for name, lines in lengths.items() if lines > 300}
