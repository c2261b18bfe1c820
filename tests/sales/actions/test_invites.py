from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.actions.invite import (
    VALID_FOR,
    Fault,
    InviteMember,
    RenewInvite,
    RevokeInvite,
    hash_of,
    invite_member,
    new_token,
    open_invites,
    renew_invite,
    revoke_invite,
)
from sales.actions.join import (
    AcceptInvite,
    ClaimOwner,
    Entry,
    Joined,
    accept_invite,
    claim_owner,
    first_invite,
)
from sales.actions.people import MISSED, ChangeRoles, Deactivate, actor_of, change_roles, deactivate
from sales.company import Team, TeamSettings
from sales.errors import BadInvite, NoRoles, NotAllowed
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW, Work
from storage.invites import invite as invite_table
from tests.builders import NOW, Firm
from tests.sales.actions.told import told

NEWCOMER = 555


def accept(
    work: Work, token: str, who: int = NEWCOMER, name: str = "Анна Белова", after: timedelta = timedelta()
) -> Joined:
    return accept_invite(work, AcceptInvite(who, name, token), NOW + after)


def invited(work: Work, actor: Actor, *roles: Role) -> str:
    """The token of a new invite."""
    token = new_token()
    invite_member(work, actor, InviteMember(roles or (Role.HUNTER,), hash_of(token)), NOW)
    return token


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


@pytest.fixture
def owner(firm: Firm) -> Actor:
    return firm.actor(Role.OWNER)


class TestTheFirstOwner:
    def test_comes_in_by_the_link_of_the_console(self, work: Work) -> None:
        token = first_invite(work, None, NOW).token
        assert token is not None
        assert accept(work, token) == Joined(Entry.NEW, (Role.OWNER,))
        actor = actor_of(work, NEWCOMER)
        assert actor is not None and actor.roles == {Role.OWNER}

    def test_a_fresh_start_makes_a_new_link_and_kills_the_old(self, work: Work) -> None:
        old, new = first_invite(work, None, NOW).token, first_invite(work, None, NOW).token
        assert old and new and old != new
        assert accept(work, old).fault is Fault.REVOKED
        assert accept(work, new).entry is Entry.NEW

    def test_there_is_no_link_once_there_is_an_owner(self, work: Work, owner: Actor) -> None:
        assert first_invite(work, None, NOW).token is None

    def test_a_company_whose_owner_is_gone_gets_a_link_again(self, work: Work, firm: Firm) -> None:
        firm.member(Role.OWNER, active=False)
        token = first_invite(work, None, NOW).token
        assert token and accept(work, token).entry is Entry.NEW
        assert actor_of(work, NEWCOMER).company_id == firm.team.company_id  # type: ignore[union-attr]

    def test_may_be_named_by_the_operator(self, work: Work) -> None:
        token = first_invite(work, None, NOW).token
        assert claim_owner(work, ClaimOwner(NEWCOMER, "Ольга Павлова"), NOW).entry is Entry.NEW
        assert token and accept(work, token, who=556).fault is Fault.REVOKED

    def test_the_operators_word_ends_with_the_first_owner(self, work: Work, owner: Actor) -> None:
        with pytest.raises(NotAllowed):
            claim_owner(work, ClaimOwner(NEWCOMER, "Ольга Павлова"), NOW)

    def test_a_member_named_by_the_operator_keeps_the_other_roles(self, work: Work, firm: Firm) -> None:
        head = firm.member(Role.HEAD)
        assert claim_owner(work, ClaimOwner(head.telegram_id, head.name), NOW).entry is Entry.ADDED
        assert work.people.get(head.id).roles == {Role.HEAD, Role.OWNER}


class TestAToken:
    def test_has_128_bits_and_fits_a_deep_link(self) -> None:
        tokens = {new_token() for _ in range(100)}
        assert len(tokens) == 100
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{32,64}", token) for token in tokens)

    def test_is_nowhere_in_storage(self, work: Work, conn: sa.Connection, head: Actor) -> None:
        token = invited(work, head)
        accept(work, token)
        dump = [
            str(row)
            for table in ("invite", "audit", "outbox")
            for row in conn.execute(sa.text(f"SELECT * FROM {table}"))
        ]
        assert dump and not any(token in row for row in dump)


class TestComingIn:
    def test_the_newcomer_has_the_roles_and_the_inviter_learns_it(
        self, work: Work, conn: sa.Connection, head: Actor
    ) -> None:
        joined = accept(work, invited(work, head, Role.HUNTER, Role.CLOSER))
        assert joined == Joined(Entry.NEW, (Role.HUNTER, Role.CLOSER))
        member = work.people.by_telegram(NEWCOMER)
        assert member is not None and member.name == "Анна Белова" and member.team_id == head.team_id
        assert told(conn, NoticeKind.WELCOME) == [(head.member_id, member.id, {"entry": "new"})]

    def test_a_link_works_once(self, work: Work, head: Actor) -> None:
        token = invited(work, head)
        accept(work, token)
        assert accept(work, token, who=556) == Joined(Entry.REFUSED, fault=Fault.USED)
        assert actor_of(work, 556) is None

    def test_a_link_lives_three_days(self, work: Work, head: Actor) -> None:
        token = invited(work, head)
        assert accept(work, token, after=VALID_FOR).fault is Fault.EXPIRED
        assert accept(work, token, after=VALID_FOR - timedelta(seconds=1)).entry is Entry.NEW

    def test_a_name_is_made_fit(self, work: Work, head: Actor) -> None:
        accept(work, invited(work, head), name="  Анна \u202e Белова ")
        accept(work, invited(work, head), who=556, name="\u202e")
        accept(work, invited(work, head), who=557, name="Я" * 300)
        names = [work.people.by_telegram(who).name for who in (NEWCOMER, 556, 557)]  # type: ignore[union-attr]
        assert names[:2] == ["Анна Белова", "556"]
        assert len(names[2]) <= 60

    def test_a_member_gets_the_roles_added(self, work: Work, conn: sa.Connection, firm: Firm, head: Actor) -> None:
        member = firm.member(Role.HUNTER, telegram_id=NEWCOMER)
        assert accept(work, invited(work, head, Role.CLOSER)).entry is Entry.ADDED
        assert work.people.get(member.id).roles == {Role.HUNTER, Role.CLOSER}
        assert told(conn, NoticeKind.WELCOME) == [(head.member_id, member.id, {"entry": "added"})]

    def test_a_member_who_has_the_roles_leaves_the_link_to_others(self, work: Work, firm: Firm, head: Actor) -> None:
        firm.member(Role.HUNTER, telegram_id=NEWCOMER)
        token = invited(work, head, Role.HUNTER)
        assert accept(work, token) == Joined(Entry.ALREADY, (Role.HUNTER,))
        assert accept(work, token, who=556).entry is Entry.NEW

    def test_who_was_deactivated_comes_back_with_the_new_roles_alone(self, work: Work, firm: Firm, head: Actor) -> None:
        gone = firm.member(Role.LEAD_GENERATOR, telegram_id=NEWCOMER, name="Анна", active=False, unreachable="blocked")
        assert accept(work, invited(work, head, Role.HUNTER), name="Другое имя").entry is Entry.BACK
        back = work.people.get(gone.id)
        assert (back.active, back.roles, back.name, back.unreachable) == (True, {Role.HUNTER}, "Анна", None)

    def test_nobody_raises_themselves_by_an_own_link(self, work: Work, head: Actor) -> None:
        token = invited(work, head, Role.HUNTER)
        assert accept(work, token, who=head.telegram_id).fault is Fault.OWN

    def test_an_owner_may(self, work: Work, conn: sa.Connection, owner: Actor) -> None:
        assert accept(work, invited(work, owner, Role.HEAD), who=owner.telegram_id).entry is Entry.ADDED
        assert told(conn, NoticeKind.WELCOME) == []

    def test_a_link_dies_with_its_makers_right(self, work: Work, owner: Actor, head: Actor) -> None:
        token = invited(work, head)
        form = ChangeRoles(head.member_id, (Role.HEAD,), (Role.HUNTER,))
        change_roles(work, owner, form, NOW)
        assert accept(work, token).fault is Fault.REVOKED

    def test_a_link_to_a_high_role_dies_with_the_right_to_give_it(self, work: Work, firm: Firm, owner: Actor) -> None:
        second = firm.actor(Role.OWNER, Role.HEAD)
        token = invited(work, second, Role.HEAD)
        change_roles(work, owner, ChangeRoles(second.member_id, (Role.OWNER, Role.HEAD), (Role.HEAD,)), NOW)
        assert accept(work, token).fault is Fault.REVOKED

    def test_a_link_dies_with_its_maker(self, work: Work, owner: Actor, head: Actor) -> None:
        token = invited(work, head)
        deactivate(work, owner, Deactivate(head.member_id), NOW)
        assert accept(work, token).fault is Fault.REVOKED

    def test_two_presses_at_once_let_one_in(self, work: Work, head: Actor) -> None:
        """Somebody used it between our look and our act."""
        token = invited(work, head)
        work.invites.use = lambda *_: False  # type: ignore[method-assign]
        with pytest.raises(BadInvite):
            accept(work, token)


class TestGuessing:
    def test_an_unknown_token_is_refused(self, work: Work) -> None:
        assert accept(work, new_token()).fault is Fault.UNKNOWN
        assert accept(work, "привет").fault is Fault.UNKNOWN

    def test_five_wrong_ones_and_the_person_has_to_wait_an_hour(self, work: Work, head: Actor) -> None:
        for _ in range(5):
            assert accept(work, new_token()).fault is Fault.UNKNOWN
        token = invited(work, head)
        assert accept(work, token).fault is Fault.TRIES
        assert accept(work, token, who=556).entry is Entry.NEW
        again = invited(work, head)
        assert accept(work, again, after=timedelta(hours=1, seconds=1)).entry is Entry.NEW

    def test_an_old_link_pressed_often_is_no_guessing(self, work: Work, head: Actor) -> None:
        token = invited(work, head)
        accept(work, token)
        faults = {accept(work, token, who=556).fault for _ in range(10)}
        assert faults == {Fault.USED}


class TestInviting:
    def test_needs_the_right_and_a_role(self, work: Work, firm: Firm, head: Actor) -> None:
        with pytest.raises(NotAllowed):
            invited(work, firm.actor(Role.TEAM_LEAD), Role.HUNTER)
        with pytest.raises(NoRoles):
            invite_member(work, head, InviteMember((), hash_of("x")), NOW)

    @pytest.mark.parametrize("high", [Role.OWNER, Role.HEAD, Role.CRM_ADMIN])
    def test_only_owners_invite_to_high_roles(self, work: Work, head: Actor, owner: Actor, high: Role) -> None:
        with pytest.raises(NotAllowed):
            invited(work, head, high)
        assert accept(work, invited(work, owner, high)).roles == (high,)

    def test_only_to_teams_within_reach(self, work: Work, firm: Firm, head: Actor) -> None:
        beside = work.companies.add_team(Team(NEW, firm.team.company_id, None, "Соседи", TeamSettings()))
        with pytest.raises(NotAllowed):
            invite_member(work, head, InviteMember((Role.HUNTER,), hash_of("x"), beside.id), NOW)

    def test_open_ones_are_listed_until_used_revoked_or_long_expired(self, work: Work, head: Actor) -> None:
        used, revoked = invited(work, head, Role.FARMER), invited(work, head, Role.KAM)
        invited(work, head, Role.HUNTER, Role.CLOSER)
        accept(work, used)
        doomed = work.invites.by_hash(hash_of(revoked))
        assert doomed is not None
        revoke_invite(work, head, RevokeInvite(doomed.id), NOW)
        assert [line.roles for line in open_invites(work, head, NOW)] == [(Role.HUNTER, Role.CLOSER)]
        assert [line.expired for line in open_invites(work, head, NOW + VALID_FOR)] == [True]
        assert open_invites(work, head, NOW + VALID_FOR + MISSED) == ()

    def test_a_revoked_one_lets_nobody_in(self, work: Work, head: Actor) -> None:
        token = invited(work, head)
        (line,) = open_invites(work, head, NOW)
        revoke_invite(work, head, RevokeInvite(line.id), NOW)
        assert accept(work, token).fault is Fault.REVOKED
        with pytest.raises(BadInvite) as refused:
            revoke_invite(work, head, RevokeInvite(line.id), NOW)
        assert refused.value.facts == {"reason": "revoked"}

    def test_a_lost_link_is_replaced_and_the_old_one_dead(self, work: Work, head: Actor) -> None:
        old, new = invited(work, head), new_token()
        (line,) = open_invites(work, head, NOW)
        later = NOW + timedelta(hours=70)
        renewed = renew_invite(work, head, RenewInvite(line.id, hash_of(new)), later)
        assert renewed.expires_at == later + VALID_FOR
        assert accept(work, old).fault is Fault.UNKNOWN
        assert accept(work, new, after=timedelta(hours=100)).entry is Entry.NEW

    def test_a_used_one_is_not_replaced(self, work: Work, head: Actor) -> None:
        token = invited(work, head)
        (line,) = open_invites(work, head, NOW)
        accept(work, token)
        with pytest.raises(BadInvite) as refused:
            renew_invite(work, head, RenewInvite(line.id, hash_of("x")), NOW)
        assert refused.value.facts == {"reason": "used"}

    def test_another_teams_invites_are_nobodys_business(self, work: Work, firm: Firm, head: Actor) -> None:
        beside = work.companies.add_team(Team(NEW, firm.team.company_id, None, "Соседи", TeamSettings()))
        stranger = firm.member(Role.HEAD, team_id=beside.id)
        theirs = actor_of(work, stranger.telegram_id)
        assert theirs is not None
        invited(work, head)
        (line,) = open_invites(work, head, NOW)
        assert open_invites(work, theirs, NOW) == ()
        with pytest.raises(NotAllowed):
            revoke_invite(work, theirs, RevokeInvite(line.id), NOW)

    def test_every_invite_has_its_own_hash(self, work: Work, conn: sa.Connection, head: Actor) -> None:
        invited(work, head), invited(work, head)
        hashes = conn.scalars(sa.select(invite_table.c.token_hash)).all()
        assert len(set(hashes)) == 2 and all(len(one) == 64 for one in hashes)
