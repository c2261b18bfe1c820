from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sales.activities import Activity, ActKind, Direction, Outcome
from sales.errors import NotAllowed
from sales.people import Actor, Role
from sales.ports import NEW
from tests.builders import Firm
from tests.handlers.phone import Phone, plain

NIGHT = datetime(2026, 11, 27, 20, 0, tzinfo=ZoneInfo("Europe/Moscow")).astimezone(UTC)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова")


@pytest.fixture
def phone(firm: Firm, rep: Actor) -> Phone:
    return Phone(firm.work, rep, NIGHT)


def calls(firm: Firm, who: Actor, count: int) -> None:
    client = firm.client(who)
    ids = (NEW, client.company_id, client.team_id, client.id, who.member_id)
    for _ in range(count):
        firm.work.activities.add(Activity(*ids, ActKind.CALL, Direction.COLD, Outcome.AGREED, "", NIGHT))


async def test_a_rep_sees_the_own_figures_at_once(firm: Firm, phone: Phone, rep: Actor) -> None:
    calls(firm, rep, 12)
    await phone.write("/kpi")

    assert phone.text == (
        "📊 <b>Елена Орлова</b> · сегодня, пт 27 ноября\n"
        "📞 12 звонков\n"
        "Поговорили 12 (100 %)\n"
        "🤝 0 встреч\n"
        "🎯 0 лидов передано"
    )
    assert list(phone.buttons()) == ["Неделя", "Месяц"]
    await phone.press("Месяц")
    assert phone.text.startswith("📊 <b>Елена Орлова</b> · месяц с вс 1 ноября\n📞 12 звонков\n")
    await phone.press("Сегодня")
    assert phone.messages == 1


async def test_a_rep_cannot_turn_to_another_persons_card(firm: Firm, phone: Phone, rep: Actor) -> None:
    other = firm.actor(Role.HUNTER)
    await phone.write("/kpi")
    data = phone.buttons()["Неделя"].replace(f":{rep.member_id}:", f":{other.member_id}:")

    with pytest.raises(NotAllowed):
        await phone.press_data(data, 101)


async def test_a_head_picks_a_person_or_the_team(firm: Firm, phone: Phone, rep: Actor) -> None:
    calls(firm, rep, 2)
    phone.actor = firm.actor(Role.HEAD, name="Ольга Павлова")
    await phone.write("/kpi")
    assert phone.text == "📊 Чьи цифры показать?"
    assert list(phone.buttons()) == ["Вся команда", "Орлова", "Павлова"]

    await phone.press("Вся команда")
    assert phone.text == (
        "📊 <b>Вся команда</b> · сегодня, пт 27 ноября\n📞 2 звонка\nПоговорили 2\n🤝 0 встреч\n🎯 0 лидов передано"
    )
    await phone.press("← Назад")
    await phone.press("Павлова")
    assert phone.text == "📊 <b>Ольга Павлова</b> · сегодня, пт 27 ноября\nЗаписей нет."
    await phone.press("Неделя")
    await phone.press("← Назад")
    assert phone.text == "📊 Чьи цифры показать?"
    assert phone.messages == 1


async def test_from_the_menu_the_figures_take_its_message(phone: Phone) -> None:
    await phone.write("/menu")
    await phone.press("📊 Цифры")

    assert phone.text.startswith("📊 <b>Елена Орлова</b>")
    assert phone.messages == 1


async def test_figures_asked_for_in_the_middle_of_a_form_leave_it_open(firm: Firm, phone: Phone, rep: Actor) -> None:
    firm.client(rep)
    await phone.write("/call")
    await phone.write("ромашка")
    await phone.press(next(words for words in phone.buttons() if "Ромашка" in words))
    form = phone.messages
    await phone.write("/kpi")

    assert phone.messages == form + 1
    assert phone.text.startswith("📊 <b>Елена Орлова</b>")
    await phone.write("/cancel")
    assert "Отменено" in plain(list(phone.screen.shown.values())[form + 1].text)
