"""The first leg of the relay, clicked through in the page alone: on a desk and on a phone, by day and by night."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import ANSWERS, found
from tests.journeys.stage import Stage
from tests.page.browser import LOOKS, Look, a_browser, low_contrasts, opened, overflow
from tests.page.messenger import Chat, Messenger

DAY = ordinary_wednesday()


async def readable(messenger: Messenger) -> None:
    assert await low_contrasts(messenger.page) == []
    assert await overflow(messenger.page) <= 0


@pytest.mark.parametrize("look", LOOKS, ids=str)
async def test_the_first_leg_is_played_by_clicking(look: Look, stage: Stage, life: Life) -> None:
    await found(stage, life)
    await stage.at(moscow(DAY, 10))
    async with a_browser() as browser, opened(browser, life.url, look) as page:
        messenger = Messenger(page, look)
        await messenger.ready()
        await readable(messenger)
        await _a_call_is_logged(await messenger.open("Елена Орлова"), messenger)
        await _a_lead_is_handed_over(await messenger.open("Елена Орлова"), messenger)
        await _it_is_accepted(await messenger.open("Тимур Каримов"), messenger)
        group = await messenger.open("Продажи")
        await group.sees("✅ «ООО Ромашка»: Орлова → Каримов · принят")
        await readable(messenger)
        await _the_first_contact_is_logged(await messenger.open("Тимур Каримов"))
        giver = await messenger.open("Елена Орлова")
        await giver.sees("первый контакт есть · Каримов")
        await readable(messenger)


async def _a_call_is_logged(rep: Chat, messenger: Messenger) -> None:
    await rep.say("/call")
    await rep.sees("Какой клиент?")
    await rep.say("ООО Ромашка +7 900 000-00-12")
    await rep.press("Новый")
    await rep.press("Договорились")
    await rep.say("просят показать отчёты")
    await rep.say("сегодня в 11")
    await rep.press("Верно")
    await readable(messenger)
    await rep.press("Сохранить")
    await rep.sees("✅ Записано")


async def _a_lead_is_handed_over(rep: Chat, messenger: Messenger) -> None:
    await rep.say("/lead")
    await rep.press("ООО Ромашка")
    for answer in ANSWERS:
        await rep.say(answer)
    await rep.press("Звонок: ")
    await rep.press("Сайт")
    await rep.sees(ANSWERS[0])
    await readable(messenger)
    await rep.press("Передать")
    await rep.sees("Передано")


async def _it_is_accepted(hunter: Chat, messenger: Messenger) -> None:
    card = await hunter.sees("Новый лид")
    await expect(card).to_contain_text("Елена Орлова")
    await readable(messenger)
    await hunter.press("Принять")
    await hunter.sees("✅ Лид принят · ООО Ромашка")


async def _the_first_contact_is_logged(hunter: Chat) -> None:
    await hunter.press("Записать звонок")
    await hunter.press("Договорились")
    await hunter.press("завтра 10:00")
    await hunter.sees("Первый контакт подтверждён")
