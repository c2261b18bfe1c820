"""A proposal to hand a client over: the giver's card, the missing points of the client's own card, the objection."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.lead_review import submitted_text
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.passport_words import passport_lines, points_named
from handlers.proposal_card import ProposalPress, proposal_warning, proposed
from handlers.refusals import refusal
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, next_key, nonce
from handlers.withdraw import WithdrawPress
from locales import Html
from sales.actions.clients import ClientCard
from sales.actions.passport import AnswerPoint, answer_point
from sales.actions.proposal_views import ProposalView, own_proposal, ways_on
from sales.actions.proposals import (
    AskHandover,
    Confirm,
    LeaveProposal,
    Objection,
    ask_handover,
    confirm_proposal,
    leave_proposal,
    object_to,
)
from sales.clients import in_quotes
from sales.errors import SalesError
from sales.handoff import HandoffState
from sales.legs import Leg
from sales.notices import NoticeKind
from sales.passport import Point
from sales.people import Permission, short_name


class HandOn(FormStates):
    """Started with `handoff_id` and `client_id`. What is said is saved at once, in the client's own card."""

    taken_up_again = True
    words = State()
    review = State()


class ObjectProposal(FormStates):
    """Started with `handoff_id`."""

    words = State()


class AskOver(FormStates):
    """Started with `client_id`."""

    leg = State()


async def _fill(callback: CallbackQuery, callback_data: ProposalPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    seen = await it.ask(own_proposal, callback_data.handoff, it.now)
    await _open_on(dialog_manager, seen.handoff.id, seen.handoff.client_id, seen.missing, ShowMode.SEND)
    await callback.answer()


async def _open_on(
    manager: DialogManager, handoff_id: int, client_id: int, missing: tuple[Point, ...], show: ShowMode | None = None
) -> None:
    data = {"handoff_id": handoff_id, "client_id": client_id, "asked": [point.value for point in missing]}
    await open_form(manager, HandOn.words if missing else HandOn.review, data, show_mode=show)


async def _object(callback: CallbackQuery, callback_data: ProposalPress, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    await it.ask(own_proposal, callback_data.handoff, it.now)
    data = {"handoff_id": callback_data.handoff}
    await open_form(dialog_manager, ObjectProposal.words, data, show_mode=ShowMode.SEND)
    await callback.answer()


def _handoff_id(manager: DialogManager) -> int:
    return int(started(manager)["handoff_id"])


def _point(manager: DialogManager) -> Point:
    """The one that is being asked: chosen on the review, else the first of those that were missing at the start."""
    return Point(manager.dialog_data.get("point") or started(manager)["asked"][0])


async def _seen(it: Here, manager: DialogManager) -> ProposalView:
    return await it.ask(own_proposal, _handoff_id(manager), it.now)


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen, point = await _seen(it, manager), _point(manager)
    asked = list(started(manager)["asked"])
    lines = [it.words("handon-title", client=in_quotes(seen.handoff.client))]
    if point.value in asked:
        lines.insert(0, it.words("form-step", step=asked.index(point.value) + 1, of=len(asked) + 1))
    said = seen.passport.words(point)
    lines += [it.words("lead-said", words=said)] if said else []
    return {"text": "\n".join([*lines, Html(), it.words(f"passport-ask-{point.value}")])}


async def _said(manager: DialogManager, text: str) -> None:
    """The next of the questions, or the review."""
    point, asked = _point(manager), list(started(manager)["asked"])
    form = AnswerPoint(int(started(manager)["client_id"]), point, text)
    await here(manager).do(answer_point, form, next_key(manager))
    following = asked[asked.index(point.value) + 1 :] if point.value in asked else []
    if following and not manager.dialog_data.get("reviewed"):
        manager.dialog_data["point"] = following[0]
        await manager.switch_to(HandOn.words)
    else:
        await manager.switch_to(HandOn.review)


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    manager.dialog_data["reviewed"] = True
    try:
        seen = await _seen(it, manager)
    except SalesError as over:
        return {"text": refusal(it, over), "ready": False, "items": []}
    lines = [it.words("handon-title", client=in_quotes(seen.handoff.client))]
    lines += [it.words("proposal-leg", leg=it.words(f"leg-{seen.handoff.leg.value}"))]
    lines += passport_lines(it.words, seen.passport, it.zone, it.now)
    lacks = points_named(it.words, seen.missing)
    lines.append(it.words("proposal-lacks", points=lacks) if lacks else it.words("handon-check"))
    fields = [(point.value, _field(it, point, seen)) for point in Point]
    return {"text": "\n".join(lines), "ready": not seen.missing, "items": fields}


def _field(it: Here, point: Point, seen: ProposalView) -> str:
    field = it.words(f"passport-field-{point.value}")
    return label(it.words("lead-field-open", field=field) if point in seen.lacking else field)


async def _edit(_: CallbackQuery, __: Any, manager: DialogManager, point: str) -> None:
    manager.dialog_data["point"] = point
    await manager.switch_to(HandOn.words)


async def _send(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    done = await it.do(confirm_proposal, Confirm(_handoff_id(manager)), f"{nonce(manager)}.send")
    withdraw = (it.words("handoff-withdraw"), WithdrawPress(handoff=done.handoff_id))
    card = (it.words("to-card"), CardPress(client=done.client_id))
    await end_with(manager, submitted_text(it, done), keyboard([withdraw, card] if done.receivers else [card]))


async def _dropped(manager: DialogManager) -> None:
    """Whoever has asked for the hand-over and thinks better of it leaves nothing behind but what was said."""
    await here(manager).do(leave_proposal, LeaveProposal(_handoff_id(manager)), f"{nonce(manager)}.leave")


@getter
async def _why(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(it, manager)
    return {"t": {"client": in_quotes(seen.handoff.client)}}


async def _because(manager: DialogManager, text: str) -> None:
    it = here(manager)
    done = await it.do(object_to, Objection(_handoff_id(manager), text), nonce(manager))
    card = (it.words("to-card"), CardPress(client=done.client_id))
    await end_with(manager, it.words("objection-done", client=in_quotes(done.client)), keyboard([card]))


@getter
async def _legs(it: Here, manager: DialogManager) -> dict[str, Any]:
    legs = await it.ask(ways_on, int(started(manager)["client_id"]))
    items = [(leg.value, label(it.words(f"handon-to-{leg.value}"))) for leg in legs]
    return {"text": it.words("handon-whom" if items else "handon-nobody"), "items": items}


async def _to_leg(_: CallbackQuery, __: Any, manager: DialogManager, leg: str) -> None:
    """The owner goes on with the card at once; for somebody else's client its owner is asked."""
    it, client_id = here(manager), int(started(manager)["client_id"])
    asked = await it.do(ask_handover, AskHandover(client_id, Leg(leg)), f"{nonce(manager)}.{leg}")
    if asked.giver_id == it.actor.member_id:
        await _open_on(manager, asked.handoff_id, client_id, asked.missing)
        return
    card = (it.words("to-card"), CardPress(client=client_id))
    text = it.words("handon-asked", client=in_quotes(asked.client), who=short_name(asked.giver))
    await end_with(manager, text, keyboard([card]))


async def _may_ask(it: Here, card: ClientCard) -> bool:
    return bool(await it.ask(ways_on, card.client_id))


def _is_free(it: Here, card: ClientCard) -> bool:
    own = card.owner_id == it.actor.member_id or it.may(Permission.DIRECT_HANDOVERS)
    waits = card.handoff is None or card.handoff.state is HandoffState.PROPOSED
    return card.may_see_all and waits and own


async def _open(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, AskOver.leg, {"client_id": client_id})


def build() -> list[Router]:
    presses = Router(name="proposal-presses")
    presses.callback_query.register(_fill, ProposalPress.filter(F.act == "fill"))
    presses.callback_query.register(_object, ProposalPress.filter(F.act == "object"))
    fields = Select(Item(), id="f", item_id_getter=item_id, items="items", on_click=_edit)
    legs = Select(Item(), id="l", item_id_getter=item_id, items="items", on_click=_to_leg)
    return [
        presses,
        Dialog(
            Window(
                Format("{text}"),
                Row(SwitchTo(Tr("back"), id="again", state=HandOn.review), cancel_form(_dropped)),
                on_text(_said),
                state=HandOn.words,
                getter=_words,
            ),
            Window(
                Format("{text}"),
                Button(Tr("proposal-send"), id="send", on_click=_send, when="ready"),
                Group(fields, width=2),
                cancel_form(_dropped),
                only_buttons(),
                state=HandOn.review,
                getter=_review,
            ),
        ),
        Dialog(Window(Tr("objection-why"), cancel_form(), on_text(_because), state=ObjectProposal.words, getter=_why)),
        Dialog(Window(Format("{text}"), Column(legs), cancel_form(), only_buttons(), state=AskOver.leg, getter=_legs)),
    ]


FEATURE = Feature(
    "proposals",
    build,
    card=(CardButton("hand-on", "card-hand-on", _is_free, _open, asked=_may_ask),),
    notices={NoticeKind.PROPOSED: proposed, NoticeKind.PROPOSAL_WARN: proposal_warning},
)
