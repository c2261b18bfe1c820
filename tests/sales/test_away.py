from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from sales.actions.own import Away, SetAway, my_absence, set_away
from sales.away import AwayTill, away_until
from sales.errors import PastTime
from sales.people import Role
from sales.ports import Work
from sales.worktime import Schedule
from tests.builders import NOW, Firm
from tests.sales.actions.told import recorded

MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = Schedule(MOSCOW, time(9), time(18))


def moscow(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


@pytest.mark.parametrize(
    ("till", "now", "until"),
    [
        (AwayTill.HOUR, moscow(11, 25, 10), moscow(11, 25, 11)),
        (AwayTill.DAY_END, moscow(11, 25, 10), moscow(11, 25, 18)),
        (AwayTill.DAY_END, moscow(11, 25, 19), moscow(11, 26, 9)),
        (AwayTill.DAY_END, moscow(11, 28, 10), moscow(11, 30, 9)),
        (AwayTill.TOMORROW, moscow(11, 25, 10), moscow(11, 26, 9)),
        (AwayTill.TOMORROW, moscow(11, 27, 10), moscow(11, 30, 9)),
        (AwayTill.MONDAY, moscow(11, 25, 10), moscow(11, 30, 9)),
        (AwayTill.MONDAY, moscow(11, 30, 10), moscow(12, 7, 9)),
        (AwayTill.MONDAY, moscow(12, 29, 10), datetime(2027, 1, 11, 6, tzinfo=UTC)),
    ],
)
def test_the_usual_spans_end_with_work(till: AwayTill, now: datetime, until: datetime) -> None:
    assert away_until(till, now, HOURS) == until


def test_being_away_is_kept_and_ends_by_itself(work: Work, conn: sa.Connection, firm: Firm) -> None:
    actor, until = firm.actor(Role.HUNTER), NOW + timedelta(hours=1)
    assert set_away(work, actor, SetAway(until), NOW) == Away(until)
    assert my_absence(work, actor, NOW) == Away(until)
    assert my_absence(work, actor, until) == Away(None)
    assert recorded(conn, "set_away")[0][2] == {"until": until.isoformat()}


def test_being_back_ends_it_at_once(work: Work, firm: Firm) -> None:
    actor = firm.actor(Role.HUNTER, away_until=NOW + timedelta(hours=1))
    set_away(work, actor, SetAway(None), NOW)
    assert my_absence(work, actor, NOW) == Away(None)


def test_nobody_is_away_until_the_past(work: Work, firm: Firm) -> None:
    with pytest.raises(PastTime):
        set_away(work, firm.actor(Role.HUNTER), SetAway(NOW), NOW)
