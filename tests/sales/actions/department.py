"""A whole department at its relay, for tests: people of every leg, and everything that anybody can do to a hand-over.

Whatever is refused leaves everything as it was; who acts is the rightful person, unless somebody else is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from sales.actions.absence import EndAbsence, EnterAbsence, end_absence, enter_absence, fire_absences
from sales.actions.activities import LogAct, UndoAct, log_act, undo_act
from sales.actions.arbitration import Decide, Disagree, decide_dispute, dispute_return
from sales.actions.completion import Introduce, introduce
from sales.actions.deadlines import PassOn, fire_deadlines, pass_offer
from sales.actions.deals import MoveDeal, OpenDeal, move_deal, open_deal
from sales.actions.direction import Assign, Release, assign_lead, release_lead
from sales.actions.handoff import Accept, GiveBack, Withdraw, accept_offer, return_offer, withdraw_lead
from sales.actions.leaving import Leave, leave
from sales.actions.parking import CloseLead, close_lead
from sales.actions.passport import AnswerPoint, answer_point
from sales.actions.proposal_deadlines import fire_proposals, fire_stalled
from sales.actions.proposals import (
    AskHandover,
    Confirm,
    Objection,
    ask_handover,
    confirm_proposal,
    object_to,
    propose,
    still_asked,
)
from sales.actions.reassign import Reassign, reassign
from sales.actions.rest import fire_rests
from sales.actions.structure import SwitchStructure, switch_structure
from sales.actions.touches import fire_touches
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.company import Routing
from sales.deals import LATE, DealStage
from sales.errors import SalesError
from sales.handoff import Handoff, HandoffState, Leg, OfferState
from sales.leads import CloseReason, LeadState, Question
from sales.legs import Structure
from sales.passport import Point
from sales.people import Actor, Role
from sales.reassign import Piece, What
from sales.steps import StepKind, StepPlan
from sales.worktime import local_day
from storage.handoffs import handoff as handoff_table
from storage.shelf import Shelf
from storage.work import open_work
from tests.builders import NOW, a_firm
from tests.sales.actions.relay import Relay

#: In whose hands a client is when a leg begins.
GIVERS = {
    Leg.LEAD: Role.LEAD_GENERATOR,
    Leg.CLOSE: Role.HUNTER,
    Leg.BACK: Role.CLOSER,
    Leg.REGULAR: Role.HUNTER,
    Leg.KEY: Role.FARMER,
}
#: Everybody who may stand in the relay, and a head without a part in it.
CREW = (
    (Role.LEAD_GENERATOR,),
    (Role.LEAD_GENERATOR, Role.HUNTER),
    (Role.HUNTER,),
    (Role.HUNTER,),
    (Role.CLOSER,),
    (Role.CLOSER,),
    (Role.FARMER,),
    (Role.FARMER,),
    (Role.KAM,),
    (Role.KAM,),
)
#: What changes hands without an answer: a head's word, or somebody's leaving.
BY_WORD = frozenset({"assign", "release", "move", "leave", "decide"})
#: To whom each leg leads in a team that runs them all.
RECEIVERS = {
    Leg.LEAD: frozenset({Role.HUNTER}),
    Leg.CLOSE: frozenset({Role.CLOSER}),
    Leg.BACK: frozenset({Role.HUNTER}),
    Leg.REGULAR: frozenset({Role.FARMER}),
    Leg.KEY: frozenset({Role.KAM}),
}
SELLERS = frozenset({Role.LEAD_GENERATOR, Role.HUNTER, Role.CLOSER, Role.FARMER, Role.KAM})
#: And a lead in a team that doesn't.
LEADS_TO = {
    Structure.UNIVERSAL: SELLERS,
    Structure.NEW_VS_EXISTING: frozenset({Role.HUNTER, Role.CLOSER}),
    Structure.LEADGEN_AND_SALES: frozenset({Role.HUNTER, Role.CLOSER}),
    Structure.FULL_RELAY: frozenset({Role.HUNTER}),
}
A_MINUTE = timedelta(minutes=1)


class AsRead:
    """The hand-overs as another connection has read them before the first one's commit; what it writes is real."""

    def __init__(self, shelf: Any, handoff: Handoff) -> None:
        self.shelf, self.row, self.asked = shelf, handoff, shelf.offers(handoff.id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.shelf, name)

    def get(self, handoff_id: int) -> Handoff:
        found: Handoff = self.row if handoff_id == self.row.id else self.shelf.get(handoff_id)
        return found

    def offers(self, handoff_id: int) -> Any:
        return self.asked if handoff_id == self.row.id else self.shelf.offers(handoff_id)

    def offer(self, offer_id: int) -> Any:
        return next((one for one in self.asked if one.id == offer_id), None) or self.shelf.offer(offer_id)


class Department:
    """`done`: what was carried out, and how often."""

    def __init__(self, conn: sa.Connection, *, pool: bool = False) -> None:
        self.conn, self.now, self.work = conn, NOW, open_work(conn)
        self.firm = a_firm(self.work)
        self.firm.settle(closer_keeps=False, routing=Routing.POOL if pool else Routing.TURN)
        self.relay = Relay(self.firm, conn, hunters=0)
        self.head = self.relay.head
        self.zone = ZoneInfo(self.firm.team.settings.zone)
        self.people = [self.firm.actor(*roles, name=f"Сотрудник {n}").member_id for n, roles in enumerate(CREW)]
        self.clients: list[Client] = []
        self.done: Counter[str] = Counter()
        #: How everything stood after the last step, for whoever checks.
        self.seen: Any = None

    # People and things

    def new_client(self, role: Role) -> int:
        """Carried by the first who is here in that role; its number."""
        owner = next(one for one in map(self.actor, self.people) if role in one.roles and self.is_here(one.member_id))
        number = len(self.clients)
        self.clients.append(self.firm.client(owner, f"Лютик {number}", f"лютик {number}"))
        return number

    def actor(self, member_id: int) -> Actor:
        return self.firm.as_actor(self.work.people.get(member_id))

    def is_here(self, member_id: int) -> bool:
        return self.work.people.get(member_id).active

    def client_id(self, number: int) -> int:
        return self.clients[number % len(self.clients)].id

    def owner(self, number: int) -> Actor:
        return self.actor(self.work.clients.get(self.client_id(number)).owner_id)

    def handoff(self, number: int) -> Handoff | None:
        """The open one, else the last."""
        client_id = self.client_id(number)
        return self.work.handoffs.open_of_client(client_id) or self.work.handoffs.last_of_client(client_id)

    def handoffs(self) -> list[Handoff]:
        return Shelf(self.conn, handoff_table, Handoff).all()

    def offer_of(self, handoff: Handoff, chosen: int) -> Any:
        """One of the open ones; None: nobody is asked."""
        offers = [one for one in self.work.handoffs.offers(handoff.id) if one.state is OfferState.OPEN]
        return offers[chosen % len(offers)] if offers else None

    def does(self, name: str, act: Callable[[], Any]) -> bool:
        """One transaction, as the desk makes it."""
        self.now += A_MINUTE
        before = self.conn.begin_nested()
        try:
            found = act()
        except SalesError:
            before.rollback()
            return False
        before.commit()
        self.done[name] += found is not None
        return found is not None

    # What people do

    def submit(self, number: int) -> bool:
        owner, client = self.owner(number), self.work.clients.get(self.client_id(number))
        return self.does("submit", lambda: self.relay.submitted(owner, client, self.now))

    def propose(self, number: int, leg: Leg) -> bool:
        client_id = self.client_id(number)
        return self.does("propose", lambda: propose(self.work, client_id, leg, why="bot", by=None, now=self.now))

    def ask(self, number: int, leg: Leg, *, by_head: bool = False) -> bool:
        who, form = self.head if by_head else self.owner(number), AskHandover(self.client_id(number), leg)
        return self.does("ask", lambda: ask_handover(self.work, who, form, self.now))

    def confirm(self, number: int, *, as_it_is: bool = False) -> bool:
        """By the giver, who first says what is still asked for; by the head as it is."""
        handoff = self.handoff(number)
        if handoff is None or handoff.rounds > 0:
            return False
        giver = self.actor(handoff.giver_id)
        form = Confirm(handoff.id, as_it_is=as_it_is)
        if as_it_is:
            return self.does("pass_as_it_is", lambda: confirm_proposal(self.work, self.head, form, self.now))
        for point in still_asked(self.work, handoff, self.now):
            answer = AnswerPoint(handoff.client_id, point, "слова")
            self.does("answer", lambda answer=answer: answer_point(self.work, giver, answer, self.now))  # type: ignore[misc]
        return self.does("confirm", lambda: confirm_proposal(self.work, giver, form, self.now))

    def object(self, number: int) -> bool:
        handoff = self.handoff(number)
        if handoff is None:
            return False
        form, giver = Objection(handoff.id, "клиент мой"), self.actor(handoff.giver_id)
        return self.does("object", lambda: object_to(self.work, giver, form, self.now))

    def accept(self, number: int, chosen: int = 0) -> bool:
        handoff = self.handoff(number)
        offer = self.offer_of(handoff, chosen) if handoff else None
        if offer is None:
            return False
        who = self.actor(offer.member_id)
        return self.does("accept", lambda: accept_offer(self.work, who, Accept(offer.id), self.now))

    def give_back(self, number: int, chosen: int = 0) -> bool:
        handoff = self.handoff(number)
        offer = self.offer_of(handoff, chosen) if handoff else None
        if handoff is None or offer is None:
            return False
        is_lead = handoff.lead_id is not None
        form = GiveBack(offer.id, Question.BUDGET if is_lead else None, "нет", "" if is_lead else Point.EXPECTS)
        return self.does("return", lambda: return_offer(self.work, self.actor(offer.member_id), form, self.now))

    def pass_on(self, number: int, chosen: int = 0) -> bool:
        handoff = self.handoff(number)
        offer = self.offer_of(handoff, chosen) if handoff else None
        if offer is None:
            return False
        form = PassOn(offer.id, self.now + timedelta(minutes=20))
        return self.does("pass_on", lambda: pass_offer(self.work, self.actor(offer.member_id), form, self.now))

    def two_at_once(self, number: int, chosen: int = 0) -> bool:
        """One accepts, and somebody who has read the same does something else: only the first finds what was read."""
        handoff = self.handoff(number)
        offer = self.offer_of(handoff, chosen) if handoff else None
        if handoff is None or offer is None:
            return False
        late = replace(self.work, handoffs=AsRead(self.work.handoffs, handoff))  # type: ignore[type-var]
        if not self.accept(number, chosen):
            return False
        taken, giver = self.work.handoffs.get(handoff.id), self.actor(handoff.giver_id)
        other = self.offer_of(handoff, chosen + 1)
        who = self.actor(other.member_id) if other else giver
        if other:
            self.does("late", lambda: accept_offer(late, who, Accept(other.id), self.now))
        else:
            self.does("late", lambda: withdraw_lead(late, who, Withdraw(handoff.id), self.now))
        assert self.work.handoffs.get(handoff.id) == taken, "who was quicker has it"
        return True

    def withdraw(self, number: int) -> bool:
        handoff = self.handoff(number)
        if handoff is None:
            return False
        giver = self.actor(handoff.giver_id)
        return self.does("withdraw", lambda: withdraw_lead(self.work, giver, Withdraw(handoff.id), self.now))

    def introduce(self, number: int, *, by_giver: bool = True) -> bool:
        handoff = self.handoff(number)
        if handoff is None or handoff.receiver_id is None:
            return False
        who = self.actor(handoff.giver_id if by_giver else handoff.receiver_id)
        return self.does("introduce", lambda: introduce(self.work, who, Introduce(handoff.id), self.now))

    def talk(self, number: int) -> bool:
        form = LogAct(self.client_id(number), ActKind.CALL, Direction.COLD, Outcome.AGREED)
        return self.does("talk", lambda: log_act(self.work, self.owner(number), form, self.now))

    def undo(self, number: int) -> bool:
        acts = self.work.activities.of_client(self.client_id(number), 1)
        if not acts:
            return False
        who = self.actor(acts[0].member_id)
        return self.does("undo", lambda: undo_act(self.work, who, UndoAct(acts[0].id), self.now))

    def dispute(self, number: int) -> bool:
        handoff = self.handoff(number)
        if handoff is None:
            return False
        giver = self.actor(handoff.giver_id)
        return self.does("dispute", lambda: dispute_return(self.work, giver, Disagree(handoff.id), self.now))

    def close(self, number: int) -> bool:
        lead = self.work.leads.last_of_client(self.client_id(number))
        if lead is None or lead.state is LeadState.CLOSED:
            return False
        return self.does(
            "close", lambda: close_lead(self.work, self.head, CloseLead(lead.id, CloseReason.NO_NEED), self.now)
        )

    # What heads do

    def decide(self, number: int, *, good: bool) -> bool:
        handoff = self.handoff(number)
        if handoff is None:
            return False
        return self.does("decide", lambda: decide_dispute(self.work, self.head, Decide(handoff.id, good), self.now))

    def assign(self, number: int, member: int = 0) -> bool:
        """To one of those who could have it, in order."""
        handoff = self.handoff(number)
        able = [one for one in self.people if handoff and self.may_receive(handoff, one)]
        if handoff is None or not able:
            return False
        form = Assign(handoff.id, able[member % len(able)])
        return self.does("assign", lambda: assign_lead(self.work, self.head, form, self.now))

    def release(self, number: int, *, home: bool, member: int = 0) -> bool:
        handoff = self.handoff(number)
        able = [one for one in self.people if handoff and self.may_receive(handoff, one)]
        able = [one for one in able if handoff and one != handoff.receiver_id]
        if handoff is None or not (home or able):
            return False
        form = Release(handoff.id, None if home else able[member % len(able)])
        return self.does("release", lambda: release_lead(self.work, self.head, form, self.now))

    def leads_to(self) -> frozenset[Role]:
        return LEADS_TO[self.work.companies.team(self.firm.team.id).settings.structure]

    def may_receive(self, handoff: Handoff, member_id: int) -> bool:
        """As the rules are told, not as they are coded: here, in the leg's role, and not its giver."""
        member = self.work.people.get(member_id)
        roles = self.leads_to() if handoff.leg is Leg.LEAD else RECEIVERS.get(handoff.leg, frozenset(Role))
        return member.active and member.id != handoff.giver_id and bool(member.roles & roles)

    def move(self, number: int, member: int) -> bool:
        """The head gives the client to somebody else."""
        client_id, to = self.client_id(number), self.people[member % len(self.people)]
        form = Reassign((Piece(What.CLIENT, client_id, client_id),), (to,))
        return self.does("move", lambda: reassign(self.work, self.head, form, self.now))

    def switch(self, structure: Structure) -> bool:
        form = SwitchStructure(structure)
        return self.does("switch", lambda: switch_structure(self.work, self.head, form, self.now))

    # Who comes, goes and is away

    def come(self, *roles: Role) -> bool:
        if len(self.people) >= 2 * len(CREW):
            return False
        self.people.append(self.firm.actor(*roles, name=f"Сотрудник {len(self.people)}").member_id)
        return True

    def leave(self, member: int, heir: int) -> bool:
        """Everything goes to one of the same roles."""
        gone = self.actor(self.people[member % len(self.people)])
        same = [one for one in self.people if one != gone.member_id and self.is_here(one)]
        same = [one for one in same if self.actor(one).roles & gone.roles]
        if not same or not self.is_here(gone.member_id):
            return False
        form = Leave(gone.member_id, (same[heir % len(same)],))
        return self.does("leave", lambda: leave(self.work, self.head, form, self.now))

    def receiver_leaves(self, number: int) -> bool:
        handoff = self.handoff(number)
        return handoff is not None and handoff.receiver_id is not None and self._replaced(handoff.receiver_id)

    def asked_leaves(self, number: int, chosen: int = 0) -> bool:
        handoff = self.handoff(number)
        offer = self.offer_of(handoff, chosen) if handoff else None
        return offer is not None and self._replaced(offer.member_id)

    def giver_leaves(self, number: int) -> bool:
        handoff = self.handoff(number)
        return handoff is not None and self._replaced(handoff.giver_id)

    def _replaced(self, member_id: int) -> bool:
        self.come(*self.actor(member_id).roles)
        return self.leave(self.people.index(member_id), -1)

    def be_absent(self, member: int, days: int) -> bool:
        who = self.actor(self.people[member % len(self.people)])
        others = [one for one in self.people if one != who.member_id and self.is_here(one)]
        today = local_day(self.now, self.zone)
        form = EnterAbsence(who.member_id, today, today + timedelta(days=days), others[member % len(others)])
        return self.is_here(who.member_id) and self.does(
            "absent", lambda: enter_absence(self.work, who, form, self.now)
        )

    def past_the_absent(self, number: int) -> bool:
        """Who could have it is away, all but one or the only one, when it is sent on or its lead is handed over."""
        handoff, owner = self.handoff(number), self.owner(number)
        proposed = handoff is not None and handoff.state is HandoffState.PROPOSED
        roles = RECEIVERS[handoff.leg] if handoff and proposed else self.leads_to()
        able = [n for n, one in enumerate(self.people) if self.actor(one).roles & roles and one != owner.member_id]
        for member in able[:-1] or able:
            self.be_absent(member, 4)
        return self.confirm(number, as_it_is=True) if proposed else self.submit(number)

    def come_back(self, member: int) -> bool:
        who = self.actor(self.people[member % len(self.people)])
        current = self.work.absences.current_of(who.member_id)
        if current is None:
            return False
        return self.does("back", lambda: end_absence(self.work, who, EndAbsence(current.id), self.now))

    def stall(self, number: int) -> bool:
        """A deal comes to a late stage; what is left to do is to leave it there."""
        return self.does("stall", lambda: self._late_deal(self.client_id(number), self.owner(number)))

    def _late_deal(self, client_id: int, owner: Actor) -> Any:
        if self.work.deals.open_of_client(client_id) is None:
            open_deal(self.work, owner, OpenDeal(client_id), self.now)
        deal = self.work.deals.open_of_client(client_id)
        if deal is None or deal.stage in LATE:
            return None
        plan = StepPlan(StepKind.CALL, self.now + timedelta(days=1), exact=True)
        last = self.work.deals.moves(deal.id)[-1]
        return move_deal(self.work, owner, MoveDeal(deal.id, last.id, DealStage.NEGOTIATION, plan), self.now)

    def time_passes(self, **span: int) -> bool:
        self.now += timedelta(**span)
        for fire in (fire_absences, fire_rests, fire_deadlines, fire_proposals, fire_stalled, fire_touches):
            while fire(self.work, self.now) and fire is not fire_stalled:
                pass
        return True
