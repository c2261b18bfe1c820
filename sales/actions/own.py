"""What people settle for themselves: being away, their name, their time zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.absence import come_back
from sales.actions.rest import rest_until
from sales.company import check_zone
from sales.errors import PastTime
from sales.people import Actor
from sales.ports import Work
from sales.wording import a_line

#: Characters of a display name: it has to fit on a button.
NAME = 60


@dataclass(frozen=True, slots=True)
class SetAway:
    """`until` None: here again."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Away:
    until: datetime | None


def set_away(work: Work, actor: Actor, form: SetAway, now: datetime) -> Away:
    """New work flows past until then, and deadlines rest; what the person already holds stays. Who is absent is so at
    least until the absence is over; to be here again ends it."""
    if form.until is not None and form.until <= now:
        raise PastTime(at=form.until)
    absence = work.absences.current_of(actor.member_id)
    until = max(form.until, absence.until) if form.until and absence else form.until
    if until is not None or not come_back(work, actor.member_id, now):
        work.people.save(replace(work.people.get(actor.member_id), away_until=until))
        rest_until(work, actor.member_id, until, now)
    facts = {"until": form.until.isoformat() if form.until else None}
    work.audit.note(actor.member_id, "set_away", actor.member_id, now, facts=facts)
    return Away(until)


def my_absence(work: Work, actor: Actor, now: datetime) -> Away:
    member = work.people.get(actor.member_id)
    return Away(member.away_until if member.is_away(now) else None)


@dataclass(frozen=True, slots=True)
class Rename:
    name: str


def rename(work: Work, actor: Actor, form: Rename, now: datetime) -> str:
    """How the person is called in every card from now on. Gives the name as it was kept."""
    member, name = work.people.get(actor.member_id), a_line(form.name, NAME)
    work.people.save(replace(member, name=name))
    work.audit.note(actor.member_id, "rename", member.id, now, facts={"old": member.name, "new": name})
    return name


@dataclass(frozen=True, slots=True)
class ChooseZone:
    """`zone` None: the team's."""

    zone: str | None


def choose_zone(work: Work, actor: Actor, form: ChooseZone, now: datetime) -> None:
    """By whose wall clock the person's times are meant and shown; the moments of what is planned stay."""
    if form.zone is not None:
        check_zone(form.zone)
    member = work.people.get(actor.member_id)
    work.people.save(replace(member, zone=form.zone))
    work.audit.note(actor.member_id, "choose_zone", member.id, now, facts={"old": member.zone, "new": form.zone})
