"""A head asks one person in a few words; the person answers with one tap, and the head has the answer."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Column, Select
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.lead_words import until
from handlers.live import Choice, cancel_form, edit_live, end_with, keyboard, label
from handlers.notices import Envelope, Outgoing, Sender
from handlers.pick_time import clock_of
from handlers.typed import on_text, started
from handlers.widgets import Item, item_id, nonce
from locales import Html, Texts
from sales.actions.asking import AnswerInquiry, Ask, InquiryView, answer_inquiry, ask_member, inquiry_view
from sales.actions.people import who_is
from sales.away import AwayTill, away_until
from sales.clients import in_quotes
from sales.inquiry import Reply
from sales.notices import NoticeKind
from sales.people import short_name

#: Ready phrases about a client, and about a person's day.
ABOUT_CLIENT = ("when", "state", "help")
ABOUT_DAY = ("day", "late", "help")


class AskMember(FormStates):
    """Started with `member_id`, `client_id` (0: about nobody) and `client`."""

    words = State()


class InquiryPress(CallbackData, prefix="iq"):
    """`act`: a reply, `busy` for the spans, or one of them."""

    act: str
    inquiry: int


async def open_ask(manager: DialogManager, member_id: int, client_id: int, client: str) -> None:
    """Below the message that was pressed: it stays."""
    data = {"member_id": member_id, "client_id": client_id, "client": client}
    await open_form(manager, AskMember.words, data, show_mode=ShowMode.SEND)


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    asked = started(manager)
    who = (await it.desk.look(who_is, int(asked["member_id"]), it.now)).name
    phrases = ABOUT_CLIENT if asked["client_id"] else ABOUT_DAY
    return {
        "text": _title(it, who, str(asked["client"])),
        "items": [(name, label(it.words(f"ask-phrase-{name}"))) for name in phrases],
    }


def _title(it: Here, who: str, client: str) -> str:
    about = it.words("ask-about", client=in_quotes(client)) if client else Html()
    return "\n".join([it.words("ask-title", who=who, about=about), it.words("ask-how")])


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    await _ask(manager, label(here(manager).words(f"ask-phrase-{name}")))


async def _ask(manager: DialogManager, text: str) -> None:
    it, asked = here(manager), started(manager)
    form = Ask(int(asked["member_id"]), int(asked["client_id"]) or None, text)
    done = await it.do(ask_member, form, nonce(manager))
    await end_with(manager, it.words("ask-done", who=done.name))


async def inquiry(sender: Sender, envelope: Envelope) -> Outgoing | None:
    seen = await sender.desk.look(inquiry_view, envelope.subject)
    if seen.inquiry.reply is not None:
        return None
    return Outgoing(_asked(sender.words, seen), _replies(sender.words, seen))


def _asked(words: Texts, seen: InquiryView) -> Html:
    about = words("ask-about", client=in_quotes(seen.client)) if seen.client else Html()
    said = words("words-line", words=seen.inquiry.words)
    return Html("\n".join([words("inquiry-title", who=short_name(seen.asker), about=about), said]))


def _replies(words: Texts, seen: InquiryView) -> InlineKeyboardMarkup:
    def press(act: str) -> tuple[str, InquiryPress]:
        return words(f"inquiry-{act}"), InquiryPress(act=act, inquiry=seen.inquiry.id)

    return keyboard([press("now"), press("help")], [press("busy"), *_card(words, seen)])


def _card(words: Texts, seen: InquiryView) -> list[Choice]:
    return [(words("to-card"), CardPress(client=seen.inquiry.client_id))] if seen.inquiry.client_id else []


async def reply(sender: Sender, envelope: Envelope) -> Outgoing | None:
    seen, words = await sender.desk.look(inquiry_view, envelope.subject), sender.words
    if seen.inquiry.reply is None or envelope.reader is None:
        return None
    about = words("ask-about", client=in_quotes(seen.client)) if seen.client else Html()
    lines = [words("inquiry-reply-title", who=short_name(seen.member), about=about)]
    lines += [words("words-line", words=seen.inquiry.words), _said(sender, seen, envelope.reader.zone)]
    return Outgoing("\n".join(lines), keyboard(_card(words, seen)))


def _said(sender: Sender, seen: InquiryView, zone: str) -> Html:
    if seen.inquiry.reply is Reply.BUSY and seen.inquiry.busy_until:
        by = until(sender.words, seen.inquiry.busy_until, ZoneInfo(zone), sender.now)
        return sender.words("inquiry-said-busy", until=by)
    return sender.words("inquiry-said-help" if seen.inquiry.reply is Reply.HELP else "inquiry-said-now")


async def _replied(callback: CallbackQuery, callback_data: InquiryPress, dialog_manager: DialogManager) -> None:
    it, act = here(dialog_manager), callback_data.act
    if act == Reply.BUSY:
        seen = await it.desk.look(inquiry_view, callback_data.inquiry)
        await edit_live(callback, _asked(it.words, seen), _spans(it, callback_data.inquiry))
        await callback.answer()
        return
    form = AnswerInquiry(callback_data.inquiry, Reply(act)) if act in set(Reply) else await _busy(it, callback_data)
    done = await it.do(answer_inquiry, form, str(callback_data.inquiry))
    sender = Sender(it.desk, it.words, it.now)
    lines = [_asked(it.words, done), _said(sender, done, it.actor.zone)]
    await edit_live(callback, "\n".join(lines), keyboard(_card(it.words, done)))
    await callback.answer(label(it.words("inquiry-told", who=short_name(done.asker))))


def _spans(it: Here, inquiry_id: int) -> InlineKeyboardMarkup:
    spans = [(it.words(f"busy-{till}"), InquiryPress(act=till.value, inquiry=inquiry_id)) for till in AwayTill]
    return keyboard(spans[:2], spans[2:])


async def _busy(it: Here, pressed: InquiryPress) -> AnswerInquiry:
    clock = await clock_of(it)
    return AnswerInquiry(pressed.inquiry, Reply.BUSY, away_until(AwayTill(pressed.act), it.now, clock.schedule))


def build() -> list[Router]:
    presses = Router(name="inquiry-presses")
    presses.callback_query.register(_replied, InquiryPress.filter())
    phrases = Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_picked)
    window = Window(
        Format("{text}"), Column(phrases), cancel_form(), on_text(_ask), state=AskMember.words, getter=_words
    )
    return [presses, Dialog(window)]


FEATURE = Feature("asking", build, notices={NoticeKind.INQUIRY: inquiry, NoticeKind.INQUIRY_REPLY: reply})
