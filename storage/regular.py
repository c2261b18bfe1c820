"""Rules for regular and key clients, who has read them, what each client is, and what was warned of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.types import TypeDecorator

from sales.activities import CONTACT_MADE, ActKind, Direction, Outcome
from sales.catalogue import key_of
from sales.errors import NotFound
from sales.orders import Measure
from sales.regular import ClientStatus, Criterion, Finding, Mode, Part, Rule, StatusChange, StatusWhy
from sales.watch import Sign, WatchWarning
from storage.activities import activity
from storage.schema import Id, Json, Moment, Word, metadata
from storage.shelf import Shelf


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Made once: that takes longer than a hundred values."""
    return TypeAdapter(kind)


class Shaped(TypeDecorator[Any]):
    """A value of dataclasses in a text column, as JSON."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _adapter(self.kind).dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else _adapter(self.kind).validate_json(value)


#: A new version is a new row; an old one changes only by the name of a product that is called otherwise now.
rule = sa.Table(
    "client_rule",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("aim", Word(ClientStatus), nullable=False),
    sa.Column("mode", Word(Mode), nullable=False),
    sa.Column("parts", Shaped(tuple[Part, ...]), nullable=False),
    sa.Column("measure", Word(Measure), nullable=False),
    sa.Column("made_by", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Index(None, "team_id", "aim", "id"),
)

rule_reading = sa.Table(
    "rule_reading",
    metadata,
    sa.Column("rule_id", Id, sa.ForeignKey("client_rule.id"), primary_key=True, autoincrement=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
)

#: A history: the newest row of a client is what it is. `handoff_id` has no key of its own: the row outlives both.
client_status = sa.Table(
    "client_status",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("status", Word(ClientStatus), nullable=False),
    sa.Column("why", Word(StatusWhy), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("rule_id", Id, sa.ForeignKey("client_rule.id")),
    sa.Column("member_id", Id, sa.ForeignKey("member.id")),
    sa.Column("because", Shaped(tuple[Finding, ...]), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("handoff_id", Id),
    sa.Index(None, "client_id", "id"),
    sa.Index(None, "team_id", "client_id", "id"),
)

watch_warning = sa.Table(
    "watch_warning",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("sign", Word(Sign), nullable=False),
    sa.Column("occasion", sa.String(40), nullable=False),
    sa.Column("facts", Json(dict), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("told_at", Moment, nullable=False),
    sa.Column("heads_at", Moment),
    sa.Column("snoozed_until", sa.Date),
    sa.Column("snoozed_by", Id, sa.ForeignKey("member.id")),
    sa.Column("snooze_words", sa.Text, nullable=False),
    sa.Column("over_at", Moment),
    sa.UniqueConstraint("client_id", "sign", "occasion"),
)
STANDS = sa.text("over_at IS NULL")
sa.Index("ix_watch_warning_open", watch_warning.c.team_id, sqlite_where=STANDS, postgresql_where=STANDS)


def move_client(conn: Connection, gone: int, into: int) -> None:
    """Of the same occasion one warning is enough: the other client's stays behind, and is over."""
    other = watch_warning.alias()
    same = sa.and_(other.c.sign == watch_warning.c.sign, other.c.occasion == watch_warning.c.occasion)
    twice = sa.select(other.c.id).where(other.c.client_id == into, same).exists()
    theirs = sa.update(watch_warning).where(watch_warning.c.client_id == gone)
    over = sa.func.coalesce(watch_warning.c.over_at, watch_warning.c.told_at)
    conn.execute(theirs.where(twice).values(over_at=over))
    conn.execute(theirs.where(~twice).values(client_id=into))


def rename_product(conn: Connection, team_id: int, old: str, new: str) -> None:
    """In every version of every rule: what a client has won by an older one is still found by it."""
    for row in conn.execute(sa.select(rule.c.id, rule.c.parts).where(rule.c.team_id == team_id)).all():
        parts = tuple(replace(one, product=new) if key_of(one.product) == key_of(old) else one for one in row.parts)
        if parts != row.parts:
            conn.execute(sa.update(rule).where(rule.c.id == row.id).values(parts=parts))


class RulesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def get(self, rule_id: int) -> Rule:
        found = self._all(rule.c.id == rule_id, limit=1)
        if not found:
            raise NotFound(what="rule")
        return found[0]

    def add(self, entity: Rule) -> Rule:
        made = self.conn.execute(sa.insert(rule).values(_row(entity))).inserted_primary_key
        assert made is not None  # noqa: S101 - a single-row insert
        return self.get(made[0])

    def newest(self, team_id: int, aim: ClientStatus) -> Rule | None:
        found = self._all(rule.c.team_id == team_id, rule.c.aim == aim, limit=1)
        return found[0] if found else None

    def read(self, rule_id: int, member_id: int, now: datetime) -> bool:
        insert = (sqlite if self.conn.dialect.name == "sqlite" else postgresql).insert(rule_reading)
        made = insert.values(rule_id=rule_id, member_id=member_id, at=now).on_conflict_do_nothing()
        return bool(self.conn.execute(made).rowcount)

    def readings(self, rule_id: int) -> Mapping[int, datetime]:
        query = sa.select(rule_reading.c.member_id, rule_reading.c.at).where(rule_reading.c.rule_id == rule_id)
        return {row[0]: row[1] for row in self.conn.execute(query)}

    def _all(self, *where: sa.ColumnElement[bool], limit: int) -> list[Rule]:
        query = sa.select(rule).where(*where).order_by(rule.c.id.desc()).limit(limit)
        return [_rule(row) for row in self.conn.execute(query)]


def _row(entity: Rule) -> dict[str, Any]:
    plain = {name: getattr(entity, name) for name in ("team_id", "aim", "measure", "made_by", "made_at")}
    return {**plain, "mode": entity.criterion.mode, "parts": entity.criterion.parts}


def _rule(row: sa.Row[Any]) -> Rule:
    criterion = Criterion(row.mode, row.parts)
    return Rule(row.id, row.team_id, row.aim, criterion, row.measure, row.made_by, row.made_at)


class StatusesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, client_status, StatusChange)

    def get(self, change_id: int) -> StatusChange:
        return self.shelf.get(change_id)

    def add(self, entity: StatusChange) -> StatusChange:
        return self.shelf.add(entity)

    def link(self, change_id: int, handoff_id: int) -> None:
        of_it = sa.update(client_status).where(client_status.c.id == change_id)
        self.conn.execute(of_it.values(handoff_id=handoff_id))

    def history(self, client_id: int) -> list[StatusChange]:
        return self.shelf.all(client_status.c.client_id == client_id, order=client_status.c.id.desc())

    def of_team(self, team_id: int) -> Mapping[int, StatusChange]:
        newest = sa.select(sa.func.max(client_status.c.id)).where(client_status.c.team_id == team_id)
        found = self.shelf.all(client_status.c.id.in_(newest.group_by(client_status.c.client_id)))
        return {one.client_id: one for one in found}


class WarningsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, watch_warning, WatchWarning)

    def get(self, warning_id: int) -> WatchWarning:
        return self.shelf.get(warning_id)

    def add(self, entity: WatchWarning) -> WatchWarning:
        return self.shelf.add(entity)

    def save(self, entity: WatchWarning) -> None:
        self.shelf.save(entity)

    def of_occasion(self, client_id: int, sign: Sign, occasion: str) -> WatchWarning | None:
        own = (watch_warning.c.client_id == client_id, watch_warning.c.sign == sign)
        return self.shelf.first(*own, watch_warning.c.occasion == occasion)

    def open_of_team(self, team_id: int) -> list[WatchWarning]:
        return self.shelf.all(watch_warning.c.team_id == team_id, watch_warning.c.over_at.is_(None))

    def open_of_client(self, client_id: int) -> list[WatchWarning]:
        return self.shelf.all(watch_warning.c.client_id == client_id, watch_warning.c.over_at.is_(None))

    def contacts(self, team_id: int) -> Mapping[int, datetime]:
        spoken = (
            activity.c.team_id == team_id,
            activity.c.outcome.in_(list(CONTACT_MADE)),
            activity.c.undone_at.is_(None),
        )
        query = sa.select(activity.c.client_id, sa.func.max(activity.c.at)).where(*spoken)
        return {row[0]: row[1] for row in self.conn.execute(query.group_by(activity.c.client_id))}

    def unanswered(self, team_id: int, since: datetime) -> Mapping[int, datetime]:
        """Acts by number, for two may share a moment."""
        ours = activity.alias()
        missed = activity.c.outcome.in_([Outcome.NO_ANSWER, Outcome.NOT_HELD])
        asked = sa.and_(activity.c.direction == Direction.INBOUND, sa.or_(activity.c.kind == ActKind.NOTE, missed))
        theirs = sa.and_(
            ours.c.direction == Direction.INBOUND,
            sa.or_(ours.c.kind == ActKind.NOTE, ours.c.outcome.in_([Outcome.NO_ANSWER, Outcome.NOT_HELD])),
        )
        later = sa.exists().where(
            ours.c.client_id == activity.c.client_id, ours.c.id > activity.c.id, ours.c.undone_at.is_(None), ~theirs
        )
        open_ = (activity.c.team_id == team_id, activity.c.at > since, activity.c.undone_at.is_(None), asked, ~later)
        query = sa.select(activity.c.client_id, sa.func.min(activity.c.at)).where(*open_)
        return {row[0]: row[1] for row in self.conn.execute(query.group_by(activity.c.client_id))}
