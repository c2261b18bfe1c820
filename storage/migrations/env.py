"""Runs revisions over a connection that `storage.migrate` opens. New ones are written by
`python -m storage.migrate "what changes"`, then read and corrected by eye."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.sql.elements import False_, True_
from sqlalchemy.types import TypeDecorator

from storage.tables import metadata

Rendered = str | Literal[False]


def plainly(kind: str, item: Any, _: AutogenContext) -> Rendered:
    """Revisions name the column's own type, so that they don't change when our decorators do, and defaults in a way
    that both databases understand."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "server_default" and isinstance(getattr(item, "arg", None), (False_, True_)):
        return f"sa.{item.arg}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=plainly,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=False,
)

with context.begin_transaction():
    context.run_migrations()
