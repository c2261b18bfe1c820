"""No secret in any line, whoever wrote it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import STARS, set_up_logs

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    root, hook = logging.getLogger(), sys.excepthook
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:], sys.excepthook = before, hook
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.mark.parametrize("as_json", [True, False])
def test_tokens_and_named_secrets_are_starred_out(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(logging.INFO, "pass-word", as_json=as_json)
    ours, theirs = structlog.get_logger("bot.x"), logging.getLogger("library")
    ours.info("hello", token=TOKEN, password="pass-word")
    theirs.warning("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        raise ValueError(f"can't open https://x/bot{TOKEN}/getMe with pass-word")
    except ValueError:
        ours.exception("failed")
    said = capsys.readouterr().err
    assert TOKEN not in said
    assert "pass-word" not in said
    assert said.count(STARS) >= 5
    assert "ValueError" in said


def test_the_last_words_of_the_process_are_starred_out_too(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(logging.INFO)
    try:
        raise ValueError(TOKEN)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    said = capsys.readouterr().err
    assert "stopped by an error" in said
    assert TOKEN not in said
