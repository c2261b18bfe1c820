"""/queue and the heads' cards: what waits for a receiver, and disputed returns."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Column, Row, ScrollingGroup, Select
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.lead_words import until
from handlers.live import Choice, edit_live, end_with, keyboard, label
from handlers.menu import to_menu
from handlers.notices import Envelope, Outgoing, Sender
from handlers.offer_card import return_stands, returned_line, whereabouts
from handlers.passport import PassportPress
from handlers.typed import only_buttons
from handlers.voice_words import spoken
from handlers.widgets import Item, item_id, noted, refresh
from locales import Html, Texts
from sales.actions import direction, handoff_views
from sales.actions.arbitration import Decide, decide_dispute
from sales.actions.direction import Assign, Release, assign_lead, release_lead
from sales.actions.handoff_views import Candidate, HandoffView, handoff_choice, heads_queue
from sales.actions.proposals import Confirm, confirm_proposal
from sales.clients import in_quotes
from sales.handoff import Dispute, HandoffState
from sales.notices import NoticeKind
from sales.people import Actor, Permission, short_name
from sales.wording import shortened

NAME_ON_BUTTON = 34
#: Characters of what somebody said, on a card.
SAID = 300
#: Entries on one page of the list.
PAGE = 8
#: Candidates on a card; who is further down the list is rarely meant.
CANDIDATES = 8


class AssignPress(CallbackData, prefix="as"):
    """`round`: to which state of the hand-over the button belongs. `member` 0: back to the giver."""

    handoff: int
    round: int
    member: int


class JudgePress(CallbackData, prefix="jd"):
    handoff: int
    good: bool


class AsItIsPress(CallbackData, prefix="ai"):
    """The head passes a client on with whatever its card has."""

    handoff: int


class QueueView(StatesGroup):
    list = State()


async def open_queue(manager: DialogManager) -> None:
    await open_form(manager, QueueView.list)


async def escalated(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    choice = await sender.desk.look(handoff_choice, envelope.subject, sender.now)
    return waiting_card(sender.words, envelope.reader, choice, sender.now)


def waiting_card(words: Texts, reader: Actor, choice: handoff_views.Choice, now: datetime) -> Outgoing:
    handoff, zone = choice.handoff, ZoneInfo(reader.zone)
    if handoff.state is HandoffState.PROPOSED and handoff.deadline_at:
        by = until(words, handoff.deadline_at, zone, now)
        reason = words("now-asked-until", who=short_name(handoff.giver), until=by)
    elif handoff.state is HandoffState.ESCALATED:
        reason = _reason(words, handoff)
    else:
        return Outgoing(_settled(words, handoff, zone, now))
    lines = [*_card_head(words, handoff), reason]
    lines += [words("words-line", words=shortened(handoff.objection, SAID))] if handoff.objection else []
    if not reader.may(Permission.DIRECT_HANDOVERS):
        return Outgoing("\n".join([*lines, words("queue-no-head")]))
    lines.append(words("queue-choose" if choice.candidates else "queue-no-candidates"))
    return Outgoing("\n".join(lines), _candidate_keys(words, choice, zone, now))


def _card_head(words: Texts, handoff: HandoffView) -> list[Html]:
    if handoff.lead_id is not None:
        return [words("queue-card", client=handoff.client), words("offer-giver", giver=handoff.giver)]
    title = words("queue-card-proposal" if handoff.waiting else "queue-card-client", client=handoff.client)
    return [title, words("relay-offer-giver", giver=handoff.giver, leg=words(f"leg-{handoff.leg.value}"))]


def _reason(words: Texts, handoff: HandoffView) -> Html:
    reason = words(f"escalation-{handoff.escalation.value}") if handoff.escalation else ""
    who = ", ".join(short_name(name) for name in handoff.missed)
    return words("queue-reason-who", reason=reason, who=who) if who else words("queue-reason", reason=reason)


def _settled(words: Texts, handoff: HandoffView, zone: ZoneInfo, now: datetime) -> Html:
    head = words("queue-settled", client=in_quotes(handoff.client))
    if handoff.asked and handoff.deadline_at:
        by = until(words, handoff.deadline_at, zone, now)
        return Html("\n".join([head, words("now-asked-until", who=short_name(handoff.asked[0]), until=by)]))
    return Html("\n".join([head, whereabouts(words, handoff)]))


def _candidate_keys(words: Texts, choice: handoff_views.Choice, zone: ZoneInfo, now: datetime) -> InlineKeyboardMarkup:
    handoff = choice.handoff

    def press(member_id: int) -> AssignPress:
        return AssignPress(handoff=handoff.id, round=handoff.rounds, member=member_id)

    rows: list[list[Choice]] = [
        [(candidate_words(words, one, zone, now), press(one.member_id))] for one in choice.candidates[:CANDIDATES]
    ]
    card = (words("to-card"), CardPress(client=handoff.client_id))
    if handoff.lead_id is not None:
        return keyboard(*rows, [(words("queue-give-back", who=short_name(choice.home)), press(0)), card])
    stays = (words("queue-stays", who=short_name(choice.home)), press(0))
    passport = (words("card-passport"), PassportPress(client=handoff.client_id))
    passes = handoff.waiting and bool(choice.candidates)
    as_it_is = [(words("queue-as-it-is"), AsItIsPress(handoff=handoff.id))] if passes else []
    return keyboard(as_it_is, *rows, [stays], [passport, card])


def candidate_words(words: Texts, one: Candidate, zone: ZoneInfo, now: datetime) -> str:
    """A button: the name, and how busy or until when away."""
    if one.away_until:
        return words("candidate-away", name=one.name, until=until(words, one.away_until, zone, now))
    return words("candidate", name=one.name, load=one.load)


async def disputed(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    handoff = await sender.desk.look(handoff_views.handoff_view, envelope.subject)
    return dispute_card(sender.words, envelope.reader, handoff)


def dispute_card(words: Texts, reader: Actor, handoff: HandoffView) -> Outgoing:
    lines = [
        words("dispute-card", client=handoff.client),
        words("dispute-pair", giver=short_name(handoff.giver), receiver=short_name(handoff.returner)),
    ]
    lines += _disputed(words, handoff)
    if handoff.dispute is not Dispute.RAISED:
        return Outgoing("\n".join([*lines, _verdict(words, handoff)]))
    is_lead = handoff.lead_id is not None
    if not return_stands(handoff):
        return Outgoing("\n".join([*lines, words("return-moved-on" if is_lead else "relay-return-moved-on")]))
    if not reader.may(Permission.ARBITRATE):
        return Outgoing("\n".join([*lines, words("queue-no-head")]))
    good = (words("dispute-good" if is_lead else "relay-dispute-good"), JudgePress(handoff=handoff.id, good=True))
    valid = (words("dispute-valid"), JudgePress(handoff=handoff.id, good=False))
    passport = [] if is_lead else [(words("card-passport"), PassportPress(client=handoff.client_id))]
    card = (words("to-card"), CardPress(client=handoff.client_id))
    return Outgoing("\n".join(lines), keyboard([good, valid], [*passport, card]))


def _disputed(words: Texts, handoff: HandoffView) -> list[Html]:
    """What the giver had said, and what the receiver holds against it."""
    if handoff.question is None:
        return [returned_line(words, handoff)]
    question = words(f"question-{handoff.question.value}")
    answer = spoken(words, handoff.answer_voice, shortened(handoff.answer, SAID))
    remark = words("dispute-remark", words=shortened(handoff.remark, SAID))
    return [words("dispute-answer", question=question, words=answer), remark]


def _verdict(words: Texts, handoff: HandoffView) -> Html:
    if handoff.dispute is Dispute.OVERRULED:
        return Html("\n".join([_good(words, handoff.lead_id is not None), whereabouts(words, handoff)]))
    return words("dispute-decided-valid" if handoff.dispute is Dispute.UPHELD else "return-moved-on")


def _good(words: Texts, is_lead: bool) -> Html:
    return words("dispute-decided-good" if is_lead else "relay-dispute-decided-good")


async def _assign(callback: CallbackQuery, callback_data: AssignPress, dialog_manager: DialogManager) -> None:
    it, key = here(dialog_manager), f"{callback_data.handoff}.{callback_data.round}"
    if callback_data.member == 0:
        form = Release(callback_data.handoff, waiting_round=callback_data.round)
        released = await it.do(release_lead, form, key)
        said = it.words("assigned-back", who=released.holder)
    else:
        said = assigned_words(it, await it.do(assign_lead, Assign(callback_data.handoff, callback_data.member), key))
    await callback.answer(label(said))
    await _show_settled(callback, it, await it.desk.look(handoff_choice, callback_data.handoff, it.now))


async def _as_it_is(callback: CallbackQuery, callback_data: AsItIsPress, dialog_manager: DialogManager) -> None:
    """The head takes it on that the client's card isn't whole."""
    it, handoff_id = here(dialog_manager), callback_data.handoff
    done = await it.do(confirm_proposal, Confirm(handoff_id, as_it_is=True), f"{handoff_id}.as")
    if done.deadline_at is None:
        said = it.words(f"escalation-{done.escalation.value}") if done.escalation else Html()
    else:
        who = ", ".join(short_name(name) for name in done.receivers)
        said = it.words("assigned", who=who, until=until(it.words, done.deadline_at, it.zone, it.now))
    await callback.answer(label(said))
    await _show_settled(callback, it, await it.desk.look(handoff_choice, handoff_id, it.now))


async def _show_settled(callback: CallbackQuery, it: Here, choice: handoff_views.Choice) -> None:
    """The pressed message may be a copy from the list, which nobody else edits."""
    shown = waiting_card(it.words, it.actor, choice, it.now)
    await edit_live(callback, shown.text, shown.keyboard)


def assigned_words(it: Here, done: direction.Assigned) -> Html:
    if done.deadline_at is None:
        return it.words("assigned-self", client=in_quotes(done.client))
    return it.words("assigned", who=done.receiver, until=until(it.words, done.deadline_at, it.zone, it.now))


async def _judge(callback: CallbackQuery, callback_data: JudgePress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    form = Decide(callback_data.handoff, callback_data.good)
    decided = await it.do(decide_dispute, form, str(callback_data.handoff))
    handoff = await it.desk.look(handoff_views.handoff_view, callback_data.handoff)
    good = _good(it.words, handoff.lead_id is not None)
    await callback.answer(label(good if decided.good else it.words("dispute-decided-valid")))
    shown = dispute_card(it.words, it.actor, handoff)
    await edit_live(callback, shown.text, shown.keyboard)


@getter
async def _list(it: Here, _: DialogManager) -> dict[str, Any]:
    queue = await it.ask(heads_queue)
    items = [(f"e{one.id}", _item(it, one, _what(one))) for one in queue.escalated]
    items += [(f"d{one.id}", _item(it, one, "queue-item-dispute")) for one in queue.disputed]
    return {"text": it.words("queue-title" if items else "queue-empty"), "items": items}


def _what(one: HandoffView) -> str:
    return "queue-item" if one.lead_id is not None else "queue-item-client"


def _item(it: Here, one: HandoffView, text: str) -> str:
    return label(it.words(text, client=shortened(one.client, NAME_ON_BUTTON), giver=short_name(one.giver)))


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, item: str) -> None:
    """The list's message becomes the very card that the head was sent."""
    it, handoff_id = here(manager), int(item[1:])
    queue = await it.ask(heads_queue)
    if item[0] == "d":
        found = next((one for one in queue.disputed if one.id == handoff_id), None)
        shown = dispute_card(it.words, it.actor, found) if found else None
    else:
        is_there = any(one.id == handoff_id for one in queue.escalated)
        choice = await it.desk.look(handoff_choice, handoff_id, it.now) if is_there else None
        shown = waiting_card(it.words, it.actor, choice, it.now) if choice else None
    if shown is not None:
        await end_with(manager, shown.text, shown.keyboard)


def build() -> list[Router]:
    presses = Router(name="queue-presses")
    presses.callback_query.register(_assign, AssignPress.filter())
    presses.callback_query.register(_judge, JudgePress.filter())
    presses.callback_query.register(_as_it_is, AsItIsPress.filter())
    waiting = Select(Item(), id="w", item_id_getter=item_id, items="items", on_click=_picked)
    window = Window(
        Format("{text}"),
        ScrollingGroup(Column(waiting), id="pages", height=PAGE, hide_on_single_page=True),
        Row(refresh(_list), to_menu()),
        only_buttons(),
        state=QueueView.list,
        getter=noted(_list),
    )
    return [presses, Dialog(window)]


FEATURE = Feature(
    "queue",
    build,
    command="queue",
    permission=Permission.DIRECT_HANDOVERS,
    open=open_queue,
    notices={NoticeKind.ESCALATED: escalated, NoticeKind.DISPUTED: disputed},
)
