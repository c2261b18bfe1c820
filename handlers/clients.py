"""/find and the client's card: everything about one client on one screen, history behind a button."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.act_words import SHOWN
from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import open_form, open_part
from handlers.here import Here, getter, here
from handlers.lead_words import until
from handlers.live import label
from handlers.menu import to_menu
from handlers.pick_client import PickClient
from handlers.typed import started
from handlers.widgets import Item, Tr, item_id
from locales import Html
from sales.actions.clients import ActLine, ClientCard, StepLine, client_card, client_history
from sales.clients import in_quotes
from sales.handoff import HandoffState
from sales.identify import format_phone
from sales.leads import LeadState
from sales.people import Permission, short_name
from sales.wording import shortened

CONTACTS_SHOWN = 2
#: Characters of a note in a line of the card, and in the history.
IN_LINE = 70


class ClientView(StatesGroup):
    """Started with `client_id`; without one it asks which client."""

    card = State()
    history = State()


async def open_card(manager: DialogManager, client_id: int, show_mode: ShowMode | None = None) -> None:
    await open_form(manager, ClientView.card, {"client_id": client_id}, show_mode=show_mode)


async def open_find(manager: DialogManager) -> None:
    await open_form(manager, ClientView.card)


def _client_id(manager: DialogManager) -> int:
    return int(manager.dialog_data.get("client_id") or started(manager)["client_id"])


async def _on_start(_: Any, manager: DialogManager) -> None:
    if "client_id" not in started(manager):
        await _search(manager)


async def _search(manager: DialogManager) -> None:
    first = not manager.dialog_data and "client_id" not in started(manager)
    asked = {"part": "client", "form": "FindClient", "first": first, "full": False}
    await open_part(manager, PickClient.search, asked)


async def _found(asked: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(asked, dict) and asked.get("part") == "client" and result:
        manager.dialog_data["client_id"] = result["client_id"]


def card_text(it: Here, card: ClientCard) -> Html:
    """At most twelve lines, the most telling first."""
    lines = [it.words("client-title", name=card.name)]
    lines.append(it.words("client-owner", owner=card.owner, stage=it.words(f"stage-{card.stage}")))
    if not card.may_see_all:
        return Html("\n".join([*lines, it.words("client-not-yours")]))
    lines += _facts(it, card) + _contacts(it, card) + _lead(it, card) + _handoff(it, card)
    lines += [_step(it, card, step) for step in card.steps]
    lines += [act_line(it, act, IN_LINE) for act in card.acts]
    return Html("\n".join(lines[:12]))


def _facts(it: Here, card: ClientCard) -> list[Html]:
    return [it.words("client-inn", inn=card.inn)] if card.inn else []


def _contacts(it: Here, card: ClientCard) -> list[Html]:
    lines = []
    for one in card.contacts[:CONTACTS_SHOWN]:
        phone = format_phone(one.phone) if one.phone else ""
        said = ", ".join(part for part in (one.name, one.position, phone) if part)
        lines += [it.words("contact-line", contact=said)] if said else []
    return lines


def _lead(it: Here, card: ClientCard) -> list[Html]:
    lead = card.lead
    if lead is None or lead.state not in (LeadState.DRAFT, LeadState.PARKED):
        return []
    if lead.state is LeadState.PARKED and lead.parked_until:
        return [it.words("client-parked", day=it.words.day(lead.parked_until, it.zone, it.now))]
    return [it.words("client-lead", answered=lead.answered)]


def _handoff(it: Here, card: ClientCard) -> list[Html]:
    handoff = card.handoff
    if handoff is None:
        return []
    receivers = handoff.receiver or ", ".join(handoff.asked)
    pair = {"giver": short_name(handoff.giver), "receiver": short_name(receivers) if receivers else ""}
    if handoff.state is HandoffState.ACCEPTED:
        return [it.words("client-handoff-accepted", **pair)]
    if handoff.state is HandoffState.ESCALATED or not receivers or len(handoff.asked) > 1:
        return [it.words("client-handoff-waiting", giver=pair["giver"])]
    by = until(it.words, handoff.deadline_at, it.zone, it.now) if handoff.deadline_at else ""
    return [it.words("client-handoff-offered", **pair, until=by)]


def _step(it: Here, card: ClientCard, step: StepLine) -> Html:
    what = it.words("step-line", kind=it.words(f"step-said-{step.kind.value}"), at=it.moment(step.due_at))
    said = [Html(what)]
    said += [it.words("client-step-whose", who=short_name(step.member))] if step.member_id != it.actor.member_id else []
    said += [it.words("client-step-words", words=shortened(step.words, IN_LINE))] if step.words else []
    return Html("".join(said))


def act_line(it: Here, act: ActLine, limit: int) -> Html:
    said = it.words(
        f"act-line-{act.kind.value}",
        day=it.words.moment(act.at, it.zone, it.now),
        outcome=it.words(f"outcome-said-{act.outcome.value}"),
        who=short_name(act.member),
    )
    return Html(said + it.words("act-line-note", note=shortened(act.note, limit))) if act.note else said


def client_view(features: tuple[Feature, ...]) -> Feature:
    """`features`: whose buttons stand on the card, in this order."""
    buttons = [button for feature in features for button in feature.card]

    @getter
    async def card(it: Here, manager: DialogManager) -> dict[str, Any]:
        seen = await it.ask(client_card, _client_id(manager), it.now)
        shown = [(one.name, label(it.words(one.text))) for one in buttons if one.shown(it, seen)]
        return {"text": card_text(it, seen), "items": shown, "full": seen.may_see_all}

    async def pressed(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
        chosen: CardButton = next(one for one in buttons if one.name == name)
        await chosen.open(manager, _client_id(manager))

    def build() -> list[Router]:
        presses = Router(name="client-presses")
        presses.callback_query.register(_show_card, CardPress.filter())
        select = Select(Item(), id="b", item_id_getter=item_id, items="items", on_click=pressed)
        return [presses, _dialog(select, card)]

    return Feature("find", build, command="find", permission=Permission.FIND_CLIENTS, open=open_find)


def _dialog(select: Select[Any], card: Any) -> Dialog:
    return Dialog(
        Window(
            Format("{text}"),
            Group(select, width=2),
            Row(
                SwitchTo(Tr("client-history"), id="history", state=ClientView.history, when="full"),
                Button(Tr("client-find-other"), id="find", on_click=_find_other),
            ),
            to_menu(),
            state=ClientView.card,
            getter=card,
            on_process_result=_found,
        ),
        Window(
            Format("{text}"),
            SwitchTo(Tr("back"), id="again", state=ClientView.card),
            state=ClientView.history,
            getter=_history,
        ),
        on_start=_on_start,
    )


async def _find_other(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _search(manager)


@getter
async def _history(it: Here, manager: DialogManager) -> dict[str, Any]:
    client_id = _client_id(manager)
    seen = await it.ask(client_card, client_id, it.now)
    acts = await it.ask(client_history, client_id)
    lines = [it.words("client-history-of", client=in_quotes(seen.name))]
    lines += [act_line(it, act, SHOWN) for act in acts] or [it.words("client-history-empty")]
    return {"text": _fitting(lines)}


def _fitting(lines: list[Html], limit: int = 3500) -> str:
    """Whole lines only, within one message."""
    text = ""
    for line in lines:
        if len(text) + len(line) > limit:
            break
        text += f"{line}\n"
    return text


async def _show_card(callback: CallbackQuery, callback_data: CardPress, dialog_manager: DialogManager) -> None:
    """Below the message that was pressed: its buttons stay."""
    it = here(dialog_manager)
    await it.ask(client_card, callback_data.client, it.now)
    await open_card(dialog_manager, callback_data.client, ShowMode.SEND)
    await callback.answer()


__all__ = ["ClientView", "card_text", "client_view", "open_card"]
