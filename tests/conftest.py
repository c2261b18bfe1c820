from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from sales.ports import Work
from storage.tables import metadata
from storage.work import open_work
from tests.builders import Firm, a_firm


@pytest.fixture
def conn() -> Iterator[sa.Connection]:
    """Real storage in memory: the same SQL as in a file, without its thread."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)

    @sa.event.listens_for(engine, "connect")
    def strict(driver, _):  # type: ignore[no-untyped-def]
        driver.execute("PRAGMA foreign_keys=ON")

    metadata.create_all(engine)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def work(conn: sa.Connection) -> Work:
    return open_work(conn)


@pytest.fixture
def firm(work: Work) -> Firm:
    return a_firm(work)
