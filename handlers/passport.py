"""A client's context card: read whole, filled in point by point."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.clients import ClientView
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.passport_words import passport_lines, points_named, way_lines
from handlers.typed import on_text, only_buttons, started
from handlers.widgets import Item, Tr, item_id, next_key, with_nonce
from locales import Html
from sales.actions.clients import ClientCard
from sales.actions.passport import AnswerPoint, PassportView, answer_point, client_passport
from sales.clients import in_quotes
from sales.passport import Point


class FillPassport(FormStates):
    """Started with `client_id`. Each point is saved when it is said."""

    taken_up_again = True
    card = State()
    way = State()
    words = State()


class PassportPress(CallbackData, prefix="pp"):
    """The whole card below the message that was pressed."""

    client: int


async def open_passport(manager: DialogManager, client_id: int) -> None:
    await open_form(manager, FillPassport.card, {"client_id": client_id})


async def _pressed(_: CallbackQuery, callback_data: PassportPress, dialog_manager: DialogManager) -> None:
    """Refused at once where the client isn't this person's to see (any more)."""
    await here(dialog_manager).ask(client_passport, callback_data.client, here(dialog_manager).now)
    await open_form(dialog_manager, FillPassport.card, {"client_id": callback_data.client}, show_mode=ShowMode.SEND)


async def _seen(it: Here, manager: DialogManager) -> PassportView:
    return await it.ask(client_passport, int(started(manager)["client_id"]), it.now)


@getter
async def _card(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(it, manager)
    lacking = [point for point in Point if not seen.passport.holds(point)]
    lines = [it.words("passport-title", client=in_quotes(seen.client))]
    lines += passport_lines(it.words, seen.passport, it.zone, it.now)
    lacks = points_named(it.words, lacking)
    lines.append(it.words("passport-lacks", points=lacks) if lacks else it.words("passport-whole"))
    return {"text": "\n".join(lines), "items": [(point.value, _field(it, point, lacking)) for point in Point]}


def _field(it: Here, point: Point, lacking: list[Point]) -> str:
    field = it.words(f"passport-field-{point.value}")
    return label(it.words("lead-field-open", field=field) if point in lacking else field)


@getter
async def _way(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen = await _seen(it, manager)
    lines = [it.words("passport-way-title", client=in_quotes(seen.client))]
    return {"text": "\n".join([*lines, *way_lines(it.words, seen.passport, it.zone, it.now)])}


async def _picked(_: CallbackQuery, __: Any, manager: DialogManager, point: str) -> None:
    manager.dialog_data["point"] = point
    await manager.switch_to(FillPassport.words)


@getter
async def _words(it: Here, manager: DialogManager) -> dict[str, Any]:
    seen, point = await _seen(it, manager), Point(manager.dialog_data["point"])
    return {"text": point_asked(it, seen, point)}


def point_asked(it: Here, seen: PassportView, point: Point) -> str:
    """The question, and what is known so far."""
    said = seen.passport.words(point)
    known = [it.words("lead-said", words=said)] if said else []
    title = it.words("passport-title", client=in_quotes(seen.client))
    return Html("\n".join([title, *known, it.words(f"passport-ask-{point.value}")]))


async def _said(manager: DialogManager, text: str) -> None:
    form = AnswerPoint(int(started(manager)["client_id"]), Point(manager.dialog_data["point"]), text)
    await here(manager).do(answer_point, form, next_key(manager))
    await manager.switch_to(FillPassport.card)


async def _to_client(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    data = with_nonce({"client_id": int(started(manager)["client_id"])})
    await manager.start(ClientView.card, data=data, mode=StartMode.RESET_STACK)


def _shown(_: Here, card: ClientCard) -> bool:
    return card.may_see_all


def build() -> list[Router]:
    presses = Router(name="passport-presses")
    presses.callback_query.register(_pressed, PassportPress.filter())
    points = Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_picked)
    return [
        presses,
        Dialog(
            Window(
                Format("{text}"),
                Group(points, width=2),
                SwitchTo(Tr("passport-way"), id="way", state=FillPassport.way),
                Row(Button(Tr("to-card"), id="client", on_click=_to_client), cancel_form()),
                only_buttons(),
                state=FillPassport.card,
                getter=_card,
            ),
            Window(
                Format("{text}"),
                Row(SwitchTo(Tr("back"), id="again", state=FillPassport.card), cancel_form()),
                only_buttons(),
                state=FillPassport.way,
                getter=_way,
            ),
            Window(
                Format("{text}"),
                Row(SwitchTo(Tr("back"), id="again", state=FillPassport.card), cancel_form()),
                on_text(_said),
                state=FillPassport.words,
                getter=_words,
            ),
        ),
    ]


FEATURE = Feature("passport", build, card=(CardButton("passport", "card-passport", _shown, open_passport),))

__all__ = ["FEATURE", "FillPassport", "PassportPress", "open_passport", "point_asked"]
