"""Whom a hand-over asks next, until when, and who has it when nobody can be asked.

Every change of a hand-over's state goes through `move`: a compare-and-set against the machine of `sales.handoff`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sales.actions.steps import schedule_of
from sales.company import Routing, Team
from sales.errors import Overtaken
from sales.handoff import (
    WAYS,
    Escalation,
    Handoff,
    HandoffState,
    Offer,
    OfferState,
    eligible,
    in_turn,
    why_nobody,
)
from sales.notices import Notice, NoticeKind
from sales.people import Member, Permission, Role
from sales.ports import NEW, Work
from sales.timers import TimerKind
from sales.worktime import add_working


def move(work: Work, old: Handoff, new: Handoff) -> bool:
    """False where somebody was quicker, or where the machine has no such way."""
    return work.handoffs.move(new, WAYS[new.state] & {old.state})


def route(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    """The first round: one in turn or all at once, as the team has settled; the heads where nobody can be asked."""
    able = candidates(work, handoff)
    free = [member for member in able if not member.is_away(now)]
    if work.companies.team(handoff.team_id).settings.routing is Routing.TURN:
        free = next_in_turn(work, handoff, free)
    if not free:
        return escalate(work, handoff, _why(work, handoff, able, now), now)
    return ask(work, handoff, free, now)


def next_in_turn(work: Work, handoff: Handoff, free: Iterable[Member]) -> list[Member]:
    """One of them, or nobody."""
    first = in_turn(free, work.handoffs.loads(handoff.team_id))
    return [first] if first else []


def candidates(work: Work, handoff: Handoff) -> list[Member]:
    """Who could receive it: neither the giver, nor asked in this hand-over already, nor has returned this lead."""
    asked = {offer.member_id for offer in work.handoffs.offers(handoff.id)}
    excluded = work.handoffs.returners(handoff.lead_id) | asked
    return eligible(work.people.of_team(handoff.team_id), handoff.giver_id, excluded)


def _why(work: Work, handoff: Handoff, able: list[Member], now: datetime) -> Escalation:
    if not able and eligible(work.people.of_team(handoff.team_id), handoff.giver_id, frozenset()):
        return Escalation.ALL_RETURNED
    return why_nobody(able, now)


def ask(work: Work, handoff: Handoff, members: Sequence[Member], now: datetime) -> Handoff:
    """Cards to these members, with a deadline that runs from now; the hand-over stands in an asking state already."""
    team = work.companies.team(handoff.team_id)
    schedule = schedule_of(team)
    asked = replace(handoff, deadline_at=add_working(now, team.settings.accept_within, schedule))
    deadline = asked.deadline_at or now
    if not work.handoffs.move(asked, {handoff.state}):
        raise Overtaken
    for member in members:
        offer = work.handoffs.add_offer(Offer(NEW, handoff.id, member.id, OfferState.OPEN, now, deadline))
        work.outbox.tell(member.id, Notice(NoticeKind.OFFER, offer.id))
    work.timers.set(TimerKind.OFFER_END, handoff.id, deadline)
    _set_warning(work, team, handoff.id, now)
    refresh(work, asked)
    return asked


def _set_warning(work: Work, team: Team, handoff_id: int, now: datetime) -> None:
    """So many working minutes before the deadline; none where the whole term is shorter."""
    before_warning = timedelta(minutes=team.settings.accept_minutes - team.settings.warn_minutes)
    if team.settings.warn_minutes > 0 and before_warning > timedelta(0):
        at = add_working(now, before_warning, schedule_of(team))
        work.timers.set(TimerKind.OFFER_WARN, handoff_id, at)
    else:
        work.timers.cancel(TimerKind.OFFER_WARN, handoff_id)


def ask_again(work: Work, old: Handoff, members: Sequence[Member], now: datetime, *, binding: bool = False) -> Handoff:
    """One more round: to the next in turn, or to whom the head has chosen. After this one comes the head."""
    again = replace(
        old,
        state=HandoffState.REROUTED,
        rounds=old.rounds + 1,
        binding=binding,
        receiver_id=None,
        accepted_at=None,
        ended_at=None,
    )
    if not move(work, old, again):
        raise Overtaken
    return ask(work, again, members, now)


def escalate(work: Work, old: Handoff, reason: Escalation, now: datetime) -> Handoff:
    """Into the heads' queue. Each of them gets a card; an earlier card of an earlier escalation stays as it is."""
    queued = replace(
        old,
        state=HandoffState.ESCALATED,
        escalation=reason,
        deadline_at=None,
        receiver_id=None,
        accepted_at=None,
        ended_at=None,
    )
    if not move(work, old, queued):
        raise Overtaken
    silence(work, old.id)
    for head in stewards(work, old.team_id, Permission.DIRECT_HANDOVERS):
        work.outbox.tell(head.id, Notice(NoticeKind.ESCALATED, old.id))
    refresh_parties(work, queued)
    return queued


def stewards(work: Work, team_id: int, permission: Permission) -> list[Member]:
    """Who holds the permission in the team, else in the nearest team above, heads first; else the company's owners:
    they may not decide it, but they can appoint somebody who may."""
    team: Team | None = work.companies.team(team_id)
    while team:
        found = [member for member in work.people.of_team(team.id) if member.may(permission)]
        if found:
            return sorted(found, key=lambda member: (Role.HEAD not in member.roles, member.id))
        team = work.companies.team(team.parent_id) if team.parent_id else None
    company_id = work.companies.team(team_id).company_id
    return [member for member in work.people.of_company(company_id) if member.may(Permission.APPOINT_HEADS)]


def close_offers(work: Work, handoff_id: int, state: OfferState, now: datetime) -> list[Offer]:
    """Whoever is still being asked is asked no more; gives those offers as they were."""
    offers = [offer for offer in work.handoffs.offers(handoff_id) if offer.state is OfferState.OPEN]
    for offer in offers:
        work.handoffs.answer(offer.id, state, now)
    return offers


def silence(work: Work, handoff_id: int) -> None:
    """No deadline runs any more."""
    work.timers.cancel(TimerKind.OFFER_WARN, handoff_id)
    work.timers.cancel(TimerKind.OFFER_END, handoff_id)


def refresh(work: Work, handoff: Handoff) -> None:
    """Everybody's cards tell what has become of it."""
    refresh_parties(work, handoff)
    for kind in (NoticeKind.ESCALATED, NoticeKind.RETURNED, NoticeKind.DISPUTED):
        work.outbox.refresh(kind, handoff.id)


def refresh_parties(work: Work, handoff: Handoff) -> None:
    """The receivers' cards and the group's line."""
    for offer in work.handoffs.offers(handoff.id):
        work.outbox.refresh(NoticeKind.OFFER, offer.id)
    work.outbox.refresh(NoticeKind.ANNOUNCEMENT, handoff.id)
