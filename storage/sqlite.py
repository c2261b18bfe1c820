"""SQLite: one thread owns the writing connection; whatever is queued shares one BEGIN IMMEDIATE … COMMIT.

A job has a savepoint, so its failure takes nothing else along; it is answered only after the commit, with
synchronous=FULL: what was acknowledged survives a power cut. Reads run beside it on connections that can't write.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import create_async_engine

P = ParamSpec("P")
T = TypeVar("T")

#: Jobs in one transaction at most: keeps the wait of the first one short.
BATCH = 200
READERS = 4
BUSY_MILLISECONDS = 5000


class StorageBusy(Exception):
    """Another process works on this database file."""


@dataclass(slots=True)
class _Order:
    job: Callable[[Connection], Any]
    answer: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Claim:
    """The right to work on a database file: a lock that the system drops with the process, however it ends.

    Raises StorageBusy. Makes the directory where it doesn't exist.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise StorageBusy(str(path)) from None

    def make_anew(self) -> None:
        """Forgets everything: for databases that are made anew at each start."""
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def release(self) -> None:
        os.close(self._lock)


class SqliteStorage:
    """`url` without a driver. The claim goes over to the storage, which ends it."""

    dialect = "sqlite"

    def __init__(self, url: URL, claim: Claim) -> None:
        self._claim = claim
        _keep_private(claim.path)
        self._writer = Writer(url)
        self._readers = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"), pool_size=READERS, max_overflow=0, hide_parameters=True
        )
        _prepare(self._readers.sync_engine, begin="BEGIN", pragmas=("query_only=ON",))

    async def write(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._writer.ask(lambda conn: job(conn, *args, **kwargs))

    async def read(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._readers.connect() as conn:
            return await conn.run_sync(job, *args, **kwargs)

    async def close(self) -> None:
        await self._readers.dispose()
        await asyncio.to_thread(self._writer.close)
        self._claim.release()


class Writer:
    """The thread behind `write`."""

    def __init__(self, url: URL) -> None:
        self._engine = sa.create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
        _prepare(self._engine, begin="BEGIN IMMEDIATE", pragmas=("journal_mode=WAL", "synchronous=FULL"))
        self._conn = self._engine.connect()
        self._raw: Any = self._conn.connection.driver_connection
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._open = True
        self._thread = threading.Thread(target=self._work, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def ask(self, job: Callable[[Connection], T]) -> T:
        if not self._open:
            raise RuntimeError("the storage is closed")
        order = _Order(job, asyncio.get_running_loop().create_future())
        self._orders.put(order)
        found: T = await order.answer
        return found

    def close(self) -> None:
        """What is queued is still carried out."""
        self._open = False
        self._orders.put(None)
        self._thread.join()
        self._conn.close()
        self._engine.dispose()

    def _work(self) -> None:
        last = False
        while not last:
            batch, last = self._next_batch()
            if batch:
                self._carry_out(batch)
                _answer(batch)

    def _next_batch(self) -> tuple[list[_Order], bool]:
        """Waits for the first; True with the last."""
        batch: list[_Order] = []
        try:
            while len(batch) < BATCH:
                order = self._orders.get(block=not batch)
                if order is None:
                    return batch, True
                batch.append(order)
        except queue.Empty:
            pass
        return batch, False

    def _carry_out(self, batch: list[_Order]) -> None:
        try:
            with self._conn.begin():
                for order in batch:
                    self._try(order)
        except Exception as broken:
            for order in batch:
                order.error = order.error or broken

    def _try(self, order: _Order) -> None:
        """Plain statements for the savepoint: SQLAlchemy's own cost more than most jobs."""
        self._raw.execute("SAVEPOINT job")
        try:
            order.result = order.job(self._conn)
        except BaseException as error:
            if not self._raw.in_transaction:  # a full disk ends the whole transaction
                raise
            self._raw.execute("ROLLBACK TO job")
            order.error = error
        self._raw.execute("RELEASE job")


def _answer(batch: list[_Order]) -> None:
    try:
        batch[0].answer.get_loop().call_soon_threadsafe(_tell, batch)
    except RuntimeError:
        return  # the loop is closed: nobody waits any more


def _tell(batch: list[_Order]) -> None:
    for order in batch:
        if order.answer.done():
            continue
        if order.error is None:
            order.answer.set_result(order.result)
        else:
            order.answer.set_exception(order.error)


def _prepare(engine: sa.Engine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    """The driver stays out of transactions (its own handling gets in the way of savepoints); we begin them."""

    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*pragmas, "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(conn: Connection) -> None:
        conn.exec_driver_sql(begin)

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "begin", begun)


def _keep_private(path: Path) -> None:
    """Clients' phones lie in it: readable by the owner alone; SQLite gives its side files the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
