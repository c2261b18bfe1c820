"""Who did what to what, when. Only ever added to. What somebody does while acting for a head says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.notices import Fact
from sales.ports.telling import Record
from storage.acting import ActingShelf
from storage.schema import Id, Json, Moment, metadata

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id")),
    sa.Column("verb", sa.String(60), nullable=False),
    sa.Column("subject", Id, nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id")),
    sa.Column("facts", Json(), nullable=False),
    sa.Index(None, "client_id", "at"),
    sa.Index(None, "verb", "subject"),
)


class AuditShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.acting = ActingShelf(conn)

    def note(
        self,
        member_id: int | None,
        verb: str,
        subject: int,
        now: datetime,
        *,
        client_id: int | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> None:
        told = dict(facts or {})
        acting = self.acting.current_of(member_id) if member_id is not None else None
        if acting is not None:
            told["acting"] = acting.id
        row = {"at": now, "member_id": member_id, "verb": verb, "subject": subject, "client_id": client_id}
        self.conn.execute(sa.insert(audit).values(**row, facts=told))

    def of_client(self, client_id: int, verbs: Collection[str], limit: int) -> list[Record]:
        columns = (audit.c.at, audit.c.member_id, audit.c.verb, audit.c.facts)
        query = sa.select(*columns).where(audit.c.client_id == client_id, audit.c.verb.in_(verbs))
        rows = self.conn.execute(query.order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit))
        return [Record(**row._mapping) for row in rows]

    def count(self, verb: str, subject: int, since: datetime) -> int:
        same = (audit.c.verb == verb, audit.c.subject == subject, audit.c.at > since)
        return self.conn.scalar(sa.select(sa.func.count()).select_from(audit).where(*same)) or 0

    def trace(self, verbs: Collection[str], subject: int) -> list[Record]:
        about = (audit.c.verb.in_(sorted(verbs)), audit.c.subject == subject)
        query = sa.select(audit.c.at, audit.c.member_id, audit.c.verb, audit.c.facts).where(*about)
        return [Record(*row) for row in self.conn.execute(query.order_by(audit.c.id))]

    def acted_since(self, client_id: int, other_than: int, since: datetime) -> int | None:
        query = (
            sa.select(audit.c.member_id)
            .where(audit.c.client_id == client_id, audit.c.at > since)
            .where(audit.c.member_id.is_not(None), audit.c.member_id != other_than)
            .order_by(audit.c.id.desc())
            .limit(1)
        )
        found: int | None = self.conn.execute(query).scalar()
        return found
