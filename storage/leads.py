"""Leads and the answers to their four questions."""

from __future__ import annotations

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.leads import Answer, CloseReason, Lead, LeadState, Question, Source, Verdict
from sales.steps import StepKind
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

lead = sa.Table(
    "lead",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False, index=True),
    sa.Column("giver_id", Id, sa.ForeignKey("member.id"), nullable=False, index=True),
    sa.Column("state", Word(LeadState), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("product", sa.String(200), nullable=False),
    sa.Column("estimate", sa.BigInteger),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("decision_maker", sa.Text, nullable=False),
    sa.Column("expects", sa.Text, nullable=False),
    sa.Column("source", Word(Source)),
    sa.Column("next_kind", Word(StepKind)),
    sa.Column("next_at", Moment),
    sa.Column("next_exact", sa.Boolean, nullable=False),
    sa.Column("next_words", sa.Text, nullable=False),
    sa.Column("next_place", sa.Text, nullable=False),
    sa.Column("step_id", Id),
    sa.Column("submitted_at", Moment),
    sa.Column("accepted_at", Moment),
    sa.Column("contacted_at", Moment),
    sa.Column("parked_until", sa.Date),
    sa.Column("closed_at", Moment),
    sa.Column("close_reason", Word(CloseReason)),
    sa.Column("reason_words", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("import_id", Id),
)
NOT_CLOSED = sa.text("state <> 'closed'")
#: At most one open lead per client, whatever two people do at once.
sa.Index("uq_lead_open", lead.c.client_id, unique=True, sqlite_where=NOT_CLOSED, postgresql_where=NOT_CLOSED)

lead_answer = sa.Table(
    "lead_answer",
    metadata,
    sa.Column("lead_id", Id, sa.ForeignKey("lead.id"), primary_key=True),
    sa.Column("question", Word(Question), primary_key=True),
    sa.Column("verdict", Word(Verdict), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("remark", sa.Text, nullable=False),
)


class LeadsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, lead, Lead)

    def get(self, lead_id: int) -> Lead:
        return self.shelf.get(lead_id)

    def add(self, entity: Lead) -> Lead:
        return self.shelf.add(entity)

    def save(self, entity: Lead) -> bool:
        return self.shelf.save(entity, lead.c.version == entity.version, version=entity.version + 1)

    def open_of_client(self, client_id: int) -> Lead | None:
        return self.shelf.first(lead.c.client_id == client_id, lead.c.state != LeadState.CLOSED)

    def last_of_client(self, client_id: int) -> Lead | None:
        over = sa.case((lead.c.state == LeadState.CLOSED, 1), else_=0)
        return self.shelf.first(lead.c.client_id == client_id, order=(over, lead.c.id.desc()))

    def of_client(self, client_id: int) -> list[Lead]:
        return self.shelf.all(lead.c.client_id == client_id)

    def of_member(self, member_id: int, limit: int) -> list[Lead]:
        waiting = lead.c.state.in_([LeadState.DRAFT, LeadState.PARKED])
        return self.shelf.all(lead.c.giver_id == member_id, waiting, order=lead.c.id.desc(), limit=limit)

    def answers(self, lead_id: int) -> list[Answer]:
        columns = [column for column in lead_answer.c if column.name != "lead_id"]
        rows = self.conn.execute(sa.select(*columns).where(lead_answer.c.lead_id == lead_id))
        order = list(Question)
        return sorted((Answer(**row._mapping) for row in rows), key=lambda one: order.index(one.question))

    def put_answer(self, lead_id: int, answer: Answer) -> None:
        here = sa.and_(lead_answer.c.lead_id == lead_id, lead_answer.c.question == answer.question)
        self.conn.execute(sa.delete(lead_answer).where(here))
        self.conn.execute(sa.insert(lead_answer).values(lead_id=lead_id, **asdict(answer)))
