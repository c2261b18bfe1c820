"""The head's hand on a client's card: a client that was accepted goes back to its giver or to another receiver, and a
proposal is decided without waiting for its giver."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.lead_words import until
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.queue import candidate_words, waiting_card
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.clients import ClientCard
from sales.actions.direction import Release, Released, release_lead
from sales.actions.handoff_views import Choice, directed_choice, may_release, pending_choice
from sales.clients import in_quotes
from sales.handoff import HandoffState
from sales.people import Permission, short_name


class ReleaseLead(FormStates):
    """Started with `client_id`."""

    whom = State()
    why = State()


async def _open(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, ReleaseLead.whom, {"client_id": client_id})


async def _choice(it: Here, manager: DialogManager) -> Choice:
    return await it.ask(directed_choice, int(started(manager)["client_id"]), it.now)


def _title(it: Here, choice: Choice) -> Html:
    held = {"client": in_quotes(choice.handoff.client), "who": choice.handoff.receiver}
    return it.words("release-title", **held)


@getter
async def _whom(it: Here, manager: DialogManager) -> dict[str, Any]:
    choice = await _choice(it, manager)
    items = [("0", label(it.words("queue-give-back", who=short_name(choice.home))))]
    items += [(str(one.member_id), label(candidate_words(it.words, one, it.zone, it.now))) for one in choice.candidates]
    return {"text": "\n".join([_title(it, choice), it.words("release-ask")]), "items": items}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    manager.dialog_data["to"] = int(member_id)
    await manager.switch_to(ReleaseLead.why)


@getter
async def _why(it: Here, manager: DialogManager) -> dict[str, Any]:
    choice, to = await _choice(it, manager), int(manager.dialog_data["to"])
    whom = next((one.name for one in choice.candidates if one.member_id == to), choice.home)
    return {"text": "\n".join([_title(it, choice), it.words("release-to", who=whom), it.words("release-why")])}


async def _said(manager: DialogManager, text: str) -> None:
    await _release(manager, text)


async def _silent(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _release(manager, "")


async def _release(manager: DialogManager, words: str) -> None:
    it, to = here(manager), int(manager.dialog_data["to"])
    choice = await _choice(it, manager)
    done = await it.do(release_lead, Release(choice.handoff.id, to or None, words), nonce(manager))
    card = (it.words("to-card"), CardPress(client=done.client_id))
    await end_with(manager, _done(it, done), keyboard([card]))


def _done(it: Here, done: Released) -> Html:
    head = it.words("release-done", client=in_quotes(done.client))
    if done.deadline_at is None:
        return Html("\n".join([head, it.words("now-with", who=done.holder)]))
    by = until(it.words, done.deadline_at, it.zone, it.now)
    return Html("\n".join([head, it.words("now-asked-until", who=short_name(done.holder), until=by)]))


def _directs(it: Here, _: ClientCard) -> bool:
    return it.may(Permission.DIRECT_HANDOVERS)


async def _releasable(it: Here, card: ClientCard) -> bool:
    return bool(await it.ask(may_release, card.client_id))


def _is_pending(it: Here, card: ClientCard) -> bool:
    pending = card.handoff is not None and card.handoff.state is HandoffState.PROPOSED
    return pending and it.may(Permission.DIRECT_HANDOVERS)


async def _decide(manager: DialogManager, client_id: int) -> None:
    """As it would be decided from the queue."""
    it = here(manager)
    shown = waiting_card(it.words, it.actor, await it.ask(pending_choice, client_id, it.now), it.now)
    await end_with(manager, shown.text, shown.keyboard)


def build() -> list[Router]:
    people = Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_picked)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Column(people),
                cancel_form(),
                only_buttons(),
                state=ReleaseLead.whom,
                getter=_whom,
            ),
            Window(
                Format("{text}"),
                Button(Tr("release-silently"), id="silent", on_click=_silent),
                Row(SwitchTo(Tr("back"), id="again", state=ReleaseLead.whom), cancel_form()),
                on_text(_said),
                state=ReleaseLead.why,
                getter=_why,
            ),
        )
    ]


FEATURE = Feature(
    "release",
    build,
    card=(
        CardButton("release", "card-release", _directs, _open, asked=_releasable),
        CardButton("decide-proposal", "card-decide-proposal", _is_pending, _decide),
    ),
)
