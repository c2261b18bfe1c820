"""The owner's first minutes."""

from __future__ import annotations

from datetime import time

import pytest

from sales.actions.company import settled
from sales.actions.join import ClaimOwner, claim_owner
from sales.actions.people import actor_of
from sales.errors import BadHours, Empty, TooLong
from sales.people import Role
from sales.ports import Work
from tests.builders import NOW
from tests.handlers.phone import Phone


@pytest.fixture
def phone(work: Work) -> Phone:
    claim_owner(work, ClaimOwner(555, "Ольга Павлова"), NOW)
    actor = actor_of(work, 555)
    assert actor is not None
    return Phone(work, actor, NOW)


async def test_two_answers_and_a_tap_set_the_company_up(work: Work, phone: Phone) -> None:
    await phone.write("/start")
    assert phone.text.startswith("Шаг 1 из 3\n<b>Как называется компания?</b>")
    await phone.write("ООО «Заря» & Ко")
    await phone.press("Я")
    assert phone.text.splitlines() == [
        "Шаг 3 из 3",
        "🏢 <b>ООО «Заря» &amp; Ко</b>",
        "Отдел: Отдел продаж",
        "Часовой пояс: Москва, UTC+3",
        "Рабочее время: 09:00–18:00",
        "Итоги дня: в 18:00",
        "РОП: вы",
    ]
    await phone.press("✅ Сохранить")
    assert phone.text.splitlines()[:2] == ["<b>Запуск отдела · 1 из 6</b>", "✅ ООО «Заря» &amp; Ко, 09:00–18:00"]
    found = settled(work, phone.actor)
    assert (found.company, found.team) == ("ООО «Заря» & Ко", "Отдел продаж")
    assert work.people.get(phone.actor.member_id).roles == {Role.OWNER, Role.HEAD}


async def test_every_value_can_be_corrected_on_the_review(work: Work, phone: Phone) -> None:
    await phone.write("/start")
    await phone.write("Заря")
    await phone.press("Другой человек")
    await phone.press("Компания")
    await phone.write("Восход")
    await phone.press("Отдел")
    await phone.write("Продажи Урал")
    await phone.press("Часовой пояс")
    await phone.press("Екатеринбург, UTC+5")
    await phone.press("Рабочее время")
    await phone.write("8:30-17:30")
    await phone.press("Итоги дня")
    await phone.press("17:30")
    await phone.press("РОП")
    await phone.press("Я")
    await phone.press("РОП")
    await phone.press("Другой человек")
    assert phone.text.splitlines()[1:] == [
        "🏢 <b>Восход</b>",
        "Отдел: Продажи Урал",
        "Часовой пояс: Екатеринбург, UTC+5",
        "Рабочее время: 08:30–17:30",
        "Итоги дня: в 17:30",
        "РОП: другой человек, по приглашению",
    ]
    await phone.press("✅ Сохранить")
    found = settled(work, phone.actor)
    assert (found.settings.opens, found.settings.digest_at) == (time(8, 30), time(17, 30))
    assert work.people.get(phone.actor.member_id).roles == {Role.OWNER}


@pytest.mark.parametrize(("typed", "error"), [(" ", Empty), ("Я" * 10_000, TooLong)])
async def test_a_name_that_cannot_be_kept_leaves_the_step_open(
    work: Work, phone: Phone, typed: str, error: type[Exception]
) -> None:
    await phone.write("/start")
    with pytest.raises(error):
        await phone.write(typed)
    await phone.write("Заря")
    assert phone.text.startswith("Шаг 2 из 3")


async def test_hours_that_cannot_be_read_leave_the_step_open(work: Work, phone: Phone) -> None:
    await phone.write("/start")
    await phone.write("Заря")
    await phone.press("Я")
    await phone.press("Рабочее время")
    with pytest.raises(BadHours):
        await phone.write("с утра до вечера")
    await phone.write("9-18")
    assert "Рабочее время: 09:00–18:00" in phone.text


async def test_the_wizard_comes_again_until_the_company_has_a_name(work: Work, phone: Phone) -> None:
    await phone.write("/start")
    await phone.press("✕ Отмена")
    assert phone.text.endswith("чем займёмся?")
    await phone.write("/start")
    assert phone.text.startswith("Шаг 1 из 3")


async def test_half_a_wizard_is_not_lost_by_a_start(work: Work, phone: Phone) -> None:
    await phone.write("/start")
    await phone.write("Заря")
    await phone.write("/start")
    assert phone.text.startswith("Не закончено: настройка компании.")
    await phone.press("Продолжить")
    assert phone.text.startswith("Шаг 2 из 3")


async def test_later_it_opens_on_what_is_settled(work: Work, phone: Phone) -> None:
    await phone.write("/start")
    await phone.write("Заря")
    await phone.press("Я")
    await phone.press("Часовой пояс")
    await phone.press("Омск, UTC+6")
    await phone.press("✅ Сохранить")
    await phone.write("/settings")
    await phone.press("Компания")
    assert phone.text.splitlines()[:3] == ["🏢 <b>Заря</b>", "Отдел: Отдел продаж", "Часовой пояс: Омск, UTC+6"]


async def test_a_wizard_that_was_left_is_taken_up_from_the_launch(work: Work, phone: Phone) -> None:
    await phone.write("/start")
    await phone.press("✕ Отмена")
    await phone.press("✅ Запуск")
    assert "— Компания и рабочее время" in phone.text
    await phone.press("Компания")
    await phone.press("✕ Отмена")
    assert phone.text.startswith("<b>Запуск отдела · 0 из 6</b>")
    await phone.press("Компания")
    await phone.write("Заря")
    await phone.press("Я")
    await phone.press("✅ Сохранить")
    assert phone.text.startswith("<b>Запуск отдела · 1 из 6</b>")
