"""Clients, the people at them, and the search that finds them while one types."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.clients import Client, Contact
from storage.activities import activity
from storage.schema import Id, Moment, metadata
from storage.shelf import Shelf

client = sa.Table(
    "client",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("name_key", sa.String(200), nullable=False),
    sa.Column("inn", sa.String(12), index=True),
    sa.Column("source", sa.String(40)),
    sa.Column("owner_id", Id, sa.ForeignKey("member.id"), nullable=False, index=True),
    sa.Column("created_by", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("segment", sa.String(60), nullable=False, server_default=""),
    sa.Column("territory_id", Id, sa.ForeignKey("territory.id"), index=True),
    sa.Column("country", sa.String(2), nullable=False, server_default="RU"),
    sa.Column("currency", sa.String(3), nullable=False, server_default="RUB"),
    sa.Column("zone", sa.String(40)),
    sa.Column("partner_id", Id, sa.ForeignKey("client.id"), index=True),
    sa.Column("product", sa.String(60), nullable=False, server_default=""),
    sa.Column("merged_into", Id, sa.ForeignKey("client.id"), index=True),
    sa.Column("import_id", Id),
    sa.Column("import_number", sa.Integer),
    sa.Index(None, "team_id", "name_key"),
)
#: A client that has been merged into another is found under its own name, and is nowhere else.
STANDS = client.c.merged_into.is_(None)
IMPORTED = sa.text("import_id IS NOT NULL")
sa.Index(
    "ix_client_import", client.c.import_id, client.c.import_number, sqlite_where=IMPORTED, postgresql_where=IMPORTED
)

contact = sa.Table(
    "contact",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False, index=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("position", sa.String(200), nullable=False),
    sa.Column("phone", sa.String(20), index=True),
    sa.Column("telegram_id", sa.BigInteger, index=True),
    sa.Column("import_id", Id),
)


def _named(table: sa.FromClause, key: str, inn: str | None) -> sa.ColumnElement[bool]:
    """Nobody, where neither is asked for."""
    by_inn = [table.c.inn == inn] if inn else []
    by_name = [table.c.name_key.contains(key, autoescape=True)] if key else []
    return sa.or_(sa.false(), *by_inn, *by_name)


class ClientsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, client, Client)
        self.people = Shelf(conn, contact, Contact)

    def get(self, client_id: int) -> Client:
        found = self.shelf.get(client_id)
        return found if found.merged_into is None else self.shelf.get(found.merged_into)

    def merged(self, client_id: int) -> list[Client]:
        return self.shelf.all(client.c.merged_into == client_id)

    def add(self, entity: Client) -> Client:
        return self.shelf.add(entity)

    def save(self, entity: Client) -> None:
        self.shelf.save(entity)

    def search(
        self, teams: Collection[int], *, key: str, phone: str | None, inn: str | None, limit: int
    ) -> list[Client]:
        if not (key or phone or inn):
            return []
        once = client.alias()
        merged = sa.select(once.c.merged_into).where(once.c.merged_into.is_not(None), _named(once, key, inn))
        by_phone = sa.select(contact.c.client_id).where(contact.c.phone == phone)
        ways = [_named(client, key, inn), client.c.id.in_(merged), *([client.c.id.in_(by_phone)] if phone else [])]
        nearest = sa.case(
            (client.c.name_key == key, 0), (client.c.name_key.startswith(key, autoescape=True), 1), else_=2
        )
        found = (STANDS, client.c.team_id.in_(teams), sa.or_(*ways))
        return self.shelf.all(*found, order=(nearest, client.c.name), limit=limit)

    def recent(self, member_id: int, limit: int) -> list[Client]:
        acts = (
            sa.select(activity.c.client_id, sa.func.max(activity.c.at).label("last"))
            .where(activity.c.member_id == member_id, activity.c.undone_at.is_(None))
            .group_by(activity.c.client_id)
            .subquery()
        )
        last = sa.func.coalesce(acts.c.last, client.c.created_at)
        ids = (
            sa.select(client.c.id)
            .join(acts, acts.c.client_id == client.c.id, isouter=True)
            .where(STANDS, sa.or_(acts.c.last.is_not(None), client.c.created_by == member_id))
            .order_by(last.desc(), client.c.id.desc())
            .limit(limit)
        )
        found = [row[0] for row in self.conn.execute(ids)]
        known = {one.id: one for one in self.shelf.all(client.c.id.in_(found))}
        return [known[client_id] for client_id in found]

    def keys(self, teams: Collection[int]) -> list[tuple[int, str]]:
        standing = sa.func.coalesce(client.c.merged_into, client.c.id)
        rows = self.conn.execute(sa.select(standing, client.c.name_key).where(client.c.team_id.in_(teams)))
        return [(row[0], row[1]) for row in rows]

    def of_owner(self, owner_id: int, limit: int) -> list[Client]:
        return self.shelf.all(STANDS, client.c.owner_id == owner_id, order=(client.c.name, client.c.id), limit=limit)

    def counts(self, team_id: int) -> Mapping[int, int]:
        query = sa.select(client.c.owner_id, sa.func.count()).where(STANDS, client.c.team_id == team_id)
        return {row[0]: row[1] for row in self.conn.execute(query.group_by(client.c.owner_id))}

    def contacts(self, client_id: int) -> list[Contact]:
        return self.people.all(contact.c.client_id == client_id)

    def add_contact(self, entity: Contact) -> Contact:
        return self.people.add(entity)

    def save_contact(self, entity: Contact) -> None:
        self.people.save(entity)

    def of_sender(self, teams: Collection[int], telegram_id: int, limit: int) -> list[Client]:
        theirs = client.c.id.in_(sa.select(contact.c.client_id).where(contact.c.telegram_id == telegram_id))
        return self.shelf.all(STANDS, client.c.team_id.in_(teams), theirs, order=client.c.name, limit=limit)

    def segments(self, team_id: int, limit: int) -> list[str]:
        used = sa.select(client.c.segment).where(STANDS, client.c.team_id == team_id, client.c.segment != "")
        order = (sa.func.count().desc(), client.c.segment)
        return list(self.conn.scalars(used.group_by(client.c.segment).order_by(*order).limit(limit)))

    def remove_contact(self, contact_id: int) -> None:
        self.conn.execute(sa.delete(contact).where(contact.c.id == contact_id))
