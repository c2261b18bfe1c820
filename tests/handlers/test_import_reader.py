"""Files as people send them, read to the rows that would be staged: each trouble in its own words."""
# ruff: noqa: DTZ001 - the cells of a table are wall clocks

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from handlers import import_reader, spreadsheets
from handlers.import_reader import Line, Order, lines
from handlers.import_words import template
from handlers.spreadsheets import harmless, written
from sales.importing import ImportRow, ImportWhat, Problem, Refusal
from tests.builders import NOW

HEADINGS = ["Название", "ИНН", "Телефон", "Дата шага"]
ROMASHKA = ["ООО «Ромашка»", "7700000016", "+7 900 000-00-12", ""]


def xlsx(*rows: Sequence[Any], change: Callable[[Workbook], None] = lambda _: None) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    change(book)
    book.save(file)
    return file.getvalue()


def text(*rows: Sequence[str], delimiter: str = ";") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], list[Line]]:
    def run(content: bytes) -> list[Line]:
        path = tmp_path / "table"
        path.write_bytes(content)
        return list(lines(Order(path, "Europe/Moscow", time(9), time(18), NOW)))

    return run


Read = Callable[[bytes], list[Line]]


def rows(found: list[Line]) -> list[ImportRow]:
    assert found[-1].fault is None, found[-1].fault
    return [row for line in found for row in line.rows]


def why(found: list[Line]) -> str:
    assert found[-1].fault is not None
    return found[-1].fault[0]


@pytest.mark.parametrize(
    "content",
    [
        xlsx(HEADINGS, ROMASHKA),
        text(HEADINGS, ROMASHKA).encode(),
        text(HEADINGS, ROMASHKA).encode("utf-8-sig"),
        text(HEADINGS, ROMASHKA).encode("cp1251"),
        text(HEADINGS, ROMASHKA).encode("utf-16"),
        text(HEADINGS, ROMASHKA, delimiter=",").encode(),
        text(HEADINGS, ROMASHKA, delimiter="\t").encode("cp1251"),
    ],
    ids=["xlsx", "utf8", "bom", "cp1251", "utf16", "comma", "tab"],
)
def test_one_base_in_every_usual_dress(read: Read, content: bytes) -> None:
    (row,) = rows(read(content))
    assert (row.number, row.name, row.inn) == (2, "ООО «Ромашка»", "7700000016")
    assert row.contacts[0].phone == "+79000000012"


def test_two_rows_of_headings_and_numbers_kept_as_numbers(read: Read) -> None:
    group = ["Клиент", None, "Контакт", None]
    (row,) = rows(read(xlsx(["База"], group, HEADINGS, ["Пион", 7700000016, 89000000012, datetime(2026, 12, 1)])))
    assert (row.number, row.inn, row.rings) == (4, "7700000016", True)


def test_the_first_sheet_with_headings_is_read_and_named(read: Read) -> None:
    def more(book: Workbook) -> None:
        book.active.title = "Обложка"
        clients = book.create_sheet("Клиенты")
        clients.append(HEADINGS)
        clients.append(ROMASHKA)
        book.create_sheet("Тайное").sheet_state = "hidden"

    found = read(xlsx(["Отчёт"], change=more))
    assert (found[0].sheet, len(rows(found))) == ("Клиенты", 1)
    assert (found[0].headings, found[0].ignored) == (tuple(HEADINGS), ())


def test_formulas_and_error_values_refuse_their_rows_with_the_cells_address(read: Read) -> None:
    formula, error = ["Пион", "=A2", "", ""], ["Мак", "", "#N/A", ""]
    ignored = ["Роза", "", "", "", "=A1"]
    found = rows(read(xlsx([*HEADINGS, "Город"], formula, error, ignored)))
    assert [row.problems for row in found] == [
        (Problem(Refusal.FORMULA, "B2"),),
        (Problem(Refusal.ERROR, "C3"),),
        (),
    ]


def test_repeats_within_the_file_lead_to_their_first(read: Read) -> None:
    other = ["Лютик", "", "+7 900 000-00-12", ""]
    found = rows(read(xlsx(HEADINGS, ROMASHKA, ["Ромашка", "", "", ""], other)))
    assert [row.repeats for row in found] == [None, 2, None]
    assert found[2].problems == (Problem(Refusal.SAME_PHONE, "ООО «Ромашка»"),)


def test_blank_rows_are_passed_over_and_keep_their_numbers(read: Read) -> None:
    assert [row.number for row in rows(read(xlsx(HEADINGS, [], ROMASHKA, [None, None])))] == [3]


def test_many_rows_come_in_parcels(read: Read) -> None:
    found = read(text(HEADINGS, *([f"Фирма {n}", "", "", ""] for n in range(120))).encode())
    assert [(len(line.rows), line.read) for line in found] == [(0, 0), (50, 51), (50, 101), (20, 121)]


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LOCKED, "locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old_excel"),
        (zipped(word__document_xml=b"<x/>"), "no_table"),
        (b"PK\x03\x04 torn", "broken"),
        (zipped(**{"xl__workbook.xml": b"<x"}), "broken"),
        (zipped(**{"xl__workbook.xml": b"", "bomb": b"\0" * 50_000_000}), "too_heavy"),
        (b"%PDF-1.7\0\0\0", "no_table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no_table"),
        (b"\xef\xbb\xbf\xff\xff", "broken"),
        (b"\x98\xff", "no_table"),
        (b'\xff\xfe"', "broken"),
        (text(["Телефон", "ИНН"], ["12", "13"]).encode(), "no_headings"),
        (xlsx(["Отчёт"]), "no_headings"),
        (b"", "no_headings"),
        (text(HEADINGS).encode(), "empty"),
        (xlsx(HEADINGS, [None, "-"]), "empty"),
        ((text(HEADINGS) + '"' + "x" * 200_000).encode(), "broken"),
    ],
)
def test_what_is_no_readable_table_is_told_by_its_content(read: Read, content: bytes, reason: str) -> None:
    assert why(read(content)) == reason


def test_a_book_without_a_visible_sheet_is_empty(read: Read) -> None:
    def hide(book: Workbook) -> None:
        book.create_sheet("Видно")
        book.active.sheet_state = "hidden"

    found = read(xlsx(HEADINGS, ROMASHKA, change=hide))
    assert why(found) == "no_headings"


def test_entities_that_multiply_are_not_unfolded(read: Read) -> None:
    """defusedxml stands behind the library: a declared entity is refused, whatever it would become."""
    good = xlsx(HEADINGS, ROMASHKA)
    evil, file = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, evil + content if name.startswith("xl/worksheets") else content)
    assert why(read(file.getvalue())) == "broken"


def test_too_many_rows_are_refused_with_the_limit(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_reader, "MOST_ROWS", 3)
    found = read(text(HEADINGS, *([f"Фирма {n}", "", "", ""] for n in range(4))).encode())
    assert found[-1].fault == ("too_many", 3)


@pytest.mark.parametrize("where", ["_rows", "_workbook"])
def test_a_file_that_wants_all_the_memory_is_too_heavy(read: Read, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def hungry(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(spreadsheets, where, hungry)
    assert why(read(xlsx(HEADINGS, ROMASHKA))) == "too_heavy"


def test_the_template_is_read_back_whole(read: Read) -> None:
    found = read(template(ImportWhat.CLIENTS)[0])
    assert len(rows(found)) == 2 and not [row.problems for row in rows(found) if row.problems]
    assert found[0].ignored == ()


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "+7 900 000-00-12", "-5", "Ромашка"])
def test_no_cell_that_we_write_becomes_a_formula(cell: str) -> None:
    book = load_workbook(io.BytesIO(written("Лист", ["a"], [[cell]])))
    kept = book["Лист"]["A2"]
    assert kept.data_type == "s"
    assert (kept.value == cell) == (cell in ("+7 900 000-00-12", "-5", "Ромашка")) == (harmless(cell) == cell)
