"""A deal over HTTP with counted taps: opened, moved under a logged call, lost for now, taken up again and won."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Life
from tests.journeys.firm import Firm, found
from tests.journeys.stage import Stage


@pytest.fixture
async def firm(stage: Stage, life: Life) -> Firm:
    return await found(stage, life)


async def test_a_deal_goes_its_way_in_few_taps_and_over_a_restart(stage: Stage, life: Life, firm: Firm) -> None:
    rep = firm.karimov
    await rep.say("/call")
    await rep.say("ООО «Ромашка» +7 900 000-00-12")
    await rep.press("Новый")
    await rep.press("Не дозвонился")
    await rep.say("/find Ромашка")
    await rep.press("Открыть сделку")
    assert "Этап: квалификация" in (await rep.last()).text

    await rep.say("/call Ромашка: договорились, перезвонить завтра в 15")
    await rep.press("Записать")
    taps = rep.taps
    await life.restart()
    await rep.press("→ презентация")
    assert rep.taps - taps == 1
    assert "квалификация → презентация" in (await rep.last()).text

    await rep.press("🏁 Сделка")
    taps = rep.taps
    await rep.press("Другой этап")
    await rep.press("КП")
    await rep.press("Ждём клиента до")
    await life.restart()
    await rep.press("через неделю")
    assert rep.taps - taps == 4, "the stage and «until when», two presses each"
    assert "презентация → КП" in (await rep.last()).text

    await rep.press("🏁 Сделка")
    await rep.press("Уточнить")
    await rep.press("Сумма")
    await rep.say("1.2 млн")
    assert "1 200 000 ₽" in (await rep.last()).text
    await rep.press("Срок")
    await rep.press("через неделю")
    await firm.head.say("/pipeline")
    assert "КП: 1 · 1 200 000 ₽" in (await firm.head.last()).text

    await rep.press("Назад")
    await rep.press("Проиграна")
    await rep.press("Не сейчас")
    await rep.say("бюджет весной")
    await rep.press("Вернуться позже")
    await rep.press("через 3 месяца")
    assert "Сделка отложена" in (await rep.last()).text
    await rep.press("🏁 Сделка")
    await rep.press("Вернуть в работу")
    await rep.press("через час")
    assert "отложена → КП" in (await rep.last()).text
    await rep.press("🏁 Сделка")
    await rep.press("Выиграна")
    assert "Сделка выиграна · «Ромашка» · 1 200 000 ₽" in (await rep.last()).text
    await rep.press("Отменить итог")
    assert "снова КП" in (await rep.last()).text
