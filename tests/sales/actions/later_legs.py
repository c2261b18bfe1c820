"""A team at the later legs: somebody for each of them, and the short way to a client on its way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sales.actions.handoff import Accept, accept_offer
from sales.actions.passport import AnswerPoint, answer_point
from sales.actions.proposals import Confirm, Confirmed, confirm_proposal, propose, still_asked
from sales.handoff import Handoff, OfferState
from sales.legs import Leg
from sales.people import Actor, Role
from tests.builders import NOW, Firm


class Legs:
    def __init__(self, firm: Firm, conn: sa.Connection) -> None:
        self.firm, self.work, self.conn = firm, firm.work, conn
        self.hunter = firm.actor(Role.HUNTER, name="Тимур Каримов")
        self.closer = firm.actor(Role.CLOSER, name="Анна Белова")
        self.farmer = firm.actor(Role.FARMER, name="Игорь Громов")
        self.kam = firm.actor(Role.KAM, name="Пётр Смирнов")
        self.head = firm.actor(Role.HEAD, name="Ольга Павлова")
        self.client = firm.client(self.hunter, phone="+79000000012")

    def propose(self, leg: Leg = Leg.REGULAR, now: datetime = NOW, **fields: Any) -> Handoff:
        values = {"why": "bot", "by": None, **fields}
        made = propose(self.work, self.client.id, leg, now=now, **values)
        assert made is not None
        return made

    def fill(self, handoff: Handoff, now: datetime = NOW) -> None:
        giver = self.actor(handoff.giver_id)
        for point in still_asked(self.work, handoff, now):
            answer_point(self.work, giver, AnswerPoint(handoff.client_id, point, "слова"), now)

    def confirmed(self, handoff: Handoff, now: datetime = NOW) -> Confirmed:
        self.fill(handoff, now)
        return confirm_proposal(self.work, self.actor(handoff.giver_id), Confirm(handoff.id), now)

    def accepted(self, leg: Leg = Leg.REGULAR, now: datetime = NOW) -> Handoff:
        sent = self.confirmed(self.propose(leg, now), now)
        (offer,) = self.open_offers(sent.handoff_id)
        accept_offer(self.work, self.actor(offer.member_id), Accept(offer.id), now)
        return self.now(sent.handoff_id)

    def open_offers(self, handoff_id: int) -> list[Any]:
        return [one for one in self.work.handoffs.offers(handoff_id) if one.state is OfferState.OPEN]

    def now(self, handoff_id: int) -> Handoff:
        return self.work.handoffs.get(handoff_id)

    def actor(self, member_id: int) -> Actor:
        return self.firm.as_actor(self.work.people.get(member_id))

    def owner(self) -> int:
        return self.work.clients.get(self.client.id).owner_id
