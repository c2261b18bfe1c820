"""What a rep passes on to the bot between conversations: a forwarded message, a voice, a contact. Whose is it, and is
it a note or evidence for a lead? In the middle of a form it answers the form's question instead."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.act_words import SHOWN, saved_act
from handlers.cards import CardPress
from handlers.clients import open_card
from handlers.feature import Feature
from handlers.forms import FormStates, is_asking, open_form, open_part
from handlers.here import Here, getter, here
from handlers.lead import LeadPress
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.pick_client import PickClient, asked_for, client_label
from handlers.typed import only_buttons, started
from handlers.undo_act import undo_keys
from handlers.voice_words import spoken
from handlers.voices import heard_in, voice_from
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions import notes
from sales.actions.client_search import check_workable
from sales.actions.notes import (
    AddContact,
    AddToLead,
    NoteClient,
    Sender,
    add_contact,
    add_to_lead,
    client_of_sender,
    likely_clients,
    note_client,
)
from sales.clients import in_quotes
from sales.identify import format_phone, normal_phone
from sales.leads import Question
from sales.people import Permission
from sales.voices import VoiceFile
from sales.wording import a_line, shortened

PASSED = F.forward_origin | F.contact | F.voice


class PassedOn(FormStates):
    """Started with `texts`, `voices`, `sender` (name), `phone`, `telegram_id`, `by_client`; `is_contact`: there is
    nothing but a contact. What is passed on meanwhile is added."""

    whose = State()
    what = State()
    question = State()


async def _take(message: Message, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    if is_asking(dialog_manager) or not it.may(Permission.LOG_ACTS):
        raise SkipHandler
    if message.contact is not None:
        await _take_contact(message, dialog_manager)
        return
    came = await _content(it, message)
    if not came["texts"] and not came["voices"]:
        await message.answer(it.words("passed-nothing"))
        return
    await open_form(dialog_manager, PassedOn.whose, came)


async def _take_contact(message: Message, manager: DialogManager) -> None:
    """A number that is known opens its client's card."""
    card = message.contact
    if card is None:
        return
    phone = normal_phone("+" + card.phone_number.lstrip("+"))
    known = await here(manager).ask(client_of_sender, Sender(phone))
    if known is not None:
        await open_card(manager, known)
        return
    name = a_line(f"{card.first_name} {card.last_name or ''}") if card.first_name or card.last_name else ""
    came = {"texts": [], "voices": [], "by_client": False}
    about = {"sender": name, "phone": phone, "telegram_id": card.user_id, "is_contact": True}
    await open_form(manager, PassedOn.whose, {**came, **about})


async def _content(it: Here, message: Message) -> dict[str, Any]:
    """Words as they were written, after the name of who wrote them; what is neither words nor voice stays behind."""
    sender, telegram_id = _origin(message)
    text = (message.text or message.caption or "").strip()
    heard = heard_in(message)
    colleague = telegram_id is not None and await it.ask(notes.is_colleague, telegram_id)
    return {
        "texts": [f"{sender}: {text}" if sender else text] if text else [],
        "voices": [heard] if heard else [],
        "sender": "" if colleague else sender,
        "phone": None,
        "telegram_id": None if colleague else telegram_id,
        "by_client": bool(sender) and not colleague,
        "is_contact": False,
    }


def _origin(message: Message) -> tuple[str, int | None]:
    """Who wrote what was forwarded, where Telegram tells; a channel's or a group's name is nobody's."""
    origin = message.forward_origin
    user = getattr(origin, "sender_user", None)
    if user is not None:
        return shortened(user.full_name, 60), int(user.id)
    return shortened(getattr(origin, "sender_user_name", "") or "", 60), None


def _came(manager: DialogManager) -> dict[str, Any]:
    """What there is by now: what it was started with, and what came after."""
    data, more = started(manager), manager.dialog_data
    return {
        **data,
        "texts": [*data["texts"], *more.get("texts", [])],
        "voices": [*data["voices"], *more.get("voices", [])],
        "is_contact": data["is_contact"] and not more.get("texts") and not more.get("voices"),
    }


async def _more(message: Message, _: MessageInput, manager: DialogManager) -> None:
    """Further forwarded messages belong to the same note; a typed name is the client's."""
    it = here(manager)
    if message.forward_origin is None and message.voice is None:
        if message.text:
            await _search(manager, asked_for(message.text))
        else:
            await message.answer(it.words("need-button"))
        return
    content, data = await _content(it, message), manager.dialog_data
    for name in ("texts", "voices"):
        data[name] = [*data.get(name, []), *content[name]]


def _preview(it: Here, manager: DialogManager) -> Html:
    came = _came(manager)
    if came["is_contact"]:
        return it.words("contact-line", contact=_contact_words(came))
    seconds = sum(voice["seconds"] for voice in came["voices"])
    return it.words("note-line", note=spoken(it.words, seconds, shortened(" ".join(came["texts"]), SHOWN)))


def _contact_words(came: dict[str, Any]) -> str:
    return ", ".join(part for part in (came["sender"], format_phone(came["phone"])) if part)


@getter
async def _whose(it: Here, manager: DialogManager) -> dict[str, Any]:
    came = _came(manager)
    found = await it.ask(likely_clients, Sender(came["phone"], came["telegram_id"]))
    ask = it.words("passed-whose-contact" if came["is_contact"] else "passed-whose")
    return {
        "text": "\n".join([ask, _preview(it, manager)]),
        "items": [(one.client_id, client_label(it, one)) for one in found],
    }


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, client_id: str) -> None:
    await here(manager).ask(check_workable, int(client_id))
    await _client_is(manager, int(client_id))


async def _client_is(manager: DialogManager, client_id: int) -> None:
    came = _came(manager)
    if came["is_contact"]:
        await _keep_contact(manager, client_id, came)
        return
    manager.dialog_data["client_id"] = client_id
    await manager.switch_to(PassedOn.what)


async def _new(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """Who wrote is the new client's first contact."""
    came = _came(manager)
    asked = {"name": "", "phone": came["phone"], "inn": None, "doubtful": False, "contact": came["sender"]}
    state = PickClient.name if came["sender"] or came["phone"] else PickClient.search
    await open_part(manager, state, {"part": "client", "asked": asked if state == PickClient.name else {}})


async def _other(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _search(manager, {})


async def _search(manager: DialogManager, asked: dict[str, Any]) -> None:
    await open_part(manager, PickClient.search, {"part": "client", "asked": asked})


async def _got_client(asked: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(asked, dict) and asked.get("part") == "client" and result:
        await _client_is(manager, int(result["client_id"]))


async def _keep_contact(manager: DialogManager, client_id: int, came: dict[str, Any]) -> None:
    it = here(manager)
    form = AddContact(client_id, came["sender"], came["phone"], came["telegram_id"])
    added = await it.do(add_contact, form, nonce(manager))
    said = _contact_words({"sender": added.name, "phone": added.phone})
    lines = [it.words("passed-contact", client=in_quotes(added.client)), it.words("contact-line", contact=said)]
    await end_with(manager, "\n".join(lines), keyboard([(it.words("to-card"), CardPress(client=client_id))]))


@getter
async def _what(it: Here, manager: DialogManager) -> dict[str, Any]:
    client = await it.ask(check_workable, int(manager.dialog_data["client_id"]))
    title = it.words("passed-what", client=in_quotes(client.name))
    return {"text": "\n".join([title, _preview(it, manager)]), "submits": it.may(Permission.SUBMIT_LEADS)}


def _voices(came: dict[str, Any]) -> tuple[VoiceFile, ...]:
    return tuple(voice for kept in came["voices"] if (voice := voice_from(kept)))


async def _as_note(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, came = here(manager), _came(manager)
    client_id = int(manager.dialog_data["client_id"])
    form = NoteClient(client_id, "\n".join(came["texts"]), _voices(came), came["by_client"])
    noted = await it.do(note_client, form, nonce(manager))
    lines = [saved_act(it, noted.logged), _preview(it, manager)]
    lines += [it.words("passed-waited")] if noted.ended_waits else []
    await end_with(manager, "\n".join(lines), undo_keys(it, noted.logged))


@getter
async def _question(it: Here, manager: DialogManager) -> dict[str, Any]:
    items = [(one.value, label(it.words(f"question-{one.value}"))) for one in Question]
    return {"text": "\n".join([it.words("passed-question"), _preview(it, manager)]), "items": items}


async def _as_evidence(_: CallbackQuery, __: Any, manager: DialogManager, question: str) -> None:
    it, came = here(manager), _came(manager)
    client_id = int(manager.dialog_data["client_id"])
    form = AddToLead(client_id, Question(question), "\n".join(came["texts"]), _voices(came), came["by_client"])
    done = await it.do(add_to_lead, form, nonce(manager))
    text = it.words("lead-kept", client=in_quotes(done.client), answered=done.answered)
    lead = (it.words("lead-go-on"), LeadPress(client=client_id))
    await end_with(manager, text, keyboard([lead, (it.words("to-card"), CardPress(client=client_id))]))


def _dialog() -> Dialog:
    clients = Select(Item(), id="c", item_id_getter=item_id, items="items", on_click=_picked)
    questions = Select(Item(), id="q", item_id_getter=item_id, items="items", on_click=_as_evidence)
    return Dialog(
        Window(
            Format("{text}"),
            Column(clients),
            Row(
                Button(Tr("passed-new"), id="new", on_click=_new),
                Button(Tr("passed-other"), id="other", on_click=_other),
            ),
            cancel_form(),
            MessageInput(_more),
            state=PassedOn.whose,
            getter=_whose,
            on_process_result=_got_client,
        ),
        Window(
            Format("{text}"),
            Button(Tr("passed-note"), id="note", on_click=_as_note),
            SwitchTo(Tr("passed-lead"), id="lead", state=PassedOn.question, when="submits"),
            Row(SwitchTo(Tr("back"), id="again", state=PassedOn.whose), cancel_form()),
            MessageInput(_more),
            state=PassedOn.what,
            getter=_what,
            on_process_result=_got_client,
        ),
        Window(
            Format("{text}"),
            Column(questions),
            Row(SwitchTo(Tr("back"), id="again", state=PassedOn.what), cancel_form()),
            only_buttons(),
            state=PassedOn.question,
            getter=_question,
        ),
    )


def build() -> list[Router]:
    router = Router(name="passed-on")
    router.message.register(_take, F.chat.type == ChatType.PRIVATE, PASSED)
    return [router, _dialog()]


FEATURE = Feature("passed-on", build)

__all__ = ["FEATURE", "PassedOn"]
