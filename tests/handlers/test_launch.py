"""The launch checklist at a head's phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sales.actions.invite import VALID_FOR, InviteMember, hash_of, invite_member
from sales.actions.launch import launch
from sales.actions.places import BindPlace, UnbindPlace, bind_place, unbind_place
from sales.actions.plan import plans_ahead
from sales.errors import BadCount, BadInput
from sales.people import Actor, Role
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone

CHAT = -100500


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


@pytest.fixture
def phone(firm: Firm, head: Actor) -> Phone:
    return Phone(firm.work, head, NOW)


async def test_the_checklist_tells_what_is_there_and_what_is_open(firm: Firm, phone: Phone) -> None:
    await phone.write("/launch")
    assert phone.text.splitlines() == [
        "<b>Запуск отдела · 1 из 6</b>",
        "✅ Заря, 09:00–18:00",
        "— Группа для новостей",
        "— Приглашения продавцам",
        "— В команде: 1",
        "— План на ноябрь 2026",
        "— Первый импорт базы",
        "Осталось то, что без галочки.",
    ]
    bind_place(firm.work, phone.actor, BindPlace(CHAT, None, "Продажи <1>"), NOW)
    invite_member(firm.work, phone.actor, InviteMember((Role.HUNTER,), hash_of("x")), NOW - timedelta(days=1))
    await phone.press("Обновить")
    assert phone.text.splitlines()[0:5] == [
        "<b>Запуск отдела · 3 из 6</b>",
        "✅ Заря, 09:00–18:00",
        "✅ Новости идут в: «Продажи &lt;1&gt;»",
        "✅ Продавцы приглашены",
        "— В команде: 1, ждём: хантер (позвали вчера, вт 24 ноября)",
    ]
    assert "Подключить группу" not in phone.buttons()
    assert phone.messages == 1


async def test_nothing_new_is_said_to_be_nothing_new(phone: Phone) -> None:
    await phone.write("/launch")
    await phone.press("Обновить")
    assert "Без изменений" in phone.answers


async def test_every_open_line_leads_to_its_dialog_and_back(phone: Phone) -> None:
    await phone.write("/launch")
    for button, shows, back in (
        ("Подключить группу", "", "← Назад"),
        ("Пригласить", "<b>Приглашение</b>", "← Назад"),
        ("План", "<b>План на ноябрь 2026: сколько лидов принять?</b>", "← Назад"),
        ("Импорт базы", "", "✕ Отмена"),
    ):
        await phone.press(button)
        assert phone.text.startswith(shows) and "Запуск отдела" not in phone.text
        await phone.press(back)
        if button == "Пригласить":
            await phone.press(back)
        assert phone.text.startswith("<b>Запуск отдела · 1 из 6</b>"), button
    assert phone.messages == 1


async def test_a_plan_is_one_tap_or_a_typed_number(firm: Firm, phone: Phone) -> None:
    await phone.write("/launch")
    await phone.press("План")
    await phone.press("40")
    assert "✅ План на ноябрь 2026: 40 принятых лидов" in phone.text
    await phone.write("/settings")
    assert "план на ноябрь 2026: 40 принятых лидов" in phone.text
    await phone.press("План месяца")
    await phone.press("На декабрь 2026")
    assert phone.text.startswith("<b>План на декабрь 2026")
    for wrong in ("много", "1,5"):
        with pytest.raises(BadInput):
            await phone.write(wrong)
    with pytest.raises(BadCount):
        await phone.write("0")
    await phone.write("55")
    assert phone.text.startswith("<b>Настройки</b>")
    assert [one.target for one in plans_ahead(firm.work, phone.actor, NOW)] == [40, 55]
    await phone.press("План месяца")
    assert "Сейчас: <b>40</b>" in phone.text
    await phone.press("Без плана")
    assert "план на ноябрь 2026: нет" in phone.text


async def test_what_is_skipped_counts_and_the_last_line_closes_the_launch(firm: Firm, phone: Phone) -> None:
    bind_place(firm.work, phone.actor, BindPlace(CHAT, None, "Продажи"), NOW)
    firm.member(Role.HUNTER)
    await phone.write("/launch")
    await phone.press("Без плана")
    await phone.press("Без импорта")
    assert "— План на ноябрь 2026 · пропущено" in phone.text
    assert phone.text.startswith("<b>Запуск отдела · 6 из 6</b>")
    assert "отдел готов к работе" in phone.text and "Убрать из меню" not in phone.buttons()
    await phone.press("✅ Готово")
    assert phone.text.endswith("чем займёмся?") and "✅ Запуск" not in phone.buttons()


async def test_a_group_unbound_later_opens_its_line_again(firm: Firm, phone: Phone) -> None:
    bind_place(firm.work, phone.actor, BindPlace(CHAT, None, "Продажи"), NOW)
    await phone.write("/launch")
    unbind_place(firm.work, phone.actor, UnbindPlace(CHAT), NOW)
    await phone.press("Обновить")
    assert "— Группа для новостей" in phone.text and "Подключить группу" in phone.buttons()


async def test_put_away_it_leaves_the_menu_of_both_heads_and_stays_a_command(firm: Firm, phone: Phone) -> None:
    other = Phone(firm.work, firm.actor(Role.HEAD), NOW)
    for one in (phone, other):
        await one.write("/menu")
        assert "✅ Запуск" in one.buttons()
        await one.press("✅ Запуск")
    await phone.press("Убрать из меню")
    await other.press("Убрать из меню")
    for one in (phone, other):
        await one.write("/menu")
        assert "✅ Запуск" not in one.buttons()
    await phone.write("/launch")
    assert phone.text.startswith("<b>Запуск отдела · 1 из 6</b>") and "Убрать из меню" not in phone.buttons()
    assert launch(firm.work, other.actor, NOW).closed


async def test_sellers_are_offered_nothing(firm: Firm) -> None:
    rep = Phone(firm.work, firm.actor(Role.HUNTER), NOW)
    await rep.write("/menu")
    assert "✅ Запуск" not in rep.buttons()
    await rep.write("/launch")
    assert rep.text.startswith("На это у вас нет права.")


async def test_a_link_that_ran_out_is_told_and_can_be_renewed(firm: Firm, phone: Phone) -> None:
    for number, role in enumerate((Role.HUNTER, Role.KAM, Role.FARMER, Role.CLOSER)):
        invite_member(firm.work, phone.actor, InviteMember((role,), hash_of(str(number))), NOW)
    phone.now = NOW + VALID_FOR
    await phone.write("/launch")
    assert "— Приглашения продавцам" in phone.text
    assert "ждём: хантер (ссылка истекла), КАМ (ссылка истекла), фермер (ссылка истекла), ещё 1" in phone.text
    await phone.press("Кого ждём")
    await phone.press("хантер · истекло")
    assert "Ссылка истекла: " in phone.text
    await phone.press("Отозвать")
    await phone.press("← Назад")
    assert "хантер" not in phone.text and "КАМ (ссылка истекла)" in phone.text
