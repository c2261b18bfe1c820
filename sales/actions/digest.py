"""The head's digest: when it is sent, once per head and date whatever restarts, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sales.actions.daily import fire_daily
from sales.actions.kpi import TEAM, Card, Named, card_of, names_of, record_of, whose
from sales.actions.plan import pace_of
from sales.actions.steps import schedule_of
from sales.company import Team
from sales.digest import Rhythm, Span
from sales.kpi import Duty, Record, calls, duties_of, idle, meetings, missed, overdue, record, submitted, taken
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.plan import Pace
from sales.ports import Work
from sales.signs import SignKind, signs
from sales.timers import TimerKind
from sales.worktime import local_day


def fire_digests(work: Work, now: datetime) -> int:
    """Gives how many were sent. Each head has one pending timer, for the next working date at the team's time."""
    company = work.companies.only()
    rhythms = {
        head.id: _rhythm(team)
        for team in (work.companies.teams(company.id) if company else ())
        for head in _heads(work, team)
    }

    def tell(head_id: int, day: date) -> bool:
        facts = {"day": day.isoformat(), "until": rhythms[head_id].moment(day).isoformat()}
        work.outbox.tell(head_id, Notice(NoticeKind.DIGEST, head_id, facts))
        return True

    return fire_daily(work, TimerKind.DIGEST, rhythms.items(), tell, now)


def _heads(work: Work, team: Team) -> list[Member]:
    """Each head gets the digest of the team that is the head's own, and so does who acts for the head."""
    acting = work.acting.current(team.id)
    members = [one for one in work.people.of_team(team.id) if one.team_id == team.id]
    return [one for one in members if one.may(Permission.GET_DIGEST) or (acting and one.id == acting.member_id)]


def _rhythm(team: Team) -> Rhythm:
    return Rhythm(team.settings.digest_at, schedule_of(team))


@dataclass(frozen=True, slots=True)
class Late:
    """`steps` overdue, the oldest since then; `missed`: deadlines for an answer that ran out that day."""

    who: Named
    steps: int
    since: date | None
    missed: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sign that is worth a look."""

    who: Named
    kind: SignKind
    times: int


@dataclass(frozen=True, slots=True)
class Digest:
    """`since`: the digest before, that of the date `before`. `whole`: the day is over for the digest. `idle`: who
    logged nothing. `overdue`: whose steps are late, most first. `signs`: for those alone whom the digest is sent to.
    `pace`: how far the month's plan has come, where there is one."""

    day: date
    since: datetime
    until: datetime
    before: date
    whole: bool
    team: Card
    idle: Sequence[Named]
    overdue: Sequence[Late]
    signs: Sequence[Noticed]
    pace: Pace | None


def _signs(work: Work, of: _Day) -> list[Noticed]:
    found = signs(work.facts.entries(of.team.id, *of.span), ZoneInfo(of.team.settings.zone))
    names = names_of(work, of.team, {sign.member_id for sign in found})
    return [Noticed(Named(sign.member_id, names[sign.member_id]), sign.kind, sign.times) for sign in found]


@dataclass(frozen=True, slots=True)
class Line:
    """One person's day. `submitted` and `taken`: leads handed over and accepted."""

    who: Named
    calls: int
    meetings: int
    submitted: int
    taken: int


def day_so_far(work: Work, actor: Actor, now: datetime) -> Digest:
    """The digest that is still growing. After today's it is already the next working day's."""
    require(actor, Permission.SEE_TEAM_FIGURES)
    return digest(work, actor, _rhythm(work.companies.team(actor.team_id)).day_of(now), now)


def digest(work: Work, actor: Actor, day: date, until: datetime) -> Digest:
    """Of the actor's own team, as things stood at `until`."""
    of = _day(work, actor, TEAM, day, until)
    team = _card(work, of)
    names = names_of(work, of.team, of.found.people())
    absent = idle(work.people.of_team(of.team.id), of.found, until)
    return Digest(
        day=day,
        since=of.span.since,
        until=until,
        before=of.rhythm.day_before(day),
        whole=until >= of.rhythm.moment(day),
        team=team,
        idle=[Named(one.id, names[one.id]) for one in absent],
        overdue=[late for late in _lates(of, names) if late.steps],
        signs=_signs(work, of) if actor.may(Permission.GET_DIGEST) else (),
        pace=pace_of(work, of.team, until),
    )


def digest_people(work: Work, actor: Actor, day: date, until: datetime) -> list[Line]:
    """A line for everyone who has any part in the day or should have; the busiest first."""
    of = _day(work, actor, TEAM, day, until)
    here = [one for one in work.people.of_team(of.team.id) if one.joined_at <= until]
    ids = of.found.people() | {one.id for one in here if Duty.SELLING in duties_of(one)}
    names = names_of(work, of.team, ids)
    lines = [_line(Named(one, names[one]), of.found.of(one)) for one in ids]
    return sorted(lines, key=lambda one: (-one.calls - one.meetings - one.submitted - one.taken, one.who.name))


def _line(who: Named, found: Record) -> Line:
    return Line(who, calls(found), meetings(found), submitted(found), taken(found))


def digest_lates(work: Work, actor: Actor, day: date, until: datetime) -> list[Late]:
    """Whose steps are overdue and who missed deadlines, the most overdue first."""
    of = _day(work, actor, TEAM, day, until)
    return _lates(of, names_of(work, of.team, of.found.people()))


def _lates(of: _Day, names: Mapping[int, str]) -> list[Late]:
    ids = of.found.overdue.keys() | {fact.member_id for fact in of.found.missed}
    lates = [_late(of, Named(one, names[one])) for one in ids]
    return sorted(lates, key=lambda late: (-late.steps, -late.missed, late.who.name))


def _late(of: _Day, who: Named) -> Late:
    late, part = of.found.overdue.get(who.member_id), of.found.of(who.member_id)
    since = local_day(late.since, of.rhythm.schedule.zone) if late else None
    return Late(who, overdue(part), since, missed(part))


def digest_card(work: Work, actor: Actor, who: int, day: date, until: datetime) -> Card:
    """One person's part of the day beside the person's own usual."""
    return _card(work, _day(work, actor, who, day, until))


def _card(work: Work, of: _Day) -> Card:
    days = _days_before(work, of)
    before = of.rhythm.day_before(of.day) if days else None
    return card_of(work, of.team, of.member, of.span, of.day, of.found, days, before)


@dataclass(frozen=True, slots=True)
class _Day:
    team: Team
    member: Member | None
    rhythm: Rhythm
    day: date
    span: Span
    found: Record


def _day(work: Work, actor: Actor, who: int, day: date, until: datetime) -> _Day:
    team, member = whose(work, actor, who)
    rhythm = _rhythm(team)
    span = Span(rhythm.span(day).since, until)
    return _Day(team, member, rhythm, day, span, record_of(work, team, span))


def _days_before(work: Work, of: _Day) -> list[Record]:
    """Whole days of the team since its records began, or since the person came."""
    begun = work.facts.first_entry(of.team.id)
    if begun is not None and of.member is not None:
        begun = max(begun, of.member.joined_at)
    facts, team_id = work.facts, of.team.id
    spans = of.rhythm.spans_before(of.day, begun)
    return [record(facts.acts(team_id, *span), facts.handoffs(team_id, *span)) for span in spans]
