"""What the house does by itself at every tick of the clock, in this order. Each entry looks for due rows, does what
they ask for in one transaction, and gives how many it served; asked again at once, it finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sales.actions.calendar import warn_of_calendar
from sales.actions.deadlines import fire_deadlines
from sales.actions.digest import fire_digests
from sales.actions.reminders import fire_reminders
from sales.ports import Work

DUE: tuple[Callable[[Work, datetime], int], ...] = (fire_deadlines, fire_reminders, fire_digests, warn_of_calendar)
