"""An inbound request over HTTP: from a reply in the group to the lead's form, missed twice, and raced for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import Firm, found
from tests.journeys.stage import Pressed, Stage, plain, press_together

DAY = ordinary_wednesday()
SAID = "Нужен склад на 20 человек, звоните +7 900 000-00-12"


def at(hour: int, minute: int = 0) -> datetime:
    return moscow(DAY, hour, minute)


@pytest.fixture
async def firm(stage: Stage, life: Life) -> Firm:
    made = await found(stage, life)
    await stage.at(at(10))
    return made


async def passed_on(stage: Stage, firm: Firm, said: str = SAID) -> None:
    """Somebody from outside writes in the group, the hunter answers with the command."""
    guest = await stage.person("Иван Ильин")
    await stage.ask("POST", f"/groups/{firm.group.id}/join", {"person": guest.id})
    await stage.ask("POST", f"/chats/{firm.group.id}/messages", {"from": guest.id, "text": said})
    (message,) = [one for one in await firm.group.messages(reader=firm.karimov.id) if one.text == said]
    await firm.karimov.say("/lead", chat=firm.group, reply_to=message.id)


async def line(firm: Firm) -> str:
    return next(text for text in reversed(await firm.group.texts(firm.head)) if "Заявка ·" in text)


async def test_a_reply_in_the_group_becomes_a_card_and_then_a_filled_in_lead(
    stage: Stage, life: Life, firm: Firm
) -> None:
    await passed_on(stage, firm)
    asked = "💬 Заявка · Другое: «Нужен склад на 20 человек, звоните …» · Орлова, ответ до 10:3"
    assert (await line(firm)).startswith(asked)
    card = await firm.orlova.sees("Заявка · Другое")
    assert "👤 Иван Ильин, +7 900 000-00-12" in card.text
    taps = firm.orlova.taps
    await firm.orlova.press("Беру")
    assert "» · Орлова, за " in await line(firm)
    await life.restart()
    await firm.orlova.press("Оформить лид")
    await firm.orlova.press("Новый")
    await firm.orlova.say("ООО «Ромашка»")
    form = await firm.orlova.last()
    assert "«Ромашка»" in form.text and "Шаг 1" in form.text
    assert firm.orlova.taps - taps == 3
    assert await line(firm) == "✅ Заявка · Другое: «Нужен склад на 20 человек, звоните …» · «Ромашка», Орлова"
    assert not any("900" in text for text in (await firm.group.texts(firm.head))[1:] if "Заявка ·" in text)
    await firm.orlova.say("/cancel")
    await firm.orlova.say("/find Ромашка")
    shown = await firm.orlova.sees("+7 900 000-00-12")
    assert "Иван Ильин" in shown.text and "Нужен склад на 20 человек" in shown.text


async def test_missed_twice_it_is_the_heads_who_gives_it_to_somebody(stage: Stage, firm: Firm) -> None:
    await passed_on(stage, firm)
    await stage.at(at(10, 25))
    await firm.orlova.sees("Заявка · Другое: ответ до 10:3")
    await stage.at(at(10, 40))
    assert "Смирнов, ответ до 11:" in await line(firm)
    assert "Смирнов, ответ до 11:" in (await firm.orlova.sees("Заявка · Другое")).text
    await stage.at(at(11, 20))
    assert (await line(firm)).endswith("решает руководитель")
    assert "Ответа в срок нет (Орлова, Смирнов)" in (await firm.head.sees("не взята")).text
    answer = await firm.head.press("Анна Белова")
    assert "Анна Белова: ответ до 11:5" in plain((answer or {}).get("text"))
    await firm.belova.press("Беру")
    assert "Белова" in await line(firm)


async def test_of_two_who_press_at_once_one_has_it_and_the_other_learns_who(stage: Stage, firm: Firm) -> None:
    for number in range(3):
        await stage.at(at(11) + timedelta(hours=2 * number))
        await passed_on(stage, firm, f"Заявка номер {number}: нужен склад")
        await stage.at(at(11, 40) + timedelta(hours=2 * number))
        pressed = await press_together(stage, (firm.orlova, "Беру"), (firm.smirnov, "Беру"))
        (winner,) = [one for one in pressed if said(one) == "Заявка у вас"]
        (loser,) = [one for one in pressed if one is not winner]
        assert winner.person.name in said(loser)
        assert not any("Беру" in button for button in (await loser.person.sees(f"номер {number}")).buttons)
        await winner.person.press("Закрыть")
        await winner.person.press("Спам")
        assert (await line(firm)).endswith("закрыта: Спам")


def said(pressed: Pressed) -> str:
    return plain((pressed.answer or {}).get("text"))
