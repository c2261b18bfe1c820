"""Something more offered to a client who has bought: what (if it matters), and how it was taken; two presses."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Column, Group, Select
from aiogram_dialog.widgets.text import Format

from handlers.act_words import saved_act
from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.order_told import NewOrderPress
from handlers.typed import on_text, started
from handlers.undo_act import UndoPress
from handlers.widgets import Item, item_id, nonce
from locales import Html
from sales.actions.activities import LoggedAct
from sales.actions.clients import ClientCard
from sales.actions.upsells import PRODUCT, LogUpsell, log_upsell, upsell_basis
from sales.activities import UPSELL_OUTCOMES, Outcome
from sales.clients import in_quotes
from sales.wording import a_line, shortened

#: Characters of a product on a button.
ON_BUTTON = 34


class Upsell(FormStates):
    """Started with `client_id`."""

    ask = State()


async def open_upsell(manager: DialogManager, client_id: int) -> None:
    await here(manager).ask(upsell_basis, client_id)
    await open_form(manager, Upsell.ask, {"client_id": client_id})


@getter
async def _ask(it: Here, manager: DialogManager) -> dict[str, Any]:
    """What is written on a button is what its press takes, whatever is offered by then."""
    basis = await it.ask(upsell_basis, int(started(manager)["client_id"]))
    chosen = str(manager.dialog_data.get("product", ""))
    shown = list(dict.fromkeys([*([chosen] if chosen else []), *basis.products]))
    manager.dialog_data["offered"] = shown
    names = [it.words("chosen", text=name) if name == chosen else Html(name) for name in shown]
    lines = [it.words("act-title-upsell", client=in_quotes(basis.client)), it.words("upsell-ask")]
    lines += [it.words("upsell-hint")]
    return {
        "text": "\n".join(lines),
        "outcomes": [(one.value, label(it.words(f"outcome-{one.value}"))) for one in UPSELL_OUTCOMES],
        "items": [(number, label(shortened(name, ON_BUTTON))) for number, name in enumerate(names)],
    }


async def _chosen(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    """Pressed again, it is taken back."""
    name = manager.dialog_data["offered"][int(number)]
    manager.dialog_data["product"] = "" if manager.dialog_data.get("product") == name else name


async def _typed(manager: DialogManager, text: str) -> None:
    manager.dialog_data["product"] = a_line(text, PRODUCT)


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, outcome: str) -> None:
    it, product = here(manager), str(manager.dialog_data.get("product", ""))
    form = LogUpsell(int(started(manager)["client_id"]), Outcome(outcome), product)
    logged = await it.do(log_upsell, form, nonce(manager))
    text = saved_act(it, logged)
    await end_with(manager, text, keyboard(_follows(it, logged), _keys(it, logged)))


def _keys(it: Here, logged: LoggedAct) -> list[Any]:
    undo = (it.words("act-undo"), UndoPress(act=logged.activity_id))
    return [undo, (it.words("to-card"), CardPress(client=logged.client_id))]


def _follows(it: Here, logged: LoggedAct) -> list[Any]:
    """What was bought is an order."""
    if logged.outcome is not Outcome.BOUGHT:
        return []
    return [(it.words("upsell-order"), NewOrderPress(client=logged.client_id))]


def build() -> list[Router]:
    outcomes = Select(Item(), id="o", item_id_getter=item_id, items="outcomes", on_click=_picked)
    products = Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_chosen)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(outcomes, width=2),
                Column(products),
                cancel_form(),
                on_text(_typed),
                state=Upsell.ask,
                getter=_ask,
            )
        )
    ]


def _offered(_: Here, card: ClientCard) -> bool:
    """To regular clients, and to whoever has bought before (domain: regular clients)."""
    return card.may_log and (card.is_regular or card.orders > 0)


FEATURE = Feature("upsell", build, card=(CardButton("upsell", "card-upsell", _offered, open_upsell),))

__all__ = ["FEATURE", "Upsell", "open_upsell"]
