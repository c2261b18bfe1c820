from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales import worktime
from sales.worktime import Schedule

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Schedule(MOSCOW, time(9), time(18))
HOUR = timedelta(hours=1)


def msk(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 25), True),  # a Wednesday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 4), False),  # Unity Day
        (date(2026, 1, 9), False),  # transferred from 3 January
        (date(2026, 12, 31), False),  # transferred from 4 January
        (date(2025, 11, 1), True),  # a working Saturday
        (date(2025, 11, 3), False),  # its Monday
        (date(2027, 2, 20), True),
        (date(2024, 12, 28), True),
    ],
)
def test_the_russian_calendar_with_transfers_tells_working_days(day: date, works: bool) -> None:
    assert worktime.is_working_day(day, OFFICE) is works


def test_the_companys_exceptions_win_over_the_calendar() -> None:
    own = {date(2026, 11, 28): True, date(2026, 11, 25): False}
    office = Schedule(MOSCOW, time(9), time(18), own)
    assert worktime.is_working_day(date(2026, 11, 28), office)
    assert not worktime.is_working_day(date(2026, 11, 25), office)


def test_a_schedule_is_a_value_even_with_exceptions() -> None:
    own = Schedule(MOSCOW, time(9), time(18), {date(2026, 11, 28): True})
    assert own != OFFICE
    assert {OFFICE, own, Schedule(MOSCOW, time(9), time(18))} == {OFFICE, own}


@pytest.mark.parametrize(("opens", "closes"), [(time(18), time(9)), (time(9), time(9))])
def test_a_schedule_that_closes_before_it_opens_is_refused(opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="opens before it closes"):
        Schedule(MOSCOW, opens, closes)


@pytest.mark.parametrize(("year", "known"), [(2023, True), (2024, True), (2026, True), (2027, True), (2040, False)])
def test_a_year_without_a_transfer_table_is_told(year: int, known: bool) -> None:
    assert worktime.has_transfer_table(year) is known


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        (msk(25, 8, 59), False),
        (msk(25, 9), True),
        (msk(25, 17, 59), True),
        (msk(25, 18), False),
        (msk(28, 12), False),
        (datetime(2026, 11, 25, 6, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 15, tzinfo=UTC), False),
    ],
)
def test_opening_works_and_closing_does_not(moment: datetime, works: bool) -> None:
    assert worktime.is_working(moment, OFFICE) is works


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (msk(25, 12), msk(25, 12)),
        (msk(25, 7), msk(25, 9)),
        (msk(25, 18), msk(26, 9)),
        (msk(27, 18), msk(30, 9)),  # Friday evening to Monday
        (msk(29, 12), msk(30, 9)),
        (msk(30, 20, month=12), msk(11, 9, month=1, year=2027)),  # over the New Year holidays
    ],
)
def test_the_next_working_moment_is_now_or_the_next_opening(moment: datetime, expected: datetime) -> None:
    found = worktime.next_working_moment(moment, OFFICE)
    assert found == expected
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        (msk(25, 12), 2, msk(25, 14)),
        (msk(25, 17), 2, msk(26, 10)),
        (msk(25, 17), 1, msk(25, 18)),  # ends with the day
        (msk(27, 17, 30), 1, msk(30, 9, 30)),
        (msk(28, 12), 1, msk(30, 10)),
        (msk(25, 9), 24, msk(27, 15)),
        (msk(28, 12), 0, msk(30, 9)),
    ],
)
def test_working_time_runs_only_while_people_work(moment: datetime, hours: int, expected: datetime) -> None:
    assert worktime.add_working(moment, hours * HOUR, OFFICE) == expected


def test_working_time_is_refused_backwards_and_beyond_any_deadline() -> None:
    with pytest.raises(ValueError, match="forward"):
        worktime.add_working(msk(25, 12), -HOUR, OFFICE)
    with pytest.raises(OverflowError):
        worktime.add_working(msk(25, 12), timedelta(days=20_000), OFFICE)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (msk(25, 10), msk(25, 12), 2),
        (msk(25, 17), msk(26, 10), 2),
        (msk(27, 17), msk(30, 10), 2),
        (msk(28, 10), msk(29, 12), 0),
        (msk(25, 5), msk(25, 23), 9),
        (msk(25, 12), msk(25, 10), 0),
        (msk(26, 12), msk(25, 10), 0),
    ],
)
def test_working_time_between_two_moments_leaves_out_nights_and_weekends(
    start: datetime, end: datetime, hours: int
) -> None:
    assert worktime.working_between(start, end, OFFICE) == hours * HOUR


def test_days_are_found_forward_and_back() -> None:
    assert worktime.next_working_day(date(2026, 11, 27), OFFICE) == date(2026, 11, 30)
    assert worktime.previous_working_day(date(2026, 11, 30), OFFICE) == date(2026, 11, 27)
    assert worktime.working_days(date(2026, 11, 30), 3, OFFICE) == (
        date(2026, 11, 25),
        date(2026, 11, 26),
        date(2026, 11, 27),
    )
    assert worktime.working_days(date(2026, 11, 30), 0, OFFICE) == ()
    assert worktime.count_working_days(date(2026, 11, 1), date(2026, 11, 30), OFFICE) == 20
    assert worktime.count_working_days(date(2026, 11, 30), date(2026, 11, 1), OFFICE) == 0


def test_a_calendar_without_working_days_ends_the_search() -> None:
    never = Schedule(MOSCOW, time(9), time(18), {date(2026, 1, 1) + timedelta(days=n): False for n in range(800)})
    with pytest.raises(LookupError):
        worktime.next_working_moment(msk(25, 12), never)


def test_a_moment_without_a_zone_is_a_mistake() -> None:
    naive = datetime(2026, 11, 25, 12)  # noqa: DTZ001
    with pytest.raises(ValueError, match="without a zone"):
        worktime.is_working(naive, OFFICE)
    with pytest.raises(ValueError, match="without a zone"):
        worktime.working_between(msk(25, 12), naive, OFFICE)


@pytest.mark.parametrize(
    ("day", "wall", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # doesn't exist: 03:30 summer time
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # exists twice: the first
        (date(2026, 10, 25), time(2, 30, fold=1), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 7, 1), time(9), datetime(2026, 7, 1, 7, tzinfo=UTC)),
    ],
)
def test_wall_time_around_a_clock_change_means_one_moment(day: date, wall: time, expected: datetime) -> None:
    assert worktime.local_moment(day, wall, BERLIN) == expected


def test_the_opening_follows_the_clock_change() -> None:
    office = Schedule(BERLIN, time(9), time(18))
    assert worktime.day_start(date(2026, 10, 23), office) == datetime(2026, 10, 23, 7, tzinfo=UTC)
    assert worktime.day_start(date(2026, 10, 26), office) == datetime(2026, 10, 26, 8, tzinfo=UTC)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
schedules = st.sampled_from(
    [
        OFFICE,
        Schedule(BERLIN, time(1), time(4)),
        Schedule(ZoneInfo("Asia/Kamchatka"), time(8, 30), time(17)),
        Schedule(ZoneInfo("America/New_York"), time(0), time(23, 59)),
    ]
)


@settings(max_examples=200, deadline=None)
@given(moments, st.timedeltas(timedelta(0), timedelta(hours=100)), schedules)
def test_what_was_added_is_what_lies_between(moment: datetime, amount: timedelta, schedule: Schedule) -> None:
    end = worktime.add_working(moment, amount, schedule)
    assert worktime.working_between(moment, end, schedule) == amount
    assert end >= moment


@settings(max_examples=200, deadline=None)
@given(moments, schedules)
def test_the_next_working_moment_is_one_and_nothing_lies_before_it(moment: datetime, schedule: Schedule) -> None:
    found = worktime.next_working_moment(moment, schedule)
    assert worktime.is_working(found, schedule)
    assert worktime.working_between(moment, found, schedule) == timedelta(0)
    assert worktime.next_working_moment(found, schedule) == found


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2023, 1, 1), date(2029, 1, 1)))
def test_the_working_days_around_a_date_mirror_each_other(day: date) -> None:
    after = worktime.next_working_day(day, OFFICE)
    before = worktime.previous_working_day(after, OFFICE)
    assert before <= day < after
    assert worktime.next_working_day(before, OFFICE) == after
