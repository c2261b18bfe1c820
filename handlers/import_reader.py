"""Reads a table in a process of its own, so that nobody's answer waits for it: a file on the disk becomes lines of JSON
on the standard output, a heading line first, then parcels of rows, as they are read.

Run as `python -m handlers.import_reader`, with the order as JSON on the standard input.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time
from itertools import chain, islice
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from handlers.spreadsheets import Sheet, fault, sheets
from locales import data
from sales.date_words import DateWords
from sales.errors import BadFile
from sales.import_match import Repeats
from sales.import_rows import Cell, Reading, in_words, read_row, repeated
from sales.import_words import LOOKED_AT, Headings, ImportWords, find_headings, names_orders
from sales.importing import MOST_ROWS, FileFault, ImportRow, ImportWhat
from sales.money import AmountWords
from sales.order_rows import OrderReading, OrderRow, OrderWords, read_order
from sales.worktime import Schedule

#: Rows of one parcel: written in one transaction that nobody notices.
PARCEL = 50
#: Bytes of memory: a file that wants more isn't a table of clients.
MEMORY = 2 * 1024**3
#: Others come first.
NICE = 19


@dataclass(frozen=True, slots=True)
class Order:
    path: Path
    zone: str
    opens: time
    closes: time
    now: datetime
    what: ImportWhat = ImportWhat.CLIENTS


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the output; only what it is about is filled in. `fault`: reason and limit of a BadFile, the last line
    then. `read`: the number of the last row."""

    columns: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    sheet: str = ""
    rows: tuple[ImportRow, ...] = ()
    orders: tuple[OrderRow, ...] = ()
    read: int = 0
    fault: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its headings: the first rows as a list, the rest as they come."""

    sheet: str
    first: list[Sequence[Cell]]
    rest: Iterator[Sequence[Cell]]
    headings: Headings


ORDER, LINE = TypeAdapter(Order), TypeAdapter(Line)


def lines(order: Order) -> Iterator[Line]:
    try:
        yield from _read(order)
    except MemoryError:
        yield Line(fault=(FileFault.TOO_HEAVY.value, 0))
    except BadFile as bad:
        yield Line(fault=(str(bad.facts["reason"]), int(str(bad.facts["limit"]))))


def _read(order: Order) -> Iterator[Line]:
    parcels = _orders(order) if order.what is ImportWhat.ORDERS else _clients(order)
    head = next(parcels)
    yield head
    taken = 0
    for line in parcels:
        taken += 1
        yield line
    if not taken:
        raise fault(FileFault.EMPTY)


def _clients(order: Order) -> Iterator[Line]:
    reading = reading_of(order)
    with closing(sheets(order.path)) as tables:  # the file stays open for as long as rows are read
        found = _find_table(tables, lambda rows: find_headings(rows, reading.words))
        yield _head(found)
        rows = clients(_below(found), found.headings, reading)
        while parcel := tuple(islice(rows, PARCEL)):
            yield Line(rows=parcel, read=parcel[-1].number)


def _orders(order: Order) -> Iterator[Line]:
    reading = order_reading_of(order)
    named, missing = reading.words.table, FileFault.NO_ORDER_HEADINGS
    with closing(sheets(order.path)) as tables:
        found = _find_table(tables, lambda rows: find_headings(rows, named, names_orders, missing))
        yield _head(found)
        rows = orders(_below(found), found.headings, reading)
        while parcel := tuple(islice(rows, PARCEL)):
            yield Line(orders=parcel, read=parcel[-1].number)


def _head(found: Table) -> Line:
    headings = found.headings
    return Line(headings.called, headings.ignored, headings.cells, found.sheet)


def _below(found: Table) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows under the headings, with their numbers."""
    numbered = enumerate(chain(found.first, found.rest), start=1)
    return islice(numbered, found.headings.row + 1, None)


def reading_of(order: Order) -> Reading:
    return Reading(
        words=ImportWords.from_data(data("import")),
        dates=DateWords.from_data(data("dates")),
        forms=frozenset(data("legal_forms")["forms"]),
        schedule=Schedule(ZoneInfo(order.zone), order.opens, order.closes),
        now=order.now,
    )


def order_reading_of(order: Order) -> OrderReading:
    return OrderReading(
        words=OrderWords.from_data(data("import")),
        dates=DateWords.from_data(data("dates")),
        amounts=AmountWords.from_data(data("amounts")),
        forms=frozenset(data("legal_forms")["forms"]),
        schedule=Schedule(ZoneInfo(order.zone), order.opens, order.closes),
        now=order.now,
    )


def _find_table(tables: Iterable[Sheet], find: Callable[[list[list[str]]], Headings]) -> Table:
    """The first sheet that has headings."""
    missing: BadFile | None = None
    for sheet in tables:
        first, rest = _begun(sheet)
        try:
            return Table(sheet.name, first, rest, find([[in_words(cell) for cell in row] for row in first]))
        except BadFile as none:
            missing = missing or none
    raise missing or fault(FileFault.EMPTY)


def _begun(sheet: Sheet) -> tuple[list[Sequence[Cell]], Iterator[Sequence[Cell]]]:
    rows = iter(sheet.rows)
    return list(islice(rows, LOOKED_AT)), rows


def clients(
    numbered: Iterator[tuple[int, Sequence[Cell]]], headings: Headings, reading: Reading
) -> Iterator[ImportRow]:
    """Every row that says something, those that come again marked."""
    repeats, taken = Repeats(), 0
    for number, cells in numbered:
        row = read_row(number, cells, headings.columns, reading)
        if row is None:
            continue
        taken += 1
        if taken > MOST_ROWS:
            raise fault(FileFault.TOO_MANY, MOST_ROWS)
        yield row if row.problems else repeated(row, repeats.look(row))


def orders(
    numbered: Iterator[tuple[int, Sequence[Cell]]], headings: Headings, reading: OrderReading
) -> Iterator[OrderRow]:
    """Every row that says something."""
    taken = 0
    for number, cells in numbered:
        row = read_order(number, cells, headings.columns, reading)
        if row is None:
            continue
        taken += 1
        if taken > MOST_ROWS:
            raise fault(FileFault.TOO_MANY, MOST_ROWS)
        yield row


def main() -> None:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in lines(ORDER.validate_json(sys.stdin.buffer.read())):
        sys.stdout.buffer.write(LINE.dump_json(line) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
