"""A client buys over HTTP: an order in few taps, a payment, a correction on record, the figures; through a restart at
every step."""

from __future__ import annotations

import base64

import pytest

from tests.journeys.conftest import Life
from tests.journeys.firm import hire
from tests.journeys.stage import Person, Stage


@pytest.fixture
async def head(stage: Stage, life: Life) -> Person:
    owner = await stage.person("Ольга Павлова")
    await owner.say(f"/start {await life.owner_token()}")
    await owner.say("Заря")
    await owner.press("Другой человек")
    await owner.press("Сохранить")
    return await hire(stage, owner, "Игорь Громов", "РОП")


async def test_orders_are_logged_paid_corrected_and_counted(stage: Stage, life: Life, head: Person) -> None:
    rep = await hire(stage, head, "Тимур Каримов", "хантер")
    await rep.say("/order")
    await rep.say("ООО «Ромашка»")
    await rep.press("Новый")
    await life.restart()
    await rep.say("1 200 000,50 ₽")
    await life.restart()
    await rep.say("Модуль «Заявки»")
    await life.restart()
    await rep.press("Сегодня")
    await life.restart()
    await rep.press("Сохранить")
    await rep.sees("Записан первый заказ")
    taps = rep.taps
    await rep.press("Карточка")
    await rep.press("Записать заказ")
    for button in ("1 200 000,50 ₽", "Модуль", "Сегодня", "Сохранить"):
        await rep.press(button)
    await rep.sees("Это второй такой же заказ?")
    await rep.press("Да, второй такой же")
    await rep.sees("Записан повторный заказ, 2-й")
    assert rep.taps - taps == 7
    await rep.press("Заказ")
    await rep.press("Оплачен")
    await life.restart()
    await rep.press("Сегодня")
    await rep.press("Исправить")
    await rep.press("Сумма")
    await rep.say("900 тыс")
    assert "сумма 1 200 000,50 ₽ → 900 000 ₽" in (await rep.last()).text
    await head.say("/kpi")
    await head.press("Вся команда")
    assert "Объём, оплачено: 900 000 ₽" in (await head.last()).text.replace("<b>", "").replace("</b>", "")


async def test_a_file_of_orders_is_brought_and_taken_back(stage: Stage, head: Person) -> None:
    async def bring(*rows: str) -> None:
        content = base64.b64encode("\r\n".join(rows).encode()).decode()
        await head.say(document={"name": "t.csv", "base64": content})

    await head.say("/import")
    await bring("Название;Ответственный", "Ромашка;Громов")
    await head.press("Импортировать")
    await head.say("/import")
    await head.press("Заказы")
    await bring("Клиент;Сумма;Дата;Оплата", "Ромашка;1,2 млн;вчера;да", "Пион;5;вчера;да")
    assert "Новых заказов 1" in (await head.last()).text
    await head.press("Импортировать")
    await head.press("Отменить импорт")
    await head.press("Да, отменить")
    await head.sees("Убраны заказы: 1")
