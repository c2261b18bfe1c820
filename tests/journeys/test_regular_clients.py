"""A regular client falls silent: the owner is warned in the morning and puts it off, later the head hears of it."""

from __future__ import annotations

from datetime import date, timedelta

from sales.worktime import is_working_day
from tests.journeys.conftest import SCHEDULE, Life, moscow, ordinary_wednesday
from tests.journeys.firm import found, hire
from tests.journeys.stage import Person, Stage

START = ordinary_wednesday()


def workday(day: date) -> date:
    """That day, or the first working day after it."""
    while not is_working_day(day, SCHEDULE):
        day += timedelta(days=1)
    return day


async def order(person: Person, amount: str) -> None:
    await person.say("/order")
    await person.press("Ромашка")
    await person.say(amount)
    await person.say("Модуль «Заявки»")
    for press in ("Оплачен", "Сегодня", "Сохранить"):
        await person.press(press)


async def test_a_silent_regular_client_is_told_of_once_put_off_and_told_to_the_head(stage: Stage, life: Life) -> None:
    await stage.at(moscow(START, 10))
    firm = await found(stage, life)
    head, farmer = firm.head, await hire(stage, firm.head, "Ирина Зуева", "фермер")
    await head.say("/rules")
    for press in ("Критерий: постоянный", "Номер заказа", "3-й", "Кто перейдёт", "Включить"):
        await head.press(press)
    news = await farmer.sees("Правило изменилось")
    await life.restart()
    await farmer.press("Понятно", on=news)
    assert "✅ Прочитано" in (await farmer.sees("Правило изменилось")).text

    await farmer.say("/call")
    await farmer.say("ООО «Ромашка» +7 900 000-00-12")
    for press in ("Новый", "Не дозвонился"):
        await farmer.press(press)
    days = [START, workday(START + timedelta(days=10)), workday(START + timedelta(days=20))]
    for day in days:
        await stage.at(moscow(day, 12))
        await order(farmer, "100 тыс")
    assert "постоянный клиент" in (await farmer.sees("заказов: 3")).text

    await stage.at(moscow(days[-1] + timedelta(days=8), 9, 1))
    assert await farmer.count("Нет заказов") == 0, "not longer than twice the usual gap"
    silent = workday(days[-1] + timedelta(days=45))
    await stage.at(moscow(silent, 9, 1))
    assert await farmer.count("Нет заказов") == 1
    assert await head.count("Нет заказов") == 0
    await farmer.press("Отложить", on=await farmer.sees("Нет заказов"))
    await life.restart()
    await farmer.press("7 дней")
    await farmer.say("Ждут бюджет")
    await farmer.sees("отложено")

    again = workday(silent + timedelta(days=7))
    await stage.at(moscow(again, 9, 1))
    assert await farmer.count("Нет заказов 52 дня") == 1
    await stage.at(moscow(workday(again + timedelta(days=4)), 9, 1))
    assert "Зуева" in (await head.sees("Нет заказов")).text
