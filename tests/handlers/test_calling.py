"""Calling one after the other by presses: the card, the outcome, the next card; notes, times, undo, the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.activities import LogAct, log_act
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.phone import plain
from tests.handlers.rep import Rep

NAMES = ("Ромашка", "Лютик", "Василёк")


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова"))


@pytest.fixture
def clients(firm: Firm, rep: Rep) -> list[Client]:
    return [
        firm.client(rep.actor, f"ООО «{name}»", name.casefold(), f"+7900000001{number}")
        for number, name in enumerate(NAMES)
    ]


async def open_list(rep: Rep) -> None:
    await rep.write("/dial")
    await rep.tap("Холодные · 3")


async def test_the_card_tells_who_and_how_and_what_was_last(rep: Rep, clients: list[Client], firm: Firm) -> None:
    form = LogAct(clients[0].id, ActKind.CALL, Direction.COLD, Outcome.THINKING, "просят расчёт")
    log_act(firm.work, rep.actor, form, NOW - timedelta(days=1))
    await open_list(rep)
    assert rep.text.splitlines() == [
        "📞 <b>ООО «Лютик»</b> · 1 из 3",
        "👤 Пётр Ильин, +7 900 000-00-11",
        "Записей пока нет.",
        "",
        "Чем закончился звонок? Заметку или время можно написать.",
    ]
    await rep.tap("Пропустить", "Пропустить")
    assert "📞 <b>ООО «Ромашка»</b> · 3 из 3" in rep.text
    assert "📞 вчера, вт 24 ноября, 10:00 · думает · Орлова · «просят расчёт»" in rep.text


async def test_no_answer_is_one_tap_and_is_undone_by_one(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    before = rep.messages
    await rep.tap("Не дозвонился")
    lines = rep.text.splitlines()
    assert lines[0] == "✅ «Ромашка»: нет ответа · ⏰ Звонок, 12:00"
    assert lines[2] == "📞 <b>ООО «Лютик»</b> · 2 из 3"
    assert rep.acts(clients[0]) == [("call", "no_answer", "")]
    await rep.tap("Отменить: «Ромашка»")
    assert rep.text.splitlines()[0] == "↩️ «Ромашка»: отменено"
    assert "ООО «Ромашка»</b> · 1 из 3" in rep.text
    assert (rep.acts(clients[0]), rep.steps(clients[0])) == ([], [])
    assert not any("Отменить" in button for button in rep.buttons())
    await rep.tap("Не дозвонился")
    assert rep.acts(clients[0]) == [("call", "no_answer", "")]
    assert rep.messages == before, "one live message"


async def test_an_agreement_takes_a_second_tap_for_its_step(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Договорились")
    assert "договорились" in rep.text and "Что дальше" in rep.text
    assert [text for text in rep.buttons() if "10:00" in text] == ["завтра 10:00", "пт 10:00", "ср 10:00"]
    await rep.tap("завтра 10:00")
    assert rep.text.startswith("✅ «Ромашка»: договорились · ⏰ Звонок, завтра, чт 26 ноября, 10:00")
    assert rep.steps(clients[0]) == [("call", "Thu 26 10:00")]
    await rep.tap("Отказ", "Без шага")
    assert rep.text.startswith("✅ «Лютик»: отказ")
    assert rep.steps(clients[1]) == []


async def test_a_wrong_number_is_one_tap_too(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Неверный номер")
    assert rep.text.startswith("✅ «Ромашка»: неверный номер\n\n📞 <b>ООО «Лютик»")


async def test_a_double_press_is_one_call(rep: Rep, clients: list[Client], firm: Firm) -> None:
    await open_list(rep)
    number, data = rep.find("Не дозвонился")
    await rep.press_data(data, number)
    await rep.press_data(data, number)
    assert "Кто-то успел раньше" in rep.text, "without receipts the rules alone refuse it"
    assert "📞 <b>ООО «Лютик»</b> · 2 из 3" in rep.text
    assert [len(rep.acts(one)) for one in clients] == [1, 0, 0]


async def test_what_is_typed_belongs_to_the_card_that_is_open(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.write("говорили с секретарём")
    assert "💬 говорили с секретарём" in rep.text
    assert "📞 <b>ООО «Ромашка»</b> · 1 из 3" in rep.text
    await rep.tap("Не дозвонился")
    assert rep.acts(clients[0]) == [("call", "no_answer", "говорили с секретарём")]
    assert "секретарём" not in rep.text.split("📞")[1].split("</b>")[0]
    await rep.tap("Не дозвонился")
    assert rep.acts(clients[1]) == [("call", "no_answer", "")]


async def test_a_note_meant_for_the_call_before_goes_there_in_one_tap(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Не дозвонился")
    assert not any("К звонку" in button for button in rep.buttons())
    await rep.write("номер секретаря")
    await rep.tap("К звонку «Ромашка»")
    assert rep.text.startswith("💬 «Ромашка»: заметка записана")
    assert rep.acts(clients[0]) == [("call", "no_answer", "номер секретаря")]
    assert "💬 номер" not in rep.text
    await rep.tap("Отменить: «Ромашка»")
    assert rep.acts(clients[0]) == []


async def test_a_voice_is_the_note(rep: Rep, clients: list[Client], firm: Firm) -> None:
    await open_list(rep)
    await rep.speak(42)
    assert "голосовая, 0:42" in rep.text
    await rep.tap("Думает")
    await rep.speak(7, caption="перезвонит сам")
    assert "перезвонит сам (голосовая, 0:07)" in rep.text
    await rep.tap("завтра 10:00")
    assert [one.seconds for one in firm.work.voices.of_client(clients[0].id)] == [7]
    assert rep.acts(clients[0]) == [("call", "thinking", "перезвонит сам")]


async def test_a_voice_for_the_call_before_is_kept_with_it(rep: Rep, clients: list[Client], firm: Firm) -> None:
    await open_list(rep)
    await rep.tap("Не дозвонился")
    await rep.speak(9)
    await rep.tap("К звонку «Ромашка»")
    assert [one.seconds for one in firm.work.voices.of_client(clients[0].id)] == [9]


async def test_a_typed_time_is_the_next_step(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.write("пт 15:30")
    assert "⏰ Звонок: пт 27 ноября, 15:30 (Москва, UTC+3)" in rep.text
    await rep.tap("Думает")
    assert rep.steps(clients[0]) == [("call", "Fri 27 15:30")]
    await rep.tap("Думает")
    await rep.write("просят счёт")
    await rep.write("пт 16:00")
    assert "пт 27 ноября, 16:00</b> (Москва, UTC+3)" in rep.text
    await rep.tap("Верно")
    assert rep.steps(clients[1]) == [("call", "Fri 27 16:00")]
    assert rep.acts(clients[1]) == [("call", "thinking", "просят счёт")]


@pytest.mark.parametrize("button", [None, "Договорились"])
async def test_a_time_that_can_not_be_is_explained_and_the_card_stays(
    rep: Rep, clients: list[Client], button: str | None
) -> None:
    await open_list(rep)
    if button:
        await rep.tap(button)
    await rep.write("24.11.2020 в 9")
    assert any("уже прошло" in plain(shown.text) for shown in rep.screen.shown.values())
    assert "Ромашка" in rep.text and rep.acts(clients[0]) == []


async def test_any_other_step_can_be_agreed(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.write("хотят демо")
    await rep.tap("Договорились", "Другой шаг")
    assert "хотят демо" in rep.text and "договорились" in rep.text
    await rep.tap("Встреча", "Пропустить", "завтра 10:00")
    assert rep.steps(clients[0]) == [("meeting", "Thu 26 10:00")]
    assert rep.acts(clients[0]) == [("call", "agreed", "хотят демо")]
    await rep.tap("Отказ", "Другой шаг", "Без шага")
    assert rep.acts(clients[1]) == [("call", "refused", "")]


async def test_leaving_the_choice_of_a_step_comes_back_to_the_card(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Договорились", "Другой шаг", "Отмена")
    assert "Что дальше" in rep.text
    await rep.tap("Назад")
    assert "📞 <b>ООО «Ромашка»</b> · 1 из 3" in rep.text
    assert rep.acts(clients[0]) == []


async def test_a_leads_answers_are_filled_on_the_way(rep: Rep, clients: list[Client], firm: Firm) -> None:
    await open_list(rep)
    await rep.tap("Ответы лида")
    assert "Какие проблемы" in rep.text
    await rep.write("заявки теряются")
    await rep.tap("Отмена")
    assert "📞 <b>ООО «Ромашка»</b> · 1 из 3" in rep.text
    assert "🎯 Лид готов на 1 из 4" in rep.text
    await rep.tap("Ответы лида")
    assert "Что из нашего" in rep.text, "it goes on where it stopped"
    await rep.tap("Нет")
    await rep.write("не по адресу")
    await rep.tap("через месяц")
    assert "отложен" in rep.text.splitlines()[0].casefold(), rep.text
    assert "📞 <b>ООО «Ромашка»</b> · 1 из 3" in rep.text
    await rep.tap("Не дозвонился")
    assert "📞 <b>ООО «Лютик»</b> · 2 из 3" in rep.text


async def test_cancelling_deep_in_the_leads_form_comes_back_too(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Ответы лида", "Нет")
    await rep.write("не по адресу")
    await rep.tap("Календарь", "Отмена")
    assert "📞 <b>ООО «Ромашка»</b> · 1 из 3" in rep.text


async def test_the_card_of_the_client_and_back(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Карточка")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")
    await rep.tap("История", "Назад", "Назад")
    assert "📞 <b>ООО «Ромашка»</b> · 1 из 3" in rep.text


async def test_the_end_tells_what_it_came_to(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Договорились", "завтра 10:00", "Отказ", "Без шага", "Не дозвонился")
    assert rep.text.splitlines() == [
        "✅ «Василёк»: нет ответа · ⏰ Звонок, 12:00",
        "",
        "📞 <b>Прозвон · Холодные</b> · звонков: 3",
        "Договорились: 1 · отказ: 1 · нет ответа: 1",
        "Список пройден.",
    ]
    await rep.tap("Отменить: «Василёк»")
    assert "📞 <b>ООО «Василёк»</b> · 3 из 3" in rep.text
    await rep.tap("Пропустить")
    assert "Пропущено: 1" in rep.text
    await rep.tap("Меню")
    assert "чем займёмся" in rep.text


async def test_it_is_put_down_and_taken_up_the_next_day(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Не дозвонился", "Закончить")
    assert "Осталось 2 из 3." in rep.text
    await rep.tap("Продолжить")
    assert "📞 <b>ООО «Лютик»</b> · 2 из 3" in rep.text
    await rep.tap("Закончить", "Меню")
    rep.now = NOW + timedelta(days=1)
    await rep.write("/dial")
    await rep.tap("Холодные · осталось 2 из 3")
    assert "Список от: вчера, ср 25 ноября" in rep.text
    await rep.tap("Назад", "Холодные · осталось", "Продолжить")
    assert rep.text.startswith("📞 <b>ООО «Лютик»</b> · 2 из 3")
    await rep.write("/dial")
    await rep.tap("Холодные · осталось", "Собрать заново")
    assert "1 из 2" in rep.text


async def test_only_what_is_not_saved_yet_is_asked_about(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.tap("Не дозвонился")
    await rep.write("/today")
    assert "Мой день" in rep.text, "the list goes on from its own command"
    await rep.write("/dial")
    await rep.tap("Холодные · осталось", "Продолжить", "Договорились")
    await rep.write("/today")
    assert "Не закончено: прозвон" in rep.text
    await rep.tap("Продолжить")
    assert "Что дальше" in rep.text
    await rep.tap("Назад")
    await rep.write("занято")
    await rep.write("/today")
    assert "Не закончено: прозвон" in rep.text
    await rep.tap("Продолжить")
    assert "💬 занято" in rep.text


async def test_a_list_without_phones_says_so_and_what_to_do(rep: Rep, firm: Firm) -> None:
    await rep.write("/dial")
    assert "Звонить пока некому" in rep.text
    firm.client(rep.actor)
    await rep.write("/dial")
    assert "Холодные, без телефона: 1" in rep.text
    await rep.tap("Холодные · 0")
    assert "ни у кого из списка нет телефона (1)" in rep.text
    assert "Пришлите боту контакт клиента" in rep.text
    firm.client(rep.actor, "Лютик", "лютик", "+79000000011")
    await rep.tap("Меню")
    await rep.write("/dial")
    await rep.tap("Холодные · 1")
    assert rep.text.startswith("Без телефона, не вошли: 1\n\n📞 <b>Лютик</b> · 1 из 1")


async def test_whoever_is_in_other_hands_by_now_is_left_out(rep: Rep, clients: list[Client], firm: Firm) -> None:
    await open_list(rep)
    other = firm.member(Role.LEAD_GENERATOR)
    firm.work.clients.save(replace(clients[0], owner_id=other.id))
    await rep.tap("Не дозвонился")
    assert "Это ведёт другой человек" in rep.text
    assert "📞 <b>ООО «Лютик»</b> · 2 из 3" in rep.text
    firm.work.clients.save(replace(clients[1], owner_id=other.id))
    await rep.tap("Пропустить")
    assert "📞 <b>ООО «Василёк»</b> · 3 из 3" in rep.text
    firm.work.clients.save(replace(clients[2], owner_id=other.id))
    await rep.tap("Договорились")
    assert "Что дальше" not in rep.text


async def test_a_typed_time_that_has_passed_before_the_outcome_is_dropped(rep: Rep, clients: list[Client]) -> None:
    await open_list(rep)
    await rep.write("сегодня в 12")
    rep.now = NOW + timedelta(hours=3)
    await rep.tap("Думает")
    assert "уже прошло" in rep.text and "1 из 3" in rep.text
    await rep.tap("Думает", "завтра 10:00")
    assert rep.steps(clients[0]) == [("call", "Thu 26 10:00")]
