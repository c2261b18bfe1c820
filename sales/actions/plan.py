"""The team's plan for a month: set by those who run it, told beside what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sales.actions.steps import schedule_of
from sales.company import Team, check_count
from sales.digest import Period, Rhythm, period_span
from sales.errors import WrongState
from sales.kpi import record, taken
from sales.people import Actor, Permission, require
from sales.plan import TARGETS, Goal, Pace, Plan, month_after, month_of, pace
from sales.ports import Work
from sales.worktime import local_day


@dataclass(frozen=True, slots=True)
class SetPlan:
    """`month`: its first date. `target`: leads to be accepted; None: no plan."""

    month: date
    target: int | None


def set_plan(work: Work, actor: Actor, form: SetPlan, now: datetime) -> None:
    """For this month or a later one: what was planned for a month that is over stays."""
    require(actor, Permission.CHANGE_SETTINGS)
    month, team = month_of(form.month), work.companies.team(actor.team_id)
    if month < _this_month(team, now):
        raise WrongState
    old = work.plans.get(team.id, month, Goal.TAKEN)
    if form.target is None:
        work.plans.drop(team.id, month, Goal.TAKEN)
    else:
        check_count(form.target, TARGETS)
        work.plans.put(Plan(team.id, month, Goal.TAKEN, form.target))
    facts = {"month": month.isoformat(), "old": str(old.target if old else ""), "new": str(form.target or "")}
    work.audit.note(actor.member_id, "set_plan", team.id, now, facts=facts)


@dataclass(frozen=True, slots=True)
class Planned:
    """`target` None: nothing is planned."""

    month: date
    target: int | None


def plans_ahead(work: Work, actor: Actor, now: datetime) -> tuple[Planned, Planned]:
    """This month and the next."""
    require(actor, Permission.CHANGE_SETTINGS)
    team = work.companies.team(actor.team_id)
    this = _this_month(team, now)
    return planned(work, team, this), planned(work, team, month_after(this))


def planned(work: Work, team: Team, month: date) -> Planned:
    plan = work.plans.get(team.id, month, Goal.TAKEN)
    return Planned(month, plan.target if plan else None)


def pace_of(work: Work, team: Team, until: datetime) -> Pace | None:
    """The calendar's month so far, as the figures have it; None without a plan. A working day is over with its
    digest."""
    schedule = schedule_of(team)
    month = month_of(local_day(until, schedule.zone))
    target = planned(work, team, month).target
    if target is None:
        return None
    span = period_span(Period.MONTH, until, schedule.zone)
    done = taken(record((), work.facts.handoffs(team.id, *span)))
    return pace(month, target, done, Rhythm(team.settings.digest_at, schedule).last_day(until), schedule)


def _this_month(team: Team, now: datetime) -> date:
    return month_of(local_day(now, ZoneInfo(team.settings.zone)))
