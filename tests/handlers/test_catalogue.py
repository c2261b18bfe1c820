"""Products and territories in the settings."""

from __future__ import annotations

import pytest

from sales.actions.catalogue import (
    NewEntry,
    RetireEntry,
    add_product,
    add_territory,
    product_names,
    retire_product,
    retire_territory,
)
from sales.errors import NotFound
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HEAD, name="Ольга Павлова"))


async def test_products_are_typed_in_renamed_and_tapped_away(firm: Firm, rep: Rep) -> None:
    await rep.write("/settings")
    await rep.tap("Продукты")
    assert rep.text.startswith("<b>Продуктов пока нет</b>")
    await rep.write("Модуль «Заявки»")
    await rep.write("Склад & <b>")
    assert rep.text.startswith("<b>Продукты: 2</b>")
    await rep.tap("Склад & <b>")
    assert rep.text.startswith("Продукт: <b>Склад &amp; &lt;b&gt;</b>")
    await rep.tap("Переименовать")
    await rep.write("Склад")
    assert rep.text.startswith("Продукт: <b>Склад</b>")
    await rep.tap("Убрать")
    assert product_names(firm.work, firm.team.id) == ("Модуль «Заявки»",)
    await rep.tap("← Назад")
    assert rep.text.startswith("<b>Настройки</b>")
    assert "Продуктов в списке: 1" in rep.text


async def test_a_territory_gets_its_people_by_buttons(firm: Firm, rep: Rep) -> None:
    firm.member(Role.HUNTER, name="Тимур Каримов")
    firm.member(Role.TERRITORY_MANAGER, name="Анна Белова")
    await rep.write("/settings")
    await rep.tap("Территории")
    assert rep.text.startswith("<b>Территорий пока нет</b>")
    await rep.write("Север")
    await rep.tap("Север", "Кому лиды")
    assert [name for name in rep.buttons() if name in ("Анна Белова", "Тимур Каримов")] == ["Тимур Каримов"]
    await rep.tap("Тимур Каримов", "Кто отвечает", "Анна Белова")
    assert rep.text.splitlines() == [
        "Территория: <b>Север</b>",
        "Отвечает за объём: Анна Белова",
        "Лиды сначала: Тимур Каримов",
    ]
    await rep.tap("Кто отвечает", "Никто")
    assert "Отвечает за объём: Никто" in rep.text
    await rep.tap("Переименовать")
    await rep.write("Северо-Запад")
    await rep.tap("← Назад")
    assert "Северо-Запад · Каримов" in rep.buttons()
    await rep.tap("Северо-Запад", "Убрать")
    assert rep.text.startswith("<b>Территорий пока нет</b>")


async def test_what_another_head_has_retired_meanwhile_is_said_to_be_gone(firm: Firm, rep: Rep) -> None:
    product_id = add_product(firm.work, rep.actor, NewEntry("Склад"), NOW)
    territory_id = add_territory(firm.work, rep.actor, NewEntry("Север"), NOW)
    await rep.write("/settings")
    await rep.tap("Продукты")
    retire_product(firm.work, rep.actor, RetireEntry(product_id), NOW)
    with pytest.raises(NotFound):
        await rep.tap("Склад")
    await rep.write("/settings")
    await rep.tap("Территории")
    retire_territory(firm.work, rep.actor, RetireEntry(territory_id), NOW)
    with pytest.raises(NotFound):
        await rep.tap("Север")
