"""What the figures read: acts, what happened to hand-overs, what was overdue or unanswered at a moment.

Each question is answered from an index over the team and the time, so that it costs what its span holds and not what
the years before have left behind. `handoff_fact` only ever grows by what the actions note; a hand-over's own row says
where it stands now, its facts say when it got there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.activities import TOUCHES, Outcome
from sales.handoff import UNANSWERED
from sales.orders import Measure
from sales.ports import ANSWERS, ActFact, HandoffFact, OrderFact, Overdue
from sales.signs import Entry
from sales.steps import StepState
from storage.activities import activity
from storage.calling import calling_entry
from storage.handoffs import IS_OPEN, handoff
from storage.orders import order
from storage.schema import Id, Moment, metadata
from storage.steps import OPEN, step

handoff_fact = sa.Table(
    "handoff_fact",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("handoff_id", Id, sa.ForeignKey("handoff.id"), nullable=False, index=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("giver_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("what", sa.String(20), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("took", sa.Integer, nullable=False),
    # The figures of a day read this index alone.
    sa.Index("ix_handoff_fact_figures", "team_id", "at", "what", "handoff_id", "member_id", "giver_id", "took"),
)
FACT = [handoff_fact.c[name] for name in HandoffFact.__slots__]


class FactsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def acts(self, team_id: int, since: datetime, until: datetime) -> Sequence[ActFact]:
        what = (activity.c.member_id, activity.c.kind, activity.c.outcome)
        query = (
            sa.select(*what, sa.func.count().label("times"))
            .where(activity.c.team_id == team_id, activity.c.at > since, activity.c.at <= until)
            .where(activity.c.undone_at.is_(None))
            .group_by(*what)
        )
        return [ActFact(*row) for row in self.conn.execute(query)]

    def handoffs(self, team_id: int, since: datetime, until: datetime) -> Sequence[HandoffFact]:
        within = (handoff_fact.c.team_id == team_id, handoff_fact.c.at > since, handoff_fact.c.at <= until)
        query = sa.select(*FACT).where(*within).order_by(handoff_fact.c.at, handoff_fact.c.handoff_id)
        return [HandoffFact(*row) for row in self.conn.execute(query)]

    def note_handoff(self, team_id: int, handoff_id: int, fact: HandoffFact) -> None:
        row = {name: getattr(fact, name) for name in HandoffFact.__slots__}
        self.conn.execute(sa.insert(handoff_fact).values(**{**row, "team_id": team_id, "handoff_id": handoff_id}))

    def forget_handoff(self, handoff_id: int, what: str) -> None:
        undone = sa.and_(handoff_fact.c.handoff_id == handoff_id, handoff_fact.c.what == what)
        self.conn.execute(sa.delete(handoff_fact).where(undone))

    def overdue(self, team_id: int, at: datetime) -> Mapping[int, Overdue]:
        late = (step.c.team_id == team_id, step.c.due_at < at, step.c.created_at <= at)
        still = sa.select(step.c.member_id, step.c.due_at).where(OPEN, *late)
        # Closed since: at that moment it was overdue all the same.
        then = sa.select(step.c.member_id, step.c.due_at).where(
            step.c.closed_at > at, step.c.state != StepState.OPEN, *late
        )
        steps = sa.union_all(still, then).subquery()
        query = sa.select(steps.c.member_id, sa.func.count(), sa.func.min(steps.c.due_at)).group_by(steps.c.member_id)
        return {row[0]: Overdue(row[1], row[2]) for row in self.conn.execute(query)}

    def waiting(self, team_id: int, at: datetime) -> Mapping[int, int]:
        asked = (handoff.c.team_id == team_id, handoff.c.offered_at <= at, handoff.c.lead_id.is_not(None))
        # IS_OPEN in so many words lets the partial index serve it.
        unanswered = (IS_OPEN, handoff.c.state.in_(list(UNANSWERED)))
        still = sa.select(handoff.c.id, handoff.c.giver_id).where(*unanswered, *asked)
        # Answered since: at that moment it was waiting all the same.
        then = (
            sa.select(handoff.c.id, handoff.c.giver_id)
            .join(handoff_fact, handoff_fact.c.handoff_id == handoff.c.id)
            .where(handoff_fact.c.team_id == team_id, handoff_fact.c.at > at)
            .where(handoff_fact.c.what.in_(list(ANSWERS)), *asked)
            .where(sa.or_(handoff.c.accepted_at.is_(None), handoff.c.accepted_at > at))
        )
        return {row[0]: row[1] for row in self.conn.execute(sa.union(still, then))}

    def entries(self, team_id: int, since: datetime, until: datetime) -> Sequence[Entry]:
        within = (activity.c.team_id == team_id, activity.c.at > since, activity.c.at <= until)
        from_list = sa.exists().where(calling_entry.c.act_id == activity.c.id)
        unanswered = sa.and_(activity.c.outcome == Outcome.NO_ANSWER, from_list)
        query = sa.select(activity.c.member_id, activity.c.at, activity.c.note, unanswered).where(*within)
        done = (activity.c.undone_at.is_(None), activity.c.kind.in_(list(TOUCHES)))
        return [Entry(row[0], row[1], row[2], bool(row[3])) for row in self.conn.execute(query.where(*done))]

    def last_entries(self, team_id: int, since: datetime) -> Mapping[int, datetime]:
        found: dict[int, datetime] = {}
        for row in self.conn.execute(sa.union_all(*_entered(team_id, since))):
            found[row[0]] = max(row[1], found.get(row[0], row[1]))
        return found

    def orders(self, team_id: int, measure: Measure, since: date, until: date) -> Sequence[OrderFact]:
        on = {Measure.SIGNED: order.c.signed_on, Measure.SHIPPED: order.c.shipped_on, Measure.PAID: order.c.paid_on}
        earlier = order.alias("earlier")
        before = sa.or_(
            earlier.c.ordered_on < order.c.ordered_on,
            sa.and_(earlier.c.ordered_on == order.c.ordered_on, earlier.c.id < order.c.id),
        )
        repeated = sa.exists().where(earlier.c.client_id == order.c.client_id, earlier.c.cancelled_at.is_(None), before)
        known = [order.c[name] for name in OrderFact.__slots__ if name in order.c]
        what = (order.c.id.label("order_id"), *known, on[measure].label("on"), (~repeated).label("first"))
        counts = (order.c.team_id == team_id, on[measure].between(since, until), order.c.cancelled_at.is_(None))
        query = sa.select(*what).where(*counts).order_by(on[measure], order.c.id)
        return [OrderFact(**row._mapping) for row in self.conn.execute(query)]

    def has_entry(self, team_id: int, member_id: int, since: datetime, until: datetime) -> bool:
        acts, submitted = _entered(team_id, since)
        ways = (
            acts.where(activity.c.member_id == member_id, activity.c.at <= until),
            submitted.where(handoff_fact.c.giver_id == member_id, handoff_fact.c.at <= until),
        )
        return any(self.conn.execute(way.limit(1)).first() is not None for way in ways)

    def first_entry(self, team_id: int) -> datetime | None:
        earliest = (
            sa.select(table.c.at).where(table.c.team_id == team_id).order_by(table.c.at).limit(1)
            for table in (activity, handoff_fact)
        )
        found = [at for query in earliest if (at := self.conn.execute(query).scalar()) is not None]
        return min(found, default=None)


def _entered(team_id: int, since: datetime) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """Who logged an act, and who handed a lead over, and when."""
    acts = sa.select(activity.c.member_id, activity.c.at).where(activity.c.team_id == team_id, activity.c.at >= since)
    submitted = sa.select(handoff_fact.c.giver_id, handoff_fact.c.at).where(
        handoff_fact.c.team_id == team_id, handoff_fact.c.at >= since, handoff_fact.c.what == "submitted"
    )
    return acts.where(activity.c.undone_at.is_(None)), submitted
