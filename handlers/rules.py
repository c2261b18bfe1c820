"""/rules: who is a regular and a key client and what each is promised; confirmed as read by everybody, and by those who
run the team changed from here. The news of a change, with its one-tap confirmation."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.criterion import open_criterion
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import edit_live, keyboard, label
from handlers.menu import to_menu
from handlers.notices import Envelope, Outgoing, Sender
from handlers.regular_words import criterion_words, level_line
from handlers.service import open_service
from handlers.typed import only_buttons
from handlers.widgets import Item, Tr, item_id, next_key
from locales import Html, Texts
from sales.actions.rules import (
    ReadRule,
    RemindReaders,
    RulesView,
    RuleView,
    read_rule,
    remind_readers,
    rule_told,
    rules_view,
)
from sales.actions.watch import level_of
from sales.notices import NoticeKind
from sales.people import short_name
from sales.regular import AIMS, ClientStatus


class Rules(StatesGroup):
    main = State()
    readers = State()


class RulePress(CallbackData, prefix="ru"):
    """`act`: read, or open all the rules."""

    act: str
    rule: int


async def open_rules(manager: DialogManager, show_mode: ShowMode | None = None) -> None:
    await open_form(manager, Rules.main, show_mode=show_mode)


def rule_lines(words: Texts, view: RuleView, today: date) -> list[Html]:
    aim = words(f"rules-aim-{view.aim.value}")
    parts = criterion_words(words, view.criterion)
    first = words("rules-line", aim=aim, parts=parts) if view.criterion.parts else words("rules-dropped", aim=aim)
    measure = words(f"volume_by-{view.measure.value}")
    by = words("rules-by", measure=measure, day=words.date(view.on, today), who=short_name(view.made_by))
    return [first, by]


def _text(it: Here, seen: RulesView) -> Html:
    words, today = it.words, it.now.astimezone(it.zone).date()
    known = {view.aim: view for view in seen.rules}
    lines = [words("rules-title")]
    for aim in AIMS:
        view = known.get(aim)
        none = [words("rules-none", aim=words(f"rules-aim-{aim.value}"))]
        lines += rule_lines(words, view, today) if view else none
    lines.append(words("rules-service"))
    lines += [level_line(words, status, level_of(seen.settings, status)) for status in ClientStatus]
    lines.append(words("rules-credit", months=seen.settings.credit_months))
    lines += [words("rules-recount")] if seen.recount else []
    lines += [words("rules-unread")] if _unread(seen) else []
    return Html("\n".join(lines))


def _unread(seen: RulesView) -> list[int]:
    return [view.rule_id for view in seen.rules if not view.mine]


@getter
async def _main(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await it.ask(rules_view, it.now)
    unread = _unread(seen)
    manager.dialog_data["unread"] = unread
    late = {name for view in seen.rules for name in view.unread}
    return {
        "text": _text(it, seen),
        "unread": bool(unread),
        "may_change": seen.may_change,
        "items": [(aim.value, label(it.words(f"rules-change-{aim.value}"))) for aim in AIMS if seen.may_change],
        "late": bool(late),
        "t": {"count": len(late)},
    }


async def _read(callback: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """What was shown; a version that came meanwhile is still to be read."""
    it = here(manager)
    for rule_id in manager.dialog_data.get("unread", []):
        await it.do(read_rule, ReadRule(rule_id), f"{rule_id}")
    await callback.answer(label(it.words("rules-read-toast")))


async def _change(_: CallbackQuery, __: Any, manager: DialogManager, aim: str) -> None:
    await open_criterion(manager, ClientStatus(aim))


async def _service(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_service(manager, Rules.main)


@getter
async def _readers(it: Here, _: DialogManager) -> dict[str, Any]:
    seen = await it.ask(rules_view, it.now)
    lines = [it.words("rules-readers-title")]
    for view in seen.rules:
        if view.unread:
            aim = it.words(f"rules-aim-{view.aim.value}")
            lines.append(it.words("rules-readers-line", aim=aim, names=", ".join(view.unread)))
    return {"text": "\n".join(lines)}


async def _remind(callback: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """Everybody once, whichever of the rules it is that they have not read."""
    it = here(manager)
    seen = await it.ask(rules_view, it.now)
    count = 0
    for view in seen.rules:
        count += await it.do(remind_readers, RemindReaders(view.rule_id), next_key(manager))
    await callback.answer(label(it.words("rules-reminded", count=count)))
    await manager.switch_to(Rules.main)


async def changed(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Nothing any more once a later version has come."""
    if envelope.reader is None:
        return None
    view = await sender.desk.ask(rule_told, envelope.reader, envelope.subject)
    if view is None or view.mine:
        return None
    text = _changed(sender.words, view, sender.now.astimezone(ZoneInfo(envelope.reader.zone)).date(), done=False)
    read = (sender.words("rules-read"), RulePress(act="read", rule=view.rule_id))
    return Outgoing(text, keyboard([read, (sender.words("rule-open"), RulePress(act="open", rule=view.rule_id))]))


def _changed(words: Texts, view: RuleView, today: date, *, done: bool) -> str:
    last = words("rules-read-done") if done else words("rule-read")
    return "\n".join([words("rule-changed"), *rule_lines(words, view, today), last])


async def _confirm(callback: CallbackQuery, callback_data: RulePress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    done = await it.do(read_rule, ReadRule(callback_data.rule), f"{callback_data.rule}")
    view = None if done.outdated else await it.ask(rule_told, callback_data.rule)
    if view is None:
        await callback.answer(label(it.words("rules-outdated")))
        return
    buttons = keyboard([(it.words("rule-open"), RulePress(act="open", rule=view.rule_id))])
    await edit_live(callback, _changed(it.words, view, it.now.astimezone(it.zone).date(), done=True), buttons)
    await callback.answer(label(it.words("rules-read-toast")))


async def _open(callback: CallbackQuery, callback_data: RulePress, dialog_manager: DialogManager) -> None:
    await open_rules(dialog_manager, ShowMode.SEND)
    await callback.answer()


def build() -> list[Router]:
    presses = Router(name="rule-presses")
    presses.callback_query.register(_confirm, RulePress.filter(F.act == "read"))
    presses.callback_query.register(_open, RulePress.filter(F.act == "open"))
    aims = Select(Item(), id="a", item_id_getter=item_id, items="items", on_click=_change)
    main = Window(
        Format("{text}"),
        Button(Tr("rules-read"), id="read", on_click=_read, when="unread"),
        Group(aims, width=2),
        Row(
            Button(Tr("rules-service-button"), id="service", on_click=_service, when="may_change"),
            SwitchTo(Tr("rules-readers"), id="late", state=Rules.readers, when="late"),
        ),
        to_menu(),
        state=Rules.main,
        getter=_main,
    )
    readers = Window(
        Format("{text}"),
        Button(Tr("rules-remind"), id="remind", on_click=_remind),
        Row(SwitchTo(Tr("back"), id="back", state=Rules.main), to_menu()),
        only_buttons(),
        state=Rules.readers,
        getter=_readers,
    )
    return [presses, Dialog(main, readers)]


FEATURE = Feature("rules", build, command="rules", open=open_rules, notices={NoticeKind.RULE: changed})
