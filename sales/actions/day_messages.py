"""The morning's plan and the evening's summary: who wants them, when they are sent, what they say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sales.actions.budget import AT_ONCE
from sales.actions.daily import fire_daily
from sales.actions.kpi import Card, card_of, record_of
from sales.actions.reminders import RemindedLead, RemindedStep, reminder
from sales.actions.steps import schedule_for, schedule_of
from sales.daily import Preferences, Quiet
from sales.digest import Rhythm, Span
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Member, Permission
from sales.ports import Work
from sales.rest import resting
from sales.timers import LATE_AFTER, PERSONAL, TimerKind
from sales.worktime import DAY, Schedule, local_day, local_moment


def fire_mornings(work: Work, now: datetime) -> int:
    """At the opening of each person's working day, and only on that day. The reminders that are due by then and aren't
    exact are told in the plan, so that a day begins with one message; where there is nothing beside one of them, it
    comes by itself."""
    chosen = work.preferences.all()
    schedules = {one.id: of for one, of in _at_work(work) if chosen.get(one.id, Preferences()).morning}

    def tell(member_id: int, day: date) -> bool:
        schedule = schedules[member_id]
        if local_day(now, schedule.zone) != day or _rests(work, member_id, now):
            return False
        due = [timer for timer in work.timers.pending(PERSONAL, member_id, now) if not timer.exact]
        parked = [timer.subject for timer in due if timer.kind is TimerKind.PARKED]
        plan = morning_plan(work, member_id, day, parked, now)
        if len(plan.steps) + len(plan.leads) <= min(len(due), 1):
            return False
        for timer in due:
            work.timers.fire(timer.id, now)
        is_late = now - Rhythm(schedule.opens, schedule).moment(day) > LATE_AFTER
        facts: dict[str, Fact] = {"day": day.isoformat(), "parked": parked, "late": is_late}
        work.outbox.tell(member_id, Notice(NoticeKind.MORNING, member_id, facts))
        return True

    people = [(one, Rhythm(of.opens, of)) for one, of in schedules.items()]
    return fire_daily(work, TimerKind.MORNING, people, tell, now)


def fire_evenings(work: Work, now: datetime) -> int:
    """At the closing of each person's working day, without a sound: it is read when there is time for it."""
    wanted = {one for one, chosen in work.preferences.all().items() if chosen.evening}
    rhythms = {one.id: Rhythm(of.closes, of) for one, of in (_at_work(work) if wanted else ()) if one.id in wanted}

    def tell(member_id: int, day: date) -> bool:
        until = rhythms[member_id].moment(day)
        facts = {"day": day.isoformat(), "until": until.isoformat()}
        work.outbox.tell(member_id, Notice(NoticeKind.EVENING, member_id, facts, silent=True))
        return True

    return fire_daily(work, TimerKind.EVENING, rhythms.items(), tell, now)


def _at_work(work: Work) -> list[tuple[Member, Schedule]]:
    """Everyone who works with clients, with the working hours by their own clock."""
    company = work.companies.only()
    return [
        (member, schedule_of(team, member.zone))
        for team in (work.companies.teams(company.id) if company else ())
        for member in work.people.of_team(team.id)
        if member.team_id == team.id and member.may(Permission.LOG_ACTS)
    ]


def _rests(work: Work, member_id: int, now: datetime) -> bool:
    return resting(work.rests.of(member_id, now), now) is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps`: open and due on that day or before, earliest first. `late`: how many of them were due before."""

    day: date
    steps: tuple[RemindedStep, ...]
    leads: tuple[RemindedLead, ...]
    late: int


def morning_plan(work: Work, member_id: int, day: date, parked: list[int], now: datetime) -> Plan:
    """A house query for the message that leaves: what has been settled meanwhile is left out."""
    zone = schedule_for(work, member_id).zone
    tomorrow = local_moment(day + DAY, time(0), zone)
    ids = [step.id for step in work.steps.open_of_member(member_id, tomorrow, AT_ONCE)]
    found = reminder(work, member_id, ids, [], parked)
    midnight = local_moment(day, time(0), zone)
    return Plan(day, found.steps, found.leads, sum(step.due_at < midnight for step in found.steps))


@dataclass(frozen=True, slots=True)
class Summary:
    """`card`: the person's figures of the day. `first`: the first step after it. `quiet`: how the messages came."""

    day: date
    card: Card
    quiet: Quiet
    first: RemindedStep | None


def evening_summary(work: Work, member_id: int, day: date, until: datetime) -> Summary:
    member: Member = work.people.get(member_id)
    team, zone = work.companies.team(member.team_id), schedule_for(work, member_id).zone
    midnight = local_moment(day, time(0), zone)
    span = Span(midnight - until.resolution, until)
    card = card_of(work, team, member, span, day, record_of(work, team, span))
    ahead = work.steps.open_of_member(member_id, until + 14 * DAY, AT_ONCE)
    ids = [step.id for step in ahead if step.due_at > until]
    first = next(iter(reminder(work, member_id, ids[:20], [], []).steps), None)
    return Summary(day, card, work.budget.quiet(member_id, midnight, until), first)


@dataclass(frozen=True, slots=True)
class ChooseMessages:
    """What is None stays."""

    morning: bool | None = None
    evening: bool | None = None


def choose_messages(work: Work, actor: Actor, form: ChooseMessages, now: datetime) -> Preferences:
    """What the person wants to be told without asking; every member chooses for themselves."""
    old = work.preferences.of(actor.member_id)
    new = replace(
        old,
        morning=old.morning if form.morning is None else form.morning,
        evening=old.evening if form.evening is None else form.evening,
    )
    work.preferences.save(actor.member_id, new)
    facts = {"morning": new.morning, "evening": new.evening}
    work.audit.note(actor.member_id, "choose_messages", actor.member_id, now, facts=facts)
    return new


@dataclass(frozen=True, slots=True)
class OwnMessages:
    """`opens`, `closes`: when the plan and the summary come, by the person's clock."""

    chosen: Preferences
    opens: time
    closes: time


def my_messages(work: Work, actor: Actor) -> OwnMessages:
    schedule = schedule_for(work, actor.member_id)
    return OwnMessages(work.preferences.of(actor.member_id), schedule.opens, schedule.closes)
