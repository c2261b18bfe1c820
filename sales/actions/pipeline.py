"""/pipeline: what is on its way, stage by stage, and what the month is likely to bring of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sales.deals import LADDER, Deal, DealStage
from sales.forecast import REMEMBERED, Forecast, forecast, weights
from sales.people import Actor, Permission, require, short_names
from sales.plan import month_after
from sales.ports import Work
from sales.worktime import local_day, local_moment

#: In place of a member: everybody of the teams in reach.
TEAM = 0


@dataclass(frozen=True, slots=True)
class StageRow:
    """`sums`: (currency, minor units) of the deals whose amount is known."""

    stage: DealStage
    count: int
    sums: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DealLine:
    deal_id: int
    client: str
    owner: str
    amount: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class PipelinePerson:
    """`count`: open deals."""

    member_id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`who`: whose it is, an empty string for the team. `rows`: the stages of the way that hold a deal, in their order,
    and the parked ones last. `may_see_team`: whether others' may be looked at."""

    who: str
    rows: tuple[StageRow, ...]
    forecast: Forecast
    may_see_team: bool


def pipeline(work: Work, actor: Actor, member_id: int, now: datetime) -> Pipeline:
    """One's own, or by READ_ALL anybody's in reach and the whole team's (`TEAM`)."""
    deals = _deals(work, actor, member_id)
    stages = (*LADDER, DealStage.PARKED)
    rows = [_row(stage, [deal for deal in deals if deal.stage is stage]) for stage in stages]
    name = work.people.get(member_id).name if member_id != TEAM else ""
    return Pipeline(
        who=name,
        rows=tuple(row for row in rows if row.count),
        forecast=_forecast(work, actor, member_id, deals, now),
        may_see_team=actor.may(Permission.READ_ALL),
    )


def deals_at(work: Work, actor: Actor, member_id: int, stage: DealStage) -> tuple[DealLine, ...]:
    """Those that stand there, the longest standing first."""
    found = [deal for deal in _deals(work, actor, member_id) if deal.stage is stage]
    return tuple(_line(work, deal) for deal in found)


def _line(work: Work, deal: Deal) -> DealLine:
    return DealLine(
        deal_id=deal.id,
        client=work.clients.get(deal.client_id).name,
        owner=work.people.get(deal.owner_id).name,
        amount=deal.amount,
        currency=deal.currency,
    )


def pipeline_people(work: Work, actor: Actor) -> tuple[PipelinePerson, ...]:
    """Whose deals are on their way, the most first."""
    require(actor, Permission.READ_ALL)
    owners = [deal.owner_id for deal in _deals(work, actor, TEAM)]
    members = [work.people.get(member_id) for member_id in dict.fromkeys(owners)]
    names = short_names(members)
    people = [PipelinePerson(one.id, names[one.id], owners.count(one.id)) for one in members]
    return tuple(sorted(people, key=lambda one: (-one.count, one.name)))


def _deals(work: Work, actor: Actor, member_id: int) -> list[Deal]:
    require(actor, Permission.LOG_ACTS if member_id == actor.member_id else Permission.READ_ALL)
    if member_id == TEAM:
        found = [deal for team_id in sorted(actor.reach) for deal in work.deals.of_team(team_id)]
        return sorted(found, key=lambda deal: (deal.stage_at, deal.id))
    return [deal for deal in work.deals.of_owner(member_id) if deal.team_id in actor.reach]


def _row(stage: DealStage, deals: Sequence[Deal]) -> StageRow:
    return StageRow(stage, len(deals), _sums(deals))


def _sums(deals: Iterable[Deal]) -> tuple[tuple[str, int], ...]:
    totals: dict[str, int] = {}
    for deal in deals:
        if deal.amount is not None:
            totals[deal.currency] = totals.get(deal.currency, 0) + deal.amount
    return tuple(sorted(totals.items()))


def _forecast(work: Work, actor: Actor, member_id: int, deals: Sequence[Deal], now: datetime) -> Forecast:
    """The month of the team's calendar. The chances are the whole team's, for one person's deals as well."""
    zone = ZoneInfo(work.companies.team(actor.team_id).settings.zone)
    today = local_day(now, zone)
    first = today.replace(day=1)
    since, until = local_moment(first, time.min, zone), local_moment(month_after(first), time.min, zone)
    won: list[Deal] = []
    ends: list[tuple[DealStage, DealStage]] = []
    for team_id in sorted(actor.reach):
        won += work.deals.won(team_id, since, until)
        ends += work.deals.ends(team_id, now - REMEMBERED).values()
    theirs = [deal for deal in won if member_id in (TEAM, deal.owner_id)]
    return forecast(deals, theirs, weights(ends), today)
