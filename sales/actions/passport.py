"""The context card of a client: put together from everything that is known, and filled in where it isn't."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sales.actions.clients import client_in_reach, require_full
from sales.activities import Activity, Outcome
from sales.leads import Question, Verdict
from sales.orders import standing
from sales.passport import Event, EventKind, OpenDeal, Passport, Point, PointAnswer, Promise, ten_lines
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.steps import StepKind
from sales.wording import words
from sales.worktime import local_moment

#: What a client was waiting for says nothing any more after so long.
EXPECTS_FOR = timedelta(days=30)
#: Acts that are looked through for agreements, and for the last lines of the way.
ACTS_READ = 30
_POINTS = {Question.PAINS: Point.PAINS, Question.FIT: Point.FIT}


@dataclass(frozen=True, slots=True)
class AnswerPoint:
    client_id: int
    point: Point
    words: str


@dataclass(frozen=True, slots=True)
class PointAnswered:
    client_id: int
    client: str
    point: Point


@dataclass(frozen=True, slots=True)
class PassportView:
    client: str
    passport: Passport


def passport_of(work: Work, client_id: int, now: datetime) -> Passport:
    """Of several things known about a point the newest counts; a promise is an open step, and has its day."""
    acts = work.activities.of_client(client_id, ACTS_READ)
    promises = (
        Promise(step.kind.value, step.words or step.place, step.due_at)
        for step in work.steps.open_of_client(client_id)
        if step.kind is not StepKind.WAIT
    )
    known = [*_from_lead(work, client_id), *_agreed(acts), *work.passports.answers(client_id)]
    return Passport(
        client_id=client_id,
        said=tuple(_newest(known, now)),
        promises=tuple(promises),
        history=ten_lines((*_milestones(work, client_id), *_sold(work, client_id), *_act_events(work, acts))),
        deal=_deal(work, client_id),
    )


def _newest(known: list[PointAnswer], now: datetime) -> Iterator[tuple[Point, str]]:
    for point in Point:
        said = [one for one in known if one.point is point and one.words]
        last = max(said, key=lambda one: one.at, default=None)
        if last and (point is not Point.EXPECTS or now - last.at <= EXPECTS_FOR):
            yield point, last.words


def client_passport(work: Work, actor: Actor, client_id: int, now: datetime) -> PassportView:
    """For whoever may see all of the client."""
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    return PassportView(client.name, passport_of(work, client.id, now))


def answer_point(work: Work, actor: Actor, form: AnswerPoint, now: datetime) -> PointAnswered:
    """Whoever may log with the client may say what is known of it."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    require_full(work, actor, client)
    work.passports.put(PointAnswer(client.id, form.point, words(form.words), actor.member_id, now))
    facts = {"point": form.point.value}
    work.audit.note(actor.member_id, "answer_point", client.id, now, client_id=client.id, facts=facts)
    return PointAnswered(client.id, client.name, form.point)


def _from_lead(work: Work, client_id: int) -> Iterator[PointAnswer]:
    lead = work.leads.last_of_client(client_id)
    if lead is None:
        return
    at = lead.submitted_at or lead.created_at
    for one in work.leads.answers(lead.id):
        if one.verdict is Verdict.YES and one.question in _POINTS:
            product = lead.product if one.question is Question.FIT else ""
            said = ", ".join(part for part in (product, one.words) if part)
            yield PointAnswer(client_id, _POINTS[one.question], said, one.member_id, one.at)
    yield PointAnswer(client_id, Point.DECISION_MAKER, lead.decision_maker, lead.giver_id, at)
    yield PointAnswer(client_id, Point.EXPECTS, lead.expects, lead.giver_id, at)


def _agreed(acts: list[Activity]) -> Iterator[PointAnswer]:
    """What was noted where something was agreed."""
    for act in acts:
        if act.outcome is Outcome.AGREED:
            yield PointAnswer(act.client_id, Point.AGREEMENTS, act.note, act.member_id, act.at)


def _milestones(work: Work, client_id: int) -> Iterator[Event]:
    client = work.clients.get(client_id)
    yield Event(EventKind.MADE, client.created_at, client.source or "", who=_name(work, client.created_by))
    lead = work.leads.last_of_client(client_id)
    if lead is not None and lead.submitted_at is not None:
        yield Event(EventKind.LEAD, lead.submitted_at, lead.state.value, lead.product, _name(work, lead.giver_id))
    for one in work.handoffs.of_client(client_id):
        if one.accepted_at is not None and one.receiver_id is not None:
            yield Event(EventKind.HANDED, one.accepted_at, one.leg.value, who=_name(work, one.receiver_id))


def _sold(work: Work, client_id: int) -> Iterator[Event]:
    """Ends of deals, orders that stand, and what the client has become by them."""
    for deal in work.deals.of_client(client_id):
        if deal.ended_at is not None:
            owner = _name(work, deal.owner_id)
            yield Event(
                EventKind.DEAL, deal.ended_at, deal.stage.value, deal.product, owner, deal.amount, deal.currency
            )
    team = work.companies.team(work.clients.get(client_id).team_id)
    for order in standing(work.orders.of_client(client_id)):
        at = local_moment(order.ordered_on, time(), ZoneInfo(team.settings.zone))
        who = _name(work, order.member_id)
        yield Event(EventKind.ORDER, at, "", order.product, who, order.amount, order.currency)
    for change in work.statuses.history(client_id):
        yield Event(EventKind.STATUS, change.at, change.status.value)


def _deal(work: Work, client_id: int) -> OpenDeal | None:
    deal = work.deals.open_of_client(client_id)
    return OpenDeal(deal.stage.value, deal.product, deal.amount, deal.currency) if deal else None


def _act_events(work: Work, acts: list[Activity]) -> Iterator[Event]:
    for act in acts:
        yield Event(EventKind(act.kind.value), act.at, act.outcome.value, act.note, _name(work, act.member_id))


def _name(work: Work, member_id: int) -> str:
    return work.people.get(member_id).name
