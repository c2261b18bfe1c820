"""A deal's card: where it stands, and every way on from there. From the client's card two presses move it."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.clients import ONE_MESSAGE, open_card
from handlers.deal_end import open_loss, open_win
from handlers.deal_move import open_move
from handlers.deal_tell import TOLD, open_tell
from handlers.deal_words import DealPress, deal_text, history_lines, stage_name
from handlers.feature import CardButton, Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import end_with, keyboard, label
from handlers.menu import to_menu
from handlers.typed import started
from handlers.widgets import Item, Tr, item_id, next_key
from sales.actions.clients import ClientCard
from sales.actions.deal_views import DealCard, deal_card, deal_of_client
from sales.actions.deals import DropDeal, OpenDeal, drop_deal, open_deal
from sales.clients import in_quotes
from sales.deals import LADDER, DealStage
from sales.leads import LeadState

#: Moves and notes on one screen, the latest.
LINES = 20


class DealView(StatesGroup):
    """Started with `deal_id`."""

    card = State()
    stages = State()
    tell = State()
    history = State()


async def open_deal_card(manager: DialogManager, deal_id: int, show_mode: ShowMode | None = None) -> None:
    await open_form(manager, DealView.card, {"deal_id": deal_id}, show_mode=show_mode)


async def _seen(manager: DialogManager) -> DealCard:
    it = here(manager)
    return await it.ask(deal_card, int(started(manager)["deal_id"]), it.now)


@getter
async def _card(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(manager)
    parked = seen.deal.stage is DealStage.PARKED
    onward = seen.onward if seen.may_move else None
    return {
        "text": deal_text(it, seen),
        "onward": label(_onward(it, onward, parked)) if onward else "",
        "moves": seen.may_move and not parked,
        "ends": seen.may_move,
        "droppable": seen.droppable,
    }


def _onward(it: Here, stage: DealStage, parked: bool) -> str:
    return it.words("deal-resume") if parked else it.words("deal-onward", stage=stage_name(it, stage))


async def _go_on(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    seen = await _seen(manager)
    if seen.onward is not None:
        await open_move(manager, seen, seen.onward)


@getter
async def _stages(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(manager)
    lines = [
        it.words("deal-title", client=in_quotes(seen.client)),
        it.words("deal-stages-ask", stage=stage_name(it, seen.deal.stage)),
    ]
    others = [stage for stage in LADDER if stage is not seen.deal.stage]
    return {"text": "\n".join(lines), "items": [(one.value, label(stage_name(it, one))) for one in others]}


async def _stage_picked(_: CallbackQuery, __: Any, manager: DialogManager, stage: str) -> None:
    await open_move(manager, await _seen(manager), DealStage(stage))


async def _won(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_win(manager, await _seen(manager))


async def _lost(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_loss(manager, await _seen(manager))


@getter
async def _tell(it: Here, manager: DialogManager) -> dict[str, Any]:
    text = "\n".join([deal_text(it, await _seen(manager)), it.words("deal-tell-ask")])
    return {"text": text, "items": [(what, label(it.words(f"deal-tell-{what}"))) for what in TOLD]}


async def _told(_: CallbackQuery, __: Any, manager: DialogManager, what: str) -> None:
    await open_tell(manager, int(started(manager)["deal_id"]), what)


@getter
async def _history(it: Here, manager: DialogManager) -> dict[str, Any]:
    """The latest whole lines that one message holds."""
    seen = await _seen(manager)
    title = it.words("deal-history-title", client=in_quotes(seen.client))
    lines, room = history_lines(it, seen)[-LINES:], ONE_MESSAGE - len(title)
    while sum(len(line) + 1 for line in lines) > room:
        lines.pop(0)
    return {"text": "\n".join([title, *lines])}


async def _client(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_card(manager, (await _seen(manager)).deal.client_id)


async def _drop(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    gone = await it.do(drop_deal, DropDeal(int(started(manager)["deal_id"])), next_key(manager))
    card = (it.words("to-card"), CardPress(client=gone.client_id))
    await end_with(manager, it.words("deal-dropped", client=in_quotes(gone.client)), keyboard([card]))


async def _show(callback: CallbackQuery, callback_data: DealPress, dialog_manager: DialogManager) -> None:
    """Below the message that was pressed: its buttons stay."""
    it = here(dialog_manager)
    await it.ask(deal_card, callback_data.deal, it.now)
    await open_deal_card(dialog_manager, callback_data.deal, ShowMode.SEND)
    await callback.answer()


def _back() -> SwitchTo:
    return SwitchTo(Tr("back"), id="again", state=DealView.card)


def _card_window() -> Window:
    return Window(
        Format("{text}"),
        Row(
            Button(Format("{onward}"), id="on", on_click=_go_on, when="onward"),
            SwitchTo(Tr("deal-other-stage"), id="stages", state=DealView.stages, when="moves"),
        ),
        Row(
            Button(Tr("deal-win"), id="won", on_click=_won, when="ends"),
            Button(Tr("deal-lose"), id="lost", on_click=_lost, when="ends"),
        ),
        Row(
            SwitchTo(Tr("deal-tell"), id="tell", state=DealView.tell, when="ends"),
            SwitchTo(Tr("deal-history"), id="history", state=DealView.history),
        ),
        Button(Tr("deal-drop"), id="drop", on_click=_drop, when="droppable"),
        Row(Button(Tr("to-card"), id="client", on_click=_client), to_menu()),
        state=DealView.card,
        getter=_card,
    )


def build() -> list[Router]:
    presses = Router(name="deal-card-presses")
    presses.callback_query.register(_show, DealPress.filter())
    stages = Select(Item(), id="s", item_id_getter=item_id, items="items", on_click=_stage_picked)
    told = Select(Item(), id="w", item_id_getter=item_id, items="items", on_click=_told)
    return [
        presses,
        Dialog(
            _card_window(),
            Window(Format("{text}"), Group(stages, width=2), _back(), state=DealView.stages, getter=_stages),
            Window(Format("{text}"), Group(told, width=3), _back(), state=DealView.tell, getter=_tell),
            Window(Format("{text}"), _back(), state=DealView.history, getter=_history),
        ),
    ]


async def _of_client(manager: DialogManager, client_id: int) -> None:
    await open_deal_card(manager, await here(manager).ask(deal_of_client, client_id))


async def _open_for(manager: DialogManager, client_id: int) -> None:
    """In one press: what it was opened by mistake for, a button of its card takes back."""
    opened = await here(manager).do(open_deal, OpenDeal(client_id), next_key(manager))
    await open_deal_card(manager, opened.deal_id)


def _has_deal(_: Here, card: ClientCard) -> bool:
    return card.may_see_all and card.deal is not None


def _may_open(it: Here, card: ClientCard) -> bool:
    """Where the lead is on its way to somebody, that one's first contact opens it."""
    on_its_way = card.lead is not None and card.lead.state in (LeadState.OFFERED, LeadState.ACCEPTED)
    return card.may_log and card.owner_id == it.actor.member_id and card.deal is None and not on_its_way


def _named(it: Here, card: ClientCard) -> dict[str, object]:
    return {"stage": stage_name(it, card.deal.stage)} if card.deal else {}


FEATURE = Feature(
    "deal",
    build,
    card=(
        CardButton("deal", "card-deal", _has_deal, _of_client, facts=_named),
        CardButton("open-deal", "card-deal-open", _may_open, _open_for),
    ),
)

__all__ = ["FEATURE", "DealView", "open_deal_card"]
