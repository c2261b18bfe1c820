"""«Данные клиента»: choices before typing, look-alikes before a number is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sales.actions.catalogue import NewEntry, add_territory
from sales.clients import Client
from sales.errors import BadInn, BadInput, NotFound, NotYours
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep

INN = "7707083893"


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


async def opened(rep: Rep) -> None:
    await rep.write("/find ромашка")
    await rep.tap("Данные клиента")


async def test_fields_are_put_right_by_taps_and_the_card_tells_them(rep: Rep, firm: Firm, client: Client) -> None:
    firm.products("Склад")
    add_territory(firm.work, firm.actor(Role.HEAD), NewEntry("Север"), NOW)
    await opened(rep)
    assert rep.text.splitlines() == [
        "🏢 <b>Данные · «Ромашка»</b>",
        "ООО «Ромашка»",
        "Россия · RUB · Москва, UTC+3",
        "Контактов: 1",
    ]
    await rep.tap("Сегмент", "Крупный", "Территория", "Север", "Интерес", "Склад", "Источник", "Выставка")
    await rep.tap("Страна", "Казахстан", "Валюта", "USD")
    assert rep.text.splitlines()[2:6] == [
        "Сегмент: Крупный · Территория: Север",
        "Интерес: Склад",
        "Источник: Выставка",
        "Казахстан · USD · Алматы, UTC+5",
    ]
    await rep.tap("← Назад")
    assert "🏢 Крупный · Север · Склад · Казахстан" in rep.text.splitlines()
    assert "⏰ У клиента сейчас 12:00" in rep.text.splitlines()
    assert len(rep.text.splitlines()) <= 12


async def test_a_field_is_taken_away_and_typed(rep: Rep, firm: Firm, client: Client) -> None:
    await opened(rep)
    await rep.tap("Сегмент")
    await rep.write("Сеть аптек")
    assert "Сегмент: Сеть аптек" in rep.text
    await rep.tap("Сегмент")
    assert "Сейчас: <b>Сеть аптек</b>" in rep.text
    await rep.tap("Убрать")
    assert "Сегмент" not in rep.text
    await rep.tap("Страна")
    with pytest.raises(BadInput):
        await rep.write("Луна")


async def test_long_names_are_chosen_like_short_ones(rep: Rep, firm: Firm, client: Client) -> None:
    segment, product = "Производители молочной продукции", "Модуль «Склад и доставка по регионам»"
    firm.products(product)
    firm.work.clients.save(replace(firm.client(rep.actor, "Лютик", "лютик"), segment=segment))
    await opened(rep)
    await rep.tap("Сегмент", segment, "Интерес", product)
    assert f"Сегмент: {segment}" in rep.text
    assert f"Интерес: {product}" in rep.text


async def test_a_number_that_another_client_has_is_shown_with_that_client_first(
    rep: Rep, firm: Firm, client: Client
) -> None:
    other = firm.client(rep.actor, "Лютик", "лютик")
    firm.work.clients.save(replace(other, inn=INN))
    await opened(rep)
    await rep.tap("ИНН")
    with pytest.raises(BadInn):
        await rep.write("7701234567")
    await rep.write(INN)
    assert rep.text.splitlines() == [
        f"⚠️ {INN}: такой клиент, похоже, уже есть.",
        "🏢 Лютик · Каримов",
        "Если это он, руководитель объединит карточки.",
    ]
    assert firm.work.clients.get(client.id).inn is None
    await rep.tap("Всё равно сохранить")
    assert f"ИНН {INN}" in rep.text
    await rep.tap("Название")
    await rep.write("Лютик")
    assert "такой клиент, похоже, уже есть" in rep.text
    await rep.tap("← Назад", "← Назад", "Название")
    await rep.write("Завод")
    assert rep.text.startswith("🏢 <b>Данные · «Завод»</b>")


async def test_a_partner_is_picked_among_clients(rep: Rep, firm: Firm, client: Client) -> None:
    firm.client(rep.actor, "Посредник", "посредник")
    await opened(rep)
    await rep.tap("Партнёр", "Посредник")
    assert "Партнёр: Посредник" in rep.text


async def test_contacts_are_added_by_a_line_or_a_card_and_put_right(rep: Rep, firm: Firm, client: Client) -> None:
    await opened(rep)
    await rep.tap("Контакты: 1", "Добавить")
    await rep.write("Анна Ли, 8 900 000-00-77")
    assert rep.text.splitlines() == ["👤 Анна Ли, +7 900 000-00-77", "«Ромашка»"]
    await rep.tap("Должность")
    await rep.write("закупки")
    assert "Анна Ли, закупки, +7 900 000-00-77" in rep.text
    await rep.tap("Телефон")
    await rep.write("+7 900 000-00-78")
    await rep.tap("← Назад", "Добавить")
    await rep.share("+79000000099", "Олег")
    assert rep.text.startswith("👤 Олег, +7 900 000-00-99")
    await rep.tap("Убрать контакт")
    assert [one.name for one in firm.work.clients.contacts(client.id)] == ["Пётр Ильин", "Анна Ли"]
    await rep.tap("← Назад")
    assert "Контактов: 2" in rep.text


async def test_a_phone_that_another_client_has_is_shown_with_that_client_first(
    rep: Rep, firm: Firm, client: Client
) -> None:
    firm.client(rep.actor, "Лютик", "лютик", phone="+79000000077")
    await opened(rep)
    await rep.tap("Контакты", "Добавить")
    await rep.write("Анна 89000000077")
    assert "🏢 Лютик · Каримов" in rep.text
    assert len(firm.work.clients.contacts(client.id)) == 1
    await rep.tap("Всё равно сохранить")
    assert rep.text.startswith("👤 Анна, +7 900 000-00-77")
    await rep.tap("Имя")
    await rep.write("Анна Ли")
    assert rep.text.startswith("👤 Анна Ли")


async def test_a_contact_that_is_gone_is_said_to_be(rep: Rep, firm: Firm, client: Client) -> None:
    (known,) = firm.work.clients.contacts(client.id)
    await opened(rep)
    await rep.tap("Контакты")
    firm.work.clients.remove_contact(known.id)
    with pytest.raises(NotFound):
        await rep.tap("Пётр Ильин")


async def test_others_have_no_such_button_and_no_way_round_it(rep: Rep, firm: Firm, client: Client) -> None:
    await opened(rep)
    number, data = rep.find("Сегмент")
    other = Rep(firm, firm.actor(Role.HUNTER, name="Анна Белова"))
    await other.write("/find ромашка")
    assert "👤 Данные клиента" not in other.buttons()
    rep.actor = replace(other.actor, telegram_id=rep.actor.telegram_id)
    with pytest.raises(NotYours):
        await rep.press_data(data, number)
