"""Two clients turn out to be one: every row of the one becomes the other's, in whatever table it lies.

A table with a `client_id` is moved row by row of its own accord; one where the two may have the same thing says itself
what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage import calling, passports, regular
from storage.clients import client
from storage.schema import metadata

#: `move_client(conn, gone, into)` of the tables where a plain move could meet what is there already.
OWN_WAYS: Mapping[str, Callable[[Connection, int, int], None]] = {
    "calling_entry": calling.move_client,
    "passport_point": passports.move_client,
    "watch_warning": regular.move_client,
}
#: Which people of the two are one and the same is a rule of the trade: it moves them itself.
LEFT_ALONE = frozenset({"contact"})


class MergingShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def move_all(self, gone: int, into: int) -> None:
        for table in metadata.sorted_tables:
            if table.name in OWN_WAYS:
                OWN_WAYS[table.name](self.conn, gone, into)
            elif "client_id" in table.c and table.name not in LEFT_ALONE:
                theirs = sa.update(table).where(table.c.client_id == gone)
                self.conn.execute(theirs.values(client_id=into))
        self._lead_on(client.c.partner_id, gone, into)
        self._lead_on(client.c.merged_into, gone, into)

    def _lead_on(self, column: sa.Column[int], gone: int, into: int) -> None:
        """Whoever pointed at the one points at the other; nobody points at themselves."""
        self.conn.execute(sa.update(client).where(column == gone).values({column.name: into}))
        self.conn.execute(sa.update(client).where(column == into, client.c.id == into).values({column.name: None}))

    def mark(self, gone: int, into: int) -> bool:
        """False where one of the two has been merged meanwhile. Neither goes with its import any more."""
        whole = sa.select(client.c.id).where(client.c.id == into, client.c.merged_into.is_(None)).exists()
        row = sa.update(client).where(client.c.id == gone, client.c.merged_into.is_(None), whole)
        if not self.conn.execute(row.values(merged_into=into)).rowcount:
            return False
        both = sa.update(client).where(client.c.id.in_([gone, into]))
        self.conn.execute(both.values(import_id=None))
        return True
