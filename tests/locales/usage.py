"""Where the code names a message, and with which arguments: read from the source, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SPEAKERS = ("bot", "handlers", "locales", "sales")
#: Calls whose first argument is a message id.
SAYING = frozenset({"words", "Tr"})
BUTTONS = frozenset({"Button", "Back", "Next", "Cancel", "Start", "SwitchTo", "Url", "SwitchInlineQuery"})


@dataclass(frozen=True, slots=True)
class Use:
    """`key`: the id, with `{}` for each part that is only known at run time. `args`: the names of what is passed; None
    where that can't be read off the source."""

    key: str
    where: str
    args: frozenset[str] | None
    on_button: bool

    @property
    def is_family(self) -> bool:
        return "{}" in self.key


def sources() -> list[Path]:
    return sorted(path for package in SPEAKERS for path in (ROOT / package).rglob("*.py"))


@cache
def uses() -> list[Use]:
    return [use for path in sources() for use in _said(path)]


@cache
def mentions() -> frozenset[str]:
    """Every string of the code: an id may be kept in a table and said elsewhere."""
    found: set[str] = set()
    for path in sources():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.add(_key(node))
    return frozenset(found)


def values_under(name: str) -> frozenset[str]:
    """Every string that a dict of the code holds under that key."""
    found = set()
    for path in sources():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                found |= {_text(value) for key, value in pairs if key is not None and _text(key) == name}
    return frozenset(found - {""})


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@cache
def names_in(path: Path) -> frozenset[str]:
    """Every word that might become an argument there: keys of dicts, names of keywords."""
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Dict):
            found |= {_text(key) for key in node.keys if key is not None}
        elif isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            found.add(str(node.slice.value))
    return frozenset(found)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf8"))


def _said(path: Path) -> Iterator[Use]:
    tree = _tree(path)
    kept = {id(call): held for held, call in _with_variables(tree)}
    buttons = {id(inner) for call in _calls(tree) if _name(call) in BUTTONS for inner in _calls(call)}
    for call in _calls(tree):
        if _name(call) in SAYING and call.args:
            where = f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
            for key in _keys(call.args[0], kept.get(id(call), {})):
                yield Use(key, where, _args(call), id(call) in buttons)


def _with_variables(tree: ast.Module) -> Iterator[tuple[dict[str, list[ast.expr]], ast.Call]]:
    """Each call, and what its function has put into variables."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            held: dict[str, list[ast.expr]] = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    held.setdefault(node.targets[0].id, []).append(node.value)
            yield from ((held, call) for call in _calls(function))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _keys(node: ast.expr, held: dict[str, list[ast.expr]]) -> Iterator[str]:
    """A choice between two ids is both, and so is what a variable may hold; what comes from elsewhere is found among
    the mentions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if not node.value.startswith("{"):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield _key(node)
    elif isinstance(node, ast.IfExp):
        yield from _keys(node.body, held)
        yield from _keys(node.orelse, held)
    elif isinstance(node, ast.Name):
        for value in held.get(node.id, ()):
            yield from _keys(value, {})


def _key(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _args(call: ast.Call) -> frozenset[str] | None:
    if _name(call) == "Tr" or any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(str(keyword.arg) for keyword in call.keywords)
