"""A vacation, a leaving and the board over HTTP: by messages and presses only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import Firm, found, submit
from tests.journeys.stage import Group, Seen, Stage

DAY = ordinary_wednesday()


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return moscow(DAY + timedelta(days=days), hour, minute)


@pytest.fixture
async def firm(stage: Stage, life: Life) -> Firm:
    """One lead is accepted, with a call agreed for tomorrow morning."""
    made = await found(stage, life)
    await stage.at(at(10))
    await submit(made.orlova, "ООО «Ромашка» +7 900 000-00-12", step="завтра в 11")
    await made.karimov.press("Принять")
    return made


async def boards(firm: Firm, group: Group) -> list[Seen]:
    shown = await group.messages(reader=firm.head.id)
    return [seen for seen in shown if seen.text.startswith("📌 Кто что несёт") or "Доска" in seen.text]


async def test_a_vacation_from_its_entry_to_the_return(stage: Stage, life: Life, firm: Firm) -> None:
    """The agreed call is made by the substitute's reminder, a new lead flows past, and what is open comes back."""
    await firm.karimov.say("/vacation")
    await firm.karimov.press("Завтра")
    await life.restart()
    await firm.karimov.press("Один день")
    await firm.karimov.press("Анна Белова")
    await life.restart()
    await firm.karimov.press("Записать")
    await firm.belova.sees("Замена · Тимур Каримов")

    await stage.at(at(9, 0, days=1))
    begun = await firm.belova.sees("Вы на замене · Тимур Каримов")
    assert "Звонок · «Ромашка»" in begun.text
    await firm.karimov.sees("Отпуск начался")
    await firm.belova.press("«Ромашка»")
    assert "+7 900 000-00-12" in (await firm.belova.last()).text, "the substitute sees phones"
    await submit(firm.orlova, "ООО «Лютик» +7 900 000-00-13", step="пт в 15")
    await firm.belova.sees("Новый лид · ООО «Лютик»")
    assert await firm.karimov.count("Лютик") == 0

    await stage.at(at(11, 0, days=1))
    await firm.belova.sees("11:00 · Звонок · «Ромашка»")
    assert await firm.karimov.count("11:00 · Звонок") == 0
    await firm.karimov.press("Снова на месте")
    await firm.karimov.sees("✅ Снова на месте. Открытые шаги вернулись, замена предупреждена: Белова")
    over = await firm.belova.sees("Замена окончена · Тимур Каримов")
    assert "Шагов: 1" in over.text
    await firm.karimov.say("/today")
    assert "Ромашка" in (await firm.karimov.last()).text


async def test_whoever_leaves_leaves_nothing_behind(stage: Stage, life: Life, firm: Firm) -> None:
    await firm.head.say("/team")
    await firm.head.press("Тимур Каримов")
    await firm.head.press("Увольняется")
    assert "1 клиент, 1 приём без контакта, 1 шаг" in (await firm.head.last()).text
    await life.restart()
    await firm.head.press("Анна Белова")
    await life.restart()
    await firm.head.press("Передать и отключить")
    await firm.head.sees("✅ Отключено · Тимур Каримов")
    given = await firm.belova.sees("Вам передано · Громов")
    assert "«Ромашка»" in given.text
    assert (await firm.karimov.say("/today")).text.startswith("Бот работает только для своей команды.")

    await stage.at(at(11, 0, days=1))
    await firm.belova.sees("11:00 · Звонок · «Ромашка»")
    assert await firm.karimov.count("11:00 · Звонок") == 0
    await firm.head.say("/now")
    assert "без хозяина" not in (await firm.head.last()).text


async def test_the_board_is_pinned_once_edited_in_place_and_silent(stage: Stage, life: Life, firm: Firm) -> None:
    made = await stage.ask(
        "POST",
        "/groups",
        {"title": "Доска", "members": [firm.head.id], "admins": [firm.head.id], "bot_admin": True},
    )
    await stage.idle()
    group = Group(stage, made["id"], "Доска")
    await firm.head.say("/bind", chat=group)
    await firm.head.say("/board")
    await firm.head.press("Доска")
    await stage.later(seconds=30)
    (board,) = await boards(firm, group)
    assert board.raw["pinned"] and board.raw["silent"]
    assert "Каримов · 🏢 1 · 🎯 1" in board.text and "Белова · свободно" in board.text
    assert "Ромашка" not in board.text

    for number in range(3):
        await firm.belova.say("/call")
        await firm.belova.say(f"ООО «Лютик {number}» +7 900 000-01-1{number}")
        await firm.belova.press("Новый")
        await firm.belova.say("/cancel")
    before = await stage.last_call()
    await stage.later(minutes=5)
    await life.restart()
    await stage.later(minutes=5)
    (again,) = await boards(firm, group)
    assert again.id == board.id and "Белова · 🏢 3" in again.text and again.raw["pinned"]
    edits = [call for call in await stage.calls(before) if call["method"] == "editMessageText"]
    assert len(edits) == 1, "whatever has changed, one edit"
    assert not [call for call in await stage.calls(before) if call["method"] == "pinChatMessage"]

    await firm.head.say("/board")
    await firm.head.press("✅ Доска")
    await stage.later(minutes=1)
    (off,) = await boards(firm, group)
    assert off.id == board.id and off.text == "📌 Доска больше не обновляется. Включить: /board"
