"""A client's context card on its screen."""

from __future__ import annotations

import pytest

from sales.activities import Activity, ActKind, Direction, Outcome
from sales.people import Role
from sales.ports import NEW
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


async def open_card(rep: Rep) -> None:
    rep.firm.client(rep.actor)
    await rep.write("/find Ромашка")
    await rep.tap("Паспорт")


def said(rep: Rep) -> str:
    """Before the step was asked again."""
    return str(list(rep.screen.shown.values())[-2].text)


async def test_an_empty_card_says_what_is_unknown_and_takes_it_point_by_point(rep: Rep) -> None:
    await open_card(rep)
    assert rep.text.split("\n") == [
        "🏢 <b>Паспорт · «Ромашка»</b>",
        "Неизвестно: боль, решение, договорённости, кто решает, ожидания, обещания",
    ]
    await rep.tap("Кто решает …")
    assert "<b>Кто решает?</b>" in rep.text
    await rep.write("Пётр Ильин, директор")
    assert "Решает: Пётр Ильин, директор" in rep.text
    assert "Неизвестно: боль, решение, договорённости, ожидания, обещания" in rep.text
    await rep.tap("Кто решает")
    assert "Сейчас: «Пётр Ильин, директор»" in rep.text
    await rep.write("Анна Зуева")
    assert "Решает: Анна Зуева" in rep.text


async def test_a_card_with_everything_on_it_says_so(rep: Rep) -> None:
    await open_card(rep)
    for field in ("Боль …", "Решение …", "Договорённости …", "Кто решает …", "Ожидания …", "Обещания …"):
        await rep.tap(field)
        await rep.write(f"слова о {field}")
    assert rep.text.endswith("✅ Всё на месте.")
    assert len(rep.text.split("\n")) <= 12


async def test_the_way_stands_behind_a_button_and_leads_back(rep: Rep) -> None:
    await open_card(rep)
    await rep.tap("Путь клиента")
    assert rep.text.split("\n") == ["🏢 <b>Путь · «Ромашка»</b>", "🏢 сегодня, ср 25 ноября · первая запись · Каримов"]
    await rep.tap("Назад")
    assert rep.text.startswith("🏢 <b>Паспорт")
    await rep.tap("Карточка")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")


async def test_whatever_was_done_with_the_client_stands_on_the_way(rep: Rep) -> None:
    await open_card(rep)
    team, shelf = rep.firm.team, rep.firm.work.activities
    outcomes = {ActKind.NOTE: Outcome.NOTED, ActKind.UPSELL: Outcome.INTERESTED}
    for kind in ActKind:
        ids = (NEW, team.company_id, team.id, 1, rep.actor.member_id)
        shelf.add(Activity(*ids, kind, Direction.EXISTING, outcomes.get(kind, Outcome.AGREED), "", NOW))
    await rep.tap("Путь клиента")
    assert len(rep.text.splitlines()) == 2 + len(ActKind)
    assert "допродажа: интересно · Каримов" in rep.text


async def test_what_is_not_text_is_answered_and_the_step_stays(rep: Rep) -> None:
    await open_card(rep)
    await rep.sticker()
    assert "Здесь нужна кнопка" in said(rep)
    await rep.tap("Боль …")
    await rep.sticker()
    assert "Здесь нужен текст" in said(rep)
    await rep.write("теряются заявки")
    assert "Боль: теряются заявки" in rep.text


async def test_cancel_keeps_what_was_written(rep: Rep) -> None:
    await open_card(rep)
    await rep.tap("Боль …")
    await rep.write("теряются заявки")
    await rep.tap("Отмена")
    assert [one.words for one in rep.firm.work.passports.answers(1)] == ["теряются заявки"]
    await rep.write("/find Ромашка")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>"), "nothing is half done"
