from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from sales.actions.calendar import warn_of_calendar
from sales.notices import NoticeKind
from sales.people import Role
from sales.ports import Work
from tests.builders import NOW, Firm
from tests.sales.actions.told import told

LATE = datetime(2098, 12, 15, tzinfo=UTC)


def test_a_year_without_a_table_is_told_to_every_head_once(work: Work, conn: sa.Connection, firm: Firm) -> None:
    first, second = firm.member(Role.HEAD), firm.member(Role.HEAD, Role.HUNTER)
    firm.member(Role.OWNER)
    assert warn_of_calendar(work, LATE) == 2
    assert warn_of_calendar(work, LATE + timedelta(days=1)) == 0
    assert told(conn, NoticeKind.CALENDAR) == [(first.id, 2099, {}), (second.id, 2099, {})]
    assert warn_of_calendar(work, LATE + timedelta(days=365)) == 2


def test_a_known_year_is_no_news(work: Work, firm: Firm) -> None:
    firm.member(Role.HEAD)
    assert warn_of_calendar(work, NOW) == 0


def test_it_waits_for_somebody_to_tell(work: Work, firm: Firm) -> None:
    assert warn_of_calendar(work, LATE) == 0
    firm.member(Role.HEAD)
    assert warn_of_calendar(work, LATE) == 1


def test_before_there_is_a_company_nobody_is_told(work: Work) -> None:
    assert warn_of_calendar(work, LATE) == 0
