"""Deals, their moves and what was learnt on the way. A change is a compare-and-set by the deal's version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.deals import ENDED, LATE, Deal, DealMove, DealNote, DealStage, LostReason, NoteKind, furthest
from storage.schema import Id, Json, Moment, Word, metadata
from storage.shelf import Shelf

deal = sa.Table(
    "deal",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False, index=True),
    sa.Column("owner_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("stage", Word(DealStage), nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("stage_at", Moment, nullable=False),
    sa.Column("product", sa.String(200), nullable=False),
    sa.Column("amount", sa.BigInteger),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("expected_on", sa.Date),
    sa.Column("lead_id", Id, sa.ForeignKey("lead.id")),
    sa.Column("ended_at", Moment),
    sa.Column("reason", Word(LostReason)),
    sa.Column("reason_words", sa.Text, nullable=False),
    sa.Column("parked_until", sa.Date),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index(None, "team_id", "ended_at"),
)
STANDS_OPEN = sa.text("stage NOT IN ('won', 'lost')")
#: At most one open deal per client, whatever two people do at once.
sa.Index("uq_deal_open", deal.c.client_id, unique=True, sqlite_where=STANDS_OPEN, postgresql_where=STANDS_OPEN)
sa.Index("ix_deal_open_owner", deal.c.owner_id, sqlite_where=STANDS_OPEN, postgresql_where=STANDS_OPEN)
sa.Index("ix_deal_open_team", deal.c.team_id, deal.c.stage_at, sqlite_where=STANDS_OPEN, postgresql_where=STANDS_OPEN)

deal_move = sa.Table(
    "deal_move",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("deal_id", Id, sa.ForeignKey("deal.id"), nullable=False, index=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("start", Word(DealStage)),
    sa.Column("end", Word(DealStage), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("reason", Word(LostReason)),
    sa.Column("until", sa.Date),
    sa.Column("made_step", Id),
    sa.Column("reopens", Json(tuple), nullable=False),
    sa.Column("reopens_lead", Id),
    sa.Column("undone_at", Moment),
)

deal_note = sa.Table(
    "deal_note",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("deal_id", Id, sa.ForeignKey("deal.id"), nullable=False, index=True),
    sa.Column("kind", Word(NoteKind), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

COUNTS = deal_move.c.undone_at.is_(None)
LONGEST_STANDING = (deal.c.stage_at, deal.c.id)


class DealsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, deal, Deal)
        self.steps = Shelf(conn, deal_move, DealMove)
        self.learnt = Shelf(conn, deal_note, DealNote)

    def get(self, deal_id: int) -> Deal:
        return self.shelf.get(deal_id)

    def add(self, entity: Deal) -> Deal:
        return self.shelf.add(entity)

    def save(self, entity: Deal) -> bool:
        return self.shelf.save(entity, deal.c.version == entity.version, version=entity.version + 1)

    def remove(self, deal_id: int) -> None:
        for table, key in ((deal_note, deal_note.c.deal_id), (deal_move, deal_move.c.deal_id), (deal, deal.c.id)):
            self.conn.execute(sa.delete(table).where(key == deal_id))

    def open_of_client(self, client_id: int) -> Deal | None:
        return self.shelf.first(STANDS_OPEN, deal.c.client_id == client_id)  # type: ignore[arg-type]

    def last_of_client(self, client_id: int) -> Deal | None:
        return self.shelf.first(deal.c.client_id == client_id, order=deal.c.id.desc())

    def of_client(self, client_id: int) -> list[Deal]:
        return self.shelf.all(deal.c.client_id == client_id)

    def of_owner(self, owner_id: int) -> list[Deal]:
        return self.shelf.all(STANDS_OPEN, deal.c.owner_id == owner_id, order=LONGEST_STANDING)  # type: ignore[arg-type]

    def of_team(self, team_id: int) -> list[Deal]:
        return self.shelf.all(STANDS_OPEN, deal.c.team_id == team_id, order=LONGEST_STANDING)  # type: ignore[arg-type]

    def won(self, team_id: int, since: datetime, until: datetime) -> list[Deal]:
        within = sa.and_(deal.c.ended_at >= since, deal.c.ended_at < until)
        return self.shelf.all(deal.c.team_id == team_id, deal.c.stage == DealStage.WON, within)

    def stalled(self, team_id: int, before: datetime) -> list[Deal]:
        stands = sa.and_(deal.c.stage.in_(sorted(LATE)), deal.c.stage_at < before)
        return self.shelf.all(STANDS_OPEN, deal.c.team_id == team_id, stands, order=LONGEST_STANDING)  # type: ignore[arg-type]

    def ends(self, team_id: int, since: datetime) -> Mapping[int, tuple[DealStage, DealStage]]:
        over = sa.and_(deal.c.team_id == team_id, deal.c.ended_at >= since, deal.c.stage.in_(sorted(ENDED)))
        ends = {row[0]: row[1] for row in self.conn.execute(sa.select(deal.c.id, deal.c.stage).where(over))}
        of_these = sa.and_(COUNTS, deal_move.c.deal_id.in_(sa.select(deal.c.id).where(over)))
        moves: dict[int, list[DealMove]] = {deal_id: [] for deal_id in ends}
        for move in self.steps.all(of_these):
            moves[move.deal_id].append(move)
        return {deal_id: (furthest(moves[deal_id]), end) for deal_id, end in ends.items()}

    def move(self, move_id: int) -> DealMove:
        return self.steps.get(move_id)

    def moves(self, deal_id: int) -> list[DealMove]:
        return self.steps.all(COUNTS, deal_move.c.deal_id == deal_id)

    def add_move(self, entity: DealMove) -> DealMove:
        return self.steps.add(entity)

    def save_move(self, entity: DealMove) -> None:
        self.steps.save(entity)

    def notes(self, deal_id: int) -> list[DealNote]:
        return self.learnt.all(deal_note.c.deal_id == deal_id)

    def add_note(self, entity: DealNote) -> DealNote:
        return self.learnt.add(entity)
