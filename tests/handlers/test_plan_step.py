"""Planning a meeting, and a next step from the card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.clients import Client
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


async def test_a_meeting_is_planned_with_its_place_and_may_be_taken_back(rep: Rep, client: Client) -> None:
    await rep.write("/meeting")
    await rep.tap("Назначить", "Ромашка")
    await rep.write("завтра в 14")
    await rep.tap("Верно")
    await rep.write("zoom.us/j/1 <b>")
    assert rep.text.splitlines() == [
        "Шаг 4 из 4",
        "🤝 <b>Встреча · «Ромашка»</b>",
        "⏰ Встреча: завтра, чт 26 ноября, 14:00",
        "Место: zoom.us/j/1 &lt;b&gt;",
    ]
    await rep.tap("Сохранить")
    assert rep.steps(client) == [("meeting", "Thu 26 14:00")]
    await rep.tap("Отменить шаг")
    assert rep.text == "↩️ Отменено · Встреча, завтра, чт 26 ноября, 14:00"
    assert rep.steps(client) == []


async def test_every_field_of_a_meeting_can_be_changed(rep: Rep, client: Client, firm: Firm) -> None:
    other = firm.client(rep.actor, "Василёк", "василек")
    await rep.write("/meeting")
    await rep.tap("Назначить", "Ромашка", "завтра 10:00", "Пропустить")
    await rep.tap("Время", "пн 10:00")
    await rep.tap("Место")
    await rep.write("Ленина, 1")
    await rep.tap("Клиент", "Василёк", "Сохранить")
    assert rep.steps(other) == [("meeting", "Mon 30 10:00")]
    assert rep.steps(client) == []


async def test_back_from_the_first_time_asks_for_the_client_again(rep: Rep, client: Client) -> None:
    await rep.write("/meeting")
    await rep.tap("Назначить", "Ромашка", "Назад")
    assert "Какой клиент?" in rep.text
    await rep.tap("Ромашка", "завтра 10:00", "Назад", "Назад", "Отмена")
    assert "чем займёмся" in rep.text


async def test_from_the_card_both_ways_know_the_client(rep: Rep, client: Client) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "Встреча")
    assert "Встреча · «Ромашка»" in rep.text
    await rep.tap("Назначить", "завтра 10:00", "Пропустить", "Сохранить", "Карточка", "Встреча", "Записать")
    await rep.tap("Договорились", "пн 10:00")
    assert rep.acts(client) == [("meeting", "agreed", "")]
    assert rep.steps(client) == [("call", "Mon 30 10:00")], "the planned one was held"


async def test_a_step_is_planned_from_the_card(rep: Rep, client: Client) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "Следующий шаг", "Другое")
    await rep.write("Прислать расчёт")
    await rep.tap("завтра 10:00")
    assert "«Прислать расчёт»" in rep.text
    assert rep.steps(client) == [("other", "Thu 26 10:00")]


async def test_words_and_place_may_be_skipped_or_left_by_back(rep: Rep, client: Client) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "Следующий шаг", "Отправить", "Пропустить", "Встреча", "Назад", "📞 Звонок")
    await rep.tap("пн 10:00")
    assert rep.steps(client) == [("call", "Mon 30 10:00")]


async def test_a_plan_that_is_refused_says_why_and_asks_again(rep: Rep, client: Client) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "Следующий шаг")
    await rep.write("в 10:01")
    rep.firm.work.clients.save(replace(client, owner_id=rep.firm.actor(Role.HUNTER).member_id))
    await rep.tap("Верно")
    assert rep.text.startswith("Это ведёт другой человек.")
    rep.firm.work.clients.save(client)
    rep.now = NOW + timedelta(minutes=5)
    await rep.tap("Выбрать время", "через час")
    assert rep.steps(client) == [("call", "Wed 25 11:05")]
