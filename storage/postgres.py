"""PostgreSQL: the same jobs over asyncpg, a transaction each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

P = ParamSpec("P")
T = TypeVar("T")

#: Serialization failure, deadlock.
_COLLISIONS = frozenset({"40001", "40P01"})


class PostgresStorage:
    """`url` without a driver."""

    dialect = "postgresql"

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"), pool_size=10, pool_pre_ping=True, hide_parameters=True
        )

    async def write(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Once more where somebody was quicker (the job's own check then meets their row), or where the connection
        broke and nobody knows whether it was committed (the job then meets its own)."""
        try:
            return await self._once(job, *args, **kwargs)
        except DBAPIError as error:
            if not _worth_repeating(error):
                raise
        return await self._once(job, *args, **kwargs)

    async def read(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._engine.connect() as conn:
            await conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            return await conn.run_sync(job, *args, **kwargs)

    async def close(self) -> None:
        await self._engine.dispose()

    async def _once(self, job: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._engine.begin() as conn:
            return await conn.run_sync(job, *args, **kwargs)


def _worth_repeating(error: DBAPIError) -> bool:
    collided = getattr(error.orig, "sqlstate", None) in _COLLISIONS
    return isinstance(error, IntegrityError) or collided or error.connection_invalidated
