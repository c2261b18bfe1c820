"""One working day of a small department, lived through by messages and presses."""

from datetime import datetime

from locales import load
from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import Firm, found, submit
from tests.journeys.stage import Stage, plain

DAY = ordinary_wednesday()


def at(hour: int, minute: int = 0) -> datetime:
    return moscow(DAY, hour, minute)


async def test_a_working_day_from_the_first_call_to_the_digest(stage: Stage, life: Life) -> None:
    firm = await found(stage, life)
    await _morning_calls(stage, firm)
    await _a_lead_is_accepted_and_contacted(stage, firm)
    await _a_return_is_disputed_and_overruled(stage, firm)
    await _a_deadline_is_missed_twice(stage, firm)
    await _a_meeting(stage, firm)
    await _the_digest(stage, firm)


async def _morning_calls(stage: Stage, firm: Firm) -> None:
    await stage.at(at(9, 10))
    await firm.orlova.say("/call")
    await firm.orlova.say("ООО Ромашка +7 900 000-00-12")
    await firm.orlova.press("Новый")
    await firm.orlova.press("Договорились")
    await firm.orlova.say("просят показать отчёты")
    await firm.orlova.say("сегодня в 11")
    await firm.orlova.press("Верно")
    await firm.orlova.press("Сохранить")
    await firm.orlova.sees("✅ Записано")

    await stage.at(at(9, 20))
    await firm.smirnov.say("/call")
    await firm.smirnov.say("ЗАО Лютик +7 900 000-00-13")
    await firm.smirnov.press("Новый")
    await firm.smirnov.press("Не дозвонился")
    assert "11:20" in (await firm.smirnov.sees("✅ Записано")).text


async def _a_lead_is_accepted_and_contacted(stage: Stage, firm: Firm) -> None:
    await stage.at(at(10))
    await submit(firm.orlova, "ООО Ромашка", step=None)
    card = await firm.karimov.sees("Новый лид")
    assert "ответьте до 10:30" in card.text.lower()
    assert card.text.count("\n") < 12
    assert await firm.belova.count("Новый лид") == 0
    assert "Орлова → Каримов · ответ до 10:30" in (await firm.group.texts(firm.head))[-1]

    await stage.at(at(10, 7))
    await firm.karimov.press("Принять")
    posts = await firm.group.texts(firm.head)
    assert posts[-1] == "✅ «ООО Ромашка»: Орлова → Каримов · принят за 7 мин"
    assert not any("+7" in post for post in posts)
    await firm.orlova.sees("принято за 7 мин · Каримов")

    await stage.at(at(11))
    await firm.karimov.sees("⏰ 11:00 · Звонок · «ООО Ромашка»")
    taps = firm.karimov.taps
    await firm.karimov.press("Записать звонок")
    await firm.karimov.press("Договорились")
    await firm.karimov.press("завтра 10:00")
    await firm.karimov.sees("Первый контакт подтверждён")
    assert firm.karimov.taps - taps == 3
    await firm.orlova.sees("первый контакт есть · Каримов")


async def _a_return_is_disputed_and_overruled(stage: Stage, firm: Firm) -> None:
    await stage.at(at(11, 20))
    await firm.smirnov.sees("⏰ 11:20 · Звонок · «ЗАО Лютик»")
    await firm.smirnov.press("Записать звонок")
    await firm.smirnov.press("Думает")
    await firm.smirnov.press("завтра 10:00")

    await stage.at(at(12))
    await submit(firm.smirnov, "ЗАО Лютик", step="сегодня в 16:00")
    await stage.at(at(12, 5))
    await firm.belova.press("Вернуть")
    await firm.belova.press("Бюджет")
    await firm.belova.say("готовы только до 300 000 ₽")
    returned = await firm.smirnov.sees("возврат · Белова")
    assert "Бюджет: «готовы только до 300 000 ₽»" in returned.text
    await firm.smirnov.press("Не согласен")
    await stage.at(at(12, 12))
    await firm.head.press("Лид хороший")
    await stage.at(at(12, 15))
    again = await firm.belova.with_button("Принять")
    assert not any("Вернуть" in button for button in again.buttons)
    await firm.belova.press("Принять")
    assert (await firm.group.texts(firm.head))[-1].endswith("принят за 3 мин")


async def _a_deadline_is_missed_twice(stage: Stage, firm: Firm) -> None:
    await stage.at(at(13))
    await submit(firm.smirnov, "ИП Астра +7 900 000-00-14", step="сегодня в 16:30")
    await stage.at(at(13, 21))
    await firm.karimov.sees("⏰ «ИП Астра»: ответ до 13:30")
    await stage.at(at(13, 31))
    assert "ответ до 14:01" in (await firm.group.texts(firm.head))[-1]
    assert "Принять" not in " ".join((await firm.karimov.sees("ИП Астра")).buttons)
    await stage.at(at(14, 2))
    await firm.head.sees("ИП Астра")
    await firm.head.press("Каримов")
    await stage.at(at(14, 7))
    await firm.karimov.press("Принять")
    await firm.smirnov.sees("принято за 5 мин · Каримов")


async def _a_meeting(stage: Stage, firm: Firm) -> None:
    await stage.at(at(14, 30))
    await firm.karimov.say("/meeting")
    await firm.karimov.press("Назначить")
    await firm.karimov.press("ООО Ромашка")
    await firm.karimov.say("сегодня в 16")
    await firm.karimov.press("Верно")
    await firm.karimov.say("Ленина, 5")
    await firm.karimov.press("Сохранить")
    await stage.at(at(15))
    assert "Начало через 1 ч" in (await firm.karimov.sees("16:00 · Встреча · «ООО Ромашка»")).text
    await stage.at(at(16))
    taps = firm.karimov.taps
    await firm.karimov.press("Записать встречу")
    await firm.karimov.press("Договорились")
    await firm.karimov.press("завтра 10:00")
    assert firm.karimov.taps - taps == 3


async def _the_digest(stage: Stage, firm: Firm) -> None:
    """Worked out by hand from the acts above.

    Calls: Орлова 9:10; Смирнов 9:20 and 11:20; Каримов 11:00. Meetings: Каримов 16:00. Leads: submitted at 10:00, 12:00
    and 13:00; the one returned in between was overruled, so it is no return; accepted after 7, 3 and 5 minutes, usually
    5. Deadlines missed: Каримов 13:30, Белова 14:01. Steps past their time: Лютик 16:00, Белова; Астра 16:30, Каримов.
    """
    await stage.at(at(18))
    digest = await firm.head.sees("Итоги")
    assert digest.text.splitlines() == [
        f"📊 Итоги · {plain(load().date(DAY, DAY))}",
        "📞 4 звонка",
        "Поговорили 3",
        "🤝 1 встреча",
        "🎯 3 лида передано",
        "Принято 3",
        "⏰ Лид принимают за 5 мин",
        "⚠️ Пропущено 2 срока ответа",
        "⚠️ Просрочено 2 шага: Белова 1, Каримов 1",
        "Обычно: пока нет данных.",
        "⚠️ Без записей: Белова",
    ]
    await stage.at(at(18, 30))
    assert await firm.head.count("Итоги") == 1
    await firm.head.press("Люди")
    people = (await firm.head.last()).text.splitlines()[2:]
    assert people == [
        "Каримов: 📞 1 · 🤝 1 · 🎯 0 / 2",
        "Смирнов: 📞 2 · 🤝 0 · 🎯 2 / 0",
        "Орлова: 📞 1 · 🤝 0 · 🎯 1 / 0",
        "Белова: 📞 0 · 🤝 0 · 🎯 0 / 1",
    ]
