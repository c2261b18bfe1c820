"""What an act has left behind: notices that wait, and the record."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sales.notices import NoticeKind
from storage.audit import audit
from storage.outbox import outbox


def told(conn: sa.Connection, kind: NoticeKind) -> list[tuple[int, int, dict[str, Any]]]:
    """(member, subject, facts) of the notices of that kind."""
    rows = conn.execute(sa.select(outbox.c.member_id, outbox.c.subject, outbox.c.facts).where(outbox.c.kind == kind))
    return [(row.member_id, row.subject, row.facts) for row in rows]


def recorded(conn: sa.Connection, verb: str) -> list[tuple[int | None, int, dict[str, Any]]]:
    """(who, subject, facts) of the record's entries of that verb."""
    rows = conn.execute(sa.select(audit.c.member_id, audit.c.subject, audit.c.facts).where(audit.c.verb == verb))
    return [(row.member_id, row.subject, row.facts) for row in rows]
