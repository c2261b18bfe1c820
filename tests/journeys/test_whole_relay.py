"""From a cold call to the key account manager, over four months: on every leg one deadline is missed and one card comes
back, and the client never belongs to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sales.worktime import is_working_day
from tests.journeys.conftest import SCHEDULE, Life, moscow, ordinary_wednesday
from tests.journeys.firm import Firm, found, hire, submit
from tests.journeys.stage import Person, Stage

START = ordinary_wednesday()
CLIENT = "ООО Ромашка"


def workday(after: date, days: int) -> date:
    """The first working day at least so many days later."""
    day = after + timedelta(days=days)
    while not is_working_day(day, SCHEDULE):
        day += timedelta(days=1)
    return day


@dataclass
class Leg:
    """Its name in the texts, and the two who may receive on it, in turn."""

    name: str
    button: str
    first: Person
    second: Person


@dataclass
class Department:
    stage: Stage
    firm: Firm
    close: Leg
    regular: Leg
    key: Leg

    async def at(self, day: date, hour: int, minute: int = 0) -> None:
        await self.stage.at(moscow(day, hour, minute))

    async def line(self) -> str:
        """The group's newest one."""
        return (await self.firm.group.texts(self.firm.head))[-1]


async def test_from_a_cold_call_to_the_key_account_manager(stage: Stage, life: Life) -> None:
    department = await _department(stage, life)
    await _the_rules(department)
    day = await _the_lead(department)
    day = await _the_deal_stalls(department, day)
    day = await _the_client_becomes_regular(department, day)
    day = await _and_a_key_one(department, day)
    assert day - START >= timedelta(days=120), "four months"
    await _the_whole_way_is_on_record(department)


async def _department(stage: Stage, life: Life) -> Department:
    firm = await found(stage, life)
    names = {
        "клоузер": ("Олег Седов", "Вера Лунина"),
        "фермер": ("Ирина Зуева", "Павел Котов"),
        "КАМ": ("Нина Царёва", "Глеб Ершов"),
    }
    people = {role: [await hire(stage, firm.head, name, role) for name in both] for role, both in names.items()}
    return Department(
        stage,
        firm,
        Leg("хантер → клоузер", "Клоузеру", *people["клоузер"]),
        Leg("хантер → фермер", "Фермеру", *people["фермер"]),
        Leg("фермер → КАМ", "КАМу", *people["КАМ"]),
    )


async def _the_rules(department: Department) -> None:
    """Looked at before they are switched on, read by everybody."""
    head = department.firm.head
    await department.at(START, 9, 20)
    await head.say("/rules")
    for press in ("Критерий: постоянный", "Номер заказа", "2-й", "Кто перейдёт", "Включить"):
        await head.press(press)
    await head.say("/rules")
    await head.press("Критерий: ключевой")
    await head.press("Объём")
    await head.say("5 млн")
    await head.press("Кто перейдёт")
    await head.press("Включить")
    await department.firm.karimov.sees("Правило изменилось")


async def _the_lead(department: Department) -> date:
    """Каримов lets the half hour pass, Белова gives it back, Каримов takes it after all."""
    firm = department.firm
    await department.at(START, 9, 40)
    await firm.orlova.say("/call")
    await firm.orlova.say(f"{CLIENT} +7 900 000-00-12")
    for press in ("Новый", "Договорились"):
        await firm.orlova.press(press)
    await firm.orlova.say("просят показать отчёты")
    await firm.orlova.say("сегодня в 16")
    for press in ("Верно", "Сохранить"):
        await firm.orlova.press(press)
    await department.at(START, 10)
    await submit(firm.orlova, CLIENT, step=None)
    await firm.karimov.with_button("Принять")
    await department.at(START, 10, 31)
    assert "Орлова → Белова" in await department.line()
    await firm.belova.press("Вернуть")
    await firm.belova.press("Бюджет")
    await firm.belova.say("готовы только до 300 000 ₽")
    await firm.orlova.press("Уточнить у клиента")
    await firm.orlova.say("подтвердили 1,2 млн письмом")
    await firm.orlova.press("🎯 Передать")
    await department.at(START, 11)
    await firm.karimov.press("Принять")
    assert "Орлова → Каримов · принят" in await department.line()
    await _first_contact(department, firm.karimov, START)
    await firm.orlova.sees("первый контакт есть · Каримов")
    return START


async def _the_deal_stalls(department: Department, day: date) -> date:
    """A late stage, and then nothing: the bot proposes the closer by itself."""
    karimov = department.firm.karimov
    await department.at(day, 15)
    await karimov.say("/find Ромашка")
    for press in ("Сделка ·", "Другой этап", "КП", "Ждём клиента до", "через неделю"):
        await karimov.press(press)
    await karimov.sees("→ КП")
    day = workday(day, 16)
    await department.at(day, 9, 5)
    proposal = await karimov.sees("Пора передавать")
    assert "сделка давно стоит" in proposal.text and "хантер → клоузер" in proposal.text
    day = await _passed_on(department, department.close, karimov, day)
    closer = department.close.first
    await department.at(day, 16)
    await closer.say("/find Ромашка")
    for press in ("Сделка ·", "Выиграна"):
        await closer.press(press)
    await closer.say("1,2 млн")
    await closer.sees("Сделка выиграна")
    await _order(closer, "1,2 млн")
    return day


async def _the_client_becomes_regular(department: Department, day: date) -> date:
    """The second paid order does it."""
    closer = department.close.first
    day = workday(day, 45)
    await department.at(day, 9, 10)
    await _order(closer, "1,5 млн")
    proposal = await closer.sees("Пора передавать")
    assert "клиент стал постоянным" in proposal.text and "хантер → фермер" in proposal.text
    return await _passed_on(department, department.regular, closer, day)


async def _and_a_key_one(department: Department, day: date) -> date:
    """Five million together; the farmer and the new manager meet the client together."""
    farmer = department.regular.first
    day = workday(day, 60)
    await department.at(day, 9, 10)
    await _order(farmer, "3 млн")
    proposal = await farmer.sees("Пора передавать")
    assert "клиент стал ключевым" in proposal.text and "фермер → КАМ" in proposal.text
    return await _passed_on(department, department.key, farmer, day, meeting=True)


async def _passed_on(department: Department, leg: Leg, giver: Person, day: date, *, meeting: bool = False) -> date:
    """Sent on with a whole card, missed by the first, returned by the second, taken by the first."""
    await _send_on(giver)
    card = await leg.first.with_button("Принять")
    assert leg.name in card.text and card.text.count("\n") < 12
    assert leg.name in await department.line() and "+7" not in await department.line()
    await department.at(day, 14)
    card = await leg.second.with_button("Принять")
    assert leg.second.name.split()[-1] in await department.line(), "once to the next in turn"
    await leg.second.press("Вернуть")
    await leg.second.press("Договорённости")
    await leg.second.say("клиент помнит другое")
    back = await giver.sees("возврат")
    assert "Договорённости: «клиент помнит другое»" in back.text
    assert await _owner(department) == giver.name, "until somebody accepts, the client is the giver's"
    await giver.press("Уточнить у клиента")
    await giver.press("Договорённости")
    await giver.say("цена держится до конца квартала")
    await giver.say("/find Ромашка")
    await giver.press("Передать…")
    await giver.press(leg.button)
    await giver.press("✅ Передать")
    await leg.first.press("Принять")
    assert await _owner(department) == leg.first.name
    await _introduce(department, leg, giver, day, meeting=meeting)
    await _first_contact(department, leg.first, day)
    await giver.sees("первый контакт есть")
    assert "контакт есть" in await department.line()
    return day


async def _send_on(giver: Person) -> None:
    """Three questions at most, then the card as its receiver will read it."""
    proposal = await giver.sees("Пора передавать")
    await giver.press("Заполнить" if "не хватает" in proposal.text else "✅ Передать", on=proposal)
    for _ in range(3):
        seen = await giver.last()
        if "Проверьте и передайте" in seen.text:
            break
        await giver.say("со слов клиента, записано на встрече")
    seen = await giver.last()
    assert "Проверьте и передайте" in seen.text, seen.text
    await giver.press("✅ Передать", on=seen)


async def _introduce(department: Department, leg: Leg, giver: Person, day: date, *, meeting: bool) -> None:
    await giver.press("Познакомить")
    await giver.press("Текст клиенту")
    assert f"с вами {leg.first.name}" in (await giver.sees("Здравствуйте")).text
    if meeting:
        await giver.press("Встреча втроём")
        await giver.say("завтра в 11")
        await giver.press("Верно")
        await giver.say("Ленина, 5")
        await giver.press("Сохранить")
        assert any("document" in seen.raw and seen.raw["document"] for seen in await giver.messages())
        await leg.first.sees("Встреча втроём")
        return
    await giver.press("Клиент знает")
    assert "знакомство есть" in await department.line()


async def _first_contact(department: Department, receiver: Person, day: date) -> None:
    await receiver.say("/find Ромашка")
    await receiver.press("Записать звонок")
    await receiver.press("Договорились")
    await receiver.press("через час")
    await receiver.sees("Первый контакт подтверждён")


async def _order(seller: Person, amount: str) -> None:
    """Paid on the same day."""
    await seller.say("/find Ромашка")
    await seller.press("Записать заказ")
    await seller.say(amount)
    await seller.say("Модуль «Заявки»")
    for press in ("Оплачен", "Сегодня", "Сохранить"):
        await seller.press(press)
    await seller.sees("заказ")


async def _owner(department: Department) -> str:
    """As the head reads it on the client's card."""
    await department.firm.head.say("/find Ромашка")
    line = next(line for line in (await department.firm.head.last()).text.splitlines() if line.startswith("Ведёт"))
    return line.removeprefix("Ведёт ").split(" · ")[0]


async def _the_whole_way_is_on_record(department: Department) -> None:
    head = department.firm.head
    assert await _owner(department) == department.key.first.name
    await head.press("Паспорт")
    await head.press("Путь клиента")
    way = (await head.last()).text
    told = [part for part in ("лид", "хантер → клоузер", "хантер → фермер", "фермер → КАМ") if part in way]
    assert len(told) == 4, way
    assert way.count("\n") <= 10
