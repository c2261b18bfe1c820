from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.digest import USUAL_DAYS, Period, Rhythm, first_date, period_span
from sales.worktime import Schedule, is_working_day, local_moment

MOSCOW = ZoneInfo("Europe/Moscow")
EVENING = Rhythm(time(18), Schedule(MOSCOW, time(9), time(18)))


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "since", "until"),
    [
        ("2026-11-26", "2026-11-25 18:00", "2026-11-26 18:00"),  # Thursday after Wednesday
        ("2026-11-30", "2026-11-27 18:00", "2026-11-30 18:00"),  # Monday takes the weekend along
        ("2026-11-03", "2026-11-02 18:00", "2026-11-03 18:00"),  # the day before Unity Day works
        ("2026-11-05", "2026-11-03 18:00", "2026-11-05 18:00"),  # Unity Day, a Wednesday, belongs to Thursday
        ("2025-11-01", "2025-10-31 18:00", "2025-11-01 18:00"),  # a Saturday that works
        ("2025-11-05", "2025-11-01 18:00", "2025-11-05 18:00"),  # and the Monday given for it is off, Unity Day too
        ("2026-01-12", "2025-12-30 18:00", "2026-01-12 18:00"),  # New Year
        ("2024-02-29", "2024-02-28 18:00", "2024-02-29 18:00"),  # a leap day
        ("2026-12-01", "2026-11-30 18:00", "2026-12-01 18:00"),  # a month's end is nothing special
    ],
)
def test_the_day_of_a_digest_is_what_happened_since_the_working_day_before(day: str, since: str, until: str) -> None:
    span = EVENING.span(date.fromisoformat(day))

    assert span == (moscow(since), moscow(until))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-27 12:00", "2026-11-27"),
        ("2026-11-27 18:00", "2026-11-27"),  # the last moment still belongs
        ("2026-11-27 18:00:00.000001", "2026-11-30"),
        ("2026-11-28 11:00", "2026-11-30"),  # Saturday
        ("2026-11-04 11:00", "2026-11-05"),  # a holiday
        ("2025-11-01 11:00", "2025-11-01"),  # a working Saturday
        ("2025-12-31 11:00", "2026-01-12"),
    ],
)
def test_what_comes_later_belongs_to_the_next_digest(moment: str, day: str) -> None:
    assert EVENING.day_of(moscow(moment)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-27 17:59", "2026-11-26"),
        ("2026-11-27 18:00", "2026-11-27"),
        ("2026-11-29 20:00", "2026-11-27"),
        ("2026-11-04 19:00", "2026-11-03"),
        ("2026-01-05 19:00", "2025-12-30"),
    ],
)
def test_the_last_digest_due_is_that_of_the_latest_working_date(now: str, last: str) -> None:
    assert EVENING.last_day(moscow(now)) == date.fromisoformat(last)


def test_the_usual_is_made_of_the_ten_working_days_before() -> None:
    spans = EVENING.spans_before(date(2026, 11, 16), moscow("2026-01-01 00:00"))

    assert len(spans) == USUAL_DAYS
    assert spans[0] == (moscow("2026-10-29 18:00"), moscow("2026-10-30 18:00"))  # Unity Day is none of them
    assert spans[-1] == (moscow("2026-11-12 18:00"), moscow("2026-11-13 18:00"))


def test_a_young_team_is_compared_with_the_days_it_has_lived() -> None:
    begun = moscow("2026-11-25 15:00")

    assert len(EVENING.spans_before(date(2026, 11, 27), begun)) == 2
    assert EVENING.spans_before(date(2026, 11, 25), begun) == []
    assert EVENING.spans_before(date(2026, 11, 27), None) == []


@pytest.mark.parametrize(
    ("zone", "day", "wall", "moment"),
    [
        ("Europe/Berlin", "2026-03-30", time(18), "2026-03-30T16:00:00+00:00"),  # the Monday after the clocks went on
        ("Europe/Berlin", "2026-10-26", time(18), "2026-10-26T17:00:00+00:00"),  # and after they went back
        ("America/New_York", "2026-03-09", time(18), "2026-03-09T22:00:00+00:00"),
    ],
)
def test_the_wall_clock_counts_when_the_clocks_change(zone: str, day: str, wall: time, moment: str) -> None:
    rhythm = Rhythm(wall, Schedule(ZoneInfo(zone), time(9), time(18)))

    assert rhythm.moment(date.fromisoformat(day)) == datetime.fromisoformat(moment)


def test_a_working_sunday_of_23_hours_has_one_digest_at_a_time_that_does_not_exist() -> None:
    sunday = date(2026, 3, 29)
    berlin = Schedule(ZoneInfo("Europe/Berlin"), time(0, 30), time(18), {sunday: True})
    rhythm = Rhythm(time(2, 30), berlin)

    assert rhythm.moment(sunday) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 by the new clock
    assert rhythm.last_day(datetime(2026, 3, 29, 1, 29, tzinfo=UTC)) == date(2026, 3, 27)
    assert rhythm.last_day(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == sunday


ZONES = st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/New_York", "Europe/Kaliningrad"])
FIRST = datetime(2024, 1, 15, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=1400)).map(lambda after: FIRST + after)
WALLS = st.times(time(6), time(22))


@given(ZONES, WALLS, MOMENTS)
def test_every_moment_is_told_in_exactly_one_digest(zone: str, wall: time, moment: datetime) -> None:
    rhythm = Rhythm(wall.replace(microsecond=0), Schedule(ZoneInfo(zone), time(9), time(18)))

    day = rhythm.day_of(moment)

    assert is_working_day(day, rhythm.schedule)
    assert rhythm.span(day).since < moment <= rhythm.span(day).until
    assert rhythm.span(rhythm.day_after(day)).since == rhythm.span(day).until
    assert rhythm.moment(rhythm.last_day(moment)) <= moment


@pytest.mark.parametrize(
    ("period", "first"), [(Period.DAY, "2026-11-01"), (Period.WEEK, "2026-10-26"), (Period.MONTH, "2026-11-01")]
)
def test_on_demand_the_calendar_counts(period: Period, first: str) -> None:
    sunday = moscow("2026-11-01 00:30")

    assert first_date(period, sunday, MOSCOW) == date.fromisoformat(first)
    assert period_span(period, sunday, MOSCOW).until == sunday


@given(ZONES, MOMENTS, st.sampled_from(Period))
def test_a_period_begins_with_its_midnight_included(zone: str, moment: datetime, period: Period) -> None:
    here = ZoneInfo(zone)
    span = period_span(period, moment, here)
    midnight = local_moment(first_date(period, moment, here), time(0), here)

    assert span.since < midnight <= span.until
    assert midnight - span.since == timedelta(microseconds=1)
