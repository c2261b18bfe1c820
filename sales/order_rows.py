"""A row of a table read as an order of a known client. As with clients, what can't be understood for certain refuses
the row, with every cell that is to blame: a wrong sum in the figures is worse than a row to mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from sales.date_words import DateWords
from sales.errors import BadInput
from sales.identify import name_key, normal_inn
from sales.import_rows import EXCEL_DAYS, EXCEL_ZERO, FORMULAS, SHOWN_OF_CELL, Cell, Unread, column_name, in_words
from sales.import_words import ImportWords, plain_words
from sales.importing import Field, Problem, Refusal
from sales.money import KOPECKS, AmountWords, Money, read_money
from sales.orders import OLDEST, Measure, check_amount
from sales.past_day import parse_past_day
from sales.when import parse_when
from sales.wording import LINE, a_line, shortened
from sales.worktime import Schedule, local_day

T = TypeVar("T")

#: Characters of a product on an order.
PRODUCT = 60
#: What a word of a state says has happened by the order's own day; nothing: the order was cancelled.
STATES: Mapping[str, tuple[Measure, ...]] = {
    "signed": (Measure.SIGNED,),
    "shipped": (Measure.SIGNED, Measure.SHIPPED),
    "paid": (Measure.SIGNED, Measure.PAID),
    "done": (Measure.SIGNED, Measure.SHIPPED, Measure.PAID),
    "cancelled": (),
}
MARKS = {Measure.SIGNED: Field.SIGNED_ON, Measure.SHIPPED: Field.SHIPPED_ON, Measure.PAID: Field.PAID_ON}


@dataclass(frozen=True, slots=True)
class OrderWords:
    """`table`: headings and blanks. `states`: word -> a name of STATES; `yes`: words that put a mark without a day;
    `no_product`: what an order is called where the table doesn't say."""

    table: ImportWords
    states: Mapping[str, str]
    yes: frozenset[str]
    no_product: str

    @classmethod
    def from_data(cls, data: Mapping[str, Mapping[str, Sequence[str]]]) -> OrderWords:
        """`data` is the parsed `import.toml`. ValueError for a meaning that the program doesn't know."""
        states = {plain_words(one): name for name, said in data["order_states"].items() for one in said}
        if unknown := set(states.values()) - STATES.keys():
            raise ValueError(f"states of orders unknown: {sorted(unknown)}")
        return cls(
            table=ImportWords(
                headings={
                    plain_words(one): Field(name) for name, said in data["order_headings"].items() for one in said
                },
                stages={},
                sources={},
                kinds={},
                blank=frozenset(one.casefold() for one in data["blank"]["words"]),
            ),
            states=states,
            yes=frozenset(plain_words(one) for one in data["order_yes"]["words"]),
            no_product=str(data["order_product"]["none"]),
        )


@dataclass(frozen=True, slots=True)
class OrderReading:
    """What a row is read with. `schedule`: by whose calendar its days are meant."""

    words: OrderWords
    dates: DateWords
    amounts: AmountWords
    forms: frozenset[str]
    schedule: Schedule
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row as it was read. `name`, `key`, `inn`: whose order it is. `amount`: minor units;
    `currencies`: which of them its words may mean, none where they say nothing."""

    number: int
    name: str
    key: str
    inn: str | None = None
    amount: int | None = None
    product: str = ""
    ordered_on: date | None = None
    signed_on: date | None = None
    shipped_on: date | None = None
    paid_on: date | None = None
    contract_ends_on: date | None = None
    problems: tuple[Problem, ...] = ()
    cells: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()


def read_order(
    number: int, cells: Sequence[Cell], columns: Mapping[int, Field], reading: OrderReading
) -> OrderRow | None:
    """None where nothing stands in any column that is needed."""
    blank = {"", *reading.words.table.blank}
    if all(in_words(cells[index]).casefold() in blank for index in columns if index < len(cells)):
        return None
    return _Row(number, cells, columns, reading).read()


class _Row:
    """One row while it is read; problems gather as they are met."""

    def __init__(self, number: int, cells: Sequence[Cell], columns: Mapping[int, Field], reading: OrderReading) -> None:
        self.number, self.cells, self.reading = number, cells, reading
        self.places = {field: index for index, field in columns.items()}
        self.problems: list[Problem] = []

    def read(self) -> OrderRow:
        name = self._one(Field.NAME, Refusal.TOO_LONG, lambda cell: a_line(in_words(cell), LINE)) or ""
        inn = self._one(Field.INN, Refusal.BAD_INN, _inn)
        if not name and not inn:
            self._blame(Refusal.NO_NAME, Field.NAME)
        money = self._one(Field.AMOUNT, Refusal.BAD_AMOUNT, self._amount)
        if money is None and not self._blamed(Field.AMOUNT):
            self._blame(Refusal.NO_AMOUNT, Field.AMOUNT)
        row = OrderRow(
            number=self.number,
            name=name,
            key=name_key(name, self.reading.forms),
            inn=inn,
            amount=money.minor if money else None,
            currencies=tuple(sorted(money.currencies)) if money else (),
            product=self._one(Field.PRODUCT, Refusal.TOO_LONG, _product) or self.reading.words.no_product,
            cells=tuple(shortened(in_words(cell), SHOWN_OF_CELL) for cell in self.cells),
        )
        row = self._with_days(row)
        return replace(row, problems=tuple(self.problems))

    def _with_days(self, row: OrderRow) -> OrderRow:
        """An order's own day is the earliest one that the table knows; without a word about its state it is signed."""
        reached = self._state()
        told = {measure: self._mark(field) for measure, field in MARKS.items()}
        days = [day for day, _ in told.values() if day is not None]
        ordered = self._one(Field.ORDERED_ON, Refusal.BAD_DATE, self._day) or min(days, default=None)
        if ordered is None:
            if not self._blamed(Field.ORDERED_ON):
                self._blame(Refusal.NO_DAY, Field.ORDERED_ON)
            return row
        marks = {
            measure: day or (ordered if said or measure in reached else None) for measure, (day, said) in told.items()
        }
        ends = self._one(Field.ENDS_ON, Refusal.BAD_DATE, self._end)
        self._check(ordered, {MARKS[measure]: day for measure, (day, _) in told.items()}, ends)
        return replace(
            row,
            ordered_on=ordered,
            signed_on=marks[Measure.SIGNED],
            shipped_on=marks[Measure.SHIPPED],
            paid_on=marks[Measure.PAID],
            contract_ends_on=ends,
        )

    def _check(self, ordered: date, told: Mapping[Field, date | None], ends: date | None) -> None:
        today = local_day(self.reading.now, self.reading.schedule.zone)
        for field, day in ((Field.ORDERED_ON, ordered), *told.items()):
            if day is not None and day > today:
                self._blame(Refusal.FUTURE_DAY, field)
        for field, day in (*told.items(), (Field.ENDS_ON, ends)):
            if day is not None and not ordered <= day <= ordered + OLDEST:
                self._blame(Refusal.BAD_ORDER, field)
        if ordered < today - OLDEST:
            self._blame(Refusal.BAD_ORDER, Field.ORDERED_ON)

    def _state(self) -> tuple[Measure, ...]:
        """A cancelled order isn't one; a word that nobody knows says nothing for certain."""
        cell = self._cell(Field.STATE)
        if cell is None:
            return (Measure.SIGNED,)
        name = self.reading.words.states.get(plain_words(in_words(cell)))
        if name is None:
            self._blame(Refusal.BAD_STATE, Field.STATE)
            return ()
        if not STATES[name]:
            self._blame(Refusal.CANCELLED, Field.STATE)
        return STATES[name]

    def _mark(self, field: Field) -> tuple[date | None, bool]:
        """The day, and whether the table says at least that it has happened."""
        cell = self._cell(field)
        if cell is None:
            return None, False
        if cell is True or plain_words(in_words(cell)) in self.reading.words.yes:
            return None, True
        if cell is False:
            return None, False
        day = self._one(field, Refusal.BAD_DATE, self._day)
        return day, day is not None

    def _day(self, cell: Cell) -> date:
        return _wall(cell) or parse_past_day(
            in_words(cell), self.reading.now, self.reading.schedule, self.reading.dates
        )

    def _end(self, cell: Cell) -> date:
        """A contract may have ended long ago, or end in years."""
        day = _wall(cell)
        if day is not None:
            return day
        schedule, now, text = self.reading.schedule, self.reading.now, in_words(cell)
        try:
            return local_day(parse_when(text, now, schedule, self.reading.dates).at, schedule.zone)
        except BadInput:
            return parse_past_day(text, now, schedule, self.reading.dates)

    def _amount(self, cell: Cell) -> Money:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            amount = round(Decimal(str(cell)) * KOPECKS)
            check_amount(amount)
            return Money(amount)
        return read_money(in_words(cell), self.reading.amounts)

    def _one(self, field: Field, kind: Refusal, understand: Callable[[Cell], T]) -> T | None:
        cell = self._cell(field)
        if cell is None:
            return None
        try:
            return understand(cell)
        except (BadInput, ValueError, ArithmeticError):
            self._blame(kind, field)
            return None

    def _cell(self, field: Field) -> Cell:
        """None where nothing is said, and where the cell has no value of its own."""
        index = self.places.get(field, len(self.cells))
        cell = self.cells[index] if index < len(self.cells) else None
        if isinstance(cell, str) and cell.startswith(FORMULAS):
            cell = Unread(Refusal.FORMULA, cell)
        if isinstance(cell, Unread):
            self._blame(cell.kind, field)
            return None
        return None if in_words(cell).casefold() in {"", *self.reading.words.table.blank} else cell

    def _blame(self, kind: Refusal, field: Field) -> None:
        self.problems.append(Problem(kind, self._address(field)))

    def _blamed(self, field: Field) -> bool:
        address = self._address(field)
        return bool(address) and any(problem.where == address for problem in self.problems)

    def _address(self, field: Field) -> str:
        index = self.places.get(field)
        return "" if index is None else f"{column_name(index)}{self.number}"


def _inn(cell: Cell) -> str:
    """A table that takes it for a number has lost the zero in front."""
    text = in_words(cell)
    return normal_inn(text.zfill(len(text) + len(text) % 2) if isinstance(cell, int | float) else text)


def _product(cell: Cell) -> str:
    return a_line(in_words(cell), PRODUCT)


def _wall(cell: Cell) -> date | None:
    """The day that a table means; None for words."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in EXCEL_DAYS:
        return (EXCEL_ZERO + timedelta(days=float(cell))).date()
    return None
