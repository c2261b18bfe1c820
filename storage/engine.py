"""The one way to the database. Jobs are plain functions over a SQLAlchemy Connection; where they run, how many share
a transaction and what a busy database means is decided here, once for each dialect.

A job may run twice where the outcome of its commit is unknown or another one was quicker, so every job must meet its
own traces: receipts, numbers of updates, compare-and-set.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from storage.postgres import PostgresStorage
from storage.sqlite import Claim, SqliteStorage

P = ParamSpec("P")
T = TypeVar("T")

SQLITE = "sqlite"
POSTGRES = "postgresql"
WANTED = "should be sqlite:///path or postgresql://user:password@host/name"
#: One number for every process that acts on the same PostgreSQL database.
_ONE_AT_A_TIME = 0x45535441


class Storage(Protocol):
    """What the rest of the house needs. Errors of a job reach its caller; the database's own are SQLAlchemy's."""

    @property
    def dialect(self) -> str: ...

    async def write(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Returns once the job's effects are committed; where it raises, nothing of it remains."""
        ...

    async def read(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """One consistent view; a job that writes is refused."""
        ...

    async def close(self) -> None:
        """Finishes what was asked for. Without it the process may hang at exit."""
        ...


def claim_database(url: str) -> Claim | None:
    """An SQLite file for this process alone; PostgreSQL minds its processes by itself. Raises StorageBusy."""
    parsed = parse_url(url)
    return Claim(Path(str(parsed.database))) if parsed.get_backend_name() == SQLITE else None


def open_storage(url: str, claim: Claim | None = None) -> Storage:
    """`sqlite:///path` or `postgresql://…`; a driver in the URL is ignored, each dialect has one.

    `claim`: where it was needed before, to migrate. Raises StorageBusy, and ValueError for another dialect.
    """
    parsed = parse_url(url)
    claim = claim or claim_database(url)
    return PostgresStorage(parsed) if claim is None else SqliteStorage(parsed, claim)


def parse_url(url: str) -> URL:
    """The URL without a driver. ValueError names what is wrong, never the URL itself: it may hold a password."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ValueError(WANTED) from None
    dialect = parsed.get_backend_name()
    if dialect not in (SQLITE, POSTGRES):
        raise ValueError(WANTED)
    if dialect == SQLITE and (not parsed.database or parsed.database == ":memory:"):
        raise ValueError("should name a file: sqlite:///path")
    return parsed.set(drivername=dialect)


def one_at_a_time(conn: Connection) -> None:
    """SQLite has one writer anyway; PostgreSQL is given the same law for the acts of the trade, so that a rule which
    reads before it writes can't be passed by two people at once. The lock ends with the transaction."""
    if conn.dialect.name == POSTGRES:
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
