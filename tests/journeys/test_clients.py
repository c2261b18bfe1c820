"""One client, told of twice: the request reaches its owner, the second card is found and merged, nothing is lost."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Life
from tests.journeys.firm import Firm, found
from tests.journeys.stage import Person, Stage


@pytest.fixture
async def firm(stage: Stage, life: Life) -> Firm:
    return await found(stage, life)


async def spoke(rep: Person, client: str) -> None:
    await rep.say("/call")
    await rep.say(client)
    await rep.press("Новый")
    await rep.press("Не дозвонился")


async def test_a_client_that_two_have_found_becomes_one_with_both_histories(life: Life, firm: Firm) -> None:
    await spoke(firm.orlova, "ООО «Ромашка» +7 900 000-00-12")
    await firm.karimov.say("/find ромашка")
    await firm.karimov.sees("Телефоны и историю видит тот, кто ведёт клиента")
    await firm.karimov.press("Передать запрос")
    await firm.karimov.say("Просят счёт на второй модуль")
    await firm.karimov.press("Рекомендация")
    await life.restart()
    await firm.karimov.press("Отправить")
    assert "Ромашка" in (await firm.orlova.sees("Просят счёт на второй модуль")).text, "its owner is asked first"

    await firm.karimov.say("/call")
    await firm.karimov.say("Ромашка +7 900 000-00-77")
    await firm.karimov.press("Новый")
    alike = await firm.karimov.sees("Похоже, такой клиент уже есть")
    assert "Это он: ООО «Ромашка» · Орлова" in alike.buttons, "before a second one is made"
    await firm.karimov.press("Нет, это новый")
    await firm.karimov.press("Не дозвонился")

    await firm.head.say("/find +79000000012")
    await firm.head.press("Объединить")
    await firm.head.press("Ромашка")
    asked = await firm.head.sees("Один и тот же клиент?")
    assert asked.text.count("записи: 1") == 2
    await life.restart()
    await firm.head.press("✅ Объединить")
    await firm.head.press("Карточка")
    card = await firm.head.last()
    assert "+7 900 000-00-12" in card.text
    assert "+7 900 000-00-77" in card.text
    await firm.head.press("История")
    history = (await firm.head.last()).text
    assert "Объединено" in history
    assert history.count("нет ответа") == 2
    await firm.karimov.sees("Объединено")
    await firm.karimov.say("/find +79000000077")
    assert "Ведёт Елена Орлова" in (await firm.karimov.last()).text
