"""Receipts: what an act gave when it was first asked for, so that asking again does nothing."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.schema import Moment, metadata

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("action", sa.String(120), primary_key=True),
    sa.Column("member_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("result", sa.LargeBinary, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
)


def find(conn: Connection, action: str, member_id: int, key: str) -> bytes | None:
    """The encoded result, if this very act has been done. `member_id` 0: by someone who wasn't a member yet."""
    mine = (receipt.c.action == action, receipt.c.member_id == member_id, receipt.c.key == key)
    found: bytes | None = conn.scalar(sa.select(receipt.c.result).where(*mine))
    return found


def keep(conn: Connection, action: str, member_id: int, key: str, result: bytes, at: datetime) -> None:
    row = {"action": action, "member_id": member_id, "key": key, "result": result, "at": at}
    conn.execute(sa.insert(receipt).values(row))


def prune(conn: Connection, before: datetime) -> int:
    """Old receipts guard nothing any more: what they belong to has moved on, and acts check that by themselves."""
    return conn.execute(sa.delete(receipt).where(receipt.c.at < before)).rowcount
