"""The company and what a team has settled for itself. Every change is on record, old beside new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sales.actions.structure import end_lost_legs
from sales.company import Company, Routing, Team, TeamSettings, check_settings
from sales.errors import NotFound
from sales.orders import Measure
from sales.people import Actor, Permission, Role, require
from sales.ports import Work
from sales.wording import a_line


@dataclass(frozen=True, slots=True)
class SetUpCompany:
    """`also_head`: in a small firm the owner runs the sales too."""

    company: str
    team: str
    zone: str
    opens: time
    closes: time
    digest_at: time
    also_head: bool


def set_up_company(work: Work, actor: Actor, form: SetUpCompany, now: datetime) -> None:
    """The owner's wizard; asked again later it renames and resettles."""
    require(actor, Permission.SET_UP_COMPANY)
    team = work.companies.team(actor.team_id)
    hours = {"zone": form.zone, "opens": form.opens, "closes": form.closes, "digest_at": form.digest_at}
    settings: TeamSettings = replace(team.settings, **hours)  # type: ignore[arg-type]
    check_settings(settings)
    company = _company(work)
    work.companies.save(replace(company, name=a_line(form.company)))
    work.companies.save_team(replace(team, name=a_line(form.team), settings=settings))
    if form.also_head and Role.HEAD not in actor.roles:
        work.people.set_roles(actor.member_id, team.id, actor.roles | {Role.HEAD})
        roles = sorted(role.value for role in actor.roles | {Role.HEAD})
        work.audit.note(actor.member_id, "change_roles", actor.member_id, now, facts={"new": roles})
    facts = {"old": f"{company.name} / {team.name}", "new": f"{form.company} / {form.team}"}
    work.audit.note(actor.member_id, "set_up_company", company.id, now, facts=facts)
    _note_changes(work, actor, team, settings, now)


@dataclass(frozen=True, slots=True)
class Settled:
    """What the person works with: the company, the team, its settings, where it is announced, and the own part."""

    company: str
    team: str
    settings: TeamSettings
    places: tuple[str, ...]
    name: str
    own_zone: str | None


def settled(work: Work, actor: Actor) -> Settled:
    """`company` is empty until the owner has named it."""
    team, member = work.companies.team(actor.team_id), work.people.get(actor.member_id)
    places = tuple(place.title for place in work.places.of_team(team.id))
    return Settled(_company(work).name, team.name, team.settings, places, member.name, member.zone)


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """What is None stays."""

    routing: Routing | None = None
    accept_minutes: int | None = None
    warn_minutes: int | None = None
    retry_minutes: int | None = None
    meeting_notice_minutes: int | None = None
    loud_a_day: int | None = None
    touch_attempts: int | None = None
    touch_hours: int | None = None
    passing_minutes: int | None = None
    proposal_hours: int | None = None
    stalled_days: int | None = None
    closer_keeps: bool | None = None
    credit_months: int | None = None
    digest_at: time | None = None
    opens: time | None = None
    closes: time | None = None
    zone: str | None = None
    volume_by: Measure | None = None
    renewal_days: int | None = None
    contact_days_new: int | None = None
    contact_days_regular: int | None = None
    contact_days_key: int | None = None
    answer_hours_new: int | None = None
    answer_hours_regular: int | None = None
    answer_hours_key: int | None = None
    silence_percent: int | None = None
    fall_percent: int | None = None


def change_settings(work: Work, actor: Actor, form: ChangeSettings, now: datetime) -> None:
    """Holds from now on: deadlines that already run keep their end. A deadline shorter than its warning takes the
    warning along."""
    require(actor, Permission.CHANGE_SETTINGS)
    team = work.companies.team(actor.team_id)
    asked = {name: getattr(form, name) for name in form.__slots__}
    settings = _with(team.settings, {name: value for name, value in asked.items() if value is not None})
    if form.accept_minutes is not None and settings.warn_minutes >= settings.accept_minutes:
        settings = replace(settings, warn_minutes=max(1, settings.accept_minutes // 3))
    check_settings(settings)
    work.companies.save_team(replace(team, settings=settings))
    end_lost_legs(work, actor, team, settings, now)
    _note_changes(work, actor, team, settings, now)


def _with(settings: TeamSettings, changes: dict[str, Any]) -> TeamSettings:
    return replace(settings, **changes)


def _note_changes(work: Work, actor: Actor, team: Team, settings: TeamSettings, now: datetime) -> None:
    for name in settings.__slots__:
        old, new = getattr(team.settings, name), getattr(settings, name)
        if old != new:
            facts = {"name": name, "old": _plain(old), "new": _plain(new)}
            work.audit.note(actor.member_id, "change_settings", team.id, now, facts=facts)


def _plain(value: object) -> str | list[str]:
    return list(value) if isinstance(value, tuple) else str(value)


def _company(work: Work) -> Company:
    company = work.companies.only()
    if company is None:
        raise NotFound(what="company")
    return company
