"""The criterion of a regular or a key client: put together in a few taps, tried out over the whole base («who would
pass, and why»), and only then switched on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with, label
from handlers.regular_words import because_words, criterion_words, part_words
from handlers.typed import on_text, only_buttons, read_any_money, started
from handlers.widgets import Item, Tr, item_id, nonce
from locales import Html
from sales.actions.catalogue import catalogue
from sales.actions.rules import (
    DropCriterion,
    DryRun,
    SwitchCriterion,
    drop_criterion,
    dry_run,
    rules_view,
    switch_criterion,
)
from sales.clients import in_quotes
from sales.hours import parse_count
from sales.money import KOPECKS
from sales.people import short_name
from sales.regular import ClientStatus, Criterion, Mode, Part, PartKind, check_criterion, with_part
from sales.wording import a_line, shortened

#: What is offered as buttons: which order, roubles, and how many products of the catalogue.
NUMBERS = (2, 3, 5, 10)
SUMS = (100_000, 300_000, 500_000, 1_000_000)
PRODUCTS = 12
#: Characters of a product's name, and clients on one page of the dry run.
PRODUCT, PAGE = 60, 6


class BuildCriterion(FormStates):
    """Started with `aim`, and the criterion in force: `mode`, `parts`."""

    parts = State()
    part = State()
    dry = State()
    drop = State()


async def open_criterion(manager: DialogManager, aim: ClientStatus) -> None:
    """Begins with what is in force."""
    it = here(manager)
    seen = await it.ask(rules_view, it.now)
    known = next((view.criterion for view in seen.rules if view.aim is aim), Criterion(Mode.ANY, ()))
    await open_form(manager, BuildCriterion.parts, {"aim": aim.value, **_json(known)})


def _json(criterion: Criterion) -> dict[str, Any]:
    return {"mode": criterion.mode.value, "parts": [asdict(part) for part in criterion.parts]}


def _criterion(manager: DialogManager) -> Criterion:
    kept = manager.dialog_data if "mode" in manager.dialog_data else started(manager)
    parts = tuple(Part(**{**one, "kind": PartKind(one["kind"])}) for one in kept["parts"])
    return Criterion(Mode(kept["mode"]), parts)


def _keep(manager: DialogManager, criterion: Criterion) -> None:
    manager.dialog_data.update(_json(criterion))


def _aim(manager: DialogManager) -> ClientStatus:
    return ClientStatus(started(manager)["aim"])


def _aim_words(it: Here, manager: DialogManager) -> Html:
    return it.words(f"rules-aim-{_aim(manager).value}")


@getter
async def _parts(it: Here, manager: DialogManager) -> dict[str, Any]:
    criterion, words = _criterion(manager), it.words
    several = len(criterion.parts) > 1
    lines = [words("criterion-title", aim=_aim_words(it, manager))]
    if criterion.parts:
        lines.append(words(f"criterion-{criterion.mode.value}") if several else words("criterion-one"))
        lines += [words("criterion-part", part=part_words(words, part)) for part in criterion.parts]
        lines.append(words("criterion-hint"))
    else:
        lines.append(words("criterion-none"))
    counted = any(part.kind is PartKind.ORDERS for part in criterion.parts)
    kinds = [kind for kind in PartKind if not (counted and kind is PartKind.ORDERS)]
    return {
        "text": "\n".join(lines),
        "kinds": [(kind.value, label(words(f"criterion-add-{kind.value}"))) for kind in kinds],
        "parts": [(n, _remove_label(it, part)) for n, part in enumerate(criterion.parts)],
        "make_any": several and criterion.mode is Mode.ALL,
        "make_all": several and criterion.mode is Mode.ANY,
        "some": bool(criterion.parts),
        "in_force": bool(started(manager)["parts"]),
    }


def _remove_label(it: Here, part: Part) -> str:
    return label(it.words("criterion-remove", part=part_words(it.words, part)))


async def _add(_: CallbackQuery, __: Any, manager: DialogManager, kind: str) -> None:
    manager.dialog_data["kind"] = kind
    await manager.switch_to(BuildCriterion.part)


async def _remove(_: CallbackQuery, __: Any, manager: DialogManager, number: str) -> None:
    known = _criterion(manager)
    left = tuple(part for n, part in enumerate(known.parts) if n != int(number))
    _keep(manager, Criterion(known.mode, left))


async def _make(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    mode = Mode(str(button.widget_id).removeprefix("make_"))
    _keep(manager, Criterion(mode, _criterion(manager).parts))


def _kind(manager: DialogManager) -> PartKind:
    return PartKind(manager.dialog_data["kind"])


@getter
async def _part(it: Here, manager: DialogManager) -> dict[str, Any]:
    """What is written on a button is what its press takes."""
    kind = _kind(manager)
    title = it.words("criterion-title", aim=_aim_words(it, manager))
    if kind is PartKind.PRODUCT:
        known = (await it.ask(catalogue)).products[:PRODUCTS]
        manager.dialog_data["offered"] = [one.name for one in known]
        items = [(str(number), label(Html(shortened(one.name, PRODUCT)))) for number, one in enumerate(known)]
    elif kind is PartKind.ORDERS:
        items = [(str(number), label(it.words("criterion-number", number=number))) for number in NUMBERS]
    else:
        items = [(str(roubles), label(Html(it.words.money(roubles * KOPECKS)))) for roubles in SUMS]
    return {"text": "\n".join([title, it.words(f"criterion-ask-{kind.value}")]), "items": items}


async def _part_picked(_: CallbackQuery, __: Any, manager: DialogManager, key: str) -> None:
    kind = _kind(manager)
    if kind is PartKind.PRODUCT:
        await _take(manager, Part(kind, product=manager.dialog_data["offered"][int(key)]))
    elif kind is PartKind.ORDERS:
        await _take(manager, Part(kind, number=int(key)))
    else:
        await _take(manager, Part(kind, amount=int(key) * KOPECKS))


async def _part_typed(manager: DialogManager, text: str) -> None:
    kind = _kind(manager)
    if kind is PartKind.PRODUCT:
        await _take(manager, Part(kind, product=a_line(text, PRODUCT)))
    elif kind is PartKind.ORDERS:
        await _take(manager, Part(kind, number=parse_count(text)))
    else:
        amount, currency = read_any_money(text)
        await _take(manager, Part(kind, amount=amount, currency=currency))


async def _take(manager: DialogManager, part: Part) -> None:
    check_criterion(Criterion(Mode.ANY, (part,)))
    _keep(manager, with_part(_criterion(manager), part))
    await manager.switch_to(BuildCriterion.parts)


async def _try(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["page"] = 0
    await manager.switch_to(BuildCriterion.dry)


@getter
async def _dry(it: Here, manager: DialogManager) -> dict[str, Any]:
    criterion = _criterion(manager)
    found = await it.ask(dry_run, _aim(manager), criterion, it.now)
    page, today = int(manager.dialog_data.get("page", 0)), it.now.astimezone(it.zone).date()
    lines = [_dry_title(it, manager, found), it.words("dry-rule", parts=criterion_words(it.words, criterion))]
    lines.append(it.words("dry-by", measure=it.words(f"volume_by-{found.measure.value}")))
    for line in found.lines[page * PAGE : (page + 1) * PAGE]:
        because = because_words(it.words, line.because, today)
        said = {"client": in_quotes(line.client), "owner": short_name(line.owner)}
        lines.append(it.words("dry-line", **said, because=because))
    lines += [it.words("dry-have", have=found.have, without=found.without)] if found.have else []
    lines.append(it.words("dry-means"))
    return {"text": "\n".join(lines), "newer": page > 0, "older": len(found.lines) > (page + 1) * PAGE}


def _dry_title(it: Here, manager: DialogManager, found: DryRun) -> Html:
    aim = _aim_words(it, manager)
    if not found.lines:
        return it.words("dry-nobody", aim=aim)
    return it.words("dry-title", aim=aim, count=len(found.lines), bought=found.bought)


async def _turn(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
    step = 1 if button.widget_id == "older" else -1
    manager.dialog_data["page"] = max(0, int(manager.dialog_data.get("page", 0)) + step)


async def _on(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    done = await it.do(switch_criterion, SwitchCriterion(_aim(manager), _criterion(manager)), nonce(manager))
    title = it.words("criterion-done", aim=it.words(f"rules-aim-{done.aim.value}"))
    await end_with(manager, "\n".join([title, it.words("criterion-changed", changed=done.changed, told=done.told)]))


@getter
async def _drop(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"t": {"aim": _aim_words(it, manager)}}


async def _dropped(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    done = await it.do(drop_criterion, DropCriterion(_aim(manager)), nonce(manager))
    await end_with(manager, it.words("criterion-dropped", aim=it.words(f"rules-aim-{done.aim.value}")))


def _parts_window() -> Window:
    kinds = Select(Item(), id="k", item_id_getter=item_id, items="kinds", on_click=_add)
    parts = Select(Item(), id="p", item_id_getter=item_id, items="parts", on_click=_remove)
    return Window(
        Format("{text}"),
        Button(Tr("criterion-dry"), id="dry", on_click=_try, when="some"),
        Group(kinds, width=2),
        Button(Tr("criterion-make-any"), id="make_any", on_click=_make, when="make_any"),
        Button(Tr("criterion-make-all"), id="make_all", on_click=_make, when="make_all"),
        Column(parts),
        SwitchTo(Tr("criterion-drop"), id="drop", state=BuildCriterion.drop, when="in_force"),
        cancel_form(),
        only_buttons(),
        state=BuildCriterion.parts,
        getter=_parts,
    )


def _back_to_parts() -> Row:
    return Row(SwitchTo(Tr("back"), id="back", state=BuildCriterion.parts), cancel_form())


def _dry_window() -> Window:
    return Window(
        Format("{text}"),
        Row(
            Button(Tr("dry-newer"), id="newer", on_click=_turn, when="newer"),
            Button(Tr("dry-older"), id="older", on_click=_turn, when="older"),
        ),
        Button(Tr("dry-on"), id="on", on_click=_on),
        _back_to_parts(),
        only_buttons(),
        state=BuildCriterion.dry,
        getter=_dry,
    )


def build() -> list[Router]:
    values = Select(Item(), id="v", item_id_getter=item_id, items="items", on_click=_part_picked)
    part = Window(
        Format("{text}"),
        Group(values, width=2),
        _back_to_parts(),
        on_text(_part_typed),
        state=BuildCriterion.part,
        getter=_part,
    )
    drop = Window(
        Tr("criterion-drop-ask"),
        Button(Tr("criterion-drop-yes"), id="yes", on_click=_dropped),
        _back_to_parts(),
        only_buttons(),
        state=BuildCriterion.drop,
        getter=_drop,
    )
    return [Dialog(_parts_window(), part, _dry_window(), drop)]


FEATURE = Feature("criterion", build)
