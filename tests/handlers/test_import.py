"""A base sent to the bot: what is said of a file that can't be taken, the questions, the «yes» and the way back."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, GetFile, SendDocument, TelegramMethod
from aiogram.types import Document, File, Message

from handlers import import_file
from sales.clients import Client
from sales.notices import NoticeKind
from sales.people import Role
from tests.builders import Firm
from tests.handlers.rep import Rep

HEADINGS = "Название;Телефон;Ответственный;Этап\r\n"
CLEAN = HEADINGS + "Ромашка;+7 900 000-00-12;Орлова;Новый\r\n"
MIXED = HEADINGS + "Ромашка;12;Орлова;Новый\r\nПион;;Иванов;Новый\r\nМак;;Орлова;ЛПР\r\nРоза;;Петров;Новый\r\n"


class Boss(Rep):
    """A head whose files can be fetched. `refuses`: what Telegram says to that."""

    content = b""
    refuses = ""

    async def bring(self, text: str | bytes, name: str = "base.csv", **more: Any) -> None:
        self.content = text.encode("cp1251") if isinstance(text, str) else text
        ask, stream = self.screen.make_request, self.screen.stream_content
        self.screen.make_request = self._file(ask)  # type: ignore[method-assign]
        self.screen.stream_content = self._stream  # type: ignore[method-assign,assignment]
        sent = Document(file_id="1", file_unique_id="1", file_name=name, **more)
        await self.send(document=sent.model_dump(exclude_none=True))
        self.screen.make_request, self.screen.stream_content = ask, stream  # type: ignore[method-assign]

    def _file(self, others: Any) -> Any:
        async def answer(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
            if isinstance(method, GetFile) and self.refuses:
                raise TelegramBadRequest(method, self.refuses)
            if isinstance(method, GetFile):
                return File(file_id="1", file_unique_id="1", file_path="documents/1")
            made = await others(bot, method, timeout)
            return made.as_(bot) if isinstance(made, Message) else made

        return answer

    async def _stream(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield self.content

    def documents(self) -> list[SendDocument]:
        return [call for call in self.screen.calls if isinstance(call, SendDocument)]

    def said(self) -> str:
        return "\n".join(shown.text or "" for shown in self.screen.shown.values())

    def clients(self) -> list[tuple[str, int]]:
        return [(self.client(client_id).name, self.client(client_id).owner_id) for client_id, _ in self._keys()]

    def client(self, client_id: int) -> Client:
        return self.firm.work.clients.get(client_id)

    def _keys(self) -> list[tuple[int, str]]:
        return self.firm.work.clients.keys(self.actor.reach)


@pytest.fixture
def head(firm: Firm) -> Boss:
    boss = Boss(firm, firm.actor(Role.HEAD, name="Игорь Громов"))
    firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова")
    return boss


async def test_a_clean_file_takes_one_press(head: Boss) -> None:
    await head.write("/import")
    await head.bring(CLEAN)
    assert "Новых 1 · совпали 0 · повторы 0 · отказ 0" in head.text
    assert "Узнаны: название, телефон, ведущий, этап" in head.text
    assert "Показать отказы" not in head.buttons()
    await head.tap("Импортировать")
    assert head.text.startswith("✅ Импорт: base.csv")
    assert [name for name, _ in head.clients()] == ["Ромашка"]
    assert any(isinstance(call, DeleteMessage) for call in head.screen.calls), "the progress has made place"


async def test_a_file_is_taken_at_any_time_by_who_may(head: Boss) -> None:
    await head.bring(CLEAN)
    assert "Импортировать" in head.buttons()


async def test_in_the_middle_of_a_form_a_file_belongs_to_the_form(head: Boss) -> None:
    await head.write("/call")
    await head.write("ООО «Ромашка»")
    await head.bring(CLEAN)
    assert "Импортировать" not in head.buttons()


async def test_a_rep_can_not_bring_a_base(firm: Firm) -> None:
    rep = Boss(firm, firm.actor(Role.HUNTER))
    await rep.bring(CLEAN)
    await rep.write("/import")
    assert "нет права" in rep.text


async def test_what_is_no_table_is_asked_for_again(head: Boss) -> None:
    await head.write("/import")
    await head.bring(b"...", "plan.pdf")
    assert (
        "нужен файл .xlsx или .csv" in head.screen.shown[max(head.screen.shown) - 1].text or "нужен файл" in head.text
    )
    await head.write("вот")
    assert "нужен файл" in str([shown.text for shown in head.screen.shown.values()])


@pytest.mark.parametrize(("size", "refuses"), [(21 * 1024 * 1024, ""), (None, "Bad Request: file is too big")])
async def test_a_file_over_the_limit_is_told_how_to_split(head: Boss, size: int | None, refuses: str) -> None:
    head.refuses = refuses
    await head.bring(CLEAN, file_size=size)
    assert "больше 20 МБ" in head.text and "Разделите" in head.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("base.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "под паролем"),
        ("base.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "старый формат .xls"),
        ("base.csv", "ИНН;Телефон\r\n1;2".encode(), "Нет заголовка с названием"),
        ("base.csv", HEADINGS.encode(), "ничего нет"),
    ],
)
async def test_a_file_that_can_not_be_read_says_why_and_what_to_do(
    head: Boss, name: str, content: bytes, said: str
) -> None:
    await head.write("/import")
    await head.bring(content, name)
    assert said in head.said()


async def test_a_reader_that_is_killed_or_falls_silent_takes_nothing_along(
    head: Boss, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(import_file, "PATIENCE", 0.5)
    python = sys.executable
    for body in ("raise SystemExit(1)", "import time; time.sleep(60)"):
        fake = tmp_path / "python"
        fake.write_text(f"#!{python}\n{body}\n")
        fake.chmod(0o700)
        monkeypatch.setattr(import_file.sys, "executable", str(fake))
        await head.bring(CLEAN)
        assert "слишком тяжёлый" in head.text


async def test_a_list_without_phones_says_what_that_means(head: Boss) -> None:
    await head.bring("Название;Ответственный\r\nРомашка;Орлова\r\n")
    assert "Телефонов нет" in head.text and "Импортировать" in head.buttons()


async def test_unknown_owners_and_stages_are_explained_one_by_one(head: Boss) -> None:
    await head.bring(MIXED)
    assert "Осталось 3 вопроса" in head.text and "Импортировать" not in head.buttons()
    await head.tap("Ответить на вопросы")
    assert "Кому клиентов «Иванов»" in head.text
    await head.tap("Мне")
    assert "Кому клиентов «Петров»" in head.text
    assert "Все оставшиеся — мне" not in head.buttons(), "it is the last one"
    await head.tap("Не импортировать эти")
    assert "Что значит этап «ЛПР»" in head.text
    await head.tap("В работе")
    assert "Новых 2" in head.text and "отказ 2" in head.text
    await head.tap("Импортировать")
    assert sorted(head.clients()) == [("Мак", head.actor.member_id + 1), ("Пион", head.actor.member_id)]


async def test_all_that_are_left_can_be_taken_at_once(head: Boss) -> None:
    await head.bring("Название;Ответственный\r\nРомашка;Иванов\r\nПион;Петров\r\nМак;\r\n")
    await head.tap("Ответить на вопросы", "Все оставшиеся")
    assert "Импортировать" in head.buttons()


async def test_refused_rows_come_back_as_a_file_to_mend(head: Boss) -> None:
    await head.bring(HEADINGS + "Ромашка;12;Орлова;Новый\r\n=1+1;;Орлова;Новый\r\n")
    assert "Импортировать нечего" in head.text and "Импортировать" not in head.buttons()
    await head.tap("Показать отказы")
    (sent,) = head.documents()
    table = list(csv.reader(io.StringIO(sent.document.data.decode("utf-8-sig")), delimiter=";"))  # type: ignore[union-attr]
    assert table[0][:3] == ["Строка", "Причина", "Название"]
    assert table[1][:4] == ["2", "B2: телефон не читается", "Ромашка", "12"]
    assert table[2][1:3] == ["A3: формула, вставьте значения", "'=1+1"]


async def test_the_template_is_a_press_away(head: Boss) -> None:
    await head.write("/import")
    await head.tap("Шаблон")
    assert head.documents()[0].document.filename == "Шаблон базы.xlsx"  # type: ignore[union-attr]


async def test_an_import_is_taken_back_after_a_question(head: Boss) -> None:
    await head.bring(CLEAN)
    await head.tap("Импортировать", "Отменить импорт")
    assert "уйдут клиенты, 1" in head.text
    await head.tap("Оставить")
    assert head.clients()
    await head.tap("Отменить импорт", "Да, отменить")
    assert "Убраны клиенты: 1" in head.text and head.clients() == []


async def test_it_can_be_taken_back_from_the_list_too(head: Boss) -> None:
    await head.bring(CLEAN)
    await head.tap("Импортировать")
    await head.write("/import")
    await head.tap("Отменить: base.csv")
    assert head.text.startswith("✅ Импорт: base.csv")
    await head.tap("Отменить импорт", "Да, отменить")
    await head.write("/import")
    assert not [text for text in head.buttons() if "base.csv" in text]


async def test_a_file_given_up_is_over_and_another_one_can_be_sent(head: Boss) -> None:
    await head.bring(CLEAN)
    await head.tap("Назад")
    assert "Пришлите файл" in head.text
    await head.bring(CLEAN)
    await head.bring(CLEAN)
    await head.tap("Отмена")
    assert "Импорт базы" in str(head.buttons())
    assert head.clients() == []


async def test_who_got_clients_hears_of_it_unless_it_was_taken_back(head: Boss) -> None:
    await head.bring(CLEAN)
    await head.tap("Импортировать")
    assert await head.deliver(NoticeKind.IMPORTED)
    assert "У вас 1 новый клиент" in head.text
    await head.tap("Отменить импорт", "Да, отменить")
    assert not await head.deliver(NoticeKind.IMPORTED)


async def test_progress_is_shown_now_and_then(head: Boss, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_file, "EDIT_EVERY", 0.0)
    await head.bring("Название;Ответственный\r\n" + "".join(f"Фирма {n};Орлова\r\n" for n in range(250)))
    edits = [call.text for call in head.screen.calls if "строк" in (getattr(call, "text", "") or "")]
    assert any("Читаю файл: строк 201" in text for text in edits)


async def test_nobody_waits_while_a_file_is_read(head: Boss) -> None:
    """The loop goes on turning: the reading is another process's."""
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.005)
            turns += 1

    ticking = asyncio.create_task(turn())
    await head.bring("Название;Ответственный\r\n" + "".join(f"Фирма {n};Орлова\r\n" for n in range(400)))
    ticking.cancel()
    assert turns > 20
