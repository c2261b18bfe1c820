"""Single-use ways in. The token itself is never stored, only its hash."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.company import Invite
from storage.schema import Id, Json, Moment, metadata
from storage.shelf import Shelf

invite = sa.Table(
    "invite",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id")),
    sa.Column("team_id", Id, sa.ForeignKey("team.id")),
    sa.Column("roles", Json(frozenset), nullable=False),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("created_by", Id, sa.ForeignKey("member.id")),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_by", Id, sa.ForeignKey("member.id")),
    sa.Column("used_at", Moment),
    sa.Column("revoked_at", Moment),
)


class InvitesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, invite, Invite)

    def add(self, entity: Invite) -> Invite:
        return self.shelf.add(entity)

    def get(self, invite_id: int) -> Invite:
        return self.shelf.get(invite_id)

    def by_hash(self, token_hash: str) -> Invite | None:
        return self.shelf.first(invite.c.token_hash == token_hash)

    def open_of(self, company_id: int | None, now: datetime) -> list[Invite]:
        whose = invite.c.company_id.is_(None) if company_id is None else invite.c.company_id == company_id
        return self.shelf.all(whose, *_open(), invite.c.expires_at > now)

    def use(self, invite_id: int, member_id: int, now: datetime) -> bool:
        return self._end(invite_id, used_by=member_id, used_at=now)

    def revoke(self, invite_id: int, now: datetime) -> bool:
        return self._end(invite_id, revoked_at=now)

    def renew(self, invite_id: int, token_hash: str, created_by: int, expires_at: datetime) -> bool:
        still = sa.update(invite).where(invite.c.id == invite_id, *_open())
        fresh = still.values(token_hash=token_hash, created_by=created_by, expires_at=expires_at)
        return bool(self.conn.execute(fresh).rowcount)

    def _end(self, invite_id: int, **values: object) -> bool:
        still = sa.update(invite).where(invite.c.id == invite_id, *_open())
        return bool(self.conn.execute(still.values(values)).rowcount)


def _open() -> tuple[sa.ColumnElement[bool], ...]:
    return invite.c.used_at.is_(None), invite.c.revoked_at.is_(None)
