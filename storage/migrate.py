"""Brings a database to the present tables, after a backup where there is something to lose.

A revision is one transaction on both databases: whoever kills the process finds the old tables or the new ones.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from storage.backup import back_up
from storage.engine import SQLITE, parse_url

T = TypeVar("T")
log = logging.getLogger(__name__)

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(url: str, backups: Path, now: datetime) -> bool:
    """False where nothing was to be done. SQLite files are backed up to `backups` first; a PostgreSQL server has
    backups of its own, which are the operator's, and the log says so."""
    revision = await _over(url, _revision)
    if revision == head():
        return False
    if revision is not None and parse_url(url).get_backend_name() == SQLITE:
        log.info("backed up to %s before the tables change", await back_up(url, backups, now))
    elif revision is not None:
        log.warning("the tables are about to change; PostgreSQL's backups are the operator's, none is made here")
    await _over(url, _upgrade)
    return True


async def is_current(url: str) -> bool:
    return await _over(url, _revision) == head()


def head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


async def _over(url: str, job: Callable[[Connection], T]) -> T:
    parsed = parse_url(url)
    if parsed.get_backend_name() == SQLITE:
        return await asyncio.to_thread(_over_sqlite, parsed, job)
    engine = create_async_engine(parsed.set(drivername="postgresql+asyncpg"), hide_parameters=True)
    try:
        async with engine.begin() as conn:
            return await conn.run_sync(job)
    finally:
        await engine.dispose()


def _over_sqlite(url: sa.URL, job: Callable[[Connection], T]) -> T:
    """A connection of its own, with foreign keys off: a table can be changed only by making it anew."""
    engine = sa.create_engine(url, hide_parameters=True, poolclass=sa.pool.NullPool)

    @sa.event.listens_for(engine, "connect")
    def _(connection: Any, _: object) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def _(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as conn:
        done = job(conn)
        if broken := conn.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise RuntimeError(f"{len(broken)} rows would point nowhere")
        return done


def _revision(conn: Connection) -> str | None:
    """None: no tables yet."""
    return MigrationContext.configure(conn).get_current_revision()


def _upgrade(conn: Connection) -> None:
    command.upgrade(_config(conn), "head")


def _config(conn: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    return config


def _write_revision(message: str) -> None:
    """For developers: the difference between the present head and `storage.tables`."""
    with tempfile.TemporaryDirectory() as scratch:
        url = parse_url(f"sqlite:///{scratch}/scratch.db")
        _over_sqlite(url, _upgrade)
        number = f"{len(list(SCRIPTS.glob('versions/[0-9]*.py'))) + 1:04}"
        _over_sqlite(url, lambda conn: command.revision(_config(conn), message, autogenerate=True, rev_id=number))


if __name__ == "__main__":
    _write_revision(sys.argv[1])
