"""Everybody's own figures, and for those who may see the team's, anyone's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sales.actions.credit import shared
from sales.company import Team
from sales.digest import Period, Span, first_date, period_span
from sales.errors import NotYours
from sales.kpi import TEAM_DUTIES, Compared, Figure, Record, card, duties_of, figures, record
from sales.orders import Measure, totals
from sales.people import Actor, Member, Permission, require, short_names
from sales.ports import Work
from sales.worktime import DAY, local_day

#: In place of a member's id: the whole team.
TEAM = 0
#: Overdue steps that one person's card names.
LATE_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LateStep:
    client: str
    since: date


@dataclass(frozen=True, slots=True)
class Volume:
    """Orders that became volume by `measure` in the span's days; `sums` in each currency. `shared`: others' orders
    that count for this person too (domain: hand-overs, credit), worth `shared_sums`; none for a team, whose every
    order counts once."""

    measure: Measure
    orders: int
    first: int
    sums: tuple[tuple[str, int], ...]
    shared: int = 0
    shared_sums: tuple[tuple[str, int], ...] = ()

    @property
    def repeated(self) -> int:
        return self.orders - self.first


@dataclass(frozen=True, slots=True)
class Card:
    """One person's figures, or the team's. `name`: empty for the team. `lines`: what is worth showing, by line;
    `values`: all of it, by the figures' names. `since`: the first date. `before`: the working day compared with, if
    any. `late`: the oldest overdue steps."""

    member_id: int
    name: str
    since: date
    until: datetime
    zone: str
    before: date | None
    values: Mapping[str, Compared]
    lines: Sequence[Sequence[Figure]]
    late: Sequence[LateStep]
    volume: Volume | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """`name` is short where nobody else has the same."""

    member_id: int
    name: str


def figures_of(work: Work, actor: Actor, who: int, period: Period, until: datetime) -> Card:
    """`who`: a member's id, or TEAM. The calendar's day, week or month so far, up to `until`."""
    team, member = whose(work, actor, who)
    zone = ZoneInfo(team.settings.zone)
    span = period_span(period, until, zone)
    return card_of(work, team, member, span, first_date(period, until, zone), record_of(work, team, span))


def people_to_ask_about(work: Work, actor: Actor) -> list[Named]:
    """Everyone of the team who has figures by role."""
    require(actor, Permission.SEE_TEAM_FIGURES)
    members = [one for one in work.people.of_team(actor.team_id) if one.may(Permission.SEE_OWN_FIGURES)]
    names = short_names(members)
    return sorted((Named(one.id, names[one.id]) for one in members), key=lambda named: named.name)


def whose(work: Work, actor: Actor, who: int) -> tuple[Team, Member | None]:
    """The person asked about (None: the team as a whole), where this actor may see those figures."""
    own = who == actor.member_id and actor.may(Permission.SEE_OWN_FIGURES)
    if not own:
        require(actor, Permission.SEE_TEAM_FIGURES)
    if who == TEAM:
        return work.companies.team(actor.team_id), None
    member = work.people.get(who)
    if member.company_id != actor.company_id or member.team_id not in actor.reach:
        raise NotYours
    return work.companies.team(member.team_id), member


def card_of(
    work: Work,
    team: Team,
    member: Member | None,
    span: Span,
    since: date,
    found: Record,
    days: Sequence[Record] = (),
    before: date | None = None,
) -> Card:
    """`found` and `days` are the team's; a person's part is taken out of them. The last of `days` is `before`."""
    if member is not None:
        found, days = found.of(member.id), [day.of(member.id) for day in days]
    values = figures(found, days)
    duties = TEAM_DUTIES if member is None else duties_of(member)
    return Card(
        member_id=member.id if member else TEAM,
        name=member.name if member else "",
        since=since,
        until=span.until,
        zone=team.settings.zone,
        before=before,
        values=values,
        lines=card(values, duties, team=member is None),
        late=late_steps(work, team, member, span.until) if member else (),
        volume=volume_of(work, team, member, span),
    )


def volume_of(work: Work, team: Team, member: Member | None, span: Span) -> Volume | None:
    """Orders have days: those of the span are the ones that begin in it. None where there is nothing to tell."""
    zone, measure = ZoneInfo(team.settings.zone), team.settings.volume_by
    since, until = local_day(span.since, zone) + DAY, local_day(span.until, zone)
    facts = work.facts.orders(team.id, measure, since, until)
    own = [one for one in facts if member is None or one.member_id == member.id]
    others = shared(work, member.id, facts) if member else []
    if not own and not others:
        return None
    return Volume(measure, len(own), sum(one.first for one in own), totals(own), len(others), totals(others))


def late_steps(work: Work, team: Team, member: Member, until: datetime) -> list[LateStep]:
    """The oldest that are open now; what was closed since is counted but not named."""
    steps, zone = work.steps.open_of_member(member.id, until, LATE_SHOWN), ZoneInfo(team.settings.zone)
    return [LateStep(work.clients.get(step.client_id).name, local_day(step.due_at, zone)) for step in steps]


def record_of(work: Work, team: Team, span: Span) -> Record:
    """Everything about a span, and how things stood when it ended."""
    facts, until = work.facts, span.until
    acts, handoffs = facts.acts(team.id, *span), facts.handoffs(team.id, *span)
    return record(acts, handoffs, facts.waiting(team.id, until), facts.overdue(team.id, until))


def names_of(work: Work, team: Team, ids: Collection[int]) -> Mapping[int, str]:
    """Also of those who work here no more, or in another team."""
    known = {one.id: one for one in work.people.of_team(team.id, active=False)}
    others = {one: work.people.get(one) for one in ids if one not in known}
    return short_names({**known, **others}.values())
