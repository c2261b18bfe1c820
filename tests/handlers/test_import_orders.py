"""A file of orders sent to the bot: chosen, shown, made true, taken back."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from sales.people import Role
from tests.builders import Firm
from tests.handlers.test_import import Boss

HEADINGS = "Клиент;Сумма;Продукт;Дата заказа;Оплачен\r\n"
CLEAN = HEADINGS + "Ромашка;1,2 млн;Модуль;12.10.2026;20.10.2026\r\nРомашка;350 тыс;Поддержка;вчера;\r\n"
MIXED = (
    HEADINGS + "Ромашка;5 млн;Модуль;12.10.2026;\r\nПион;1 млн;Модуль;12.10.2026;\r\nРомашка;-5;Модуль;12.10.2026;\r\n"
)


@pytest.fixture
def head(firm: Firm) -> Boss:
    boss = Boss(firm, firm.actor(Role.HEAD, name="Игорь Громов"))
    firm.client(firm.actor(Role.HUNTER, name="Тимур Каримов"))
    return boss


async def test_the_import_asks_clients_or_orders(head: Boss) -> None:
    await head.write("/import")
    assert "клиенты или заказы?" in head.text
    assert {"✓ Клиенты", "Заказы"} <= head.buttons().keys()
    await head.tap("Заказы")
    assert head.text.startswith("🏁 <b>Импорт заказов</b>")
    await head.tap("Шаблон")
    table = head.documents()[-1].document
    shown = load_workbook(io.BytesIO(table.data))["Заказы"]  # type: ignore[union-attr]
    assert [cell.value for cell in shown[1]][:3] == ["Клиент", "ИНН", "Сумма"]


async def test_a_clean_file_is_one_press_and_one_back(head: Boss, firm: Firm) -> None:
    await head.write("/import")
    await head.tap("Заказы")
    await head.bring(CLEAN, "orders.csv")
    assert head.text.splitlines() == [
        "🏢 <b>orders.csv</b>",
        "Новых заказов 2 · уже есть 0 · отказ 0",
        "У клиентов: 1, на <b>1 550 000 ₽</b>",
        "Узнаны: название, сумма, продукт, дата заказа, оплачен",
        "Всё верно? Отменить можно будет сутки.",
    ]
    await head.tap("Импортировать")
    assert "Новых заказов 2, у клиентов: 1" in head.text
    await head.tap("Отменить импорт")
    assert "уйдут заказы, 2" in head.text
    await head.tap("Да, отменить")
    assert "Убраны заказы: 2" in head.text
    assert firm.work.orders.of_client(1) == []


async def test_refused_rows_say_why_and_the_rest_is_taken(head: Boss, firm: Firm) -> None:
    await head.write("/import")
    await head.tap("Заказы")
    await head.bring(MIXED, "orders.csv")
    assert "Отказ: такого клиента в базе нет · 1" in head.text
    assert "Отказ: сумма не читается или не больше нуля · 1" in head.text
    await head.tap("Показать отказы")
    assert "B4: сумма не читается" in head.documents()[-1].document.data.decode("utf-8-sig")  # type: ignore[union-attr]
    await head.tap("Импортировать")
    assert [order.amount for order in firm.work.orders.of_client(1)] == [500_000_000]


async def test_the_same_file_twice_brings_nothing(head: Boss) -> None:
    for said in ("Новых заказов 2", "уже есть 2"):
        await head.write("/import")
        await head.tap("Заказы")
        await head.bring(CLEAN, "orders.csv")
        assert said in head.text
        await head.tap("Импортировать" if "Новых заказов 2" in said else "Назад")
    assert head.text.startswith("🏁 <b>Импорт заказов</b>")


async def test_a_table_of_something_else_is_told_what_is_missing(head: Boss) -> None:
    await head.write("/import")
    await head.tap("Заказы")
    await head.bring("Название;Телефон\r\nРомашка;1\r\n", "base.csv")
    assert "нужны клиент (или ИНН) и сумма" in head.said()
