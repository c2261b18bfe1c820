"""What people type, made fit to be kept."""

from __future__ import annotations

import pytest

from sales.errors import Empty, TooLong
from sales.wording import a_line, shortened, words


def test_a_line_has_single_spaces_and_no_breaks() -> None:
    assert a_line("  Ромашка \n и   Ко\t") == "Ромашка и Ко"


def test_marks_that_turn_the_line_around_and_control_signs_are_dropped() -> None:
    assert a_line("Ром\u202eашка\u0000\u200f") == "Ромашка"


def test_emoji_that_are_put_together_stay_together() -> None:
    assert a_line("👨‍👩‍👧 Семья") == "👨‍👩‍👧 Семья"


def test_words_keep_their_lines_without_blank_ones() -> None:
    assert words(" боль:  заявки \r\n\r\n теряются ") == "боль: заявки\nтеряются"


@pytest.mark.parametrize("text", ["", "  \n ", "\u202e"])
def test_nothing_can_not_be_kept(text: str) -> None:
    with pytest.raises(Empty):
        a_line(text)


def test_the_limit_is_named() -> None:
    with pytest.raises(TooLong) as refused:
        words("ы" * 10_000)
    assert refused.value.facts["limit"] == 1000


def test_a_card_cuts_at_a_word_and_says_so() -> None:
    assert shortened("Прислать расчёт и согласовать демо", 20) == "Прислать расчёт и…"
    assert shortened("коротко", 20) == "коротко"
    assert shortened("ы" * 30, 10) == "ы" * 9 + "…"
