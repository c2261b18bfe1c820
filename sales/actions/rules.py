"""The team's rules for regular and key clients: looked at beforehand, switched on, announced to all, confirmed as read
(domain: the rule is one of the key elements of the system)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sales.actions.regular import orders_of, reconsider_team, rules_of, today_of
from sales.company import TeamSettings
from sales.errors import NotFound, WrongState
from sales.notices import Notice, NoticeKind
from sales.orders import Measure
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.regular import (
    AIMS,
    ClientStatus,
    Criterion,
    Finding,
    Mode,
    Part,
    Rule,
    by_hand,
    check_criterion,
    due_status,
    evaluate,
    rank,
)


@dataclass(frozen=True, slots=True)
class DryLine:
    """Somebody who would pass, and why. `status`: what the client is now."""

    client_id: int
    client: str
    owner: str
    status: ClientStatus
    because: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What switching a criterion on would do. `bought`: clients with orders; `have`: those with the status already, who
    keep it; `without`: how many of them don't meet the criterion. `measure`: by what it is counted."""

    lines: tuple[DryLine, ...]
    bought: int
    have: int
    without: int
    measure: Measure


def dry_run(work: Work, actor: Actor, aim: ClientStatus, criterion: Criterion, now: datetime) -> DryRun:
    """Over the whole base, nothing is changed; raises as switching it on would."""
    require(actor, Permission.CHANGE_SETTINGS)
    check_criterion(criterion)
    team = work.companies.team(actor.team_id)
    measure, today = team.settings.volume_by, today_of(team, now)
    known, orders = work.statuses.of_team(team.id), orders_of(work, team.id)
    trial = Rule(NEW, team.id, aim, criterion, measure, actor.member_id, now)
    rules = (*(rule for rule in rules_of(work, team.id) if rule.aim is not aim), trial)
    lines, have, without = [], 0, 0
    for client_id in sorted({*orders, *known}):
        own = orders.get(client_id, [])
        status = known[client_id].status if client_id in known else ClientStatus.NEW
        if rank(status) >= rank(aim):
            have += 1
            without += not evaluate(criterion, own, measure, today).met
            continue
        due, by, found = due_status(own, rules, today)
        if by is trial and rank(due) > rank(status) and not _is_pinned(work, client_id):
            lines.append(_line(work, client_id, status, found.because))
    return DryRun(tuple(lines), len(orders), have, without, measure)


def _is_pinned(work: Work, client_id: int) -> bool:
    return by_hand(work.statuses.history(client_id))[1]


def _line(work: Work, client_id: int, status: ClientStatus, because: tuple[Finding, ...]) -> DryLine:
    client = work.clients.get(client_id)
    return DryLine(client_id, client.name, work.people.get(client.owner_id).name, status, because)


@dataclass(frozen=True, slots=True)
class SwitchCriterion:
    aim: ClientStatus
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Switched:
    """`changed`: how many clients have passed with it; `told`: how many people have been told."""

    rule_id: int
    aim: ClientStatus
    changed: int
    told: int


def switch_criterion(work: Work, actor: Actor, form: SwitchCriterion, now: datetime) -> Switched:
    """In force at once, for every client; counted by what the team counts its volume by today."""
    require(actor, Permission.CHANGE_SETTINGS)
    check_criterion(form.criterion)
    return _announce(work, actor, form.aim, form.criterion, now)


@dataclass(frozen=True, slots=True)
class DropCriterion:
    aim: ClientStatus


def drop_criterion(work: Work, actor: Actor, form: DropCriterion, now: datetime) -> Switched:
    """From now on nobody gets the status by a rule; who has it keeps it."""
    require(actor, Permission.CHANGE_SETTINGS)
    if not any(rule.aim is form.aim for rule in rules_of(work, actor.team_id)):
        raise WrongState
    return _announce(work, actor, form.aim, Criterion(Mode.ANY, ()), now)


def _announce(work: Work, actor: Actor, aim: ClientStatus, criterion: Criterion, now: datetime) -> Switched:
    """Whoever made the change has read it."""
    if aim not in AIMS:
        raise WrongState
    team = work.companies.team(actor.team_id)
    made = work.rules.add(Rule(NEW, team.id, aim, criterion, team.settings.volume_by, actor.member_id, now))
    work.rules.read(made.id, actor.member_id, now)
    others = [one.id for one in work.people.of_team(team.id) if one.id != actor.member_id]
    for member_id in others:
        work.outbox.tell(member_id, Notice(NoticeKind.RULE, made.id))
    facts = {"aim": aim.value, "mode": criterion.mode.value, "parts": [_plain(part) for part in criterion.parts]}
    work.audit.note(actor.member_id, "switch_criterion", made.id, now, facts=facts)
    return Switched(made.id, aim, reconsider_team(work, team, now), len(others))


def _plain(part: Part) -> str:
    """For the record."""
    return f"{part.kind.value} {part.product or part.number or part.amount}"


@dataclass(frozen=True, slots=True)
class RuleView:
    """A version in force. `mine`: whether this person has confirmed it; `unread`: who hasn't, for those who may change
    it, else nobody."""

    rule_id: int
    aim: ClientStatus
    criterion: Criterion
    measure: Measure
    made_by: str
    on: date
    mine: bool
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    """`rules`: the newest version for each status, be it one that says that there is none. `recount`: volume is counted
    by something else since, so that the rules ought to be switched on anew."""

    rules: tuple[RuleView, ...]
    settings: TeamSettings
    may_change: bool
    recount: bool


def rules_view(work: Work, actor: Actor, now: datetime) -> RulesView:
    """For everybody: by what they are counted and paid is no secret."""
    team = work.companies.team(actor.team_id)
    newest = [rule for aim in AIMS if (rule := work.rules.newest(team.id, aim))]
    may_change = actor.may(Permission.CHANGE_SETTINGS)
    return RulesView(
        rules=tuple(_view(work, actor, rule) for rule in newest),
        settings=team.settings,
        may_change=may_change,
        recount=may_change and any(one.measure is not team.settings.volume_by for one in rules_of(work, team.id)),
    )


def _view(work: Work, actor: Actor, rule: Rule) -> RuleView:
    team, readers = work.companies.team(rule.team_id), work.rules.readings(rule.id)
    unread: list[str] = []
    if actor.may(Permission.CHANGE_SETTINGS):
        unread = [one.name for one in work.people.of_team(team.id) if one.id not in readers]
    return RuleView(
        *(rule.id, rule.aim, rule.criterion, rule.measure, work.people.get(rule.made_by).name),
        on=today_of(team, rule.made_at),
        mine=actor.member_id in readers,
        unread=tuple(unread),
    )


def rule_told(work: Work, actor: Actor, rule_id: int) -> RuleView | None:
    """As its notice needs it; None where a later version has taken its place."""
    rule = work.rules.get(rule_id)
    newest = work.rules.newest(rule.team_id, rule.aim)
    return _view(work, actor, rule) if newest is not None and newest.id == rule_id else None


@dataclass(frozen=True, slots=True)
class ReadRule:
    rule_id: int


@dataclass(frozen=True, slots=True)
class RuleRead:
    """`outdated`: there is a later version, which is what has to be read."""

    rule_id: int
    outdated: bool


def read_rule(work: Work, actor: Actor, form: ReadRule, now: datetime) -> RuleRead:
    """Confirmed for good; once more is no harm."""
    rule = work.rules.get(form.rule_id)
    if rule.team_id != actor.team_id:
        raise NotFound(what="rule")
    newest = work.rules.newest(rule.team_id, rule.aim)
    outdated = newest is not None and newest.id != rule.id
    if not outdated and work.rules.read(rule.id, actor.member_id, now):
        work.audit.note(actor.member_id, "read_rule", rule.id, now)
    return RuleRead(rule.id, outdated)


@dataclass(frozen=True, slots=True)
class RemindReaders:
    rule_id: int


def remind_readers(work: Work, actor: Actor, form: RemindReaders, now: datetime) -> int:
    """Those who haven't confirmed it are told again; gives how many."""
    require(actor, Permission.CHANGE_SETTINGS)
    rule = work.rules.get(form.rule_id)
    if rule.team_id != actor.team_id:
        raise NotFound(what="rule")
    readers = work.rules.readings(rule.id)
    late = [one.id for one in work.people.of_team(rule.team_id) if one.id not in readers]
    for member_id in late:
        work.outbox.tell(member_id, Notice(NoticeKind.RULE, rule.id))
    work.audit.note(actor.member_id, "remind_readers", rule.id, now, facts={"count": len(late)})
    return len(late)
