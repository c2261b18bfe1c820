"""/board: who carries what, and in which places that is pinned and kept true."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Column, ScrollingGroup, Select
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import label
from handlers.menu import to_menu
from handlers.notices import Envelope, Outgoing, Sender
from handlers.typed import only_buttons
from handlers.widgets import Item, item_id, next_key
from locales import Html, Texts
from sales.actions.board import board_at, board_seen
from sales.actions.places import PlaceLine, TurnNews, team_places, turn_news
from sales.board import Board, Row
from sales.company import News
from sales.notices import NoticeKind
from sales.people import Permission
from sales.worktime import local_day

PAGE = 8


class BoardView(StatesGroup):
    main = State()


async def open_board(manager: DialogManager) -> None:
    await open_form(manager, BoardView.main)


def board_text(words: Texts, board: Board, zone: ZoneInfo, now: datetime) -> Html:
    """A line for each person: figures with icons, which the last line explains."""
    lines = [words("board-title", team=board.team), *(_line(words, one, zone, now) for one in board.rows)]
    lines += [words("board-more", count=board.more)] if board.more else []
    lines += [words("board-waiting", count=board.waiting)] if board.waiting else []
    lines.append(words("board-legend" if board.rows else "board-empty"))
    return Html("\n".join(lines))


def _line(words: Texts, row: Row, zone: ZoneInfo, now: datetime) -> Html:
    counts = (("clients", row.clients), ("handoffs", row.handoffs), ("deals", row.deals), ("overdue", row.overdue))
    parts = [words(f"board-{name}", count=count) for name, count in counts if count]
    if row.away_until is not None:
        back = words.date(local_day(row.away_until, zone), local_day(now, zone))
        away = words("board-away", back=back)
        parts.insert(0, words("board-away-with", away=away, substitute=row.substitute) if row.substitute else away)
    return words("board-line", name=row.name, what=Html(" · ".join(parts)) if parts else words("board-nothing"))


async def pinned(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Where it was switched off, it says so instead of growing old."""
    found = await sender.desk.look(board_at, envelope.subject, sender.now)
    if found is None:
        return Outgoing(sender.words("board-off"))
    board, _, zone = found
    return Outgoing(board_text(sender.words, board, ZoneInfo(zone), sender.now), is_pinned=True)


@getter
async def _main(it: Here, _: DialogManager) -> dict[str, Any]:
    board, places = await it.ask(board_seen, it.now), await it.ask(team_places)
    text = [board_text(it.words, board, it.zone, it.now), ""]
    text.append(it.words("board-ask" if places else "board-no-places"))
    return {"text": "\n".join(text), "items": [_switch(it, place) for place in places]}


def _switch(it: Here, place: PlaceLine) -> tuple[str, str]:
    """Its id says what a press means, so that a press handled twice means it once."""
    on = News.BOARD in place.news
    return f"{place.id}.{'off' if on else 'on'}", label(it.words("place-on" if on else "place-off", news=place.title))


async def _turn(callback: CallbackQuery, __: Any, manager: DialogManager, wish: str) -> None:
    it = here(manager)
    place_id, turn = wish.split(".")
    await it.do(turn_news, TurnNews(int(place_id), News.BOARD, on=turn == "on"), next_key(manager))
    await callback.answer(label(it.words(f"board-turned-{turn}")))


def build() -> list[Router]:
    switches = Column(Select(Item(), id="b", item_id_getter=item_id, items="items", on_click=_turn))
    window = Window(
        Format("{text}"),
        ScrollingGroup(switches, id="pages", height=PAGE, hide_on_single_page=True),
        to_menu(),
        only_buttons(),
        getter=_main,
        state=BoardView.main,
    )
    return [Dialog(window)]


FEATURE = Feature(
    "board",
    build,
    command="board",
    permission=Permission.BIND_GROUP,
    open=open_board,
    in_menu=False,
    notices={NoticeKind.BOARD: pinned},
)
