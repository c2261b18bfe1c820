"""/launch: what has to be there before the team can work, in one message; each open line has its button, and what that
opens comes back here."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Row
from aiogram_dialog.widgets.text import Format

from handlers.company import open_set_up
from handlers.feature import Feature
from handlers.here import Here, getter, here
from handlers.home import Launch, is_wanted, open_launch
from handlers.import_clients import open_import
from handlers.invite import open_invite, open_invite_list
from handlers.live import label
from handlers.menu import back_to_menu, to_menu
from handlers.places import open_places
from handlers.plan import open_plan
from handlers.roles import role_names
from handlers.setting_values import hours_text, show_hours
from handlers.typed import only_buttons
from handlers.widgets import Tr, noted, refresh
from locales import Html
from sales.actions.launch import CloseLaunch, SkipTask, close_launch, launch, skip_task
from sales.clients import in_quotes
from sales.launch import SKIPS, Awaited, Checklist, Task
from sales.people import Permission

#: People and groups that are named in a line; the others are counted.
NAMED = 3


def text_of(it: Here, list_: Checklist) -> str:
    lines = [it.words("launch-title", done=len(list_.settled), all=len(Task))]
    lines += [_line(it, list_, task) for task in Task]
    lines.append(it.words("launch-finished" if list_.finished else "launch-note"))
    return "\n".join(lines)


def _line(it: Here, list_: Checklist, task: Task) -> Html:
    if task in list_.skipped:
        return it.words("launch-skipped", what=it.words(f"launch-open-{task.value}", **_facts(it, list_, task)))
    if task in list_.done:
        return it.words(f"launch-done-{task.value}", **_facts(it, list_, task))
    return it.words("launch-open", what=it.words(f"launch-open-{task.value}", **_facts(it, list_, task)))


def _facts(it: Here, list_: Checklist, task: Task) -> dict[str, object]:
    found = list_.found
    if task is Task.COMPANY:
        return {"company": found.company, "hours": show_hours(it, hours_text(found.opens, found.closes))}
    if task is Task.GROUP:
        return {"places": ", ".join(in_quotes(title) for title in found.places[:NAMED])}
    if task is Task.JOINED:
        return {"count": found.people, "awaited": _awaited(it, found.awaited), "waits": len(found.awaited)}
    if task is Task.PLAN:
        return {"month": it.words.month(found.month), "count": found.plan or 0}
    return {"count": found.imported or 0} if task is Task.IMPORT else {}


def _awaited(it: Here, awaited: tuple[Awaited, ...]) -> Html:
    """Whoever has waited longest first."""
    named = [_one(it, one) for one in awaited[:NAMED]]
    more = [it.words("launch-awaited-more", count=len(awaited) - NAMED)] if len(awaited) > NAMED else []
    return Html(", ".join([*named, *more]))


def _one(it: Here, one: Awaited) -> Html:
    roles = Html(role_names(it.words, one.roles))
    if one.expired:
        return it.words("launch-awaited-expired", roles=roles)
    return it.words("launch-awaited", roles=roles, day=it.words.day(one.since, it.zone, it.now))


@getter
async def _list(it: Here, _: DialogManager) -> dict[str, Any]:
    found = await it.ask(launch, it.now)
    waits = set(Task) - found.done
    return {
        "text": text_of(it, found),
        "company": Task.COMPANY in waits and it.may(Permission.SET_UP_COMPANY),
        "group": Task.GROUP in waits,
        "invited": not found.finished and Task.JOINED in waits,
        "joined": bool(found.found.awaited),
        "plan": Task.PLAN in waits,
        "import": Task.IMPORT in waits,
        "no_plan": Task.PLAN not in found.settled,
        "no_import": Task.IMPORT not in found.settled,
        "close": not found.closed and not found.finished,
        "finish": not found.closed and found.finished,
    }


async def _company(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_set_up(manager, then=Launch.list)


async def _group(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_places(manager, then=Launch.list)


async def _invite(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_invite(manager)


async def _joined(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_invite_list(manager)


async def _plan(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_plan(manager, then=Launch.list)


async def _import(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_import(manager, then=Launch.list)


async def _skip(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Once is as good as often, so its key is the task's own."""
    task = next(task for task in SKIPS if button.widget_id == f"no_{task.value}")
    await here(manager).do(skip_task, SkipTask(task), f"skip.{task.value}")


async def _close(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    it = here(manager)
    await it.do(close_launch, CloseLaunch(), "close")
    await callback.answer(label(it.words("launch-closed")))
    await back_to_menu(manager)


def build() -> list[Router]:
    getter_ = noted(_list)
    window = Window(
        Format("{text}"),
        Button(Tr("launch-company"), id="company", on_click=_company, when="company"),
        Button(Tr("launch-group"), id="group", on_click=_group, when="group"),
        Row(
            Button(Tr("launch-invite"), id="invite", on_click=_invite, when="invited"),
            Button(Tr("launch-joined"), id="joined", on_click=_joined, when="joined"),
        ),
        Row(
            Button(Tr("launch-plan"), id="plan", on_click=_plan, when="plan"),
            Button(Tr("launch-no-plan"), id="no_plan", on_click=_skip, when="no_plan"),
        ),
        Row(
            Button(Tr("launch-import"), id="import", on_click=_import, when="import"),
            Button(Tr("launch-no-import"), id="no_import", on_click=_skip, when="no_import"),
        ),
        Row(
            refresh(_list),
            Button(Tr("launch-close"), id="close", on_click=_close, when="close"),
            Button(Tr("launch-finish"), id="finish", on_click=_close, when="finish"),
        ),
        to_menu(),
        only_buttons(),
        getter=getter_,
        state=Launch.list,
    )
    return [Dialog(window)]


FEATURE = Feature(
    "launch", build, command="launch", permission=Permission.MANAGE_PEOPLE, open=open_launch, wanted=is_wanted
)
