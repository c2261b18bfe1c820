"""A call or a meeting in one typed line, confirmed by one tap."""

from __future__ import annotations

import pytest

from sales.clients import Client
from sales.errors import BadNumber, NotYours, TooLong
from sales.people import Role
from tests.builders import Firm
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


async def test_one_card_shows_all_that_was_understood_and_one_tap_saves_it(rep: Rep, client: Client) -> None:
    await rep.write("/call Ромашка: дозвонился, хотят скидку, перезвонить завтра в 15")
    assert rep.text.splitlines() == [
        "📞 <b>Звонок · «Ромашка»</b> · просит перезвонить",
        "Звонок: холодный",
        "💬 хотят скидку",
        "⏰ Звонок: завтра, чт 26 ноября, 15:00",
        "Время: Москва, UTC+3",
        "",
        "<b>Записать?</b>",
    ]
    await rep.tap("Записать")
    assert rep.text.startswith("✅ Записано")
    assert rep.acts(client) == [("call", "call_back", "хотят скидку")]
    assert rep.steps(client) == [("call", "Thu 26 15:00")]


async def test_without_a_colon_the_longest_known_name_is_the_client(rep: Rep, client: Client, firm: Firm) -> None:
    firm.client(rep.actor, "Ромашка Плюс", "ромашка плюс")
    await rep.write("/call Ромашка плюс отказ, дорого")
    assert "«Ромашка Плюс»</b> · отказ" in rep.text
    assert "💬 дорого" in rep.text
    await rep.tap("Записать")
    assert rep.acts(client) == []


async def test_no_answer_needs_nothing_else(rep: Rep, client: Client) -> None:
    await rep.write("/call ромашка недозвон")
    assert "Повторный звонок назначится автоматически" in rep.text
    await rep.tap("Записать")
    assert rep.acts(client) == [("call", "no_answer", "")]
    assert rep.steps(client) == [("call", "Wed 25 12:00")]


async def test_only_what_is_missing_is_asked(rep: Rep, client: Client) -> None:
    await rep.write("/call Ромашка: думает, прислали реквизиты")
    assert "Что дальше и когда?" in rep.text
    assert "💬 прислали реквизиты" in rep.text
    await rep.tap("завтра 10:00")
    assert "Записать?" in rep.text
    await rep.tap("Записать")
    assert rep.acts(client) == [("call", "thinking", "прислали реквизиты")]
    await rep.write("/call Ромашка: перезвонить завтра в 11, Пётр в отпуске")
    assert "Чем закончился звонок?" in rep.text
    await rep.tap("Думает", "Записать")
    assert rep.acts(client)[0] == ("call", "thinking", "Пётр в отпуске")
    assert rep.steps(client) == [("call", "Thu 26 11:00")]


async def test_a_planned_retry_is_kept_when_the_outcome_is_chosen(rep: Rep, client: Client) -> None:
    await rep.write("/call Ромашка: перезвонить завтра в 11")
    await rep.tap("Не дозвонился")
    assert rep.steps(client) == [("call", "Thu 26 11:00")]


async def test_every_field_of_the_card_can_be_changed(rep: Rep, client: Client, firm: Firm) -> None:
    other = firm.client(rep.actor, "ООО «Лютик»", "лютик")
    await rep.write("/call Ромашка: думает, дорого, перезвонить завтра в 15")
    await rep.tap("Итог", "Договорились")
    await rep.tap("Заметка")
    await rep.write("согласны на пилот")
    await rep.tap("Шаг", "через час")
    assert "Время:" not in rep.text, "a chosen time isn't a reading"
    await rep.tap("Клиент", "Лютик", "Записать")
    assert rep.acts(other) == [("call", "agreed", "согласны на пилот")]
    assert rep.steps(other) == [("call", "Wed 25 11:00")]


async def test_several_alike_are_chosen_from(rep: Rep, client: Client, firm: Firm) -> None:
    other = firm.client(rep.actor, "Ромашковый луг", "ромашковый луг")
    await rep.write("/call Ромашк: отказ")
    assert "есть 2 клиента" in rep.text
    await rep.tap("Ромашковый луг", "Записать")
    assert rep.acts(other) == [("call", "refused", "")]


async def test_a_slip_of_the_pen_finds_those_that_look_alike(rep: Rep, client: Client) -> None:
    await rep.write("/call Рамашка: отказ")
    assert "никого нет" in rep.text
    assert "Есть похожие" in rep.text
    await rep.tap("Ромашка", "Записать")
    assert rep.acts(client) == [("call", "refused", "")]


async def test_an_unknown_name_is_offered_as_a_new_client(rep: Rep, client: Client, firm: Firm) -> None:
    await rep.write("/call Василёк +7 900 000-00-13 думает, перезвонить завтра в 12")
    await rep.tap("Новый: Василёк, +7 900 000-00-13")
    assert "«Василёк»</b> · думает" in rep.text
    await rep.tap("Записать")
    assert "✅ Записано" in rep.text


async def test_a_missing_step_is_asked_after_the_client_was_chosen(rep: Rep, client: Client) -> None:
    await rep.write("/call Рамашка: думает")
    await rep.tap("Ромашка")
    assert "Что дальше и когда?" in rep.text
    await rep.tap("завтра 10:00", "Записать")
    assert rep.acts(client) == [("call", "thinking", "")]


async def test_a_time_that_can_not_be_is_told_and_stays_in_the_note(rep: Rep, client: Client) -> None:
    await rep.write("/call Ромашка: думает, перезвонить сегодня в 9")
    assert rep.text.startswith("⚠️ Время «сегодня в 9» уже прошло.")
    assert "💬 перезвонить сегодня в 9" in rep.text
    await rep.tap("через час", "Записать")
    assert rep.acts(client) == [("call", "thinking", "перезвонить сегодня в 9")]


async def test_an_hour_that_was_not_said_is_told(rep: Rep, client: Client) -> None:
    await rep.write("/call Ромашка: думает, отправить расчёт в пятницу")
    assert "⏰ Отправить: пт 27 ноября, 09:00" in rep.text
    assert "«расчёт»" in rep.text
    assert "Час не назван, взято начало дня (Москва, UTC+3)." in rep.text


async def test_a_held_meeting_and_one_ahead_are_told_apart(rep: Rep, client: Client) -> None:
    await rep.write("/meeting Ромашка: состоялась, отправить КП завтра в 12")
    assert "🤝 <b>Встреча · «Ромашка»</b> · договорились" in rep.text
    await rep.tap("Записать")
    assert rep.acts(client) == [("meeting", "agreed", "")]
    await rep.write("/meeting Ромашка: пт в 11, Ленина, 1")
    assert rep.text.splitlines() == [
        "🤝 <b>Встреча · «Ромашка»</b>",
        "⏰ Встреча: пт 27 ноября, 11:00",
        "Место: Ленина, 1",
        "Время: Москва, UTC+3",
        "",
        "<b>Записать?</b>",
    ]
    await rep.tap("Записать")
    assert ("meeting", "Fri 27 11:00") in rep.steps(client)


async def test_a_meeting_ahead_with_somebody_to_be_chosen(rep: Rep, client: Client) -> None:
    await rep.write("/meeting Рамашка: завтра")
    await rep.tap("Ромашка")
    assert "Час не назван" in rep.text
    await rep.tap("Клиент")
    await rep.tap("Ромашка", "Записать")
    assert rep.steps(client) == [("meeting", "Thu 26 09:00")]


async def test_another_ones_client_is_refused_at_once(rep: Rep, firm: Firm) -> None:
    firm.client(firm.actor(Role.HUNTER), "ООО «Лютик»", "лютик")
    with pytest.raises(NotYours):
        await rep.write("/call Лютик: отказ")


async def test_a_line_too_long_for_a_note_is_refused_whole(rep: Rep, client: Client) -> None:
    with pytest.raises(TooLong):
        await rep.write(f"/call Ромашка: отказ, {'ы' * 1500}")


async def test_a_wrong_number_in_the_name_is_told(rep: Rep, client: Client) -> None:
    with pytest.raises(BadNumber):
        await rep.write("/call Завод 7701234567: отказ")
    await rep.write("/call Ромашка 7701234567 отказ")
    assert "💬 7701234567 отказ" in rep.text, "what is no name stays in the note"


async def test_the_command_alone_asks_step_by_step(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    assert rep.text.startswith("Шаг 1 из 5")
    await rep.write("/meeting")
    assert "впереди или уже прошла" in rep.text


async def test_a_line_in_the_middle_of_a_form_asks_which_to_keep(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает")
    await rep.write("/call Ромашка: отказ")
    assert "Не закончено: запись звонка" in rep.text
    await rep.tap("Бросить")
    await rep.tap("Записать")
    assert rep.acts(client) == [("call", "refused", "")]


@pytest.mark.parametrize("line", ["---", ":", "…", "🙂", "7701234567", "Ромашка:", "x" * 300])
async def test_whatever_is_typed_is_answered(rep: Rep, client: Client, line: str) -> None:
    before = rep.messages
    try:
        await rep.write(f"/call {line}")
    except (BadNumber, TooLong):
        return
    assert rep.messages > before
