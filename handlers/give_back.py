"""What a receiver says instead of «accept»: the question that doesn't hold, or until when they are busy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.forms import FormStates
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, label
from handlers.pick_time import clock_of
from handlers.typed import date_words, on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.deadlines import PassOn, pass_offer
from sales.actions.handoff import GiveBack, return_offer
from sales.actions.handoff_views import OfferView, my_offer
from sales.actions.passport import passport_of
from sales.away import AwayTill, away_until
from sales.clients import in_quotes
from sales.leads import Question
from sales.passport import Point
from sales.people import short_name
from sales.when import parse_when
from sales.wording import shortened

SHOWN = 300


class GiveBackLead(FormStates):
    """Started with `offer_id` and `lead`: whether it is one, or a client on a later leg."""

    question = State()
    words = State()


class PassLead(FormStates):
    """Started as the other one."""

    till = State()


async def _offer(it: Here, manager: DialogManager) -> OfferView:
    return await it.ask(my_offer, int(started(manager)["offer_id"]))


@getter
async def _question(it: Here, manager: DialogManager) -> dict[str, Any]:
    offer = await _offer(it, manager)
    is_lead = offer.handoff.lead_id is not None
    lines = [it.words("form-step", step=1, of=2), _title(it, offer), Html()]
    lines.append(it.words("return-ask" if is_lead else "relay-return-ask"))
    named = [(one.value, it.words(f"question-{one.value}")) for one in Question]
    points = [(one.value, it.words(f"passport-field-{one.value}")) for one in Point]
    return {"text": "\n".join(lines), "items": [(key, label(text)) for key, text in (named if is_lead else points)]}


def _title(it: Here, offer: OfferView) -> Html:
    is_lead = offer.handoff.lead_id is not None
    return it.words("return-title" if is_lead else "relay-return-title", client=in_quotes(offer.handoff.client))


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, named: str) -> None:
    manager.dialog_data["named"] = named
    await manager.switch_to(GiveBackLead.words)


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    offer, named = await _offer(it, manager), str(manager.dialog_data["named"])
    lines = [it.words("form-step", step=2, of=2), _title(it, offer)]
    name, said = await _claimed(it, offer, named)
    lines += [it.words("return-line", question=name, words=shortened(said, SHOWN))] if said else []
    return {"text": "\n".join([*lines, Html(), it.words("return-why")])}


async def _claimed(it: Here, offer: OfferView, named: str) -> tuple[Html, str]:
    """What doesn't hold, and what the giver had said of it."""
    if offer.handoff.lead_id is not None:
        said = next((one.words for one in offer.answers if one.question.value == named), "")
        return it.words(f"question-{named}"), said
    passport = await it.desk.look(passport_of, offer.handoff.client_id, it.now)
    return it.words(f"passport-field-{named}"), passport.words(Point(named))


async def _said(manager: DialogManager, text: str) -> None:
    it, named = here(manager), str(manager.dialog_data["named"])
    offer_id, is_lead = int(started(manager)["offer_id"]), bool(started(manager)["lead"])
    form = GiveBack(offer_id, Question(named), text) if is_lead else GiveBack(offer_id, None, text, fact=named)
    back = await it.do(return_offer, form, nonce(manager))
    pair = {"client": in_quotes(back.client), "giver": short_name(back.giver)}
    await end_with(manager, it.words("return-done" if is_lead else "relay-return-done", **pair))


@getter
async def _till(it: Here, manager: DialogManager) -> dict[str, Any]:
    offer = await _offer(it, manager)
    is_lead = offer.handoff.lead_id is not None
    return {"text": it.words("pass-ask" if is_lead else "relay-pass-ask", client=in_quotes(offer.handoff.client))}


async def _span(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    it = here(manager)
    schedule = (await clock_of(it)).schedule
    await _pass(manager, away_until(AwayTill(str(button.widget_id)), it.now, schedule))


async def _typed(manager: DialogManager, text: str) -> None:
    it = here(manager)
    schedule = (await clock_of(it)).schedule
    await _pass(manager, parse_when(text, it.now, schedule, date_words()).at)


async def _pass(manager: DialogManager, until: datetime) -> None:
    it = here(manager)
    passed = await it.do(pass_offer, PassOn(int(started(manager)["offer_id"]), until), nonce(manager))
    said = {"client": in_quotes(passed.client), "until": it.moment(passed.away_until)}
    text = it.words("pass-done" if started(manager)["lead"] else "relay-pass-done", **said)
    await end_with(manager, text)


def dialogs() -> list[Dialog]:
    questions = Select(Item(), id="q", item_id_getter=item_id, items="items", on_click=_picked)
    spans = (Button(Tr(f"busy-{till}"), id=till.value, on_click=_span) for till in AwayTill)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Column(questions),
                cancel_form(),
                only_buttons(),
                state=GiveBackLead.question,
                getter=_question,
            ),
            Window(
                Format("{text}"),
                Row(SwitchTo(Tr("back"), id="again", state=GiveBackLead.question), cancel_form()),
                on_text(_said),
                state=GiveBackLead.words,
                getter=_words,
            ),
        ),
        Dialog(
            Window(
                Format("{text}"),
                Group(*spans, width=2),
                cancel_form(),
                on_text(_typed),
                state=PassLead.till,
                getter=_till,
            )
        ),
    ]


__all__ = ["GiveBackLead", "PassLead", "dialogs"]
