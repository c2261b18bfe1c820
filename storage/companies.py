"""The company and its teams. A team's settings are one JSON value: each change of them is on record as a whole."""

from __future__ import annotations

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from sales.company import Company, Team, TeamSettings
from sales.errors import NotFound
from storage.schema import Id, Moment, metadata
from storage.shelf import Shelf

company = sa.Table(
    "company",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

#: `parent_id`: a department may have a level between its head and its reps.
team = sa.Table(
    "team",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False, index=True),
    sa.Column("parent_id", Id, sa.ForeignKey("team.id")),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
)

_SETTINGS = TypeAdapter(TeamSettings)


class CompaniesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.companies = Shelf(conn, company, Company)

    def only(self) -> Company | None:
        return self.companies.first(order=company.c.id)

    def add(self, entity: Company) -> Company:
        return self.companies.add(entity)

    def save(self, entity: Company) -> None:
        self.companies.save(entity)

    def team(self, team_id: int) -> Team:
        row = self.conn.execute(sa.select(team).where(team.c.id == team_id)).first()
        if row is None:
            raise NotFound(what="team")
        return _team(row)

    def teams(self, company_id: int) -> list[Team]:
        rows = self.conn.execute(sa.select(team).where(team.c.company_id == company_id).order_by(team.c.id))
        return [_team(row) for row in rows]

    def add_team(self, entity: Team) -> Team:
        made = self.conn.execute(sa.insert(team).values(_values(entity))).inserted_primary_key
        assert made is not None  # noqa: S101 - a single-row insert
        return self.team(made[0])

    def save_team(self, entity: Team) -> None:
        self.conn.execute(sa.update(team).where(team.c.id == entity.id).values(_values(entity)))


def _team(row: sa.Row[tuple[object, ...]]) -> Team:
    return Team(**{**row._mapping, "settings": _SETTINGS.validate_json(row.settings)})


def _values(entity: Team) -> dict[str, object]:
    return {
        "company_id": entity.company_id,
        "parent_id": entity.parent_id,
        "name": entity.name,
        "settings": _SETTINGS.dump_json(entity.settings).decode(),
    }
