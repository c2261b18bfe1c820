"""Every role and every permission, stated: a change of the table has to be made twice, on purpose."""

from __future__ import annotations

import pytest

from sales.errors import NotAllowed
from sales.people import (
    HIGH_ROLES,
    PERMISSIONS,
    Actor,
    Permission,
    Role,
    grantable,
    permissions_of,
    require,
    short_name,
)

#: Columns: the roles. A mark: the role carries the permission.
TABLE = """
                  owner head team_lead lead_generator hunter closer farmer kam assistant product_manager territory_manager tech_support quality_manager operations_manager analyst crm_admin
set_up_company      x    .       .           .          .      .      .     .      .            .                .               .             .               .             .        .
appoint_heads       x    .       .           .          .      .      .     .      .            .                .               .             .               .             .        .
manage_people       x    x       .           .          .      .      .     .      .            .                .               .             .               .             .        x
change_settings     x    x       .           .          .      .      .     .      .            .                .               .             .               .             .        x
bind_group          x    x       .           .          .      .      .     .      .            .                .               .             .               .             .        x
find_clients        .    x       x           x          x      x      x     x      x            x                x               x             x               x             x        x
log_acts            .    x       x           x          x      x      x     x      .            .                .               .             .               .             .        .
submit_leads        .    x       x           x          x      .      .     .      .            .                .               .             .               .             .        .
receive_leads       .    .       .           .          x      .      .     .      .            .                .               .             .               .             .        .
arbitrate           .    x       x           .          .      .      .     .      .            .                .               .             x               .             .        .
direct_handovers    .    x       x           .          .      .      .     .      .            .                .               .             .               x             .        .
read_all            .    x       x           .          .      .      .     .      .            .                .               .             x               x             x        x
see_team_figures    .    x       x           .          .      .      .     .      .            .                .               .             x               x             x        x
see_own_figures     .    x       x           x          x      x      x     x      .            .                .               .             .               .             .        .
get_digest          .    x       .           .          .      .      .     .      .            .                .               .             .               .             .        .
import_clients      x    x       .           .          .      .      .     .      .            .                .               .             .               .             .        x
name_acting         x    x       .           .          .      .      .     .      .            .                .               .             .               .             .        .
receive_stalled     .    .       .           .          .      x      .     .      .            .                .               .             .               .             .        .
receive_regular     .    .       .           .          .      .      x     .      .            .                .               .             .               .             .        .
receive_key         .    .       .           .          .      .      .     x      .            .                .               .             .               .             .        .
merge_clients       .    x       x           .          .      .      .     .      .            .                .               .             .               .             .        x
"""  # noqa: E501


def stated() -> dict[tuple[Role, Permission], bool]:
    head, *rows = TABLE.strip().splitlines()
    roles = [Role(name) for name in head.split()]
    found = {}
    for row in rows:
        name, *marks = row.split()
        for role, mark in zip(roles, marks, strict=True):
            found[role, Permission(name)] = mark == "x"
    return found


def test_the_table_states_every_role_and_every_permission() -> None:
    assert set(stated()) == {(role, permission) for role in Role for permission in Permission}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_exactly_what_the_table_states(role: Role) -> None:
    assert PERMISSIONS[role] == {permission for permission in Permission if stated()[role, permission]}


def test_who_holds_several_roles_may_what_any_of_them_may() -> None:
    both = permissions_of([Role.OWNER, Role.HUNTER])
    assert both == PERMISSIONS[Role.OWNER] | PERMISSIONS[Role.HUNTER]


def test_nobody_may_anything_without_a_role() -> None:
    assert permissions_of([]) == frozenset()


def an_actor(*roles: Role) -> Actor:
    return Actor(1, 1, 1, 100, "Ольга Павлова", "Europe/Moscow", frozenset(roles), frozenset({1}))


def test_a_missing_permission_is_named() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(an_actor(Role.HUNTER), Permission.MANAGE_PEOPLE)
    assert refused.value.facts == {"permission": "manage_people"}


def test_only_who_appoints_heads_gives_the_high_roles() -> None:
    assert grantable(an_actor(Role.OWNER)) == frozenset(Role)
    assert grantable(an_actor(Role.HEAD)) == frozenset(Role) - HIGH_ROLES
    assert grantable(an_actor(Role.CRM_ADMIN)) == frozenset(Role) - HIGH_ROLES
    assert grantable(an_actor(Role.TEAM_LEAD)) == frozenset()


@pytest.mark.parametrize(("name", "short"), [("Елена Орлова", "Орлова"), ("Елена", "Елена"), ("", "")])
def test_a_short_name_is_the_family_name(name: str, short: str) -> None:
    assert short_name(name) == short
