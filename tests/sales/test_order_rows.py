"""A row of somebody's table read as an order."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from locales import data
from sales.date_words import DateWords
from sales.errors import BadFile
from sales.import_rows import Cell, Unread
from sales.import_words import find_headings, names_orders
from sales.importing import FileFault, Problem, Refusal
from sales.money import LARGEST, AmountWords
from sales.order_rows import OrderReading, OrderRow, OrderWords, read_order
from sales.worktime import Schedule
from tests.builders import NOW

WORDS = OrderWords.from_data(data("import"))
READING = OrderReading(
    WORDS,
    DateWords.from_data(data("dates")),
    AmountWords.from_data(data("amounts")),
    frozenset(data("legal_forms")["forms"]),
    Schedule(ZoneInfo("Europe/Moscow"), time(9), time(18)),
    NOW,
)
HEADINGS = ["Клиент", "ИНН", "Сумма", "Товар", "Дата заказа", "Отгружен", "Оплачен", "Статус", "Договор до", "Ещё"]
DAY = date(2026, 10, 12)


def found(headings: list[str]) -> dict[int, str]:
    named = find_headings([headings], WORDS.table, names_orders, FileFault.NO_ORDER_HEADINGS)
    return {index: field.value for index, field in named.columns.items()}


def read(*cells: Cell, headings: list[str] = HEADINGS) -> OrderRow | None:
    named = find_headings([headings], WORDS.table, names_orders, FileFault.NO_ORDER_HEADINGS)
    return read_order(2, cells, named.columns, READING)


def row(**told: Cell) -> OrderRow:
    cells: dict[str, Cell] = {"name": "ООО «Ромашка»", "amount": 5, "day": DAY, **told}
    names = ("name", "inn", "amount", "product", "day", "shipped", "paid", "state", "ends")
    made = read(*(cells.get(name) for name in names))
    assert made is not None
    return made


def blamed(made: OrderRow) -> list[tuple[Refusal, str]]:
    return [(problem.kind, problem.where) for problem in made.problems]


def test_the_columns_are_known_by_their_headings() -> None:
    fields = "name inn amount product ordered_on shipped_on paid_on state ends_on"
    assert found(HEADINGS) == dict(enumerate(fields.split()))


@pytest.mark.parametrize("headings", [["Клиент", "Товар"], ["Сумма", "Дата"], ["Что-то"]])
def test_without_a_client_and_a_sum_a_table_holds_no_orders(headings: list[str]) -> None:
    with pytest.raises(BadFile) as refused:
        found(headings)
    assert refused.value.facts["reason"] == "no_order_headings"


def test_a_row_says_whose_for_how_much_and_when() -> None:
    made = row(inn=7700000016, product="Модуль", paid=datetime(2026, 10, 20), ends="11.10.2027")  # noqa: DTZ001
    assert (made.name, made.key, made.inn) == ("ООО «Ромашка»", "ромашка", "7700000016")
    assert (made.amount, made.product, made.problems) == (500, "Модуль", ())
    assert (made.ordered_on, made.signed_on, made.shipped_on, made.paid_on) == (DAY, DAY, None, date(2026, 10, 20))
    assert made.contract_ends_on == date(2027, 10, 11)


def test_an_empty_row_is_none() -> None:
    assert read("", None, "-", "нет") is None
    assert read() is None


@pytest.mark.parametrize(
    ("cell", "kopecks"),
    [("1 200 000,50 ₽", 120_000_050), ("1.2 млн", 120_000_000), (1200000.5, 120_000_050), (0.1, 10), (7, 700)],
)
def test_amounts_are_read_as_people_and_tables_write_them(cell: Cell, kopecks: int) -> None:
    assert row(amount=cell).amount == kopecks


@pytest.mark.parametrize("cell", [-5, "-5", "много", 0.001, LARGEST, "1.200.000", True])
def test_what_is_no_amount_refuses_the_row(cell: Cell) -> None:
    assert blamed(row(amount=cell)) == [(Refusal.BAD_AMOUNT, "C2")]


@pytest.mark.parametrize("cell", [None, "", "-", 0])
def test_an_order_without_a_sum_is_refused(cell: Cell) -> None:
    assert blamed(row(amount=cell)) == [(Refusal.NO_AMOUNT, "C2")]


@pytest.mark.parametrize("cell", ["12.10.2026", "12 октября", 46307, datetime(2026, 10, 12, 14), DAY])  # noqa: DTZ001
def test_days_are_read_as_people_and_tables_write_them(cell: Cell) -> None:
    assert row(day=cell).ordered_on == DAY


def test_a_day_that_cant_be_read_or_lies_ahead_refuses_the_row() -> None:
    assert blamed(row(day="когда-то")) == [(Refusal.BAD_DATE, "E2")]
    assert blamed(row(day="30.11.2026")) == [(Refusal.FUTURE_DAY, "E2")]
    assert blamed(row(paid="30.11.2026")) == [(Refusal.FUTURE_DAY, "G2")]
    assert blamed(row(day=date(1980, 1, 1))) == [(Refusal.BAD_ORDER, "E2")]
    assert blamed(row(paid=date(2026, 10, 11))) == [(Refusal.BAD_ORDER, "G2")]
    assert blamed(row(ends=date(2026, 10, 11))) == [(Refusal.BAD_ORDER, "I2")]


def test_without_a_day_of_its_own_an_order_takes_the_earliest_mark() -> None:
    made = row(day=None, paid=date(2026, 10, 20), shipped=date(2026, 10, 15))
    assert (made.ordered_on, made.signed_on) == (date(2026, 10, 15), date(2026, 10, 15))
    assert blamed(row(day=None, paid="да")) == [(Refusal.NO_DAY, "E2")]


@pytest.mark.parametrize(
    ("cell", "paid"), [("да", DAY), ("Оплачено", DAY), (True, DAY), (False, None), ("нет", None), (None, None)]
)
def test_a_yes_puts_the_mark_on_the_orders_own_day(cell: Cell, paid: date | None) -> None:
    assert row(paid=cell).paid_on == paid


def test_a_mark_that_is_neither_refuses_the_row() -> None:
    assert blamed(row(paid="частично")) == [(Refusal.BAD_DATE, "G2")]


@pytest.mark.parametrize(
    ("state", "reached"),
    [
        ("Подписан", (DAY, None, None)),
        ("отгружен", (DAY, DAY, None)),
        ("Оплачено", (DAY, None, DAY)),
        ("Выполнен", (DAY, DAY, DAY)),
        (None, (DAY, None, None)),
    ],
)
def test_a_word_tells_how_far_an_order_has_come(state: Cell, reached: tuple[date | None, ...]) -> None:
    made = row(state=state)
    assert (made.signed_on, made.shipped_on, made.paid_on) == reached


def test_a_cancelled_order_and_an_unknown_state_are_refused() -> None:
    assert blamed(row(state="Отменён")) == [(Refusal.CANCELLED, "H2")]
    assert blamed(row(state="лежит")) == [(Refusal.BAD_STATE, "H2")]


def test_an_inn_is_enough_and_nobody_is_not() -> None:
    assert blamed(row(name=None, inn="7700000016")) == []
    assert blamed(row(name=None)) == [(Refusal.NO_NAME, "A2")]
    assert blamed(row(inn="123")) == [(Refusal.BAD_INN, "B2")]
    assert blamed(row(name="Р" * 201)) == [(Refusal.TOO_LONG, "A2"), (Refusal.NO_NAME, "A2")]


def test_formulas_and_errors_are_no_values() -> None:
    assert blamed(row(amount="=1+1")) == [(Refusal.FORMULA, "C2")]
    assert blamed(row(amount=Unread(Refusal.ERROR, "#REF!"))) == [(Refusal.ERROR, "C2")]
    assert blamed(row(day=Unread(Refusal.FORMULA, "=A1"))) == [(Refusal.FORMULA, "E2")]


def test_an_order_without_a_product_is_called_so() -> None:
    assert row().product == "Заказ"
    made = read("Ромашка", 5, DAY, headings=["Клиент", "Сумма", "Дата"])
    assert made is not None
    assert (made.product, made.problems) == ("Заказ", ())


def test_a_table_without_days_says_so_for_each_row() -> None:
    made = read("Ромашка", 5, headings=["Клиент", "Сумма"])
    assert made is not None
    assert made.problems == (Problem(Refusal.NO_DAY),)


def test_a_contract_may_have_ended_long_ago_in_words_too() -> None:
    assert row(day=date(2024, 1, 1), ends="12.10.2025").contract_ends_on == date(2025, 10, 12)
    assert blamed(row(ends="никогда")) == [(Refusal.BAD_DATE, "I2")]


def test_words_that_mean_nothing_known_are_a_mistake_of_ours() -> None:
    broken = {**data("import"), "order_states": {"lost": ["потерян"]}}
    with pytest.raises(ValueError, match="lost"):
        OrderWords.from_data(broken)


def test_the_currency_that_was_said_is_kept_for_the_client_to_agree() -> None:
    assert row(amount="500 тенге").currencies == ("KZT",)
    assert row(amount="500 руб").currencies == ("BYN", "RUB")
    assert row(amount="500").currencies == row(amount=500).currencies == ()
