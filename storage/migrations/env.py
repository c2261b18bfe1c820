"""Runs revisions over a connection that `storage.migrate` opens. New ones are written by
`python -m storage.migrate "what changes"`, then read and corrected by eye."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from storage.tables import metadata

Rendered = str | Literal[False]


def plain_type(kind: str, item: Any, _: AutogenContext) -> Rendered:
    """Revisions name the column's own type, so that they don't change when our decorators do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=plain_type,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=False,
)

with context.begin_transaction():
    context.run_migrations()
