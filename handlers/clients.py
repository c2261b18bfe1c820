"""/find and the client's card: everything about one client on one screen, history behind a button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.common import Whenable
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.deal_words import deal_line
from handlers.feature import CardButton, Feature
from handlers.forms import come_back, is_within, open_form, open_part
from handlers.here import Here, getter, here
from handlers.lead_words import touches_line, until
from handlers.live import label
from handlers.menu import to_menu
from handlers.pick_client import PickClient, asked_for, sought
from handlers.quick_line import typed_behind
from handlers.regular_words import standing_lines
from handlers.timeline_words import act_line, event_line
from handlers.typed import key_of, started
from handlers.voices import play
from handlers.widgets import Item, Tr, item_id
from locales import Html
from sales.actions.client_search import alike_clients, find_clients
from sales.actions.clients import ClientCard, StepLine, client_card
from sales.actions.timeline import timeline
from sales.actions.touches import touch_view
from sales.actions.watch import card_standing
from sales.clients import in_quotes
from sales.handoff import HELD, HandoffState
from sales.identify import format_phone
from sales.leads import LeadState
from sales.people import Permission, short_name
from sales.touches import Touches
from sales.wording import LINE, shortened

CONTACTS_SHOWN = 2
#: Characters of a note in a line of the card.
IN_LINE = 70
#: Characters that one message holds for certain.
ONE_MESSAGE = 3500
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


def card_text(it: Here, card: ClientCard, touches: Touches | None = None, standing: Sequence[Html] = ()) -> Html:
    """At most twelve lines, the most telling first."""
    lines = [it.words("client-title", name=card.name)]
    lines.append(it.words("client-owner", owner=card.owner, stage=it.words(f"stage-{card.stage}")))
    if not card.may_see_all:
        return Html("\n".join([*lines, it.words("client-not-yours")]))
    lines += standing
    lines += _facts(it, card) + _contacts(it, card) + _lead(it, card) + _handoff(it, card)
    lines += [deal_line(it, card.deal)] if card.deal else []
    lines += [touches_line(it.words, touches, it.zone, it.now)] if touches else []
    lines += [_step(it, card, step) for step in card.steps]
    lines += [act_line(it, act, IN_LINE) for act in card.acts]
    return Html("\n".join(lines[:12]))


def _facts(it: Here, card: ClientCard) -> list[Html]:
    """The INN, then what the client is and where; its time of day where that is another."""
    lines = [it.words("client-inn", inn=card.inn)] if card.inn else []
    country = it.words(f"country-{card.country}") if card.country != "RU" else ""
    about = " · ".join(part for part in (card.segment, card.territory, card.product, country) if part)
    lines += [it.words("client-about", about=about)] if about else []
    zone = ZoneInfo(card.zone) if card.zone else it.zone
    elsewhere = it.now.astimezone(zone).utcoffset() != it.now.astimezone(it.zone).utcoffset()
    return lines + ([it.words("client-local", time=it.words.time(it.now, zone))] if elsewhere else [])


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
    if handoff.state is HandoffState.PROPOSED:
        return [it.words("client-handoff-proposed", giver=pair["giver"])]
    if handoff.state in HELD:
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


def client_view(features: tuple[Feature, ...]) -> Feature:
    """`features`: whose buttons stand on the card, in this order."""
    buttons = [button for feature in features for button in feature.card]

    @getter
    async def card(it: Here, manager: DialogManager) -> dict[str, Any]:
        seen = await it.ask(client_card, _client_id(manager), it.now)
        manager.dialog_data["client_id"] = seen.client_id  # of a merged one: the client that it is now
        shown = [(one.name, label(one.label(it, seen))) for one in buttons if await _is_shown(one, it, seen)]
        voices = label(it.words("voices-play", count=seen.voices)) if seen.voices else ""
        text = card_text(it, seen, await _touches(it, seen), await _standing(it, seen))
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


async def _is_shown(button: CardButton, it: Here, seen: ClientCard) -> bool:
    return button.shown(it, seen) and (button.asked is None or await button.asked(it, seen))


async def _standing(it: Here, seen: ClientCard) -> list[Html]:
    return standing_lines(it, await it.ask(card_standing, seen.client_id)) if seen.may_see_all else []


async def _touches(it: Here, seen: ClientCard) -> Touches | None:
    """The receiver's attempts, as long as the client wasn't spoken to."""
    if seen.handoff is None or seen.handoff.state not in HELD:
        return None
    return (await it.desk.look(touch_view, seen.handoff.id)).touches


def _dialog(select: Select[Any], card: Any) -> Dialog:
    return Dialog(
        Window(
            Format("{text}"),
            Group(select, width=2),
            Row(
                Button(Tr("client-history"), id="history", on_click=_newest, when="full"),
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
            Row(
                Button(Tr("timeline-newer"), id="newer", on_click=_newer, when="newer"),
                Button(Tr("timeline-older"), id="older", on_click=_older, when="older"),
            ),
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


async def _page(it: Here, manager: DialogManager) -> tuple[list[Html], bool]:
    """As many whole lines as one message holds, and whether there are older events."""
    seen = await it.ask(timeline, _client_id(manager), _starts(manager)[-1])
    lines, room = [it.words("timeline-title", client=in_quotes(seen.client))], ONE_MESSAGE
    for event in seen.events:
        line = event_line(it, event, seen.acts)
        room -= len(line)
        if room < 0 and len(lines) > 1:
            return lines, True
        lines.append(line)
    return lines, seen.older


def _starts(manager: DialogManager) -> list[int]:
    """How many newer events each page has before it, up to the page that is shown."""
    return list(manager.dialog_data.get("starts", [0]))


@getter
async def _history(it: Here, manager: DialogManager) -> dict[str, Any]:
    lines, older = await _page(it, manager)
    return {"text": "\n".join(lines), "newer": len(_starts(manager)) > 1, "older": older}


async def _newest(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["starts"] = [0]
    await manager.switch_to(ClientView.history)


async def _older(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    lines, older = await _page(here(manager), manager)
    starts = _starts(manager)
    manager.dialog_data["starts"] = [*starts, starts[-1] + len(lines) - 1] if older else starts


async def _newer(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["starts"] = _starts(manager)[:-1] or [0]


async def _show_card(callback: CallbackQuery, callback_data: CardPress, dialog_manager: DialogManager) -> None:
    """Below the message that was pressed: its buttons stay."""
    it = here(dialog_manager)
    await it.ask(client_card, callback_data.client, it.now)
    await open_card(dialog_manager, callback_data.client, ShowMode.SEND)
    await callback.answer()


__all__ = ["ClientView", "card_text", "client_view", "find_typed", "open_card"]
