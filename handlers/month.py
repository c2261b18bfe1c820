"""A month as buttons: days that lie behind or outside can't be chosen, today comes from the update's own clock."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button, Group, Keyboard, Row, Select

from handlers.here import Here
from handlers.widgets import Item, Tr, item_id

OnDay = Callable[[DialogManager, date], Awaitable[None]]

MONTH = "month"
#: How many months ahead may be leafed to.
MONTHS_AHEAD = 24
NOTHING = "·"


def month_data(it: Here, manager: DialogManager, today: date) -> dict[str, Any]:
    """What the window's getter adds: `month` (title), `cells`, `has_before`, `has_after`."""
    first = _shown(manager, today)
    return {
        "month": it.words.month(first),
        "cells": _cells(it, first, today),
        "has_before": first > today.replace(day=1),
        "has_after": first < _plus(today.replace(day=1), MONTHS_AHEAD),
    }


def month_keys(took: OnDay) -> tuple[Keyboard, Keyboard]:
    """The days, and the row that leafs through the months."""

    async def picked(_: CallbackQuery, __: Any, manager: DialogManager, cell: str) -> None:
        if not cell.startswith("_"):
            await took(manager, date.fromisoformat(cell))

    days = Select(Item(), id="d", item_id_getter=item_id, items="cells", on_click=picked)
    leaf = Row(
        Button(Tr("month-before"), id="before", on_click=_leaf(-1), when="has_before"),
        Button(Tr("month-after"), id="after", on_click=_leaf(1), when="has_after"),
    )
    return Group(days, width=7), leaf


def _leaf(months: int) -> Callable[[CallbackQuery, Button, DialogManager], Awaitable[None]]:
    async def leaf(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
        shown = date.fromisoformat(manager.dialog_data[MONTH])
        manager.dialog_data[MONTH] = _plus(shown, months).isoformat()

    return leaf


def _shown(manager: DialogManager, today: date) -> date:
    shown = manager.dialog_data.setdefault(MONTH, today.replace(day=1).isoformat())
    return max(date.fromisoformat(shown), today.replace(day=1))


def _cells(it: Here, first: date, today: date) -> list[tuple[str, str]]:
    """Seven names of days, then the weeks; what can't be chosen has an id that starts with an underscore."""
    cells = [(f"_{number}", name) for number, name in enumerate(it.words.weekdays())]
    weeks = [week for week in Calendar().monthdatescalendar(first.year, first.month) if week[-1] >= today]
    for day in (day for week in weeks for day in week):
        is_open = day.month == first.month and day >= today
        cells.append((day.isoformat(), str(day.day)) if is_open else (f"_{day.isoformat()}", NOTHING))
    return cells


def _plus(first: date, months: int) -> date:
    for _ in range(abs(months)):
        first = (first + timedelta(days=31 if months > 0 else -1)).replace(day=1)
    return first


__all__ = ["month_data", "month_keys"]
