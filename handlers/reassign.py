"""A head moves work from hand to hand: all of somebody's clients or overdue steps, a part of them, or one thing; to one
person or shared out evenly, after a review."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.feature import CardButton, Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.lead_words import until
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.reassign_words import named, result_lines, taken_over
from handlers.typed import only_buttons, started
from handlers.widgets import Item, Tr, item_id, nonce
from sales.actions.clients import ClientCard
from sales.actions.reassign import Reassign, reassign, reassign_plan
from sales.actions.reassign_views import Basket, Scope, Taker, basket, takers
from sales.notices import NoticeKind
from sales.people import Permission
from sales.reassign import Piece, What

PAGE = 8


class ReassignWork(FormStates):
    """Started with `scope` and `subject`. Nothing chosen means all of it. `whom` comes first: it is all that most moves
    need."""

    whom = State()
    what = State()
    several = State()
    review = State()


async def open_reassign(
    manager: DialogManager, scope: Scope, subject: int, show_mode: ShowMode | None = ShowMode.SEND
) -> None:
    data = {"scope": scope.value, "subject": subject}
    await open_form(manager, ReassignWork.whom, data, show_mode=show_mode)


async def _basket(it: Here, manager: DialogManager) -> Basket:
    asked = started(manager)
    return await it.ask(basket, Scope(asked["scope"]), int(asked["subject"]), it.now)


def _key(piece: Piece) -> str:
    return f"{piece.what}.{piece.id}.{piece.client_id}"


def _piece(key: str) -> Piece:
    what, number, client_id = key.split(".")
    return Piece(What(what), int(number), int(client_id))


def _chosen(manager: DialogManager, found: Basket) -> list[str]:
    """Keys of what is switched on, in the basket's order."""
    on = manager.dialog_data.get("chosen")
    keys = [_key(line.piece) for line in found.lines]
    return keys if on is None else [key for key in keys if key in set(on)]


@getter
async def _whom(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _basket(it, manager)
    chosen = _chosen(manager, found)
    able = await it.ask(takers, tuple(map(_piece, chosen)), it.now)
    lines = [_title(it, manager, found, len(chosen)), it.words("reassign-whom" if able else "reassign-nobody")]
    return {
        "text": "\n".join(lines),
        "people": [(one.member_id, _person(it, one)) for one in able],
        "many": len(found.lines) > 1,
        "evenly": len(chosen) > 1 and len(able) > 1,
    }


def _title(it: Here, manager: DialogManager, found: Basket, count: int) -> str:
    scope = Scope(started(manager)["scope"])
    if len(found.lines) == 1:
        title = it.words("reassign-title-one", what=named(it.words, it.zone, it.now, found.lines[0]))
    else:
        kind = "late" if scope is Scope.LATE else "clients"
        title = it.words(f"reassign-title-{kind}", count=count)
    lines = [title, *([it.words("reassign-holder", who=found.holder)] if found.holder else [])]
    return "\n".join([*lines, *([it.words("reassign-more")] if found.more else [])])


def _person(it: Here, one: Taker) -> str:
    """The name and what is on the person's hands."""
    if one.busy_until:
        return label(it.words("reassign-busy", name=one.name, until=until(it.words, one.busy_until, it.zone, it.now)))
    load = {"clients": one.clients, "handoffs": one.handoffs, "overdue": one.overdue}
    return label(it.words("reassign-person", name=one.name, **load))


async def _to_one(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    await _review_of(manager, [int(member_id)])


async def _review_of(manager: DialogManager, to: list[int]) -> None:
    """What is reviewed is what will be asked for, whatever changes meanwhile."""
    it = here(manager)
    keys = _chosen(manager, await _basket(it, manager))
    await it.ask(reassign_plan, Reassign(tuple(map(_piece, keys)), tuple(to)), it.now)
    manager.dialog_data.update(pieces=keys, to=to)
    await manager.switch_to(ReassignWork.review)


@getter
async def _what(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _basket(it, manager)
    on = set(_chosen(manager, found))
    items = []
    for line in found.lines:
        what = named(it.words, it.zone, it.now, line)
        items.append(
            (_key(line.piece), label(it.words("role-on" if _key(line.piece) in on else "role-off", role=what)))
        )
    return {"text": _title(it, manager, found, len(on)), "items": items, "any": bool(on)}


async def _switch(_: CallbackQuery, __: Any, manager: DialogManager, key: str) -> None:
    on = _chosen(manager, await _basket(here(manager), manager))
    on.remove(key) if key in on else on.append(key)
    manager.dialog_data["chosen"] = on


async def _all(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    found = await _basket(here(manager), manager)
    everything = [_key(line.piece) for line in found.lines]
    manager.dialog_data["chosen"] = [] if len(_chosen(manager, found)) == len(everything) else everything


@getter
async def _several(it: Here, manager: DialogManager) -> dict[str, Any]:
    found = await _basket(it, manager)
    chosen = _chosen(manager, found)
    on = manager.dialog_data.get("among", [])
    able = await it.ask(takers, tuple(map(_piece, chosen)), it.now)
    items = [
        (one.member_id, label(it.words("role-on" if one.member_id in on else "role-off", role=_person(it, one))))
        for one in able
    ]
    return {
        "text": "\n".join([_title(it, manager, found, len(chosen)), it.words("reassign-among")]),
        "people": items,
        "enough": len(on) > 1,
    }


async def _among(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    on = list(manager.dialog_data.get("among", []))
    on.remove(int(member_id)) if int(member_id) in on else on.append(int(member_id))
    manager.dialog_data["among"] = on


async def _share(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _review_of(manager, manager.dialog_data["among"])


def _form(manager: DialogManager) -> Reassign:
    data = manager.dialog_data
    return Reassign(tuple(map(_piece, data["pieces"])), tuple(int(one) for one in data["to"]))


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    plan = await it.ask(reassign_plan, _form(manager), it.now)
    return {"text": "\n".join([it.words("reassign-review"), *result_lines(it, plan)])}


async def _confirm(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, form = here(manager), _form(manager)
    done = await it.do(reassign, form, nonce(manager))
    only = [(it.words("to-card"), CardPress(client=form.pieces[0].client_id))] if len(form.pieces) == 1 else []
    await end_with(manager, "\n".join([it.words("reassign-done"), *result_lines(it, done)]), keyboard(only))


async def _open_client(manager: DialogManager, client_id: int) -> None:
    await open_reassign(manager, Scope.CLIENT, client_id, show_mode=None)


def _movable(it: Here, card: ClientCard) -> bool:
    """What is being handed over is moved as an offer, from the head's queue or picture."""
    return card.may_see_all and it.may(Permission.DIRECT_HANDOVERS)


def _paged(select: Select[Any], name: str) -> ScrollingGroup:
    return ScrollingGroup(Column(select), id=name, height=PAGE, hide_on_single_page=True)


def _back() -> Row:
    return Row(SwitchTo(Tr("back"), id="again", state=ReassignWork.whom), cancel_form())


def build() -> list[Router]:
    whom = Window(
        Format("{text}"),
        _paged(Select(Item(), id="w", item_id_getter=item_id, items="people", on_click=_to_one), "wp"),
        SwitchTo(Tr("reassign-evenly"), id="evenly", state=ReassignWork.several, when="evenly"),
        SwitchTo(Tr("reassign-choose"), id="choose", state=ReassignWork.what, when="many"),
        cancel_form(),
        only_buttons(),
        state=ReassignWork.whom,
        getter=_whom,
    )
    what = Window(
        Format("{text}"),
        _paged(Select(Item(), id="k", item_id_getter=item_id, items="items", on_click=_switch), "kp"),
        Button(Tr("reassign-all"), id="all", on_click=_all),
        SwitchTo(Tr("reassign-next"), id="next", state=ReassignWork.whom, when="any"),
        _back(),
        only_buttons(),
        state=ReassignWork.what,
        getter=_what,
    )
    several = Window(
        Format("{text}"),
        _paged(Select(Item(), id="s", item_id_getter=item_id, items="people", on_click=_among), "sp"),
        Button(Tr("reassign-next"), id="share", on_click=_share, when="enough"),
        _back(),
        only_buttons(),
        state=ReassignWork.several,
        getter=_several,
    )
    review = Window(
        Format("{text}"),
        Button(Tr("reassign-confirm"), id="yes", on_click=_confirm),
        _back(),
        only_buttons(),
        state=ReassignWork.review,
        getter=_review,
    )
    return [Dialog(whom, what, several, review)]


FEATURE = Feature(
    "reassign",
    build,
    card=(CardButton("reassign", "card-reassign", _movable, _open_client),),
    notices={NoticeKind.REASSIGNED: taken_over},
)
