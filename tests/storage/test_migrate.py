"""From nothing, or from any earlier tables, to the present ones; never half-way, and never without a copy."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from sales.company import FIRST_NEWS
from storage import migrate as migrating
from storage.backup import back_up
from storage.catalogue import CatalogueShelf
from storage.companies import CompaniesShelf
from storage.dialogs import recall, remember
from storage.engine import Storage, open_storage
from storage.migrate import head, is_current, migrate
from storage.places import PlacesShelf
from storage.tables import metadata
from tests.builders import NOW


def differences(conn: sa.Connection) -> list[object]:
    context = MigrationContext.configure(conn, opts={"compare_type": False, "target_metadata": metadata})
    return list(compare_metadata(context, metadata))


async def test_a_new_database_gets_the_tables_that_the_code_means(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    assert await migrate(url, tmp_path / "backups", NOW)
    assert await is_current(url)
    assert not await migrate(url, tmp_path / "backups", NOW), "nothing is left to do"
    assert not (tmp_path / "backups").exists(), "there was nothing to lose"
    storage = open_storage(url)
    assert await storage.read(differences) == []
    await storage.close()


async def test_postgres_gets_them_too(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    storage = open_storage(postgres_url)
    await storage.write(_empty)
    assert await migrate(postgres_url, tmp_path, NOW)
    assert await storage.read(differences) == []
    monkeypatch.setattr(migrating, "head", lambda: "later")
    await migrate(postgres_url, tmp_path, NOW)
    assert "backups are the operator's" in caplog.text
    await storage.write(_empty)
    await storage.close()


async def test_both_ways_of_making_tables_make_the_same_indexes(tmp_path: Path) -> None:
    """Partial indexes escape a comparison by columns: compare what SQLite itself has written down."""
    url = f"sqlite:///{tmp_path}/test.db"
    await migrate(url, tmp_path, NOW)
    meant = sa.create_engine("sqlite://")
    metadata.create_all(meant)
    query = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    with meant.connect() as conn, sa.create_engine(url).connect() as made:
        assert _plain(made.execute(query)) == _plain(conn.execute(query))


async def test_before_the_tables_change_a_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    await migrate(url, tmp_path / "backups", NOW)
    monkeypatch.setattr(migrating, "head", lambda: "later")
    assert await migrate(url, tmp_path / "backups", NOW)
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == "test-20261125-070000.db"
    with sqlite3.connect(copy) as found:
        assert found.execute("SELECT version_num FROM alembic_version").fetchone() == (head(),)


async def test_a_group_that_was_bound_before_topics_were_places_stays_bound(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    migrating._over_sqlite(sa.make_url(url), lambda conn: command.upgrade(migrating._config(conn), "0001"))
    with sa.create_engine(url).begin() as conn:
        now = "2026-11-25 07:00:00"
        a_team(conn)
        columns = "id, team_id, chat_id, thread_id, title, bound_by, bound_at, unbound"
        conn.exec_driver_sql(f"INSERT INTO place ({columns}) VALUES (1, 1, -100, NULL, 'Sales', 1, '{now}', 0)")
        conn.exec_driver_sql(f"INSERT INTO place ({columns}) VALUES (2, 1, -200, 7, 'Topic', 1, '{now}', 0)")
    assert await migrate(url, tmp_path / "backups", NOW)
    storage = open_storage(url)
    places = await storage.read(lambda conn: PlacesShelf(conn).of_team(1))
    await storage.close()
    assert [(place.chat_id, place.thread_id) for place in places] == [(-100, None), (-200, 7)]
    assert {place.news for place in places} == {FIRST_NEWS}


def a_team(conn: sa.Connection, settings: str = "{}") -> None:
    """With a member, in the first tables there were."""
    now = "2026-11-25 07:00:00"
    conn.exec_driver_sql(f"INSERT INTO company (id, name, created_at) VALUES (1, 'Zarya', '{now}')")
    conn.execute(
        sa.text("INSERT INTO team (id, company_id, name, settings) VALUES (1, 1, 'Sales', :s)"), {"s": settings}
    )
    columns = "id, company_id, team_id, telegram_id, name, active, joined_at"
    conn.exec_driver_sql(f"INSERT INTO member ({columns}) VALUES (1, 1, 1, 1, 'Lena', 1, '{now}')")


async def test_products_that_stood_among_the_settings_become_the_teams_list(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    migrating._over_sqlite(sa.make_url(url), lambda conn: command.upgrade(migrating._config(conn), "0002"))
    with sa.create_engine(url).begin() as conn:
        a_team(conn, json.dumps({"zone": "Asia/Omsk", "products": ["Склад", "Модуль «Заявки»"]}))
    assert await migrate(url, tmp_path / "backups", NOW)
    storage = open_storage(url)
    products = await storage.read(lambda conn: CatalogueShelf(conn).products(1))
    team = await storage.read(lambda conn: CompaniesShelf(conn).team(1))
    await storage.close()
    assert [(one.name, one.key) for one in products] == [("Склад", "склад"), ("Модуль «Заявки»", "модуль «заявки»")]
    assert team.settings.zone == "Asia/Omsk"


async def test_a_migration_that_fails_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(conn: sa.Connection) -> None:
        conn.exec_driver_sql("CREATE TABLE half_done (id INTEGER)")
        raise OSError("killed")

    url = f"sqlite:///{tmp_path}/test.db"
    monkeypatch.setattr(migrating, "_upgrade", half)
    with pytest.raises(OSError, match="killed"):
        await migrate(url, tmp_path, NOW)
    with sqlite3.connect(tmp_path / "test.db") as found:
        assert found.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


async def test_a_backup_taken_while_people_write_is_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    storage = open_storage(url)
    await storage.write(metadata.create_all)
    await storage.write(remember, {"before": "1"})

    async def go_on(storage: Storage) -> None:
        for number in range(200):
            await storage.write(remember, {f"k{number}": "x" * 1000})

    going_on = asyncio.create_task(go_on(storage))
    copy = await back_up(url, tmp_path / "backups", NOW)
    await going_on
    await storage.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restored = open_storage(f"sqlite:///{copy}")
    assert await restored.read(recall, "before") == "1"
    assert await restored.read(lambda conn: conn.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
    await restored.close()
    assert {path.suffix for path in copy.parent.iterdir()} <= {".db", ".lock"}


async def test_postgres_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pg_dump"):
        await back_up("postgresql://me@host/db", tmp_path, NOW)


def _empty(conn: sa.Connection) -> None:
    metadata.drop_all(conn)
    conn.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def _plain(rows: sa.Result[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, " ".join(sql.replace('"', "").split())) for name, sql in rows]
