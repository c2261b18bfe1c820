"""The launch checklist of a team, and what those who run it decide to do without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sales.actions.people import asked_to_join, in_order
from sales.actions.plan import planned
from sales.errors import WrongState
from sales.launch import SKIPS, Awaited, Checklist, Found, Mark, Task, checklist
from sales.people import SELLING_ROLES, Actor, Permission, Role, require
from sales.plan import month_of
from sales.ports import Work
from sales.worktime import local_day

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def launch(work: Work, actor: Actor, now: datetime) -> Checklist:
    """Of the actor's own team, with the people in reach."""
    require(actor, Permission.MANAGE_PEOPLE)
    return checklist(_found(work, actor, now), work.launches.marks(actor.team_id))


def wants_launch(work: Work, actor: Actor, now: datetime) -> bool:
    """Whether there is something to be offered: nobody has closed it, and something is open."""
    if not actor.may(Permission.MANAGE_PEOPLE) or Mark.CLOSED in work.launches.marks(actor.team_id):
        return False
    return not launch(work, actor, now).finished


def _found(work: Work, actor: Actor, now: datetime) -> Found:
    team, company = work.companies.team(actor.team_id), work.companies.only()
    people = [one for one in work.people.of_company(actor.company_id) if one.active and one.team_id in actor.reach]
    imports = work.imports.done_since(actor.company_id, EVER)
    month = month_of(local_day(now, ZoneInfo(team.settings.zone)))
    return Found(
        company=company.name if company else "",
        opens=team.settings.opens,
        closes=team.settings.closes,
        places=tuple(place.title for place in work.places.of_team(team.id) if place.unreachable is None),
        people=len(people),
        sellers=sum(bool(one.roles & set(SELLING_ROLES)) for one in people),
        awaited=_awaited(work, actor, now),
        month=month,
        plan=planned(work, team, month).target,
        planned=work.plans.has_any(team.id),
        imported=sum(one.made for one in imports) if imports else None,
    )


def _awaited(work: Work, actor: Actor, now: datetime) -> tuple[Awaited, ...]:
    return tuple(
        Awaited(in_order(frozenset(Role(role) for role in one.roles)), one.created_at, one.expires_at <= now)
        for one in asked_to_join(work, actor, now)
    )


@dataclass(frozen=True, slots=True)
class SkipTask:
    task: Task


def skip_task(work: Work, actor: Actor, form: SkipTask, now: datetime) -> None:
    """The team does without it; doing it later counts all the same."""
    require(actor, Permission.CHANGE_SETTINGS)
    if form.task not in SKIPS:
        raise WrongState
    if work.launches.put(actor.team_id, SKIPS[form.task]):
        facts = {"task": form.task.value}
        work.audit.note(actor.member_id, "skip_task", actor.team_id, now, facts=facts)


@dataclass(frozen=True, slots=True)
class CloseLaunch:
    """Nothing to say beside it."""


def close_launch(work: Work, actor: Actor, form: CloseLaunch, now: datetime) -> None:
    """The menu offers it to nobody of the team any more; the command still opens it."""
    require(actor, Permission.CHANGE_SETTINGS)
    if work.launches.put(actor.team_id, Mark.CLOSED):
        work.audit.note(actor.member_id, "close_launch", actor.team_id, now)
