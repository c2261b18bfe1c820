"""Says it: Fluent files by subject in `ru/`, and the one loader. Every argument is escaped once, here."""

from __future__ import annotations

import html
import logging
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from locales.figures import Figures

log = logging.getLogger(__name__)
HOME = Path(__file__).parent / "ru"


class Html(str):
    """Text that is markup already: as an argument it is not escaped again."""

    __slots__ = ()


class Texts(Figures):
    """`texts("message-id", name=value)` gives Html. `strict` (tests) raises where a message or an argument is
    missing; otherwise the id itself is shown and the fault logged, since a person is waiting."""

    def __init__(self, bundle: FluentBundle, *, strict: bool = False) -> None:
        self.bundle = bundle
        self.strict = strict
        self.fixed: dict[str, Html] = {}

    def __call__(self, key: str, /, **args: object) -> Html:
        if not args and key in self.fixed:
            return self.fixed[key]
        if not self.bundle.has_message(key):
            return self._fault(key, "no such message")
        value = self.bundle.get_message(key).value
        if value is None:
            return self._fault(key, "a message without text")
        text, faults = self.bundle.format_pattern(value, {name: _escaped(arg) for name, arg in args.items()})
        if faults and self.strict:
            raise LookupError(f"{key}: {faults}")
        found = Html(text)
        if not args and not faults:
            self.fixed[key] = found
        return found

    def has(self, key: str) -> bool:
        return bool(self.bundle.has_message(key))

    def _fault(self, key: str, why: str) -> Html:
        if self.strict:
            raise LookupError(f"{key}: {why}")
        log.error("text %s: %s", key, why)
        return Html(html.escape(key))


def _escaped(value: object) -> object:
    if isinstance(value, Html):
        return str(value)
    return html.escape(value, quote=False) if isinstance(value, str) else value


@cache
def load(*, strict: bool = False) -> Texts:
    """All messages of `ru/*.ftl`."""
    bundle = FluentBundle(["ru"], use_isolating=False)
    for path in sorted(HOME.glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf8")))
    return Texts(bundle, strict=strict)


@cache
def data(name: str) -> dict[str, Any]:
    """The words that the program reads rather than says: `ru/<name>.toml`."""
    return tomllib.loads((HOME / f"{name}.toml").read_text(encoding="utf8"))
