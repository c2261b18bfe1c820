"""The command line, as its operator meets it."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
import structlog

from bot import __main__ as command_line
from bot.config import Settings, read_settings
from storage.engine import claim_database


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """In an empty folder, with an empty environment, and with the logs as they were afterwards."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    root, hook = logging.getLogger(), sys.excepthook
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:], sys.excepthook = before, hook
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["bot", *arguments])
    return command_line.main()


def test_a_wrong_setting_ends_it_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "not a token, but secret")
    assert call(monkeypatch) == 2
    said = capsys.readouterr()
    assert said.err.startswith("BOT_TOKEN ")
    assert said.err.count("\n") == 1
    assert "secret" not in said.err + said.out


def test_a_database_in_use_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SANDBOX_URL", "http://127.0.0.1:9")
    claim = claim_database("sqlite:///data/estafeta.db")
    assert claim is not None
    assert call(monkeypatch) == 2
    assert "in use" in capsys.readouterr().err
    claim.release()
    assert not (tmp_path / "data" / "estafeta.db").exists()


def test_migrate_check_and_backup(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = []
    for command in ("migrate", "migrate", "check", "backup"):
        assert call(monkeypatch, command) == 0
        said.append(capsys.readouterr().out)
    assert "brought up to date" in said[0]
    assert "are up to date" in said[1]
    assert "database: ready" in said[2]
    assert (tmp_path / said[3].strip()).stat().st_size > 0


async def test_the_demo_greets_everybody(capsys: pytest.CaptureFixture[str]) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(command_line.run_demo(read_settings(sandbox_port=0, _env_file=None), stop))
    said = ""
    async with asyncio.timeout(30), aiohttp.ClientSession() as http:
        while not (found := re.search(r"http://\S+", said)) and not running.done():
            await asyncio.sleep(0.05)
            said += capsys.readouterr().out
        assert found is not None, said
        url = f"{found.group()}/sandbox"
        async with http.get(f"{url}/idle?timeout=20") as reply:
            assert reply.status == 200
        async with http.get(f"{url}/people") as reply:
            people = await reply.json()
        assert len(people) >= 5
        for person in people:
            async with http.get(f"{url}/chats/{person['id']}/messages?as={person['id']}") as reply:
                seen = await reply.json()
            assert any(message["buttons"] for message in seen), f"{person['first_name']} has no menu: {seen}"
    stop.set()
    await running
