"""/dial: a calling list as one live message. The outcome is one press, the next step at most another one, then the next
card. Presses carry the entry and its round, so that a double one is one call."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.calling_card import card_window
from handlers.calling_form import Calling, go_on, say, select, undone, undos
from handlers.calling_step import step_window
from handlers.calling_words import source_item, source_name, sources_text, summary_text
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form
from handlers.menu import to_menu
from handlers.refusals import refusal
from handlers.typed import only_buttons
from handlers.widgets import Tr, next_key
from sales.actions.calling import StartCalling, start_calling
from sales.actions.calling_views import calling_sources, calling_summary
from sales.calling import CallSource
from sales.errors import NoPhones
from sales.people import Permission


async def open_dial(manager: DialogManager) -> None:
    await open_form(manager, Calling.sources)


@getter
async def _sources(it: Here, manager: DialogManager) -> dict[str, Any]:
    views = await it.ask(calling_sources, it.now)
    fault = manager.dialog_data.pop("fault", "")
    text = sources_text(it, views)
    return {"text": f"{fault}\n\n{text}" if fault else text, "items": [source_item(it, view) for view in views]}


async def _source_picked(_: CallbackQuery, __: Any, manager: DialogManager, item: str) -> None:
    way, source = item.split(".")
    manager.dialog_data["source"] = source
    if way == "old":
        await manager.switch_to(Calling.resume)
    else:
        await _start(manager, CallSource(source))


async def _start(manager: DialogManager, source: CallSource) -> None:
    it, data = here(manager), manager.dialog_data
    try:
        started = await it.do(start_calling, StartCalling(source), next_key(manager))
    except NoPhones as nobody:
        data["fault"] = refusal(it, nobody)
        await manager.switch_to(Calling.sources)
        return
    data["list"] = started.list_id
    said = [it.words("calling-left-out", count=started.phoneless)] if started.phoneless else []
    said += [it.words("calling-more", count=started.more, size=started.size)] if started.more else []
    say(manager, "\n".join(said))
    await go_on(manager)


@getter
async def _resume(it: Here, manager: DialogManager) -> dict[str, Any]:
    views = await it.ask(calling_sources, it.now)
    view = next((one for one in views if one.source == manager.dialog_data["source"]), None)
    if view is None or view.opened is None:
        return {"text": it.words("calling-over"), "open": False}
    opened, name = view.opened, source_name(it, view)
    day = it.words.day(opened.created_at, it.zone, it.now)
    text = it.words("calling-resume", source=name, left=opened.left, size=opened.size, day=day)
    return {"text": text, "open": True}


async def _resumed(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    views = await here(manager).ask(calling_sources, here(manager).now)
    view = next((one for one in views if one.source == manager.dialog_data["source"]), None)
    if view is not None and view.opened is not None:
        manager.dialog_data["list"] = view.opened.list_id
        await go_on(manager)


async def _anew(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _start(manager, CallSource(manager.dialog_data["source"]))


@getter
async def _over(it: Here, manager: DialogManager) -> dict[str, Any]:
    summary = await it.ask(calling_summary, int(manager.dialog_data["list"]))
    said = manager.dialog_data.get("said", "")
    text = summary_text(it, summary)
    return {
        "text": f"{said}\n\n{text}" if said else text,
        "undos": undos(it, manager),
        "left": summary.tally.left > 0,
    }


def build() -> list[Router]:
    resume = Window(
        Format("{text}"),
        Row(
            Button(Tr("calling-go-on"), id="on", on_click=_resumed, when="open"),
            Button(Tr("calling-anew"), id="anew", on_click=_anew),
        ),
        Row(SwitchTo(Tr("back"), id="again", state=Calling.sources), cancel_form()),
        only_buttons(),
        state=Calling.resume,
        getter=_resume,
    )
    over = Window(
        Format("{text}"),
        Column(SwitchTo(Tr("calling-go-on"), id="on", state=Calling.card, when="left")),
        Column(select("u", "undos", undone)),
        to_menu(),
        only_buttons(),
        state=Calling.over,
        getter=_over,
    )
    sources = Window(
        Format("{text}"),
        Column(select("s", "items", _source_picked)),
        to_menu(),
        only_buttons(),
        state=Calling.sources,
        getter=_sources,
    )
    return [Dialog(sources, resume, card_window(), step_window(), over)]


FEATURE = Feature("calling", build, command="dial", permission=Permission.LOG_ACTS, open=open_dial)


__all__ = ["FEATURE", "Calling"]
