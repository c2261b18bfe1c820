"""The board of a team: who carries what, kept true without being posted again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.absence import EnterAbsence, enter_absence
from sales.actions.board import board_at, board_of, board_seen, keep_boards
from sales.actions.deadlines import fire_deadlines
from sales.actions.places import BindPlace, TurnNews, UnbindPlace, bind_place, lost_place, turn_news, unbind_place
from sales.actions.steps import PlanNext, plan_next
from sales.board import EVERY, ROWS, Board
from sales.company import News
from sales.deals import Deal, DealStage
from sales.errors import NotAllowed
from sales.notices import NoticeKind
from sales.people import Role
from sales.ports import NEW
from sales.steps import StepKind, StepPlan
from storage.outbox import OutboxState, outbox
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def place(relay: Relay) -> int:
    """A group that takes the board."""
    bound = bind_place(relay.work, relay.head, BindPlace(-100, None, "Продажи"), NOW)
    turn_news(relay.work, relay.head, TurnNews(bound.place_id, News.BOARD, on=True), NOW)
    return bound.place_id


def seen(relay: Relay, now: datetime = NOW) -> Board:
    return board_of(relay.work, relay.firm.team.id, now)


def figures(relay: Relay, name: str, now: datetime = NOW) -> tuple[int, int, int, int]:
    row = next(one for one in seen(relay, now).rows if one.name == name)
    return row.clients, row.handoffs, row.deals, row.overdue


def posted(relay: Relay) -> list[bool]:
    """Of each row of the board in the outbox: whether it is an edit."""
    rows = sa.select(outbox.c.edit).where(outbox.c.kind == NoticeKind.BOARD, outbox.c.state != OutboxState.DROPPED)
    return list(relay.conn.scalars(rows.order_by(outbox.c.id)))


def has_left(relay: Relay) -> None:
    relay.conn.execute(sa.update(outbox).values(state=OutboxState.SENT, chat_id=-100, message_id=7))


def test_it_counts_what_everybody_carries(relay: Relay) -> None:
    handoff_id = relay.submitted().handoff_id
    who = relay.asked(handoff_id)
    relay.accept(handoff_id)
    name = who.name.split()[-1]
    assert figures(relay, name) == (1, 1, 0, 0)
    client = relay.work.clients.get(relay.client.id)
    deal = Deal(NEW, client.company_id, client.team_id, client.id, who.member_id, DealStage.MEETING, NOW, NOW)
    relay.work.deals.add(deal)
    plan_next(relay.work, who, PlanNext(client.id, StepPlan(StepKind.CALL, minutes(5), True)), NOW)
    assert figures(relay, name, minutes(6)) == (1, 1, 1, 1)
    assert seen(relay, minutes(6)).rows[0].name == name, "what is late comes first"


def test_heads_without_clients_are_left_out_and_the_queue_is_counted(relay: Relay) -> None:
    assert "Павлова" not in [one.name for one in seen(relay).rows]
    relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    fire_deadlines(relay.work, minutes(60))
    assert seen(relay, minutes(61)).waiting == 1
    relay.firm.client(relay.head, "Лютик", "лютик")
    assert figures(relay, "Павлова") == (1, 0, 0, 0)


def test_it_fits_a_screen_however_big_the_team(relay: Relay) -> None:
    for number in range(20):
        relay.firm.member(Role.HUNTER, name=f"Хантер Номер{number}")
    board = seen(relay)
    assert (len(board.rows), board.more) == (ROWS, 23 - ROWS)


def test_who_is_absent_is_shown_with_the_substitute(relay: Relay) -> None:
    one, other = relay.hunters
    form = EnterAbsence(one.member_id, NOW.date(), date(2026, 11, 27), other.member_id)
    enter_absence(relay.work, one, form, NOW)
    row = next(row for row in seen(relay).rows if row.member_id == one.member_id)
    assert (row.substitute, row.away_until) == ("Белова", relay.work.people.get(one.member_id).away_until)


def test_it_is_posted_once_and_then_edited_where_it_says_something_else(relay: Relay, place: int) -> None:
    assert keep_boards(relay.work, NOW) == 1
    assert posted(relay) == [False]
    silent = relay.conn.scalar(sa.select(outbox.c.silent).where(outbox.c.kind == NoticeKind.BOARD))
    assert silent
    has_left(relay)
    relay.firm.client(relay.hunters[0], "Лютик", "лютик")
    assert keep_boards(relay.work, NOW + EVERY - timedelta(seconds=1)) == 0, "not before its time"
    assert keep_boards(relay.work, NOW + EVERY) == 1
    assert posted(relay) == [False, True]
    assert keep_boards(relay.work, NOW + 2 * EVERY) == 1
    assert posted(relay) == [False, True], "nothing has changed"


def test_many_changes_are_one_edit(relay: Relay, place: int) -> None:
    keep_boards(relay.work, NOW)
    has_left(relay)
    for number in range(31):
        relay.firm.client(relay.hunters[0], f"Лютик {number}", f"лютик {number}")
        keep_boards(relay.work, NOW + timedelta(seconds=10 * number))
    assert posted(relay) == [False, True]


def test_switched_off_it_says_so_once_and_switched_on_again_it_is_a_new_one(relay: Relay, place: int) -> None:
    keep_boards(relay.work, NOW)
    has_left(relay)
    turn_news(relay.work, relay.head, TurnNews(place, News.BOARD, on=False), NOW)
    assert board_at(relay.work, place, NOW) is None
    assert keep_boards(relay.work, minutes(1)) == 1
    assert keep_boards(relay.work, minutes(2)) == 0
    assert posted(relay) == [False, True]
    turn_news(relay.work, relay.head, TurnNews(place, News.BOARD, on=True), NOW)
    keep_boards(relay.work, minutes(3))
    assert posted(relay) == [False, True, False]


def test_nobody_gets_one_who_has_not_asked_or_cannot_be_written_to(relay: Relay) -> None:
    bound = bind_place(relay.work, relay.head, BindPlace(-100, None, "Продажи"), NOW)
    assert keep_boards(relay.work, NOW) == 0
    turn_news(relay.work, relay.head, TurnNews(bound.place_id, News.BOARD, on=True), NOW)
    lost_place(relay.work, -100, "kicked", NOW)
    assert keep_boards(relay.work, NOW) == 0


def test_an_unbound_place_is_forgotten(relay: Relay, place: int) -> None:
    keep_boards(relay.work, NOW)
    unbind_place(relay.work, relay.head, UnbindPlace(-100), NOW)
    assert keep_boards(relay.work, minutes(10)) == 1
    assert relay.work.boards.get(place) is None


def test_only_who_may_bind_places_sees_it_there(relay: Relay) -> None:
    assert board_seen(relay.work, relay.head, NOW) == seen(relay)
    with pytest.raises(NotAllowed):
        board_seen(relay.work, relay.hunters[0], NOW)


def test_parked_deals_are_no_burden(relay: Relay) -> None:
    client = relay.work.clients.get(relay.client.id)
    deal = Deal(NEW, client.company_id, client.team_id, client.id, client.owner_id, DealStage.PARKED, NOW, NOW)
    relay.work.deals.add(replace(deal, parked_until=date(2027, 1, 1)))
    assert figures(relay, "Орлова") == (1, 0, 0, 0)
