"""Presses under the cards of inbound requests, and the way from what was taken to a client's lead."""

from __future__ import annotations

from html import escape
from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.forms import FormStates, open_form, open_part
from handlers.here import Here, here
from handlers.lead import open_lead
from handlers.lead_words import until
from handlers.live import cancel_form, edit_live, end_with, keyboard, label
from handlers.menu import back_to_menu
from handlers.notices import Outgoing, Sender
from handlers.pick_client import PickClient
from handlers.request_cards import (
    GivePress,
    RequestPress,
    asked_card,
    card,
    heads_card,
    moving_card,
    places_line,
    reasons,
    stuck_card,
    to_owner,
    warning,
)
from handlers.typed import started
from handlers.widgets import Tr, nonce
from locales import Html
from sales.actions.request_answers import (
    AssignRequest,
    CloseRequest,
    RefuseRequest,
    TakeRequest,
    Worked,
    WorkRequest,
    assign_request,
    close_request,
    refuse_request,
    take_request,
    work_request,
)
from sales.actions.request_views import my_request, request_choice, seen_request
from sales.clients import in_quotes
from sales.notices import NoticeKind
from sales.people import Permission, short_name
from sales.requests import OPEN_REQUEST, RequestEnd, RequestState

#: Characters that one message holds for certain.
ONE_MESSAGE = 3500


class RequestClient(FormStates):
    """Whose client is it? Started with `request_id` and `asked`: what is known to look for."""

    client = State()


def _sender(it: Here) -> Sender:
    return Sender(it.desk, it.words, it.now, it.bot_name)


async def shown(it: Here, request_id: int) -> Outgoing:
    """The card that this very person may see, after a press on it."""
    view, sender = await it.ask(seen_request, request_id), _sender(it)
    if view.request.state is RequestState.ESCALATED and it.may(Permission.DIRECT_HANDOVERS):
        return heads_card(sender, it.actor, await it.desk.look(request_choice, request_id, it.now))
    return card(sender, it.actor, view)


async def opened(it: Here, request_id: int) -> Outgoing:
    """The card as it is opened from a list: a head may move what others are asked about or have."""
    view = await it.ask(seen_request, request_id)
    others = view.request.state in OPEN_REQUEST and view.request.holder_id not in (None, it.actor.member_id)
    if not others or not it.may(Permission.DIRECT_HANDOVERS):
        return await shown(it, request_id)
    return moving_card(_sender(it), it.actor, await it.desk.look(request_choice, request_id, it.now))


async def _show(callback: CallbackQuery, it: Here, request_id: int) -> None:
    out = await shown(it, request_id)
    await edit_live(callback, out.text, out.keyboard)


def _key(pressed: RequestPress | GivePress) -> str:
    return f"{pressed.request}.{pressed.round}"


async def _take(callback: CallbackQuery, callback_data: RequestPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    await it.do(take_request, TakeRequest(callback_data.request), _key(callback_data))
    await callback.answer(label(it.words("request-taken-toast")))
    await _show(callback, it, callback_data.request)


async def _refuse(callback: CallbackQuery, callback_data: RequestPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    form = RefuseRequest(callback_data.request, callback_data.round)
    await it.do(refuse_request, form, _key(callback_data))
    await callback.answer(label(it.words("request-refused-toast")))
    await _show(callback, it, callback_data.request)


async def _give(callback: CallbackQuery, callback_data: GivePress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    form = AssignRequest(callback_data.request, callback_data.member)
    given = await it.do(assign_request, form, _key(callback_data))
    if given.deadline_at is None:
        said = it.words("request-taken-toast")
    else:
        said = it.words("assigned", who=given.holder, until=until(it.words, given.deadline_at, it.zone, it.now))
    await callback.answer(label(said))
    await _show(callback, it, callback_data.request)


async def _ask_why(callback: CallbackQuery, callback_data: RequestPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    view, out = await it.ask(seen_request, callback_data.request), await shown(it, callback_data.request)
    await callback.answer()
    await edit_live(callback, out.text, reasons(it.words, view))


async def _back(callback: CallbackQuery, callback_data: RequestPress, dialog_manager: DialogManager) -> None:
    await callback.answer()
    await _show(callback, here(dialog_manager), callback_data.request)


async def _close(callback: CallbackQuery, callback_data: RequestPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    form = CloseRequest(callback_data.request, RequestEnd(callback_data.act))
    await it.do(close_request, form, _key(callback_data))
    await callback.answer(label(it.words("request-closed-toast")))
    await _show(callback, it, callback_data.request)


async def _more(callback: CallbackQuery, callback_data: RequestPress, dialog_manager: DialogManager) -> None:
    """Everything that was said, in as many messages as that takes; for who may see the whole card."""
    it = here(dialog_manager)
    view = await it.ask(seen_request, callback_data.request)
    await callback.answer()
    said = view.request.words
    for at in range(0, len(said), ONE_MESSAGE):
        if callback.message is not None:
            await callback.message.answer(escape(said[at : at + ONE_MESSAGE]))


async def _lead(callback: CallbackQuery, callback_data: RequestPress, dialog_manager: DialogManager) -> None:
    """A known client needs no more questions; else it is looked for, by what is known."""
    it, manager = here(dialog_manager), dialog_manager
    request = (await it.ask(seen_request, callback_data.request)).request
    await callback.answer()
    if request.client_id is not None:
        form = WorkRequest(request.id, request.client_id)
        await _go_on(manager, await it.do(work_request, form, _key(callback_data)), ShowMode.SEND)
        return
    await it.ask(my_request, request.id)
    asked = {"name": "", "phone": request.phone, "inn": request.inn, "doubtful": False, "contact": request.contact}
    known = asked if request.phone or request.inn or request.contact else {}
    data = {"request_id": request.id, "asked": known}
    await open_form(manager, RequestClient.client, data, show_mode=ShowMode.SEND)


async def _ask_client(_: Any, manager: DialogManager) -> None:
    part = {"part": "client", "form": RequestClient.__name__, "first": True, "full": False}
    await open_part(manager, PickClient.search, {**part, "asked": started(manager)["asked"]})


async def _got_client(asked: Data, result: Any, manager: DialogManager) -> None:
    if not result:
        await back_to_menu(manager)
        return
    form = WorkRequest(int(started(manager)["request_id"]), int(result["client_id"]))
    await _go_on(manager, await here(manager).do(work_request, form, nonce(manager)), None)


async def _go_on(manager: DialogManager, done: Worked, show_mode: ShowMode | None) -> None:
    """Into the lead's form, where there is a lead to prepare."""
    if done.draft:
        await open_lead(manager, done.client_id, show_mode)
        return
    words, client = here(manager).words, in_quotes(done.client)
    said = words("request-noted", client=client)
    if done.owner:
        said = words("request-owner-told", client=client, who=short_name(done.owner))
    buttons = keyboard([(words("to-card"), CardPress(client=done.client_id))])
    event = manager.event
    if show_mode is ShowMode.SEND and isinstance(event, CallbackQuery) and event.message is not None:
        await event.message.answer(Html(said), reply_markup=buttons)
    else:
        await end_with(manager, said, buttons)


def build() -> list[Router]:
    presses = Router(name="request-presses")
    acts = {"take": _take, "no": _refuse, "lead": _lead, "close": _ask_why, "back": _back, "more": _more}
    for act, press in acts.items():
        presses.callback_query.register(press, RequestPress.filter(F.act == act))
    presses.callback_query.register(_close, RequestPress.filter(F.act.in_(set(RequestEnd))))
    presses.callback_query.register(_give, GivePress.filter())
    window = Window(Tr("request-whose"), cancel_form(), state=RequestClient.client, on_process_result=_got_client)
    return [presses, Dialog(window, on_start=_ask_client)]


FEATURE = Feature(
    "request-answers",
    build,
    notices={
        NoticeKind.REQUEST: asked_card,
        NoticeKind.REQUEST_WARN: warning,
        NoticeKind.REQUEST_STUCK: stuck_card,
        NoticeKind.REQUEST_LINE: places_line,
        NoticeKind.REQUEST_OWNER: to_owner,
    },
)

__all__ = ["FEATURE", "shown"]
