"""The head's digest: when it is sent, once per head and date whatever restarts, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sales.actions.kpi import TEAM, Card, Named, card_of, names_of, record_of, whose
from sales.actions.steps import schedule_of
from sales.company import Team
from sales.digest import Rhythm, Span
from sales.kpi import Duty, Record, calls, duties_of, idle, meetings, missed, overdue, record, submitted, taken
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.ports import Work
from sales.timers import Timer, TimerKind
from sales.worktime import local_day


def fire_digests(work: Work, now: datetime) -> int:
    """Sends what is due and plans what is next; gives how many were sent.

    Each head has one pending timer, for the next working date at the team's time. Where several dates were missed,
    only the latest is told. Who is no head any more is told nothing, whatever was planned.
    """
    company = work.companies.only()
    pending: dict[int, list[Timer]] = {}
    for timer in work.timers.pending_kind(TimerKind.DIGEST):
        pending.setdefault(timer.subject, []).append(timer)
    sent = 0
    for team in work.companies.teams(company.id) if company else ():
        for head in _heads(work, team):
            sent += _serve(work, _rhythm(team), head, pending.pop(head.id, []), now)
    for timer in (timer for timers in pending.values() for timer in timers if timer.due_at <= now):
        work.timers.fire(timer.id, now)
    return sent


def _heads(work: Work, team: Team) -> list[Member]:
    """Each head gets the digest of the team that is the head's own."""
    members = work.people.of_team(team.id)
    return [one for one in members if one.team_id == team.id and one.may(Permission.GET_DIGEST)]


def _rhythm(team: Team) -> Rhythm:
    return Rhythm(team.settings.digest_at, schedule_of(team))


def _serve(work: Work, rhythm: Rhythm, head: Member, pending: Sequence[Timer], now: datetime) -> int:
    last = rhythm.last_day(now)
    ahead = [timer for timer in pending if timer.occasion > last.isoformat()]
    sent = len(ahead) < len(pending) and _tell(work, rhythm, head, last, now)
    for timer in ahead:
        moment = rhythm.moment(date.fromisoformat(timer.occasion))
        if timer.due_at != moment:
            work.timers.set(timer.kind, head.id, moment, member_id=head.id, exact=True, occasion=timer.occasion)
    if not ahead:
        _plan_next(work, rhythm, head, last)
    return int(sent)


def _tell(work: Work, rhythm: Rhythm, head: Member, day: date, now: datetime) -> bool:
    """Ends whatever is due. The date's own timer decides whether it was told before, so where only an earlier date
    was planned, it is made first."""
    _plan(work, rhythm, head, day)
    due = [timer for timer in work.timers.pending_kind(TimerKind.DIGEST) if timer.subject == head.id]
    fired = {timer.occasion for timer in due if timer.occasion <= day.isoformat() and work.timers.fire(timer.id, now)}
    if day.isoformat() not in fired:
        return False
    facts = {"day": day.isoformat(), "until": rhythm.moment(day).isoformat()}
    work.outbox.tell(head.id, Notice(NoticeKind.DIGEST, head.id, facts))
    return True


def _plan_next(work: Work, rhythm: Rhythm, head: Member, last: date) -> None:
    """The date after, if the next one was told already: the digest's time was put off after it."""
    upcoming = rhythm.day_after(last)
    if not _plan(work, rhythm, head, upcoming):
        _plan(work, rhythm, head, rhythm.day_after(upcoming))


def _plan(work: Work, rhythm: Rhythm, head: Member, day: date) -> bool:
    occasion = day.isoformat()
    return work.timers.plan(TimerKind.DIGEST, head.id, rhythm.moment(day), member_id=head.id, occasion=occasion)


@dataclass(frozen=True, slots=True)
class Late:
    """`steps` overdue, the oldest since then; `missed`: deadlines for an answer that ran out that day."""

    who: Named
    steps: int
    since: date | None
    missed: int


@dataclass(frozen=True, slots=True)
class Digest:
    """`since`: the digest before, that of the date `before`. `whole`: the day is over for the digest. `idle`: who
    logged nothing. `overdue`: whose steps are late, most first."""

    day: date
    since: datetime
    until: datetime
    before: date
    whole: bool
    team: Card
    idle: Sequence[Named]
    overdue: Sequence[Late]


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
