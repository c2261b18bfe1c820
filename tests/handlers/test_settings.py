from __future__ import annotations

from datetime import time

import pytest

from sales.company import Routing, TeamSettings
from sales.errors import BadHours, BadInput, BadMinutes, TooLong
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone


def settings(firm: Firm) -> TeamSettings:
    return firm.work.companies.team(firm.team.id).settings


@pytest.fixture
def phone(firm: Firm) -> Phone:
    return Phone(firm.work, firm.actor(Role.HEAD, name="Игорь Громов"), NOW)


async def test_a_head_sees_what_the_team_has_settled(firm: Firm, phone: Phone) -> None:
    firm.products("Модуль «Заявки»")
    await phone.write("/settings")
    assert phone.text.splitlines() == [
        "<b>Настройки</b>",
        "Продажи: лиды по очереди",
        "Ответ на лид: 30 мин рабочего времени, напомнить за 10 мин",
        "Недозвон: повтор через 2 ч",
        "После приёма лида: касаний 3 за 24 рабочих ч",
        "Встреча: напомнить за 1 ч",
        "Сообщения со звуком: до 8 в день на человека",
        "Рабочее время: 09:00–18:00, Москва, UTC+3, итоги дня в 18:00",
        "Продуктов в списке: 1, план на ноябрь 2026: нет",
        "📌 Новостей нет нигде: подключите группу или канал",
        "👤 Игорь Громов",
        "Ваш часовой пояс: Москва, UTC+3",
    ]
    assert "Компания" not in phone.buttons()


@pytest.mark.parametrize(
    ("button", "choice", "name", "value"),
    [
        ("Раздача лидов", "кто первый", "routing", Routing.POOL),
        ("Срок ответа", "15 мин", "accept_minutes", 15),
        ("Напоминание о сроке", "5 мин", "warn_minutes", 5),
        ("Повтор звонка", "4 ч", "retry_minutes", 240),
        ("Перед встречей", "30 мин", "meeting_notice_minutes", 30),
        ("Сообщения в день", "12", "loud_a_day", 12),
        ("Итоги дня", "19:00", "digest_at", time(19)),
        ("Рабочее время", "10:00–19:00", "opens", time(10)),
        ("Часовой пояс", "Омск, UTC+6", "zone", "Asia/Omsk"),
    ],
)
async def test_each_is_changed_by_a_button(
    firm: Firm, phone: Phone, button: str, choice: str, name: str, value: object
) -> None:
    await phone.write("/settings")
    await phone.press(button)
    assert "Сейчас: <b>" in phone.text
    await phone.press(choice)
    assert getattr(settings(firm), name) == value
    assert phone.text.startswith("<b>Настройки</b>")


@pytest.mark.parametrize(
    ("button", "typed", "name", "value"),
    [
        ("Срок ответа", "45 мин", "accept_minutes", 45),
        ("Перед встречей", "2 ч", "meeting_notice_minutes", 120),
        ("Итоги дня", "17:45", "digest_at", time(17, 45)),
        ("Рабочее время", "с 8 до 17", "closes", time(17)),
        ("Часовой пояс", "иркутск", "zone", "Asia/Irkutsk"),
    ],
)
async def test_each_is_changed_by_typing(
    firm: Firm, phone: Phone, button: str, typed: str, name: str, value: object
) -> None:
    await phone.write("/settings")
    await phone.press(button)
    await phone.write(typed)
    assert getattr(settings(firm), name) == value


@pytest.mark.parametrize(
    ("button", "typed", "error"),
    [
        ("Раздача лидов", "как-нибудь", BadInput),
        ("Срок ответа", "скоро", BadInput),
        ("Срок ответа", "0", BadMinutes),
        ("Рабочее время", "18-9", BadHours),
        ("Итоги дня", "25:00", BadHours),
        ("Часовой пояс", "Луна", BadInput),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    firm: Firm, phone: Phone, button: str, typed: str, error: type[Exception]
) -> None:
    before = settings(firm)
    await phone.write("/settings")
    await phone.press(button)
    with pytest.raises(error):
        await phone.write(typed)
    assert settings(firm) == before


async def test_a_rep_sees_and_changes_only_the_own(firm: Firm) -> None:
    phone = Phone(firm.work, firm.actor(Role.HUNTER, name="tima"), NOW)
    await phone.write("/settings")
    assert phone.text.splitlines() == ["<b>Настройки</b>", "👤 tima", "Ваш часовой пояс: Москва, UTC+3"]
    assert list(phone.buttons()) == ["Имя", "Мой пояс", "Мои сообщения", "Меню"]
    await phone.press("Имя")
    await phone.write("Тимур Каримов")
    assert "👤 Тимур Каримов" in phone.text
    await phone.press("Мой пояс")
    await phone.press("Омск, UTC+6")
    assert "Ваш часовой пояс: Омск, UTC+6" in phone.text
    await phone.press("Мой пояс")
    await phone.press("Как у отдела")
    assert "Ваш часовой пояс: Москва, UTC+3" in phone.text


async def test_a_name_that_is_too_long_is_refused(firm: Firm, phone: Phone) -> None:
    await phone.write("/settings")
    await phone.press("Имя")
    with pytest.raises(TooLong):
        await phone.write("Я" * 10_000)
    assert firm.work.people.get(phone.actor.member_id).name == "Игорь Громов"


class TestBusy:
    async def test_is_switched_on_and_off(self, firm: Firm, phone: Phone) -> None:
        await phone.write("/busy")
        await phone.press("На час")
        assert phone.text.startswith("⏰ Занято до: <b>сегодня, ср 25 ноября, 11:00</b>")
        await phone.press("До конца дня")
        assert "18:00" in phone.text
        await phone.press("Снова на месте")
        assert phone.text.startswith("До какого времени")
        assert firm.work.people.get(phone.actor.member_id).away_until is None

    async def test_takes_typed_russian(self, phone: Phone) -> None:
        await phone.write("/busy")
        await phone.write("завтра в 12")
        assert phone.text.startswith("⏰ Занято до: <b>завтра, чт 26 ноября, 12:00</b>")
