"""The process is stopped and started again after every single act of a person, through the talks below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import ANSWERS, Firm, found
from tests.journeys.stage import Stage

ROMASHKA, ASTRA, PION = "ООО Ромашка +7 900 000-00-12", "ИП Астра +7 900 000-00-14", "АО Пион +7 900 000-00-15"


@dataclass(frozen=True)
class Talk:
    """Who, what they do one after another (`>` presses), and what they see at the end."""

    who: str
    acts: list[str]
    end: str


MORNING = [
    Talk("owner", ["/settings", ">Компания", ">Итоги дня", "18:30", ">Сохранить"], "18:30"),
    Talk("head", ["/settings", ">Срок ответа", "45"], "45 мин"),
    Talk("head", ["/team", ">Пригласить", ">хантер", ">лидоруб", ">Создать ссылку"], "start="),
    Talk(
        "orlova",
        ["/call", ROMASHKA, ">Новый", ">Договорились", "просят отчёты", "завтра в 10", ">Верно", ">Сохранить"],
        "✅ Записано",
    ),
    Talk(
        "belova",
        ["/meeting", ">Назначить", PION, ">Новый", "завтра в 16", ">Верно", "Ленина, 5", ">Сохранить"],
        "✅ Назначено",
    ),
    Talk("orlova", ["/lead", ASTRA, ">Новый", *ANSWERS, "завтра в 11", ">Верно", ">Сайт", ">Передать"], "🎯 Передано"),
    Talk("karimov", [">Занято до", ">До конца дня"], "передан дальше"),
    Talk("belova", [">Вернуть", ">Бюджет", "готовы только до 300 000 ₽"], "↩️ Лид возвращён"),
    Talk("orlova", [">Не согласен"], "Решит: Громов"),
    Talk("head", [">Лид хороший"], "ИП Астра"),
    Talk("belova", [">Принять"], "✅ Лид принят"),
    Talk("head", ["/find", "Астра", ">ИП Астра", ">Освободить", ">Вернуть: Орлова", "не те данные"], "освобождён"),
    Talk("orlova", ["/find", "Астра", ">ИП Астра", ">Следующий шаг", "завтра в 15", ">Верно"], "✅ Назначено"),
    Talk(
        "orlova",
        ["/lead", ">Новый лид", ">Ромашка", ANSWERS[0], ">Нет", "не наш продукт", ">через 3 месяца"],
        "Лид отложен",
    ),
    Talk("head", ["/find", "Ромашка", ">ООО Ромашка", ">Закрыть лид", ">Не нужно", "своя система"], "Лид закрыт"),
    Talk("karimov", ["/busy", ">завтра"], "завтра"),
]
NEXT_DAY = [
    Talk("orlova", [">Отложить", ">Другое время", "сегодня в 17", ">Верно"], "17:00"),
    Talk("orlova", ["/today"], "Мой день"),
    Talk("head", ["/kpi"], "Громов"),
    Talk("head", ["/digest", ">Люди", ">Орлова"], "Орлова"),
]


async def test_each_talk_goes_on_after_a_restart_at_every_step(stage: Stage, life: Life) -> None:
    firm = await found(stage, life)
    for talk in MORNING:
        await _restless(stage, life, firm, talk)
    await stage.at(moscow(ordinary_wednesday() + timedelta(days=1), 11))
    for talk in NEXT_DAY:
        await _restless(stage, life, firm, talk)


async def _restless(stage: Stage, life: Life, firm: Firm, talk: Talk) -> None:
    person = getattr(firm, talk.who)
    for act in talk.acts:
        if act.startswith(">"):
            await person.press(act[1:])
        else:
            await person.say(act)
        await life.restart()
        await stage.idle()
    await person.sees(talk.end)
