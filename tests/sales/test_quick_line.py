"""Typed lines: what is understood of them, and that nothing of the rest is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import data
from sales.actions.activities import OUTCOMES
from sales.activities import ActKind, Outcome
from sales.date_words import DateWords, plain
from sales.quick_line import Reading, read_line
from sales.quick_words import Named, QuickWords, name_before_words, named_by_colon, names_in
from sales.worktime import Schedule

#: Wednesday, 10:00 in Moscow.
NOW = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
SCHEDULE = Schedule(MOSCOW, time(9), time(18))
KNOWN = QuickWords.from_data(data("quick_line"))
DATES = DateWords.from_data(data("dates"))


def read(text: str, kind: ActKind = ActKind.CALL) -> Reading:
    return read_line(text, kind, OUTCOMES[kind], NOW, SCHEDULE, KNOWN, DATES)


def told(reading: Reading) -> tuple[str, str, str]:
    """(outcome, step, note); the step as «kind day hour words»."""
    plan = reading.plan
    step = f"{plan.kind} {plan.due_at.astimezone(MOSCOW):%d %H:%M} {plan.words}".strip() if plan else ""
    return (reading.outcome or "", step, reading.note)


@pytest.mark.parametrize(
    ("text", "outcome", "step", "note"),
    [
        ("дозвонился, перезвонить завтра в 15", "call_back", "call 26 15:00", ""),
        ("Дозвонилась перезвонить завтра в 15", "call_back", "call 26 15:00", ""),
        ("дозвонился, отправить КП завтра в 12", "agreed", "send 26 12:00 КП", ""),
        ("недозвон", "no_answer", "", ""),
        ("Не дозвонился, перезвонить через час", "no_answer", "call 25 11:00", ""),
        ("занято", "no_answer", "", ""),
        ("отказ: дорого. Решает Петров", "refused", "", "отказ: дорого. Решает Петров"),
        ("клиент отказался", "refused", "", ""),
        ("договорились на встречу завтра в 10, Ленина 1", "agreed", "meeting 26 10:00", "Ленина 1"),
        ("думает до пятницы", "thinking", "call 27 09:00", ""),
        (
            "думает о расширении, отправить КП на 5 позиций завтра в 10",
            "thinking",
            "send 26 10:00 КП на 5 позиций",
            "думает о расширении",
        ),
        ("завтра в 10 отправить КП, договорились", "agreed", "send 26 10:00 КП", ""),
        ("ждём ответа до пятницы, думает", "thinking", "wait 27 09:00 ответа", ""),
        ("перезвонить, завтра в 15, думает", "thinking", "call 26 15:00", ""),
        ("просит перезвонить завтра в 15", "call_back", "call 26 15:00", ""),
        ("договорились, завтра они платят", "agreed", "", "завтра они платят"),
        (
            "договорились. Пилот на 1,5 млн; отправить договор 25.12",
            "agreed",
            "send 25 09:00 договор",
            "Пилот на 1,5 млн",
        ),
        ("отправить КП завтра, перезвонить в пятницу", "", "send 26 09:00 КП", "перезвонить в пятницу"),
        ("он просил завтра перезвонить Петру", "", "call 26 09:00 Петру", "просил"),
        ("директор просил перезвонить завтра", "", "call 26 09:00", "директор просил"),
        ("Петру надо, перезвонить, завтра", "", "call 26 09:00", "Петру надо"),
        ("директор хочет звонок, завтра", "", "call 26 09:00", "директор хочет"),
        ("отправить в 3 магазина каталоги", "", "", "отправить в 3 магазина каталоги"),
        ("отправить каталоги в 16", "", "send 25 16:00 каталоги", ""),
        ("директор думает о нас", "", "", "директор думает о нас"),
        ("не договорились", "", "", "не договорились"),
        ("думает, отказ", "thinking", "", "отказ"),
        ("дозвонился", "", "", ""),
        ("не состоялась", "", "", "не состоялась"),
        ("", "", "", ""),
        (" ... ,; !", "", "", ""),
    ],
)
def test_a_call_is_read(text: str, outcome: str, step: str, note: str) -> None:
    assert told(read(text)) == (outcome, step, note)


@pytest.mark.parametrize(
    ("text", "outcome", "step", "note"),
    [
        ("состоялась, отправить КП завтра", "agreed", "send 26 09:00 КП", ""),
        ("состоялась, перезвонить завтра", "agreed", "call 26 09:00", ""),
        ("не состоялась, перезвонить завтра", "not_held", "call 26 09:00", ""),
        ("завтра в 10, Ленина 1", "", "meeting 26 10:00", "Ленина 1"),
        ("думает, завтра в 10", "thinking", "call 26 10:00", ""),
        ("недозвон", "", "", "недозвон"),
    ],
)
def test_a_meeting_is_read(text: str, outcome: str, step: str, note: str) -> None:
    assert told(read(text, ActKind.MEETING)) == (outcome, step, note)


def test_whether_the_hour_was_said_is_known() -> None:
    exact, day = read("перезвонить завтра в 15"), read("перезвонить в субботу")
    assert (exact.hour_given, exact.plan and exact.plan.exact) == (True, True)
    assert (day.hour_given, day.plan and day.plan.exact) == (False, False)
    assert told(day)[1] == "call 30 09:00", "a day without an hour is a working one"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("перезвонить сегодня в 9", ("past-time", "сегодня в 9")),
        ("отправить КП 31.02", ("impossible-date", "31.02")),
        ("24.11.2026 в 9", ("past-time", "24.11.2026 в 9")),
    ],
)
def test_a_time_that_can_not_be_is_named_and_kept_as_words(text: str, refused: tuple[str, str]) -> None:
    reading = read(f"думает, {text}")
    assert (reading.refused, reading.plan, reading.note) == (refused, None, text)


def test_a_right_time_after_a_wrong_one_is_taken() -> None:
    reading = read("перезвонить сегодня в 9, отправить КП завтра в 12")
    assert (reading.refused, told(reading)[1]) == (None, "send 26 12:00 КП")


def test_a_long_part_is_looked_through_only_so_far() -> None:
    assert read("отправить " + "очень " * 60 + "завтра").plan is None


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Ромашка: думает", Named("Ромашка", "думает")),
        ("ООО «Ромашка»  плюс : отказ: дорого", Named("ООО «Ромашка» плюс", "отказ: дорого")),
        ("Ромашка завтра в 15:30", None),
        ("Завод 7: отказ", Named("Завод 7", "отказ")),
        (": отказ", None),
    ],
)
def test_a_colon_ends_the_name_unless_it_stands_in_a_time(line: str, named: Named | None) -> None:
    assert named_by_colon(line) == named


def test_without_a_colon_every_beginning_may_be_the_name() -> None:
    assert names_in("ООО «Ромашка» плюс, отказ") == (
        Named("ООО «Ромашка» плюс, отказ", ""),
        Named("ООО «Ромашка» плюс", "отказ"),
        Named("ООО «Ромашка»", "плюс, отказ"),
        Named("ООО", "«Ромашка» плюс, отказ"),
    )


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Василёк и Ко не дозвонился", Named("Василёк и Ко", "не дозвонился")),
        ("Василёк хотят скидку", Named("Василёк", "хотят скидку")),
        ("Отказ", Named("Отказ", "")),
        ("", Named("", "")),
    ],
)
def test_an_unknown_name_ends_where_something_is_said(line: str, named: Named) -> None:
    assert name_before_words(line, KNOWN) == named


def test_words_of_an_unknown_meaning_are_refused_when_they_are_loaded() -> None:
    with pytest.raises(ValueError, match="maybe"):
        QuickWords.from_data({**data("quick_line"), "outcomes": {"maybe": ["может"]}})


VOCABULARY = sorted({word for table in (KNOWN.outcomes, KNOWN.steps) for phrase in table for word in phrase})
TIMES = ["завтра", "в 15", "через час", "пт", "31.02", "сегодня в 9", "25.12", "15:30", "до пятницы"]
pieces = st.one_of(
    st.sampled_from(VOCABULARY),
    st.sampled_from(TIMES),
    st.sampled_from([",", ".", ";", "\n", ":"]),
    st.text(max_size=12),
)
lines = st.lists(pieces, max_size=25).map(" ".join)


@given(lines, st.sampled_from([ActKind.CALL, ActKind.MEETING]))
def test_nothing_that_is_typed_breaks_the_reading(line: str, kind: ActKind) -> None:
    reading = read(line, kind)
    assert reading.outcome is None or reading.outcome in OUTCOMES[kind]
    assert reading.plan is None or reading.plan.due_at > NOW
    named_by_colon(line), names_in(line), name_before_words(line, KNOWN)


@given(
    st.lists(
        st.one_of(st.sampled_from(VOCABULARY), st.sampled_from(TIMES), st.from_regex("[xyz]{4,9}", fullmatch=True))
    )
)
def test_no_word_that_is_not_understood_is_lost(typed: list[str]) -> None:
    """Letters of no language mean nothing: each of them is found again, in the note or beside the step."""
    reading = read(" ".join(typed))
    kept = f"{reading.note} {reading.plan.words if reading.plan else ''}"
    assert sorted(re.findall("[xyz]{4,}", kept)) == sorted(re.findall("[xyz]{4,}", " ".join(typed)))


@given(st.sampled_from(sorted(KNOWN.outcomes)))
def test_every_outcome_word_means_its_outcome(phrase: tuple[str, ...]) -> None:
    outcome = KNOWN.outcomes[phrase]
    kind = ActKind.MEETING if outcome is Outcome.NOT_HELD else ActKind.CALL
    assert read(plain(" ".join(phrase)), kind).outcome is outcome
