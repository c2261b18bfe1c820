from __future__ import annotations

import pytest
import sqlalchemy as sa

from sales.actions.places import BindPlace, TurnNews, bind_place, turn_news
from sales.actions.wins import LONGEST, Win, post_win, win_places
from sales.company import News
from sales.errors import Empty, NowhereToPost, TooLong
from sales.notices import NoticeKind
from sales.people import Role
from sales.ports import Work
from storage.outbox import outbox
from tests.builders import NOW, Firm


@pytest.fixture
def group(work: Work, firm: Firm) -> int:
    """It takes wins, beside the usual."""
    head = firm.actor(Role.HEAD)
    place_id = bind_place(work, head, BindPlace(-4001, None, "Победы"), NOW).place_id
    turn_news(work, head, TurnNews(place_id, News.WINS, on=True), NOW)
    return place_id


def test_a_win_is_told_where_wins_are_wanted(work: Work, conn: sa.Connection, firm: Firm, group: int) -> None:
    bind_place(work, firm.actor(Role.HEAD), BindPlace(-4002, None, "Передачи"), NOW)
    hunter = firm.actor(Role.HUNTER)
    assert win_places(work, hunter) == ("Победы",)
    assert post_win(work, hunter, Win("  «Вектор»  подписали на год "), NOW) == 1
    rows = conn.execute(sa.select(outbox).where(outbox.c.kind == NoticeKind.WIN)).all()
    assert [(row.place_id, row.subject, row.facts) for row in rows] == [
        (group, hunter.member_id, {"words": "«Вектор» подписали на год"})
    ]


def test_with_nobody_to_hear_of_it_that_is_said(work: Work, firm: Firm) -> None:
    with pytest.raises(NowhereToPost):
        post_win(work, firm.actor(Role.HUNTER), Win("ура"), NOW)


@pytest.mark.parametrize(("said", "refusal"), [(" ", Empty), ("я" * (LONGEST + 1), TooLong)])
def test_a_win_is_a_line_or_two(work: Work, firm: Firm, group: int, said: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        post_win(work, firm.actor(Role.HUNTER), Win(said), NOW)
