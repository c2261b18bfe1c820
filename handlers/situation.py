"""/now: one live message that shows what waits, is late, is nobody's, and who is silent. It edits itself as things
change; under each of its lines two buttons act on it, and lists open below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.asking import open_ask
from handlers.clients import open_card
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import Choice, edit_live, end_with, keyboard, label
from handlers.menu import back_to_menu, to_menu
from handlers.notices import Envelope, Outgoing, Sender
from handlers.reassign import open_reassign
from handlers.request_answers import opened
from handlers.situation_words import button_of, line_text, section_counts
from handlers.typed import only_buttons, started
from handlers.widgets import Item, Tr, item_id
from locales import Texts
from sales.actions.reassign_views import Scope
from sales.actions.situation import ShowNow, is_live, look_again, show_now, situation
from sales.errors import NotAllowed
from sales.notices import NoticeKind
from sales.people import Actor, Permission
from sales.situation import Line, Section, most_pressing

#: Lines of the live message that carry buttons, and lines of a list.
ACTED_ON, PAGE = 5, 8


class NowPress(CallbackData, prefix="nw"):
    """`act`: ask, move, list or again. `subject` with `handoff`: which line."""

    act: str
    section: str = ""
    subject: int = 0
    handoff: bool = False


def press_on(act: str, section: Section, subject: int, *, handoff: bool) -> NowPress:
    return NowPress(act=act, section=section.value, subject=subject, handoff=handoff)


class Situation(StatesGroup):
    """Started with `section`."""

    list = State()
    one = State()


async def open_now(manager: DialogManager) -> None:
    """The picture comes as a message of its own, below whatever is open."""
    it = here(manager)
    await it.do(show_now, ShowNow(), it.now.isoformat())
    if isinstance(manager.event, CallbackQuery):
        await manager.event.answer()
        await back_to_menu(manager)


async def picture(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    try:
        lines = await sender.desk.ask(situation, envelope.reader, sender.now)
    except NotAllowed:
        return None
    live = await sender.desk.ask(is_live, envelope.reader)
    return shown(sender.words, envelope.reader, lines, sender, live=live)


def shown(words: Texts, reader: Actor, lines: Sequence[Line], at: Sender, *, live: bool) -> Outgoing:
    zone = ZoneInfo(reader.zone)
    top = most_pressing(lines, ACTED_ON)
    text = [words("situation-title", time=words.time(at.now, zone))]
    text += [section_counts(words, lines)] if lines else [words("situation-empty")]
    text += [line_text(words, zone, at.now, line, number) for number, line in enumerate(top, 1)]
    text += [words("situation-more", count=len(lines) - len(top))] if len(lines) > len(top) else []
    text.append(words("situation-live" if live else "situation-stopped"))
    rows = [_line_keys(words, reader, line, number) for number, line in enumerate(top, 1)]
    sections = [
        (button_of(words, section, lines), NowPress(act="list", section=section))
        for section in Section
        if any(line.section is section for line in lines)
    ]
    pairs = [sections[start : start + 2] for start in range(0, len(sections), 2)]
    return Outgoing("\n".join(text), keyboard(*rows, *pairs, [(words("refresh"), NowPress(act="again"))]))


def _line_keys(words: Texts, reader: Actor, line: Line, number: int) -> list[Choice]:
    if not reader.may(Permission.DIRECT_HANDOVERS):
        return []
    move = (words("situation-move", number=number), press_on("move", line.section, line.subject, handoff=line.handoff))
    ask = (words("situation-ask", number=number), press_on("ask", line.section, line.subject, handoff=line.handoff))
    return [move, ask] if _askable(line, reader) else [move]


def _askable(line: Line, reader: Actor) -> bool:
    return line.who not in (0, reader.member_id)


def scope_of(line: Line) -> Scope:
    if line.handoff:
        return Scope.HANDOFF
    return Scope.LATE if line.section is Section.LATE else Scope.CLIENTS


async def _pressed(callback: CallbackQuery, callback_data: NowPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    if callback_data.act == "again":
        await _again(callback, it)
        return
    if callback_data.act == "list":
        data = {"section": callback_data.section}
        await open_form(dialog_manager, Situation.list, data, show_mode=ShowMode.SEND)
        await callback.answer()
        return
    lines = await it.ask(situation, it.now)
    wanted = (callback_data.section, callback_data.subject, callback_data.handoff)
    line = next((one for one in lines if (one.section, one.subject, one.handoff) == wanted), None)
    if line is None:
        await callback.answer(label(it.words("situation-gone")))
        return
    await _act(dialog_manager, line, callback_data.act)
    await callback.answer()


async def _act(manager: DialogManager, line: Line, act: str) -> None:
    if line.section is Section.REQUEST and act == "move":
        await _open_request(manager, line.subject)
    elif act == "ask":
        await open_ask(manager, line.who, line.client_id, line.client)
    else:
        await open_reassign(manager, scope_of(line), line.subject)


async def _open_request(manager: DialogManager, request_id: int) -> None:
    """Below the picture, which goes on."""
    out = await opened(here(manager), request_id)
    if isinstance(manager.event, CallbackQuery) and manager.event.message is not None:
        await manager.event.message.answer(out.text, reply_markup=out.keyboard)


async def _again(callback: CallbackQuery, it: Here) -> None:
    """Nothing new is said to be nothing new."""
    looked = await it.do(look_again, ShowNow(), it.now.isoformat())
    if not looked.changed:
        await callback.answer(label(it.words("refresh-same")))
        return
    lines = await it.ask(situation, it.now)
    made = shown(it.words, it.actor, lines, Sender(it.desk, it.words, it.now), live=True)
    await edit_live(callback, made.text, made.keyboard)
    await callback.answer()


async def _section(it: Here, manager: DialogManager) -> list[Line]:
    section = str(started(manager)["section"])
    return [line for line in await it.ask(situation, it.now) if line.section == section]


def _key(line: Line) -> str:
    return f"{int(line.handoff)}.{line.subject}"


@getter
async def _list(it: Here, manager: DialogManager) -> dict[str, Any]:
    """The text tells of those on the page that the buttons show."""
    lines = await _section(it, manager)
    pages = manager.find("pages")
    page = await pages.get_page() if pages else 0
    text = [it.words(f"situation-list-{started(manager)['section']}", count=len(lines))]
    text += [line_text(it.words, it.zone, it.now, line) for line in lines[page * PAGE : (page + 1) * PAGE]]
    items = [(_key(line), label(line.client or line.name)) for line in lines]
    return {"text": "\n".join(text), "items": items}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, key: str) -> None:
    manager.dialog_data["key"] = key
    await manager.switch_to(Situation.one)


async def _line(it: Here, manager: DialogManager) -> Line | None:
    key = str(manager.dialog_data["key"])
    return next((line for line in await _section(it, manager) if _key(line) == key), None)


@getter
async def _one(it: Here, manager: DialogManager) -> dict[str, Any]:
    line = await _line(it, manager)
    if line is None:
        return {"text": it.words("situation-gone"), "move": False, "ask": False, "card": False}
    directs = it.may(Permission.DIRECT_HANDOVERS)
    return {
        "text": line_text(it.words, it.zone, it.now, line),
        "move": directs,
        "ask": directs and _askable(line, it.actor),
        "card": bool(line.client_id),
    }


async def _move(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    line = await _line(here(manager), manager)
    if line is not None and line.section is Section.REQUEST:
        out = await opened(here(manager), line.subject)
        await end_with(manager, out.text, out.keyboard)
    elif line is not None:
        await open_reassign(manager, scope_of(line), line.subject, show_mode=None)


async def _ask(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    line = await _line(here(manager), manager)
    if line is not None:
        await open_ask(manager, line.who, line.client_id, line.client)


async def _card(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    line = await _line(here(manager), manager)
    if line is not None:
        await open_card(manager, line.client_id)


def build() -> list[Router]:
    presses = Router(name="situation-presses")
    presses.callback_query.register(_pressed, NowPress.filter())
    lines = Select(Item(), id="l", item_id_getter=item_id, items="items", on_click=_picked)
    listed = Window(
        Format("{text}"),
        ScrollingGroup(Column(lines), id="pages", height=PAGE, hide_on_single_page=True),
        to_menu(),
        only_buttons(),
        state=Situation.list,
        getter=_list,
    )
    one = Window(
        Format("{text}"),
        Row(
            Button(Tr("situation-move-it"), id="move", on_click=_move, when="move"),
            Button(Tr("situation-ask-it"), id="ask", on_click=_ask, when="ask"),
        ),
        Button(Tr("to-card"), id="card", on_click=_card, when="card"),
        Row(SwitchTo(Tr("back"), id="again", state=Situation.list), to_menu()),
        only_buttons(),
        state=Situation.one,
        getter=_one,
    )
    return [presses, Dialog(listed, one)]


FEATURE = Feature(
    "now",
    build,
    command="now",
    permission=Permission.SEE_TEAM_FIGURES,
    open=open_now,
    notices={NoticeKind.SITUATION: picture},
)
