from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Texts, load
from sales.company import RUSSIAN_ZONES

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # Thursday noon in Moscow
WORDS = load(strict=True)
NARROW = ("\u00a0", "\u202f", "\u2009")


@pytest.fixture(scope="module")
def words() -> Texts:
    return WORDS


def plain(text: str) -> str:
    for space in NARROW:
        text = text.replace(space, " ")
    return text


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (120_000_000, "RUB", "1 200 000 ₽"),
        (120_000_050, "RUB", "1 200 000,50 ₽"),
        (0, "RUB", "0 ₽"),
        (5, "RUB", "0,05 ₽"),
        (-150_000, "RUB", "-1 500 ₽"),
        (99_900, "EUR", "999 €"),
        (1_000_00, "USD", "1 000 $"),
        (9_007_199_254_740_99, "RUB", "9 007 199 254 740,99 ₽"),
    ],
)
def test_money_is_written_whole_where_it_is_whole(words: Texts, minor: int, currency: str, written: str) -> None:
    assert plain(words.money(minor, currency)) == written


@given(st.integers(-(10**15), 10**15))
def test_a_sum_never_wraps_apart(minor: int) -> None:
    assert " " not in WORDS.money(minor)


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (4.6, "4,6"), (41, "41"), (1234567, "1 234 567"), (5.0, "5"), (-3, "-3")]
)
def test_numbers_have_a_comma_and_spaced_thousands(words: Texts, value: float, written: str) -> None:
    assert plain(words.number(value)) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 26), "сегодня, чт 26 ноября"),
        (date(2026, 11, 27), "завтра, пт 27 ноября"),
        (date(2026, 11, 25), "вчера, ср 25 ноября"),
        (date(2026, 11, 28), "сб 28 ноября"),
        (date(2026, 5, 9), "сб 9 мая"),
        (date(2027, 1, 1), "пт 1 января 2027"),
    ],
)
def test_a_day_is_near_by_word_and_far_by_date(words: Texts, day: date, written: str) -> None:
    assert plain(words.day(day, MOSCOW, NOW)) == written


def test_a_day_is_that_of_the_readers_zone(words: Texts) -> None:
    late = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)

    assert plain(words.day(late, MOSCOW, NOW)) == "сегодня, чт 26 ноября"
    assert plain(words.day(late, ZoneInfo("Asia/Vladivostok"), NOW)) == "завтра, пт 27 ноября"


def test_the_date_does_not_wrap_apart(words: Texts) -> None:
    assert " " not in words.date(date(2027, 1, 1), date(2026, 1, 1))


def test_a_moment_has_day_and_clock(words: Texts) -> None:
    at = datetime(2026, 11, 27, 7, 5, tzinfo=UTC)

    assert plain(words.moment(at, MOSCOW, NOW)) == "завтра, пт 27 ноября, 10:05"
    assert words.time(at, ZoneInfo("Asia/Kamchatka")) == "19:05"


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (0, "0 мин"),
        (0.4, "0 мин"),
        (7, "7 мин"),
        (59.6, "1 ч"),
        (60, "1 ч"),
        (80, "1 ч 20 мин"),
        (24 * 60, "1 день"),
        (48 * 60, "2 дня"),
        (5 * 24 * 60, "5 дней"),
        (21 * 24 * 60, "21 день"),
        (-5, "0 мин"),
    ],
)
def test_a_span_is_told_in_its_biggest_units(words: Texts, minutes: float, written: str) -> None:
    assert plain(words.span(timedelta(minutes=minutes))) == written


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_every_span_can_be_told(length: timedelta) -> None:
    assert WORDS.span(length)


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Europe/Moscow", "Москва, UTC+3"),
        ("Asia/Yekaterinburg", "Екатеринбург, UTC+5"),
        ("Asia/Kolkata", "Asia/Kolkata, UTC+5.5"),
        ("America/New_York", "America/New_York, UTC-5"),
        ("UTC", "UTC, UTC+0"),
    ],
)
def test_a_zone_is_a_city_and_an_offset(words: Texts, zone: str, written: str) -> None:
    assert words.zone(ZoneInfo(zone), NOW) == written


@pytest.mark.parametrize("zone", RUSSIAN_ZONES)
def test_every_zone_that_is_offered_has_a_city(words: Texts, zone: str) -> None:
    assert not words.zone(ZoneInfo(zone), NOW).startswith(zone)


def test_weekdays_run_from_monday(words: Texts) -> None:
    assert words.weekdays() == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
    assert words.weekday(date(2026, 11, 27)) == "пт"


def test_a_month_is_named_by_itself(words: Texts) -> None:
    assert words.month(date(2026, 11, 1)) == "ноябрь 2026"
    assert words.month(date(2027, 5, 1)) == "май 2027"


class TestEscaping:
    """Every argument once, whatever people type."""

    @pytest.mark.parametrize("name", ["<b>", "Рога & Копыта", '"кавычки"', "\u202eна зад", "{ $x }", "😀" * 50])
    def test_what_people_typed_is_only_text(self, words: Texts, name: str) -> None:
        said = words("digest-idle", names=name)

        assert "<b>" not in said
        assert "&amp;lt;" not in said and "&amp;amp;" not in said

    def test_what_was_rendered_is_not_escaped_again(self, words: Texts) -> None:
        inner = words("digest-title", day="<пт>")

        assert words("digest-idle", names=inner).count("<b>") == 1

    def test_a_missing_message_is_told_to_the_developer_and_shown_to_the_person(self) -> None:
        with pytest.raises(LookupError):
            WORDS("no-such-message")
        assert load()("no-such-message") == "no-such-message"

    def test_a_missing_argument_is_a_fault_in_tests(self, words: Texts) -> None:
        with pytest.raises(LookupError):
            words("digest-idle")
