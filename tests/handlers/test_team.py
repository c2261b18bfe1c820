from __future__ import annotations

from datetime import timedelta

import pytest

from sales.errors import NotAllowed, NotFound
from sales.people import Actor, Member, Role
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD, name="Игорь Громов")


@pytest.fixture
def hunter(firm: Firm) -> Member:
    return firm.member(Role.HUNTER, name="Тимур <b> & Ко")


@pytest.fixture
def phone(firm: Firm, head: Actor, hunter: Member) -> Phone:
    return Phone(firm.work, head, NOW)


async def test_the_team_is_listed_with_roles_and_marks(firm: Firm, phone: Phone) -> None:
    firm.member(Role.LEAD_GENERATOR, name="Елена Орлова", away_until=NOW + timedelta(hours=5))
    firm.member(Role.FARMER, Role.KAM, name="Анна Белова", unreachable="blocked")
    await phone.write("/team")
    assert phone.text.splitlines() == [
        "<b>Продажи</b> · человек: 4",
        "👤 Игорь Громов · РОП",
        "👤 Тимур &lt;b&gt; &amp; Ко · хантер",
        "👤 Елена Орлова · лидоруб · ⏰ занято до: сегодня, ср 25 ноября, 15:00",
        "👤 Анна Белова · фермер, КАМ · ⚠️ сообщения не доходят: бот заблокирован",
    ]
    assert list(phone.buttons()) == [
        "Игорь Громов", "Тимур <b> & Ко", "Елена Орлова", "Анна Белова", "Пригласить", "И. о.", "Меню"
    ]  # fmt: skip


async def test_a_big_team_has_pages_and_a_short_text(firm: Firm, phone: Phone) -> None:
    for number in range(20):
        firm.member(Role.HUNTER, name=f"Хантер {number}")
    await phone.write("/team")
    assert len(phone.text.splitlines()) <= 12
    await phone.press(">")
    assert "Хантер 6" in phone.buttons() and "Хантер 6" in phone.text
    assert "Игорь Громов" not in phone.text


async def test_roles_are_switched_and_saved(firm: Firm, phone: Phone, hunter: Member) -> None:
    await phone.write("/team")
    await phone.press("Тимур <b> & Ко")
    assert phone.text.splitlines()[1:] == ["Роли: хантер", "В работе ничего нет."]
    await phone.press("Роли")
    assert "РОП" not in phone.buttons()
    await phone.press("✅ хантер")
    await phone.press("клоузер")
    await phone.press("Сохранить")
    assert firm.work.people.get(hunter.id).roles == {Role.CLOSER}
    assert phone.answers[-1] is None or "Роли сохранены" in phone.answers
    assert "Роли: клоузер" in phone.text


async def test_parting_asks_first_and_tells_what_is_held(firm: Firm, phone: Phone, hunter: Member) -> None:
    await phone.write("/team")
    await phone.press("Тимур <b> & Ко")
    await phone.press("Отключить")
    assert phone.text.startswith("⚠️ Отключить: <b>Тимур &lt;b&gt; &amp; Ко</b>?\nВ работе ничего нет.")
    await phone.press("← Назад")
    assert firm.work.people.get(hunter.id).active
    await phone.press("Отключить")
    await phone.press("Да, отключить")
    assert not firm.work.people.get(hunter.id).active
    assert phone.text.startswith("<b>Продажи</b> · человек: 1")


async def test_a_head_sees_no_way_to_remove_an_owner_or_themselves(firm: Firm, phone: Phone) -> None:
    firm.member(Role.OWNER, name="Ольга Павлова")
    await phone.write("/team")
    for name in ("Ольга Павлова", "Игорь Громов"):
        await phone.press(name)
        assert list(phone.buttons()) == ["← Назад", "Меню"] or "Отключить" not in phone.buttons()
        await phone.press("← Назад")


async def test_a_card_of_somebody_who_has_gone_meanwhile_says_so(firm: Firm, phone: Phone, hunter: Member) -> None:
    from dataclasses import replace

    await phone.write("/team")
    firm.work.people.save(replace(hunter, active=False))
    await phone.press("Тимур <b> & Ко")
    assert phone.text == "В команде этого человека больше нет."


async def test_the_right_is_asked_for_at_the_press(firm: Firm, phone: Phone, hunter: Member) -> None:
    """The head was demoted while the confirmation stood open."""
    await phone.write("/team")
    await phone.press("Тимур <b> & Ко")
    await phone.press("Отключить")
    firm.work.people.set_roles(phone.actor.member_id, firm.team.id, {Role.HUNTER})
    phone.actor = firm.as_actor(firm.work.people.get(phone.actor.member_id))
    with pytest.raises(NotAllowed):
        await phone.press("Да, отключить")
    assert firm.work.people.get(hunter.id).active


async def test_who_removes_somebody_twice_is_told(firm: Firm, phone: Phone, hunter: Member) -> None:
    from dataclasses import replace

    await phone.write("/team")
    await phone.press("Тимур <b> & Ко")
    await phone.press("Отключить")
    firm.work.people.save(replace(hunter, active=False))
    with pytest.raises(NotFound):
        await phone.press("Да, отключить")
