"""Products and territories: each team's own lists."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.catalogue import Product, Territory, key_of
from storage import regular
from storage.schema import Id, Moment, metadata
from storage.shelf import Shelf

product = sa.Table(
    "product",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("key", sa.String(120), nullable=False),
    sa.Column("retired_at", Moment),
    sa.UniqueConstraint("team_id", "key"),
)

territory = sa.Table(
    "territory",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("key", sa.String(120), nullable=False),
    sa.Column("manager_id", Id, sa.ForeignKey("member.id")),
    sa.Column("receiver_id", Id, sa.ForeignKey("member.id")),
    sa.Column("retired_at", Moment),
    sa.UniqueConstraint("team_id", "key"),
)


class CatalogueShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.goods = Shelf(conn, product, Product)
        self.places = Shelf(conn, territory, Territory)

    def products(self, team_id: int) -> list[Product]:
        return self.goods.all(product.c.team_id == team_id)

    def product(self, product_id: int) -> Product:
        return self.goods.get(product_id)

    def add_product(self, entity: Product) -> Product:
        return self.goods.add(entity)

    def save_product(self, entity: Product) -> None:
        self.goods.save(entity)

    def rename_product(self, team_id: int, old: str, new: str) -> None:
        for table in metadata.sorted_tables:
            if "product" in table.c and "team_id" in table.c:
                self._rename_in(table, team_id, old, new)
        regular.rename_product(self.conn, team_id, old, new)

    def _rename_in(self, table: sa.Table, team_id: int, old: str, new: str) -> None:
        """In whatever case it was written there: compared here, for SQLite knows no case but that of Latin letters."""
        known = self.conn.scalars(sa.select(table.c.product).where(table.c.team_id == team_id).distinct())
        same = [name for name in known if key_of(name) == key_of(old)]
        if same:
            named = (table.c.team_id == team_id, table.c.product.in_(same))
            self.conn.execute(sa.update(table).where(*named).values(product=new))

    def territories(self, team_id: int) -> list[Territory]:
        return self.places.all(territory.c.team_id == team_id)

    def territory(self, territory_id: int) -> Territory:
        return self.places.get(territory_id)

    def add_territory(self, entity: Territory) -> Territory:
        return self.places.add(entity)

    def save_territory(self, entity: Territory) -> None:
        self.places.save(entity)
