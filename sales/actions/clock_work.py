"""What the house does by itself at every tick of the clock, in this order. Each entry looks for due rows, does what
they ask for in one transaction, and gives how many it served; asked again at once, it finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sales.actions.absence import fire_absences
from sales.actions.acting import fire_acting
from sales.actions.board import keep_boards
from sales.actions.budget import fire_leftovers
from sales.actions.calendar import warn_of_calendar
from sales.actions.day_messages import fire_evenings, fire_mornings
from sales.actions.deadlines import fire_deadlines
from sales.actions.digest import fire_digests
from sales.actions.imports import fire_imports
from sales.actions.proposal_deadlines import fire_proposals, fire_stalled
from sales.actions.regular import fire_regular
from sales.actions.reminders import fire_reminders
from sales.actions.renewals import fire_renewals
from sales.actions.request_routing import fire_requests
from sales.actions.rest import fire_rests
from sales.actions.situation import keep_situations
from sales.actions.touches import fire_touches
from sales.actions.watch import fire_answers, fire_watch
from sales.ports import Work

DUE: tuple[Callable[[Work, datetime], int], ...] = (
    fire_acting,
    fire_absences,
    fire_rests,
    fire_deadlines,
    fire_proposals,
    fire_stalled,
    fire_requests,
    fire_renewals,
    fire_mornings,
    fire_reminders,
    fire_evenings,
    fire_leftovers,
    fire_digests,
    warn_of_calendar,
    fire_touches,
    fire_regular,
    fire_watch,
    fire_answers,
    keep_situations,
    keep_boards,
    fire_imports,
)
