"""Hand-overs and the offers made for them. Every move is a compare-and-set in SQL: two people pressing at once
meet the same row, and only one finds it as it expects it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from sales.errors import Overtaken
from sales.handoff import (
    HELD,
    UNANSWERED,
    Dispute,
    Escalation,
    Handoff,
    HandoffState,
    Load,
    Offer,
    OfferState,
)
from sales.leads import Question
from sales.legs import Leg
from storage.schema import Id, Moment, Word, metadata
from storage.shelf import Shelf

handoff = sa.Table(
    "handoff",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("team_id", Id, sa.ForeignKey("team.id"), nullable=False),
    sa.Column("client_id", Id, sa.ForeignKey("client.id"), nullable=False, index=True),
    sa.Column("lead_id", Id, sa.ForeignKey("lead.id"), index=True),
    sa.Column("leg", Word(Leg), nullable=False),
    sa.Column("giver_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("state", Word(HandoffState), nullable=False),
    sa.Column("offered_at", Moment, nullable=False),
    sa.Column("deadline_at", Moment),
    sa.Column("rounds", sa.Integer, nullable=False),
    sa.Column("binding", sa.Boolean, nullable=False),
    sa.Column("receiver_id", Id, sa.ForeignKey("member.id")),
    sa.Column("accepted_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("escalation", Word(Escalation)),
    sa.Column("question", Word(Question)),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("dispute", Word(Dispute), nullable=False),
    sa.Column("why", sa.String(40), nullable=False, server_default=""),
    sa.Column("fact", sa.String(40), nullable=False, server_default=""),
    sa.Column("wanted_id", Id, sa.ForeignKey("member.id")),
    sa.Column("proposed_at", Moment),
    sa.Column("introduced_at", Moment),
    sa.Column("objection", sa.Text, nullable=False, server_default=""),
)
IS_OPEN = sa.text("state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')")
#: At most one open hand-over per client, whatever two people do at once.
sa.Index("uq_handoff_open_client", handoff.c.client_id, unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
sa.Index("ix_handoff_open_of_team", handoff.c.team_id, handoff.c.state, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)

offer = sa.Table(
    "offer",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("handoff_id", Id, sa.ForeignKey("handoff.id"), nullable=False, index=True),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("state", Word(OfferState), nullable=False),
    sa.Column("offered_at", Moment, nullable=False),
    sa.Column("deadline_at", Moment, nullable=False),
    sa.Column("answered_at", Moment),
    sa.Index(None, "member_id", "offered_at"),
)


#: The same words as the partial indexes', beside the states that are asked for: without them SQLite reads every row.
STANDS_OPEN = sa.text("handoff.state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')")


class HandoffsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, handoff, Handoff)
        self.asked = Shelf(conn, offer, Offer)

    def get(self, handoff_id: int) -> Handoff:
        return self.shelf.get(handoff_id)

    def add(self, entity: Handoff) -> Handoff:
        """Two who begin one at once, on connections of their own: the index lets the first in, and the second meets
        Overtaken instead of a broken transaction."""
        kind = sqlite if self.conn.dialect.name == "sqlite" else postgresql
        row = {name: getattr(entity, name) for name in self.shelf.names if name != "id"}
        made = kind.insert(handoff).values(row).on_conflict_do_nothing().returning(handoff.c.id)
        found = self.conn.scalar(made)
        if found is None:
            raise Overtaken
        return replace(entity, id=found)

    def move(self, entity: Handoff, expected: Collection[HandoffState]) -> bool:
        return self.shelf.save(entity, handoff.c.state.in_(list(expected)))

    def open_of_client(self, client_id: int) -> Handoff | None:
        return self.shelf.first(handoff.c.client_id == client_id, STANDS_OPEN)  # type: ignore[arg-type]

    def last_of_client(self, client_id: int) -> Handoff | None:
        return self.shelf.first(handoff.c.client_id == client_id, order=handoff.c.id.desc())

    def of_client(self, client_id: int) -> list[Handoff]:
        return self.shelf.all(handoff.c.client_id == client_id)

    def waiting(self, team_id: int, states: Collection[HandoffState]) -> list[Handoff]:
        """`states`: open ones."""
        return self.shelf.all(STANDS_OPEN, handoff.c.team_id == team_id, handoff.c.state.in_(list(states)))  # type: ignore[arg-type]

    def of_member(self, member_id: int) -> list[Handoff]:
        asked = sa.select(offer.c.handoff_id).where(offer.c.member_id == member_id, offer.c.state == OfferState.OPEN)
        party = sa.or_(handoff.c.giver_id == member_id, handoff.c.receiver_id == member_id, handoff.c.id.in_(asked))
        return self.shelf.all(party, STANDS_OPEN)  # type: ignore[arg-type]

    def offer(self, offer_id: int) -> Offer:
        return self.asked.get(offer_id)

    def offers(self, handoff_id: int) -> list[Offer]:
        return self.asked.all(offer.c.handoff_id == handoff_id)

    def add_offer(self, entity: Offer) -> Offer:
        return self.asked.add(entity)

    def open_offers_of(self, member_id: int) -> list[Offer]:
        return self.asked.all(offer.c.member_id == member_id, offer.c.state == OfferState.OPEN)

    def put_off(self, offer_id: int, deadline_at: datetime) -> bool:
        still = sa.update(offer).where(offer.c.id == offer_id, offer.c.state == OfferState.OPEN)
        return bool(self.conn.execute(still.values(deadline_at=deadline_at)).rowcount)

    def answer(self, offer_id: int, state: OfferState, now: datetime) -> bool:
        still = sa.update(offer).where(offer.c.id == offer_id, offer.c.state == OfferState.OPEN)
        return bool(self.conn.execute(still.values(state=state, answered_at=now)).rowcount)

    def loads(self, team_id: int) -> Mapping[int, Load]:
        asked = (
            sa.select(offer.c.member_id, offer.c.handoff_id)
            .join(handoff, handoff.c.id == offer.c.handoff_id)
            .where(handoff.c.team_id == team_id, offer.c.state == OfferState.OPEN)
            .where(STANDS_OPEN, handoff.c.state.in_(list(UNANSWERED)))
        )
        carried = sa.select(handoff.c.receiver_id, handoff.c.id).where(
            STANDS_OPEN, handoff.c.team_id == team_id, handoff.c.state.in_(list(HELD))
        )
        counts: dict[int, int] = {}
        for member_id, _ in self.conn.execute(sa.union(asked, carried)):
            counts[member_id] = counts.get(member_id, 0) + 1
        last = sa.select(offer.c.member_id, sa.func.max(offer.c.offered_at)).group_by(offer.c.member_id)
        since = {row[0]: row[1] for row in self.conn.execute(last)}
        return {one: Load(counts.get(one, 0), since.get(one)) for one in counts.keys() | since.keys()}

    def returners(self, one: Handoff) -> frozenset[int]:
        """A later leg has no lead: what was returned since its giver has the client counts as the same."""
        same = (
            handoff.c.lead_id == one.lead_id
            if one.lead_id is not None
            else sa.and_(
                handoff.c.client_id == one.client_id, handoff.c.leg == one.leg, handoff.c.giver_id == one.giver_id
            )
        )
        given_back = (
            sa.select(offer.c.member_id)
            .join(handoff, handoff.c.id == offer.c.handoff_id)
            .where(same, offer.c.state == OfferState.RETURNED)
        )
        return frozenset(self.conn.scalars(given_back))

    def last_of_leg(self, client_id: int, leg: Leg) -> Handoff | None:
        chosen = (handoff.c.client_id == client_id, handoff.c.leg == leg)
        return self.shelf.first(*chosen, order=handoff.c.id.desc())

    def disputed(self, team_id: int) -> list[Handoff]:
        return self.shelf.all(handoff.c.team_id == team_id, handoff.c.dispute == Dispute.RAISED)
