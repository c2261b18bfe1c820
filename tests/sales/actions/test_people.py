from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.actions.invite import InviteMember, hash_of, invite_member, open_invites
from sales.actions.people import (
    ChangeRoles,
    Deactivate,
    Holdings,
    actor_of,
    actor_of_member,
    change_roles,
    deactivate,
    found_member,
    heads_of,
    lost_member,
    member_card,
    owners_of,
    team_list,
    who_is,
)
from sales.company import Company, Team, TeamSettings
from sales.errors import LastOwner, NoRoles, NotAllowed, NotFound, OwnRoles
from sales.notices import NoticeKind
from sales.people import Actor, Member, Permission, Role
from sales.ports import NEW, Work
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay
from tests.sales.actions.told import recorded, told


@pytest.fixture
def owner(firm: Firm) -> Actor:
    return firm.actor(Role.OWNER, name="Ольга Павлова")


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD, name="Игорь Громов")


@pytest.fixture
def hunter(firm: Firm) -> Member:
    return firm.member(Role.HUNTER, name="Тимур Каримов")


class TestWhoActs:
    def test_a_stranger_is_nobody(self, work: Work, firm: Firm) -> None:
        assert actor_of(work, 4711) is None

    def test_a_member_acts_with_the_roles_of_this_very_moment(self, work: Work, hunter: Member) -> None:
        before = actor_of(work, hunter.telegram_id)
        work.people.set_roles(hunter.id, hunter.team_id, {Role.FARMER})
        after = actor_of(work, hunter.telegram_id)
        assert before is not None and before.may(Permission.RECEIVE_LEADS)
        assert after is not None and not after.may(Permission.RECEIVE_LEADS)

    def test_who_was_deactivated_is_nobody(self, work: Work, hunter: Member) -> None:
        work.people.save(replace(hunter, active=False))
        assert actor_of(work, hunter.telegram_id) is None
        assert actor_of_member(work, hunter.id) is None

    def test_the_zone_is_the_persons_own_or_the_teams(self, work: Work, firm: Firm) -> None:
        firm.settle(zone="Asia/Omsk")
        assert actor_of(work, firm.member(Role.HUNTER).telegram_id).zone == "Asia/Omsk"  # type: ignore[union-attr]
        own = firm.member(Role.HUNTER, zone="Europe/Samara")
        assert actor_of(work, own.telegram_id).zone == "Europe/Samara"  # type: ignore[union-attr]


class TestReach:
    """A department of several levels: Sales over North over Harbour, and South beside North."""

    @pytest.fixture
    def teams(self, work: Work, firm: Firm) -> dict[str, int]:
        company = firm.team.company_id

        def add(parent: int, name: str) -> int:
            return work.companies.add_team(Team(NEW, company, parent, name, TeamSettings())).id

        north = add(firm.team.id, "Север")
        return {"top": firm.team.id, "north": north, "harbour": add(north, "Порт"), "south": add(firm.team.id, "Юг")}

    def reach(self, work: Work, firm: Firm, team_id: int, *roles: Role) -> set[int]:
        member = firm.member(*roles, team_id=team_id)
        actor = actor_of_member(work, member.id)
        assert actor is not None
        return set(actor.reach)

    def test_a_rep_meets_the_own_team_alone(self, work: Work, firm: Firm, teams: dict[str, int]) -> None:
        assert self.reach(work, firm, teams["top"], Role.HUNTER) == {teams["top"]}

    @pytest.mark.parametrize("role", [Role.HEAD, Role.TEAM_LEAD, Role.ANALYST, Role.CRM_ADMIN, Role.QUALITY_MANAGER])
    def test_who_reads_all_meets_the_teams_below(
        self, work: Work, firm: Firm, teams: dict[str, int], role: Role
    ) -> None:
        assert self.reach(work, firm, teams["north"], role) == {teams["north"], teams["harbour"]}
        assert self.reach(work, firm, teams["top"], role) == set(teams.values())

    def test_an_owner_meets_the_whole_company(self, work: Work, firm: Firm, teams: dict[str, int]) -> None:
        assert self.reach(work, firm, teams["south"], Role.OWNER) == set(teams.values())

    def test_a_team_without_a_head_has_the_head_above(self, work: Work, firm: Firm, teams: dict[str, int]) -> None:
        owner = firm.member(Role.OWNER)
        assert heads_of(work, teams["harbour"]) == [owner] == owners_of(work, firm.team.company_id)
        head = firm.member(Role.HEAD, team_id=teams["north"])
        assert heads_of(work, teams["harbour"]) == [head]
        assert heads_of(work, teams["south"]) == [owner]


class TestTheTeam:
    def test_is_listed_with_roles_and_marks(self, work: Work, firm: Firm, head: Actor) -> None:
        away = NOW + timedelta(hours=1)
        busy = firm.member(Role.HUNTER, Role.CLOSER, away_until=away)
        back = firm.member(Role.FARMER, away_until=NOW - timedelta(hours=1), unreachable="blocked")
        firm.member(Role.HUNTER, active=False)
        found = {line.id: line for line in team_list(work, head, NOW).members}
        assert set(found) == {head.member_id, busy.id, back.id}
        assert found[busy.id].roles == (Role.HUNTER, Role.CLOSER)
        assert (found[busy.id].away_until, found[back.id].away_until) == (away, None)
        assert found[back.id].unreachable == "blocked"

    def test_counts_its_open_invites(self, work: Work, head: Actor) -> None:
        invite_member(work, head, InviteMember((Role.HUNTER,), hash_of("x")), NOW)
        assert team_list(work, head, NOW).open_invites == 1

    def test_is_not_shown_to_a_rep(self, work: Work, firm: Firm) -> None:
        with pytest.raises(NotAllowed):
            team_list(work, firm.actor(Role.HUNTER), NOW)

    def test_a_card_says_what_the_person_holds(self, relay: Relay) -> None:
        relay.submitted()
        card = member_card(relay.work, relay.head, relay.giver.member_id, NOW)
        assert card.holds == Holdings(steps=1, handoffs=1, leads=0)
        assert card.may_remove

    def test_a_head_may_change_what_is_not_high(self, work: Work, firm: Firm, head: Actor, hunter: Member) -> None:
        card = member_card(work, head, hunter.id, NOW)
        assert Role.FARMER in card.may_change and Role.HEAD not in card.may_change
        assert not member_card(work, head, firm.member(Role.OWNER).id, NOW).may_remove

    def test_a_head_may_only_lay_down_own_roles(self, work: Work, firm: Firm) -> None:
        both = firm.actor(Role.HEAD, Role.HUNTER)
        card = member_card(work, both, both.member_id, NOW)
        assert card.may_change == {Role.HUNTER}
        assert not card.may_remove

    def test_another_companys_people_do_not_exist(self, work: Work, firm: Firm, head: Actor, owner: Actor) -> None:
        other = work.companies.add(Company(NEW, "Чужие", NOW))
        team = work.companies.add_team(Team(NEW, other.id, None, "Чужой отдел", TeamSettings()))
        alien = firm.member(Role.HUNTER, company_id=other.id, team_id=team.id)
        with pytest.raises(NotFound):
            member_card(work, owner, alien.id, NOW)

    def test_another_teams_people_are_out_of_reach(self, work: Work, firm: Firm, head: Actor) -> None:
        beside = work.companies.add_team(Team(NEW, firm.team.company_id, None, "Соседи", TeamSettings()))
        with pytest.raises(NotAllowed):
            member_card(work, head, firm.member(Role.HUNTER, team_id=beside.id).id, NOW)

    def test_anybody_who_was_ever_here_has_a_name(self, work: Work, firm: Firm) -> None:
        gone = firm.member(Role.HUNTER, active=False, name="Анна Белова")
        assert who_is(work, gone.id, NOW).name == "Анна Белова"


class TestChangingRoles:
    def change(self, work: Work, actor: Actor, member: Member | Actor, *roles: Role) -> None:
        member_id = member.member_id if isinstance(member, Actor) else member.id
        was = tuple(work.people.get(member_id).roles)
        change_roles(work, actor, ChangeRoles(member_id, was, roles), NOW)

    def test_takes_effect_and_is_on_record(self, work: Work, conn: sa.Connection, head: Actor, hunter: Member) -> None:
        self.change(work, head, hunter, Role.FARMER, Role.KAM)
        assert work.people.get(hunter.id).roles == {Role.FARMER, Role.KAM}
        facts = {"old": ["hunter"], "new": ["farmer", "kam"]}
        assert recorded(conn, "change_roles") == [(head.member_id, hunter.id, facts)]

    def test_what_two_heads_change_at_once_adds_up(self, work: Work, head: Actor, hunter: Member) -> None:
        seen = (Role.HUNTER,)
        change_roles(work, head, ChangeRoles(hunter.id, seen, (Role.HUNTER, Role.CLOSER)), NOW)
        found = change_roles(work, head, ChangeRoles(hunter.id, seen, (Role.FARMER,)), NOW)
        assert found.roles == (Role.CLOSER, Role.FARMER)

    def test_to_the_same_is_no_change(self, work: Work, conn: sa.Connection, head: Actor, hunter: Member) -> None:
        self.change(work, head, hunter, Role.HUNTER)
        assert recorded(conn, "change_roles") == []

    def test_leaves_one_role_at_least(self, work: Work, head: Actor, hunter: Member) -> None:
        with pytest.raises(NoRoles):
            self.change(work, head, hunter)

    @pytest.mark.parametrize("high", [Role.OWNER, Role.HEAD, Role.CRM_ADMIN])
    def test_a_head_gives_nobody_a_high_role(self, work: Work, head: Actor, hunter: Member, high: Role) -> None:
        with pytest.raises(NotAllowed):
            self.change(work, head, hunter, Role.HUNTER, high)

    def test_a_head_takes_no_high_role_either(self, work: Work, firm: Firm, head: Actor) -> None:
        with pytest.raises(NotAllowed):
            self.change(work, head, firm.member(Role.HEAD, Role.HUNTER), Role.HUNTER)

    def test_an_owner_names_heads_and_may_head_the_sales_too(self, work: Work, owner: Actor, hunter: Member) -> None:
        self.change(work, owner, hunter, Role.HEAD)
        self.change(work, owner, owner, Role.OWNER, Role.HEAD)
        assert work.people.get(owner.member_id).roles == {Role.OWNER, Role.HEAD}

    @pytest.mark.parametrize("role", [Role.HEAD, Role.CRM_ADMIN])
    def test_nobody_promotes_themselves(self, work: Work, firm: Firm, role: Role) -> None:
        actor = firm.actor(role)
        with pytest.raises(OwnRoles):
            self.change(work, actor, actor, role, Role.TEAM_LEAD)

    def test_a_head_may_lay_down_selling(self, work: Work, firm: Firm) -> None:
        actor = firm.actor(Role.HEAD, Role.HUNTER)
        self.change(work, actor, actor, Role.HEAD)
        assert work.people.get(actor.member_id).roles == {Role.HEAD}

    def test_the_last_owner_stays(self, work: Work, firm: Firm, owner: Actor) -> None:
        with pytest.raises(LastOwner):
            self.change(work, owner, owner, Role.HEAD)
        firm.member(Role.OWNER)
        self.change(work, owner, owner, Role.HEAD)
        assert work.people.get(owner.member_id).roles == {Role.HEAD}

    def test_a_rep_changes_nothing(self, work: Work, firm: Firm, hunter: Member) -> None:
        with pytest.raises(NotAllowed):
            self.change(work, firm.actor(Role.TEAM_LEAD), hunter, Role.FARMER)

    def test_who_is_gone_has_no_roles_to_change(self, work: Work, firm: Firm, head: Actor) -> None:
        with pytest.raises(NotFound):
            self.change(work, head, firm.member(Role.HUNTER, active=False), Role.FARMER)


class TestParting:
    def test_works_from_the_next_update_and_is_on_record(
        self, work: Work, conn: sa.Connection, head: Actor, hunter: Member
    ) -> None:
        parted = deactivate(work, head, Deactivate(hunter.id), NOW)
        assert (parted.name, parted.holds) == ("Тимур Каримов", Holdings(0, 0, 0))
        assert actor_of(work, hunter.telegram_id) is None
        assert recorded(conn, "deactivate") == [(head.member_id, hunter.id, {})]

    def test_passes_on_what_the_person_was_offered(self, relay: Relay) -> None:
        handoff_id = relay.submitted().handoff_id
        asked = relay.asked(handoff_id)
        parted = deactivate(relay.work, relay.head, Deactivate(asked.member_id), NOW)
        assert parted.holds.handoffs == 1
        assert relay.asked(handoff_id).member_id != asked.member_id

    def test_kills_the_persons_open_invites(self, work: Work, firm: Firm, owner: Actor, head: Actor) -> None:
        invite_member(work, head, InviteMember((Role.HUNTER,), hash_of("head's")), NOW)
        invite_member(work, owner, InviteMember((Role.HUNTER,), hash_of("owner's")), NOW)
        deactivate(work, owner, Deactivate(head.member_id), NOW)
        assert [line.made_by for line in open_invites(work, owner, NOW)] == ["Ольга Павлова"]

    def test_nobody_removes_themselves(self, work: Work, firm: Firm, head: Actor, owner: Actor) -> None:
        firm.member(Role.OWNER)
        for actor in (head, owner):
            with pytest.raises(OwnRoles):
                deactivate(work, actor, Deactivate(actor.member_id), NOW)

    def test_the_last_owner_stays(self, work: Work, head: Actor, owner: Actor) -> None:
        for actor in (head, owner):
            with pytest.raises(LastOwner):
                deactivate(work, actor, Deactivate(owner.member_id), NOW)

    def test_a_head_removes_no_other_head(self, work: Work, firm: Firm, head: Actor) -> None:
        with pytest.raises(NotAllowed):
            deactivate(work, head, Deactivate(firm.member(Role.HEAD).id), NOW)

    def test_a_rep_removes_nobody(self, work: Work, firm: Firm, hunter: Member) -> None:
        with pytest.raises(NotAllowed):
            deactivate(work, firm.actor(Role.HUNTER), Deactivate(hunter.id), NOW)


class TestOutOfReachOfTelegram:
    def test_the_heads_learn_it_once_with_the_reason(
        self, work: Work, conn: sa.Connection, head: Actor, hunter: Member
    ) -> None:
        lost_member(work, hunter.id, "blocked", NOW)
        lost_member(work, hunter.id, "blocked", NOW)
        facts = {"what": "member", "reason": "blocked"}
        assert told(conn, NoticeKind.UNDELIVERED) == [(head.member_id, hunter.id, facts)]
        assert work.people.get(hunter.id).unreachable == "blocked"

    def test_a_lost_head_is_not_told_of_the_own_loss(self, work: Work, conn: sa.Connection, head: Actor) -> None:
        lost_member(work, head.member_id, "blocked", NOW)
        assert told(conn, NoticeKind.UNDELIVERED) == []

    def test_who_writes_again_is_found(self, work: Work, hunter: Member) -> None:
        lost_member(work, hunter.id, "blocked", NOW)
        found_member(work, hunter.telegram_id)
        found_member(work, 4711)
        assert work.people.get(hunter.id).unreachable is None
