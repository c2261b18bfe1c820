"""The press that shows a client's card from under any message."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class CardPress(CallbackData, prefix="cl"):
    client: int
