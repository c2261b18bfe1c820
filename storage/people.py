"""Members and the roles they hold in their teams."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.errors import NotFound
from sales.people import Member, Role
from storage.schema import Id, Moment, Word, metadata

member = sa.Table(
    "member",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False, index=True),
    sa.Column("telegram_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("zone", sa.String(60)),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("away_until", Moment),
    sa.Column("unreachable", sa.String(200)),
    sa.Column("joined_at", Moment, nullable=False),
)

#: Roles are held in a team: somebody may lead one and sell in another.
member_role = sa.Table(
    "member_role",
    metadata,
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("role", Word(Role), primary_key=True),
    sa.Index(None, "team_id"),
)


class PeopleShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def get(self, member_id: int) -> Member:
        found = self._where(member.c.id == member_id)
        if not found:
            raise NotFound(what="member")
        return found[0]

    def by_telegram(self, telegram_id: int) -> Member | None:
        return next(iter(self._where(member.c.telegram_id == telegram_id)), None)

    def of_company(self, company_id: int) -> list[Member]:
        return self._where(member.c.company_id == company_id)

    def of_team(self, team_id: int, *, active: bool = True) -> list[Member]:
        inside = sa.select(member_role.c.member_id).where(member_role.c.team_id == team_id)
        belongs = sa.or_(member.c.id.in_(inside), member.c.team_id == team_id)
        return self._where(belongs, member.c.active) if active else self._where(belongs)

    def add(self, entity: Member) -> Member:
        made = self.conn.execute(sa.insert(member).values(_row(entity))).inserted_primary_key
        assert made is not None  # noqa: S101 - a single-row insert
        self.set_roles(made[0], entity.team_id, entity.roles)
        return self.get(made[0])

    def save(self, entity: Member) -> None:
        self.conn.execute(sa.update(member).where(member.c.id == entity.id).values(_row(entity)))

    def set_roles(self, member_id: int, team_id: int, roles: Collection[Role]) -> None:
        here = sa.and_(member_role.c.member_id == member_id, member_role.c.team_id == team_id)
        self.conn.execute(sa.delete(member_role).where(here))
        if roles:
            rows = [{"member_id": member_id, "team_id": team_id, "role": role} for role in sorted(roles)]
            self.conn.execute(sa.insert(member_role), rows)

    def _where(self, *where: sa.ColumnElement[bool]) -> list[Member]:
        rows = self.conn.execute(sa.select(member).where(*where).order_by(member.c.id)).all()
        roles = self._roles([row.id for row in rows])
        return [Member(**row._mapping, roles=frozenset(roles.get(row.id, ()))) for row in rows]

    def _roles(self, ids: list[int]) -> dict[int, list[Role]]:
        found: dict[int, list[Role]] = {}
        if ids:
            held = sa.select(member_role.c.member_id, member_role.c.role).where(member_role.c.member_id.in_(ids))
            for member_id, role in self.conn.execute(held):
                found.setdefault(member_id, []).append(role)
        return found


def _row(entity: Member) -> dict[str, Any]:
    return {name: value for name, value in asdict(entity).items() if name not in ("id", "roles")}
