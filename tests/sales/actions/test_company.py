from __future__ import annotations

from datetime import time

import pytest
import sqlalchemy as sa

from sales.actions.company import (
    ChangeSettings,
    SetUpCompany,
    change_settings,
    set_up_company,
    settled,
)
from sales.actions.join import ClaimOwner, claim_owner
from sales.actions.own import ChooseZone, Rename, choose_zone, rename
from sales.actions.people import actor_of
from sales.actions.places import BindPlace, bind_place
from sales.company import Routing, TeamSettings
from sales.errors import BadHours, BadInput, BadMinutes, Empty, NotAllowed, NotFound, TooLong
from sales.people import Actor, Role
from sales.ports import Work
from tests.builders import NOW, Firm
from tests.sales.actions.told import recorded

WIZARD = SetUpCompany("ООО «Заря»", "Отдел продаж", "Asia/Omsk", time(8), time(17), time(17, 30), also_head=True)


@pytest.fixture
def owner(work: Work) -> Actor:
    """The first owner of a company without a name."""
    claim_owner(work, ClaimOwner(555, "Ольга Павлова"), NOW)
    actor = actor_of(work, 555)
    assert actor is not None
    return actor


class TestTheWizard:
    def test_names_the_company_and_settles_the_team(self, work: Work, owner: Actor) -> None:
        assert settled(work, owner).company == ""
        set_up_company(work, owner, WIZARD, NOW)
        found = settled(work, owner)
        assert (found.company, found.team) == ("ООО «Заря»", "Отдел продаж")
        hours = TeamSettings(zone="Asia/Omsk", opens=time(8), closes=time(17), digest_at=time(17, 30))
        assert found.settings == hours

    def test_makes_the_owner_the_head_where_the_owner_says_so(self, work: Work, owner: Actor) -> None:
        set_up_company(work, owner, WIZARD, NOW)
        assert work.people.get(owner.member_id).roles == {Role.OWNER, Role.HEAD}

    def test_leaves_the_head_to_an_invite_otherwise(self, work: Work, owner: Actor) -> None:
        form = SetUpCompany("Заря", "Продажи", "Europe/Moscow", time(9), time(18), time(18), also_head=False)
        set_up_company(work, owner, form, NOW)
        assert work.people.get(owner.member_id).roles == {Role.OWNER}

    def test_renames_when_it_is_done_again(self, work: Work, conn: sa.Connection, owner: Actor) -> None:
        set_up_company(work, owner, WIZARD, NOW)
        again = SetUpCompany("Восход", "Продажи", "Asia/Omsk", time(8), time(17), time(18), also_head=True)
        set_up_company(work, owner, again, NOW)
        assert settled(work, owner).company == "Восход"
        facts = recorded(conn, "set_up_company")[-1][2]
        assert facts == {"old": "ООО «Заря» / Отдел продаж", "new": "Восход / Продажи"}

    def test_refuses_a_nameless_company(self, work: Work, owner: Actor) -> None:
        form = SetUpCompany(" ", "Продажи", "Asia/Omsk", time(8), time(17), time(18), also_head=True)
        with pytest.raises(Empty):
            set_up_company(work, owner, form, NOW)

    def test_is_the_owners_alone(self, work: Work, firm: Firm) -> None:
        with pytest.raises(NotAllowed):
            set_up_company(work, firm.actor(Role.HEAD), WIZARD, NOW)


class TestSettings:
    @pytest.fixture
    def head(self, firm: Firm) -> Actor:
        return firm.actor(Role.HEAD)

    def test_change_one_by_one_and_each_change_is_on_record(self, work: Work, conn: sa.Connection, head: Actor) -> None:
        change_settings(work, head, ChangeSettings(routing=Routing.POOL, retry_minutes=90), NOW)
        found = settled(work, head).settings
        assert (found.routing, found.retry_minutes, found.accept_minutes) == (Routing.POOL, 90, 30)
        assert [facts for _, _, facts in recorded(conn, "change_settings")] == [
            {"name": "routing", "old": "turn", "new": "pool"},
            {"name": "retry_minutes", "old": "120", "new": "90"},
        ]

    def test_a_short_deadline_takes_its_warning_along(self, work: Work, head: Actor) -> None:
        change_settings(work, head, ChangeSettings(accept_minutes=9), NOW)
        assert settled(work, head).settings.warn_minutes == 3
        change_settings(work, head, ChangeSettings(accept_minutes=2), NOW)
        assert settled(work, head).settings.warn_minutes == 1

    @pytest.mark.parametrize(
        ("form", "low", "high"),
        [
            (ChangeSettings(accept_minutes=1), 2, 1440),
            (ChangeSettings(warn_minutes=30), 1, 29),
            (ChangeSettings(retry_minutes=9), 10, 1440),
            (ChangeSettings(meeting_notice_minutes=1441), 5, 1440),
        ],
    )
    def test_minutes_stay_within_reason(
        self, work: Work, head: Actor, form: ChangeSettings, low: int, high: int
    ) -> None:
        with pytest.raises(BadMinutes) as refused:
            change_settings(work, head, form, NOW)
        assert refused.value.facts == {"low": low, "high": high}

    def test_a_day_opens_before_it_closes(self, work: Work, head: Actor) -> None:
        with pytest.raises(BadHours):
            change_settings(work, head, ChangeSettings(opens=time(19)), NOW)

    @pytest.mark.parametrize("zone", ["Луна/Море", "../etc/passwd", ""])
    def test_a_zone_has_to_exist(self, work: Work, head: Actor, zone: str) -> None:
        with pytest.raises(BadInput):
            change_settings(work, head, ChangeSettings(zone=zone), NOW)

    @pytest.mark.parametrize("role", [Role.HUNTER, Role.TEAM_LEAD, Role.ANALYST])
    def test_are_not_everybodys(self, work: Work, firm: Firm, role: Role) -> None:
        with pytest.raises(NotAllowed):
            change_settings(work, firm.actor(role), ChangeSettings(retry_minutes=60), NOW)

    def test_tell_where_the_announcements_go(self, work: Work, head: Actor) -> None:
        bind_place(work, head, BindPlace(-100, None, "Продажи"), NOW)
        assert settled(work, head).places == ("Продажи",)


class TestOnesOwn:
    def test_name_is_made_fit_and_kept(self, work: Work, conn: sa.Connection, firm: Firm) -> None:
        actor = firm.actor(Role.HUNTER, name="tima_k")
        assert rename(work, actor, Rename(" Тимур  Каримов "), NOW) == "Тимур Каримов"
        assert settled(work, actor).name == "Тимур Каримов"
        assert recorded(conn, "rename")[0][2] == {"old": "tima_k", "new": "Тимур Каримов"}
        with pytest.raises(TooLong):
            rename(work, actor, Rename("Я" * 61), NOW)

    def test_zone_is_chosen_and_given_back_to_the_team(self, work: Work, firm: Firm) -> None:
        actor = firm.actor(Role.HUNTER)
        choose_zone(work, actor, ChooseZone("Asia/Omsk"), NOW)
        assert settled(work, actor).own_zone == "Asia/Omsk"
        choose_zone(work, actor, ChooseZone(None), NOW)
        assert settled(work, actor).own_zone is None
        with pytest.raises(BadInput):
            choose_zone(work, actor, ChooseZone("Луна"), NOW)


def test_there_is_nothing_settled_without_a_company(work: Work, firm: Firm) -> None:
    actor = firm.actor(Role.HUNTER)
    work.companies.only = lambda: None  # type: ignore[method-assign]
    with pytest.raises(NotFound):
        settled(work, actor)
