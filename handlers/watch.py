"""Warnings about regular clients: the notice with its call and its putting off, and the list of what stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Column, Group, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.clients import open_card
from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.log_act import open_short
from handlers.menu import to_menu
from handlers.notices import Envelope, Outgoing, Sender
from handlers.regular_words import sign_words
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html, Texts
from sales.actions.watch import SnoozeWarning as PutOff
from sales.actions.watch import WarningTold, own_warning, snooze_warning, warned_of, warning_told
from sales.activities import ActKind
from sales.clients import in_quotes
from sales.notices import NoticeKind
from sales.people import Permission, short_name

#: How long a warning is usually put off, in days.
DAYS = (7, 14, 30, 90)
PAGE = 8


class Watched(StatesGroup):
    list = State()


class SnoozeWarning(FormStates):
    """Started with `warning_id`."""

    days = State()
    words = State()


class WatchPress(CallbackData, prefix="ww"):
    """`act`: call or snooze."""

    act: str
    warning: int


def warning_lines(words: Texts, told: WarningTold, today: date) -> list[Html]:
    lines = [words("watch-title", client=in_quotes(told.client), owner=short_name(told.owner)), sign_words(words, told)]
    if told.snoozed_until is not None:
        day = words.date(told.snoozed_until, today)
        lines.append(words("watch-snoozed", day=day, who=short_name(told.by), words=told.words))
    return lines


async def warned(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Never sent once the sign is gone; what was sent follows it."""
    if envelope.reader is None:
        return None
    told, words = await sender.desk.look(warning_told, envelope.subject), sender.words
    card = (words("to-card"), CardPress(client=told.client_id))
    if told.over:
        text = words("watch-over", client=in_quotes(told.client))
        return Outgoing(text, keyboard([card])) if envelope.is_edit else None
    today = sender.now.astimezone(ZoneInfo(envelope.reader.zone)).date()
    call = (words("watch-call"), WatchPress(act="call", warning=told.warning_id))
    snooze = (words("watch-snooze"), WatchPress(act="snooze", warning=told.warning_id))
    return Outgoing("\n".join(warning_lines(words, told, today)), keyboard([call], [snooze, card]))


async def _call(callback: CallbackQuery, callback_data: WatchPress, dialog_manager: DialogManager) -> None:
    told = await here(dialog_manager).ask(own_warning, callback_data.warning)
    await open_short(dialog_manager, ActKind.CALL, told.client_id, ShowMode.SEND)
    await callback.answer()


async def _snooze(callback: CallbackQuery, callback_data: WatchPress, dialog_manager: DialogManager) -> None:
    await here(dialog_manager).ask(own_warning, callback_data.warning)
    data = {"warning_id": callback_data.warning}
    await open_form(dialog_manager, SnoozeWarning.days, data, show_mode=ShowMode.SEND)
    await callback.answer()


async def _told(it: Here, manager: DialogManager) -> WarningTold:
    return await it.ask(own_warning, int(started(manager)["warning_id"]))


async def _head(it: Here, manager: DialogManager) -> list[Html]:
    return warning_lines(it.words, await _told(it, manager), it.now.astimezone(it.zone).date())


@getter
async def _days(it: Here, manager: DialogManager) -> dict[str, Any]:
    items = [(str(days), label(it.words.span(timedelta(days=days)))) for days in DAYS]
    return {"text": "\n".join([*await _head(it, manager), it.words("watch-off-ask")]), "items": items}


async def _days_picked(_: CallbackQuery, __: Any, manager: DialogManager, days: str) -> None:
    manager.dialog_data["days"] = int(days)
    await manager.switch_to(SnoozeWarning.words)


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"text": "\n".join([*await _head(it, manager), it.words("watch-off-why")])}


async def _said(manager: DialogManager, text: str) -> None:
    it = here(manager)
    form = PutOff(int(started(manager)["warning_id"]), int(manager.dialog_data["days"]), text)
    done = await it.do(snooze_warning, form, nonce(manager))
    day = it.words.date(done.until, it.now.astimezone(it.zone).date())
    said = it.words("watch-off-done", client=in_quotes(done.client), day=day)
    await end_with(manager, said, keyboard([(it.words("to-card"), CardPress(client=done.client_id))]))


async def open_watch(manager: DialogManager) -> None:
    await open_form(manager, Watched.list)


async def _is_wanted(it: Here) -> bool:
    return bool(await it.ask(warned_of, it.now))


@getter
async def _list(it: Here, _: DialogManager) -> dict[str, Any]:
    found = await it.ask(warned_of, it.now)
    items = [(f"{one.client_id}.{one.warning_id}", _item(it, one)) for one in found]
    return {"text": it.words("watch-list", count=len(found)) if found else it.words("watch-list-empty"), "items": items}


def _item(it: Here, told: WarningTold) -> str:
    text = "watch-item" if told.snoozed_until is None else "watch-item-snoozed"
    return label(it.words(text, client=in_quotes(told.client), sign=sign_words(it.words, told)))


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, key: str) -> None:
    await open_card(manager, int(key.split(".")[0]))


def build() -> list[Router]:
    presses = Router(name="watch-presses")
    presses.callback_query.register(_call, WatchPress.filter(F.act == "call"))
    presses.callback_query.register(_snooze, WatchPress.filter(F.act == "snooze"))
    items = Select(Item(), id="w", item_id_getter=item_id, items="items", on_click=_picked)
    listed = Window(
        Format("{text}"),
        ScrollingGroup(Column(items), id="pages", height=PAGE, hide_on_single_page=True),
        to_menu(),
        state=Watched.list,
        getter=_list,
    )
    spans = Select(Item(), id="d", item_id_getter=item_id, items="items", on_click=_days_picked)
    days = Window(
        Format("{text}"),
        Group(spans, width=2),
        cancel_form(),
        only_buttons(),
        state=SnoozeWarning.days,
        getter=_days,
    )
    words = Window(
        Format("{text}"),
        Row(SwitchTo(Tr("back"), id="back", state=SnoozeWarning.days), cancel_form()),
        on_text(_said),
        state=SnoozeWarning.words,
        getter=_words,
    )
    return [presses, Dialog(listed), Dialog(days, words)]


FEATURE = Feature(
    "watch",
    build,
    command="watch",
    permission=Permission.FIND_CLIENTS,
    open=open_watch,
    wanted=_is_wanted,
    notices={NoticeKind.WATCH: warned},
)
