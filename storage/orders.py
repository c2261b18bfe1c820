"""Orders. A change is a compare-and-set by the row's version; what it was before stands in the record."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.orders import Order
from storage.schema import Id, Moment, metadata
from storage.shelf import Shelf

#: `import_id`: the file that it came with. «order» alone is a word of SQL.
order = sa.Table(
    "client_order",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("product", sa.String(200), nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("ordered_on", sa.Date, nullable=False),
    sa.Column("signed_on", sa.Date),
    sa.Column("shipped_on", sa.Date),
    sa.Column("paid_on", sa.Date),
    sa.Column("contract_ends_on", sa.Date),
    sa.Column("deal_id", Id),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("cancelled_at", Moment),
    sa.Column("cancel_words", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("import_id", Id),
    sa.Index(None, "client_id", "ordered_on"),
    sa.Index(None, "team_id", "ordered_on"),
    sa.Index(None, "team_id", "signed_on"),
    sa.Index(None, "team_id", "shipped_on"),
    sa.Index(None, "team_id", "paid_on"),
)
IMPORTED = sa.text("import_id IS NOT NULL")
sa.Index("ix_client_order_import", order.c.import_id, sqlite_where=IMPORTED, postgresql_where=IMPORTED)


class OrdersShelf:
    def __init__(self, conn: Connection) -> None:
        self.shelf = Shelf(conn, order, Order)

    def get(self, order_id: int) -> Order:
        return self.shelf.get(order_id)

    def add(self, entity: Order) -> Order:
        return self.shelf.add(entity)

    def save(self, entity: Order) -> bool:
        return self.shelf.save(entity, order.c.version == entity.version, version=entity.version + 1)

    def of_client(self, client_id: int) -> list[Order]:
        return self.shelf.all(order.c.client_id == client_id, order=(order.c.ordered_on, order.c.id))

    def origin(self, order_id: int) -> int | None:
        found: int | None = self.shelf.conn.scalar(sa.select(order.c.import_id).where(order.c.id == order_id))
        return found

    def of_team(self, team_id: int, since: date, until: date) -> list[Order]:
        within = order.c.ordered_on.between(since, until)
        return self.shelf.all(order.c.team_id == team_id, within, order=(order.c.ordered_on, order.c.id))
