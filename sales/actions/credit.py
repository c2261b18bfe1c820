"""Who keeps which credit for a client, as the leg and the team have settled it (domain: hand-overs)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sales.actions.steps import schedule_of
from sales.credit import Credit, months_after
from sales.handoff import Handoff
from sales.legs import LEGS, Keeps
from sales.ports import NEW, OrderFact, Work
from sales.worktime import local_day


def shared(work: Work, member_id: int, orders: Iterable[OrderFact]) -> list[OrderFact]:
    """Which of others' orders count for this person too: of clients that the person has handed over, each by the day
    on which it became volume."""
    kept = work.credits.of_member(member_id)
    others = [order for order in orders if order.member_id != member_id]
    return [order for order in others if any(one.client_id == order.client_id and one.holds(order.on) for one in kept)]


def keep_credit(work: Work, accepted: Handoff, now: datetime) -> None:
    """The giver's, from the day of the acceptance. A leg with a limit ends those without one after the same time: who
    once shared a rescued deal doesn't share the regular client for good."""
    team = work.companies.team(accepted.team_id)
    keeps, today = LEGS[accepted.leg].keeps, local_day(now, schedule_of(team).zone)
    if keeps is Keeps.NOTHING:
        return
    until = None
    if keeps is Keeps.MONTHS:
        until = months_after(today, team.settings.credit_months)
        work.credits.end(accepted.client_id, until, accepted.id)
    if until != today:
        work.credits.add(Credit(NEW, accepted.client_id, accepted.giver_id, accepted.leg, accepted.id, today, until))
