"""Coming in: the first owner, the invited, and those who come back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sales.actions.invite import VALID_FOR, Fault, hash_of, new_token, roles_of
from sales.actions.own import NAME
from sales.actions.people import in_order, owners_of
from sales.company import Company, Invite, Team, TeamSettings
from sales.errors import BadInvite, Empty, NotAllowed
from sales.notices import Notice, NoticeKind
from sales.people import HIGH_ROLES, Member, Permission, Role
from sales.ports import NEW, Work
from sales.wording import LINE, a_line, shortened

#: So many unknown tokens within TRY_SPAN, then the person has to wait.
WRONG_TRIES = 5
TRY_SPAN = timedelta(hours=1)
#: What a token looks like; anything else needn't be looked up.
_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Entry(StrEnum):
    """What became of somebody who opened an invite."""

    NEW = "new"
    BACK = "back"  # was deactivated once
    ADDED = "added"  # a member, with more roles now
    ALREADY = "already"  # a member who has these roles: the invite stays open for somebody else
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FirstInvite:
    """`token`: for the console alone; None where there is an owner already."""

    token: str | None


def first_invite(work: Work, form: None, now: datetime) -> FirstInvite:
    """A fresh way in for the first owner; earlier ones are dead. No receipt may keep the result."""
    company = work.companies.only()
    if company is not None and owners_of(work, company.id):
        return FirstInvite(None)
    for open_one in work.invites.open_of(None, now):
        work.invites.revoke(open_one.id, now)
    token = new_token()
    roles = frozenset({Role.OWNER.value})
    made = work.invites.add(Invite(NEW, None, None, roles, hash_of(token), None, now, now + VALID_FOR))
    work.audit.note(None, "first_invite", made.id, now, facts={"roles": sorted(roles)})
    return FirstInvite(token)


@dataclass(frozen=True, slots=True)
class ClaimOwner:
    """Whom the operator has named as the owner."""

    telegram_id: int
    name: str


@dataclass(frozen=True, slots=True)
class AcceptInvite:
    telegram_id: int
    name: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """`roles`: those the invite brought. `fault`: a value of Fault where `entry` is REFUSED."""

    entry: Entry
    roles: tuple[Role, ...] = ()
    fault: Fault | None = None


def claim_owner(work: Work, form: ClaimOwner, now: datetime) -> Joined:
    """Only as long as there is no owner."""
    company = work.companies.only()
    if company is not None and owners_of(work, company.id):
        raise NotAllowed(permission=Permission.SET_UP_COMPANY.value)
    for open_one in work.invites.open_of(None, now):
        work.invites.revoke(open_one.id, now)
    team = _founded(work, now)
    return _let_in(work, form.telegram_id, form.name, team, frozenset({Role.OWNER}), now)[0]


def accept_invite(work: Work, form: AcceptInvite, now: datetime) -> Joined:
    """A refusal is a result, not an error: it has to be remembered, so that guessing can be slowed down."""
    if work.audit.count("unknown_invite", form.telegram_id, now - TRY_SPAN) >= WRONG_TRIES:
        return Joined(Entry.REFUSED, fault=Fault.TRIES)
    invite = work.invites.by_hash(hash_of(form.token)) if _SHAPE.fullmatch(form.token) else None
    if invite is None:
        work.audit.note(None, "unknown_invite", form.telegram_id, now)
        return Joined(Entry.REFUSED, fault=Fault.UNKNOWN)
    fault = _fault(work, invite, form.telegram_id, now)
    if fault is not None:
        return Joined(Entry.REFUSED, fault=fault)
    return _enter(work, invite, form, now)


def _fault(work: Work, invite: Invite, telegram_id: int, now: datetime) -> Fault | None:
    if invite.used_at is not None:
        return Fault.USED
    if invite.revoked_at is not None:
        return Fault.REVOKED
    if invite.expires_at <= now:
        return Fault.EXPIRED
    if invite.created_by is None:
        return None
    maker = work.people.get(invite.created_by)
    appoints = maker.may(Permission.APPOINT_HEADS)
    if not maker.may(Permission.MANAGE_PEOPLE) or (roles_of(invite) & HIGH_ROLES and not appoints):
        return Fault.REVOKED
    return Fault.OWN if maker.telegram_id == telegram_id and not appoints else None


def _enter(work: Work, invite: Invite, form: AcceptInvite, now: datetime) -> Joined:
    team = _founded(work, now) if invite.team_id is None else work.companies.team(invite.team_id)
    joined, member = _let_in(work, form.telegram_id, form.name, team, roles_of(invite), now)
    if joined.entry is Entry.ALREADY:
        return joined
    if not work.invites.use(invite.id, member.id, now):
        raise BadInvite(reason=Fault.USED.value)
    if invite.created_by is not None and invite.created_by != member.id:
        notice = Notice(NoticeKind.WELCOME, member.id, {"entry": joined.entry.value})
        work.outbox.tell(invite.created_by, notice)
    return joined


def _founded(work: Work, now: datetime) -> Team:
    """The company and its first team, nameless until the owner names them."""
    company = work.companies.only() or work.companies.add(Company(NEW, "", now))
    teams = work.companies.teams(company.id)
    return teams[0] if teams else work.companies.add_team(Team(NEW, company.id, None, "", TeamSettings()))


def _let_in(
    work: Work, telegram_id: int, name: str, team: Team, roles: frozenset[Role], now: datetime
) -> tuple[Joined, Member]:
    member = work.people.by_telegram(telegram_id)
    if member is None:
        entry, member = Entry.NEW, work.people.add(_newcomer(telegram_id, name, team, roles, now))
    elif not member.active:
        entry, member = Entry.BACK, _back(work, member, team, roles)
    elif roles <= member.roles:
        return Joined(Entry.ALREADY, in_order(roles)), member
    else:
        entry = Entry.ADDED
        work.people.set_roles(member.id, team.id, member.roles | roles)
    facts = {"entry": entry.value, "roles": sorted(role.value for role in roles)}
    work.audit.note(member.id, "join", member.id, now, facts=facts)
    return Joined(entry, in_order(roles)), member


def _newcomer(telegram_id: int, name: str, team: Team, roles: frozenset[Role], now: datetime) -> Member:
    return Member(
        id=NEW,
        company_id=team.company_id,
        team_id=team.id,
        telegram_id=telegram_id,
        name=_called(name, telegram_id),
        zone=None,
        active=True,
        away_until=None,
        unreachable=None,
        joined_at=now,
        roles=roles,
    )


def _called(name: str, telegram_id: int) -> str:
    """Telegram lets a name be long, or of signs that nobody sees."""
    try:
        return shortened(a_line(name[:LINE]), NAME)
    except Empty:
        return str(telegram_id)


def _back(work: Work, member: Member, team: Team, roles: frozenset[Role]) -> Member:
    """With the new invite's roles alone; the name and the history are the old ones."""
    work.people.set_roles(member.id, member.team_id, ())
    work.people.set_roles(member.id, team.id, roles)
    back = replace(member, active=True, team_id=team.id, unreachable=None, away_until=None, roles=roles)
    work.people.save(back)
    return back
