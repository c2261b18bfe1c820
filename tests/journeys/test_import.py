"""A base brought along on day one, over HTTP: sent, looked at, imported, found by its owner, taken back."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from storage.import_tables import import_row
from tests.journeys.conftest import Life
from tests.journeys.firm import Firm, found
from tests.journeys.stage import Person, Seen, Stage

HEADINGS = ["Название", "Телефон", "Ответственный", "Этап", "Следующий шаг", "Дата следующего шага"]
ROWS = [
    ["ООО «Ромашка»", "+7 900 000-00-12", "Орлова", "В работе", "Позвонить", "завтра в 11"],
    ["ИП Астра", "8 (900) 000-00-14", "Каримов", "Новый", "", ""],
    ["АО Пион", "12", "Орлова", "Новый", "", ""],
]


def xlsx(*rows: Sequence[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(file)
    return file.getvalue()


def csv(*rows: Sequence[object], encoding: str = "cp1251") -> bytes:
    return "\r\n".join(";".join(map(str, row)) for row in rows).encode(encoding)


async def send(person: Person, name: str, content: bytes) -> Seen:
    return await person.say(document={"name": name, "base64": base64.b64encode(content).decode()})


async def documents(person: Person) -> list[dict[str, Any]]:
    """Those from the bot."""
    theirs = [seen.raw for seen in await person.messages() if seen.raw["from"] != person.id]
    return [raw["document"] for raw in theirs if raw.get("document")]


@pytest.fixture
async def firm(stage: Stage, life: Life) -> Firm:
    return await found(stage, life)


@pytest.mark.parametrize(
    ("name", "content"), [("base.xlsx", xlsx(HEADINGS, *ROWS)), ("base.csv", csv(HEADINGS, *ROWS))]
)
async def test_a_base_is_imported_found_by_its_owner_and_taken_back(firm: Firm, name: str, content: bytes) -> None:
    await firm.head.say("/import")
    card = await send(firm.head, name, content)
    assert "Новых 2 · совпали 0 · повторы 0 · отказ 1" in card.text
    assert "Отказ: телефон не читается · 1" in card.text
    await firm.head.press("Импортировать")
    await firm.head.sees("✅ Импорт: base")
    await firm.orlova.sees("У вас 1 новый клиент")
    await firm.orlova.say("/find")
    await firm.orlova.say("ромашка")
    await firm.orlova.press("Ромашка")
    card = await firm.orlova.sees("Ведёт Елена Орлова · в работе")
    assert "+7 900 000-00-12" in card.text and "11:00" in card.text
    await firm.head.press("Отменить импорт")
    assert "Уже в работе и останутся: 0" in (await firm.head.last()).text
    await firm.head.press("Да, отменить")
    await firm.head.sees("Убраны клиенты: 2")
    await firm.orlova.say("/find")
    assert "никого нет" in (await firm.orlova.say("ромашка")).text


async def test_every_step_goes_on_after_a_restart(stage: Stage, life: Life, firm: Firm) -> None:
    await firm.head.say("/import")
    await life.restart()
    await send(firm.head, "base.csv", csv(HEADINGS, ["Пион", "", "Иванов", "Новый", "", ""], *ROWS))
    await life.restart()
    await firm.head.press("Ответить на вопросы")
    await life.restart()
    await firm.head.press("Анна Белова")
    await life.restart()
    await firm.head.press("Импортировать")
    await life.restart()
    await firm.head.press("Отменить импорт")
    await life.restart()
    await firm.head.press("Да, отменить")
    await firm.head.sees("Убраны клиенты: 3")


async def test_a_stop_in_the_middle_of_reading_loses_and_doubles_nothing(
    stage: Stage, life: Life, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for the reader at the end: the update is handled again, and what was staged is met again."""
    monkeypatch.setattr("bot.app.GRACE", (0.1, 0.1))
    rows = [[f"Фирма {number}", "", "Орлова", "Новый", "", ""] for number in range(1500)]
    content = base64.b64encode(csv(HEADINGS, *rows)).decode()
    body = {"from": firm.head.id, "document": {"name": "base.csv", "base64": content}}
    await stage.ask("POST", f"/chats/{firm.head.id}/messages", body)
    while await _staged(life) < 200:  # noqa: ASYNC110 - there is no event of the reader's to wait for
        await asyncio.sleep(0.02)
    await life.restart()
    await stage.idle()
    assert "Новых 1 500" in (await firm.head.sees("Новых")).text
    await firm.head.press("Импортировать")
    assert "Новых клиентов 1 500" in (await firm.head.sees("✅ Импорт")).text


async def _staged(life: Life) -> int:
    assert life.app is not None
    count = sa.select(sa.func.count()).select_from(import_row)
    return await life.app.storage.read(lambda conn: conn.scalar(count)) or 0


async def test_a_file_over_the_limit_is_refused_before_it_is_fetched(stage: Stage, firm: Firm) -> None:
    before = await stage.last_call()
    huge = {"name": "base.xlsx", "base64": "", "size": 21 * 1024 * 1024}
    assert "Файл больше 20 МБ" in (await firm.head.say(document=huge)).text
    assert "getFile" not in [call["method"] for call in await stage.calls(before)]


async def test_the_refused_rows_and_the_template_come_as_files(firm: Firm) -> None:
    await firm.head.say("/import")
    await firm.head.press("Шаблон")
    await send(firm.head, "base.csv", csv(HEADINGS, *ROWS))
    await firm.head.press("Показать отказы")
    assert [document["name"] for document in await documents(firm.head)] == ["Шаблон базы.xlsx", "Отказы.csv"]
