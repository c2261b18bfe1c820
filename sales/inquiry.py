"""A head asks one person about one thing through the bot, and gets an answer in one tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reply(StrEnum):
    NOW = "now"
    HELP = "help"
    BUSY = "busy"  # until `Inquiry.busy_until`


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`words`: what is asked, as the person reads it. `client_id` None: about no client in particular."""

    id: int
    asker_id: int
    member_id: int
    client_id: int | None
    words: str
    asked_at: datetime
    reply: Reply | None = None
    busy_until: datetime | None = None
    replied_at: datetime | None = None
