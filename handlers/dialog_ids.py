"""Ids of open conversations that can't meet.

aiogram-dialog draws them from a hundred a second, so that one form in a hundred that opens its first part at once would
share the part's id: the part then overwrites the form, and closing it loses both.
"""

from __future__ import annotations

import secrets

from aiogram_dialog.api.entities import stack


def make_ids_unique() -> None:
    """Eight characters, two more than the library's: callback data has room for them."""
    stack.new_id = _new_id


def _new_id() -> str:
    return secrets.token_urlsafe(6)
