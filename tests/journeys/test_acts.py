"""A rep's own day over HTTP: logging through restarts, reminders by the clock, taps and messages counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import hire
from tests.journeys.stage import Person, Stage, plain

DAY = ordinary_wednesday()


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return moscow(DAY + timedelta(days=days), hour, minute)


@pytest.fixture
async def rep(stage: Stage, life: Life) -> Person:
    owner = await stage.person("Ольга Павлова")
    await owner.say(f"/start {await life.owner_token()}")
    await owner.say("Заря")
    await owner.press("Я")
    await owner.press("Сохранить")
    return await hire(stage, owner, "Елена Орлова", "лидоруб")


async def sent(stage: Stage, after: int) -> list[str]:
    """Messages and edits of the bot since then; answers to presses are no messages."""
    shown = ("sendMessage", "editMessageText")
    return [call["method"] for call in await stage.calls(after) if call["method"] in shown]


async def with_client(rep: Person, line: str = "ООО «Ромашка» +7 900 000-00-12") -> None:
    await rep.say("/call")
    await rep.say(line)
    await rep.press("Новый")


async def test_the_guided_way_survives_a_restart_at_every_step(stage: Stage, life: Life, rep: Person) -> None:
    await rep.say("/call")
    await life.restart()
    await rep.say("ООО «Ромашка» +7 900 000-00-12")
    await life.restart()
    await rep.press("Новый")
    await rep.press("Думает")
    await life.restart()
    await rep.say("просят расчёт")
    await life.restart()
    await rep.say("пт 15:30")
    await rep.press("Верно")
    await life.restart()
    await rep.press("Сохранить")
    saved = await rep.sees("✅ Записано")
    assert "15:30" in saved.text
    await life.restart()
    await rep.press("Отменить запись")
    await rep.sees("Запись отменена")


async def test_a_guided_call_takes_five_taps_and_a_message_per_answer(stage: Stage, rep: Person) -> None:
    await with_client(rep)
    await rep.press("Не дозвонился")
    before, taps = await stage.last_call(), rep.taps
    await rep.say("/call")
    await rep.press("Ромашка")
    await rep.press("Договорились")
    await rep.press("Пропустить")
    await rep.press("завтра 10:00")
    await rep.press("Сохранить")
    assert rep.taps - taps == 5
    assert (await sent(stage, before)).count("sendMessage") == 1, "one live message from the command to the end"


async def test_from_the_reminder_three_taps_and_no_new_message(stage: Stage, rep: Person) -> None:
    await with_client(rep)
    await rep.press("Не дозвонился")
    await stage.at(at(11))
    await rep.sees("⏰ 11:00 · Звонок · «Ромашка»")
    before, taps = await stage.last_call(), rep.taps
    await rep.press("Записать звонок")
    await rep.press("Думает")
    await rep.press("завтра 10:00")
    assert rep.taps - taps == 3
    assert (await sent(stage, before)) == ["editMessageText"] * 3
    await stage.at(at(10, days=1))
    assert await rep.count("⏰ 10:00 · Звонок") == 1


async def test_reminders_of_a_quarter_of_an_hour_come_together_and_missed_ones_once(
    stage: Stage, life: Life, rep: Person
) -> None:
    await with_client(rep)
    await rep.press("Не дозвонился")
    await stage.at(at(9, 10))
    await with_client(rep, "Василёк +7 900 000-00-13")
    await rep.press("Не дозвонился")
    await stage.at(at(11, 5))
    assert await rep.count("11:00 · Звонок") == 0, "held for the other one"
    await stage.at(at(11, 10))
    await rep.sees("Напоминаний: 2")
    await rep.press("11:00 «Ромашка»")
    await rep.press("Отложить")
    await rep.press("Завтра")
    await life.end()
    await stage.ask("POST", "/clock", {"to": at(11, days=1).isoformat()})
    await life.start()
    await stage.at(at(11, 1, days=1))
    assert "Звонок · «Ромашка»" in (await rep.sees("С опозданием")).text
    assert await rep.count("С опозданием") == 1


async def test_a_double_press_saves_once(stage: Stage, rep: Person) -> None:
    await with_client(rep)
    await rep.press("Думает")
    await rep.press("Пропустить")
    await rep.press("завтра 10:00")
    review = await rep.with_button("Сохранить")
    data = next(button["data"] for row in review.raw["buttons"] for button in row if "Сохранить" in button["text"])
    press = {"from": rep.id, "data": data}
    for _ in range(2):
        answer = await stage.ask("POST", f"/chats/{rep.id}/messages/{review.id}/press", press)
        await stage.idle()
    assert "уже не действует" in answer["answer"]["text"]
    await rep.press("Карточка")
    await rep.press("История")
    assert (await rep.last()).text.count("📞") == 1


async def test_two_conversations_at_once_ask_which_to_keep(stage: Stage, rep: Person) -> None:
    await with_client(rep)
    await rep.press("Думает")
    await rep.say("/meeting")
    assert "Не закончено: запись звонка" in (await rep.last()).text
    await rep.press("Продолжить")
    await rep.press("Пропустить")
    await rep.say("/cancel")
    await rep.sees("Отменено, ничего не записано.")
    await rep.say("/call")
    assert "Какой клиент?" in (await rep.last()).text


async def test_whatever_is_sent_is_answered_and_the_step_stays(stage: Stage, rep: Person) -> None:
    await rep.say("/call")
    assert "нужен текст" in (await rep.say(sticker="👍") and await rep.sees("нужен текст")).text
    await rep.say("Завод 7701234567")
    await rep.sees("Номер 7701234567 не похож")
    await rep.say("ы" * 4096)
    await rep.sees("Слишком длинно")
    await rep.say("<b>Завод</b> & \u202eКо 👨‍👩‍👧")
    await rep.press("Новый")
    await rep.press("Думает")
    await rep.press("Пропустить")
    await rep.say("24.11.2020 в 9")
    await rep.sees("«24.11.2020 в 9»")
    await rep.say("31.02")
    await rep.sees("такой даты или такого часа нет")
    await rep.press("завтра 10:00")
    await rep.press("Сохранить")
    assert "<b>Завод</b> & Ко" in (await rep.sees("✅ Записано")).text


async def test_a_hand_made_press_with_an_endless_number_is_an_old_button(stage: Stage, rep: Person) -> None:
    shown = await rep.say("/menu")
    chat = {"id": rep.id, "type": "private"}
    press = {
        "id": "1",
        "from": {"id": rep.id, "is_bot": False, "first_name": "Елена"},
        "chat_instance": "1",
        "message": {"message_id": shown.id, "date": 1, "chat": chat, "text": "x"},
    }
    for prefix in ("cl", "ld", "of:take"):
        before = await stage.last_call()
        data = f"{prefix}:{'9' * 30}"
        await stage.ask("POST", "/updates", {"callback_query": {**press, "id": prefix, "data": data}})
        await stage.idle()
        answers = [call for call in await stage.calls(before) if call["method"] == "answerCallbackQuery"]
        assert "уже не действует" in plain(answers[0]["params"]["text"])
