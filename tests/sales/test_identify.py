import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales import identify
from sales.errors import BadInn, BadPhone
from sales.identify import Query, read_query

DATA = Path(__file__).parents[2] / "locales/ru/legal_forms.toml"
WORDS = tomllib.loads(DATA.read_text("utf-8"))
FORMS = frozenset(WORDS["forms"])
LABELS = frozenset(WORDS["labels"])
PHONE = "+79000000012"
INN = "7707083893"


@pytest.mark.parametrize(
    "text",
    [
        "+7 900 000-00-12",
        "8 (900) 000-00-12",
        "8 900 000 00 12",
        "89000000012",
        "79000000012",
        "9000000012",
        " 8.900.000.00.12 ",
        "+7\u00a0900\u202f000\u201100\u201112",
        "8 (900) 000-00-12 доб. 12",
        "8 900 000 00 12, доб. 12",
        "+79000000012;ext=12",
        "+7 900 000-00-12 #12",
    ],
)
def test_a_phone_has_one_form_however_it_is_typed(text: str) -> None:
    assert identify.normal_phone(text) == PHONE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "+",
        "112",
        "000-00-12",
        "+7 900 000-00-1",
        "+7 900 000-00-123",
        "+7 000 000-00-12",
        "8-800-FLOWERS",
        "+7 900 000-00-12 после 18",
        "+7 900 000-00-12 офис 12",
        "+7 900 000-00-12 / 13",
        "+7 900 000-00-12 доб. 1234567",
        "Пётр +7 900 000-00-12",
        "+7 900 000-00-12 +7 900 000-00-13",
        "1" * 300,
    ],
)
def test_what_is_not_a_whole_phone_is_refused(text: str) -> None:
    with pytest.raises(BadPhone):
        identify.normal_phone(text)


def test_a_foreign_phone_keeps_its_country() -> None:
    assert identify.normal_phone("+375 29 123-45-67") == "+375291234567"
    assert identify.normal_phone("29 123-45-67", region="BY") == "+375291234567"


def test_an_extension_can_be_asked_for() -> None:
    assert identify.phone_extension("8 (495) 123-45-67 доб. 12") == "12"
    assert identify.phone_extension("8 (495) 123-45-67") is None


@pytest.mark.parametrize(
    ("stored", "shown"),
    [(PHONE, "+7 900 000-00-12"), ("+74951234567", "+7 495 123-45-67"), ("+375291234567", "+375 29 123-45-67")],
)
def test_a_phone_is_shown_in_groups(stored: str, shown: str) -> None:
    assert identify.format_phone(stored) == shown
    assert identify.normal_phone(shown) == stored


@pytest.mark.parametrize("text", [INN, " 7707083893 ", "7707 083 893", "7707\u00a0083893"])
def test_an_inn_with_right_check_digits_is_taken(text: str) -> None:
    assert identify.normal_inn(text) == INN


def test_a_person_has_an_inn_of_twelve_digits() -> None:
    assert identify.normal_inn("500100732259") == "500100732259"


@pytest.mark.parametrize(
    "text", ["", "7707083894", "770708389", "0000000000", "٧٧٠٧٠٨٣٨٩٣", "ИНН 7707083893", "50010073225"]
)
def test_an_inn_that_can_not_be_one_is_refused(text: str) -> None:
    with pytest.raises(BadInn):
        identify.normal_inn(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ООО «Ромашка»", "ромашка"),
        ("ромашка ооо", "ромашка"),
        ('О.О.О. "Ромашка"', "ромашка"),
        ("Общество с ограниченной ответственностью «Ромашка»", "ромашка"),
        ("  ПАО\u00a0Ёлка - Плюс ", "елка плюс"),
        ("ИП Иванов И. И.", "иванов и и"),
        ("1С:Бухгалтерия", "1с бухгалтерия"),
        ("ООО", "ооо"),
        ("«»", ""),
        ("", ""),
    ],
)
def test_a_name_key_is_the_name_without_dress(name: str, key: str) -> None:
    assert identify.name_key(name, FORMS) == key


KNOWN = [
    (1, "ромашка"),
    (2, "ромашка плюс"),
    (3, "вектор"),
    (4, "ок"),
    (5, "ромб"),
    (6, "технострой"),
    (7, "завод 2"),
    (8, "первая мебельная фабрика"),
    (9, ""),
]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("ромашка ооо", [1, 2]),
        ("Рамашка", [1]),
        ("Ромшка", [1]),
        ("Ромашка Юг", [1]),
        ("плюс ромашка", [2, 1]),
        ("ООО «Плюс Ромашка»", [2, 1]),
        ("Векторр", [3]),
        ("ОК", [4]),
        ("Окна", []),
        ("ром", []),
        ("Техно Строй", [6]),
        ("завод 1", []),
        ("завод 2", [7]),
        ("Мебельная фабрика Первая", [8]),
        ("Мебельная фабрика", [8]),
        ("Одуванчик", []),
        ("", []),
    ],
)
def test_look_alikes_are_found_and_strangers_are_not(name: str, ids: list[int]) -> None:
    found = identify.look_alikes(identify.name_key(name, FORMS), KNOWN)
    assert [number for number, _ in found] == ids


def test_the_best_look_alikes_come_first_and_are_few() -> None:
    found = identify.look_alikes("ромашка", [(n, "ромашка юг") for n in range(5, 0, -1)] + [(9, "ромашка")])
    assert found == [(9, 100.0), (1, 90.0), (2, 90.0)]


@pytest.mark.parametrize(
    ("line", "query"),
    [
        ("ООО Ромашка +7 900 000-00-12 7707083893", Query("ООО Ромашка", PHONE, INN)),
        ("7707083893 ООО «Ромашка» 8 900 000 00 12", Query("ООО «Ромашка»", PHONE, INN)),
        ("89000000012 7707083893 Ромашка", Query("Ромашка", PHONE, INN)),
        ("Ромашка, ИНН: 7707083893, тел. +7 (900) 000-00-12 доб. 5", Query("Ромашка", PHONE, INN)),
        ("Ромашка 9000000012", Query("Ромашка", PHONE)),
        ("Ромашка +7 9000000012", Query("Ромашка", PHONE)),
        ("Ромашка 8 9102000004", Query("Ромашка", "+79102000004")),
        ("ИП Иванов 500100732259", Query("ИП Иванов", None, "500100732259")),
        ("7707083893", Query("", None, INN)),
        ("Ромашка", Query("Ромашка")),
        ("Ромашка 7707083894", Query("Ромашка 7707083894")),
        ("Ромашка 7707083894 7707083893", Query("Ромашка 7707083894", None, INN)),
        ("Склад 24", Query("Склад 24")),
        ("Завод 300 Иваново 12", Query("Завод 300 Иваново 12")),
        ("Ромашка 2026-11-25", Query("Ромашка 2026-11-25")),
        ("Ромашка 123-45-67", Query("Ромашка 123-45-67")),
        ("Ромашка +7 900 000-00-12 +7 900 000-00-13", Query("Ромашка +7 900 000-00-13", PHONE)),
        ("  ООО \u00a0 Ромашка ", Query("ООО Ромашка")),
        ("", Query("")),
    ],
)
def test_a_typed_line_is_taken_apart(line: str, query: Query) -> None:
    assert read_query(line, LABELS) == query


def test_without_labels_they_stay_in_the_name() -> None:
    assert read_query("Ромашка ИНН 7707083893") == Query("Ромашка ИНН", None, INN)


def test_a_number_that_fits_as_both_is_given_as_both_and_doubted() -> None:
    assert read_query("Ромашка 9160000005") == Query("Ромашка", "+79160000005", "9160000005", doubtful=True)
    assert read_query("Ромашка 9160000005 +7 900 000-00-12") == Query("Ромашка", PHONE, "9160000005")


@settings(max_examples=200, deadline=None)
@given(st.integers(3_000_000_000, 4_999_999_999) | st.integers(8_000_000_000, 9_999_999_999))
def test_every_russian_phone_reads_back_from_its_shown_form(national: int) -> None:
    phone = identify.normal_phone(f"8{national}")
    assert phone == f"+7{national}"
    assert identify.normal_phone(identify.format_phone(phone)) == phone


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="0123456789+-() .,доб", max_size=40))
def test_any_text_is_a_phone_or_refused(text: str) -> None:
    try:
        phone = identify.normal_phone(text)
    except BadPhone:
        return
    assert identify.normal_phone(phone) == phone


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_a_name_key_is_its_own_key(name: str) -> None:
    key = identify.name_key(name, FORMS)
    assert identify.name_key(key, frozenset()) == key
    assert identify.likeness(key, key) == (100.0 if key else 0.0)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="абвгд 12", max_size=20), st.text(alphabet="абвгд 12", max_size=20))
def test_likeness_is_mutual(one: str, other: str) -> None:
    assert identify.likeness(one, other) == identify.likeness(other, one)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="0123456789+-() ,Яя", max_size=60))
def test_any_line_can_be_taken_apart(line: str) -> None:
    query = read_query(line, LABELS)
    assert query.phone is None or identify.normal_phone(query.phone) == query.phone
    assert query.inn is None or identify.normal_inn(query.inn) == query.inn
