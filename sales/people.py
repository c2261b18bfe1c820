"""Who works here, in which roles, and what each role may do: the one table of permissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sales.errors import NotAllowed


class Role(StrEnum):
    """A member holds one or more (domain: roles)."""

    OWNER = "owner"
    HEAD = "head"
    TEAM_LEAD = "team_lead"
    LEAD_GENERATOR = "lead_generator"
    HUNTER = "hunter"
    CLOSER = "closer"
    FARMER = "farmer"
    KAM = "kam"
    ASSISTANT = "assistant"
    PRODUCT_MANAGER = "product_manager"
    TERRITORY_MANAGER = "territory_manager"
    TECH_SUPPORT = "tech_support"
    QUALITY_MANAGER = "quality_manager"
    OPERATIONS_MANAGER = "operations_manager"
    ANALYST = "analyst"
    CRM_ADMIN = "crm_admin"


class Permission(StrEnum):
    SET_UP_COMPANY = "set_up_company"
    APPOINT_HEADS = "appoint_heads"  # grant or take the roles owner, head and crm_admin
    MANAGE_PEOPLE = "manage_people"  # invite, change roles, deactivate
    CHANGE_SETTINGS = "change_settings"
    BIND_GROUP = "bind_group"
    FIND_CLIENTS = "find_clients"  # name, owner and stage of any client of the team
    LOG_ACTS = "log_acts"  # calls, meetings, new clients
    SUBMIT_LEADS = "submit_leads"
    RECEIVE_LEADS = "receive_leads"
    RECEIVE_STALLED = "receive_stalled"  # deals that have stalled at a late stage
    RECEIVE_REGULAR = "receive_regular"  # regular clients
    RECEIVE_KEY = "receive_key"  # key clients
    ARBITRATE = "arbitrate"  # decide a disputed return
    DIRECT_HANDOVERS = "direct_handovers"  # assign what waits in the queue, release what was accepted
    READ_ALL = "read_all"  # every client of the team with phones and history
    SEE_TEAM_FIGURES = "see_team_figures"
    SEE_OWN_FIGURES = "see_own_figures"
    GET_DIGEST = "get_digest"
    IMPORT_CLIENTS = "import_clients"  # bring a whole base along, take it back
    MERGE_CLIENTS = "merge_clients"  # make one of two that turn out to be the same
    NAME_ACTING = "name_acting"  # an acting head for a period


_P = Permission
_SELLS = {_P.FIND_CLIENTS, _P.LOG_ACTS, _P.SEE_OWN_FIGURES}
_READS = {_P.FIND_CLIENTS, _P.READ_ALL, _P.SEE_TEAM_FIGURES}
_RUNS = {_P.MANAGE_PEOPLE, _P.CHANGE_SETTINGS, _P.IMPORT_CLIENTS, _P.BIND_GROUP}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(_RUNS | {_P.SET_UP_COMPANY, _P.APPOINT_HEADS, _P.NAME_ACTING}),
    Role.HEAD: frozenset(
        _RUNS
        | _SELLS
        | _READS
        | {_P.SUBMIT_LEADS, _P.ARBITRATE, _P.DIRECT_HANDOVERS, _P.GET_DIGEST, _P.NAME_ACTING, _P.MERGE_CLIENTS}
    ),
    Role.TEAM_LEAD: frozenset(_SELLS | _READS | {_P.SUBMIT_LEADS, _P.ARBITRATE, _P.DIRECT_HANDOVERS, _P.MERGE_CLIENTS}),
    Role.LEAD_GENERATOR: frozenset(_SELLS | {_P.SUBMIT_LEADS}),
    Role.HUNTER: frozenset(_SELLS | {_P.SUBMIT_LEADS, _P.RECEIVE_LEADS}),
    Role.CLOSER: frozenset(_SELLS | {_P.RECEIVE_STALLED}),
    Role.FARMER: frozenset(_SELLS | {_P.RECEIVE_REGULAR}),
    Role.KAM: frozenset(_SELLS | {_P.RECEIVE_KEY}),
    Role.ASSISTANT: frozenset({_P.FIND_CLIENTS}),
    Role.PRODUCT_MANAGER: frozenset({_P.FIND_CLIENTS}),
    Role.TERRITORY_MANAGER: frozenset({_P.FIND_CLIENTS}),
    Role.TECH_SUPPORT: frozenset({_P.FIND_CLIENTS}),
    Role.QUALITY_MANAGER: frozenset(_READS | {_P.ARBITRATE}),
    Role.OPERATIONS_MANAGER: frozenset(_READS | {_P.DIRECT_HANDOVERS}),
    Role.ANALYST: frozenset(_READS),
    Role.CRM_ADMIN: frozenset(_RUNS | _READS | {_P.MERGE_CLIENTS}),
}

#: Roles that only a holder of APPOINT_HEADS may give or take.
HIGH_ROLES = frozenset({Role.OWNER, Role.HEAD, Role.CRM_ADMIN})


#: Who carries clients; offered first where roles are chosen.
SELLING_ROLES = (Role.LEAD_GENERATOR, Role.HUNTER, Role.CLOSER, Role.FARMER, Role.KAM)


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the company. Inactive ones keep their history and may do nothing.

    `away_until`: busy or absent until then, new work flows past. `unreachable`: why Telegram refuses our
    messages to the person (an error code), None while they arrive.
    """

    id: int
    company_id: int
    team_id: int
    telegram_id: int
    name: str
    zone: str | None
    active: bool
    away_until: datetime | None
    unreachable: str | None
    joined_at: datetime
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        return self.active and permission in permissions_of(self.roles)

    def is_away(self, now: datetime) -> bool:
        return self.away_until is not None and self.away_until > now


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as known at this very update. `reach`: the teams whose objects the person may meet."""

    member_id: int
    company_id: int
    team_id: int
    telegram_id: int
    name: str
    zone: str
    roles: frozenset[Role]
    reach: frozenset[int]

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles)


def require(actor: Actor, permission: Permission) -> None:
    """Raises NotAllowed where none of the actor's roles carries the permission."""
    if not actor.may(permission):
        raise NotAllowed(permission=permission.value)


def grantable(actor: Actor) -> frozenset[Role]:
    """The roles that this person may give to others or take from them."""
    if not actor.may(Permission.MANAGE_PEOPLE):
        return frozenset()
    return frozenset(Role) if actor.may(Permission.APPOINT_HEADS) else frozenset(Role) - HIGH_ROLES


def short_name(name: str) -> str:
    """The family name where there is one, as the last word."""
    return name.split()[-1] if name.split() else name


def short_names(members: Iterable[Member]) -> dict[int, str]:
    """By member id: the family name, or the whole name where two would read the same."""
    known = list(members)
    often = Counter(short_name(member.name) for member in known)
    return {one.id: short_name(one.name) if often[short_name(one.name)] == 1 else one.name for one in known}
