"""Who is absent when, who stands in, and which steps are lent meanwhile."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.absence import Absence, AbsenceState, Loan
from sales.steps import Step, StepState
from storage.clients import client
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf
from storage.steps import step

absence = sa.Table(
    "absence",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False, index=True),
    sa.Column("substitute_id", Id, sa.ForeignKey("member.id"), index=True),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Column("state", Word(AbsenceState), nullable=False),
    sa.Column("entered_by", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)
IS_CURRENT = sa.text("state = 'current'")
#: At most one at a time, whatever two people do at once.
sa.Index("uq_absence_current", absence.c.member_id, unique=True, sqlite_where=IS_CURRENT, postgresql_where=IS_CURRENT)

loan = sa.Table(
    "loan",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("absence_id", Id, sa.ForeignKey("absence.id"), nullable=False, index=True),
    sa.Column("step_id", Id, sa.ForeignKey("step.id"), nullable=False),
    sa.Column("holder_id", Id, sa.ForeignKey("member.id"), nullable=False, index=True),
    sa.Column("lent_at", Moment, nullable=False),
    sa.Column("returned_at", Moment),
)
IS_LENT = sa.text("returned_at IS NULL")
#: A step is lent once at a time: a substitute who becomes absent passes the same loan on.
sa.Index("uq_loan_step", loan.c.step_id, unique=True, sqlite_where=IS_LENT, postgresql_where=IS_LENT)

#: In so many words, so that the partial indexes serve them.
STANDS = absence.c.state == sa.literal_column(f"'{AbsenceState.CURRENT.value}'")
OPEN_STEP = step.c.state == sa.literal_column(f"'{StepState.OPEN.value}'")
LENT = loan.c.returned_at.is_(None)


class AbsencesShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, absence, Absence)
        self.loans = Shelf(conn, loan, Loan)
        self.steps = Shelf(conn, step, Step)

    def get(self, absence_id: int) -> Absence:
        return self.shelf.get(absence_id)

    def add(self, entity: Absence) -> Absence:
        return self.shelf.add(entity)

    def move(self, entity: Absence, expected: Collection[AbsenceState]) -> bool:
        return self.shelf.save(entity, absence.c.state.in_(list(expected)))

    def current_of(self, member_id: int) -> Absence | None:
        return self.shelf.first(absence.c.member_id == member_id, STANDS)

    def ahead_of(self, member_id: int) -> list[Absence]:
        still = absence.c.state != AbsenceState.OVER
        return self.shelf.all(absence.c.member_id == member_id, still, order=(absence.c.since, absence.c.id))

    def ahead_for(self, substitute_id: int) -> list[Absence]:
        still = absence.c.state != AbsenceState.OVER
        return self.shelf.all(absence.c.substitute_id == substitute_id, still, order=(absence.c.since, absence.c.id))

    def current(self, team_id: int) -> list[Absence]:
        return self.shelf.all(absence.c.team_id == team_id, STANDS, order=absence.c.member_id)

    def substitute_for(self, client_id: int) -> int | None:
        owned = sa.select(absence.c.substitute_id).join(client, client.c.owner_id == absence.c.member_id)
        return self.conn.scalar(owned.where(client.c.id == client_id, STANDS))

    def to_lend(self, limit: int) -> list[tuple[int, Step]]:
        names = [step.c[name] for name in self.steps.names]
        held = sa.select(absence.c.id.label("absence_id"), *names).join(step, step.c.member_id == absence.c.member_id)
        due = (STANDS, absence.c.substitute_id.is_not(None), OPEN_STEP, step.c.due_at < absence.c.until)
        rows = self.conn.execute(held.where(*due).order_by(step.c.due_at, step.c.id).limit(limit))
        return [(row.absence_id, Step(**{name: row._mapping[name] for name in self.steps.names})) for row in rows]

    def add_loan(self, entity: Loan) -> Loan:
        return self.loans.add(entity)

    def save_loan(self, entity: Loan) -> None:
        self.loans.save(entity)

    def loans_of(self, absence_id: int) -> list[Loan]:
        return self.loans.all(loan.c.absence_id == absence_id)

    def loan_of_step(self, step_id: int) -> Loan | None:
        return self.loans.first(loan.c.step_id == step_id, LENT)

    def loans_held_by(self, member_id: int) -> list[Loan]:
        return self.loans.all(loan.c.holder_id == member_id, LENT)
