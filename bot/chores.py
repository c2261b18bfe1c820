"""The table of what the clock does: the trade's due rows, then the house's own tidying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.clock import Chore
from sales.actions.clock_work import DUE
from sales.ports import Work
from storage import deliveries, inbox, receipts
from storage.desk import Desk
from storage.engine import Storage

#: Telegram repeats no update for so long, and may number anew after a quiet week.
INBOX_KEEPS = timedelta(days=3)
#: Parts of long messages; nobody edits them.
TEXTS_KEEP = timedelta(days=3)
#: By then what a form or a button was about has moved on.
RECEIPTS_KEEP = timedelta(days=90)
#: Between two tidyings.
TIDY_EVERY = timedelta(hours=1)


def chores(storage: Storage, desk: Desk) -> Sequence[Chore]:
    return [*(_due(desk, action) for action in DUE), _tidying(storage)]


def _due(desk: Desk, action: Callable[[Work, datetime], int]) -> Chore:
    async def chore(now: datetime) -> int:
        return await desk.tick(action, now)

    return chore


def _tidying(storage: Storage) -> Chore:
    last: list[datetime] = []

    async def chore(now: datetime) -> int:
        if not last or now - last[0] >= TIDY_EVERY:
            last[:] = [now]
            await storage.write(tidy, now)
        return 0

    return chore


def tidy(conn: Connection, now: datetime) -> None:
    inbox.prune(conn, now - INBOX_KEEPS)
    deliveries.prune(conn, now - TEXTS_KEEP)
    receipts.prune(conn, now - RECEIPTS_KEEP)
