"""A table and the frozen dataclass its rows are: columns and fields have the same names."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.errors import NotFound

T = TypeVar("T")


class Shelf(Generic[T]):
    """Plain reading and writing of one aggregate; anything cleverer is a query in its own module."""

    def __init__(self, conn: Connection, table: sa.Table, kind: type[T]) -> None:
        self.conn = conn
        self.table = table
        self.kind = kind
        self.names = [field.name for field in fields(kind) if field.name in table.c]  # type: ignore[arg-type]

    def get(self, key: int) -> T:
        found = self.first(self.table.c.id == key)
        if found is None:
            raise NotFound(what=self.table.name)
        return found

    def first(self, *where: sa.ColumnElement[bool], order: Any = None) -> T | None:
        query = sa.select(*(self.table.c[name] for name in self.names)).where(*where)
        row = self.conn.execute(query.order_by(*_clauses(order)).limit(1)).first()
        return None if row is None else self.kind(**row._mapping)

    def all(self, *where: sa.ColumnElement[bool], order: Any = None, limit: int | None = None) -> list[T]:
        query = sa.select(*(self.table.c[name] for name in self.names)).where(*where)
        query = query.order_by(*(_clauses(order) or (self.table.c.id,))).limit(limit)
        return [self.kind(**row._mapping) for row in self.conn.execute(query)]

    def add(self, entity: T) -> T:
        made = self.conn.execute(sa.insert(self.table).values(self._values(entity)))
        return replace(entity, id=made.inserted_primary_key[0])  # type: ignore[type-var, index]

    def save(self, entity: T, *where: sa.ColumnElement[bool], **values: Any) -> bool:
        """Updates the row where the conditions still hold; False where they don't."""
        row = {**self._values(entity), **values}
        found = sa.update(self.table).where(self.table.c.id == entity.id, *where)  # type: ignore[attr-defined]
        return bool(self.conn.execute(found.values(row)).rowcount)

    def _values(self, entity: T) -> dict[str, Any]:
        return {name: getattr(entity, name) for name in self.names if name != "id"}


def _clauses(order: Any) -> tuple[Any, ...]:
    if order is None:
        return ()
    return order if isinstance(order, tuple) else (order,)
