"""JSON as the standard has it: Python's own reader takes more, and what it takes can't always be written again."""

import json
import re
from collections.abc import Iterable
from typing import Any

_DEEPEST = 100
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parsed(raw: str | bytes) -> Any:
    """The value; UnicodeError when its strings aren't UTF-8, ValueError for everything else that is no JSON.

    NaN, infinities and what is nested more than a hundred deep are refused too.
    """
    text = raw.decode() if isinstance(raw, bytes) else raw
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if text.count("[") + text.count("{") > _DEEPEST:
        _check_depth(value)
    if _ESCAPED_SURROGATE.search(text):
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        level = [one for many in level if isinstance(many, list | dict) for one in _inside(many)]
        if not level:
            return
    raise ValueError("nested too deeply")


def _inside(many: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return many.values() if isinstance(many, dict) else many


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("the number is too large")
    return number
