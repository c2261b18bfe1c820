"""/request in the private chat and /lead under somebody's message in a group: an inbound request is dropped in."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.filters import Command, CommandObject
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.bind import IN_GROUPS
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.lead_words import until
from handlers.live import cancel_form, end_with, label
from handlers.pick_client import asked_for
from handlers.quick_line import typed_behind
from handlers.refusals import refusal
from handlers.typed import key_of, labels, on_text, only_buttons, query_in, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html, data
from sales.actions.clients import ClientCard, client_card
from sales.actions.notes import is_colleague
from sales.actions.requests import Dropped, DropRequest, drop_request, has_place, used_sources
from sales.errors import SalesError
from sales.identify import format_phone, normal_phone
from sales.leads import Source
from sales.people import short_name
from sales.requests import WORDS, RequestState, read_request, sources_by_words
from sales.wording import a_line, shortened, words

#: In a group this command makes a request of the message that it answers.
BY_REPLY = "lead"
#: Where somebody from outside may come from; a cold call is our own doing.
OFFERED = tuple(one for one in Source if one is not Source.COLD_CALL)
#: Characters of the request on its review, and of a name that Telegram tells.
SHOWN, NAME = 400, 60


class DropIn(FormStates):
    """What is known is kept as `words`, `contact`, `phone`, `inn`, `key`, `source`; a line typed behind the command
    starts with some of them."""

    words = State()
    contact = State()
    source = State()
    review = State()


@cache
def _sources() -> dict[str, Source]:
    return sources_by_words(data("requests")["sources"])


async def open_request(manager: DialogManager) -> None:
    """At the first thing that the typed line hasn't told."""
    line = typed_behind(manager)
    if not line:
        await open_form(manager, DropIn.words)
        return
    read = read_request(words(line, WORDS), _sources(), labels())
    known: dict[str, Any] = {"words": read.words} if read.words else {}
    if read.contact or read.phone or read.inn:
        known |= _contact(read.contact, read.phone, read.inn)
    known |= {"source": read.source.value} if read.source else {}
    await open_form(manager, _missing(known), known)


async def open_for(manager: DialogManager, client_id: int) -> None:
    """About a client that somebody else carries: its owner is asked first, and nothing else has to be told."""
    card = await here(manager).ask(client_card, client_id, here(manager).now)
    known = {**_contact("", None, None), "client_id": card.client_id, "client": card.name}
    await open_form(manager, DropIn.words, known)


def _not_theirs(_: Here, card: ClientCard) -> bool:
    return not card.may_see_all


def _contact(name: str, phone: str | None, inn: str | None) -> dict[str, Any]:
    return {"contact": name, "phone": phone, "inn": inn, "key": key_of(name) if name else ""}


def _missing(known: dict[str, Any]) -> State:
    for name in ("words", "contact", "source"):
        if name not in known:
            found = getattr(DropIn, name)
            assert isinstance(found, State)  # noqa: S101 - a step of the form
            return found
    return DropIn.review


def _known(manager: DialogManager) -> dict[str, Any]:
    return {**started(manager), **manager.dialog_data}


async def _keep(manager: DialogManager, **said: Any) -> None:
    manager.dialog_data.update(said)
    await manager.switch_to(_missing(_known(manager)))


async def _words(manager: DialogManager, text: str) -> None:
    await _keep(manager, words=words(text, WORDS))


async def _contact_typed(manager: DialogManager, text: str) -> None:
    """A name, a phone, or both; BadNumber where digits are no number."""
    asked = asked_for(text)
    inn = None if asked["doubtful"] else asked["inn"]
    await _keep(manager, **_contact(asked["name"], asked["phone"], inn))


async def _contact_shared(message: Message, _: MessageInput, manager: DialogManager) -> None:
    if message.contact is not None:
        await _keep(manager, **_contact(*_of_card(message), None))


def _of_card(message: Message) -> tuple[str, str | None]:
    """Name and phone of a contact card; a number that is none is left out."""
    card = message.contact
    if card is None:
        return "", None
    name = a_line(f"{card.first_name} {card.last_name or ''}") if card.first_name or card.last_name else ""
    try:
        return name, normal_phone("+" + card.phone_number.lstrip("+"))
    except SalesError:
        return name, None


async def _no_contact(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _keep(manager, **_contact("", None, None))


@getter
async def _from_where(it: Here, _: DialogManager) -> dict[str, Any]:
    used = [one for one in await it.ask(used_sources) if one in OFFERED]
    order = dict.fromkeys([*used, *OFFERED])
    return {"items": [(one.value, label(it.words(f"source-{one.value}"))) for one in order]}


async def _source(_: CallbackQuery, __: Any, manager: DialogManager, source: str) -> None:
    await _keep(manager, source=source)


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    known = _known(manager)
    phone = format_phone(known["phone"]) if known["phone"] else ""
    who = ", ".join(part for part in (known["contact"], phone, known["inn"] or "") if part)
    lines = [it.words("request-review", source=it.words(f"source-{known['source']}"))]
    lines += [it.words("client-title", name=known["client"])] if "client" in known else []
    lines.append(it.words("words-line", words=shortened(known["words"], SHOWN)))
    lines.append(it.words("contact-line", contact=who) if who else it.words("request-no-contact-line"))
    return {"text": "\n".join(lines)}


async def _send(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, known = here(manager), _known(manager)
    form = DropRequest(
        *(Source(known["source"]), known["words"], known["contact"], known["phone"], known["inn"], known["key"]),
        client_id=known.get("client_id"),
    )
    dropped = await it.do(drop_request, form, nonce(manager))
    await end_with(manager, said_of(it, dropped))


def said_of(it: Here, dropped: Dropped) -> Html:
    """What has come of dropping it in."""
    who = short_name(dropped.holder)
    if dropped.again:
        where = it.words("now-with", who=dropped.holder) if dropped.holder else Html()
        return Html("\n".join(part for part in (it.words("request-again"), where) if part))
    if dropped.state is RequestState.WAITING and dropped.deadline_at:
        return it.words("request-sent", who=who, until=until(it.words, dropped.deadline_at, it.zone, it.now))
    return it.words("request-sent-head")


async def by_reply(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    """The line about it comes by itself, where requests are told and where it was said; strangers get no answer."""
    it, said = here(dialog_manager), message.reply_to_message
    if it.someone is None:
        return
    if not await it.ask(has_place, message.chat.id):
        await message.answer(it.words("request-not-bound"))
        return
    text = (said.text or said.caption or "").strip() if said else ""
    own = said is not None and said.from_user is not None and message.bot and said.from_user.id == message.bot.id
    if said is None or own or not (text or said.contact):
        await message.answer(it.words("request-how"))
        return
    try:
        form = await _of_message(it, message, said, text, command.args or "")
        dropped = await it.do(drop_request, form, f"{message.chat.id}.{said.message_id}")
    except SalesError as error:
        await message.answer(refusal(it, error))
        return
    if dropped.again:
        await message.reply(said_of(it, dropped))


async def _of_message(it: Here, message: Message, said: Message, text: str, behind: str) -> DropRequest:
    """Its words, and who asks: the contact card, the author of what was forwarded, or of the message itself."""
    author, colleague = await _author(it, said)
    name, phone = _of_card(said)
    found = query_in(text)
    source = _sources().get(" ".join(behind.split()).casefold(), Source.COLLEAGUE if colleague else Source.OTHER)
    contact = name or author
    return DropRequest(
        source=source,
        words=text or label(it.words("request-only-contact")),
        contact=contact,
        phone=phone or found.phone,
        inn=None if found.doubtful else found.inn,
        key=key_of(contact) if contact else "",
        chat_id=message.chat.id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        message_id=said.message_id,
    )


async def _author(it: Here, said: Message) -> tuple[str, bool]:
    """Who asks, and whether a colleague has written it: a colleague only passes it on, and is no contact."""
    origin = said.forward_origin
    if origin is not None:
        user = getattr(origin, "sender_user", None)
        return shortened(user.full_name if user else getattr(origin, "sender_user_name", "") or "", NAME), False
    if said.from_user is None or said.sender_chat is not None:
        return shortened(said.sender_chat.title or "", NAME) if said.sender_chat else "", False
    colleague = await it.ask(is_colleague, said.from_user.id)
    bare = colleague or said.from_user.is_bot
    return "" if bare else shortened(said.from_user.full_name, NAME), colleague


def _ways(back_to: State | None = None) -> Row:
    """Back and cancel in their places."""
    if back_to is None:
        return Row(cancel_form())
    return Row(SwitchTo(Tr("back"), id="back", state=back_to), cancel_form())


def _edits() -> Row:
    return Row(
        SwitchTo(Tr("request-edit-words"), id="words", state=DropIn.words),
        SwitchTo(Tr("request-edit-contact"), id="contact", state=DropIn.contact),
        SwitchTo(Tr("request-edit-source"), id="source", state=DropIn.source),
    )


def build() -> list[Router]:
    router = Router(name="request-by-reply")
    router.message.register(by_reply, IN_GROUPS, Command(BY_REPLY))
    sources = Group(Select(Item(), id="s", item_id_getter=item_id, items="items", on_click=_source), width=2)
    shared = MessageInput(_contact_shared, content_types=ContentType.CONTACT)
    no_contact = Button(Tr("request-no-contact"), id="none", on_click=_no_contact)
    return [
        router,
        Dialog(
            Window(Tr("request-ask-words"), _ways(), on_text(_words), state=DropIn.words),
            Window(
                Tr("request-ask-contact"),
                no_contact,
                _ways(DropIn.words),
                on_text(_contact_typed, shared),
                state=DropIn.contact,
            ),
            Window(
                Tr("request-ask-source"),
                sources,
                _ways(DropIn.contact),
                only_buttons(),
                getter=_from_where,
                state=DropIn.source,
            ),
            Window(
                Format("{text}"),
                Button(Tr("request-send"), id="send", on_click=_send),
                _edits(),
                _ways(),
                only_buttons(),
                getter=_review,
                state=DropIn.review,
            ),
        ),
    ]


FEATURE = Feature(
    "requests",
    build,
    command="request",
    open=open_request,
    in_menu=False,
    card=(CardButton("request", "card-request", _not_theirs, open_for),),
)

__all__ = ["BY_REPLY", "FEATURE"]
