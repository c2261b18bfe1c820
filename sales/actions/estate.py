"""What somebody holds at this moment: everything that would be left without a keeper."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sales.actions.routing import able_of_team
from sales.actions.steps import schedule_of
from sales.catalogue import Territory
from sales.deals import Deal
from sales.handoff import HELD, UNANSWERED, Handoff, HandoffState, OfferState
from sales.leads import Lead, LeadState
from sales.leaving import Held, Holding
from sales.people import Actor, Member, Permission
from sales.ports import Work
from sales.reassign import takes_work
from sales.steps import Step, StepState
from sales.worktime import local_day

#: More than anybody carries: what is moved is all there is.
ALL = 1_000_000
FAR = timedelta(days=36600)


@dataclass(frozen=True, slots=True)
class Estate:
    """`owned`: the person's clients; `clients`: those and whoever else has work that is the person's; `of_value`: owned
    ones with business going on."""

    owned: frozenset[int]
    clients: tuple[int, ...]
    of_value: frozenset[int]
    steps: tuple[Step, ...]
    handoffs: tuple[Handoff, ...]
    leads: tuple[Lead, ...]
    territories: tuple[Territory, ...]
    held: tuple[Held, ...]

    def weights(self) -> Mapping[int, int]:
        """Pieces of open work by client."""
        found: dict[int, int] = {}
        of_leads = [one.client_id for one in self.handoffs] + [one.client_id for one in self.leads]
        for client_id in [one.client_id for one in self.steps] + of_leads:
            found[client_id] = found.get(client_id, 0) + 1
        return found


def estate_of(work: Work, member: Member, now: datetime) -> Estate:
    owned = frozenset(one.id for one in work.clients.of_owner(member.id, ALL))
    steps = (*work.steps.open_of_member(member.id, now + FAR, ALL), *_lent(work, member))
    handoffs = tuple(one for one in work.handoffs.of_member(member.id) if _is_theirs(one, member.id))
    leads = tuple(work.leads.of_member(member.id, ALL))
    deals = work.deals.of_owner(member.id)
    others = [one.client_id for one in handoffs] + [one.client_id for one in leads] + [one.client_id for one in steps]
    everywhere = dict.fromkeys([*sorted(owned), *others])
    territories = tuple(
        one
        for team in work.companies.teams(member.company_id)
        for one in work.catalogue.territories(team.id)
        if _answers_for(one, member.id)
    )
    ordered = {one for one in owned if work.orders.of_client(one)}
    contacted = {one for one in owned if _is_contacted(work.leads.open_of_client(one))}
    return Estate(
        owned=owned,
        clients=tuple(everywhere),
        of_value=frozenset(ordered | contacted | {one.client_id for one in deals}),
        steps=steps,
        handoffs=handoffs,
        leads=leads,
        territories=territories,
        held=_held(work, member, owned, steps, handoffs, leads, deals, territories, now),
    )


def _lent(work: Work, member: Member) -> list[Step]:
    """Steps that come back from a substitute once the person's absence is over."""
    loans = [loan for absence in work.absences.ahead_of(member.id) for loan in work.absences.loans_of(absence.id)]
    steps = [(work.steps.get(loan.step_id), loan.holder_id) for loan in loans if loan.returned_at is None]
    return [step for step, holder_id in steps if step.state is StepState.OPEN and step.member_id == holder_id]


def _is_theirs(handoff: Handoff, member_id: int) -> bool:
    """Given and not accepted yet, or received. Whom somebody else has accepted from the person is that one's."""
    if handoff.state in HELD:
        return handoff.receiver_id == member_id
    return handoff.giver_id == member_id


def _is_contacted(lead: Lead | None) -> bool:
    return lead is not None and lead.state is LeadState.CONTACTED


def _held(
    work: Work,
    member: Member,
    owned: Collection[int],
    steps: Sequence[Step],
    handoffs: Sequence[Handoff],
    leads: Sequence[Lead],
    deals: Sequence[Deal],
    territories: Sequence[Territory],
    now: datetime,
) -> tuple[Held, ...]:
    """What there is none of is left out."""
    today = local_day(now, schedule_of(work.companies.team(member.team_id)).zone)
    orders = [order for client_id in owned for order in work.orders.of_client(client_id)]
    ends = [one.contract_ends_on for one in orders if one.cancelled_at is None]
    counts = {
        Holding.CLIENTS: len(owned),
        Holding.DEALS: len(deals),
        Holding.RENEWALS: sum(one is not None and one >= today for one in ends),
        Holding.DRAFTS: sum(one.state is LeadState.DRAFT for one in leads),
        Holding.PARKED: sum(one.state is LeadState.PARKED for one in leads),
        Holding.GIVEN: sum(one.state in UNANSWERED | {HandoffState.PROPOSED} for one in handoffs),
        Holding.ASKED: len(work.handoffs.open_offers_of(member.id)),
        Holding.ACCEPTED: sum(one.state in HELD for one in handoffs),
        Holding.STEPS: len(steps),
        Holding.REQUESTS: len(work.requests.held_by(member.id)),
        Holding.LISTS: len(work.callings.open_of(member.id)),
        Holding.STANDS_IN: len(work.absences.ahead_for(member.id)),
        Holding.TERRITORIES: len(territories),
        Holding.DUTY: int(member.id in work.requests.duty(member.team_id)),
        Holding.ACTING: sum(one.member_id == member.id for one in work.acting.ahead(member.team_id)),
    }
    return tuple(Held(holding, counts[holding]) for holding in Holding if counts[holding])


def fitting(work: Work, client_id: int, estate: Estate, heirs: Sequence[Member]) -> list[int]:
    """Heirs of the client's team whose roles suit what has to be taken over with it."""
    client = work.clients.get(client_id)
    near = [one for one in heirs if one.team_id == client.team_id]
    received = next((one for one in estate.handoffs if one.client_id == client_id and one.state in HELD), None)
    if received is not None:
        able = {one.id for one in able_of_team(work, received)}
        return [one.id for one in near if one.id in able]
    given = next((one for one in estate.handoffs if one.client_id == client_id), None)
    asked = {one.member_id for one in (work.handoffs.offers(given.id) if given else ()) if one.state is OfferState.OPEN}
    prepares = given is not None or any(one.client_id == client_id for one in estate.leads)
    able = {one.id for one in near if one.may(Permission.SUBMIT_LEADS)} if prepares else {one.id for one in near}
    return [one.id for one in near if one.id in able and one.id not in asked] or [one.id for one in near]


def holds_work(work: Work, member: Member, now: datetime) -> bool:
    """Whether somebody has to take something over before the person can go; asked more cheaply than all of it."""
    teams = work.companies.teams(member.company_id)
    return bool(
        work.clients.of_owner(member.id, 1)
        or work.steps.open_of_member(member.id, now + FAR, 1)
        or work.leads.of_member(member.id, 1)
        or [one for one in work.handoffs.of_member(member.id) if _is_theirs(one, member.id)]
        or work.requests.held_by(member.id)
        or work.absences.ahead_for(member.id)
        or [one for team in teams for one in work.catalogue.territories(team.id) if _answers_for(one, member.id)]
    )


def _answers_for(territory: Territory, member_id: int) -> bool:
    return member_id in (territory.manager_id, territory.receiver_id)


def heirs_for(work: Work, actor: Actor, member: Member, now: datetime) -> list[Member]:
    """Who is here and could take it over: the person's own team first."""
    return sorted(
        (
            one
            for one in work.people.of_company(member.company_id)
            if one.active
            and one.id != member.id
            and one.team_id in actor.reach
            and takes_work(one, now, schedule_of(work.companies.team(one.team_id), one.zone))
        ),
        key=lambda one: (one.team_id != member.team_id, one.id),
    )
