"""What is asked and shown around an absence: who could stand in, what it would come to, what is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sales.absence import by_likeness, days_of, refuse_overlap
from sales.actions.absence import AbsenceView, EnterAbsence, absence_view, checked, fit, whose
from sales.actions.reassign import burdens_of
from sales.actions.steps import schedule_for
from sales.people import Actor
from sales.ports import Work
from sales.worktime import count_working_days

#: Steps are counted up to here.
COUNTED = 200


@dataclass(frozen=True, slots=True)
class AbsencePlan:
    """What an absence would come to. `steps`: open ones that fall due meanwhile; `clients`: whom the substitute sees;
    `stands_for`: whose substitute the person would be at that time."""

    name: str
    substitute: str
    first: date
    last: date
    until: datetime
    working_days: int
    clients: int
    steps: int
    stands_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who could stand in, and what is on their hands already."""

    member_id: int
    name: str
    clients: int
    handoffs: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Absences:
    """What is planned or lasts, of one person."""

    member_id: int
    name: str
    ahead: tuple[AbsenceView, ...]


def stand_ins(work: Work, actor: Actor, member_id: int, first: date, last: date, now: datetime) -> tuple[StandIn, ...]:
    """Refused as the absence itself would be; the likeliest first."""
    member = whose(work, actor, member_id)
    days = days_of(first, last, now, schedule_for(work, member.id))
    refuse_overlap(work.absences.ahead_of(member.id), days.since, days.until)
    burdens = dict(burdens_of(work, member.team_id, now))
    found = []
    for one in by_likeness(member, fit(work, member, days), burdens):
        burden = burdens[one.id]
        found.append(StandIn(one.id, one.name, burden.clients, burden.handoffs, burden.overdue))
    return tuple(found)


def absence_plan(work: Work, actor: Actor, form: EnterAbsence, now: datetime) -> AbsencePlan:
    """For the review."""
    member = whose(work, actor, form.member_id)
    days, substitute = checked(work, member, form, now)
    schedule = schedule_for(work, member.id)
    held = [
        work.people.get(one.member_id).name
        for one in work.absences.ahead_for(member.id)
        if one.since < days.until and days.since < one.until
    ]
    return AbsencePlan(
        name=member.name,
        substitute=substitute.name if substitute else "",
        first=days.first,
        last=days.last,
        until=days.until,
        working_days=count_working_days(days.first, days.last, schedule),
        clients=work.clients.counts(member.team_id).get(member.id, 0),
        steps=len(work.steps.open_of_member(member.id, days.until, COUNTED)),
        stands_for=tuple(held),
    )


def absences_of(work: Work, actor: Actor, member_id: int) -> Absences:
    """The person's own, or for whoever may enter one for them."""
    member = whose(work, actor, member_id)
    ahead = tuple(absence_view(work, one.id) for one in work.absences.ahead_of(member.id))
    return Absences(member.id, member.name, ahead)
