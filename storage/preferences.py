"""What people have chosen to be told by themselves. Who has never chosen has no row."""

from __future__ import annotations

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from sales.daily import Preferences
from storage.schema import Id, metadata

preference = sa.Table(
    "preference",
    metadata,
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), primary_key=True, autoincrement=False),
    sa.Column("morning", sa.Boolean, nullable=False),
    sa.Column("evening", sa.Boolean, nullable=False),
)
CHOSEN = [preference.c[name] for name in Preferences.__slots__]


class PreferencesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def of(self, member_id: int) -> Preferences:
        row = self.conn.execute(sa.select(*CHOSEN).where(preference.c.member_id == member_id)).first()
        return Preferences() if row is None else Preferences(**row._mapping)

    def all(self) -> dict[int, Preferences]:
        rows = self.conn.execute(sa.select(preference.c.member_id, *CHOSEN))
        return {member_id: Preferences(*chosen) for member_id, *chosen in rows}

    def save(self, member_id: int, chosen: Preferences) -> None:
        insert = (sqlite if self.conn.dialect.name == "sqlite" else postgresql).insert(preference)
        made = insert.values(member_id=member_id, **asdict(chosen))
        self.conn.execute(made.on_conflict_do_update(index_elements=["member_id"], set_=asdict(chosen)))
