"""A client's status: its history, how far it is to the next one, a head's word; and the news of a change."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.clients import open_card
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.notices import Envelope, Outgoing, Sender
from handlers.regular_words import status_line, toward_words, why_words
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from sales.actions.clients import ClientCard
from sales.actions.regular import ClientStanding, MarkClient, change_told, client_standing, mark_client
from sales.clients import in_quotes
from sales.notices import NoticeKind
from sales.regular import ClientStatus, StatusWhy

#: Changes of the past on the screen.
PAST = 4


class MarkStatus(FormStates):
    """Started with `client_id`."""

    status = State()
    words = State()


async def open_status(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, MarkStatus.status, {"client_id": client_id})


def _client_id(manager: DialogManager) -> int:
    return int(started(manager)["client_id"])


async def _seen(it: Here, manager: DialogManager) -> ClientStanding:
    return await it.ask(client_standing, _client_id(manager), it.now)


@getter
async def _status(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen, words = await _seen(it, manager), it.words
    today = it.now.astimezone(it.zone).date()
    lines = [words("status-title", client=in_quotes(seen.client))]
    lines.append(words("status-now", status=words(f"status-{seen.status.value}"), owner=seen.owner))
    lines += [status_line(words, line, today) for line in seen.history[:PAST]] or [words("status-never")]
    older = len(seen.history) - PAST
    lines += [words("status-older", count=older)] if older > 0 else []
    if seen.next is not None:
        lines.append(words("status-next", status=words(f"status-{seen.next.value}")))
        lines += [toward_words(words, found) for found in seen.towards]
    marks = [one for one in ClientStatus if seen.may_mark and one is not seen.status]
    items = [(one.value, label(words(f"mark-{one.value}"))) for one in reversed(marks)]
    return {"text": "\n".join(lines), "items": items}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, status: str) -> None:
    manager.dialog_data["status"] = status
    await manager.switch_to(MarkStatus.words)


async def _to_card(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_card(manager, _client_id(manager))


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(it, manager)
    status = it.words(f"status-{manager.dialog_data['status']}")
    return {"text": it.words("mark-ask", client=in_quotes(seen.client), status=status)}


async def _said(manager: DialogManager, text: str) -> None:
    it = here(manager)
    form = MarkClient(_client_id(manager), ClientStatus(manager.dialog_data["status"]), text)
    done = await it.do(mark_client, form, nonce(manager))
    lines = [it.words("mark-done", client=in_quotes(done.client), status=it.words(f"status-{done.status.value}"))]
    lines += [it.words("mark-proposed")] if done.proposed else []
    await end_with(manager, "\n".join(lines), keyboard([(it.words("to-card"), CardPress(client=done.client_id))]))


async def changed(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Nothing any more once it has changed again."""
    if envelope.reader is None:
        return None
    told, words = await sender.desk.look(change_told, envelope.subject), sender.words
    if not told.stands:
        return None
    fallen = told.line.why is StatusWhy.ORDERS or told.line.status is ClientStatus.NEW
    title = "notice-status-fallen" if fallen else "notice-status-risen"
    status = words(f"status-{told.line.status.value}")
    today = sender.now.astimezone(ZoneInfo(envelope.reader.zone)).date()
    lines = [words(title, client=in_quotes(told.client), status=status), why_words(words, told.line, today)]
    return Outgoing("\n".join(lines), keyboard([(words("to-card"), CardPress(client=told.client_id))]))


def _is_shown(_: Here, card: ClientCard) -> bool:
    return card.may_see_all


def build() -> list[Router]:
    marks = Select(Item(), id="m", item_id_getter=item_id, items="items", on_click=_picked)
    status = Window(
        Format("{text}"),
        Group(marks, width=2),
        Row(Button(Tr("back"), id="card", on_click=_to_card), cancel_form()),
        only_buttons(),
        state=MarkStatus.status,
        getter=_status,
    )
    words = Window(
        Format("{text}"),
        Row(SwitchTo(Tr("back"), id="back", state=MarkStatus.status), cancel_form()),
        on_text(_said),
        state=MarkStatus.words,
        getter=_words,
    )
    return [Dialog(status, words)]


FEATURE = Feature(
    "regular",
    build,
    card=(CardButton("status", "card-status", _is_shown, open_status),),
    notices={NoticeKind.STATUS: changed},
)
