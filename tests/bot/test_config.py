"""Settings: what is wrong is said in one line, and what is secret is never shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import SANDBOX_DATABASE, Settings, WrongSettings, read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = "123456789:AAH-a-made-up-token-of-nobody"


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_names_every_setting_with_its_default() -> None:
    named = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf8"), re.MULTILINE))
    assert set(named) == {name.upper() for name in Settings.model_fields}
    plain = {name: value for name, value in named.items() if value}
    assert read_settings(**{name.lower(): value for name, value in plain.items()}) == read_settings()


def test_every_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf8").splitlines()
    for number, line in enumerate(lines):
        if re.match(r"^[A-Z_]+=", line):
            assert lines[number - 1].startswith("# "), line


def test_without_anything_the_demo_runs_on_a_database_of_its_own() -> None:
    settings = read_settings(database_url="sqlite:///data/mine.db")
    assert settings.is_demo
    assert settings.is_sandbox
    assert not settings.is_paced
    assert settings.database == SANDBOX_DATABASE


def test_a_sandbox_elsewhere_needs_no_token_and_keeps_the_database() -> None:
    settings = read_settings(sandbox_url="http://127.0.0.1:9000/", database_url="sqlite:///data/mine.db")
    assert not settings.is_demo
    assert settings.is_sandbox
    assert settings.api_url == "http://127.0.0.1:9000"
    assert settings.database == "sqlite:///data/mine.db"
    assert ":" in settings.token


def test_with_a_token_it_is_telegram_at_its_own_pace() -> None:
    settings = read_settings(bot_token=TOKEN)
    assert not settings.is_sandbox
    assert settings.is_paced
    assert settings.api_url is None
    assert not read_settings(bot_token=TOKEN, pacing=False).is_paced


def test_empty_lines_of_the_file_count_as_not_given(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\nOWNER_ID=\nSOMEBODY_ELSES=1\n")
    settings = read_settings()
    assert settings.token == TOKEN
    assert settings.owner_id is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bot_token", "hush hush"),
        ("owner_id", "@hush"),
        ("database_url", "mysql://me:hush@db/x"),
        ("sandbox_url", "hush"),
        ("sandbox_port", "hush"),
        ("time_zone", "Hush/Hush"),
        ("log_level", "hush"),
        ("log_format", "hush"),
        ("pacing", "hush"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_that_says_what_to_do(name: str, value: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        read_settings(**{name: value})
    said = str(caught.value)
    assert said.startswith(f"{name.upper()} should ")
    assert "\n" not in said
    assert "hush" not in said.lower()


def test_secrets_print_as_stars() -> None:
    settings = read_settings(bot_token=TOKEN, database_url="postgresql://me:s3cret@db/x")
    assert "made-up" not in repr(settings)
    assert "s3cret" not in repr(settings)
    assert settings.secrets == [TOKEN, "s3cret"]
