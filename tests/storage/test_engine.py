"""The writer, the readers and what they promise."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.dialogs import dialog_memory, recall, remember
from storage.engine import Storage, open_storage, parse_url
from storage.sqlite import SqliteStorage, StorageBusy


def keep(conn: sa.Connection, key: str, value: str = "x") -> None:
    conn.execute(sa.insert(dialog_memory).values(key=key, value=value))


def keep_and_fail(conn: sa.Connection, key: str) -> None:
    keep(conn, key)
    raise LookupError(key)


def keys(conn: sa.Connection) -> set[str]:
    return set(conn.scalars(sa.select(dialog_memory.c.key)))


async def test_a_write_is_seen_by_the_next_read(storage: Storage) -> None:
    await storage.write(keep, "a", "b")
    assert await storage.read(recall, "a") == "b"


async def test_a_failing_job_takes_nothing_else_along(storage: Storage) -> None:
    jobs = [storage.write(keep_and_fail if n % 3 == 0 else keep, f"k{n}") for n in range(30)]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert [isinstance(outcome, LookupError) for outcome in outcomes] == [n % 3 == 0 for n in range(30)]
    assert await storage.read(keys) == {f"k{n}" for n in range(30) if n % 3}


async def test_a_database_error_reaches_the_caller_and_leaves_the_storage_working(storage: Storage) -> None:
    await storage.write(keep, "a")
    with pytest.raises(sa.exc.IntegrityError):
        await storage.write(keep, "a")
    await storage.write(remember, {"a": None, "b": "1"})
    assert await storage.read(keys) == {"b"}


async def test_a_reader_cannot_write(storage: Storage) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        await storage.read(keep, "a")
    assert await storage.read(keys) == set()


async def test_errors_never_tell_the_values(storage: Storage) -> None:
    await storage.write(keep, "secret-key", "secret-value")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        await storage.write(keep, "secret-key", "secret-value")
    assert "secret-value" not in str(caught.value)


async def test_what_was_asked_for_before_closing_is_done(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    first = open_storage(url)
    await first.write(dialog_memory.create)
    waiting = [asyncio.ensure_future(first.write(keep, f"k{n}")) for n in range(5)]
    await asyncio.sleep(0)
    await first.close()
    await asyncio.gather(*waiting)
    again = open_storage(url)
    assert len(await again.read(keys)) == 5
    await again.close()


async def test_a_disk_that_is_full_fails_the_jobs_and_spoils_nothing(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/test.db")
    await storage.write(dialog_memory.create)
    await storage.write(keep, "before")
    await storage.write(lambda conn: conn.exec_driver_sql("PRAGMA max_page_count=6"))
    big = "x" * 100_000
    outcomes = await asyncio.gather(storage.write(keep, "a", big), storage.write(keep, "b"), return_exceptions=True)
    assert isinstance(outcomes[0], sa.exc.OperationalError)
    told = {key for key, outcome in zip("ab", outcomes, strict=True) if outcome is None}
    assert await storage.read(keys) == {"before"} | told
    await storage.write(lambda conn: conn.exec_driver_sql("PRAGMA max_page_count=1000000"))
    await storage.write(keep, "after", big)
    await storage.close()


async def test_the_database_file_is_private_and_durable(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/deep/test.db")
    assert stat.S_IMODE((tmp_path / "deep" / "test.db").stat().st_mode) == 0o600
    assert await storage.write(lambda conn: conn.exec_driver_sql("PRAGMA synchronous").scalar()) == 2
    assert await storage.write(lambda conn: conn.exec_driver_sql("PRAGMA journal_mode").scalar()) == "wal"
    await storage.close()


async def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    storage = open_storage(url)
    code = f"from storage.engine import open_storage; open_storage({url!r})"
    second = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True)
    assert StorageBusy.__name__ in second.stderr
    await storage.close()
    again = open_storage(url)
    assert isinstance(again, SqliteStorage)
    await again.close()


@pytest.mark.parametrize("url", ["mysql://root:hush@db/x", "nonsense hush", "sqlite://"])
def test_a_bad_url_is_named_without_its_secrets(url: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_url(url)
    assert "hush" not in str(caught.value)
