"""A row of a table read as a client. What can't be understood for certain refuses the row, with every cell that is to
blame, for a wrong phone in the base is worse than a row to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from sales.date_words import DateWords
from sales.errors import BadInput, BadPhone, PastTime, TooLong
from sales.identify import name_key, normal_inn, normal_phone, read_query
from sales.import_match import Match
from sales.import_words import ImportWords, plain_words, step_kind
from sales.importing import Field, ImportedContact, ImportRow, Problem, Refusal, Stage
from sales.leads import Source
from sales.steps import StepPlan
from sales.when import parse_when
from sales.wording import LINE, a_line, shortened, words
from sales.worktime import Schedule, day_start, next_working_moment

T = TypeVar("T")

#: A day number of a spreadsheet counts from here; 1900 is taken for a leap year there.
EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock, the zone comes with the schedule
EXCEL_DAYS = range(20_000, 80_000)
#: Phones of one cell, and letters of a row that is shown to be mended.
MOST_PHONES = 5
SHOWN_OF_CELL = 200
#: A formula in a text file, and one that we have made harmless ourselves.
FORMULAS = ("=", "'=")
_BETWEEN_PHONES = re.compile(r"[;/|\n]|,(?!\s*[^\W\d_])")
_PHONE_INSIDE = re.compile(r"\d(?:[\s()+.\u2010-\u2015-]*\d){9,}")


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell without a value of its own: a formula, or the table's error value."""

    kind: Refusal
    text: str


Cell = str | int | float | bool | datetime | date | time | Unread | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row is read with. `schedule`: by whose wall clock and working day its times are meant."""

    words: ImportWords
    dates: DateWords
    forms: frozenset[str]
    schedule: Schedule
    now: datetime


def in_words(cell: Cell) -> str:
    """As a person would type it."""
    match cell:
        case None:
            return ""
        case Unread():
            return cell.text
        case bool():
            return str(cell)
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.strftime("%d.%m.%Y %H:%M" if cell.time() != time(0) else "%d.%m.%Y")
        case date():
            return cell.strftime("%d.%m.%Y")
        case _:
            return str(cell).strip()


def read_row(number: int, cells: Sequence[Cell], columns: Mapping[int, Field], reading: Reading) -> ImportRow | None:
    """None where nothing stands in any column that is needed."""
    if all(in_words(cells[index]).casefold() in {"", *reading.words.blank} for index in columns if index < len(cells)):
        return None
    return _Row(number, cells, columns, reading).read()


class _Row:
    """One row while it is read; problems gather as they are met."""

    def __init__(self, number: int, cells: Sequence[Cell], columns: Mapping[int, Field], reading: Reading) -> None:
        self.number, self.cells, self.columns, self.reading = number, cells, columns, reading
        self.problems: list[Problem] = []

    def read(self) -> ImportRow:
        name = self._name()
        stage, stage_words = self._stage()
        step, rings = self._step()
        if stage is Stage.PARKED and (step is None or not rings):
            self._blame(Refusal.NO_RETURN, Field.STEP_AT)
        row = ImportRow(
            number=self.number,
            name=name,
            key=name_key(name, self.reading.forms),
            inn=self._one(Field.INN, Refusal.BAD_INN, self._inn),
            source=self._source(),
            contacts=self._contacts(),
            owner=self._line(Field.OWNER),
            stage=stage,
            stage_words=stage_words,
            step=step,
            rings=rings,
            note=self._words(Field.NOTE),
            cells=tuple(shortened(in_words(cell), SHOWN_OF_CELL) for cell in self.cells),
        )
        return replace(row, problems=tuple(self.problems))

    def _name(self) -> str:
        name = self._line(Field.NAME)
        if not name and not any(problem.where == self._address(Field.NAME) for problem in self.problems):
            self._blame(Refusal.NO_NAME, Field.NAME)
        return name

    def _stage(self) -> tuple[Stage | None, str]:
        said = self._line(Field.STAGE)
        return (self.reading.words.stages.get(plain_words(said)), said) if said else (Stage.NEW, "")

    def _source(self) -> str | None:
        said = self._line(Field.SOURCE)
        return self.reading.words.sources.get(plain_words(said), Source.OTHER).value if said else None

    def _contacts(self) -> tuple[ImportedContact, ...]:
        """The person with the first phone; further phones are further ways to reach the same person."""
        said, position = self._line(Field.CONTACT), self._line(Field.POSITION)
        inside = read_query(said) if _PHONE_INSIDE.search(said) else None
        name = inside.name if inside and inside.phone else said
        found = [*self._phones(), *([inside.phone] if inside and inside.phone else [])]
        phones = list(dict.fromkeys(found))[:MOST_PHONES]
        if not phones:
            return (ImportedContact(name, position, None),) if name or position else ()
        return tuple(ImportedContact(name, position, phone) for phone in phones)

    def _phones(self) -> list[str]:
        found: list[str] = []
        for index in self._indexes(Field.PHONE):
            found += self._understood(index, Refusal.BAD_PHONE, _phones_in) or []
        return found

    def _step(self) -> tuple[StepPlan | None, bool]:
        """What is agreed, and whether it still lies ahead. Words without a date stand in the day at once."""
        said = self._words(Field.STEP)
        at = self._one(Field.STEP_AT, Refusal.BAD_DATE, self._when)
        if at is None and not said:
            return None, False
        due, exact = at or (self.reading.now, False)
        rings = due > self.reading.now
        if rings and not exact:
            due = next_working_moment(due, self.reading.schedule)
        return StepPlan(step_kind(said, self.reading.words.kinds), due, exact, said), rings

    def _when(self, cell: Cell) -> tuple[datetime, bool]:
        """The moment, and whether its hour was given."""
        schedule, now = self.reading.schedule, self.reading.now
        wall = _wall(cell)
        if wall is not None:
            if wall.time() == time(0):
                return day_start(wall.date(), schedule), False
            return wall.replace(tzinfo=schedule.zone).astimezone(UTC), True
        try:
            moment = parse_when(in_words(cell), now, schedule, self.reading.dates)
        except PastTime as passed:
            at = passed.facts["at"]
            return (at if isinstance(at, datetime) else now), False
        return moment.at, moment.time_given

    def _inn(self, cell: Cell) -> str:
        """A table that takes it for a number has lost the zero in front."""
        text = in_words(cell)
        return normal_inn(text.zfill(len(text) + len(text) % 2) if isinstance(cell, int | float) else text)

    def _one(self, field: Field, kind: Refusal, understand: Callable[[Cell], T]) -> T | None:
        index = next(iter(self._indexes(field)), None)
        return None if index is None else self._understood(index, kind, understand)

    def _understood(self, index: int, kind: Refusal, understand: Callable[[Cell], T]) -> T | None:
        cell = self._cell(index)
        if cell is None:
            return None
        try:
            return understand(cell)
        except (BadInput, ValueError, OverflowError):
            self.problems.append(Problem(kind, self._named(index)))
            return None

    def _line(self, field: Field) -> str:
        return self._text(field, lambda text: a_line(text, LINE))

    def _words(self, field: Field) -> str:
        return self._text(field, words)

    def _text(self, field: Field, fit: Callable[[str], str]) -> str:
        index = next(iter(self._indexes(field)), None)
        cell = None if index is None else self._cell(index)
        if cell is None:
            return ""
        try:
            return fit(in_words(cell))
        except TooLong:
            self._blame(Refusal.TOO_LONG, field)
        except BadInput:
            pass
        return ""

    def _cell(self, index: int) -> Cell:
        """None where nothing is said, and where the cell has no value of its own."""
        cell = self.cells[index] if index < len(self.cells) else None
        if isinstance(cell, str) and cell.startswith(FORMULAS):
            cell = Unread(Refusal.FORMULA, cell)
        if isinstance(cell, Unread):
            self.problems.append(Problem(cell.kind, self._named(index)))
            return None
        return None if in_words(cell).casefold() in {"", *self.reading.words.blank} else cell

    def _indexes(self, field: Field) -> list[int]:
        return [index for index, one in self.columns.items() if one is field]

    def _blame(self, kind: Refusal, field: Field) -> None:
        self.problems.append(Problem(kind, self._address(field)))

    def _address(self, field: Field) -> str:
        index = next(iter(self._indexes(field)), None)
        return "" if index is None else self._named(index)

    def _named(self, index: int) -> str:
        return f"{column_name(index)}{self.number}"


def repeated(row: ImportRow, found: Match) -> ImportRow:
    """The row as it stands beside the earlier ones of its file."""
    if found.problem is not None:
        return replace(row, problems=(found.problem,))
    return replace(row, repeats=found.id)


def column_name(index: int) -> str:
    """A, B … Z, AA as spreadsheets call their columns."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _phones_in(cell: Cell) -> list[str]:
    text = in_words(cell)
    try:
        return [normal_phone(text)]
    except BadPhone:
        parts = [part for part in _BETWEEN_PHONES.split(text) if part.strip()]
        if len(parts) < 2:
            raise
    return [normal_phone(part) for part in parts]


def _wall(cell: Cell) -> datetime | None:
    """The wall clock that a table means; None for words."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time(0))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in EXCEL_DAYS:
        return EXCEL_ZERO + timedelta(days=float(cell))
    return None
