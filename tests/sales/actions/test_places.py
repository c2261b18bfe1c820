from __future__ import annotations

import pytest
import sqlalchemy as sa

from sales.actions.news import post_news
from sales.actions.people import actor_of
from sales.actions.places import (
    BindPlace,
    Bound,
    DropPlace,
    TurnNews,
    UnbindPlace,
    bind_place,
    drop_place,
    found_place,
    is_bound,
    lost_place,
    place_line,
    rebind_chat,
    team_places,
    title_of,
    turn_news,
    unbind_place,
)
from sales.company import News, Place, Team, TeamSettings
from sales.errors import NotAllowed, NotFound
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW, Work
from tests.builders import NOW, Firm
from tests.sales.actions.told import recorded, told

GROUP = -4001
SUPERGROUP = -1004001


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


def places(work: Work, firm: Firm) -> list[Place]:
    return work.places.of_team(firm.team.id)


def bind(work: Work, actor: Actor, chat: int = GROUP, thread: int | None = None, title: str = "Продажи") -> Bound:
    return bind_place(work, actor, BindPlace(chat, thread, title), NOW)


#: What comes first, and the wins.
THREE = (News.HANDOVERS, News.REQUESTS, News.WINS)


class TestBinding:
    @pytest.mark.parametrize("role", [Role.OWNER, Role.HEAD, Role.CRM_ADMIN])
    def test_who_runs_the_team_binds_a_group(self, work: Work, conn: sa.Connection, firm: Firm, role: Role) -> None:
        actor = firm.actor(role)
        bound = bind(work, actor)
        (place,) = places(work, firm)
        assert bound == Bound(place.id, "Продажи", (News.HANDOVERS, News.REQUESTS))
        assert (place.chat_id, place.thread_id, place.title, place.bound_by) == (
            GROUP,
            None,
            "Продажи",
            actor.member_id,
        )
        facts = {"title": "Продажи", "chat": GROUP, "thread": None}
        assert recorded(conn, "bind_place") == [(actor.member_id, place.id, facts)]

    @pytest.mark.parametrize("role", [Role.HUNTER, Role.TEAM_LEAD, Role.ANALYST])
    def test_others_may_not(self, work: Work, firm: Firm, role: Role) -> None:
        with pytest.raises(NotAllowed):
            bind(work, firm.actor(role))
        with pytest.raises(NotAllowed):
            unbind_place(work, firm.actor(role), UnbindPlace(GROUP), NOW)

    def test_topics_of_one_group_are_places_of_their_own(self, work: Work, firm: Firm, head: Actor) -> None:
        for thread in (7, 9, None, 7):
            bind(work, head, thread=thread)
        assert [place.thread_id for place in places(work, firm)] == [7, 9, None]
        assert unbind_place(work, head, UnbindPlace(GROUP, 9), NOW)
        assert [place.thread_id for place in places(work, firm)] == [7, None]

    def test_several_groups_take_the_news_side_by_side(self, work: Work, firm: Firm, head: Actor) -> None:
        bind(work, head)
        bind(work, head, chat=-4002, title="Новая")
        assert [line.title for line in team_places(work, head)] == ["Продажи", "Новая"]

    def test_binding_again_keeps_what_was_chosen(self, work: Work, firm: Firm, head: Actor) -> None:
        place_id = bind(work, head).place_id
        turn_news(work, head, TurnNews(place_id, News.HANDOVERS, on=False), NOW)
        assert bind(work, head, title="Новое имя").news == (News.REQUESTS,)
        assert place_line(work, head, place_id).title == "Новое имя"

    def test_another_teams_group_is_not_taken_away(self, work: Work, firm: Firm, head: Actor) -> None:
        beside = work.companies.add_team(Team(NEW, firm.team.company_id, None, "Соседи", TeamSettings()))
        neighbour = actor_of(work, firm.member(Role.HEAD, team_id=beside.id).telegram_id)
        assert neighbour is not None
        bind(work, head)
        with pytest.raises(NotAllowed):
            bind(work, neighbour)
        with pytest.raises(NotAllowed):
            unbind_place(work, neighbour, UnbindPlace(GROUP), NOW)

    def test_unbinding_ends_it(self, work: Work, firm: Firm, head: Actor) -> None:
        bind(work, head)
        assert is_bound(work, GROUP)
        assert unbind_place(work, head, UnbindPlace(GROUP), NOW)
        assert not is_bound(work, GROUP)
        assert places(work, firm) == []
        assert not unbind_place(work, head, UnbindPlace(GROUP), NOW)


class TestKindsOfNews:
    def test_each_place_gets_what_was_chosen_for_it(self, work: Work, firm: Firm, head: Actor) -> None:
        relay, wins = bind(work, head).place_id, bind(work, head, chat=-4002).place_id
        assert turn_news(work, head, TurnNews(wins, News.WINS, on=True), NOW) == THREE
        turn_news(work, head, TurnNews(wins, News.HANDOVERS, on=False), NOW)
        notice = Notice(NoticeKind.ANNOUNCEMENT, 1)
        assert [post_news(work, firm.team.id, news, notice) for news in THREE] == [1, 2, 1]
        assert place_line(work, head, relay).news == (News.HANDOVERS, News.REQUESTS)

    def test_the_same_turn_twice_is_one(self, work: Work, firm: Firm, head: Actor) -> None:
        form = TurnNews(bind(work, head).place_id, News.WINS, on=True)
        assert turn_news(work, head, form, NOW) == turn_news(work, head, form, NOW) == THREE

    def test_of_a_place_that_is_gone_nothing_is_chosen(self, work: Work, firm: Firm, head: Actor) -> None:
        place_id = bind(work, head).place_id
        assert drop_place(work, head, DropPlace(place_id), NOW)
        assert not drop_place(work, head, DropPlace(place_id), NOW)
        with pytest.raises(NotFound):
            turn_news(work, head, TurnNews(place_id, News.WINS, on=True), NOW)
        with pytest.raises(NotFound):
            place_line(work, head, place_id)

    def test_others_may_not_even_look(self, work: Work, firm: Firm, head: Actor) -> None:
        place_id, rep = bind(work, head).place_id, firm.actor(Role.HUNTER)
        for attempt in (
            lambda: team_places(work, rep),
            lambda: place_line(work, rep, place_id),
            lambda: drop_place(work, rep, DropPlace(place_id), NOW),
            lambda: turn_news(work, rep, TurnNews(place_id, News.WINS, on=True), NOW),
        ):
            with pytest.raises(NotAllowed):
                attempt()


class TestAGroupBecomesASupergroup:
    def test_and_the_announcements_follow_it(self, work: Work, firm: Firm, head: Actor) -> None:
        bind(work, head)
        before = places(work, firm)[0]
        assert rebind_chat(work, GROUP, SUPERGROUP)
        (place,) = places(work, firm)
        assert (place.id, place.chat_id) == (before.id, SUPERGROUP)

    def test_once_however_often_it_is_told(self, work: Work, firm: Firm, head: Actor) -> None:
        bind(work, head)
        assert [rebind_chat(work, GROUP, SUPERGROUP) for _ in range(3)] == [True, False, False]
        assert len(places(work, firm)) == 1

    def test_a_supergroup_that_is_bound_already_stays(self, work: Work, firm: Firm, head: Actor) -> None:
        bind(work, head)
        work.places.add(Place(NEW, firm.team.id, SUPERGROUP, 5, "Тема", head.member_id, NOW))
        assert not rebind_chat(work, GROUP, SUPERGROUP)
        assert [(place.chat_id, place.thread_id) for place in places(work, firm)] == [(SUPERGROUP, 5)]


class TestThrownOut:
    def test_the_heads_learn_it_once(self, work: Work, conn: sa.Connection, firm: Firm, head: Actor) -> None:
        bind(work, head)
        lost_place(work, GROUP, "kicked", NOW)
        lost_place(work, GROUP, "kicked", NOW)
        (place,) = places(work, firm)
        assert place.unreachable == "kicked"
        facts = {"what": "place", "reason": "kicked"}
        assert told(conn, NoticeKind.UNDELIVERED) == [(head.member_id, place.id, facts)]
        assert title_of(work, place.id) == "Продажи"

    def test_a_topic_that_was_deleted_takes_only_itself_along(self, work: Work, firm: Firm, head: Actor) -> None:
        for thread in (7, 9):
            bind(work, head, thread=thread)
        lost_place(work, GROUP, "no_topic", NOW, 9)
        assert [place.unreachable for place in places(work, firm)] == [None, "no_topic"]
        assert [line.is_topic for line in team_places(work, head)] == [True, True]

    def test_of_a_group_that_is_nobodys_nothing_is_said(self, work: Work, conn: sa.Connection, head: Actor) -> None:
        lost_place(work, GROUP, "kicked", NOW)
        assert told(conn, NoticeKind.UNDELIVERED) == []
        assert not found_place(work, GROUP)

    def test_and_let_in_again(self, work: Work, firm: Firm, head: Actor) -> None:
        bind(work, head)
        lost_place(work, GROUP, "kicked", NOW)
        assert found_place(work, GROUP)
        assert found_place(work, GROUP)
        assert places(work, firm)[0].unreachable is None

    def test_binding_again_mends_it_too(self, work: Work, firm: Firm, head: Actor) -> None:
        bind(work, head)
        lost_place(work, GROUP, "kicked", NOW)
        bind(work, head)
        assert places(work, firm)[0].unreachable is None
