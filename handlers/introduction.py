"""The warm introduction: a text that the giver forwards to the client, and a meeting of three with its file."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.act_words import step_words
from handlers.calendar_file import calendar_file, calendar_key
from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard
from handlers.notices import Envelope, Outgoing, Sender
from handlers.offer_card import took, whereabouts
from handlers.pick_time import PickTime
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Tr, nonce
from locales import Html, Texts
from sales.actions.clients import ClientCard
from sales.actions.completion import Introduce, introduce
from sales.actions.handoff_views import handoff_view
from sales.actions.introduction import (
    IntroductionView,
    MeetThree,
    ThreeMeet,
    introduction_view,
    meet_three,
    to_introduce,
)
from sales.actions.meetings import meeting_entry, meeting_told
from sales.clients import in_quotes
from sales.handoff import HELD, HandoffState
from sales.notices import NoticeKind
from sales.people import short_name
from sales.steps import StepKind
from sales.wording import a_line

STEPS = 3


class IntroduceClient(FormStates):
    """Started with `handoff_id`."""

    ways = State()
    place = State()
    review = State()


class IntroducePress(CallbackData, prefix="iw"):
    handoff: int


async def to_be_introduced(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Accepted: the giver is asked to say so to the client; once told, it says how far that is."""
    handoff, words = await sender.desk.look(handoff_view, envelope.subject), sender.words
    client, who = in_quotes(handoff.client), short_name(handoff.receiver)
    card = (words("to-card"), CardPress(client=handoff.client_id))
    if handoff.state is HandoffState.COMPLETE:
        return Outgoing(words("notice-complete", client=client, who=who), keyboard([card]))
    if handoff.state not in HELD:
        return Outgoing(whereabouts(words, handoff)) if envelope.is_edit else None
    lines = [words("notice-accepted", client=client, who=who, took=took(words, handoff))]
    if handoff.state is HandoffState.INTRODUCED:
        return Outgoing("\n".join([*lines, words("relay-offer-introduced")]), keyboard([card]))
    way = (words("introduce-open"), IntroducePress(handoff=handoff.id))
    return Outgoing("\n".join([*lines, words("introduce-please")]), keyboard([way, card]))


async def three_meet(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """To whoever of the two has not planned it."""
    told = await sender.desk.look(meeting_told, envelope.subject)
    if told is None or envelope.reader is None:
        return None
    words, by = sender.words, short_name(str(envelope.facts.get("by", "")))
    at = words.moment(told.starts_at, ZoneInfo(envelope.reader.zone), sender.now)
    lines = [words("three-told", client=in_quotes(told.client), at=at), words("three-told-by", who=by)]
    lines += [words("place-line", place=told.place)] if told.place else []
    return Outgoing("\n".join(lines), keyboard(calendar_key(words, StepKind.MEETING, told.step_id)))


async def _press(callback: CallbackQuery, callback_data: IntroducePress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    await it.ask(introduction_view, callback_data.handoff)
    data = {"handoff_id": callback_data.handoff}
    await open_form(dialog_manager, IntroduceClient.ways, data, show_mode=ShowMode.SEND)
    await callback.answer()


def _handoff_id(manager: DialogManager) -> int:
    return int(started(manager)["handoff_id"])


async def _seen(it: Here, manager: DialogManager) -> IntroductionView:
    return await it.ask(introduction_view, _handoff_id(manager))


@getter
async def _ways(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(it, manager)
    return {"t": {"client": in_quotes(seen.client), "who": seen.receiver}, "new": not seen.introduced}


def letter(words: Texts, seen: IntroductionView, now: datetime) -> Html:
    """Plain, in the giver's name, by the client's own clock: it is forwarded as it stands."""
    hello = words("letter-hello", name=seen.contact) if seen.contact else words("letter-hello-nobody")
    lines = [hello, words("letter-who", receiver=seen.receiver)]
    if seen.next_kind is not None and seen.next_at is not None and seen.next_at > now:
        kind = words(f"step-said-{seen.next_kind.value}")
        lines.append(words("letter-next", kind=kind, at=words.moment(seen.next_at, ZoneInfo(seen.zone), now)))
    return Html("\n".join([*lines, words("letter-bye", giver=seen.giver)]))


async def _letter(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    """A message of its own, so that nothing but the text is forwarded."""
    it = here(manager)
    seen = await _seen(it, manager)
    if callback.bot is not None:
        await callback.bot.send_message(it.actor.telegram_id, letter(it.words, seen, it.now))
        manager.show_mode = ShowMode.SEND


async def _known(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    done = await it.do(introduce, Introduce(_handoff_id(manager)), f"{nonce(manager)}.known")
    text = it.words("introduced", client=in_quotes(done.client), who=short_name(done.receiver))
    await end_with(manager, text, keyboard([(it.words("to-card"), CardPress(client=done.client_id))]))


async def _meeting(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_time(manager)


async def _ask_time(manager: DialogManager) -> None:
    asked = {"part": "time", "form": "IntroduceClient", "purpose": "meeting", "step": 1, "of": STEPS}
    await open_part(manager, PickTime.choose, asked)


async def _got_time(asked: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(asked, dict) and asked.get("part") == "time" and result:
        manager.dialog_data["time"] = result
        await manager.switch_to(IntroduceClient.review if "place" in manager.dialog_data else IntroduceClient.place)


@getter
async def _place(it: Here, _: DialogManager) -> dict[str, Any]:
    return {"t": {"step": 2, "of": STEPS}}


async def _place_typed(manager: DialogManager, text: str) -> None:
    manager.dialog_data["place"] = a_line(text)
    await manager.switch_to(IntroduceClient.review)


async def _no_place(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["place"] = ""
    await manager.switch_to(IntroduceClient.review)


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen, data = await _seen(it, manager), manager.dialog_data
    at = datetime.fromisoformat(data["time"]["at"])
    head = it.words(
        "three-title", client=in_quotes(seen.client), giver=short_name(seen.giver), receiver=short_name(seen.receiver)
    )
    meeting = step_words(it, StepKind.MEETING, at, place=data["place"])
    return {"text": "\n".join([it.words("form-step", step=STEPS, of=STEPS), head, meeting])}


async def _save(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    """The file comes below by itself: it is the client's."""
    it, data = here(manager), manager.dialog_data
    at, exact = datetime.fromisoformat(data["time"]["at"]), bool(data["time"]["exact"])
    form = MeetThree(_handoff_id(manager), at, exact, data["place"])
    done = await it.do(meet_three, form, f"{nonce(manager)}.meet")
    told = it.words("three-done", client=in_quotes(done.client), at=it.moment(done.at))
    card = (it.words("to-card"), CardPress(client=done.client_id))
    await end_with(manager, told, keyboard([*calendar_key(it.words, StepKind.MEETING, done.step_id), card]))
    await _send_file(callback, it, done)


async def _send_file(callback: CallbackQuery, it: Here, done: ThreeMeet) -> None:
    entry = await it.ask(meeting_entry, done.step_id)
    people = it.words("three-summary", giver=it.actor.name, receiver=done.receiver)
    file = BufferedInputFile(calendar_file(it, entry, people), "meeting.ics")
    if callback.bot is not None:
        await callback.bot.send_document(it.actor.telegram_id, file, caption=it.words("three-file"))


async def _open(manager: DialogManager, client_id: int) -> None:
    handoff_id = await here(manager).ask(to_introduce, client_id)
    if handoff_id is not None:
        await open_form(manager, IntroduceClient.ways, {"handoff_id": handoff_id})


def _is_held(_: Here, card: ClientCard) -> bool:
    return card.may_log and card.handoff is not None and card.handoff.state in HELD


async def _is_party(it: Here, card: ClientCard) -> bool:
    return await it.ask(to_introduce, card.client_id) is not None


def _dialog() -> Dialog:
    back = SwitchTo(Tr("back"), id="again", state=IntroduceClient.ways)
    return Dialog(
        Window(
            Tr("introduce-ways"),
            Row(
                Button(Tr("introduce-letter"), id="letter", on_click=_letter),
                Button(Tr("introduce-meeting"), id="meeting", on_click=_meeting),
            ),
            Button(Tr("introduce-known"), id="known", on_click=_known, when="new"),
            cancel_form(),
            only_buttons(),
            state=IntroduceClient.ways,
            getter=_ways,
            on_process_result=_got_time,
        ),
        Window(
            Tr("meeting-place"),
            Button(Tr("skip"), id="skip", on_click=_no_place),
            Row(back, cancel_form()),
            on_text(_place_typed),
            state=IntroduceClient.place,
            getter=_place,
        ),
        Window(
            Format("{text}"),
            Button(Tr("save"), id="save", on_click=_save),
            Row(
                Button(Tr("step-edit-time"), id="time", on_click=_meeting),
                SwitchTo(Tr("step-edit-place"), id="place", state=IntroduceClient.place),
            ),
            Row(back, cancel_form()),
            only_buttons(),
            state=IntroduceClient.review,
            getter=_review,
            on_process_result=_got_time,
        ),
    )


def build() -> list[Router]:
    presses = Router(name="introduction-presses")
    presses.callback_query.register(_press, IntroducePress.filter())
    return [presses, _dialog()]


FEATURE = Feature(
    "introduction",
    build,
    card=(CardButton("introduce", "introduce-open", _is_held, _open, asked=_is_party),),
    notices={NoticeKind.INTRODUCTION: to_be_introduced, NoticeKind.MEETING_OF_THREE: three_meet},
)
