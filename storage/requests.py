"""Inbound requests, who was asked about them, who is on duty. A change is a compare-and-set by the row's version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.handoff import Load
from sales.leads import Source
from sales.requests import (
    OPEN_REQUEST,
    AskState,
    InboundRequest,
    RequestAsk,
    RequestEnd,
    RequestState,
    Stuck,
)
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

request = sa.Table(
    "request",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("state", Word(RequestState), nullable=False),
    sa.Column("source", Word(Source), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("dropped_at", Moment, nullable=False),
    sa.Column("dropped_by", Id, sa.ForeignKey("member.id")),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("phone", sa.String(20)),
    sa.Column("inn", sa.String(12)),
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("holder_id", Id, sa.ForeignKey("member.id")),
    sa.Column("asked_at", Moment),
    sa.Column("deadline_at", Moment),
    sa.Column("rounds", sa.Integer, nullable=False),
    sa.Column("stuck", Word(Stuck)),
    sa.Column("taken_at", Moment),
    sa.Column("client_id", Id, sa.ForeignKey("client.id")),
    sa.Column("ended_at", Moment),
    sa.Column("end", Word(RequestEnd)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index(None, "dropped_by", "id"),
    sa.UniqueConstraint("chat_id", "message_id"),
)
STANDS_OPEN = sa.text("state IN ('waiting', 'escalated', 'taken')")
sa.Index("ix_request_open", request.c.team_id, request.c.id, sqlite_where=STANDS_OPEN, postgresql_where=STANDS_OPEN)
sa.Index("ix_request_held", request.c.holder_id, sqlite_where=STANDS_OPEN, postgresql_where=STANDS_OPEN)

ask = sa.Table(
    "request_ask",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("request_id", Id, sa.ForeignKey("request.id"), nullable=False, index=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("state", Word(AskState), nullable=False),
    sa.Index(None, "member_id", "asked_at"),
)

#: Nobody of a team: everybody who may is on duty.
duty = sa.Table(
    "duty",
    metadata,
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), primary_key=True),
)


class RequestsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, request, InboundRequest)
        self.asked = Shelf(conn, ask, RequestAsk)

    def get(self, request_id: int) -> InboundRequest:
        return self.shelf.get(request_id)

    def add(self, entity: InboundRequest) -> InboundRequest:
        return self.shelf.add(entity)

    def save(self, entity: InboundRequest) -> bool:
        return self.shelf.save(entity, request.c.version == entity.version, version=entity.version + 1)

    def open_of_phone(self, team_id: int, phone: str, since: datetime) -> InboundRequest | None:
        same = (request.c.team_id == team_id, request.c.phone == phone, request.c.dropped_at > since)
        return self.shelf.first(*same, STANDS_OPEN, order=request.c.id.desc())  # type: ignore[arg-type]

    def of_message(self, chat_id: int, message_id: int) -> InboundRequest | None:
        return self.shelf.first(request.c.chat_id == chat_id, request.c.message_id == message_id)

    def open_of_team(self, team_id: int, limit: int) -> list[InboundRequest]:
        return self.shelf.all(request.c.team_id == team_id, STANDS_OPEN, limit=limit)  # type: ignore[arg-type]

    def open_around(self, member_id: int, limit: int) -> list[InboundRequest]:
        theirs = sa.or_(request.c.holder_id == member_id, request.c.dropped_by == member_id)
        return self.shelf.all(theirs, STANDS_OPEN, limit=limit)  # type: ignore[arg-type]

    def held_by(self, member_id: int) -> list[InboundRequest]:
        return self.shelf.all(request.c.holder_id == member_id, STANDS_OPEN)  # type: ignore[arg-type]

    def last_sources(self, member_id: int, limit: int) -> list[Source]:
        theirs = self.shelf.all(request.c.dropped_by == member_id, order=request.c.id.desc(), limit=limit)
        return list(dict.fromkeys(one.source for one in theirs))

    def asks(self, request_id: int) -> list[RequestAsk]:
        return self.asked.all(ask.c.request_id == request_id)

    def add_ask(self, entity: RequestAsk) -> RequestAsk:
        return self.asked.add(entity)

    def answer(self, request_id: int, state: AskState) -> None:
        still = (ask.c.request_id == request_id, ask.c.state == AskState.OPEN)
        self.conn.execute(sa.update(ask).where(*still).values(state=state))

    def loads(self, team_id: int) -> Mapping[int, Load]:
        held = sa.select(request.c.holder_id, sa.func.count()).where(
            request.c.team_id == team_id, STANDS_OPEN, request.c.state.in_(list(OPEN_REQUEST))
        )
        counts = {row[0]: row[1] for row in self.conn.execute(held.group_by(request.c.holder_id)) if row[0]}
        last = sa.select(ask.c.member_id, sa.func.max(ask.c.asked_at)).group_by(ask.c.member_id)
        since = {row[0]: row[1] for row in self.conn.execute(last)}
        return {one: Load(counts.get(one, 0), since.get(one)) for one in counts.keys() | since.keys()}

    def duty(self, team_id: int) -> frozenset[int]:
        return frozenset(self.conn.scalars(sa.select(duty.c.member_id).where(duty.c.team_id == team_id)))

    def set_duty(self, team_id: int, member_ids: Collection[int]) -> None:
        self.conn.execute(sa.delete(duty).where(duty.c.team_id == team_id))
        for member_id in sorted(member_ids):
            self.conn.execute(sa.insert(duty).values(team_id=team_id, member_id=member_id))
