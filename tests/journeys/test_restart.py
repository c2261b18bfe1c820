"""The process is stopped and started again after every single act of a person, in every conversation."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Life
from tests.journeys.firm import ANSWERS, Firm, found, submit
from tests.journeys.stage import Stage

CLIENT = "ООО Ромашка +7 900 000-00-12"

#: Who, what they do one after another (`>` presses), and what they see at the end.
TALKS: dict[str, tuple[str, list[str], str]] = {
    "a call": (
        "orlova",
        ["/call", CLIENT, ">Новый", ">Договорились", "просят отчёты", "завтра в 10", ">Верно", ">Сохранить"],
        "✅ Записано",
    ),
    "a planned meeting": (
        "karimov",
        ["/meeting", ">Назначить", CLIENT, ">Новый", "завтра в 16", ">Верно", "Ленина, 5", ">Сохранить"],
        "✅ Назначено",
    ),
    "a lead": (
        "orlova",
        ["/lead", CLIENT, ">Новый", *ANSWERS, "завтра в 11", ">Верно", ">Сайт", ">Передать"],
        "🎯 Передано",
    ),
    "a parked lead": (
        "orlova",
        ["/lead", CLIENT, ">Новый", ANSWERS[0], ">Нет", "не наш продукт", ">через 3 месяца"],
        "Лид отложен",
    ),
    "an invite": ("head", ["/team", ">Пригласить", ">хантер", ">лидоруб", ">Создать ссылку"], "start="),
    "settings": ("head", ["/settings", ">Срок ответа", "45"], "45 мин"),
    "being busy": ("karimov", ["/busy", ">завтра"], "завтра"),
}


@pytest.mark.parametrize("talk", TALKS)
async def test_a_conversation_goes_on_after_a_restart_at_each_step(talk: str, stage: Stage, life: Life) -> None:
    firm = await found(stage, life)
    who, acts, end = TALKS[talk]
    await _restless(stage, life, firm, who, acts)
    await getattr(firm, who).sees(end)


async def test_a_return_goes_on_after_a_restart_at_each_step(stage: Stage, life: Life) -> None:
    firm = await found(stage, life)
    await submit(firm.orlova, CLIENT, step="завтра в 11")
    await _restless(stage, life, firm, "karimov", [">Вернуть", ">Бюджет", "готовы только до 300 000 ₽"])
    await _restless(stage, life, firm, "orlova", [">Не согласен"])
    await _restless(stage, life, firm, "head", [">Возврат верный"])
    await firm.orlova.sees("Бюджет: «готовы только до 300 000 ₽»")


async def _restless(stage: Stage, life: Life, firm: Firm, who: str, acts: list[str]) -> None:
    person = getattr(firm, who)
    for act in acts:
        if act.startswith(">"):
            await person.press(act[1:])
        else:
            await person.say(act)
        await life.restart()
        await stage.idle()
