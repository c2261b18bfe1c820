"""The calendar of working days needs its yearly table; where it is missing, the heads learn it in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from sales.notices import Notice, NoticeKind
from sales.people import Permission
from sales.ports import Work
from sales.worktime import has_transfer_table

#: So long before a year begins its transferred days should be known.
AHEAD = timedelta(days=31)

_is_known = cache(has_transfer_table)


def warn_of_calendar(work: Work, now: datetime) -> int:
    """Once for a year, to every head; gives how many were told."""
    year = (now + AHEAD).astimezone(UTC).year
    company = work.companies.only()
    if company is None or _is_known(year) or work.audit.count("warn_of_calendar", year, company.created_at):
        return 0
    heads = [one for one in work.people.of_company(company.id) if one.may(Permission.GET_DIGEST)]
    for head in heads:
        work.outbox.tell(head.id, Notice(NoticeKind.CALENDAR, year))
    if heads:
        work.audit.note(None, "warn_of_calendar", year, now)
    return len(heads)
