"""Two clients turn out to be one: the head sees what each has, which survives and what goes on, and merges them."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.clients import open_card
from handlers.feature import CardButton, Feature
from handlers.forms import open_form, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.notices import Envelope, Outgoing, Sender
from handlers.pick_client import PickClient, client_label
from handlers.refusals import refusal
from handlers.typed import only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.client_search import twins_of
from sales.actions.clients import ClientCard, client_card
from sales.actions.merging import Comparison, MergeClients, Side, compare_clients, merge_clients
from sales.clients import in_quotes
from sales.errors import SalesError
from sales.notices import NoticeKind


class Merge(StatesGroup):
    """Started with `client_id`. `other`: the one it is compared with; `swapped`: that one survives; `lead`: which of
    two open leads the head has chosen."""

    other = State()
    compare = State()


async def open_merge(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, Merge.other, {"client_id": client_id})


def _client_id(manager: DialogManager) -> int:
    return int(started(manager)["client_id"])


@getter
async def _other(it: Here, manager: DialogManager) -> dict[str, Any]:
    card = await it.ask(client_card, _client_id(manager), it.now)
    twins = await it.ask(twins_of, card.client_id)
    asked = it.words("merge-other", client=in_quotes(card.name), count=len(twins))
    refused = manager.dialog_data.get("refused", "")
    return {
        "text": f"{refused}\n\n{asked}" if refused else asked,
        "items": [(one.client_id, label(client_label(it, one))) for one in twins],
    }


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, client_id: str) -> None:
    await _look_at(manager, int(client_id))


async def _find(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_part(manager, PickClient.search, {"part": "client", "form": "FindClient", "full": False})


async def _found(asked: Data, result: Any, manager: DialogManager) -> None:
    """The search is over by now: a refusal is told above the choice."""
    if isinstance(asked, dict) and asked.get("part") == "client" and result:
        try:
            await _look_at(manager, int(result["client_id"]))
        except SalesError as error:
            manager.dialog_data["refused"] = refusal(here(manager), error)


async def _look_at(manager: DialogManager, other: int) -> None:
    """Refused here already where they can't be merged."""
    await here(manager).ask(compare_clients, MergeClients(_client_id(manager), other))
    manager.dialog_data.update(other=other, swapped=False, lead=0, refused="")
    await manager.switch_to(Merge.compare)


def _form(manager: DialogManager) -> MergeClients:
    data = manager.dialog_data
    pair = (_client_id(manager), int(data["other"]))
    into, gone = reversed(pair) if data["swapped"] else pair
    return MergeClients(into, gone, int(data["lead"]))


@getter
async def _compare(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await it.ask(compare_clients, _form(manager))
    sides = (seen.kept, seen.gone) if seen.may_choose else ()
    others = [one for one in sides if one.lead_id != seen.lead_id]
    items = [(one.lead_id, label(it.words("merge-lead", client=in_quotes(one.name)))) for one in others]
    return {"text": _compared(it, seen), "items": items}


def _compared(it: Here, seen: Comparison) -> Html:
    lines = [it.words("merge-title"), _side(it, seen.kept, "stays"), _side(it, seen.gone, "goes")]
    lines.append(it.words("merge-owner", owner=seen.owner))
    if seen.lead_id:
        going_on = seen.kept if seen.kept.lead_id == seen.lead_id else seen.gone
        lines.append(it.words("merge-goes-on", client=in_quotes(going_on.name)))
    lines += [it.words("merge-closes")] if seen.kept.lead_id and seen.gone.lead_id else []
    lines += [it.words("merge-inns")] if seen.other_inn else []
    lines.append(it.words("merge-ask"))
    return Html("\n".join(lines))


def _side(it: Here, one: Side, role: str) -> Html:
    """Its name and owner, and beneath them what it has."""
    lines = [it.words(f"merge-{role}", name=one.name, owner=one.owner)]
    has = it.words("merge-has", acts=one.acts, contacts=one.contacts, steps=one.steps, orders=one.orders)
    parts = [has, *([it.words("client-inn", inn=one.inn)] if one.inn else [])]
    parts += [it.words(f"stage-{one.lead.value}")] if one.lead else []
    return Html("\n".join([*lines, " · ".join(parts)]))


async def _swap(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["swapped"] = not manager.dialog_data["swapped"]


async def _lead(_: CallbackQuery, __: Any, manager: DialogManager, lead_id: str) -> None:
    manager.dialog_data["lead"] = int(lead_id)


async def _merge(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    done = await it.do(merge_clients, _form(manager), nonce(manager))
    said = it.words("merge-done", client=in_quotes(done.name), gone=in_quotes(done.gone), owner=done.owner)
    await end_with(manager, said, keyboard([(it.words("to-card"), CardPress(client=done.client_id))]))


async def _to_card(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_card(manager, _client_id(manager))


async def merged(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """To whoever carried one of the two, and whoever carries the one now."""
    if envelope.reader is None:
        return None
    card = await sender.desk.ask(client_card, envelope.reader, envelope.subject, sender.now)
    gone, by = str(envelope.facts["gone"]), str(envelope.facts["by"])
    names = {"client": in_quotes(card.name), "gone": in_quotes(gone), "owner": card.owner}
    text = sender.words("merge-told", by=by, **names)
    return Outgoing(text, keyboard([(sender.words("to-card"), CardPress(client=card.client_id))]))


def _mergeable(_: Here, card: ClientCard) -> bool:
    return card.may_see_all and card.may_merge


def build() -> list[Router]:
    twins = Column(Select(Item(), id="c", item_id_getter=item_id, items="items", on_click=_picked))
    leads = Column(Select(Item(), id="l", item_id_getter=item_id, items="items", on_click=_lead))
    return [
        Dialog(
            Window(
                Format("{text}"),
                twins,
                Button(Tr("merge-find"), id="find", on_click=_find),
                Row(Button(Tr("back"), id="card", on_click=_to_card), cancel_form()),
                only_buttons(),
                getter=_other,
                state=Merge.other,
                on_process_result=_found,
            ),
            Window(
                Format("{text}"),
                Button(Tr("merge-do"), id="merge", on_click=_merge),
                Button(Tr("merge-swap"), id="swap", on_click=_swap),
                leads,
                Row(SwitchTo(Tr("back"), id="back", state=Merge.other), cancel_form()),
                only_buttons(),
                getter=_compare,
                state=Merge.compare,
            ),
        )
    ]


FEATURE = Feature(
    "merging",
    build,
    card=(CardButton("merge", "card-merge", _mergeable, open_merge),),
    notices={NoticeKind.MERGED: merged},
)
