"""Online backups: a consistent copy while the bot goes on. Never a copy of the file itself, which may be torn."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from datetime import datetime
from pathlib import Path

from storage.engine import SQLITE, parse_url


async def back_up(url: str, folder: Path, now: datetime) -> Path:
    """Gives the path of the copy, which has been checked. ValueError for PostgreSQL, which has its own tools."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != SQLITE:
        raise ValueError("PostgreSQL is backed up with pg_dump")
    source = Path(str(parsed.database))
    target = folder / f"{source.stem}-{now:%Y%m%d-%H%M%S}.db"
    await asyncio.to_thread(_copy, source, target)
    return target


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_suffix(".part")
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    origin, copy = sqlite3.connect(source), sqlite3.connect(unfinished)
    try:
        origin.backup(copy)  # in one go: in steps it would start anew with every commit; the writer isn't kept waiting
        _check(copy)
    finally:
        copy.close()
        origin.close()
    unfinished.rename(target)


def _check(copy: sqlite3.Connection) -> None:
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise RuntimeError(f"the backup is damaged: {found}")
