"""Each storage test runs on SQLite and, where a server can be started, on PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.engine import Storage, open_storage
from storage.tables import metadata

MISSING = "PostgreSQL isn't installed here: its half of the storage tests is left out"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A throw-away server on a free loopback port, once per session."""
    bin_dir = _postgres_binaries()
    if bin_dir is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL isn't installed, and CI promises both databases")
        pytest.skip(MISSING)
    with _server(bin_dir) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    is_sqlite = request.param == "sqlite"
    opened = open_storage(f"sqlite:///{tmp_path}/test.db" if is_sqlite else request.getfixturevalue("postgres_url"))
    await opened.write(_make_anew)
    yield opened
    await opened.close()


def _make_anew(conn: sa.Connection) -> None:
    metadata.drop_all(conn)
    metadata.create_all(conn)


def _postgres_binaries() -> Path | None:
    found = shutil.which("pg_ctl")
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if found is None and not known:
        return None
    return Path(found).parent if found else known[-1].parent


@contextlib.contextmanager
def _server(bin_dir: Path) -> Iterator[str]:
    """The server refuses to run as root, so root lends it the account that the package made."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = Path(tempfile.mkdtemp(prefix="estafeta-pg-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(home, "postgres", "postgres")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
    control = [*as_user, str(bin_dir / "pg_ctl"), "-D", str(home / "db")]
    initdb = [*as_user, str(bin_dir / "initdb"), "-D", str(home / "db"), "-U", "postgres", "--auth=trust"]
    try:
        subprocess.run([*initdb, "--encoding=UTF8", "--locale=C"], check=True, capture_output=True, cwd=home)
        start = [*control, "-w", "-o", options, "-l", str(home / "log"), "start"]
        subprocess.run(start, check=True, cwd=home, stdout=subprocess.DEVNULL)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=home)
        shutil.rmtree(home, ignore_errors=True)
