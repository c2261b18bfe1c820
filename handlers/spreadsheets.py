"""A table file taken apart: .xlsx, and .csv in the encodings that people's programs write. What it is, is told by its
content, never by its name."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from sales.errors import BadFile
from sales.import_rows import Cell, Unread
from sales.importing import MOST_COLUMNS, FileFault, Refusal

#: Bytes that a table may take when unpacked, and how many times more than packed: no honest one comes near.
UNPACKED = 400 * 1024 * 1024
TIMES = 400
#: Lines by which a delimiter is judged.
SAMPLE = 20
DELIMITERS = (";", ",", "\t", "|")
#: What a cell must not begin with: a spreadsheet would take it for a formula.
HARMFUL = ("=", "+", "-", "@")
#: The mark that makes it text.
QUOTE = "'"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is empty for a file that has only one. Rows come one by one; the first is the table's row 1."""

    name: str
    rows: Iterable[Sequence[Cell]]


def fault(reason: FileFault, limit: int = 0) -> BadFile:
    return BadFile(reason=reason.value, limit=limit)


def sheets(path: Path) -> Generator[Sheet, None, None]:
    """The tables of the file, in its order. BadFile where it holds none that can be read."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_ZIP):
        yield from _workbook(path)
    elif head.startswith(_OLE):
        raise fault(FileFault.LOCKED if _LOCKED in path.read_bytes() else FileFault.OLD_EXCEL)
    else:
        yield Sheet("", _lines(path.read_bytes()))


def _workbook(path: Path) -> Iterator[Sheet]:
    _check_size(path)
    try:  # opened here: by a path the library would go by the file's name
        book = load_workbook(path.open("rb"), read_only=True, data_only=False, keep_links=False)
    except MemoryError:
        raise fault(FileFault.TOO_HEAVY) from None
    except Exception as broken:  # whatever a library raises for bytes that aren't what they say
        raise fault(FileFault.BROKEN) from broken
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    try:
        for sheet in shown:
            yield Sheet(sheet.title if len(shown) > 1 else "", _rows(sheet))
    finally:
        book.close()


def _check_size(path: Path) -> None:
    """The sizes that the archive tells of itself: a reader never unpacks more of an entry than it says."""
    try:
        with zipfile.ZipFile(path) as archive:
            names, size = archive.namelist(), sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise fault(FileFault.BROKEN) from None
    if "xl/workbook.xml" not in names:
        raise fault(FileFault.NO_TABLE)
    if size > min(UNPACKED, max(path.stat().st_size, 100_000) * TIMES):
        raise fault(FileFault.TOO_HEAVY)


def _rows(sheet: Any) -> Iterator[Sequence[Cell]]:
    sheet.reset_dimensions()  # what a file says of its own size is wrong too often
    try:
        for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
            row = [_value(cell) for cell in cells]
            while row and row[-1] is None:
                row.pop()
            yield row
    except MemoryError:
        raise fault(FileFault.TOO_HEAVY) from None
    except Exception as broken:
        raise fault(FileFault.BROKEN) from broken


def _value(cell: Any) -> Cell:
    """A formula's kept value is whatever some program left there: it isn't taken for the cell's."""
    kind, value = cell.data_type, cell.value
    if value is None:
        return None
    if kind == "f":
        return Unread(Refusal.FORMULA, value if isinstance(value, str) else "=")
    if kind == "e":
        return Unread(Refusal.ERROR, str(value))
    return value  # type: ignore[no-any-return]


def _lines(raw: bytes) -> Iterator[Sequence[Cell]]:
    text = decoded(raw)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    except csv.Error as broken:
        raise fault(FileFault.BROKEN) from broken


def decoded(raw: bytes) -> str:
    """By its mark, else as UTF-8, else as Windows-1251: bytes of Russian text in one are never a text in the other."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            with suppress(UnicodeDecodeError):
                return raw.decode(encoding)
            raise fault(FileFault.BROKEN)
    if b"\0" in raw[:4096]:
        raise fault(FileFault.NO_TABLE)
    for encoding in ("utf-8", "cp1251"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    raise fault(FileFault.NO_TABLE)


def _delimiter(text: str) -> str:
    """The one that splits the first lines into the same number of pieces most often, and into the most."""
    sample = text[:20_000].splitlines()[:SAMPLE]

    def merit(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common) if common > 1 else 0, common)

    return max(DELIMITERS, key=merit)


def written(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx with one sheet. Every cell is text, and none becomes a formula in whatever program it is opened."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.append(list(headings))
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def harmless(text: str) -> str:
    """A number with its sign stays one."""
    bare = text.strip()
    is_number = bare[:1] in ("+", "-") and bare[1:].replace(" ", "").replace("-", "").isdigit()
    return QUOTE + text if bare.startswith(HARMFUL) and not is_number else text
