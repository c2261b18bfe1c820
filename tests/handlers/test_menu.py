"""The menu, the commands and what happens around them follow from the table of permissions."""

from __future__ import annotations

import pytest

from handlers.features import FEATURES, commands_for
from handlers.here import Here
from sales.people import Actor, Role, permissions_of
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone, strict_words


def commands(*roles: Role) -> list[str]:
    actor = Actor(1, 1, 1, 100, "Елена Орлова", "Europe/Moscow", frozenset(roles), frozenset({1}))
    return [name for name, _ in commands_for(Here(actor, None, strict_words(), NOW))]  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_a_role_has_exactly_the_commands_that_it_may_use(role: Role) -> None:
    may = permissions_of([role])
    allowed = [
        feature.command for feature in FEATURES
        if feature.command and feature.open and (feature.permission is None or feature.permission in may)
    ]  # fmt: skip
    assert commands(role) == [*allowed, "help", "cancel"]


def test_commands_are_told_apart() -> None:
    every = commands(*Role)
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("role", "has", "lacks"),
    [
        (Role.OWNER, {"team", "invite", "settings"}, {"call", "digest", "busy"}),
        (Role.HEAD, {"team", "invite", "settings", "call", "digest", "kpi", "busy"}, set()),
        (Role.LEAD_GENERATOR, {"call", "kpi", "settings", "busy"}, {"team", "invite", "digest"}),
        (Role.HUNTER, {"call", "kpi", "settings", "busy"}, {"team", "invite", "digest"}),
        (Role.ASSISTANT, {"settings"}, {"team", "call", "digest", "busy"}),
    ],
)
def test_nobody_is_shown_what_is_not_theirs(role: Role, has: set[str], lacks: set[str]) -> None:
    assert has <= set(commands(role))
    assert not lacks & set(commands(role))


@pytest.fixture
def phone(firm: Firm) -> Phone:
    return Phone(firm.work, firm.actor(Role.HUNTER, name="Тимур Каримов"), NOW)


async def test_the_menu_opens_what_the_person_may_do(phone: Phone) -> None:
    await phone.write("/start")
    assert phone.text == "<b>Тимур Каримов</b>, чем займёмся?"
    assert "⏰ Занято до…" in phone.buttons() and "👤 Команда" not in phone.buttons()
    await phone.press("⏰ Занято до…")
    assert phone.text.startswith("До какого времени")


async def test_help_lists_the_own_commands(phone: Phone) -> None:
    await phone.write("/help")
    assert "/busy · отметить занятость" in phone.text and "/team" not in phone.text


async def test_a_command_without_the_right_is_refused(phone: Phone) -> None:
    await phone.write("/team")
    assert phone.text.startswith("На это у вас нет права.")


async def test_an_unknown_command_is_no_answer_to_an_open_step(firm: Firm, phone: Phone) -> None:
    await phone.write("/settings")
    await phone.press("Имя")
    await phone.write("/foo")
    assert phone.text == "Такой команды нет. Всё, что можно: /help"
    assert firm.work.people.get(phone.actor.member_id).name == "Тимур Каримов"


async def test_cancel_says_whether_there_was_anything(phone: Phone) -> None:
    await phone.write("/cancel")
    assert next(iter(phone.screen.shown.values())).text == "Отменять нечего."


async def test_an_edited_message_is_told_to_be_of_no_use(phone: Phone) -> None:
    await phone._feed(edited_message={**phone._message(7), "text": "иначе", "edit_date": 1})
    assert phone.text.startswith("Правка уже отправленного не читается.")


async def test_a_press_on_a_button_of_yesterday_is_answered(phone: Phone) -> None:
    await phone.press_data("zzz", 5)
    assert phone.answers[-1] is not None and "уже не действует" in phone.answers[-1]


async def test_text_where_a_button_is_due_is_answered_and_the_step_stays(phone: Phone) -> None:
    await phone.write("/menu")
    await phone.write("привет")
    shown = [call.text for call in phone.screen.shown.values()]
    assert shown[-2].startswith("Здесь нужна кнопка.")
    assert phone.text == "<b>Тимур Каримов</b>, чем займёмся?"
