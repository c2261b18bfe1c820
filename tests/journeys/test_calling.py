"""A day on the phone over HTTP: eighty calls from one list, with counted taps and messages, through restarts and an
undo; the rest of the list the next day."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import Firm, found
from tests.journeys.stage import Person, Stage

CALLS, PHONELESS = 80, 2
#: What is pressed for one call after the other: as on a cold list, most aren't reached.
WAYS = (
    ["Не дозвонился"],
    ["Отказ", "Без шага"],
    ["Не дозвонился"],
    ["Договорились", "завтра 10:00"],
    ["Неверный номер"],
)


@pytest.fixture
async def firm(stage: Stage, life: Life) -> Firm:
    return await found(stage, life)


async def bring(firm: Firm, calls: int, phoneless: int = 0) -> None:
    rows = ["Название;Телефон;Ответственный"]
    rows += [f"Завод {n:02};+7900000{n:04};Орлова" for n in range(1, calls + 1)]
    rows += [f"Склад {n:02};;Орлова" for n in range(phoneless)]
    content = base64.b64encode("\r\n".join(rows).encode()).decode()
    await firm.head.say("/import")
    await firm.head.say(document={"name": "base.csv", "base64": content})
    await firm.head.press("Импортировать")


async def shown(stage: Stage, rep: Person, after: int) -> list[str]:
    """Messages and edits in the rep's chat since then."""
    calls = [call for call in await stage.calls(after) if call["method"] in ("sendMessage", "editMessageText")]
    return [call["method"] for call in calls if str(call["params"].get("chat_id")) == str(rep.id)]


async def test_eighty_calls_take_at_most_two_taps_each_and_one_live_message(
    stage: Stage, life: Life, firm: Firm
) -> None:
    rep = firm.orlova
    await bring(firm, CALLS, PHONELESS)
    before = await stage.last_call()
    await rep.say("/dial")
    assert "Из импорта, без телефона: 2" in (await rep.last()).text
    await rep.press(f"Из импорта · {CALLS}")
    live = await rep.last()
    assert live.text.startswith("Без телефона, не вошли: 2\n\n📞 Завод 01 · 1 из 80"), live.text
    per_call, expected = [], 0
    for number in range(CALLS):
        way, taps = WAYS[number % len(WAYS)], rep.taps
        for button in way:
            await rep.press(button, on=await rep.last())
        per_call.append(rep.taps - taps)
        expected += len(way)
        if number in (20, 41):
            await life.restart()
    assert max(per_call) <= 2 and sum(per_call) == expected
    over = await rep.last()
    assert over.id == live.id, "one live message"
    assert "звонков: 80" in over.text
    assert "Договорились: 16 · отказ: 16 · нет ответа: 32" in over.text
    assert await shown(stage, rep, before) == ["sendMessage"] + ["editMessageText"] * (1 + expected)


async def test_undo_is_one_tap_and_the_list_goes_on_the_next_day(stage: Stage, life: Life, firm: Firm) -> None:
    rep = firm.orlova
    await bring(firm, 5)
    await rep.say("/dial")
    await rep.press("Из импорта · 5")
    await rep.press("Не дозвонился")
    await life.restart()
    taps = rep.taps
    await rep.press("Отменить: «Завод 01»")
    assert rep.taps - taps == 1
    assert "↩️ «Завод 01»: отменено" in (await rep.last()).text
    await rep.press("Отказ")
    await life.restart()
    await rep.press("Без шага")
    await rep.press("Пропустить")
    await rep.press("Закончить")
    assert "звонков: 1" in (await rep.last()).text
    await life.restart()
    await stage.at(moscow(ordinary_wednesday() + timedelta(days=1), 9, 30))
    await rep.say("/dial")
    await rep.press("Из импорта · осталось 3 из 5")
    await rep.press("Продолжить")
    assert "Завод 03 · 3 из 5" in (await rep.last()).text
    await rep.say("/find Завод 01")
    await rep.press("История")
    assert (await rep.last()).text.count("📞") == 1, "the call that was taken back is no call"


async def test_a_double_press_is_one_call(stage: Stage, firm: Firm) -> None:
    rep = firm.orlova
    await bring(firm, 3)
    await rep.say("/dial")
    await rep.press("Из импорта · 3")
    card = await rep.last()
    data = next(b["data"] for row in card.raw["buttons"] for b in row if "Не дозвонился" in b["text"])
    for _ in range(2):
        await stage.ask("POST", f"/chats/{rep.id}/messages/{card.id}/press", {"from": rep.id, "data": data})
        await stage.idle()
    assert (await rep.last()).text.startswith("✅ «Завод 01»: нет ответа"), "the receipt gives the first result"
    assert "Завод 02 · 2 из 3" in (await rep.last()).text
    await rep.press("Закончить")
    assert "звонков: 1" in (await rep.last()).text


async def test_a_leads_answer_is_filled_on_the_way(stage: Stage, life: Life, firm: Firm) -> None:
    rep = firm.orlova
    await bring(firm, 2)
    await rep.say("/dial")
    await rep.press("Из импорта · 2")
    await rep.press("Ответы лида")
    await life.restart()
    await rep.say("заявки из мессенджеров теряются")
    await rep.press("Отмена")
    await life.restart()
    card = await rep.last()
    assert "🎯 Лид готов на 1 из 4" in card.text and "Завод 01 · 1 из 2" in card.text
    await rep.press("Не дозвонился")
    assert "Завод 02 · 2 из 2" in (await rep.last()).text
