"""What the open dialogs remember: one value per key, written only when their update is done."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from storage.schema import metadata

dialog_memory = sa.Table(
    "dialog_memory",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

_sqlite = sqlite.insert(dialog_memory)
_postgres = postgresql.insert(dialog_memory)
_PUT = {
    "sqlite": _sqlite.on_conflict_do_update(index_elements=["key"], set_={"value": _sqlite.excluded.value}),
    "postgresql": _postgres.on_conflict_do_update(index_elements=["key"], set_={"value": _postgres.excluded.value}),
}


def recall(conn: Connection, key: str) -> str | None:
    found: str | None = conn.scalar(sa.select(dialog_memory.c.value).where(dialog_memory.c.key == key))
    return found


def remember(conn: Connection, rows: Mapping[str, str | None]) -> None:
    """None forgets the key."""
    gone = [key for key, value in rows.items() if value is None]
    kept = [{"key": key, "value": value} for key, value in rows.items() if value is not None]
    if gone:
        conn.execute(sa.delete(dialog_memory).where(dialog_memory.c.key.in_(gone)))
    if kept:
        conn.execute(_PUT[conn.dialect.name], kept)
