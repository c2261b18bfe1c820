"""Invite links: how a head gathers the team.

A token is known to whoever was shown it and to nobody else: storage, receipts and dialogs keep only its SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sales.actions.people import asked_to_join, in_order
from sales.company import Invite
from sales.errors import BadInvite, NoRoles, NotAllowed
from sales.people import Actor, Permission, Role, grantable, require
from sales.ports import NEW, Work

VALID_FOR = timedelta(hours=72)
#: 192 bits, in Telegram's alphabet and under its limit for deep links.
TOKEN_BYTES = 24


class Fault(StrEnum):
    """Why an invite doesn't let in."""

    UNKNOWN = "unknown"
    USED = "used"
    REVOKED = "revoked"  # by hand, or because its maker may no longer invite
    EXPIRED = "expired"
    OWN = "own"  # its maker can't take roles by it
    TRIES = "tries"  # too many unknown ones in a short time


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class InviteMember:
    """`team_id` None: the inviter's own team."""

    roles: tuple[Role, ...]
    token_hash: str
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """`token_hash` tells a repeated act which link is the living one."""

    invite_id: int
    token_hash: str
    expires_at: datetime


def invite_member(work: Work, actor: Actor, form: InviteMember, now: datetime) -> Invited:
    roles = frozenset(form.roles)
    _may_invite(actor, roles, form.team_id or actor.team_id)
    if not roles:
        raise NoRoles
    made = work.invites.add(
        Invite(
            id=NEW,
            company_id=actor.company_id,
            team_id=form.team_id or actor.team_id,
            roles=frozenset(role.value for role in roles),
            token_hash=form.token_hash,
            created_by=actor.member_id,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
    )
    work.audit.note(actor.member_id, "invite_member", made.id, now, facts={"roles": sorted(made.roles)})
    return Invited(made.id, made.token_hash, made.expires_at)


@dataclass(frozen=True, slots=True)
class RenewInvite:
    invite_id: int
    token_hash: str


def renew_invite(work: Work, actor: Actor, form: RenewInvite, now: datetime) -> Invited:
    """Another link in place of a lost one, valid anew, in the renewer's name; the old link is dead."""
    invite = _ours(work, actor, form.invite_id)
    _may_invite(actor, roles_of(invite), invite.team_id)
    expires_at = now + VALID_FOR
    if not work.invites.renew(invite.id, form.token_hash, actor.member_id, expires_at):
        raise BadInvite(reason=_ended(invite))
    work.audit.note(actor.member_id, "renew_invite", invite.id, now)
    return Invited(invite.id, form.token_hash, expires_at)


@dataclass(frozen=True, slots=True)
class RevokeInvite:
    invite_id: int


def revoke_invite(work: Work, actor: Actor, form: RevokeInvite, now: datetime) -> None:
    invite = _ours(work, actor, form.invite_id)
    if not work.invites.revoke(invite.id, now):
        raise BadInvite(reason=_ended(invite))
    work.audit.note(actor.member_id, "revoke_invite", invite.id, now)


@dataclass(frozen=True, slots=True)
class InviteLine:
    """`expired`: nobody gets in by it any more, unless it is renewed."""

    id: int
    roles: tuple[Role, ...]
    expires_at: datetime
    made_by: str
    expired: bool


def open_invites(work: Work, actor: Actor, now: datetime) -> tuple[InviteLine, ...]:
    require(actor, Permission.MANAGE_PEOPLE)
    names = {member.id: member.name for member in work.people.of_company(actor.company_id)}
    return tuple(
        InviteLine(
            one.id,
            in_order(roles_of(one)),
            one.expires_at,
            names.get(one.created_by or NEW, ""),
            one.expires_at <= now,
        )
        for one in asked_to_join(work, actor, now)
    )


def _may_invite(actor: Actor, roles: frozenset[Role], team_id: int | None) -> None:
    require(actor, Permission.MANAGE_PEOPLE)
    if roles - grantable(actor):
        raise NotAllowed(permission=Permission.APPOINT_HEADS.value)
    if team_id not in actor.reach:
        raise NotAllowed(permission=Permission.MANAGE_PEOPLE.value)


def _ours(work: Work, actor: Actor, invite_id: int) -> Invite:
    require(actor, Permission.MANAGE_PEOPLE)
    invite = work.invites.get(invite_id)
    if invite.company_id != actor.company_id or invite.team_id not in actor.reach:
        raise NotAllowed(permission=Permission.MANAGE_PEOPLE.value)
    return invite


def _ended(invite: Invite) -> str:
    return (Fault.USED if invite.used_at is not None else Fault.REVOKED).value


def roles_of(invite: Invite) -> frozenset[Role]:
    return frozenset(Role(role) for role in invite.roles)
