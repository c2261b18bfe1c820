"""Logging a call or a meeting by messages and presses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.clients import Client
from sales.errors import NotAllowed, NotYours, PastTime, TooLong
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


async def test_the_guided_way_with_every_field(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    assert rep.text.startswith("Шаг 1 из 5")
    await rep.tap("Ромашка")
    assert "📞 <b>Звонок · «Ромашка»</b>" in rep.text
    assert "👤 Пётр Ильин, +7 900 000-00-12" in rep.text
    await rep.tap("Звонок: холодный")
    assert "Звонок: входящий" in rep.buttons()
    await rep.tap("Договорились")
    await rep.write("Боль: <b>заявки</b> & счета")
    await rep.tap("Отправить")
    await rep.write("Прислать расчёт")
    await rep.write("пт 15:30")
    assert "пт 27 ноября, 15:30</b> (Москва, UTC+3)" in rep.text
    await rep.tap("Верно")
    assert rep.text.splitlines() == [
        "Шаг 5 из 5",
        "📞 <b>Звонок · «Ромашка»</b> · договорились",
        "Звонок: входящий",
        "💬 Боль: &lt;b&gt;заявки&lt;/b&gt; &amp; счета",
        "⏰ Отправить: пт 27 ноября, 15:30",
        "«Прислать расчёт»",
    ]
    await rep.tap("Сохранить")
    assert rep.text.splitlines() == [
        "✅ Записано",
        "📞 <b>Звонок · «Ромашка»</b> · договорились",
        "⏰ Отправить: пт 27 ноября, 15:30",
    ]
    assert rep.acts(client) == [("call", "agreed", "Боль: <b>заявки</b> & счета")]
    assert rep.steps(client) == [("send", "Fri 27 15:30")]


async def test_every_field_can_be_changed_in_the_review(rep: Rep, client: Client, firm: Firm) -> None:
    other = firm.client(rep.actor, "ООО «Лютик»", "лютик")
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить", "через час")
    await rep.tap("Итог", "Отказ")
    await rep.tap("Заметка")
    await rep.write("дорого")
    await rep.tap("Шаг", "завтра 10:00")
    await rep.tap("Клиент", "Лютик", "Сохранить")
    assert rep.acts(other) == [("call", "refused", "дорого")]
    assert rep.steps(other) == [("call", "Thu 26 10:00")]
    assert rep.acts(client) == []


async def test_no_answer_is_one_tap_and_undo_takes_it_back(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Не дозвонился")
    assert rep.text.splitlines()[-1] == "⏰ Звонок: сегодня, ср 25 ноября, 12:00"
    await rep.tap("Отменить запись")
    assert rep.text.startswith("↩️ Запись отменена")
    assert (rep.acts(client), rep.steps(client)) == ([], [])


async def test_from_the_card_three_taps_save_and_a_note_may_be_typed_at_any_of_them(rep: Rep, client: Client) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка")
    await rep.tap("Записать звонок")
    await rep.write("первая мысль")
    await rep.tap("Думает")
    await rep.write("вторая мысль")
    assert "💬 вторая мысль" in rep.text
    await rep.tap("завтра 10:00")
    assert rep.acts(client) == [("call", "thinking", "вторая мысль")]
    assert rep.steps(client) == [("call", "Thu 26 10:00")]


async def test_in_the_short_way_a_typed_time_is_a_time(rep: Rep, client: Client) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "Записать звонок", "Думает")
    await rep.write("завтра в 11")
    await rep.tap("Верно")
    assert rep.steps(client) == [("call", "Thu 26 11:00")]


async def test_a_refusal_needs_no_next_step_and_anything_else_does(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить")
    assert "Без шага" not in rep.buttons()
    await rep.tap("Назад", "Назад", "Отказ", "Пропустить", "Без шага")
    assert "⏰ Без следующего шага" in rep.text
    await rep.tap("Итог", "Думает")
    assert "Что дальше и когда?" in rep.text, "the other outcome asks for its step"
    await rep.tap("Назад", "Отказ", "Пропустить", "Без шага", "Сохранить")
    assert rep.steps(client) == []


async def test_waiting_for_the_client_is_a_step_with_a_day(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить", "Ждём клиента", "через неделю", "Сохранить")
    assert rep.steps(client) == [("wait", "Wed 02 09:00")]


async def test_a_held_meeting_is_logged_with_its_outcome(rep: Rep, client: Client) -> None:
    await rep.write("/meeting")
    await rep.tap("Записать", "Ромашка", "Не состоялась", "Пропустить", "Встреча")
    await rep.write("Ленина, 1")
    await rep.tap("завтра 10:00", "Сохранить")
    assert rep.acts(client) == [("meeting", "not_held", "")]
    assert rep.steps(client) == [("meeting", "Thu 26 10:00")]


async def test_back_leads_through_the_parts_and_cancel_out_of_everything(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить", "Календарь")
    await rep.tap("Назад", "Назад", "Назад")
    assert "Что важно запомнить" in rep.text
    await rep.tap("Пропустить", "Отмена")
    assert "чем займёмся" in rep.text
    assert rep.acts(client) == []


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("31.02 в 10", "«31.02 в 10»: такой даты или такого часа нет."),
        ("24.11 в 9", "Время «24.11 в 9» (вчера, вт 24 ноября, 09:00) уже прошло."),
        ("ы" * 4000, f"«{'ы' * 39}…»: время не понято."),
        ("<b>завтра", "«&lt;b&gt;завтра»: время не понято."),
    ],
)
async def test_a_time_that_can_not_be_is_named_and_the_step_stays(
    rep: Rep, client: Client, typed: str, answer: str
) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить")
    await rep.write(typed)
    texts = [text.replace("\u00a0", " ") for text in (shown.text for shown in rep.screen.shown.values())]
    assert texts[-2].splitlines()[0] == answer
    await rep.tap("завтра 10:00", "Сохранить")
    assert len(rep.acts(client)) == 1


async def test_a_day_without_an_hour_says_so_and_takes_one(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить")
    await rep.write("28 ноября")
    assert "Час не назван, взято 09:00." in rep.text
    assert "пн 30 ноября" in rep.text, "Saturday is no working day"
    await rep.write("в 15:30")
    assert "сб 28 ноября, 15:30" in rep.text
    assert "нерабочее время" in rep.text
    await rep.tap("Верно", "Сохранить")
    assert rep.steps(client) == [("call", "Sat 28 15:30")]


async def test_the_calendar_gives_a_day_then_an_hour(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить", "Календарь")
    assert "ноябрь 2026" in rep.text
    await rep.tap("·")
    assert "ноябрь 2026" in rep.text, "a day that has passed can't be chosen"
    await rep.tap("Позже", "Раньше", "Позже", "15")
    assert "вт 15 декабря" in rep.text
    await rep.tap("14:00", "Сохранить")
    assert rep.steps(client) == [("call", "Tue 15 14:00")]


async def test_a_day_of_the_calendar_may_go_without_an_hour(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить", "Календарь", "27", "Без времени", "Сохранить")
    assert rep.steps(client) == [("call", "Fri 27 09:00")]


async def test_an_hour_may_be_typed_for_the_chosen_day(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить", "Календарь", "27")
    await rep.write("в 15:45")
    await rep.tap("Верно", "Сохранить")
    assert rep.steps(client) == [("call", "Fri 27 15:45")]


async def test_a_button_whose_time_has_passed_is_refused_and_the_form_stays(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить")
    rep.now = NOW + timedelta(hours=2)
    with pytest.raises(PastTime):
        await rep.tap("через час")
    assert rep.acts(client) == []


async def test_text_where_a_button_is_due_and_the_reverse(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает")
    await rep.sticker()
    assert "Что важно запомнить" in rep.text
    assert any("Здесь нужен текст" in (shown.text or "") for shown in rep.screen.shown.values())
    await rep.tap("Пропустить", "завтра 10:00")
    await rep.write("сохранить")
    assert rep.text.startswith("Шаг 5 из 5")
    assert any("Здесь нужна кнопка" in (shown.text or "") for shown in rep.screen.shown.values())


async def test_a_note_of_any_length_is_answered(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает")
    with pytest.raises(TooLong):
        await rep.write("ы" * 4096)
    await rep.write("коротко")
    await rep.tap("завтра 10:00", "Сохранить")
    assert rep.acts(client)[0][2] == "коротко"


async def test_another_ones_client_is_refused_before_anything_is_asked(rep: Rep, firm: Firm) -> None:
    firm.client(firm.actor(Role.HUNTER), "ООО «Лютик»", "лютик")
    await rep.write("/call")
    await rep.write("лютик")
    with pytest.raises(NotYours):
        await rep.tap("Лютик")


async def test_a_short_way_ends_where_the_client_has_gone_to_somebody_else(
    rep: Rep, client: Client, firm: Firm
) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "Записать звонок", "Думает")
    firm.work.clients.save(replace(client, owner_id=firm.actor(Role.HUNTER).member_id))
    await rep.tap("завтра 10:00")
    assert rep.text.startswith("Это ведёт другой человек.")
    assert rep.acts(client) == []


async def test_a_time_that_passes_while_it_is_confirmed_is_refused_and_the_short_form_stays(
    rep: Rep, client: Client
) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "Записать звонок", "Думает")
    await rep.write("в 10:30")
    rep.now = NOW + timedelta(minutes=31)
    with pytest.raises(PastTime):
        await rep.tap("Верно")
    await rep.tap("Назад", "через час")
    assert rep.steps(client) == [("call", "Wed 25 11:31")]


async def test_a_role_that_was_taken_away_stops_the_form(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает", "Пропустить", "завтра 10:00")
    rep.actor = replace(rep.actor, roles=frozenset({Role.ANALYST}))
    with pytest.raises(NotAllowed):
        await rep.tap("Сохранить")
    assert rep.acts(client) == []


async def test_a_time_told_where_the_place_is_asked_is_the_time(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Договорились", "Пропустить", "Встреча")
    await rep.write("завтра в 16:30")
    assert "26 ноября, 16:30</b> (Москва, UTC+3)" in rep.text
    await rep.tap("Верно")
    assert "16:30" in rep.text
    assert "Место" not in rep.text
