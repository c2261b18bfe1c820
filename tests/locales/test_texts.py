"""The texts against the code and against the voice: nothing missing, nothing left over, every form of every plural."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from locales import HOME, load
from tests.locales.families import FAMILIES, members
from tests.locales.usage import ROOT, Use, mentions, names_in, uses

WORDS = load(strict=True)
#: How many signs an argument is taken for where a line is measured.
ARGUMENT = 12
#: A line of a card on a phone is about 40 signs: two and a half of them are a sentence, more is a wall.
LINE = 110
CARD = 12
#: Two such buttons stand side by side.
BUTTON = 32
#: Telegram shows so much of an answer to a press.
ALERT = 200


class _Found(Visitor):
    """The arguments and the messages that one message's value refers to, and how it chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.choices: list[ast.SelectExpression] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's own naming
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        self.choices.append(node)
        self.generic_visit(node)


def files() -> list[Path]:
    return sorted(HOME.glob("*.ftl"))


@cache
def entries() -> dict[str, ast.Message]:
    found: dict[str, ast.Message] = {}
    for path in files():
        for entry in FluentParser().parse(path.read_text(encoding="utf8")).body:
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} twice, again in {path.name}"
                found[entry.id.name] = entry
    return found


@cache
def parts(key: str) -> _Found:
    found = _Found()
    found.visit(entries()[key])
    return found


@cache
def variables(key: str) -> frozenset[str]:
    found = parts(key)
    return frozenset(found.variables).union(*(variables(inner) for inner in found.messages))


def keys_of(use: Use) -> list[str]:
    return members(use.key) if use.is_family else [use.key]


@cache
def families_mentioned() -> list[str]:
    """Ids put together in one place and said in another."""
    patterns = [one for one in mentions() if "{}" in one and re.fullmatch(r"[a-z][a-z0-9-]*-(?:\{\}|[a-z0-9-])+", one)]
    return [one for one in patterns if any(_fits(one, key) for key in entries())]


def _fits(pattern: str, key: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\{\}", ".+"), key) is not None


def test_no_file_holds_anything_that_is_not_understood() -> None:
    for path in files():
        junk = [
            entry for entry in FluentParser().parse(path.read_text(encoding="utf8")).body if isinstance(entry, ast.Junk)
        ]
        assert not junk, f"{path.name}: {junk[0].content if junk else ''}"


def test_every_id_is_there_once_and_says_something() -> None:
    assert not [key for key, entry in entries().items() if entry.value is None]


def test_ids_that_are_put_together_are_enumerated() -> None:
    """A new family: put its values into `tests/locales/families.py`."""
    said = {use.key for use in uses() if use.is_family} | set(families_mentioned())
    assert said - FAMILIES.keys() == set()
    assert FAMILIES.keys() - said == set(), "no longer said"


def test_every_id_that_the_code_says_exists() -> None:
    missing = {key: use.where for use in uses() for key in keys_of(use) if key not in entries()}
    missing |= {key: pattern for pattern in families_mentioned() for key in members(pattern) if key not in entries()}
    assert not missing, "\n".join(f"{key} ({where})" for key, where in sorted(missing.items()))


def test_every_id_is_said_somewhere() -> None:
    said = {key for use in uses() for key in keys_of(use)} | mentions()
    said |= {key for pattern in families_mentioned() for key in members(pattern)}
    said |= {inner for key in entries() for inner in parts(key).messages}
    idle = sorted(entries().keys() - said)
    assert not idle, idle


def test_what_is_passed_is_what_the_text_asks_for() -> None:
    faults = [fault for use in uses() for fault in _argument_faults(use)]
    assert not faults, "\n".join(sorted(faults))


def _argument_faults(use: Use) -> Iterator[str]:
    """Of a family's members some may leave an argument unused, but not all of them."""
    known = [key for key in keys_of(use) if key in entries()]
    if use.args is None:
        may = names_in(ROOT / use.where.split(":")[0])
        yield from (
            f"{use.where} {key}: {lack}?" for key in known for lack in variables(key) - may if not use.is_family
        )
        return
    for key in known:
        yield from (f"{use.where} {key}: {lack} isn't passed" for lack in variables(key) - use.args)
    wanted = frozenset().union(*(variables(key) for key in known)) if known else use.args
    yield from (f"{use.where} {use.key}: {idle} is for nothing" for idle in use.args - wanted)


CATEGORIES = {"zero", "one", "two", "few", "many", "other"}


@cache
def chosen_by_number() -> list[tuple[str, str, bool]]:
    """(id, argument, whether there is a form of its own for a few) of every text that declines by a number."""
    found = []
    for key in entries():
        for choice in parts(key).choices:
            names = {variant.key.name for variant in choice.variants if isinstance(variant.key, ast.Identifier)}
            if names & (CATEGORIES - {"other"}) and isinstance(choice.selector, ast.VariableReference):
                found.append((key, choice.selector.id.name, "few" in names))
    return found


@pytest.mark.parametrize(("key", "argument", "has_few"), chosen_by_number())
def test_every_number_finds_its_form(key: str, argument: str, has_few: bool) -> None:
    """1 and 21 go together, 2 and 22, 5 and 11: and one isn't many."""
    others = dict.fromkeys(variables(key), "x")

    def form(number: int) -> str:
        return re.sub(r"\d[\d\u00a0]*", "#", WORDS(key, **{**others, argument: number}))

    assert form(1) == form(21) == form(101)
    assert form(2) == form(22) == form(4)
    assert form(5) == form(11) == form(12) == form(111)
    assert len({form(1), form(2), form(5)}) > 1
    assert not has_few or form(2) != form(5)


@pytest.mark.parametrize("key", sorted(entries()))
def test_a_text_is_no_wall_and_its_markup_is_closed(key: str) -> None:
    shown = rendered(key)
    lines = shown.split("\n")

    assert len(lines) <= CARD
    assert max(map(len, lines)) <= LINE, "a line of a card is read on a phone"
    assert is_piece(key) or all(line == line.strip() for line in lines), "no blank edges"
    tags = re.findall(r"<(/?)(\w+)>", shown)
    assert {name for _, name in tags} <= {"b", "i", "code", "pre", "blockquote"}
    assert len([1 for closing, _ in tags if closing]) * 2 == len(tags)


def is_piece(key: str) -> bool:
    """It begins with a blank on purpose: to be put behind something."""
    pattern = entries()[key].value
    first = pattern.elements[0] if pattern else None
    return isinstance(first, ast.Placeable) and isinstance(first.expression, ast.StringLiteral)


@cache
def rendered(key: str) -> str:
    """With arguments of a usual length; what is chosen by a number gets one."""
    numbers = {argument for one, argument, _ in chosen_by_number() if one == key}
    return WORDS(key, **{name: 5 if name in numbers else "x" * ARGUMENT for name in variables(key)})


def test_buttons_are_short() -> None:
    keys = {key for use in uses() if use.on_button for key in keys_of(use)}
    assert not {key: rendered(key) for key in keys if key in entries() and len(rendered(key)) > BUTTON}


def test_a_refusal_fits_the_answer_to_a_press() -> None:
    assert not {key: len(rendered(key)) for key in entries() if key.startswith("error-") and len(rendered(key)) > ALERT}


#: Where something is won.
JOY: frozenset[str] = frozenset()


def test_the_voice_is_calm() -> None:
    loud = [key for key in entries() if "!" in rendered(key) and key not in JOY]
    servile = [key for key in entries() if "пожалуйста" in rendered(key).lower()]
    assert (loud, servile) == ([], [])


def test_nobody_is_given_a_gender() -> None:
    """A past tense beside the reader («вы записали») is avoidable, one beside a name is a guess."""
    guess = re.compile(r"\bвы\s+\w+л[аи]?\b|\b\w+л\(а\)|\b\w+(?:ся|сь)\(", re.IGNORECASE)
    assert not [key for key in entries() if guess.search(rendered(key))]
