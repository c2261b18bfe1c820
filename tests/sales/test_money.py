import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales import load
from sales.countries import COUNTRIES, SHARED_CURRENCIES
from sales.errors import BadAmount, OtherCurrency
from sales.money import LARGEST, AmountWords, parse_amount, read_money

DATA = Path(__file__).parents[2] / "locales/ru/amounts.toml"
WORDS = AmountWords.from_data(tomllib.loads(DATA.read_text("utf-8")))
MILLION = 100_000_000


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("1200000", 12 * MILLION // 10),
        ("1 200 000", 12 * MILLION // 10),
        ("1 200 000,50 ₽", 120_000_050),
        ("1\u202f200\u00a0000\u2009000 руб.", 1200 * MILLION),
        ("1.2 млн", 12 * MILLION // 10),
        ("1,2 МЛН РУБ", 12 * MILLION // 10),
        ("300 тыс", 30_000_000),
        ("300 тыс. руб.", 30_000_000),
        ("300к", 30_000_000),
        ("300 т.р.", 30_000_000),
        ("1 200 тыс", 120_000_000),
        ("1 млн 200 тыс", 120_000_000),
        ("1000 руб 50 коп", 100_050),
        ("2 тысячи 500 рублей", 250_000),
        ("0,5 млрд", 500 * MILLION),
        ("1.2345678 млн", 123_456_780),
        ("1 коп", 1),
        (" 7 ", 700),
        ("1 000 000 000 000", LARGEST),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, kopecks: int) -> None:
    assert parse_amount(text, WORDS) == kopecks


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "₽",
        "много",
        "тыс 5",
        "-5",
        "\u22125 000",
        "0",
        "0,00",
        "1,234",  # a thousand or a bit more than one?
        "1.200.000",
        "1 2345",
        "12 34",
        "1 200 0000",
        "5 млн 300",
        "200 тыс 1 млн",
        "1 млн 2 млн",
        "5 руб млн",
        "5 тыс млн",
        "5 руб руб",
        "0,5 коп",
        "100 $",
        "до 1 млн",
        "1e6",
        "1 000 000 000 001",
        "999999 млрд",
        "٣٠٠",
        "9" * 100,
    ],
)
def test_what_could_mean_something_else_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        parse_amount(text, WORDS)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("500", "KZT"),
        ("500 тенге", "KZT"),
        ("500 ₸", "KZT"),
        ("500 тг", "KZT"),
        ("500 $", "USD"),
        ("$500", "USD"),
        ("$ 0,5 тыс", "USD"),
        ("500 рублей", "BYN"),
        ("499 руб 100 коп", "BYN"),
        ("500 евро", "EUR"),
        ("500 CN¥", "CNY"),
    ],
)
def test_a_currency_that_is_meant_may_be_said(text: str, currency: str) -> None:
    assert parse_amount(text, WORDS, currency) == 50_000


@pytest.mark.parametrize(
    ("text", "currency"), [("500 ₽", "KZT"), ("500 тенге", "RUB"), ("$500", "RUB"), ("500 ₽", "BYN"), ("5 коп", "USD")]
)
def test_another_currency_is_refused_with_the_one_that_is_meant(text: str, currency: str) -> None:
    with pytest.raises(OtherCurrency) as refused:
        parse_amount(text, WORDS, currency)
    assert refused.value.facts == {"currency": currency}


@pytest.mark.parametrize(
    ("text", "currency"),
    [("500", "RUB"), ("500 р.", "RUB"), ("5 BYN", "BYN"), ("1 млн тенге", "KZT"), ("500 юаней", "CNY")],
)
def test_where_any_currency_will_do_the_said_one_counts(text: str, currency: str) -> None:
    assert read_money(text, WORDS).meant() == currency


@pytest.mark.parametrize("text", ["5 манатов", "5 $ 3 цента евро", "$", "5 $ 5 коп"])
def test_what_may_be_two_currencies_or_none_is_no_amount(text: str) -> None:
    with pytest.raises(BadAmount):
        read_money(text, WORDS).meant()


@pytest.mark.parametrize("currency", sorted({one.currency for one in COUNTRIES.values()} | {*SHARED_CURRENCIES}))
def test_what_is_printed_in_any_currency_reads_back(currency: str) -> None:
    assert parse_amount(load(strict=True).money(1_234_550, currency), WORDS, currency) == 1_234_550


@settings(max_examples=200, deadline=None)
@given(st.integers(1, LARGEST))
def test_a_printed_amount_reads_back(kopecks: int) -> None:
    printed = f"{kopecks // 100:,}".replace(",", "\u00a0") + f",{kopecks % 100:02} ₽"
    assert parse_amount(printed, WORDS) == kopecks


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 ,.-тысмлнрубкоп₽\u00a0", max_size=70) | st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with suppress(BadAmount):
        assert 0 < parse_amount(text, WORDS) <= LARGEST
