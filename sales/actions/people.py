"""People: who acts, who is here, what each may do, and what becomes of those who leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sales.actions.acting import leave_acting
from sales.actions.estate import heirs_for, holds_work
from sales.actions.handoff import member_left
from sales.actions.request_routing import leave_requests
from sales.actions.routing import stewards
from sales.company import Invite, Team
from sales.errors import HeirNeeded, LastOwner, NoRoles, NotAllowed, NotFound, OwnRoles
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Member, Permission, Role, grantable, permissions_of, require
from sales.ports import Work
from sales.timers import TimerKind

#: What a person holds is counted up to here: more is «100 and more» to anybody.
COUNTED = 100
#: Steps further away than this are no work that somebody has to take over soon.
AHEAD = timedelta(days=3660)
#: What is told to a person by the day.
OWN_MESSAGES = (TimerKind.DIGEST, TimerKind.MORNING, TimerKind.EVENING, TimerKind.LEFTOVER)
#: A link that nobody has followed is told of so long after its end: whoever it was for hasn't joined.
MISSED = timedelta(days=14)


def actor_of(work: Work, telegram_id: int) -> Actor | None:
    """Who writes, as of this very moment; None for strangers and for those who were deactivated."""
    return _as_actor(work, work.people.by_telegram(telegram_id))


def actor_of_member(work: Work, member_id: int) -> Actor | None:
    """The reader of a notice that leaves; None where the person is no longer here."""
    return _as_actor(work, work.people.get(member_id))


def _as_actor(work: Work, member: Member | None) -> Actor | None:
    if member is None or not member.active:
        return None
    member = in_force(work, member)
    return Actor(
        member_id=member.id,
        company_id=member.company_id,
        team_id=member.team_id,
        telegram_id=member.telegram_id,
        name=member.name,
        zone=member.zone or work.companies.team(member.team_id).settings.zone,
        roles=member.roles,
        reach=_reach(work, member),
    )


def in_force(work: Work, member: Member) -> Member:
    """With what an acting head may do for the period, beside the own roles."""
    acts = work.acting.current_of(member.id) is not None
    return replace(member, roles=member.roles | {Role.HEAD}) if acts else member


def _reach(work: Work, member: Member) -> frozenset[int]:
    """An owner meets the whole company; who reads all or manages people, their team and those under it."""
    if Role.OWNER in member.roles:
        return frozenset(team.id for team in work.companies.teams(member.company_id))
    if permissions_of(member.roles) & {Permission.READ_ALL, Permission.MANAGE_PEOPLE}:
        return _under(work.companies.teams(member.company_id), member.team_id)
    return frozenset({member.team_id})


def _under(teams: list[Team], top: int) -> frozenset[int]:
    found, added = frozenset({top}), True
    while added:
        wider = found | {team.id for team in teams if team.parent_id in found}
        found, added = wider, wider != found
    return found


def owners_of(work: Work, company_id: int) -> list[Member]:
    return [one for one in work.people.of_company(company_id) if one.active and Role.OWNER in one.roles]


def heads_of(work: Work, team_id: int) -> list[Member]:
    """Who answers for the team: its heads, else those of the nearest team above, else the owners."""
    return stewards(work, team_id, Permission.GET_DIGEST)


@dataclass(frozen=True, slots=True)
class MemberLine:
    """`away_until` only while it lasts. `absent`: for days, not merely busy; `substitute` then, if there is one."""

    id: int
    name: str
    roles: tuple[Role, ...]
    away_until: datetime | None
    unreachable: str | None
    absent: bool = False
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class TeamList:
    team: str
    members: tuple[MemberLine, ...]
    open_invites: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What would be left without a keeper: counts of open steps, open hand-overs, leads in preparation."""

    steps: int
    handoffs: int
    leads: int


@dataclass(frozen=True, slots=True)
class MemberCard:
    """`may_change`: the roles that the asker may give or take here; empty: none. `may_remove`: deactivate. `must_move`:
    somebody has to take the person's work over first."""

    member: MemberLine
    holds: Holdings
    may_change: frozenset[Role]
    may_remove: bool
    must_move: bool = False


def team_list(work: Work, actor: Actor, now: datetime) -> TeamList:
    require(actor, Permission.MANAGE_PEOPLE)
    members = [one for one in work.people.of_company(actor.company_id) if one.active and one.team_id in actor.reach]
    waiting = asked_to_join(work, actor, now)
    team = work.companies.team(actor.team_id).name
    return TeamList(team, tuple(_line(work, one, now) for one in members), len(waiting))


def asked_to_join(work: Work, actor: Actor, now: datetime) -> list[Invite]:
    """Who hasn't come yet: open links, and those that ran out lately."""
    invites = work.invites.open_of(actor.company_id, now - MISSED)
    return [one for one in invites if one.team_id in actor.reach]


def member_card(work: Work, actor: Actor, member_id: int, now: datetime) -> MemberCard:
    require(actor, Permission.MANAGE_PEOPLE)
    member = _colleague(work, actor, member_id)
    may_give = grantable(actor)
    own = member.id == actor.member_id
    may_change = may_give if not own or actor.may(Permission.APPOINT_HEADS) else may_give & member.roles
    removable = not own and not _above(actor, member)
    must_move = removable and holds_work(work, member, now)
    return MemberCard(_line(work, member, now), holdings(work, member.id, now), may_change, removable, must_move)


def holdings(work: Work, member_id: int, now: datetime) -> Holdings:
    return Holdings(
        steps=len(work.steps.open_of_member(member_id, now + AHEAD, COUNTED)),
        handoffs=len(work.handoffs.of_member(member_id)),
        leads=len(work.leads.of_member(member_id, COUNTED)),
    )


@dataclass(frozen=True, slots=True)
class ChangeRoles:
    """`was`: the roles as the form showed them. Only the difference is applied, so that two heads at once both
    get what they meant."""

    member_id: int
    was: tuple[Role, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class RolesChanged:
    name: str
    roles: tuple[Role, ...]


def change_roles(work: Work, actor: Actor, form: ChangeRoles, now: datetime) -> RolesChanged:
    """Effective at the member's next update. Nobody gives themselves what they hadn't; a company keeps an owner."""
    require(actor, Permission.MANAGE_PEOPLE)
    member = _colleague(work, actor, form.member_id)
    wanted, was = frozenset(form.roles), frozenset(form.was)
    roles = (member.roles | (wanted - was)) - (was - wanted)
    _check_change(work, actor, member, roles)
    if roles != member.roles:
        work.people.set_roles(member.id, member.team_id, roles)
        facts = {"old": sorted(role.value for role in member.roles), "new": sorted(role.value for role in roles)}
        work.audit.note(actor.member_id, "change_roles", member.id, now, facts=facts)
    return RolesChanged(member.name, in_order(roles))


def _check_change(work: Work, actor: Actor, member: Member, roles: frozenset[Role]) -> None:
    if not roles:
        raise NoRoles
    if (roles ^ member.roles) - grantable(actor):
        raise NotAllowed(permission=Permission.APPOINT_HEADS.value)
    if member.id == actor.member_id and roles - member.roles and not actor.may(Permission.APPOINT_HEADS):
        raise OwnRoles
    if Role.OWNER in member.roles - roles:
        _keep_an_owner(work, member)


@dataclass(frozen=True, slots=True)
class Deactivate:
    member_id: int


@dataclass(frozen=True, slots=True)
class Deactivated:
    """`holds`: what was theirs at that moment and now needs somebody."""

    name: str
    holds: Holdings


def deactivate(work: Work, actor: Actor, form: Deactivate, now: datetime) -> Deactivated:
    """The person's next update is a stranger's. Their open offers pass on, their invites die, their history stays. Who
    holds work leaves by `sales.actions.leaving`, unless nobody is there to take it: then the heads have it."""
    member = check_removal(work, actor, form.member_id)
    if holds_work(work, member, now) and heirs_for(work, actor, member, now):
        raise HeirNeeded(who=member.name)
    held = holdings(work, member.id, now)
    close_access(work, actor, member, now)
    member_left(work, member.id, now)
    leave_requests(work, member.id, now)
    work.audit.note(actor.member_id, "deactivate", member.id, now)
    return Deactivated(member.name, held)


def check_removal(work: Work, actor: Actor, member_id: int) -> Member:
    """Whom this actor may part with: a colleague, not above the actor, not the last owner, not oneself."""
    require(actor, Permission.MANAGE_PEOPLE)
    member = _colleague(work, actor, member_id)
    if Role.OWNER in member.roles:
        _keep_an_owner(work, member)
    if member.id == actor.member_id:
        raise OwnRoles
    if _above(actor, member):
        raise NotAllowed(permission=Permission.APPOINT_HEADS.value)
    return member


def close_access(work: Work, actor: Actor, member: Member, now: datetime) -> None:
    """The next update is a stranger's; what the person alone could use ends."""
    work.people.save(replace(member, active=False, away_until=None))
    for invite in work.invites.open_of(actor.company_id, now):
        if invite.created_by == member.id:
            work.invites.revoke(invite.id, now)
    leave_acting(work, member, now)
    work.watches.drop(member.id)
    work.requests.set_duty(member.team_id, work.requests.duty(member.team_id) - {member.id})
    for calls in work.callings.open_of(member.id):
        work.callings.save(replace(calls, ended_at=now))
    for kind in OWN_MESSAGES:
        work.timers.cancel(kind, member.id)


def _above(actor: Actor, member: Member) -> bool:
    """Owners, heads and CRM admins can be removed only by those who appoint them."""
    return bool(member.roles - grantable(actor))


def _keep_an_owner(work: Work, member: Member) -> None:
    if all(one.id == member.id for one in owners_of(work, member.company_id)):
        raise LastOwner


def _colleague(work: Work, actor: Actor, member_id: int) -> Member:
    """Object-level: of the same company, in a team within reach, still here."""
    member = work.people.get(member_id)
    if member.company_id != actor.company_id or not member.active:
        raise NotFound(what="member")
    if member.team_id not in actor.reach:
        raise NotAllowed(permission=Permission.MANAGE_PEOPLE.value)
    return member


def who_is(work: Work, member_id: int, now: datetime) -> MemberLine:
    """For the house's own notices: anybody who has ever been here."""
    return _line(work, work.people.get(member_id), now)


def lost_member(work: Work, member_id: int, reason: str, now: datetime) -> None:
    """Telegram won't deliver to this person any more: noted once, and the heads learn why."""
    member = work.people.get(member_id)
    if member.unreachable is not None or not member.active:
        return
    work.people.save(replace(member, unreachable=reason))
    work.audit.note(None, "lost_member", member.id, now, facts={"reason": reason})
    for head in heads_of(work, member.team_id):
        if head.id != member.id:
            facts = {"what": "member", "reason": reason}
            work.outbox.tell(head.id, Notice(NoticeKind.UNDELIVERED, member.id, facts))


def found_member(work: Work, telegram_id: int) -> None:
    """The person has let us in again, or written."""
    member = work.people.by_telegram(telegram_id)
    if member is not None and member.unreachable is not None:
        work.people.save(replace(member, unreachable=None))


def in_order(roles: frozenset[Role]) -> tuple[Role, ...]:
    """As the table of roles has them."""
    return tuple(role for role in Role if role in roles)


def _line(work: Work, member: Member, now: datetime) -> MemberLine:
    away = member.away_until if member.is_away(now) else None
    absence = work.absences.current_of(member.id)
    stands_in = work.people.get(absence.substitute_id).name if absence and absence.substitute_id else ""
    roles = in_order(member.roles)
    return MemberLine(member.id, member.name, roles, away, member.unreachable, absence is not None, stands_in)
