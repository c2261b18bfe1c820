"""A worked lead is closed with a reason: from then on it reminds nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from sales.actions import parking
from sales.actions.clients import ClientCard, client_card
from sales.actions.parking import close_lead
from sales.clients import in_quotes
from sales.errors import NotFound
from sales.leads import CloseReason, LeadState
from sales.people import Permission


class CloseLead(FormStates):
    """Started with `client_id`."""

    reason = State()
    words = State()


async def _open(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, CloseLead.reason, {"client_id": client_id})


async def _card(it: Here, manager: DialogManager) -> ClientCard:
    return await it.ask(client_card, int(started(manager)["client_id"]), it.now)


@getter
async def _reason(it: Here, manager: DialogManager) -> dict[str, Any]:
    card = await _card(it, manager)
    return {
        "text": "\n".join([it.words("close-title", client=in_quotes(card.name)), it.words("close-ask")]),
        "items": [(one.value, label(it.words(f"close-reason-{one.value}"))) for one in _reasons(it, card)],
    }


def _reasons(it: Here, card: ClientCard) -> Iterable[CloseReason]:
    """Before the first contact its receiver knows one thing alone."""
    contacted = card.lead is None or card.lead.state is not LeadState.ACCEPTED
    chosen = [one for one in CloseReason if one is not CloseReason.MERGED]
    return chosen if contacted or it.may(Permission.DIRECT_HANDOVERS) else (CloseReason.UNREACHABLE,)


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, reason: str) -> None:
    manager.dialog_data["reason"] = reason
    await manager.switch_to(CloseLead.words)


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    card, reason = await _card(it, manager), str(manager.dialog_data["reason"])
    lines = [
        it.words("close-title", client=in_quotes(card.name)),
        it.words("close-because", reason=it.words(f"close-reason-{reason}")),
        it.words("close-words"),
    ]
    return {"text": "\n".join(lines), "silent": reason != CloseReason.OTHER}


async def _said(manager: DialogManager, text: str) -> None:
    await _close(manager, text)


async def _silent(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _close(manager, "")


async def _close(manager: DialogManager, words: str) -> None:
    it = here(manager)
    card = await _card(it, manager)
    if card.lead is None:
        raise NotFound(what="lead")
    form = parking.CloseLead(card.lead.id, CloseReason(manager.dialog_data["reason"]), words)
    done = await it.do(close_lead, form, nonce(manager))
    reason = it.words(f"close-reason-{done.reason.value}")
    text = it.words("close-done", client=in_quotes(done.client), reason=reason)
    await end_with(manager, text, keyboard([(it.words("to-card"), CardPress(client=done.client_id))]))


def _closable(it: Here, card: ClientCard) -> bool:
    """Where there is a deal, its own card ends it, and the lead with it."""
    if card.lead is None or card.lead.state in (LeadState.OFFERED, LeadState.CLOSED):
        return False
    if card.deal is not None and card.deal.lead_id == card.lead.id and card.lead.state is LeadState.CONTACTED:
        return False
    worked = card.lead.state in (LeadState.ACCEPTED, LeadState.CONTACTED) and card.owner_id == it.actor.member_id
    return card.may_see_all and (worked or it.may(Permission.DIRECT_HANDOVERS))


def build() -> list[Router]:
    reasons = Select(Item(), id="r", item_id_getter=item_id, items="items", on_click=_picked)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(reasons, width=2),
                cancel_form(),
                only_buttons(),
                state=CloseLead.reason,
                getter=_reason,
            ),
            Window(
                Format("{text}"),
                Button(Tr("close-silently"), id="silent", on_click=_silent, when="silent"),
                Row(SwitchTo(Tr("back"), id="again", state=CloseLead.reason), cancel_form()),
                on_text(_said),
                state=CloseLead.words,
                getter=_words,
            ),
        )
    ]


FEATURE = Feature("close", build, card=(CardButton("close", "card-close", _closable, _open),))
