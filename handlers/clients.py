"""/find and the client's card: everything about one client on one screen, history behind a button."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.common import Whenable
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.act_words import SHOWN
from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import come_back, is_within, open_form, open_part
from handlers.here import Here, getter, here
from handlers.lead_words import touches_line, until
from handlers.live import label
from handlers.menu import to_menu
from handlers.pick_client import PickClient, asked_for, sought
from handlers.quick_line import typed_behind
from handlers.typed import key_of, started
from handlers.voice_words import spoken
from handlers.voices import play
from handlers.widgets import Item, Tr, item_id
from locales import Html
from sales.actions.clients import (
    ActLine,
    ClientCard,
    StepLine,
    alike_clients,
    client_card,
    client_history,
    find_clients,
)
from sales.actions.touches import touch_view
from sales.activities import ActKind
from sales.clients import in_quotes
from sales.handoff import HandoffState
from sales.identify import format_phone
from sales.leads import LeadState
from sales.people import Permission, short_name
from sales.touches import Touches
from sales.wording import LINE, shortened

CONTACTS_SHOWN = 2
#: Characters of a note in a line of the card.
IN_LINE = 70
#: And in the history, of what was passed on: it is read there and nowhere else.
PASSED_ON = 1500
#: Letters of a name by which anybody is found.
SHORTEST = 2


class ClientView(StatesGroup):
    """Started with `client_id`; without one it asks which client (`asked`: what is looked for already)."""

    card = State()
    history = State()


async def open_card(manager: DialogManager, client_id: int, show_mode: ShowMode | None = None) -> None:
    await open_form(manager, ClientView.card, {"client_id": client_id}, show_mode=show_mode)


async def open_find(manager: DialogManager) -> None:
    """Words behind the command are looked for at once."""
    line = typed_behind(manager)
    if line:
        await open_found(manager, asked_for(line))
    else:
        await open_form(manager, ClientView.card)


async def open_found(manager: DialogManager, asked: dict[str, Any]) -> None:
    """The card of the only one that is found, else the list. `asked`: as `handlers.pick_client` takes a line apart."""
    found = await here(manager).ask(find_clients, sought(asked))
    if len(found) == 1:
        await open_card(manager, found[0].client_id)
    else:
        await open_form(manager, ClientView.card, {"asked": asked})


async def find_typed(manager: DialogManager, text: str) -> bool:
    """A name or a phone that somebody types between conversations finds its client; False where it is neither."""
    it = here(manager)
    if not it.may(Permission.FIND_CLIENTS) or not text.strip() or len(text) > LINE:
        return False
    asked = asked_for(text)
    found = await it.ask(find_clients, sought(asked)) or await it.ask(alike_clients, sought(asked))
    if not found or (asked["name"] and len(key_of(asked["name"])) < SHORTEST):
        return False
    await open_found(manager, asked)
    return True


def _client_id(manager: DialogManager) -> int:
    return int(manager.dialog_data.get("client_id") or started(manager)["client_id"])


async def _on_start(_: Any, manager: DialogManager) -> None:
    if "client_id" not in started(manager):
        await _search(manager)


async def _search(manager: DialogManager) -> None:
    first = not manager.dialog_data and "client_id" not in started(manager)
    asked: dict[str, Any] = {"part": "client", "form": "FindClient", "first": first, "full": False}
    asked |= {"asked": started(manager)["asked"]} if first and "asked" in started(manager) else {}
    await open_part(manager, PickClient.search, asked)


async def _found(asked: Data, result: Any, manager: DialogManager) -> None:
    if isinstance(asked, dict) and asked.get("part") == "client" and result:
        manager.dialog_data["client_id"] = result["client_id"]


def card_text(it: Here, card: ClientCard, touches: Touches | None = None) -> Html:
    """At most twelve lines, the most telling first."""
    lines = [it.words("client-title", name=card.name)]
    lines.append(it.words("client-owner", owner=card.owner, stage=it.words(f"stage-{card.stage}")))
    if not card.may_see_all:
        return Html("\n".join([*lines, it.words("client-not-yours")]))
    lines += _facts(it, card) + _contacts(it, card) + _lead(it, card) + _handoff(it, card)
    lines += [touches_line(it.words, touches, it.zone, it.now)] if touches else []
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
    note = spoken(it.words, act.voice, shortened(act.note, limit))
    return Html(said + it.words("act-line-said", note=note)) if note else said


def client_view(features: tuple[Feature, ...]) -> Feature:
    """`features`: whose buttons stand on the card, in this order."""
    buttons = [button for feature in features for button in feature.card]

    @getter
    async def card(it: Here, manager: DialogManager) -> dict[str, Any]:
        seen = await it.ask(client_card, _client_id(manager), it.now)
        shown = [(one.name, label(it.words(one.text))) for one in buttons if one.shown(it, seen)]
        voices = label(it.words("voices-play", count=seen.voices)) if seen.voices else ""
        text = card_text(it, seen, await _touches(it, seen))
        return {"text": text, "items": shown, "full": seen.may_see_all, "voices": voices}

    async def pressed(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
        chosen: CardButton = next(one for one in buttons if one.name == name)
        await chosen.open(manager, _client_id(manager))

    def build() -> list[Router]:
        presses = Router(name="client-presses")
        presses.callback_query.register(_show_card, CardPress.filter())
        select = Select(Item(), id="b", item_id_getter=item_id, items="items", on_click=pressed)
        return [presses, _dialog(select, card)]

    return Feature("find", build, command="find", permission=Permission.FIND_CLIENTS, open=open_find)


async def _touches(it: Here, seen: ClientCard) -> Touches | None:
    """The receiver's attempts, as long as the client wasn't spoken to."""
    if seen.handoff is None or seen.handoff.state is not HandoffState.ACCEPTED:
        return None
    return (await it.desk.look(touch_view, seen.handoff.id)).touches


def _dialog(select: Select[Any], card: Any) -> Dialog:
    return Dialog(
        Window(
            Format("{text}"),
            Group(select, width=2),
            Row(
                SwitchTo(Tr("client-history"), id="history", state=ClientView.history, when="full"),
                Button(Format("{voices}"), id="voices", on_click=_play, when="voices"),
                Button(Tr("client-find-other"), id="find", on_click=_find_other),
            ),
            Row(Button(Tr("back"), id="back", on_click=_back, when=_is_opened_within), to_menu()),
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


def _is_opened_within(_: dict[str, Any], __: Whenable, manager: DialogManager) -> bool:
    return is_within(manager)


async def _back(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await come_back(manager)


async def _play(callback: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """Below the card, which then follows them."""
    if callback.bot is not None:
        await play(here(manager), callback.bot, _client_id(manager))
        manager.show_mode = ShowMode.SEND


async def _find_other(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _search(manager)


@getter
async def _history(it: Here, manager: DialogManager) -> dict[str, Any]:
    client_id = _client_id(manager)
    seen = await it.ask(client_card, client_id, it.now)
    acts = await it.ask(client_history, client_id)
    lines = [it.words("client-history-of", client=in_quotes(seen.name))]
    lines += [act_line(it, act, PASSED_ON if act.kind is ActKind.NOTE else SHOWN) for act in acts] or [
        it.words("client-history-empty")
    ]
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


__all__ = ["ClientView", "card_text", "client_view", "find_typed", "open_card"]
