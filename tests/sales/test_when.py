import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales import date_words
from sales.errors import BadInput, ImpossibleDate, PastTime, UnclearTime
from sales.when import DateWords, Moment, parse_when
from sales.worktime import Schedule

DATA = tomllib.loads((Path(__file__).parents[2] / "locales/ru/dates.toml").read_text("utf-8"))
WORDS = DateWords.from_data(DATA)
MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = Schedule(MOSCOW, time(9), time(18))
WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=MOSCOW)


def read(text: str, now: datetime = WEDNESDAY, schedule: Schedule = OFFICE) -> Moment:
    return parse_when(text, now, schedule, WORDS)


def shown(moment: Moment, zone: ZoneInfo = MOSCOW) -> str:
    return f"{moment.at.astimezone(zone):%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # distances
        ("через час", "25.11.2026 11:30"),
        ("через 20 минут", "25.11.2026 10:50"),
        ("через полчаса", "25.11.2026 11:00"),
        ("через полтора часа", "25.11.2026 12:00"),
        ("через 1,5 часа", "25.11.2026 12:00"),
        ("через 1.5 часа", "25.11.2026 12:00"),
        ("через 1 час 30 минут", "25.11.2026 12:00"),
        ("через пару часов", "25.11.2026 12:30"),
        ("через три часа", "25.11.2026 13:30"),
        # today, tomorrow and on
        ("сегодня в 17", "25.11.2026 17:00"),
        ("сегодня 17:00", "25.11.2026 17:00"),
        ("завтра в 10", "26.11.2026 10:00"),
        ("завтра 10", "26.11.2026 10:00"),
        ("завтра 10.30", "26.11.2026 10:30"),
        ("завтра 10 30", "26.11.2026 10:30"),
        ("завтра в 3 часа дня", "26.11.2026 15:00"),
        ("завтра 3 дня", "26.11.2026 15:00"),
        ("завтра в 9 утра", "26.11.2026 09:00"),
        ("завтра 10 часов", "26.11.2026 10:00"),
        ("завтра на 15 часов", "26.11.2026 15:00"),
        ("завтра к 3 часам", "26.11.2026 15:00"),
        ("на 3 часа дня", "25.11.2026 15:00"),
        ("завтра утром в 7", "26.11.2026 07:00"),
        ("завтра вечером в 9", "26.11.2026 21:00"),
        ("завтра после обеда в 3", "26.11.2026 15:00"),
        ("перезвонить завтра в 15:00", "26.11.2026 15:00"),
        ("на послезавтра на 11", "27.11.2026 11:00"),
        ("через 2 дня в 15", "27.11.2026 15:00"),
        ("через неделю к 11", "02.12.2026 11:00"),
        # weekdays
        ("пн 10:00", "30.11.2026 10:00"),
        ("в пятницу в 12", "27.11.2026 12:00"),
        ("во вторник в 12", "01.12.2026 12:00"),
        ("в среду в 12", "25.11.2026 12:00"),
        ("в среду в 9", "02.12.2026 09:00"),
        ("в следующий понедельник в 10", "30.11.2026 10:00"),
        ("в следующую пятницу в 10", "04.12.2026 10:00"),
        ("в эту пятницу в 10", "27.11.2026 10:00"),
        ("в ближайший вторник в 10", "01.12.2026 10:00"),
        ("на следующей неделе в среду в 10", "02.12.2026 10:00"),
        # dates
        ("15.03 в 10", "15.03.2027 10:00"),
        ("15/03 в 10", "15.03.2027 10:00"),
        ("25.12 в 10:00", "25.12.2026 10:00"),
        ("25.12, в 10.30.", "25.12.2026 10:30"),
        ("в 12 25.12", "25.12.2026 12:00"),
        ("1 декабря в 11", "01.12.2026 11:00"),
        ("1-го декабря в 11", "01.12.2026 11:00"),
        ("27 ноября 14:30", "27.11.2026 14:30"),
        ("27 нояб. 14:30", "27.11.2026 14:30"),
        ("завтра, чт 26 ноября, 10:00", "26.11.2026 10:00"),
        ("26 ноября, в эту чт, в 10", "26.11.2026 10:00"),
        ("5 декабря 10 часов", "05.12.2026 10:00"),
        ("5 декабря 9 утра", "05.12.2026 09:00"),
        ("5 декабря 2026 г. в 10", "05.12.2026 10:00"),
        ("5 декабря 2027 10", "05.12.2027 10:00"),
        ("в 10 30 ноября", "30.11.2026 10:00"),
        ("в 15 часов 30 ноября", "30.11.2026 15:00"),
        ("01.12.2026 09:00", "01.12.2026 09:00"),
        ("01.12.26, 9:00", "01.12.2026 09:00"),
        ("2026-12-01 09:00", "01.12.2026 09:00"),
        ("15-го в 12", "15.12.2026 12:00"),
        ("30 числа в 12", "30.11.2026 12:00"),
        # times
        ("в 15", "25.11.2026 15:00"),
        ("в 9", "26.11.2026 09:00"),
        ("14:30", "25.11.2026 14:30"),
        ("в 14.30", "25.11.2026 14:30"),
        ("в 14 30", "25.11.2026 14:30"),
        ("в 14 часов 30 минут", "25.11.2026 14:30"),
        ("в 3", "25.11.2026 15:00"),
        ("в 3:30", "25.11.2026 15:30"),
        ("в три", "25.11.2026 15:00"),
        ("в 03:30", "26.11.2026 03:30"),
        ("в 0:30", "26.11.2026 00:30"),
        ("в час", "25.11.2026 13:00"),
        ("в час дня", "25.11.2026 13:00"),
        ("в час ночи", "26.11.2026 01:00"),
        ("в 7 вечера", "25.11.2026 19:00"),
        ("7:30 вечера", "25.11.2026 19:30"),
        ("в 7.30 вечера", "25.11.2026 19:30"),
        ("вечером в 7", "25.11.2026 19:00"),
        ("9 утра", "26.11.2026 09:00"),
        ("3 часа дня", "25.11.2026 15:00"),
        ("в 11 ночи", "25.11.2026 23:00"),
        # as fingers type
        ("  ЗАВТРА\u00a0 В\t10 ", "26.11.2026 10:00"),
        ("Завтра днём, в 2", "26.11.2026 14:00"),
    ],
)
def test_a_typed_time_is_understood(text: str, expected: str) -> None:
    moment = read(text)
    assert (shown(moment), moment.time_given) == (expected, True)
    assert moment.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("завтра", "26.11.2026 09:00"),
        ("завтра утром", "26.11.2026 09:00"),
        ("завтра с утра", "26.11.2026 09:00"),
        ("завтра в полдень", "26.11.2026 12:00"),
        ("завтра в обед", "26.11.2026 13:00"),
        ("завтра после обеда", "26.11.2026 14:00"),
        ("во второй половине дня", "25.11.2026 14:00"),
        ("завтра вечером", "26.11.2026 17:00"),
        ("завтра в конце дня", "26.11.2026 17:00"),
        ("завтра в начале дня", "26.11.2026 09:00"),
        ("вечером", "25.11.2026 17:00"),
        ("утром", "26.11.2026 09:00"),
        ("к вечеру", "25.11.2026 17:00"),
        ("послезавтра утром", "27.11.2026 09:00"),
        ("через 1 день", "26.11.2026 09:00"),
        ("через 2 дня", "27.11.2026 09:00"),
        ("через неделю", "02.12.2026 09:00"),
        ("через месяц", "25.12.2026 09:00"),
        ("через 3 месяца", "25.02.2027 09:00"),
        ("через квартал", "25.02.2027 09:00"),
        ("через полгода", "25.05.2027 09:00"),
        ("через год", "25.11.2027 09:00"),
        ("пн", "30.11.2026 09:00"),
        ("в среду", "02.12.2026 09:00"),
        ("до пятницы", "27.11.2026 09:00"),
        ("в следующий понедельник", "30.11.2026 09:00"),
        ("15.03", "15.03.2027 09:00"),
        ("5 декабря", "05.12.2026 09:00"),
        ("20 мая", "20.05.2027 09:00"),
        ("в конце недели", "27.11.2026 09:00"),
        ("в начале недели", "30.11.2026 09:00"),
        ("на следующей неделе", "30.11.2026 09:00"),
        ("в конце следующей недели", "04.12.2026 09:00"),
        ("в конце месяца", "30.11.2026 09:00"),
        ("в начале месяца", "01.12.2026 09:00"),
        ("в следующем месяце", "01.12.2026 09:00"),
        ("в конце следующего месяца", "30.12.2026 09:00"),
        ("в начале следующего квартала", "11.01.2027 09:00"),
        ("в конце квартала", "30.12.2026 09:00"),
        ("в конце года", "30.12.2026 09:00"),
        ("в начале марта", "01.03.2027 09:00"),
        ("в конце ноября", "30.11.2026 09:00"),
    ],
)
def test_without_an_hour_the_schedule_gives_it(text: str, expected: str) -> None:
    moment = read(text)
    assert (shown(moment), moment.time_given) == (expected, False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "...",
        "абракадабра",
        "завтра абракадабра",
        "перезвонить",
        "15",
        "10 30",
        "3 дня",
        "3 часа",
        "через день",
        "через",
        "отложить на 2 часа",
        "отложить на 2 дня",
        "отложить на 30 минут",
        "на полчаса",
        "на неделю",
        "завтра на 1,5 часа",
        "через 0 минут",
        "через 0 часов 00 минут",
        "через 1,5 дня",
        "через 10 минут завтра",
        "через час в 15",
        "через неделю в пн",
        "завтра в",
        "завтра послезавтра",
        "завтра в 10 в 11",
        "завтра утром в 15",
        "утром в 7 вечера",
        "12 вечера",
        "12 ночи",
        "завтра, пт 26 ноября, 10:00",
        "завтра на следующей неделе",
        "5 декабря 10",
        "5 декабря 10 30",
        "сегодня",
        "25.11",
        "на этой неделе",
        "чт 26 ноября на этой неделе",
        "в конце часа",
        "в конце следующего дня",
        "в следующий день",
        "в 10-11",
        "в 9.5",
        "завтра 10/30",
        "завтра в 10?",
        "завтра в 10:00 мск",
        "10:00:30",
        "123456",
        "завтра " * 30,
    ],
)
def test_what_is_not_fully_understood_is_never_guessed(text: str) -> None:
    with pytest.raises(UnclearTime):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "31 ноября",
        "32.01",
        "30.02",
        "29.02",
        "15.13",
        "29.02.2027",
        "31 числа",
        "25:00",
        "24:00",
        "10:60",
        "в 25",
        "10.30 завтра",
        "01.01.0001",
        "01.01.2040",
        "через 9999 лет",
        "через 9999 недель",
        "через 20 лет",
    ],
)
def test_a_date_that_can_not_be_is_told(text: str) -> None:
    with pytest.raises(ImpossibleDate):
        read(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("сегодня в 9", "25.11.2026 09:00"),
        ("сегодня в 10:30", "25.11.2026 10:30"),
        ("25.11 в 10", "25.11.2026 10:00"),
        ("24.11", "24.11.2026 09:00"),
        ("31 мая", "31.05.2026 09:00"),
        ("в этот понедельник", "23.11.2026 09:00"),
        ("01.01.2020 12:00", "01.01.2020 12:00"),
    ],
)
def test_a_time_that_has_passed_is_told_with_the_moment(text: str, at: str) -> None:
    with pytest.raises(PastTime) as refused:
        read(text)
    passed = refused.value.facts["at"]
    assert isinstance(passed, datetime)
    assert shown(Moment(passed, True)) == at


def test_before_the_opening_today_is_still_ahead() -> None:
    early = WEDNESDAY.replace(hour=8)
    assert shown(read("сегодня", early)) == "25.11.2026 09:00"
    assert shown(read("утром", early)) == "25.11.2026 09:00"


def test_a_leap_day_is_found_in_the_year_that_has_it() -> None:
    assert shown(read("29.02", WEDNESDAY.replace(year=2027))) == "29.02.2028 09:00"


def test_a_month_ahead_of_a_long_month_ends_with_the_short_one_on_a_working_day() -> None:
    assert shown(read("через месяц", datetime(2027, 1, 31, 12, tzinfo=MOSCOW))) == "01.03.2027 09:00"


def test_a_week_that_is_off_as_a_whole_has_no_edges() -> None:
    december = datetime(2026, 12, 30, 12, tzinfo=MOSCOW)
    for text in ("на следующей неделе", "в конце следующей недели"):
        with pytest.raises(UnclearTime):
            read(text, december)


def test_the_own_wall_clock_counts() -> None:
    kamchatka = ZoneInfo("Asia/Kamchatka")
    moment = read("завтра в 10", WEDNESDAY.replace(hour=20), Schedule(kamchatka, time(9), time(18)))
    assert shown(moment, kamchatka) == "27.11.2026 10:00"


def test_the_evening_of_a_short_day_is_never_before_its_opening() -> None:
    assert shown(read("завтра вечером", schedule=Schedule(MOSCOW, time(9, 30), time(10)))) == "26.11.2026 09:30"
    assert shown(read("завтра вечером", schedule=Schedule(MOSCOW, time(0), time(0, 30)))) == "26.11.2026 00:30"


def test_an_hour_that_the_clock_change_leaves_out_moves_on() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2027, 3, 27, 12, tzinfo=berlin)
    assert shown(read("завтра в 02:30", now, Schedule(berlin, time(9), time(18))), berlin) == "28.03.2027 03:30"


@pytest.mark.parametrize(
    "broken",
    [
        {name: table for name, table in DATA.items() if name != "weekdays"},
        DATA | {"units": DATA["units"] | {"decade": ["декада"]}},
    ],
)
def test_words_that_the_grammar_does_not_know_are_refused_when_loaded(broken: dict[str, dict[str, list[str]]]) -> None:
    with pytest.raises(ValueError, match="date words"):
        DateWords.from_data(broken)


def test_every_word_is_written_as_it_is_compared() -> None:
    entries = [entry for table in DATA.values() for words in table.values() for entry in words]
    assert [entry for entry in entries if date_words.plain(entry) != entry] == []


zones = st.sampled_from([MOSCOW, ZoneInfo("Asia/Kamchatka"), ZoneInfo("Europe/Kaliningrad"), ZoneInfo("UTC")])
minutes = st.datetimes(datetime(2024, 1, 1), datetime(2033, 1, 1))  # noqa: DTZ001
vocabulary = sorted({word for table in DATA.values() for words in table.values() for word in words})
figures = st.sampled_from(
    ["0", "1", "3", "07", "15", "30", "31", "99", "2026", "15.03", "31.11", "1,5", "2.5", "14:30"]
)
phrases = st.lists(st.sampled_from(vocabulary) | figures, min_size=1, max_size=6).map(" ".join)


def ahead_or_refused(text: str, now: datetime, schedule: Schedule) -> None:
    try:
        moment = read(text, now, schedule)
    except (UnclearTime, PastTime, ImpossibleDate):
        return
    assert moment.at > now
    assert moment.at.tzinfo is UTC


@settings(max_examples=200, deadline=None)
@given(phrases, minutes, zones)
def test_any_phrase_of_known_words_lies_ahead_or_is_refused(text: str, wall: datetime, zone: ZoneInfo) -> None:
    ahead_or_refused(text, wall.replace(tzinfo=zone), Schedule(zone, time(9), time(18)))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_lies_ahead_or_is_refused(text: str) -> None:
    ahead_or_refused(text, WEDNESDAY, OFFICE)


@settings(max_examples=200, deadline=None)
@given(minutes, st.integers(1, 3600 * 24 * 60), zones)
def test_a_printed_moment_reads_back(wall: datetime, distance: int, zone: ZoneInfo) -> None:
    now = wall.replace(tzinfo=zone)
    then = (now.astimezone(UTC) + timedelta(minutes=distance)).replace(second=0, microsecond=0)
    printed = f"{then.astimezone(zone):%d.%m.%Y %H:%M}"
    if then > now:
        assert read(printed, now, Schedule(zone, time(9), time(18))) == Moment(then, True)
    else:
        with pytest.raises(BadInput):
            read(printed, now, Schedule(zone, time(9), time(18)))


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sampled_from(["пн", "вт", "ср", "чт", "пт", "сб", "вс"]))
def test_a_bare_weekday_is_within_the_next_seven_days(day: date, weekday: str) -> None:
    now = datetime.combine(day, time(12), tzinfo=MOSCOW)
    found = read(weekday, now).at.astimezone(MOSCOW).date()
    assert 1 <= (found - day).days <= 7
    assert found.weekday() == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"].index(weekday)
