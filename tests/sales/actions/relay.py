"""A team at its relay: a giver, receivers and a head, and the short way to a lead in any state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from sales.actions.handoff import Accept, Accepted, GiveBack, GivenBack, accept_offer, member_left, return_offer
from sales.actions.leads import (
    AnswerQuestion,
    FillLead,
    StartLead,
    Submit,
    Submitted,
    answer_question,
    fill_lead,
    start_lead,
    submit_lead,
)
from sales.clients import Client
from sales.company import Place
from sales.handoff import Handoff, Offer, OfferState
from sales.leads import Question, Source, Verdict
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW, Work
from sales.steps import StepKind, StepPlan
from storage.facts import handoff_fact
from storage.outbox import outbox
from tests.builders import NOW, Firm

TOMORROW = NOW + timedelta(days=1)


def minutes(count: int) -> datetime:
    """So many minutes after the fixed moment, within the same working day."""
    return NOW + timedelta(minutes=count)


class Relay:
    def __init__(self, firm: Firm, conn: sa.Connection, hunters: int = 2) -> None:
        self.firm, self.work, self.conn = firm, firm.work, conn
        self.giver = firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова")
        names = ("Тимур Каримов", "Анна Белова", "Игорь Громов")
        self.hunters = [firm.actor(Role.HUNTER, name=names[n]) for n in range(hunters)]
        self.head = firm.actor(Role.HEAD, name="Ольга Павлова")
        self.client = firm.client(self.giver, phone="+79000000012")

    def group(self) -> int:
        """Somewhere to announce hand-overs; the place's id."""
        return self.work.places.add(Place(NEW, self.firm.team.id, -100, None, "Продажи", self.head.member_id, NOW)).id

    def ready(self, giver: Actor | None = None, client: Client | None = None, now: datetime = NOW) -> int:
        """A draft with nothing missing; its id."""
        who = giver or self.giver
        lead_id = start_lead(self.work, who, StartLead((client or self.client).id), now).lead_id
        for question in Question:
            form = AnswerQuestion(lead_id, question, Verdict.YES, f"слова: {question.value}")
            answer_question(self.work, who, form, now)
        fill_lead(
            self.work, who, filled(lead_id, step=StepPlan(StepKind.CALL, now + timedelta(days=1), True, "демо")), now
        )
        return lead_id

    def submitted(self, giver: Actor | None = None, client: Client | None = None, now: datetime = NOW) -> Submitted:
        lead_id = self.ready(giver, client, now)
        return submit_lead(self.work, giver or self.giver, Submit(lead_id), now)

    def submitted_as_it_is(self, lead_id: int, now: datetime = NOW) -> Submitted:
        """A draft that the test has filled in itself."""
        return submit_lead(self.work, self.giver, Submit(lead_id), now)

    def offers(self, handoff_id: int, state: OfferState = OfferState.OPEN) -> list[Offer]:
        return [offer for offer in self.work.handoffs.offers(handoff_id) if offer.state is state]

    def asked(self, handoff_id: int) -> Actor:
        """The only one who is being asked."""
        (offer,) = self.offers(handoff_id)
        return self.actor(offer.member_id)

    def actor(self, member_id: int) -> Actor:
        return self.firm.as_actor(self.work.people.get(member_id))

    def offer_of(self, handoff_id: int, actor: Actor) -> int:
        return next(o.id for o in reversed(self.work.handoffs.offers(handoff_id)) if o.member_id == actor.member_id)

    def accept(self, handoff_id: int, actor: Actor | None = None, now: datetime = NOW) -> Accepted:
        who = actor or self.asked(handoff_id)
        return accept_offer(self.work, who, Accept(self.offer_of(handoff_id, who)), now)

    def give_back(self, handoff_id: int, now: datetime = NOW) -> GivenBack:
        who = self.asked(handoff_id)
        form = GiveBack(self.offer_of(handoff_id, who), Question.BUDGET, "готовы до 300 000 ₽")
        return return_offer(self.work, who, form, now)

    def handoff(self, handoff_id: int) -> Handoff:
        return self.work.handoffs.get(handoff_id)

    def vanish(self, actor: Actor, now: datetime = NOW) -> None:
        """Somebody has left when nobody was there to take anything over."""
        self.work.people.save(replace(self.work.people.get(actor.member_id), active=False))
        member_left(self.work, actor.member_id, now)

    def owner(self) -> int:
        return self.work.clients.get(self.client.id).owner_id

    def told(self, kind: NoticeKind, *, edits: bool = False) -> list[int]:
        """Who is told this, in the order of telling."""
        rows = sa.select(outbox.c.member_id).where(outbox.c.kind == kind, outbox.c.edit == edits)
        return list(self.conn.scalars(rows.order_by(outbox.c.id)))

    def facts(self, handoff_id: int) -> list[tuple[str, int]]:
        """(what, member id) as noted."""
        rows = sa.select(handoff_fact.c.what, handoff_fact.c.member_id).where(handoff_fact.c.handoff_id == handoff_id)
        return [(row[0], row[1]) for row in self.conn.execute(rows.order_by(handoff_fact.c.id))]


def filled(lead_id: int, **changes: Any) -> FillLead:
    values: dict[str, Any] = {
        "product": "модуль «Заявки»",
        "estimate": 120_000_000,
        "decision_maker": "Пётр Ильин, коммерческий директор",
        "expects": "демо на своих данных",
        "source": Source.COLD_CALL,
        "step": StepPlan(StepKind.CALL, TOMORROW, True, "демо"),
        **changes,
    }
    return FillLead(lead_id, **values)


__all__ = ["NOW", "TOMORROW", "Relay", "Work", "filled", "minutes"]
