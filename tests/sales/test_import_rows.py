# ruff: noqa: DTZ001 - the cells of a table are wall clocks
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import data
from sales.date_words import DateWords
from sales.errors import BadFile
from sales.import_match import Match
from sales.import_rows import Cell, Reading, Unread, column_name, in_words, read_row, repeated
from sales.import_words import ImportWords, find_headings, plain_words, recognise
from sales.importing import Field, ImportedContact, ImportRow, Problem, Refusal, Stage
from sales.steps import StepKind, StepPlan
from sales.worktime import Schedule
from tests.builders import NOW

MOSCOW = ZoneInfo("Europe/Moscow")
READING = Reading(
    ImportWords.from_data(data("import")),
    DateWords.from_data(data("dates")),
    frozenset(data("legal_forms")["forms"]),
    Schedule(MOSCOW, time(9), time(18)),
    NOW,
)
WORDS = READING.words


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def read(**cells: Cell) -> ImportRow:
    """A row with a name, as number 7, its columns in the order they are given."""
    given_cells: dict[str, Cell] = {"name": "ООО «Ромашка»", **cells}
    columns = {index: Field(name.rstrip("_")) for index, name in enumerate(given_cells)}
    found = read_row(7, list(given_cells.values()), columns, READING)
    assert found is not None
    return found


def reasons(row: ImportRow) -> list[tuple[str, str]]:
    return [(problem.kind.value, problem.where) for problem in row.problems]


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Название", Field.NAME),
            ("НАИМЕНОВАНИЕ КОНТРАГЕНТА", Field.NAME),
            ("Company name", Field.NAME),
            ("Тел.", Field.PHONE),
            ("Моб.", Field.PHONE),
            ("Телефон клиента", Field.PHONE),
            ("Телефн", Field.PHONE),
            ("Контактное лицо (ФИО)", Field.CONTACT),
            ("Ведёт", Field.OWNER),
            ("Ответсвенный", Field.OWNER),
            ("Дата след. шага", None),
            ("Дата следующего контакта", Field.STEP_AT),
            ("Комментарий", Field.NOTE),
            ("E-mail", None),
            ("", None),
        ],
    )
    def test_they_are_recognised_with_their_usual_names_and_slips(self, heading: str, field: Field | None) -> None:
        assert recognise([heading], WORDS).get(0) is field

    def test_phones_may_stand_in_several_columns_and_of_others_the_best_wins(self) -> None:
        found = recognise(["Телефон", "Клиентт", "Моб.", "Название", "Клиент"], WORDS)
        assert found == {0: Field.PHONE, 2: Field.PHONE, 3: Field.NAME}

    def test_titles_and_group_lines_above_are_passed_over(self) -> None:
        rows = [
            ["База отдела продаж"],
            [],
            ["Клиент", "", "Контакт", ""],
            ["Название", "ИНН", "ФИО", "Телефон", "Город"],
            ["ООО «Ромашка»", "", "Пётр", "12"],
        ]
        found = find_headings(rows, WORDS)
        assert found.row == 3
        assert found.called == (("name", "Название"), ("inn", "ИНН"), ("contact", "ФИО"), ("phone", "Телефон"))
        assert (found.ignored, found.cells) == (("Город",), tuple(rows[3]))

    def test_a_second_line_of_headings_is_no_client(self) -> None:
        rows = [["Название", "ИНН", "Телефон"], ["name", "inn", "phone"], ["ООО «Ромашка»"]]
        assert find_headings(rows, WORDS).row == 1

    @pytest.mark.parametrize("rows", [[], [["Телефон", "ИНН"]], [[""]] * 12 + [["Название"]]])
    def test_without_a_name_among_the_first_rows_nothing_is_guessed(self, rows: list[list[str]]) -> None:
        with pytest.raises(BadFile) as bad:
            find_headings(rows, WORDS)
        assert bad.value.facts["reason"] == "no_headings"

    def test_words_without_a_meaning_are_noticed(self) -> None:
        with pytest.raises(ValueError, match="colour"):
            ImportWords.from_data({**data("import"), "headings": {"colour": ["цвет"]}})

    @given(st.text(max_size=40))
    def test_any_text_is_compared_in_one_form(self, text: str) -> None:
        assert plain_words(plain_words(text)) == plain_words(text)
        assert recognise([text], WORDS).keys() <= {0}


class TestCells:
    def test_a_row_with_everything(self) -> None:
        row = read(
            inn="7700000016",
            contact="Пётр  Ильин",
            position="директор",
            phone="8 (900) 000-00-12, 8 900 000-00-13 доб. 5",
            owner="Орлова",
            stage="В работе",
            step="Позвонить, уточнить сроки",
            step_at="завтра в 11",
            source="С сайта",
            note="любит\n\nзвонки",
        )
        people = tuple(ImportedContact("Пётр Ильин", "директор", phone) for phone in ("+79000000012", "+79000000013"))
        assert row == ImportRow(
            number=7,
            name="ООО «Ромашка»",
            key="ромашка",
            inn="7700000016",
            source="site",
            contacts=people,
            owner="Орлова",
            stage=Stage.WORKING,
            stage_words="В работе",
            step=StepPlan(StepKind.CALL, at(26, 11), True, "Позвонить, уточнить сроки"),
            rings=True,
            note="любит\nзвонки",
            cells=row.cells,
        )
        assert row.cells[0] == "ООО «Ромашка»"

    def test_a_row_without_anything_needed_is_passed_over(self) -> None:
        assert read_row(7, ["", "-", None], {0: Field.NAME, 1: Field.PHONE, 5: Field.INN}, READING) is None

    @pytest.mark.parametrize(
        ("phone", "found"),
        [
            (79000000012.0, ["+79000000012"]),
            (89000000012, ["+79000000012"]),
            ("+7 900 000-00-12; +7 900 000-00-12", ["+79000000012"]),
            ("8 495 000-00-00, доб. 12", None),
            ("9000000012/9000000013", ["+79000000012", "+79000000013"]),
            ("-", []),
            (None, []),
        ],
    )
    def test_phones_as_tables_hold_them(self, phone: Cell, found: list[str] | None) -> None:
        row = read(phone=phone)
        assert found is None or [one.phone for one in row.contacts] == found

    def test_phones_of_several_columns_and_of_the_contact_cell(self) -> None:
        row = read(phone="8 900 000-00-12", phone_="8 900 000-00-13", contact="Анна 8 900 000-00-14")
        assert [(one.name, one.phone) for one in row.contacts] == [
            ("Анна", "+79000000012"),
            ("Анна", "+79000000013"),
            ("Анна", "+79000000014"),
        ]

    def test_a_person_without_a_phone_is_a_contact_too(self) -> None:
        assert read(contact="Анна").contacts == (ImportedContact("Анна", "", None),)
        assert read(contact="Заказ 1234567890123").contacts[0].phone is None
        assert read().contacts == ()

    def test_a_number_has_lost_the_zero_in_front(self) -> None:
        assert read(inn=277000000.0).problems == read(inn="0277000000").problems
        assert read(inn=7700000016).inn == "7700000016"

    def test_unknown_stages_wait_for_a_meaning_and_unknown_sources_are_others(self) -> None:
        row = read(stage="ЛПР", source="Радио")
        assert (row.stage, row.stage_words, row.source) == (None, "ЛПР", "other")
        assert read(stage="", source="").stage is Stage.NEW

    @pytest.mark.parametrize(
        ("when", "due", "exact"),
        [
            (datetime(2026, 11, 27, 15, 30), at(27, 15, 30), True),
            (datetime(2026, 11, 27), at(27, 9), False),
            (date(2026, 11, 28), at(30, 9), False),
            (46353, at(27, 9), False),
            (46353.5, at(27, 12), True),
            ("27.11.2026", at(27, 9), False),
            ("27.11.2026 15:30", at(27, 15, 30), True),
            ("пт в 10", at(27, 10), True),
        ],
    )
    def test_dates_of_tables_and_of_people(self, when: Cell, due: datetime, exact: bool) -> None:
        row = read(step_at=when)
        assert row.step and (row.step.due_at, row.step.exact, row.rings) == (due, exact, True)

    @pytest.mark.parametrize("when", [datetime(2026, 11, 1), "01.11.2026", date(2020, 1, 1)])
    def test_what_has_passed_stays_and_does_not_ring(self, when: Cell) -> None:
        row = read(step_at=when)
        assert row.step and row.step.due_at < NOW and not row.rings

    def test_a_step_without_a_date_stands_in_the_day_at_once(self) -> None:
        row = read(step="Отправить КП")
        assert row.step == StepPlan(StepKind.SEND, NOW, False, "Отправить КП") and not row.rings

    @pytest.mark.parametrize(
        ("said", "kind"),
        [("Встреча в офисе", StepKind.MEETING), ("Ждём ответа", StepKind.WAIT), ("Подумать", StepKind.OTHER)],
    )
    def test_the_kind_of_a_step_is_told_by_its_words(self, said: str, kind: StepKind) -> None:
        row = read(step=said, step_at="завтра")
        assert row.step and row.step.kind is kind

    @pytest.mark.parametrize(
        ("cells", "blamed"),
        [
            ({"name": ""}, [("no_name", "A7")]),
            ({"name": "-", "phone": "8 900 000-00-12"}, [("no_name", "A7")]),
            ({"name": "\u200e", "phone": "8 900 000-00-12"}, [("no_name", "A7")]),
            ({"name": "Р" * 201}, [("too_long", "A7")]),
            ({"name": Unread(Refusal.FORMULA, "=B2")}, [("formula", "A7")]),
            ({"name": "=B2"}, [("formula", "A7")]),
            ({"inn": "7700000017"}, [("bad_inn", "B7")]),
            ({"phone": "12"}, [("bad_phone", "B7")]),
            ({"phone": "8 900 000-00-12; 123 456 7"}, [("bad_phone", "B7")]),
            ({"phone": Unread(Refusal.ERROR, "#N/A"), "inn": "1"}, [("bad_inn", "C7"), ("error", "B7")]),
            ({"step_at": "когда-нибудь"}, [("bad_date", "B7")]),
            ({"step_at": 12}, [("bad_date", "B7")]),
            ({"step": "Р" * 1001}, [("too_long", "B7")]),
            ({"stage": "Отложен"}, [("no_return", "")]),
            ({"stage": "Отложен", "step_at": "01.11.2026"}, [("no_return", "C7")]),
        ],
    )
    def test_what_can_not_be_understood_refuses_the_row_and_names_the_cell(
        self, cells: dict[str, Any], blamed: list[tuple[str, str]]
    ) -> None:
        cells = {"phone": "8 900 000-00-12", **cells} if cells.get("name") == "" else cells
        row = read(**cells)
        assert sorted(reasons(row)) == sorted(blamed)
        assert row.cells, "to be given back"

    def test_a_lead_put_off_until_a_day_ahead_is_taken(self) -> None:
        row = read(stage="Отложен", step_at="01.12.2026")
        assert (row.problems, row.rings) == ((), True)

    def test_a_marked_formula_that_comes_back_is_one_still(self) -> None:
        assert reasons(read(owner="'=A1")) == [("formula", "B7")]

    def test_beside_an_earlier_row(self) -> None:
        row, doubt = read(), Problem(Refusal.SAME_PHONE, "Астра")
        assert repeated(row, Match(id=3)) == replace(row, repeats=3)
        assert repeated(row, Match(problem=doubt)).problems == (doubt,)

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            (None, ""),
            (True, "True"),
            (12.0, "12"),
            (12.5, "12.5"),
            (datetime(2026, 11, 27), "27.11.2026"),
            (datetime(2026, 11, 27, 9, 5), "27.11.2026 09:05"),
            (date(2026, 11, 27), "27.11.2026"),
            (Unread(Refusal.FORMULA, "=A1"), "=A1"),
        ],
    )
    def test_a_cell_in_words(self, cell: Cell, said: str) -> None:
        assert in_words(cell) == said

    @pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
    def test_columns_are_called_as_in_spreadsheets(self, index: int, name: str) -> None:
        assert column_name(index) == name


CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.builds(Unread, st.sampled_from([Refusal.FORMULA, Refusal.ERROR]), st.just("=A1")),
)


@given(st.lists(CELLS, max_size=len(Field)))
def test_no_row_whatever_it_holds_breaks_the_reading(cells: list[Cell]) -> None:
    row = read_row(2, cells, dict(enumerate(Field)), READING)
    if row is None or row.problems:
        return
    assert 0 < len(row.name) <= 200 and "\n" not in row.name
    assert all(one.phone is None or one.phone.startswith("+") for one in row.contacts)
    assert row.rings == (row.step is not None and row.step.due_at > NOW)
    assert row.step is None or row.step.due_at.tzinfo is not None


def test_now_is_the_last_moment_that_has_passed() -> None:
    assert not read(step_at=(NOW - timedelta(minutes=1)).astimezone(MOSCOW).replace(tzinfo=None)).rings
